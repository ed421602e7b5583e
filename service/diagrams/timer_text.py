"""What a timer event says, from the ISO 8601 text of the diagram (BPMN 2.0.2 §10.5.5.2)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal, assert_never

from service.errors import Rejected
from service.feel.iso8601 import (
    Duration,
    OutOfCalendar,
    Repetition,
    parse_duration,
    parse_instant,
    parse_repetition,
)

Timer = datetime | Duration | Repetition

#: A cycle that fires more often would keep a worker busy with one process.
SHORTEST_PERIOD = timedelta(seconds=60)
#: A cycle counts its firings from its start; sums of more than 1,000 years are refused.
EARLIEST_START = 1900


class PeriodTooShort(Rejected):
    """A repeating timer fires more often than once a minute."""

    code = "iso8601.period-too-short"


class NegativeDuration(Rejected):
    """A timer cannot wait for less than no time."""

    code = "iso8601.negative-duration"


def read_timer(kind: Literal["date", "duration", "cycle"], text: str) -> Timer:
    """Return the timer that `text` writes.

    Raises a Rejected of `service.feel.iso8601`, PeriodTooShort or NegativeDuration.
    """
    match kind:
        case "date":
            return parse_instant(text)
        case "duration":
            return not_negative(parse_duration(text), text)
        case "cycle":
            repetition = parse_repetition(text)
            if repetition.every.at_least() < SHORTEST_PERIOD:
                raise PeriodTooShort(text=text, limit=int(SHORTEST_PERIOD.total_seconds()))
            if repetition.start is not None and repetition.start.year < EARLIEST_START:
                raise OutOfCalendar(text=text)
            return repetition
        case _:
            assert_never(kind)


def not_negative(duration: Duration, text: str) -> Duration:
    """Return `duration`. Raises NegativeDuration."""
    if duration.months < 0 or duration.time < timedelta():
        raise NegativeDuration(text=text)
    return duration
