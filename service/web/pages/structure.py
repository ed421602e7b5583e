"""*Struktur*: offices, units, jabatan and who holds them."""

from __future__ import annotations

from flask import Blueprint, render_template

from service.queries.structure import structure_of
from service.web import context, labels
from service.web.guard import Who, allowed

structure = Blueprint("structure", __name__, url_prefix="/struktur")


@structure.get("")
@allowed(Who.SIGNED_IN)
def show() -> str:
    """Show the structure of the pemda as it is today."""
    offices = structure_of(context.store(), context.caller(), today=context.today())
    return render_template(
        "structure/show.html",
        offices=offices,
        role_words=labels.ROLES,
        duty_words=labels.DUTIES,
    )
