"""*Penugasan Plt./Plh.*: who acts for which jabatan, by which letter (decisions §3.9)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    redirect,
    render_template,
    request,
    url_for,
)

from service.access.mandates import BASIS, PLH_MONTHS, PLT_MONTHS, NewMandate
from service.commands.end_mandate import end_mandate
from service.commands.grant_mandate import grant_mandate
from service.errors import NotFound
from service.queries.mandates import choices, mandate_of, mandates_of, may_record_any
from service.web import context
from service.web.confirming import carried_out
from service.web.guard import Who, allowed
from service.web.page_form import PageForm
from service.web.pages.scans import CONTROL, Scan, scan_file
from service.web.typed import request_key

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from service.queries.mandates import Choices

mandates = Blueprint("mandates", __name__, url_prefix="/penugasan")

_ASKED: Final = {
    "jenis": "Jenis penugasan",
    "jabatan": "Jabatan yang dijalankan",
    "pegawai": "Pegawai yang ditugasi",
    "nomor": "Nomor surat",
    "tanggal": "Tanggal surat",
    "mulai": "Hari pertama",
    "sampai": "Hari terakhir",
    "lingkup": "Lingkup",
    CONTROL: "Pindaian surat",
    "sandi": "Kata sandi Anda",
}
_PLACES: Final = {
    "kind": "jenis",
    "letter_number": "nomor",
    "letter_date": "tanggal",
    "from_date": "mulai",
    "to_date": "sampai",
    "sop_ids": "lingkup",
    "structure.mandates-overlap": "mulai",
    "structure.position-is-held": "jenis",
    "structure.position-not-acted-for": "jabatan",
    "structure.nothing-of-ones-own": "pegawai",
    "structure.holds-it-anyway": "pegawai",
    "structure.extended-before": "pegawai",
    "running.file-not-yours": CONTROL,
}
_KINDS: Final = (
    ("plh", "Plh.: pejabatnya berhalangan sementara"),
    ("plt", "Plt.: jabatannya kosong"),
    ("an", "a.n.: menandatangani atas nama"),
    ("ub", "u.b.: menandatangani untuk beliau"),
)


@mandates.get("")
@allowed(Who.SIGNED_IN)
def list_all() -> str:
    """Show who acts for which jabatan, and who did."""
    caller = context.caller()
    return render_template(
        "mandates/list.html",
        page=mandates_of(
            context.store(),
            caller,
            today=context.today(),
            page=request.args.get("halaman", default=1, type=int),
        ),
        records=may_record_any(caller),
        today=context.today(),
        href=lambda number: url_for("mandates.list_all", halaman=number),
    )


@mandates.route("/baru", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def grant() -> ResponseReturnValue:
    """Record a letter: who acts for which jabatan, from when to when."""
    store, caller = context.store(), context.caller()
    offered = choices(store, caller, today=context.today())
    form, scan = PageForm.blank(_ASKED, jenis="plh"), Scan()
    if request.method == "POST":
        form = PageForm.arrived(_ASKED, secret=("sandi",))
        _judge_choices(form, offered)
        # Who chose what was not offered leaves no file behind.
        scan = Scan() if form.wrong else Scan.arrived()
        entry = _entry(form, scan, offered)
        if entry is not None and _granted(form, entry):
            return redirect(url_for("mandates.list_all"), 303)
    page = render_template(
        "mandates/grant.html",
        form=form,
        scan=scan,
        offered=offered,
        kinds=_KINDS,
        chosen_sops=request.form.getlist("sop"),
        plt_months=PLT_MONTHS,
        plh_months=PLH_MONTHS,
        basis=BASIS,
    )
    return page, form.status


@mandates.route("/<uuid:mandate_id>/akhiri", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def end(mandate_id: UUID) -> ResponseReturnValue:
    """End a penugasan before its last day, after the effects were read."""
    store, caller = context.store(), context.caller()
    line = mandate_of(store, caller, mandate_id)
    if request.method == "POST":
        end_mandate(store, caller, mandate_id=mandate_id, now=context.now())
        return redirect(url_for("mandates.list_all"), 303)
    return render_template("mandates/end.html", mandate=line, today=context.today())


@mandates.get("/<uuid:mandate_id>/surat")
@allowed(Who.SIGNED_IN)
def letter(mandate_id: UUID) -> Response:
    """Give the scan of the letter to whom it concerns and to who records such letters."""
    store, caller = context.store(), context.caller()
    line = mandate_of(store, caller, mandate_id)
    if not (line.may_manage or line.own):
        raise NotFound
    return scan_file(line.scan_sha256, f"penugasan-{line.from_date.isoformat()}")


# ---------------------------------------------------------------- below


def _granted(form: PageForm, entry: NewMandate) -> bool:
    """Record the letter; False: what is wrong stands at its field."""
    granting = partial(
        grant_mandate,
        context.store(),
        mandate=entry,
        now=context.now(),
        request=request_key(),
    )
    return carried_out(form, granting, _PLACES) is not None


def _judge_choices(form: PageForm, offered: Choices) -> None:
    """Say of each choice that was made whether it was one."""
    positions = {key for _, pairs in offered.positions for key, _ in pairs}
    if form.typed["jabatan"] and form.chosen("jabatan") not in positions:
        form.refuse("jabatan", "web.choose-from-list")
    people = {key for _, pairs in offered.people for key, _ in pairs}
    if form.typed["pegawai"] and form.chosen("pegawai") not in people:
        form.refuse("pegawai", "web.choose-from-list")


def _entry(form: PageForm, scan: Scan, offered: Choices) -> NewMandate | None:
    """Return what the form says; None when it says too little, which then stands at its fields."""
    form.require("jenis", "jabatan", "pegawai", "nomor", "tanggal", "mulai", "sampai")
    offices = {key: office for office, pairs in offered.positions for key, _ in pairs}
    position_id, person_id = form.chosen("jabatan"), form.chosen("pegawai")
    if scan.missing:
        form.mark(CONTROL, scan.missing)
    sop_ids = _scope(form, offered, None if position_id is None else offices.get(position_id))
    dated, since, until = form.day("tanggal"), form.day("mulai"), form.day("sampai")
    if (
        scan.file is None
        or position_id is None
        or person_id is None
        or dated is None
        or since is None
        or until is None
    ):
        return None
    entry = NewMandate(
        kind=form.typed["jenis"],
        position_id=position_id,
        person_id=person_id,
        letter_number=form.typed["nomor"],
        letter_date=dated,
        from_date=since,
        to_date=until,
        scan_sha256=scan.file.sha256,
        sop_ids=sop_ids,
    )
    form.judge(entry, _PLACES)
    return None if form.wrong else entry


def _scope(form: PageForm, offered: Choices, office: str | None) -> frozenset[UUID] | None:
    """Return the SOPs that were ticked; None: all routine work."""
    ticked = request.form.getlist("sop")
    if not ticked:
        return None
    known = {str(key): name for name, pairs in offered.sops for key, _ in pairs}
    if any(known.get(key) != office for key in ticked):
        form.refuse("lingkup", "web.sop-of-another-office")
    return frozenset(UUID(key) for key in ticked if key in known)
