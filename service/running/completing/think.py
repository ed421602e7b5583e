"""Deciding what completing a task does, with no transaction open."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from service.access.roles import TEAM_ROLES, today_in
from service.access.rules import require_confirmed
from service.engine.api import CompleteTask
from service.running import limits, papers, steps
from service.running.authority import require_unclaimed
from service.running.completing.desk import data_seen, desk_of
from service.running.completing.submission import field_of, known_files, submitted
from service.running.completing.values import Given, Seen, Thought
from service.running.on_paper import SCAN_FIELD, require_possible_day
from service.running.outcomes import drawn_at
from service.running.refusals import (
    CompleteInstead,
    DocumentNotOpened,
    MemberUnknown,
    NothingToApprove,
    RecordInstead,
    ReturnNotOnPaper,
    TaskNotOpen,
    TimeContradicts,
    VersionReplaced,
)
from service.running.standing import require_awake
from service.store.changes import NewMember
from service.store.private_texts import reference, seal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from service.access.model import Caller
    from service.diagrams.extensions import Act
    from service.engine.api import Step
    from service.running.outcomes import Drawn
    from service.running.papers import Papers
    from service.store.instances import Instance
    from service.values import Value


def think(caller: Caller, given: Given, seen: Seen) -> Thought:
    """Decide what completing the task does, with no transaction open.

    Raises TaskNotOpen, ProcessNotRunning, ProcessSuspended, ClaimedByAnother, FieldsRejected,
    PasswordNeeded and the refusals of outcomes and papers.
    """
    _require_open(caller, given, seen)
    drawn = drawn_at(seen.definition, seen.task.path)
    flow = None if drawn is None else _chosen(drawn, given, seen)
    if flow is not None and flow.purpose == "return":
        if given.paper is not None:
            raise ReturnNotOnPaper
        return _sending_back(given, seen, drawn, flow.outcome)
    return _completing(caller, given, seen, drawn, None if flow is None else flow.outcome)


def think_approval(caller: Caller, given: Given, seen: Seen) -> Papers:
    """Decide what stating *Disetujui untuk ditandatangani* does, the task staying open.

    Raises what `think` raises of acts, and NothingToApprove.
    """
    _require_open(caller, given, seen)
    desk = desk_of(given, seen, {}, data_seen(seen, given.now))
    signing = tuple(act for act in papers.active_acts(desk) if act.kind == "sign")
    if not signing or seen.stands_in:
        raise NothingToApprove
    require_confirmed(caller, given.now)
    if given.reviewed is not None:
        _require_reviewed(given.reviewed, seen, signing)
    papers.checklist(
        desk.extension, seen.newest, ticks=given.ticks, without=given.without, acting=True
    )
    return papers.approve(desk, signing)


def _require_open(caller: Caller, given: Given, seen: Seen) -> None:
    if (seen.task.kind == "receive") != given.arriving:
        raise CompleteInstead if given.arriving else RecordInstead
    if seen.task.status != "open":
        raise TaskNotOpen(jabatan=seen.task.claimed_jabatan or "")
    require_awake(seen.instance)
    if given.paper is None:
        require_unclaimed(caller, seen.task)
    else:
        acted_on = {act.document for act in seen.extension.acts}
        versions = [it for key, it in seen.newest.items() if key in acted_on]
        require_possible_day(given.paper, seen.instance, versions, given.now)
    _require_possible(given.occurred_at, given.now, seen.instance)


def _require_possible(stated: datetime | None, now: datetime, instance: Instance) -> None:
    """Refuse a stated time in the future, or on a day before the process began."""
    if stated is None:
        return
    began = today_in(instance.timezone, instance.started_at)
    # The first days that there are have no day in every zone.
    long_before = instance.started_at - stated > timedelta(days=2)
    if stated > now or long_before or today_in(instance.timezone, stated) < began:
        raise TimeContradicts


def _chosen(drawn: Drawn, given: Given, seen: Seen) -> Any:
    """Return the chosen flow: by button, by the form's own choice, or the only forward one."""
    outcome = given.outcome
    if outcome is None and field_of(seen, drawn.variable) is not None:
        typed = given.typed.get(drawn.variable)
        # An empty choice is the form's to refuse, at its field.
        if not isinstance(typed, str) or not typed:
            return None
        outcome = typed
    return drawn.chosen(outcome)


