"""*Cek diagram*: what the gate says of a diagram while it is drawn, with what mends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from service.diagrams import DiagramRefused, Finding, examine
from service.diagrams.mending import Mend, mend_of
from service.diagrams.opening import without_place
from service.diagrams.table import tables_within
from service.diagrams.table.proposals import FORM_MENDS, form_mend
from service.errors import Rejected
from service.queries.sop_drafts import draft_view
from service.running.catalogue import read_catalogue
from service.running.form_drafts import forms_at_hand
from service.running.judging import judge
from service.running.sop_versions import called_finder
from service.store.database import read
from service.store.form_drafts import form_titles
from service.store.joins import on
from service.store.tables import sop, sop_version

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.diagrams.model import Diagram
    from service.diagrams.table import SopTable
    from service.queries.sop_drafts import DraftView
    from service.running.catalogue import Catalogue

#: An element that no picture shows; the gate judges what runs, so it says nothing of it.
UNSEEN: Final = "web.element-without-place"


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is found in a drawn diagram, worst first, each with its mend."""

    findings: tuple[Finding, ...]
    mends: tuple[Mend | None, ...]

    @property
    def unseen(self) -> frozenset[str]:
        """The elements that no picture shows."""
        return frozenset(each.element for each in self.findings if each.code == UNSEEN)

    @property
    def publishable(self) -> bool:
        """Whether an office could run it as it is drawn."""
        return all(finding.severity == "info" for finding in self.findings)


def check_drawn(
    session: Session,
    caller: Caller,
    draft_id: UUID,
    raw: bytes,
    *,
    now: datetime,
    catalogue: Catalogue | None = None,
) -> Drawn:
    """Judge a diagram as making a version of the draft would: the same rules, forms and calls.

    Raises NotFound for who may not see the draft.
    """
    view = draft_view(session, caller, draft_id)
    source = catalogue or read_catalogue()
    known = forms_known(session, caller, view, source)
    verdict = examine(raw)
    diagram, findings = verdict.diagram, verdict.findings
    if verdict.deployable:
        try:
            judged = judge(
                raw,
                view.sop_key,
                find_form=known.get,
                find_called=called_finder(session, caller.pemda_id, view.office_id, source, now),
            )
            diagram, findings = judged.verdict.diagram, judged.verdict.findings
        except DiagramRefused as refused:
            findings = refused.findings
        except Rejected as refused:
            findings = (_whole(refused), *findings)
    findings = (*findings, *(Finding("info", UNSEEN, each, {}) for each in without_place(raw)))
    return Drawn(findings, _mends(findings, diagram))


def forms_known(
    session: Session, caller: Caller, view: DraftView, catalogue: Catalogue | None = None
) -> Mapping[str, bytes]:
    """Return the forms that a version of the draft would find, by key."""
    source = catalogue or read_catalogue()
    return forms_at_hand(session, caller.pemda_id, view.office_id, view.sop_id, source)


def titles_of_forms(session: Session, caller: Caller, office_id: UUID) -> dict[str, str]:
    """Return the titles that an office gave its forms, by key.

    Ask only of the office of a SOP or draft that the caller may see.
    """
    with read(session) as connection:
        return form_titles(connection, caller.pemda_id, office_id)


def form_choices(session: Session, caller: Caller, view: DraftView) -> dict[str, str]:
    """Return the forms that a step of the draft may name, also those that are not ready yet.

    Key → the title that the office gave it; "" for a form that comes with Alur.
    """
    with read(session) as connection:
        own = form_titles(connection, caller.pemda_id, view.office_id)
    return {**dict.fromkeys(forms_known(session, caller, view), ""), **own}


def callable_sops(
    session: Session, caller: Caller, view: DraftView, *, catalogue: Catalogue | None = None
) -> tuple[tuple[str, str], ...]:
    """Return the SOPs that the draft may call, by title: the ids of their processes with them.

    Those of the office that are on trial or ratified, and those of the catalogue.
    """
    with read(session) as connection:
        rows = connection.execute(
            select(sop_version.c.process_id, sop.c.title)
            .join(sop, on(sop.c.id, sop_version.c.sop_id))
            .where(
                sop_version.c.pemda_id == caller.pemda_id,
                sop.c.office_id == view.office_id,
                sop_version.c.status.in_(("effective", "trial")),
            )
        ).all()
    entries = (catalogue or read_catalogue()).entries.values()
    found = {entry.key: entry.title for entry in entries} | {
        row.process_id: row.title for row in rows
    }
    found.pop(view.sop_key or "", None)
    return tuple(sorted(found.items(), key=lambda one: one[1].casefold()))


def _mends(findings: tuple[Finding, ...], diagram: Diagram | None) -> tuple[Mend | None, ...]:
    tables: tuple[SopTable, ...] = ()
    if diagram is not None and any(finding.code in FORM_MENDS for finding in findings):
        tables = tuple(tables_within(diagram))
    return tuple(mend_of(finding, diagram) or _form(finding, tables) for finding in findings)


def _form(finding: Finding, tables: tuple[SopTable, ...]) -> Mend | None:
    proposed = (form_mend(finding, table) for table in tables)
    return next((mend for mend in proposed if mend is not None), None)


def _whole(refused: Rejected) -> Finding:
    """Return a refusal that is about the whole file as a finding."""
    return Finding("error", refused.code, "", refused.params)
