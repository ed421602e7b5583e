"""Writing a completed task."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from service.access.candidates import team_key
from service.access.rules import acts_for_agency
from service.events.engine_moves import ArrivalRecorded, UserTaskCompleted
from service.events.process import TeamFormed
from service.events.process_parts import Member, OnPaper
from service.running import steps
from service.running.completing.desk import paper_instant
from service.running.on_paper import signer_of
from service.running.sending import proves_sending
from service.store.certificates import require_still_bound
from service.store.changes import Closing
from service.store.ground import require_ground
from service.store.history import actor_of
from service.store.idempotency import remember
from service.store.private_texts import commitments
from service.store.record import record

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from service.access.model import Caller
    from service.events import Event
    from service.events.engine_moves import EngineMoved
    from service.running.completing.values import Given, Seen, Thought
    from service.running.results import Moved
    from service.store.changes import NewTask


def write(tx: Connection, caller: Caller, given: Given, seen: Seen, thought: Thought) -> Moved:
    """Write the completed task.

    Raises RevisionMoved, NotYourHolding, UnitUnknown, NotHeldThatDay, CertificateOfAnother.
    """
    paths = (task.path for task in thought.step.opened)
    ground = require_ground(tx, caller, seen.holder, seen.instance, paths, given.now)
    if given.paper is not None:
        # What gave authority on that day may have been corrected since it was read.
        signer_of(tx, seen.instance, seen.task, given.paper)
    if given.certificate is not None:
        require_still_bound(tx, caller.pemda_id, given.certificate)
    roles = frozenset(member.role for member in thought.team)
    around = steps.surroundings(
        tx,
        seen.instance,
        seen.definition,
        thought.step,
        opener_round=seen.task.round,
        team_roles=roles or None,
        proven=proves_sending(
            seen.definition,
            seen.task.path,
            documents={it.document for it in thought.papers.versions},
            attached={it.field for it in thought.papers.attachments},
        ),
        ground=ground,
    )
    opened = steps.opened_tasks(around, thought.step, given.now)
    texts = (*thought.texts, *thought.papers.texts)
    actor = actor_of(caller, seen.holder)
    taken = seen.task.claimed_by is not None
    own = Closing(
        (seen.task.task_no,),
        "completed",
        by=caller.person_id,
        claiming_holding=None if taken else actor.holding_id,
        claiming_mandate=None if taken else actor.mandate_id,
        drafted=seen.task.drafted,
    )
    change = replace(
        steps.change_of(
            thought.step,
            _event(given, seen, thought, opened, commitments(texts), caller),
            opened,
            own=own,
            after=_team_event(thought),
        ),
        texts=texts,
        versions=tuple(thought.papers.versions),
        attachments=tuple(thought.papers.attachments),
        acts=tuple(thought.papers.acts),
        outdated=tuple(thought.papers.outdated),
        team=thought.team,
        team_candidates={
            member.role: team_key(seen.instance.id, member.role) for member in thought.team
        },
    )
    record(tx, seen.instance, change, actor, given.now)
    result = steps.moved_by(seen.instance, thought.step)
    remember(tx, caller.pemda_id, caller.person_id, given.request, result.answer(), given.now)
    return result


def _event(
    given: Given,
    seen: Seen,
    thought: Thought,
    opened: tuple[NewTask, ...],
    texts: dict[str, str],
    caller: Caller,
) -> EngineMoved:
    task = seen.task
    signer = seen.signer
    common: dict[str, Any] = {
        **steps.moving(thought.command, thought.step, opened, zone=seen.instance.timezone),
        "texts": texts,
        "occurred_at": given.occurred_at,
        "element_id": task.element_id,
        "task_no": task.task_no,
        "path": task.path,
        "round": task.round,
        "opened_at": task.opened_at,
        "claimed_at": task.claimed_at or given.now,
        "due_at": task.due_at,
        "form": None if seen.form is None else seen.form.sha256,
        "outcome": thought.outcome,
        "returned": thought.returned,
        "reason": thought.reason,
        "checklist": thought.checklist,
        "without_reason": thought.without_reason,
        "documents": tuple(thought.papers.told_versions),
        "attachments": tuple(thought.papers.told_attachments),
        "acts": tuple(thought.papers.told_acts),
        "voided": tuple(thought.papers.told_voided),
        "confirmed_at": caller.confirmed_at if thought.papers.acts or signer else None,
    }
    if signer is not None and given.paper is not None:
        common |= {
            "occurred_at": paper_instant(given.paper, given, seen),
            "behalf": signer.title,
            "letter": None if signer.mandate is None else signer.mandate.letter_number,
            "paper": OnPaper(
                person_id=signer.person_id,
                holding_id=signer.holding_id,
                jabatan=signer.title,
                mandate_id=signer.mandate_id,
            ),
        }
    if task.kind != "receive":
        return UserTaskCompleted(**common, claimed_by_completing=task.claimed_by is None)
    by_agency = acts_for_agency(seen.holder, task)
    return ArrivalRecorded(
        **common,
        agency=task.agency or "",
        by_agency=by_agency,
        behalf=None if by_agency else task.agency,
    )


def _team_event(thought: Thought) -> tuple[Event, ...]:
    if not thought.team:
        return ()
    members = tuple(Member(it.role, it.person_id, it.holding_id) for it in thought.team)
    return (TeamFormed(members=members),)
