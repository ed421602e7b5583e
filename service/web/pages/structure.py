"""*Struktur*: offices, units, jabatan and who holds them; for administrators, to change it too."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from flask import Blueprint, redirect, render_template, request, url_for

from service.access.entries import NewOffice, NewPosition, NewUnit
from service.access.rules import may_manage_structure
from service.commands.add_office import add_office
from service.commands.add_position import add_position
from service.commands.add_unit import add_unit
from service.commands.correct_part import correct_part
from service.commands.deactivate_part import deactivate_part
from service.queries.dead_mails import count_dead_mails
from service.queries.parts import (
    in_use,
    office_part,
    position_choices,
    position_place,
    retired_offices,
    unit_place,
)
from service.queries.stopped_work import count_stopped
from service.queries.structure import structure_of
from service.web import context, labels
from service.web.guard import Who, allowed
from service.web.page_form import PageForm
from service.web.typed import request_key

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from service.queries.parts import OfficePart
    from service.store.structure import Part

structure = Blueprint("structure", __name__, url_prefix="/struktur")

_OFFICE: Final = {
    "nama": "Nama perangkat daerah",
    "singkatan": "Singkatan",
    "jenis": "Jenis",
    "zona": "Zona waktu",
}
_UNIT: Final = {"nama": "Nama unit", "jenis": "Jenis unit"}
_POSITION: Final = {
    "nama": "Nama jabatan",
    "peran": "Peran",
    "atasan": "Atasan langsung",
}
_NEW_NAME: Final = {"nama": "Nama", "singkatan": "Singkatan"}

_TAKEN: Final = {"structure.name-taken": "nama", "structure.role-taken": "peran"}

#: What a jabatan can be: a lane or a duty, never both.
_ROLES: Final = (
    (
        "Pelaksana dalam SOP",
        tuple((f"role:{key}", title) for key, title in labels.ROLES.items() if key != "instansi"),
    ),
    (
        "Tugas khusus, tidak menjadi pelaksana",
        tuple((f"duty:{key}", title) for key, title in labels.DUTIES.items()),
    ),
)


@structure.get("")
@allowed(Who.SIGNED_IN)
def show() -> str:
    """Show the structure of the pemda as it is today."""
    store, caller = context.store(), context.caller()
    manages = may_manage_structure(caller)
    return render_template(
        "structure/show.html",
        offices=structure_of(store, caller, today=context.today()),
        manages=manages,
        retired=retired_offices(store, caller) if manages else (),
        dead_mails=count_dead_mails(store, caller) if manages else 0,
        stopped=count_stopped(store, caller) if manages else 0,
        role_words=labels.ROLES,
        duty_words=labels.DUTIES,
    )


# ---------------------------------------------------------------- offices


@structure.route("/kantor/baru", methods=["GET", "POST"])
@allowed(Who.ADMINISTRATOR)
def new_office() -> ResponseReturnValue:
    """Add a perangkat daerah."""
    form = PageForm.blank(_OFFICE, zona=context.zone(), jenis="dinas")
    if request.method == "POST":
        form = PageForm.arrived(_OFFICE)
        typed = form.typed
        entry = NewOffice(typed["nama"], typed["singkatan"], typed["jenis"], typed["zona"])
        form.judge(
            entry,
            {"name": "nama", "short_name": "singkatan", "kind": "jenis", "timezone": "zona"},
        )
        made = form.carry_out(
            lambda: add_office(
                context.store(),
                context.caller(),
                office=entry,
                now=context.now(),
                request=request_key(),
            ),
            _TAKEN,
        )
        if made is not None:
            return _to_office(made.id)
    page = render_template(
        "structure/new_office.html",
        form=form,
        kinds=labels.OFFICES.items(),
        zones=labels.ZONES,
    )
    return page, form.status


@structure.get("/kantor/<uuid:office_id>")
@allowed(Who.ADMINISTRATOR)
def office(office_id: UUID) -> str:
    """Show an office to whoever keeps it in order."""
    return render_template(
        "structure/office.html",
        office=_office(office_id),
        office_words=labels.OFFICES,
        unit_words=labels.UNITS,
        role_words=labels.ROLES,
        duty_words=labels.DUTIES,
        zone_words=dict(labels.ZONES),
    )


@structure.route("/kantor/<uuid:office_id>/ubah", methods=["GET", "POST"])
@allowed(Who.ADMINISTRATOR)
def rename_office(office_id: UUID) -> ResponseReturnValue:
    """Give an office another name."""
    found = _office(office_id)
    return _rename("office", office_id, found.name, office_id, short_name=found.short_name)


@structure.route("/kantor/<uuid:office_id>/nonaktifkan", methods=["GET", "POST"])
@allowed(Who.ADMINISTRATOR)
def retire_office(office_id: UUID) -> ResponseReturnValue:
    """Take an office out of use, after its effects were read."""
    return _retire("office", office_id, _office(office_id).name, office_id)


@structure.route("/kantor/<uuid:office_id>/unit", methods=["GET", "POST"])
@allowed(Who.ADMINISTRATOR)
def new_unit(office_id: UUID) -> ResponseReturnValue:
    """Add a unit to an office."""
    found = _office(office_id)
    form = PageForm.blank(_UNIT, jenis="bidang")
    if request.method == "POST":
        form = PageForm.arrived(_UNIT)
        entry = NewUnit(form.typed["nama"], form.typed["jenis"])
        form.judge(entry, {"name": "nama", "kind": "jenis"})
        made = form.carry_out(
            lambda: add_unit(
                context.store(),
                context.caller(),
                office_id=office_id,
                unit=entry,
                now=context.now(),
                request=request_key(),
            ),
            _TAKEN,
        )
        if made is not None:
            return _to_office(office_id)
    page = render_template(
        "structure/new_unit.html", form=form, office=found, kinds=labels.UNITS.items()
    )
    return page, form.status


# ---------------------------------------------------------------- units


@structure.route("/unit/<uuid:unit_id>/ubah", methods=["GET", "POST"])
@allowed(Who.ADMINISTRATOR)
def rename_unit(unit_id: UUID) -> ResponseReturnValue:
    """Give a unit another name."""
    found = unit_place(context.store(), context.caller(), unit_id)
    return _rename("unit", unit_id, found.name, found.office_id)


@structure.route("/unit/<uuid:unit_id>/nonaktifkan", methods=["GET", "POST"])
@allowed(Who.ADMINISTRATOR)
def retire_unit(unit_id: UUID) -> ResponseReturnValue:
    """Take a unit out of use, after its effects were read."""
    found = unit_place(context.store(), context.caller(), unit_id)
    return _retire("unit", unit_id, found.name, found.office_id)


@structure.route("/unit/<uuid:unit_id>/jabatan", methods=["GET", "POST"])
@allowed(Who.ADMINISTRATOR)
def new_position(unit_id: UUID) -> ResponseReturnValue:
    """Add a jabatan to a unit."""
    store, caller = context.store(), context.caller()
    found = unit_place(store, caller, unit_id)
    above = position_choices(store, caller, office_id=found.office_id)
    form = PageForm.blank(_POSITION)
    if request.method == "POST":
        form = PageForm.arrived(_POSITION)
        kind, _, key = form.typed["peran"].partition(":")
        entry = NewPosition(
            form.typed["nama"],
            role=key if kind == "role" else None,
            duty=key if kind == "duty" else None,
        )
        form.judge(entry, {"title": "nama", "role": "peran", "duty": "peran"})
        made = form.carry_out(
            lambda: add_position(
                store,
                caller,
                unit_id=unit_id,
                position=entry,
                superior_id=form.chosen("atasan"),
                now=context.now(),
                request=request_key(),
            ),
            _TAKEN,
        )
        if made is not None:
            return redirect(url_for("structure.position", position_id=made.id), 303)
    page = render_template(
        "structure/new_position.html",
        form=form,
        unit=found,
        roles=_ROLES,
        superiors=[pair for group in above for pair in group.positions],
    )
    return page, form.status


# ---------------------------------------------------------------- jabatan


@structure.get("/jabatan/<uuid:position_id>")
@allowed(Who.ADMINISTRATOR)
def position(position_id: UUID) -> str:
    """Show a jabatan and who held, holds or will hold it."""
    return render_template(
        "structure/position.html",
        position=position_place(context.store(), context.caller(), position_id),
        today=context.today(),
        role_words=labels.ROLES,
        duty_words=labels.DUTIES,
    )


@structure.route("/jabatan/<uuid:position_id>/ubah", methods=["GET", "POST"])
@allowed(Who.ADMINISTRATOR)
def rename_position(position_id: UUID) -> ResponseReturnValue:
    """Give a jabatan another title."""
    found = position_place(context.store(), context.caller(), position_id)
    return _rename("position", position_id, found.title, found.office_id)


@structure.route("/jabatan/<uuid:position_id>/nonaktifkan", methods=["GET", "POST"])
@allowed(Who.ADMINISTRATOR)
def retire_position(position_id: UUID) -> ResponseReturnValue:
    """Take a jabatan out of use, after its effects were read."""
    found = position_place(context.store(), context.caller(), position_id)
    return _retire("position", position_id, found.title, found.office_id)


# ---------------------------------------------------------------- below: alike for all three


def _rename(
    part: Part, part_id: UUID, name: str, office_id: UUID, *, short_name: str | None = None
) -> ResponseReturnValue:
    asked = {
        key: title for key, title in _NEW_NAME.items() if key == "nama" or short_name is not None
    }
    form = PageForm.blank(asked, nama=name, singkatan=short_name)
    if request.method == "POST":
        form = PageForm.arrived(asked)
        made = form.carry_out(
            partial(
                correct_part,
                context.store(),
                context.caller(),
                part=part,
                part_id=part_id,
                name=form.typed["nama"],
                short_name=form.typed.get("singkatan", ""),
                now=context.now(),
            ),
            {"name": "nama", "title": "nama", "short_name": "singkatan", **_TAKEN},
        )
        if made is not None:
            return _to_office(office_id)
    page = render_template(
        "structure/rename.html", form=form, part=part, name=name, office_id=office_id
    )
    return page, form.status


def _retire(part: Part, part_id: UUID, name: str, office_id: UUID) -> ResponseReturnValue:
    form = PageForm.blank({})
    if request.method == "POST":
        made = form.carry_out(
            partial(
                deactivate_part,
                context.store(),
                context.caller(),
                part=part,
                part_id=part_id,
                now=context.now(),
            )
        )
        if made is not None:
            return _to_office(office_id)
    page = render_template(
        "structure/retire.html",
        form=form,
        part=part,
        name=name,
        office_id=office_id,
        use=in_use(context.store(), context.caller(), part, part_id, today=context.today()),
    )
    return page, form.status


def _office(office_id: UUID) -> OfficePart:
    return office_part(context.store(), context.caller(), office_id, today=context.today())


def _to_office(office_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("structure.office", office_id=office_id), 303)
