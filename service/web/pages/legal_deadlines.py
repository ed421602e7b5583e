"""*Batas Waktu Hukum*: the days that laws set, verified or not, and what an office has instead."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from flask import Blueprint, redirect, render_template, request, url_for

from service.access.rules import calendar_keeper_for, may_keep_calendar
from service.commands.add_legal_deadline import add_legal_deadline
from service.commands.replace_legal_deadline import replace_legal_deadline
from service.commands.seed_legal_deadlines import seed_legal_deadlines
from service.commands.verify_legal_deadline import verify_legal_deadline
from service.commands.withdraw_legal_deadline import withdraw_legal_deadline
from service.errors import NotFound
from service.queries.legal_deadlines import deadlines_view
from service.running.legal_deadlines import (
    NewDeadline,
    NothingKnown,
    Reason,
    Replacement,
    Verification,
    deadline_in,
)
from service.sentences.words import MONTHS
from service.web import context
from service.web.guard import Who, allowed
from service.web.page_form import PageForm
from service.web.pages.calendar_changing import offices_kept
from service.web.typed import request_key

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from service.working_time.legal import LegalDeadline

legal_deadlines = Blueprint("legal_deadlines", __name__, url_prefix="/batas-hukum")

_NEW: Final = {
    "nama": "Apa yang harus selesai",
    "sop": "SOP yang terkena",
    "tahun": "Tahun",
    "bulan": "Bulan",
    "hari": "Tanggal",
    "dasar": "Dasar hukum",
    "pasal": "Pasal",
}
_OWN: Final = {
    "kantor": "Kantor",
    "tahun": "Tahun",
    "bulan": "Bulan",
    "hari": "Tanggal",
    "dasar": "Dasar hukum",
    "alasan": "Alasan",
}
_VERIFIED: Final = {"dasar": "Dasar hukum", "pasal": "Pasal"}
_PLACES: Final = {
    "name": "nama",
    "sop": "sop",
    "years_after": "tahun",
    "month": "bulan",
    "day": "hari",
    "legal_basis": "dasar",
    "article": "pasal",
    "reason": "alasan",
    "legal.replaced-already": "kantor",
}

#: Years relative to the year that a process is about.
YEARS: Final = (
    ("-2", "dua tahun sebelum tahun proses"),
    ("-1", "tahun sebelum tahun proses"),
    ("0", "tahun proses"),
    ("1", "tahun sesudah tahun proses"),
    ("2", "dua tahun sesudah tahun proses"),
)


@legal_deadlines.get("")
@allowed(Who.SIGNED_IN)
def list_all() -> str:
    """Show every deadline, with what offices have in its place."""
    caller = context.caller()
    view = deadlines_view(context.store(), caller)
    return render_template(
        "legal_deadlines/list.html",
        deadlines=[it for it in view.deadlines if it.office_id is None],
        own={
            it.id: [other for other in view.deadlines if other.base_id == it.id]
            for it in view.deadlines
        },
        offices={it.office_id: it.short_name for it in view.offices},
        verified=view.verified,
        keeps=may_keep_calendar(caller, None),
        keeps_some=any(may_keep_calendar(caller, it.office_id) for it in view.offices),
        kept={it.office_id for it in view.offices if may_keep_calendar(caller, it.office_id)},
        years=dict(YEARS),
        months=MONTHS,
        nothing_known=request.args.get("lengkap") == "ya",
    )


@legal_deadlines.post("/bawaan")
@allowed(Who.ADMINISTRATOR)
def seed() -> ResponseReturnValue:
    """Take over what Alur knows."""
    try:
        seed_legal_deadlines(context.store(), context.caller(), now=context.now())
    except NothingKnown:
        return redirect(url_for("legal_deadlines.list_all", lengkap="ya"), 303)
    return _back()


@legal_deadlines.route("/baru", methods=["GET", "POST"])
@allowed(Who.ADMINISTRATOR)
def add() -> ResponseReturnValue:
    """Add a deadline of the pemda."""
    form = PageForm.blank(_NEW, tahun="1", bulan="3", hari="31")
    if request.method == "POST":
        form = PageForm.arrived(_NEW)
        typed = form.typed
        entry = NewDeadline(
            typed["nama"],
            typed["sop"],
            *_day(form),
            legal_basis=typed["dasar"],
            article=typed["pasal"],
        )
        form.judge(entry, _PLACES)
        adding = partial(
            add_legal_deadline,
            context.store(),
            context.caller(),
            deadline=entry,
            now=context.now(),
            request=request_key(),
        )
        if form.carry_out(adding, _PLACES) is not None:
            return _back()
    page = render_template("legal_deadlines/add.html", form=form, years=YEARS, months=_months())
    return page, form.status


@legal_deadlines.route("/<uuid:deadline_id>/kantor", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def replace(deadline_id: UUID) -> ResponseReturnValue:
    """Give an office another day."""
    view, caller = deadlines_view(context.store(), context.caller()), context.caller()
    base = deadline_in(view.deadlines, deadline_id)
    if base.office_id is not None:
        raise NotFound
    choices = offices_kept(view.offices)
    if not choices:
        calendar_keeper_for(caller, None)
    form = PageForm.blank(
        _OWN,
        kantor=choices[0][0],
        tahun=str(base.years_after),
        bulan=str(base.month),
        hari=str(base.day),
    )
    if request.method == "POST":
        form = PageForm.arrived(_OWN)
        office_id = form.chosen("kantor")
        if office_id is None:
            form.refuse("kantor", "web.choose-from-list")
        entry = Replacement(
            *_day(form), legal_basis=form.typed["dasar"], reason=form.typed["alasan"]
        )
        form.judge(entry, _PLACES)
        if office_id is not None:
            replacing = partial(
                replace_legal_deadline,
                context.store(),
                caller,
                deadline_id=deadline_id,
                office_id=office_id,
                replacement=entry,
                now=context.now(),
                request=request_key(),
            )
            if form.carry_out(replacing, _PLACES) is not None:
                return _back()
    page = render_template(
        "legal_deadlines/replace.html",
        form=form,
        base=base,
        offices=choices,
        years=YEARS,
        months=_months(),
    )
    return page, form.status


@legal_deadlines.route("/<uuid:deadline_id>/verifikasi", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def verify(deadline_id: UUID) -> ResponseReturnValue:
    """Record in which article a person found the day."""
    found = _kept(deadline_id)
    form = PageForm.blank(_VERIFIED, dasar=found.legal_basis, pasal=found.article)
    if request.method == "POST":
        form = PageForm.arrived(_VERIFIED)
        entry = Verification(form.typed["dasar"], form.typed["pasal"])
        form.judge(entry, _PLACES)
        verifying = partial(
            verify_legal_deadline,
            context.store(),
            context.caller(),
            deadline_id=deadline_id,
            verification=entry,
            now=context.now(),
        )
        if form.carry_out(verifying) is not None:
            return _back()
    page = render_template(
        "legal_deadlines/verify.html",
        form=form,
        deadline=found,
        years=dict(YEARS),
        months=MONTHS,
    )
    return page, form.status


@legal_deadlines.route("/<uuid:deadline_id>/hapus", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def withdraw(deadline_id: UUID) -> ResponseReturnValue:
    """Take a deadline out."""
    found = _kept(deadline_id)
    form = PageForm.blank({"alasan": "Alasan"})
    if request.method == "POST":
        form = PageForm.arrived({"alasan": "Alasan"})
        entry = Reason(form.typed["alasan"])
        form.judge(entry, _PLACES)
        withdrawing = partial(
            withdraw_legal_deadline,
            context.store(),
            context.caller(),
            deadline_id=deadline_id,
            reason=entry,
            now=context.now(),
        )
        if form.carry_out(withdrawing) is not None:
            return _back()
    page = render_template("legal_deadlines/withdraw.html", form=form, deadline=found)
    return page, form.status


def _kept(deadline_id: UUID) -> LegalDeadline:
    view = deadlines_view(context.store(), context.caller())
    found = deadline_in(view.deadlines, deadline_id)
    calendar_keeper_for(context.caller(), found.office_id)
    return found


def _day(form: PageForm) -> tuple[int, int, int]:
    """Return years after, month and day as they were typed; what is no number breaks a rule."""
    return _number(form, "tahun", -9), _number(form, "bulan", 0), _number(form, "hari", 0)


def _number(form: PageForm, name: str, otherwise: int) -> int:
    typed = form.typed[name]
    return int(typed) if typed.removeprefix("-").isdecimal() and len(typed) < 4 else otherwise  # noqa: PLR2004


def _months() -> list[tuple[str, str]]:
    return [(str(number), name) for number, name in enumerate(MONTHS, start=1)]


def _back() -> ResponseReturnValue:
    return redirect(url_for("legal_deadlines.list_all"), 303)
