"""What lies before the person who completes a step, and what the step may ask of its data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.engine import open_tasks
from service.running import papers
from service.running.definitions import step_name
from service.running.on_paper import instant_of
from service.running.outlines import documents_asked
from service.store.changes import ActedOnPaper
from service.store.parts import Hat

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from service.access.model import Holder
    from service.forms import FileRef
    from service.running.completing.values import Given, Seen
    from service.running.on_paper import Paper
    from service.store.signers import Signer
    from service.values import Value


def data_seen(seen: Seen, now: datetime) -> Mapping[str, Value]:
    """Return what the task sees, when something of it will be asked; else nothing."""
    extension = seen.extension
    whens = (*(it.when for it in extension.outputs), *(it.when for it in extension.acts))
    if not any(whens) and (seen.form is None or not seen.form.form.names):
        return {}
    found = open_tasks(seen.definition.engine, seen.instance.state, now)
    return next((it.data for it in found if it.task_no == seen.task.task_no), {})


def desk_of(
    given: Given,
    seen: Seen,
    files: Mapping[str, tuple[FileRef, ...]],
    scope: Mapping[str, Value],
) -> papers.Desk:
    """Return what the step does its acts and outputs with."""
    acting: Holder | Signer = seen.holder if seen.signer is None else seen.signer
    return papers.Desk(
        extension=seen.extension,
        step=step_name(seen.definition, seen.task.path),
        newest=seen.newest,
        standing=seen.standing,
        needing_paraf=seen.definition.needing_paraf,
        files=files,
        documents={} if seen.form is None else documents_asked(seen.form.form, seen.extension),
        scope=scope,
        hat=Hat(acting.position_id, seen.task.role),
        jabatan=acting.title,
        own=seen.own,
        two_hats=given.two_hats,
        timezone=seen.instance.timezone,
        now=given.now,
        on_paper=_acted_on_paper(given, seen),
        stands_in=seen.stands_in,
        signed={} if given.signed is None else given.signed.by_document,
    )


def _acted_on_paper(given: Given, seen: Seen) -> ActedOnPaper | None:
    if given.paper is None or seen.signer is None:
        return None
    signer = seen.signer
    return ActedOnPaper(
        person_id=signer.person_id,
        holding_id=signer.holding_id,
        mandate_id=signer.mandate_id,
        occurred_at=paper_instant(given.paper, given, seen),
    )


def paper_instant(paper: Paper, given: Given, seen: Seen) -> datetime:
    """Return when it was done on paper, after all that it must come after."""
    before = [version.made_at for version in seen.newest.values()]
    before += [act.occurred_at for act in seen.standing]
    return instant_of(paper, seen.instance, before, given.now)
