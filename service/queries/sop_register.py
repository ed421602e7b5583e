"""The register of a pemda's SOPs: found by words and filters, in an order, in pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from service.queries.sop_evaluations import last_evaluations, next_evaluation
from service.queries.sop_facts import facts_of
from service.queries.sop_search import matches
from service.queries.sops import sops_seen
from service.store.database import read
from service.store.sops import confirmed_versions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.queries.sop_facts import SopFacts
    from service.queries.sop_standing import Standing
    from service.queries.sops import SopVersion, SopView

#: By what the register can be put in order.
ORDERS: Final = ("judul", "kantor", "nomor", "berlaku", "evaluasi")

#: States by which it can be narrowed.
STATES: Final = ("draft", "checked", "trial", "ratified", "effective", "ended", "withdrawn")


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody narrows the register by; "" and False narrow nothing."""

    words: str = ""
    #: id of an office
    office: str = ""
    #: one of STATES
    state: str = ""
    #: only with points that are to be confirmed
    open_points: bool = False
    #: only those whose yearly evaluation is due
    due: bool = False
    #: one of ORDERS
    order: str = ""

    @property
    def narrows(self) -> bool:
        return bool(self.words or self.office or self.state or self.open_points or self.due)


@dataclass(frozen=True, slots=True)
class Entry:
    """One SOP of the register."""

    sop: SopView
    #: of which it is told where versions stand
    day: date
    #: when its evaluation is due; None: nothing is in force
    evaluation_due: date | None
    last_evaluated: date | None

    @property
    def due(self) -> bool:
        """Whether its evaluation is due."""
        return self.evaluation_due is not None and self.evaluation_due <= self.day

    @property
    def in_force(self) -> SopVersion | None:
        """The version that binds the office; None: none does."""
        return self.sop.in_force(self.day)

    @property
    def coming(self) -> SopVersion | None:
        """The version that is ratified for a later day."""
        return next((it for it in self.sop.versions if self._at(it) == "ratified"), None)

    @property
    def foremost(self) -> SopVersion | None:
        """What counts: in force, else ratified, else the newest."""
        return self.in_force or self.coming or self.sop.newest

    def is_in(self, state: str) -> bool:
        """Say whether the newest version is in a state, or another one binds or is going to."""
        counting = (self.sop.newest, self.in_force, self.coming)
        return any(it is not None and self._at(it) == state for it in counting)

    def _at(self, version: SopVersion) -> Standing:
        return version.standing(self.day)


@dataclass(frozen=True, slots=True)
class Register:
    """What was found, and among what."""

    entries: tuple[Entry, ...]
    total: int
    #: offices of all SOPs that the caller may see, by name
    offices: tuple[tuple[str, str], ...]


def register(session: Session, caller: Caller, asked: Asked, *, today: date) -> Register:
    """Return the SOPs that the caller may see, narrowed and in order.

    Words are looked for in title, number, office and key, and in the texts of the steps of the
    newest version.
    """
    seen = sops_seen(session, caller)
    evaluated = last_evaluations(session, caller)
    entries = []
    for sop in seen:
        last = evaluated.get(sop.sop_id)
        entries.append(Entry(sop, today, next_evaluation(sop, last, today), last))
    with read(session) as connection:
        confirmed = _confirmed(connection, caller, entries) if asked.open_points else frozenset()
        found = [one for one in entries if _fits(connection, caller, one, asked, confirmed)]
    found.sort(key=_ORDERS.get(asked.order, _by_office))
    offices = {str(sop.office_id): sop.office_name for sop in seen}
    named = sorted(offices.items(), key=lambda office: office[1].casefold())
    return Register(tuple(found), len(seen), tuple(named))


def facts_of_entries(
    session: Session, caller: Caller, entries: tuple[Entry, ...], *, foremost: bool = False
) -> dict[UUID, SopFacts]:
    """Return what the diagrams of SOPs say that `register` gave to this caller.

    Of the newest version, or of the one that counts: `foremost`. Of a version that an analyst
    confirmed no point is open any more (decisions §4.8).
    """
    with read(session) as connection:
        confirmed = _confirmed(connection, caller, entries)
        found = {}
        for one in entries:
            version = one.foremost if foremost else one.sop.newest
            facts = _facts(connection, caller, version, confirmed)
            if facts is not None:
                found[one.sop.sop_id] = facts
    return found


def _confirmed(
    connection: Connection, caller: Caller, entries: Sequence[Entry]
) -> frozenset[UUID]:
    sop_ids = [one.sop.sop_id for one in entries]
    return confirmed_versions(connection, caller.pemda_id, sop_ids)


def _fits(
    connection: Connection, caller: Caller, one: Entry, asked: Asked, confirmed: frozenset[UUID]
) -> bool:
    """Say whether an entry is asked for; its diagram is read only where nothing else decides."""
    sop = one.sop
    if asked.office and str(sop.office_id) != asked.office:
        return False
    if asked.state and not one.is_in(asked.state):
        return False
    if asked.due and not one.due:
        return False
    named = (sop.title, sop.number, sop.office_name, sop.key)
    words_left = bool(asked.words) and not matches(asked.words, named)
    if not words_left and not asked.open_points:
        return True
    facts = _facts(connection, caller, sop.newest, confirmed)
    if facts is None or (asked.open_points and not facts.waits):
        return False
    return not words_left or matches(asked.words, (*named, facts.text))


def _facts(
    connection: Connection,
    caller: Caller,
    version: SopVersion | None,
    confirmed: frozenset[UUID],
) -> SopFacts | None:
    if version is None:
        return None
    facts = facts_of(connection, caller.pemda_id, version.xml_sha256, version.process_id)
    return (
        replace(facts, open_points=0, proposed=0, inferred=0, gaps=0)
        if version.version_id in confirmed
        else facts
    )


# ---------------------------------------------------------------- orders


#: What an entry is put in order by; the parts of one order are of the same types for all.
_Rank = tuple[str | int, ...]


def _by_title(one: Entry) -> _Rank:
    return (one.sop.title.casefold(), one.sop.office_name.casefold(), str(one.sop.sop_id))


def _by_office(one: Entry) -> _Rank:
    return (one.sop.office_name.casefold(), *_by_title(one))


def _by_number(one: Entry) -> _Rank:
    """Order by number, 2 before 10; those without one come last."""
    number = (one.sop.number or "").casefold()
    # Digits stand at every second place, so that parts of one kind meet.
    parts = re.split(r"([0-9]+)", number)
    counted = "\0".join(f"{len(it):04d}{it}" if it.isdigit() else it for it in parts)
    return (not number, counted, *_by_title(one))


def _by_day(one: Entry) -> _Rank:
    """Order by the day from which it binds, the newest first; what binds nobody comes last."""
    day = one.in_force.effective_from if one.in_force else None
    return (-(day or date.min).toordinal(), *_by_title(one))


def _by_evaluation(one: Entry) -> _Rank:
    """Order by when the evaluation is due, the longest overdue first; those with none last."""
    return ((one.evaluation_due or date.max).toordinal(), *_by_title(one))


_ORDERS: Final[dict[str, Callable[[Entry], _Rank]]] = {
    "judul": _by_title,
    "kantor": _by_office,
    "nomor": _by_number,
    "berlaku": _by_day,
    "evaluasi": _by_evaluation,
}