def _sending_back(given: Given, seen: Seen, drawn: Drawn | None, outcome: str | None) -> Thought:
    """Return it: the form stays unasked, the reason is obligatory (decisions §4.4)."""
    reason = seal("reason", limits.reason_in(given.reason))
    values = {} if drawn is None else {drawn.variable: outcome}
    command = CompleteTask(seen.task.task_no, values)
    return Thought(
        command=command,
        step=_execute(seen, command, given.now),
        outcome=outcome,
        returned=True,
        papers=papers.only_attached(known_files(given, seen)),
        checklist=(),
        team=(),
        texts=[reason],
        reason=reference(reason),
    )


def _completing(
    caller: Caller, given: Given, seen: Seen, drawn: Drawn | None, outcome: str | None
) -> Thought:
    data = data_seen(seen, given.now)
    values, sealed, files = submitted(given, seen, drawn, outcome, data)
    desk = desk_of(given, seen, files, {**data, **values})
    acts = papers.active_acts(desk)
    acting = bool(acts)
    if acting or given.paper is not None:
        require_confirmed(caller, given.now)
    if given.reviewed is not None:
        _require_reviewed(given.reviewed, seen, acts)
    lines = papers.checklist(
        desk.extension, seen.newest, ticks=given.ticks, without=given.without, acting=acting
    )
    without = None
    if any(line.state == "missing" for line in lines) and given.without is not None:
        text = limits.entry("without", given.without, limits.REASON_CHARACTERS)
        without = seal("without_reason", text)
        sealed.append(without)
    put_down = papers.put_down(desk)
    if given.paper is not None:
        papers.attach_scan(put_down, SCAN_FIELD, given.paper.scan)
    command = CompleteTask(seen.task.task_no, values)
    return Thought(
        command=command,
        step=_execute(seen, command, given.now),
        outcome=None if drawn is None else values.get(drawn.variable),
        returned=False,
        papers=put_down,
        checklist=lines,
        team=_team(seen, values),
        texts=sealed,
        without_reason=None if without is None else reference(without),
    )


def _require_reviewed(reviewed: Mapping[str, str], seen: Seen, acts: tuple[Act, ...]) -> None:
    """Pass when what is acted on is what was ticked, and was opened before.

    What `look` read still holds when it is written: a new version moves the process' revision.
    Raises VersionReplaced, DocumentNotOpened.
    """
    for act in acts:
        version = seen.newest.get(act.document)
        if version is None:
            continue  # `papers` says so
        facts = {"document": act.document, "version": version.number}
        if reviewed.get(act.document) != version.sha256:
            raise VersionReplaced(**facts)
        if version.sha256 not in seen.opened:
            raise DocumentNotOpened(**facts)


def _team(seen: Seen, values: Mapping[str, Value]) -> tuple[NewMember, ...]:
    """Return the team that the step names. Raises MemberUnknown."""
    if seen.extension.effect != "form_team":
        return ()
    members: dict[tuple[str, UUID], NewMember] = {}
    for role in sorted(TEAM_ROLES):
        named = values.get(role) or ()
        for holding in (named,) if isinstance(named, str) else named:
            holding_id, person_id = _named(seen, holding)
            members.setdefault((role, person_id), NewMember(role, person_id, holding_id))
    return tuple(members.values())


def _named(seen: Seen, holding: object) -> tuple[UUID, UUID]:
    try:
        holding_id = UUID(str(holding))
        return holding_id, seen.people[holding_id][0]
    except (ValueError, KeyError) as error:
        raise MemberUnknown from error


def _execute(seen: Seen, command: CompleteTask, now: datetime) -> Step:
    return steps.executed(seen.definition, seen.instance, command, now)
