"""*Surat tugas*: the letters under which auditors may look into processes (decisions §3.10)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from flask import Blueprint, redirect, render_template, request, url_for

from service.access.entries import NewAssignment
from service.access.rules import may_record_assignments
from service.commands.grant_audit import grant_audit
from service.commands.revoke_audit import revoke_audit
from service.queries.assignments import assignment_of, assignments_of, auditors, scopes
from service.web import context
from service.web.guard import Who, allowed
from service.web.page_form import PageForm
from service.web.typed import request_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from service.queries.assignments import AuditorChoice, Scope

assignments = Blueprint("assignments", __name__, url_prefix="/surat-tugas")

_ASKED: Final = {
    "auditor": "Auditor",
    "nomor": "Nomor surat",
    "tanggal": "Tanggal surat",
    "mulai": "Hari pertama",
    "sampai": "Hari terakhir",
    "kantor": "Perangkat daerah",
    "sop": "SOP",
}
_PLACES: Final = {
    "letter_number": "nomor",
    "letter_date": "tanggal",
    "from_date": "mulai",
    "to_date": "sampai",
    "structure.not-an-auditor": "auditor",
}


@assignments.get("")
@allowed(Who.SIGNED_IN)
def list_all() -> str:
    """Show the letters: all to the leadership of the Inspektorat, the own ones to an auditor."""
    caller = context.caller()
    return render_template(
        "assignments/list.html",
        page=assignments_of(
            context.store(), caller, page=request.args.get("halaman", default=1, type=int)
        ),
        leads=may_record_assignments(caller),
        myself=caller.person_id,
        today=context.today(),
        href=lambda number: url_for("assignments.list_all", halaman=number),
    )


@assignments.route("/baru", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def grant() -> ResponseReturnValue:
    """Record a letter: who may look at what, from when to when."""
    store, caller = context.store(), context.caller()
    who, where = auditors(store, caller, today=context.today()), scopes(store, caller)
    form = PageForm.blank(_ASKED)
    if request.method == "POST":
        form = PageForm.arrived(_ASKED)
        entry = _entry(form, who, where)
        if entry is not None:
            made = form.carry_out(
                partial(
                    grant_audit,
                    store,
                    caller,
                    assignment=entry,
                    now=context.now(),
                    request=request_key(),
                ),
                _PLACES,
            )
            if made is not None:
                return redirect(url_for("assignments.list_all"), 303)
    page = render_template(
        "assignments/grant.html",
        form=form,
        auditors=[
            (one.person_id, f"{one.name or 'Nama sudah dihapus'}, {one.title}") for one in who
        ],
        offices=[(one.office_id, one.name) for one in where],
        sops=[(one.name, one.sops) for one in where if one.sops],
    )
    return page, form.status


@assignments.route("/<uuid:assignment_id>/cabut", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def revoke(assignment_id: UUID) -> ResponseReturnValue:
    """End a letter before its last day, after the effects were read."""
    store, caller = context.store(), context.caller()
    letter = assignment_of(store, caller, assignment_id)
    if request.method == "POST":
        revoke_audit(store, caller, assignment_id=assignment_id, now=context.now())
        return redirect(url_for("assignments.list_all"), 303)
    return render_template(
        "assignments/revoke.html", letter=letter, own=letter.person_id == caller.person_id
    )


# ---------------------------------------------------------------- below


def _entry(
    form: PageForm, who: Sequence[AuditorChoice], where: Sequence[Scope]
) -> NewAssignment | None:
    """Return what the form says; None when it says too little, which then stands at its fields."""
    form.require("auditor", "nomor", "tanggal", "mulai", "sampai")
    person_id = form.chosen("auditor")
    if person_id not in {one.person_id for one in who}:
        form.refuse("auditor", "structure.missing")
    office_id, sop_id = form.chosen("kantor"), form.chosen("sop")
    if form.typed["kantor"] and office_id not in {one.office_id for one in where}:
        form.refuse("kantor", "web.choose-from-list")
    owners = {made: one.office_id for one in where for made, _ in one.sops}
    if form.typed["sop"] and (sop_id not in owners or office_id not in (None, owners[sop_id])):
        form.refuse("sop", "web.sop-of-another-office")
    dated, since, until = form.day("tanggal"), form.day("mulai"), form.day("sampai")
    if form.wrong or person_id is None or dated is None or since is None or until is None:
        return None
    entry = NewAssignment(person_id, form.typed["nomor"], dated, since, until, office_id, sop_id)
    form.judge(entry, _PLACES)
    return entry
