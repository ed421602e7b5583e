"""Working time of an office, and deadlines in it (Perpres 21/2023; decisions of the project)."""

from service.working_time.amounts import Amount, parse_amount
from service.working_time.calendars import (
    DEFAULT_SCHEDULE,
    RAMADAN_WEEK,
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
from service.working_time.pemda import (
    CalendarYear,
    ClosedDay,
    KeptSchedule,
    OfficeCalendar,
    PemdaCalendar,
)

__all__ = [
    "DEFAULT_SCHEDULE",
    "RAMADAN_WEEK",
    "Amount",
    "Calendar",
    "CalendarYear",
    "ClosedDay",
    "Hours",
    "KeptSchedule",
    "OfficeCalendar",
    "PemdaCalendar",
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
