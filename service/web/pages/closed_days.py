"""Days off in *Kalender Kerja*: added, or worked after all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from flask import Blueprint, render_template, request

from service.access.rules import calendar_keeper_for
from service.running import calendar_plans as plans
from service.running.calendar_entries import NewClosedDay, Withdrawal
from service.sentences.words import written_date
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

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

closed_days = Blueprint("closed_days", __name__, url_prefix="/kalender/hari")

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


@closed_days.route("/baru", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def add() -> ResponseReturnValue:
    """Add a day off."""
    choices = calendars_kept(calendar_seen(None))
    form = PageForm.blank(_DAY, kantor=first_choice(choices), jenis="local")
    plan, what = None, "Hari libur baru"
    if request.method == "POST":
        form = PageForm.arrived(_DAY)
        office_id = chosen_office(form, choices)
        form.require("tanggal")
        day = form.day("tanggal")
        if day is not None and not form.wrong:
            entry = NewClosedDay(day, form.typed["jenis"], form.typed["nama"], form.typed["dasar"])
            form.judge(entry, _DAY_PLACES)
            plan = plans.AddClosedDay(entry, office_id)
            what = f"{what}: {form.typed['nama']}, {written_date(day)}"
    return changing(
        form,
        plan,
        places=_DAY_PLACES,
        what=what,
        page=partial(
            render_template,
            "working_time/new_day.html",
            form=form,
            offices=choices,
            kinds=labels.CLOSED_DAYS.items(),
        ),
        office_id=form.chosen("kantor"),
    )


@closed_days.route("/<uuid:day_id>/batalkan", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def withdraw(day_id: UUID) -> ResponseReturnValue:
    """Let a day be worked after all."""
    found = plans.day_in(calendar_seen(None).calendar, day_id)
    calendar_keeper_for(context.caller(), found.office_id)
    asked = {"dasar": "Nomor surat edaran atau keputusan"}
    form = PageForm.blank(asked)
    plan = None
    if request.method == "POST":
        form = PageForm.arrived(asked)
        entry = Withdrawal(form.typed["dasar"])
        form.judge(entry, {"source": "dasar"})
        plan = plans.WithdrawClosedDay(day_id, entry)
    return changing(
        form,
        plan,
        places={"source": "dasar"},
        what=f"{found.name}, {written_date(found.day)}, menjadi hari kerja",
        page=partial(render_template, "working_time/withdraw_day.html", form=form, day=found),
        office_id=found.office_id,
        year=found.day.year,
    )
