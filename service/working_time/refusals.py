"""Why a time or a calendar is refused."""

from __future__ import annotations

from service.errors import AlurError, Rejected


class NotAWorkingTime(Rejected):
    """The text is no duration that can be counted in working time; `reason` names what to mend."""

    code = "working-time.not-a-working-time"


class MixedUnits(Rejected):
    """Months, days and hours are counted in different ways, so one time has one of them."""

    code = "working-time.mixed-units"


class TooLong(Rejected):
    """Longer than ten years."""

    code = "working-time.too-long"


class UnknownZone(Rejected):
    """No time zone of this name is known."""

    code = "working-time.unknown-zone"


class InvalidHours(Rejected):
    """The hours of a day overlap, end before they begin, or are not in order."""

    code = "working-time.invalid-hours"


class HoursUnreadable(Rejected):
    """What was typed as the hours of a day cannot be read."""

    code = "working-time.hours-unreadable"


class NoWorkingTime(AlurError):
    """The calendar has not one working day in more than a year."""

    code = "working-time.none"
