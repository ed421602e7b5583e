"""Working time of an office, and deadlines in it (Perpres 21/2023; decisions of the project)."""

from service.working_time.amounts import Amount, parse_amount
from service.working_time.calendars import (
    DEFAULT_SCHEDULE,
    Calendar,
    Hours,
    Schedule,
    default_calendar,
)
from service.working_time.deadlines import (
    deadline,
    end_of_amount,
    end_of_day,
    end_of_next_working_day,
    full_working_days_between,
    tenggat,
    working_time_between,
)

__all__ = [
    "DEFAULT_SCHEDULE",
    "Amount",
    "Calendar",
    "Hours",
    "Schedule",
    "deadline",
    "default_calendar",
    "end_of_amount",
    "end_of_day",
    "end_of_next_working_day",
    "full_working_days_between",
    "parse_amount",
    "tenggat",
    "working_time_between",
]
