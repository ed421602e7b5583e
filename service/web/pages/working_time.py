"""*Kalender Kerja*: when the pemda and its offices work, and how an office counts."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, render_template, request

from service.access.candidates import is_administrator
from service.access.rules import calendar_keeper_for, may_keep_calendar
from service.errors import NotFound
from service.running import calendar_plans as plans
from service.running.calendar_entries import FIRST_YEAR, LAST_YEAR
from service.sentences.words import DAYS
from service.web import context, labels
from service.web.guard import Who, allowed
from service.web.months import day_lines, months_of
from service.web.page_form import PageForm
from service.web.pages.calendar_changing import calendar_seen, changing
from service.working_time import DEFAULT_SCHEDULE
from service.working_time.weeks import written_hours

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

working_time = Blueprint("working_time", __name__, url_prefix="/kalender")


@working_time.get("")
@allowed(Who.SIGNED_IN)
def show() -> str:
    """Show a year of the pemda's calendar, or of one office's."""
    caller, today = context.caller(), context.today()
    view = calendar_seen(_office_asked())
    year = min(max(request.args.get("tahun", today.year, type=int), FIRST_YEAR), LAST_YEAR)
    office_id = view.office.office_id if view.office else None
    schedules = view.calendar.schedules_of(office_id)
    closed = view.calendar.closed_of(office_id, year)
    hours = (
        view.calendar.of_office(view.office.office_id, view.office.timezone).calendar
        if view.office
        else view.calendar.of_pemda(context.zone())
    )
    return render_template(
        "working_time/show.html",
        view=view,
        year=year,
        years=range(max(FIRST_YEAR, year - 1), min(LAST_YEAR, year + 1) + 1),
        months=months_of(year, hours, closed, schedules, today),
        days=day_lines(closed),
        state=view.calendar.year(year),
        confirmation=view.confirmations.get(year),
        schedules=sorted(schedules, key=lambda it: it.rank, reverse=True),
        default=DEFAULT_SCHEDULE,
        strict=office_id in view.calendar.strict,
        keeps_pemda=may_keep_calendar(caller, None),
        keeps=may_keep_calendar(caller, office_id),
        office_names={it.office_id: it.short_name for it in view.offices},
        day_words=labels.CLOSED_DAYS,
        schedule_words=labels.SCHEDULES,
        weekdays=DAYS,
        written_hours=written_hours,
        today=today,
        endless=date.max,
    )


@working_time.route("/kantor/<uuid:office_id>/tenggat", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def minimum(office_id: UUID) -> ResponseReturnValue:
    """Switch an office's minimum for due dates on or off."""
    view = calendar_seen(office_id)
    calendar_keeper_for(context.caller(), office_id)
    strict = office_id not in view.calendar.strict
    form = PageForm.blank({})
    return changing(
        form,
        plans.SwitchMinimum(office_id, strict) if request.method == "POST" else None,
        what="Tenggat menurut waktu baku saja" if strict else "Tenggat dengan batas terpendek",
        page=partial(
            render_template,
            "working_time/minimum.html",
            form=form,
            office=view.office,
            strict=strict,
        ),
        office_id=office_id,
    )


def _office_asked() -> UUID | None:
    """Return the office whose calendar was asked for; who asks for none gets the own office's."""
    typed = request.args.get("kantor")
    if typed is None:
        return _own_office()
    if not typed:
        return None
    try:
        return UUID(typed)
    except ValueError:
        raise NotFound from None


def _own_office() -> UUID | None:
    caller = context.caller()
    mine = [holder for holder in caller.holders if holder.duty is None]
    worn = next((holder for holder in mine if holder.holding_id == caller.worn), None)
    chosen = worn or next(iter(mine), None)
    return None if chosen is None or is_administrator(caller) else chosen.office_id
