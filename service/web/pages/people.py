"""*Pegawai*, for administrators: who there is, what each holds, and how each gets in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for

from service.access.entries import NewHolding, NewPerson, nip_is_doubtful
from service.commands.add_holding import add_holding
from service.commands.add_person import add_person
from service.commands.correct_person import correct_person
from service.commands.deactivate_person import deactivate_person
from service.commands.end_holding import end_holding
from service.commands.erase_person import erase_person
from service.commands.issue_slip import issue_slip
from service.commands.reactivate_person import reactivate_person
from service.queries.parts import position_choices, position_place
from service.queries.people import claims_of, holding_of, people_of, person_view
from service.web import context, labels
from service.web.confirming import carried_out
from service.web.guard import Who, allowed
from service.web.page_form import PageForm
from service.web.typed import request_key, typed_words

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from service.commands.correct_person import Removable
    from service.queries.parts import PositionPlace
    from service.queries.people import PersonView


people = Blueprint("people", __name__, url_prefix="/pegawai")

_PERSON: Final = {
    "nama": "Nama",
    "nip": "NIP",
    "telepon": "Nomor telepon",
    "surel": "Alamat surel",
    "pengguna": "Nama pengguna",
}
_PERSON_FIELDS: Final = {
    "name": "nama",
    "nip": "nip",
    "phone": "telepon",
    "email": "surel",
    "login": "pengguna",
}
_PERSON_PLACES: Final = {
    **_PERSON_FIELDS,
    "structure.nip-taken": "nip",
    "structure.login-taken": "pengguna",
}

_HOLDING: Final = {
    "jabatan": "Jabatan",
    "mulai": "Hari pertama",
    "sampai": "Hari terakhir",
    "nomor_sk": "Nomor SK",
    "tanggal_sk": "Tanggal SK",
}
_HOLDING_PLACES: Final = {
    "from_date": "mulai",
    "to_date": "sampai",
    "sk_number": "nomor_sk",
    "sk_date": "tanggal_sk",
    "structure.holdings-overlap": "mulai",
    "structure.position-is-led": "mulai",
    "structure.administrator-has-no-lane": "jabatan",
}

_ERASE: Final = {"alasan": "Alasan", "sandi": "Kata sandi Anda"}
_SLIP: Final = {"sandi": "Kata sandi Anda"}
_END: Final = {"sampai": "Hari terakhir"}

_REMOVABLE: Final[dict[str, Removable]] = {
    "nip": "nip",
    "telepon": "phone",
    "surel": "email",
}


@people.get("")
@allowed(Who.ADMINISTRATOR)
def list_all() -> str:
    """Show the people that a search finds; with a jabatan in mind, to choose who takes it."""
    words = typed_words()
    wanted = _wanted()
    return render_template(
        "people/list.html",
        page=people_of(
            context.store(),
            context.caller(),
            search=words,
            page=request.args.get("halaman", default=1, type=int),
        ),
        words=words,
        wanted=wanted,
        href=lambda number: url_for(
            "people.list_all",
            cari=words or None,
            jabatan=wanted.position_id if wanted else None,
            halaman=number,
        ),
    )


@people.route("/baru", methods=["GET", "POST"])
@allowed(Who.ADMINISTRATOR)
def add() -> ResponseReturnValue:
    """Add a person; what the person holds comes after."""
    form = PageForm.blank(_PERSON)
    wanted = _wanted()
    if request.method == "POST":
        form = PageForm.arrived(_PERSON)
        entry = _entry(form)
        form.judge(entry, _PERSON_FIELDS)
        made = form.carry_out(
            lambda: add_person(
                context.store(),
                context.caller(),
                person=entry,
                now=context.now(),
                request=request_key(),
            ),
            _PERSON_PLACES,
        )
        if made is not None:
            target = "people.appoint" if wanted else "people.show"
            jabatan = wanted.position_id if wanted else None
            return redirect(url_for(target, person_id=made.id, jabatan=jabatan), 303)
    return render_template("people/add.html", form=form, wanted=wanted), form.status


@people.get("/<uuid:person_id>")
@allowed(Who.ADMINISTRATOR)
def show(person_id: UUID) -> str:
    """Show one person: what they hold and held, and the state of the account."""
    person = _person(person_id)
    return render_template(
        "people/show.html",
        person=person,
        myself=person_id == context.caller().person_id,
        doubtful=bool(person.nip) and nip_is_doubtful(person.nip or ""),
        slip_open=person.slip_expires_at is not None and person.slip_expires_at > context.now(),
        today=context.today(),
        role_words=labels.ROLES,
        duty_words=labels.DUTIES,
    )


@people.route("/<uuid:person_id>/ubah", methods=["GET", "POST"])
@allowed(Who.ADMINISTRATOR)
def correct(person_id: UUID) -> ResponseReturnValue:
    """Correct what is known of a person; what is emptied beside the name is known no more."""
    person = _person(person_id)
    form = PageForm.blank(
        _PERSON,
        nama=person.name,
        nip=person.nip,
        telepon=person.phone,
        surel=person.email,
        pengguna=person.login,
    )
    if request.method == "POST":
        form = PageForm.arrived(_PERSON)
        entry = _entry(form)
        form.judge(entry, _PERSON_FIELDS)
        if person.login:
            form.require("pengguna")
        made = form.carry_out(
            lambda: correct_person(
                context.store(),
                context.caller(),
                person_id=person_id,
                person=entry,
                remove=[label for name, label in _REMOVABLE.items() if not form.typed[name]],
                now=context.now(),
            ),
            _PERSON_PLACES,
        )
        if made is not None:
            return _to_person(person_id)
    return render_template("people/correct.html", form=form, person=person), form.status


@people.route("/<uuid:person_id>/jabatan", methods=["GET", "POST"])
@allowed(Who.ADMINISTRATOR)
def appoint(person_id: UUID) -> ResponseReturnValue:
    """Put a person into a jabatan from a day on."""
    store, caller = context.store(), context.caller()
    person = _person(person_id)
    form = PageForm.blank(
        _HOLDING, jabatan=request.args.get("jabatan", ""), mulai=context.today().isoformat()
    )
    if request.method == "POST":
        form = PageForm.arrived(_HOLDING)
        form.require("jabatan", "mulai")
        position_id = form.chosen("jabatan")
        since, until, dated = form.day("mulai"), form.day("sampai"), form.day("tanggal_sk")
        if since is not None and position_id is not None:
            entry = NewHolding(since, until, form.typed["nomor_sk"], dated)
            made = form.carry_out(
                partial(
                    add_holding,
                    store,
                    caller,
                    person_id=person_id,
                    position_id=position_id,
                    holding=entry,
                    now=context.now(),
                    request=request_key(),
                ),
                _HOLDING_PLACES,
            )
            if made is not None:
                return _to_person(person_id)
        elif not form.wrong:
            form.refuse("jabatan", "structure.missing")
    page = render_template(
        "people/appoint.html",
        form=form,
        person=person,
        offices=[(one.office_name, one.positions) for one in position_choices(store, caller)],
    )
    return page, form.status


@people.route("/jabatan/<uuid:holding_id>/akhiri", methods=["GET", "POST"])
@allowed(Who.ADMINISTRATOR)
def end(holding_id: UUID) -> ResponseReturnValue:
    """Say on which day a person leaves a jabatan, after the effects were read."""
    store, caller = context.store(), context.caller()
    held = holding_of(store, caller, holding_id)
    form = PageForm.blank(_END, sampai=context.today().isoformat())
    if request.method == "POST":
        form = PageForm.arrived(_END)
        form.require("sampai")
        day = form.day("sampai")
        if day is not None:
            made = form.carry_out(
                partial(
                    end_holding,
                    store,
                    caller,
                    holding_id=holding_id,
                    last_day=day,
                    now=context.now(),
                ),
                {
                    "to_date": "sampai",
                    "structure.holding-cannot-end": "sampai",
                    "structure.last-administrator": "",
                },
            )
            if made is not None:
                return _to_person(held.person_id)
    page = render_template(
        "people/end.html",
        form=form,
        held=held,
        claims=claims_of(store, caller, held.person_id, holding_id=holding_id),
    )
    return page, form.status


@people.route("/<uuid:person_id>/nonaktifkan", methods=["GET", "POST"])
@allowed(Who.ADMINISTRATOR)
def deactivate(person_id: UUID) -> ResponseReturnValue:
    """Take away everything that lets a person act, after the effects were read."""
    store, caller = context.store(), context.caller()
    person = _person(person_id)
    if request.method == "POST":
        deactivate_person(store, caller, person_id=person_id, now=context.now())
        return _to_person(person_id)
    return render_template(
        "people/deactivate.html",
        person=person,
        myself=person_id == caller.person_id,
        held=[one for one in person.holdings if not one.to_date or one.to_date > context.today()],
        claims=claims_of(store, caller, person_id),
    )


@people.post("/<uuid:person_id>/aktifkan")
@allowed(Who.ADMINISTRATOR)
def reactivate(person_id: UUID) -> ResponseReturnValue:
    """Let a deactivated person hold jabatan again."""
    reactivate_person(context.store(), context.caller(), person_id=person_id, now=context.now())
    return _to_person(person_id)


@people.route("/<uuid:person_id>/hapus-data", methods=["GET", "POST"])
@allowed(Who.ADMINISTRATOR)
def erase(person_id: UUID) -> ResponseReturnValue:
    """Erase what is known of a person as the law asks, after the effects were read."""
    person = _person(person_id)
    form = PageForm.blank(_ERASE)
    if request.method == "POST":
        form = PageForm.arrived(_ERASE, secret=("sandi",))
        form.require("alasan")
        made = carried_out(
            form,
            partial(
                erase_person,
                context.store(),
                person_id=person_id,
                reason=form.typed["alasan"],
                now=context.now(),
            ),
            {"reason": "alasan"},
        )
        if made is not None:
            return _to_person(person_id)
    return render_template("people/erase.html", form=form, person=person), form.status


@people.route("/<uuid:person_id>/slip", methods=["GET", "POST"])
@allowed(Who.ADMINISTRATOR)
def slip(person_id: UUID) -> ResponseReturnValue:
    """Make a one-time slip and show it, this once."""
    person = _person(person_id)
    form = PageForm.blank(_SLIP)
    if request.method == "POST":
        form = PageForm.arrived(_SLIP, secret=("sandi",))
        made = carried_out(
            form,
            partial(issue_slip, context.store(), person_id=person_id, now=context.now()),
        )
        if made is not None:
            return render_template(
                "people/slip.html",
                person=person,
                slip=made,
                place=url_for("login.use_slip", _external=True),
            )
    page = render_template(
        "people/before_slip.html",
        form=form,
        person=person,
        slip_open=person.slip_expires_at is not None and person.slip_expires_at > context.now(),
    )
    return page, form.status


# ---------------------------------------------------------------- below


def _person(person_id: UUID) -> PersonView:
    return person_view(context.store(), context.caller(), person_id)


def _entry(form: PageForm) -> NewPerson:
    typed = form.typed
    return NewPerson(
        typed["nama"],
        typed["nip"] or None,
        typed["telepon"] or None,
        typed["pengguna"] or None,
        typed["surel"] or None,
    )


def _wanted() -> PositionPlace | None:
    """Return the jabatan for which somebody is being looked for; None: none is."""
    try:
        position_id = UUID(request.args.get("jabatan", ""))
    except ValueError:
        return None
    return position_place(context.store(), context.caller(), position_id)


def _to_person(person_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("people.show", person_id=person_id), 303)
