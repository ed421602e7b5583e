"""*Kalender Kerja*: when the pemda and its offices work, and what a change of it would move."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for

from service.access.candidates import is_administrator
from service.access.rules import calendar_keeper_for, may_keep_calendar
from service.commands.add_closed_day import add_closed_day
from service.commands.add_schedule import add_schedule
from service.commands.confirm_calendar_year import confirm_calendar_year
from service.commands.end_schedule import end_schedule
from service.commands.propose_holidays import propose_holidays
from service.commands.switch_minimum import switch_minimum
from service.commands.withdraw_closed_day import withdraw_closed_day
from service.commands.withdraw_schedule import withdraw_schedule
from service.errors import NotFound
from service.queries.calendars import calendar_view, preview_of
from service.running import calendar_plans as plans
from service.running.calendar_entries import (
    FIRST_YEAR,
    LAST_YEAR,
    NewClosedDay,
    NewSchedule,
    Withdrawal,
    YearConfirmation,
)
from service.sentences.words import DAYS, written_date
from service.web import context, labels
from service.web.guard import Who, allowed
from service.web.months import day_lines, months_of
from service.web.page_form import PageForm
from service.web.typed import request_key
from service.working_time import DEFAULT_SCHEDULE, RAMADAN_WEEK
from service.working_time.weeks import written_hours

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask.typing import ResponseReturnValue

    from service.queries.calendars import CalendarView
    from service.running.calendar_plans import Plan
    from service.store.structure import Made
    from service.working_time import KeptSchedule

working_time = Blueprint("working_time", __name__, url_prefix="/kalender")

_WEEK: Final = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
_SCHEDULE: Final = {
    "kantor": "Berlaku untuk",
    "jenis": "Jenis jadwal",
    "mulai": "Hari pertama",
    "sampai": "Hari terakhir",
    **dict(zip(_WEEK, DAYS, strict=True)),
    "dasar": "Dasar hukum",
}
_SCHEDULE_PLACES: Final = {
    "kind": "jenis",
    "first": "mulai",
    "last": "sampai",
    "legal_basis": "dasar",
    "calendar.schedule-there": "mulai",
    **dict(
        zip(
            ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
            _WEEK,
            strict=True,
        )
    ),
}
_DAY: Final = {
    "kantor": "Berlaku untuk",
    "tanggal": "Tanggal",
    "jenis": "Jenis",
    "nama": "Keterangan",
    "dasar": "Nomor SKB, keputusan, atau surat edaran",
}
_DAY_PLACES: Final = {
    "day": "tanggal",
    "kind": "jenis",
    "name": "nama",
    "source": "dasar",
    "calendar.day-there": "tanggal",
}
_CONFIRMED: Final = {"nomor": "Nomor SKB", "tanggal": "Tanggal SKB"}
_CONFIRMED_PLACES: Final = {"skb_number": "nomor", "skb_date": "tanggal"}


@working_time.get("")
@allowed(Who.SIGNED_IN)
def show() -> str:
    """Show a year of the pemda's calendar, or of one office's."""
    caller, today = context.caller(), context.today()
    view = _view(_office_asked())
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


# ---------------------------------------------------------------- schedules


@working_time.route("/jadwal/baru", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def new_schedule() -> ResponseReturnValue:
    """Add hours of a week."""
    view = _view(None)
    choices = _kept_by_caller(view)
    ramadan = request.args.get("jenis") == "ramadan"
    week = RAMADAN_WEEK if ramadan else DEFAULT_SCHEDULE.week
    form = PageForm.blank(
        _SCHEDULE,
        kantor=_first_choice(choices),
        jenis="ramadan" if ramadan else "usual",
        dasar=DEFAULT_SCHEDULE.legal_basis,
        **{name: written_hours(day) for name, day in zip(_WEEK, week, strict=True)},
    )
    plan, act = None, None
    if request.method == "POST":
        form = PageForm.arrived(_SCHEDULE)
        office_id = _chosen_office(form, choices)
        form.require("mulai")
        first, last = form.day("mulai"), form.day("sampai")
        if first is not None and not form.wrong:
            typed = form.typed
            entry = NewSchedule(
                typed["jenis"], first, last, typed["dasar"], *(typed[name] for name in _WEEK)
            )
            form.judge(entry, _SCHEDULE_PLACES)
            plan = plans.AddSchedule(entry, office_id)
            act = partial(add_schedule, schedule=entry, office_id=office_id)
    return _changing(
        form,
        plan,
        act,
        places=_SCHEDULE_PLACES,
        what=f"{labels.SCHEDULES.get(form.typed['jenis'], 'Jadwal')} baru",
        page=partial(
            render_template,
            "working_time/new_schedule.html",
            form=form,
            offices=choices,
            kinds=labels.SCHEDULES.items(),
            week=_WEEK,
        ),
        office_id=form.chosen("kantor"),
    )


@working_time.route("/jadwal/<uuid:schedule_id>/akhiri", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def close_schedule(schedule_id: UUID) -> ResponseReturnValue:
    """Let a schedule end on a day."""
    kept = _schedule(schedule_id)
    form = PageForm.blank({"sampai": "Hari terakhir"})
    plan, act = None, None
    if request.method == "POST":
        form = PageForm.arrived({"sampai": "Hari terakhir"})
        form.require("sampai")
        last = form.day("sampai")
        if last is not None:
            plan = plans.EndSchedule(schedule_id, last)
            act = partial(end_schedule, schedule_id=schedule_id, last=last)
    return _changing(
        form,
        plan,
        act,
        places={"calendar.cannot-end": "sampai"},
        what=f"{labels.SCHEDULES[kept.kind]} berakhir",
        page=partial(
            render_template,
            "working_time/end_schedule.html",
            form=form,
            kept=kept,
            words=labels.SCHEDULES,
        ),
        office_id=kept.office_id,
    )


@working_time.route("/jadwal/<uuid:schedule_id>/hapus", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def remove_schedule(schedule_id: UUID) -> ResponseReturnValue:
    """Take a schedule out that was entered by mistake."""
    kept = _schedule(schedule_id)
    form = PageForm.blank({})
    plan = plans.WithdrawSchedule(schedule_id) if request.method == "POST" else None
    return _changing(
        form,
        plan,
        partial(withdraw_schedule, schedule_id=schedule_id),
        what=f"{labels.SCHEDULES[kept.kind]} dihapus",
        page=partial(
            render_template,
            "working_time/withdraw_schedule.html",
            form=form,
            kept=kept,
            words=labels.SCHEDULES,
        ),
        office_id=kept.office_id,
    )


# ---------------------------------------------------------------- days


@working_time.route("/hari/baru", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def new_day() -> ResponseReturnValue:
    """Add a day off."""
    choices = _kept_by_caller(_view(None))
    form = PageForm.blank(_DAY, kantor=_first_choice(choices), jenis="local")
    plan, act = None, None
    if request.method == "POST":
        form = PageForm.arrived(_DAY)
        office_id = _chosen_office(form, choices)
        form.require("tanggal")
        day = form.day("tanggal")
        if day is not None and not form.wrong:
            entry = NewClosedDay(day, form.typed["jenis"], form.typed["nama"], form.typed["dasar"])
            form.judge(entry, _DAY_PLACES)
            plan = plans.AddClosedDay(entry, office_id)
            act = partial(add_closed_day, day=entry, office_id=office_id)
    return _changing(
        form,
        plan,
        act,
        places=_DAY_PLACES,
        what="Hari libur baru",
        page=partial(
            render_template,
            "working_time/new_day.html",
            form=form,
            offices=choices,
            kinds=labels.CLOSED_DAYS.items(),
        ),
        office_id=form.chosen("kantor"),
    )


@working_time.route("/hari/<uuid:day_id>/batalkan", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def remove_day(day_id: UUID) -> ResponseReturnValue:
    """Let a day be worked after all."""
    found = plans.day_in(_view(None).calendar, day_id)
    calendar_keeper_for(context.caller(), found.office_id)
    asked = {"dasar": "Nomor surat edaran atau keputusan"}
    form = PageForm.blank(asked)
    plan, act = None, None
    if request.method == "POST":
        form = PageForm.arrived(asked)
        entry = Withdrawal(form.typed["dasar"])
        form.judge(entry, {"source": "dasar"})
        plan = plans.WithdrawClosedDay(day_id, entry)
        act = partial(withdraw_closed_day, day_id=day_id, withdrawal=entry)
    return _changing(
        form,
        plan,
        act,
        places={"source": "dasar"},
        what=f"{found.name}, {written_date(found.day)}, menjadi hari kerja",
        page=partial(render_template, "working_time/withdraw_day.html", form=form, day=found),
        office_id=found.office_id,
        year=found.day.year,
    )


# ---------------------------------------------------------------- years


@working_time.route("/tahun/<int:year>/usulan", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def propose(year: int) -> ResponseReturnValue:
    """Take the days off of a year over, as they are thought to be."""
    view = _view(None)
    calendar_keeper_for(context.caller(), None)
    form = PageForm.blank({})
    plan = plans.ProposeHolidays(year)
    try:
        event = plan.event(view.calendar)
    except plans.YearOutOfReach:
        raise NotFound from None
    except (plans.NothingProposed, plans.YearWasConfirmed) as refused:
        form.refuse("", refused.code, **refused.params)
        page = render_template("working_time/propose.html", form=form, year=year, event=None)
        return page, 409 if request.method == "POST" else 200
    return _changing(
        form,
        plan if request.method == "POST" else None,
        partial(propose_holidays, year=year),
        what=f"Usulan hari libur {year}",
        page=partial(
            render_template,
            "working_time/propose.html",
            form=form,
            year=year,
            event=event,
            day_words=labels.CLOSED_DAYS,
        ),
        year=year,
    )


@working_time.route("/tahun/<int:year>/konfirmasi", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def confirm(year: int) -> ResponseReturnValue:
    """Confirm a year's days off against the SKB."""
    view = _view(None)
    calendar_keeper_for(context.caller(), None)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound
    form = PageForm.blank(_CONFIRMED)
    if request.method == "POST":
        form = PageForm.arrived(_CONFIRMED)
        form.require("nomor", "tanggal")
        day = form.day("tanggal")
        if day is not None and not form.wrong:
            entry = YearConfirmation(year, form.typed["nomor"], day)
            form.judge(entry, _CONFIRMED_PLACES)
            made = form.carry_out(
                partial(
                    confirm_calendar_year,
                    context.store(),
                    context.caller(),
                    confirmation=entry,
                    now=context.now(),
                    request=request_key(),
                ),
                _CONFIRMED_PLACES,
            )
            if made is not None:
                return _back(None, year)
    closed = view.calendar.closed_of(None, year)
    page = render_template(
        "working_time/confirm.html",
        form=form,
        year=year,
        state=view.calendar.year(year),
        days=day_lines(closed),
        counts={
            kind: sum(it.kind == kind for it in closed)
            for kind in ("national", "collective_leave", "local")
        },
        day_words=labels.CLOSED_DAYS,
    )
    return page, form.status


