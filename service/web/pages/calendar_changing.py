"""Every change of a working calendar goes the same way: a form, what it would move, the act."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for

from service.access.rules import calendar_keeper_for, may_keep_calendar
from service.commands.change_calendar import change_calendar
from service.queries.calendar_previews import preview_of
from service.queries.calendars import calendar_view
from service.web import context
from service.web.typed import request_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from service.queries.calendars import CalendarView
    from service.running.calendar_offices import OfficeZone
    from service.running.calendar_plans import Plan
    from service.web.page_form import PageForm


def calendar_seen(office_id: UUID | None) -> CalendarView:
    """Return the calendar of the pemda, or of one office, to the caller. Raises NotFound."""
    return calendar_view(context.store(), context.caller(), office_id)


def changing(
    form: PageForm,
    plan: Plan | None,
    *,
    what: str,
    page: Callable[[], str],
    places: Mapping[str, str] | None = None,
    office_id: UUID | None = None,
    year: int | None = None,
) -> ResponseReturnValue:
    """Show the form, then what the change would move, then carry it out.

    `plan`: None while nothing whole was typed. `what`: the change in words. `page`: the form
    itself. `places`: code of a refusal → control. `office_id`, `year`: what is shown at the end.
    """
    asked = request.form.get("tindakan", "lihat")
    if plan is None or asked == "ubah" or form.wrong:
        return page(), form.status
    if asked == "simpan":
        if carried_out(form, plan, places):
            return back_to(office_id, year)
        return page(), form.status
    number = asked.removeprefix("lihat-")
    looking = partial(
        preview_of,
        context.store(),
        context.caller(),
        plan,
        now=context.now(),
        page=int(number) if number.isdecimal() and len(number) < 6 else 1,  # noqa: PLR2004
    )
    preview = form.carry_out(looking, places)
    if preview is None:
        return page(), form.status
    return render_template(
        "working_time/preview.html", form=form, preview=preview, what=what, action=request.path
    )


def carried_out(form: PageForm, plan: Plan, places: Mapping[str, str] | None = None) -> bool:
    """Carry a plan out; False: the form has to be shown again."""
    act = partial(
        change_calendar,
        context.store(),
        context.caller(),
        plan,
        now=context.now(),
        request=request_key(),
    )
    return form.carry_out(act, places) is not None


def back_to(office_id: UUID | None, year: int | None) -> ResponseReturnValue:
    """Go on to the calendar that was changed."""
    return redirect(url_for("working_time.show", kantor=office_id, tahun=year), 303)


def offices_kept(offices: Iterable[OfficeZone]) -> list[tuple[str, str]]:
    """Return the offices whose calendar the caller keeps, to choose from."""
    caller = context.caller()
    return [
        (str(it.office_id), it.short_name)
        for it in offices
        if may_keep_calendar(caller, it.office_id)
    ]


def calendars_kept(view: CalendarView) -> list[tuple[str, str]]:
    """Return the calendars that the caller keeps, to choose from. Raises OnlyCalendarKeepers."""
    choices = offices_kept(view.offices)
    if may_keep_calendar(context.caller(), None):
        choices.insert(0, ("", "Seluruh pemda"))
    if not choices:
        calendar_keeper_for(context.caller(), None)
    return choices


def first_choice(choices: list[tuple[str, str]]) -> str:
    """Return the calendar that the address names, else the first."""
    asked = request.args.get("kantor", "")
    known = {value for value, _ in choices}
    return asked if asked in known else choices[0][0]


def chosen_office(form: PageForm, choices: list[tuple[str, str]]) -> UUID | None:
    """Return whose calendar was chosen; None: the pemda's. Raises OnlyCalendarKeepers."""
    if form.typed["kantor"] not in {value for value, _ in choices}:
        # Whoever keeps no such calendar is told so by the rule.
        office_id = form.chosen("kantor")
        calendar_keeper_for(context.caller(), office_id)
        form.refuse("kantor", "web.choose-from-list")
    return form.chosen("kantor")
