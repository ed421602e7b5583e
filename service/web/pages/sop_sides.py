"""What can be compared of a SOP: a version of it, or what was saved of a draft."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from service.errors import NotFound
from service.queries.drawn import forms_known
from service.queries.sop_drafts import draft_diagram, draft_history
from service.queries.sop_life import life_of
from service.queries.sops import version_files
from service.sentences.words import written_instant
from service.web import context, labels
from service.web.pages.sops import version_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.queries.revisions import DraftRevision
    from service.queries.sop_drafts import DraftView
    from service.queries.sop_life import LifeAct
    from service.queries.sops import SopVersion, SopView

#: How a side stands in an address: "versi-2", "simpanan-17".
_ADDRESS: Final = re.compile(r"(versi|simpanan)-([1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are compared; `version` or `revision` is set."""

    #: "versi 2", "simpanan 17"
    called: str
    raw: bytes
    #: bytes by key: what a version is pinned to, what one made of the draft would find
    forms: Mapping[str, bytes]
    #: "": the only one of the file
    process_id: str
    xml_sha256: str
    version: SopVersion | None = None
    #: acts on the version by what they were to it
    life: Mapping[str, LifeAct] = field(default_factory=dict)
    revision: DraftRevision | None = None


def version_sides(view: SopView, *numbers: int) -> tuple[Side, ...]:
    """Return versions of a SOP that the caller may see. Raises NotFound."""
    store, caller = context.store(), context.caller()
    versions = [version_of(view, number) for number in numbers]
    life = life_of(store, caller, view.sop_id)
    sides = []
    for version in versions:
        raw, forms = version_files(store, caller, version)
        acts = {act.act: act for act in life if act.version_id == version.version_id}
        sides.append(
            Side(
                f"versi {version.number}",
                raw,
                forms,
                version.process_id,
                version.xml_sha256,
                version=version,
                life=acts,
            )
        )
    return tuple(sides)


def draft_sides(view: DraftView, sop: SopView | None, *addresses: str) -> tuple[Side, ...]:
    """Return versions and saved states by their addresses, as of a draft the caller may see.

    Raises NotFound.
    """
    return tuple(_draft_side(view, sop, address) for address in addresses)


def began_from(view: DraftView, revisions: Sequence[DraftRevision]) -> str:
    """Return the address of what a draft is compared with first.

    The version that it was drawn from; where there is none, the oldest state that is kept.
    """
    if view.version_number is not None:
        return f"versi-{view.version_number}"
    return f"simpanan-{revisions[-1].number}"


def addresses(
    view: DraftView, sop: SopView | None, revisions: Sequence[DraftRevision]
) -> list[tuple[str, str]]:
    """Return everything that a draft can be compared with, by address, and how it is called."""
    saved = [
        (f"simpanan-{one.number}", f"Simpanan {one.number} ({_saved(one, view.timezone)})")
        for one in revisions
    ]
    versions = sop.versions if sop is not None else ()
    today = context.today()
    return saved + [
        (
            f"versi-{version.number}",
            f"Versi {version.number} ({labels.VERSIONS[version.standing(today)].lower()})",
        )
        for version in versions
    ]


def _saved(revision: DraftRevision, zone: str) -> str:
    how = labels.DRAFT_SAVES[revision.how].lower()
    return f"{how}, {written_instant(revision.saved_at, zone)}"


def _draft_side(view: DraftView, sop: SopView | None, address: str) -> Side:
    parts = _ADDRESS.fullmatch(address)
    if parts is None:
        raise NotFound
    kind, number = parts[1], int(parts[2])
    if kind == "versi":
        if sop is None:
            raise NotFound
        return version_sides(sop, number)[0]
    store, caller = context.store(), context.caller()
    history = draft_history(store, caller, view.draft_id)
    revision = next((one for one in history if one.number == number), None)
    if revision is None:
        raise NotFound
    return Side(
        f"simpanan {number}",
        draft_diagram(store, caller, view.draft_id, number),
        forms_known(store, caller, view),
        view.sop_key or "",
        revision.sha256,
        revision=revision,
    )
