"""Hours of a week in *Kalender Kerja*: added, ended, taken out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from flask import Blueprint, render_template, request

from service.access.rules import calendar_keeper_for
from service.running import calendar_plans as plans
from service.running.calendar_entries import DAYS as FIELDS
from service.running.calendar_entries import NewSchedule
from service.sentences.words import DAYS
from service.web import context, labels
from service.web.guard import Who, allowed
from service.web.page_form import PageForm
from service.web.pages.calendar_changing import (
    calendar_seen,
    calendars_kept,
    changing,
    chosen_office,
    first_choice,
)
from service.working_time import DEFAULT_SCHEDULE, RAMADAN_WEEK
from service.working_time.weeks import written_hours

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from service.working_time import KeptSchedule

schedules = Blueprint("schedules", __name__, url_prefix="/kalender/jadwal")

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
    **dict(zip(FIELDS, _WEEK, strict=True)),
}


@schedules.route("/baru", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def add() -> ResponseReturnValue:
    """Add hours of a week."""
    view = calendar_seen(None)
    choices = calendars_kept(view)
    ramadan = request.args.get("jenis") == "ramadan"
    week = RAMADAN_WEEK if ramadan else DEFAULT_SCHEDULE.week
    form = PageForm.blank(
        _SCHEDULE,
        kantor=first_choice(choices),
        jenis="ramadan" if ramadan else "usual",
        dasar=DEFAULT_SCHEDULE.legal_basis,
        **{name: written_hours(day) for name, day in zip(_WEEK, week, strict=True)},
    )
    plan = None
    if request.method == "POST":
        form = PageForm.arrived(_SCHEDULE)
        office_id = chosen_office(form, choices)
        form.require("mulai")
        first, last = form.day("mulai"), form.day("sampai")
        if first is not None and not form.wrong:
            typed = form.typed
            entry = NewSchedule(
                typed["jenis"], first, last, typed["dasar"], *(typed[name] for name in _WEEK)
            )
            form.judge(entry, _SCHEDULE_PLACES)
            plan = plans.AddSchedule(entry, office_id)
    return changing(
        form,
        plan,
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


@schedules.route("/<uuid:schedule_id>/akhiri", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def end(schedule_id: UUID) -> ResponseReturnValue:
    """Let a schedule end on a day."""
    kept = _schedule(schedule_id)
    form = PageForm.blank({"sampai": "Hari terakhir"})
    plan = None
    if request.method == "POST":
        form = PageForm.arrived({"sampai": "Hari terakhir"})
        form.require("sampai")
        last = form.day("sampai")
        if last is not None:
            plan = plans.EndSchedule(schedule_id, last)
    return changing(
        form,
        plan,
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


@schedules.route("/<uuid:schedule_id>/hapus", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def withdraw(schedule_id: UUID) -> ResponseReturnValue:
    """Take a schedule out that was entered by mistake."""
    kept = _schedule(schedule_id)
    form = PageForm.blank({})
    plan = plans.WithdrawSchedule(schedule_id) if request.method == "POST" else None
    return changing(
        form,
        plan,
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


def _schedule(schedule_id: UUID) -> KeptSchedule:
    found = plans.schedule_in(calendar_seen(None).calendar, schedule_id)
    calendar_keeper_for(context.caller(), found.office_id)
    return found
