"""What events of the working calendar, and of legal deadlines, leave in the tables."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Final

from service.store.retelling import shown
from service.store.tables import (
    calendar_year,
    closed_day,
    legal_deadline,
    office_clock,
    working_calendar,
    working_schedule,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.store.retelling import Happened, Retold, Teller


def _changing(teller: Teller) -> Teller:
    """Tell what every change leaves: its name."""

    @wraps(teller)
    def tell(told: Retold, it: Happened) -> None:
        key = (it.row["pemda_id"],)
        told.change(working_calendar, key, it, change_id=it.said["change_id"], changed_at=it.at)
        teller(told, it)

    return tell


@_changing
def _add_schedule(told: Retold, it: Happened) -> None:
    told.add(
        working_schedule,
        it,
        id=it.said["schedule_id"],
        kind=it.said["schedule_kind"],
        week="\n".join(it.said["week"]),
        **it.of("office_id", "first", "last", "legal_basis"),
    )


@_changing
def _end_schedule(told: Retold, it: Happened) -> None:
    told.change(working_schedule, (it.said["schedule_id"],), it, **it.of("last"))


@_changing
def _withdraw_schedule(told: Retold, it: Happened) -> None:
    told.drop(working_schedule, it.said["schedule_id"])


@_changing
def _propose(told: Retold, it: Happened) -> None:
    for day in it.said["days"]:
        told.add(
            closed_day,
            it,
            id=day["day_id"],
            day=day["day"],
            kind=day["day_kind"],
            name=day["name"],
            source=it.said["source"],
        )
    _tell_year(told, it, proposed_by=it.said["source"])


@_changing
def _close_day(told: Retold, it: Happened) -> None:
    told.add(
        closed_day,
        it,
        id=it.said["day_id"],
        kind=it.said["day_kind"],
        **it.of("office_id", "day", "name", "source"),
    )


@_changing
def _open_day(told: Retold, it: Happened) -> None:
    told.drop(closed_day, it.said["day_id"])


@_changing
def _confirm_year(told: Retold, it: Happened) -> None:
    confirmed = {"confirmed_at": it.at, "confirmed_by": it.row["actor_id"]}
    _tell_year(told, it, **it.of("skb_number", "skb_date"), **confirmed)


@_changing
def _switch(told: Retold, it: Happened) -> None:
    told.drop(office_clock, it.said["office_id"])
    told.add(office_clock, it, **it.of("office_id", "strict"))


def _tell_year(told: Retold, it: Happened, **columns: Any) -> None:
    year = it.said["year"]
    if told.keys(calendar_year, year=year):
        told.change(calendar_year, (year,), it, **columns)
    else:
        told.add(calendar_year, it, year=year, **columns)


def _add_deadline(told: Retold, it: Happened) -> None:
    told.add(
        legal_deadline,
        it,
        id=it.said["deadline_id"],
        **it.of("office_id", "base_id", "name", "sop", "years_after", "month", "day"),
        **it.of("legal_basis", "article"),
        reason=shown(it.said.get("reason")) or "",
    )


def _verify_deadline(told: Retold, it: Happened) -> None:
    told.change(
        legal_deadline,
        (it.said["deadline_id"],),
        it,
        verified_at=it.at,
        verified_by=it.row["actor_id"],
        **it.of("legal_basis", "article"),
    )


def _withdraw_deadline(told: Retold, it: Happened) -> None:
    told.drop(legal_deadline, it.said["deadline_id"])


CALENDAR: Final[Mapping[str, Teller]] = {
    "ScheduleAdded": _add_schedule,
    "ScheduleEnded": _end_schedule,
    "ScheduleWithdrawn": _withdraw_schedule,
    "HolidaysProposed": _propose,
    "ClosedDayAdded": _close_day,
    "ClosedDayWithdrawn": _open_day,
    "CalendarYearConfirmed": _confirm_year,
    "MinimumSwitched": _switch,
    "LegalDeadlineAdded": _add_deadline,
    "LegalDeadlineVerified": _verify_deadline,
    "LegalDeadlineWithdrawn": _withdraw_deadline,
}
