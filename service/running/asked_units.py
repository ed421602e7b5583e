"""The units that a step can ask for their part, as its form offers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.roles import today_in
from service.forms import Option
from service.store.suppliers import suppliers_of_office

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from service.forms.findings import Problem
    from service.store.instances import Instance
    from service.store.suppliers import Supplier


def unit_options(connection: Connection, instance: Instance, now: datetime) -> list[Option]:
    """Return what `alur_bidang` offers: every Bidang proposed, then the other units that supply.

    The options say where nobody can hand in, and who hands in for a unit that is no Bidang.
    """
    found = suppliers_of_office(
        connection,
        instance.pemda_id,
        instance.office_id,
        sop_id=instance.sop_id,
        today=today_in(instance.timezone, now),
    )
    return [
        Option(str(it.unit_id), it.name, proposed=it.is_bidang, hint=_hint(it)) for it in found
    ]


def _hint(supplier: Supplier) -> Problem | None:
    if not supplier.jabatan:
        return "running.unit-vacant", {}
    if supplier.is_bidang:
        return None
    return "running.unit-supplied-by", {"jabatan": ", ".join(supplier.jabatan)}
