"""What events of a process leave in the tables, beside its state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson

from service.access.candidates import JOB_PREFIX, team_key
from service.store.private_texts import ERASED
from service.store.retelling import shown, tell
from service.store.tables import (
    attachment,
    document_act,
    document_version,
    escalation,
    incident,
    job,
    process_instance,
    team_member,
    timer,
    user_task,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.store.retelling import Happened, Retold, Teller

#: Events that follow another one in the same commit, which moved the revision.
_FOLLOWING: Final = frozenset({"TeamFormed", "IncidentRaised"})

#: Columns of a task that say who took it, and those that a move to another version may change.
_CLAIM: Final = ("claimed_by", "claimed_holding", "claimed_mandate", "claimed_at")
_OF_A_PLACE: Final = ("path", "role", "candidate", "unit_id", "agency")


def tell_process(told: Retold, it: Happened) -> None:
    """Tell what an event of a process leaves behind."""
    if it.kind == "ProcessStarted":
        _start(told, it)
    elif it.kind not in _FOLLOWING:
        [revision] = told.values(process_instance, (it.row["stream_id"],), "revision")
        _change_process(told, it, revision=revision + 1)
    if "state_sha256" in it.said:
        _move(told, it)
    tell(_TELLERS, told, it)


def _start(told: Retold, it: Happened) -> None:
    told.add(
        process_instance,
        it,
        id=it.row["stream_id"],
        title=shown(it.said["title"]),
        basis=shown(it.said["basis"]),
        kind=it.said["variety"],
        revision=1,
        started_at=it.at,
        **it.of("office_id", "unit_id", "sop_id", "version_id", "number", "year", "trial"),
    )


def _change_process(told: Retold, it: Happened, **columns: Any) -> None:
    told.change(process_instance, (it.row["stream_id"],), it, **columns)


# ---------------------------------------------------------------- what moved the engine


def _move(told: Retold, it: Happened) -> None:
    _change_process(told, it, engine_tag=it.row["engine_tag"], status=it.said["status"])
    if it.said["status"] != "running":
        _change_process(told, it, ended_at=it.at, suspended_at=None)
    own = it.said.get("task_no")
    for closed in it.said["closed"]:
        if closed["task_no"] == own:
            _close_own(told, it, closed)
        else:
            _close(told, it, closed, by=None)
    for opened in it.said["opened"]:
        _open(told, it, opened)
    for token_no in it.said["disarmed"]:
        told.drop(timer, token_no)
    for armed in it.said["armed"]:
        told.add(
            timer,
            it,
            **_mine(it),
            token_no=armed["token_no"],
            element_id=armed["element"],
            due_at=armed["due_at"],
        )
    _bring(told, it)


def _open(told: Retold, it: Happened, opened: Mapping[str, Any]) -> None:
    told.add(
        user_task,
        it,
        **_mine(it),
        element_id=opened["path"].rpartition("/")[2],
        status="open",
        opened_at=it.at,
        opened_seq=it.seq,
        **{name: value for name, value in opened.items() if name != "topic"},
    )
    if "topic" in opened:
        told.add(job, it, **_mine(it), task_no=opened["task_no"], topic=opened["topic"])


def _close_own(told: Retold, it: Happened, closed: Mapping[str, Any]) -> None:
    """Tell of the task that a person closed; completing one that nobody had taken takes it."""
    by = it.row["actor_id"]
    _close(told, it, closed, by=by)
    key = (closed["task_no"],)
    if closed["how"] == "completed" and told.values(user_task, key, "claimed_by") == [None]:
        _claim(told, it)


def _close(told: Retold, it: Happened, closed: Mapping[str, Any], *, by: Any) -> None:
    told.change(
        user_task,
        (closed["task_no"],),
        it,
        status=closed["how"],
        closed_at=it.at,
        closed_by=by,
        closed_seq=it.seq,
    )


def _bring(told: Retold, it: Happened) -> None:
    """Tell of documents, attachments and acts."""
    common = {**_mine(it), "element_id": it.row["element_id"] or "", "event_seq": it.seq}
    for version in it.said.get("documents", ()):
        _void_acts(told, it, version["document"], version["number"] - 1)
        told.add(
            document_version,
            it,
            **common,
            **{name: version[name] for name in ("document", "number", "sha256")},
            file_name_id=_id_of(version["file_name"]),
            made_at=it.at,
        )
    numbers: dict[str, int] = {}
    for file in it.said.get("attachments", ()):
        number = numbers.get(file["field"], 0)
        numbers[file["field"]] = number + 1
        told.add(
            attachment,
            it,
            **common,
            field=file["field"],
            number=number,
            sha256=file["sha256"],
            file_name_id=_id_of(file["file_name"]),
        )
    _act(told, it, common)


def _act(told: Retold, it: Happened, common: Mapping[str, Any]) -> None:
    for act in it.said.get("acts", ()):
        told.add(
            document_act,
            it,
            **common,
            **_acted(it, act),
            **{name: act[name] for name in ("act", "document", "sha256")},
            version=act["number"],
            two_hats=act.get("two_hats", False),
        )


def _acted(it: Happened, act: Mapping[str, Any]) -> dict[str, Any]:
    """Return who did an act and when, and who recorded it when that was another."""
    paper = it.said.get("paper")
    if paper is None:
        return {
            "person_id": it.row["actor_id"],
            "holding_id": it.row["holding_id"],
            "mandate_id": _mandate(it),
            "occurred_at": act["certified"]["signed_at"] if "certified" in act else it.at,
        }
    return {
        "person_id": paper["person_id"],
        "holding_id": paper["holding_id"],
        "mandate_id": paper.get("mandate_id"),
        "occurred_at": it.row["occurred_at"],
        "recorded_by": it.row["actor_id"],
    }


def _void_acts(told: Retold, it: Happened, document: str, number: int) -> None:
    for key in told.keys(document_act, document=document, version=number, void_at=None):
        told.change(document_act, key, it, void_at=it.at, void_reason="newer_version")


def _approve(told: Retold, it: Happened) -> None:
    common = {**_mine(it), "element_id": it.row["element_id"] or "", "event_seq": it.seq}
    _act(told, it, common)


def _cancel_signature(told: Retold, it: Happened) -> None:
    named = it.of("document") | {"version": it.said["number"], "void_at": None}
    for key in told.keys(document_act, **named):
        if told.values(document_act, key, "act") != ["paraf"]:
            told.change(document_act, key, it, void_at=it.at, void_reason="cancelled")


# ---------------------------------------------------------------- the others


def _claim(told: Retold, it: Happened) -> None:
    told.change(
        user_task,
        (it.said["task_no"],),
        it,
        claimed_by=it.row["actor_id"],
        claimed_holding=it.row["holding_id"],
        claimed_mandate=_mandate(it),
        claimed_at=it.at,
    )


def _release(told: Retold, it: Happened) -> None:
    told.change(user_task, (it.said["task_no"],), it, **dict.fromkeys(_CLAIM))


def _form_team(told: Retold, it: Happened) -> None:
    told.drop_all(team_member)
    for member in it.said["members"]:
        told.add(team_member, it, **_mine(it), **member)
    for role in {member["role"] for member in it.said["members"]}:
        candidate = team_key(it.row["stream_id"], role)
        for key in told.keys(user_task, status="open", role=role):
            if str(told.values(user_task, key, "candidate")[0]).startswith(JOB_PREFIX):
                continue
            told.change(user_task, key, it, candidate=candidate)


def _raise_incident(told: Retold, it: Happened) -> None:
    told.add(
        incident,
        it,
        **_mine(it),
        number=it.said["number"],
        element_id=it.row["element_id"],
        code=it.said["code"],
        params=orjson.dumps(it.said["params"], option=orjson.OPT_SORT_KEYS).decode(),
        raised_at=it.at,
        attempts=0,
    )


def _retry(told: Retold, it: Happened) -> None:
    key = (it.said["number"],)
    [attempts] = told.values(incident, key, "attempts")
    resolved = it.at if it.kind == "IncidentResolved" else None
    told.change(incident, key, it, attempts=attempts + 1, resolved_at=resolved)


def _move_due_dates(told: Retold, it: Happened) -> None:
    for moved in it.said["moves"]:
        told.change(user_task, (moved["task_no"],), it, due_at=moved["after"])


def _suspend(told: Retold, it: Happened) -> None:
    _change_process(told, it, suspended_at=it.at)


def _resume(told: Retold, it: Happened) -> None:
    _change_process(told, it, suspended_at=None)


def _move_to_version(told: Retold, it: Happened) -> None:
    _change_process(told, it, version_id=it.said["version_id"])
    for moved in it.said["tasks"]:
        columns = {name: moved.get(name) for name in _OF_A_PLACE}
        if moved.get("released"):
            columns |= dict.fromkeys(_CLAIM)
        element_id = moved["path"].rpartition("/")[2]
        told.change(user_task, (moved["task_no"],), it, element_id=element_id, **columns)


def _escalate(told: Retold, it: Happened) -> None:
    told.add(
        escalation,
        it,
        **_mine(it),
        **it.of("task_no", "level", "position_id"),
        event_seq=it.seq,
        made_at=it.at,
    )


def _cancel(told: Retold, it: Happened) -> None:
    _change_process(told, it, status="cancelled", ended_at=it.at, suspended_at=None)
    for closed in it.said["closed"]:
        _close(told, it, closed, by=it.row["actor_id"])
    told.drop_all(timer)


def _erase(told: Retold, it: Happened) -> None:
    for text in it.said["erased"]:
        for column in ("title", "basis"):
            reference = shown(f"text:{text}")
            for key in told.keys(process_instance, **{column: reference}):
                told.change(process_instance, key, it, **{column: ERASED})


def _mine(it: Happened) -> dict[str, Any]:
    return {"instance_id": it.row["stream_id"]}


def _mandate(it: Happened) -> str | None:
    """Return the penugasan under which whoever did it acted."""
    under: Mapping[str, str] = it.said.get("mandate", {})
    return under.get("id")


def _id_of(reference: str) -> str:
    found = shown(reference)
    return "" if found is None else found.id


_TELLERS: Final[Mapping[str, Teller]] = {
    "UserTaskClaimed": _claim,
    "UserTaskReleased": _release,
    "SignatureApproved": _approve,
    "SignatureCancelled": _cancel_signature,
    "TeamFormed": _form_team,
    "IncidentRaised": _raise_incident,
    "IncidentRetried": _retry,
    "IncidentResolved": _retry,
    "DueDatesMoved": _move_due_dates,
    "ProcessMoved": _move_to_version,
    "ProcessSuspended": _suspend,
    "ProcessResumed": _resume,
    "TaskEscalated": _escalate,
    "ProcessCancelled": _cancel,
    "PersonalTextErased": _erase,
}
