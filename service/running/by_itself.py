"""What a process is about that no person starts: its title, year, kind, basis and unit.

What began it says so as far as it can: a process that sent a message or signal by its own title,
year, kind and unit; somebody outside by the entries *judul*, *tahun*, *jenis* and *dasar*. What
nobody says is what the page of starting proposes (docs/decisions/0015).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import select

from service.errors import Conflict
from service.running.begun import About
from service.running.kinds import NO_KIND, kinds_of
from service.running.limits import TITLE_CHARACTERS, YEARS
from service.running.refusals import UnitNotYours
from service.sentences import sentence
from service.store.joins import on
from service.store.tables import history_event, position, process_instance, sop, unit
from service.values import parse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection

    from service.running.definitions import PinnedDefinition
    from service.running.handed_on import Content
    from service.store.dispatches import Dispatch

#: The last month in which reports are about the year before (LKjIP, LPPD, LKPJ: end of March).
_REPORTING: Final = 3
#: Entries of what comes from outside that say what the process is about.
_ABOUT: Final = ("judul", "tahun", "jenis", "dasar")
#: Processes that began one another, one right after the other, before the next is refused.
MOST_IN_A_ROW: Final = 10


class StartsInARow(Conflict):
    """Processes begin one another again and again; this one is not begun."""

    code = "running.starts-in-a-row"


def proposed_year(today: date, kinds: Sequence[str]) -> int:
    """Return the year that a process is most likely about.

    What has kinds is a plan or a budget, made in the year before; anything else reports on a year,
    mostly in the first months of the next one.
    """
    if kinds:
        return today.year + 1
    return today.year - 1 if today.month <= _REPORTING else today.year


def by_the_clock(
    connection: Connection, pemda_id: UUID, definition: PinnedDefinition, today: date
) -> About:
    """Return what a process is about that begins at a time."""
    row = _sop(connection, pemda_id, definition.sop_id)
    kinds = kinds_of(definition.engine.process)
    year = proposed_year(today, kinds)
    return About(
        title=_short(f"{row.title} {year}"),
        year=year,
        kind=kinds[0] if kinds else NO_KIND,
        basis=sentence("running.begun-by-time", day=today.strftime("%d-%m-%Y")),
        unit_id=_unit(connection, pemda_id, row.office_id),
    )


def by_what_was_sent(
    connection: Connection,
    it: Dispatch,
    content: Content,
    definition: PinnedDefinition,
    today: date,
) -> tuple[About, Content]:
    """Return what it is about, and what was sent without the entries that say so."""
    row = _sop(connection, it.pemda_id, definition.sop_id)
    kinds, said = kinds_of(definition.engine.process), content.payload
    sender = _sender(connection, it)
    year = said.get("tahun", None if sender is None else sender.year)
    kind = said.get("jenis", None if sender is None else sender.kind)
    if isinstance(year, bool) or not isinstance(year, int) or year not in YEARS:
        year = proposed_year(today, kinds)
    title, basis = (said.get(name) if sender is None else None for name in ("judul", "dasar"))
    if sender is not None:
        title = sender.title
        basis = sentence(f"running.begun-by-{it.kind}", name=it.name, number=sender.number)
    about = About(
        title=_short(title if isinstance(title, str) and title.strip() else row.title),
        year=year,
        kind=kind if kind in kinds else (kinds[0] if kinds else NO_KIND),
        basis=_short(
            basis
            if isinstance(basis, str) and basis.strip()
            else sentence("running.begun-from-outside", name=it.name)
        ),
        unit_id=_unit(connection, it.pemda_id, row.office_id)
        if sender is None
        else sender.unit_id,
    )
    rest = {name: value for name, value in said.items() if name not in _ABOUT}
    return about, replace(content, payload=rest)


def refuse_in_a_row(connection: Connection, it: Dispatch, since: datetime) -> None:
    """Raise StartsInARow when processes have begun one another since then, over and over."""
    at = it.instance_id
    for _ in range(MOST_IN_A_ROW):
        if at is None:
            return
        first = connection.execute(
            select(history_event.c.payload, history_event.c.recorded_at).where(
                history_event.c.pemda_id == it.pemda_id,
                history_event.c.stream_id == at,
                history_event.c.seq == 1,
            )
        ).one()
        sender = parse(first.payload).get("sender")
        if sender is None or first.recorded_at < since:
            return
        at = UUID(sender["process_id"])
    raise StartsInARow(name=it.name)


def _sop(connection: Connection, pemda_id: UUID, sop_id: UUID) -> Any:
    return connection.execute(
        select(sop.c.title, sop.c.office_id).where(sop.c.pemda_id == pemda_id, sop.c.id == sop_id)
    ).one()


def _sender(connection: Connection, it: Dispatch) -> Any:
    if it.instance_id is None:
        return None
    return connection.execute(
        select(
            process_instance.c.title,
            process_instance.c.number,
            process_instance.c.year,
            process_instance.c.kind,
            process_instance.c.unit_id,
        ).where(
            process_instance.c.pemda_id == it.pemda_id, process_instance.c.id == it.instance_id
        )
    ).one()


def _unit(connection: Connection, pemda_id: UUID, office_id: UUID) -> UUID:
    """Return the unit that owns what the office begins by itself.

    The first that has a Ketua Tim or Anggota Tim, as the page of starting proposes it; else that
    of the head. Raises UnitNotYours.
    """
    for roles in (("ketua_tim", "anggota_tim"), ("kepala_dinas",)):
        found: UUID | None = connection.execute(
            select(unit.c.id)
            .join(position, on(position.c.unit_id, unit.c.id))
            .where(
                unit.c.pemda_id == pemda_id,
                unit.c.office_id == office_id,
                unit.c.active,
                position.c.role.in_(roles),
                position.c.active,
            )
            .order_by(unit.c.sort, unit.c.name)
            .limit(1)
        ).scalar()
        if found is not None:
            return found
    raise UnitNotYours


def _short(text: str) -> str:
    return text.strip()[:TITLE_CHARACTERS]