# ---------------------------------------------------------------- the minimum


@working_time.route("/kantor/<uuid:office_id>/tenggat", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def minimum(office_id: UUID) -> ResponseReturnValue:
    """Switch an office's minimum for due dates on or off."""
    view = _view(office_id)
    calendar_keeper_for(context.caller(), office_id)
    strict = office_id not in view.calendar.strict
    form = PageForm.blank({})
    return _changing(
        form,
        plans.SwitchMinimum(office_id, strict) if request.method == "POST" else None,
        partial(switch_minimum, office_id=office_id, strict=strict),
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


# ---------------------------------------------------------------- below


def _changing(
    form: PageForm,
    plan: Plan | None,
    act: Callable[..., Made] | None,
    *,
    what: str,
    page: Callable[[], str],
    places: Mapping[str, str] | None = None,
    office_id: UUID | None = None,
    year: int | None = None,
) -> ResponseReturnValue:
    """Show the form, then what the change would move, then carry it out."""
    asked = request.form.get("tindakan", "lihat")
    if plan is None or act is None or asked == "ubah" or form.wrong:
        return page(), form.status
    store, caller = context.store(), context.caller()
    if asked == "simpan":
        changing = partial(act, store, caller, now=context.now(), request=request_key())
        if form.carry_out(changing, places) is not None:
            return _back(office_id, year)
        return page(), form.status
    number = asked.removeprefix("lihat-")
    looking = partial(
        preview_of,
        store,
        caller,
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


def _view(office_id: UUID | None) -> CalendarView:
    return calendar_view(context.store(), context.caller(), office_id)


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


def _kept_by_caller(view: CalendarView) -> list[tuple[str, str]]:
    """Return the calendars that the caller keeps, to choose from. Raises OnlyCalendarKeepers."""
    caller = context.caller()
    choices = [
        (str(it.office_id), it.short_name)
        for it in view.offices
        if may_keep_calendar(caller, it.office_id)
    ]
    if may_keep_calendar(caller, None):
        choices.insert(0, ("", "Seluruh pemda"))
    if not choices:
        calendar_keeper_for(caller, None)
    return choices


def _first_choice(choices: list[tuple[str, str]]) -> str:
    asked = request.args.get("kantor", "")
    known = {value for value, _ in choices}
    return asked if asked in known else choices[0][0]


def _chosen_office(form: PageForm, choices: list[tuple[str, str]]) -> UUID | None:
    if form.typed["kantor"] not in {value for value, _ in choices}:
        # Whoever keeps no such calendar is told so by the rule.
        office_id = form.chosen("kantor")
        calendar_keeper_for(context.caller(), office_id)
        form.refuse("kantor", "web.choose-from-list")
    return form.chosen("kantor")


def _schedule(schedule_id: UUID) -> KeptSchedule:
    found = plans.schedule_in(_view(None).calendar, schedule_id)
    calendar_keeper_for(context.caller(), found.office_id)
    return found


def _back(office_id: UUID | None, year: int | None) -> ResponseReturnValue:
    return redirect(url_for("working_time.show", kantor=office_id, tahun=year), 303)
