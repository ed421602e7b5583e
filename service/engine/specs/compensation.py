"""Compensation (BPMN 2.0.2 §10.7, §13.5.5): what has completed is undone, the latest first.

An activity that can be undone leaves a record in its scope when it completes: one for each
instance of a loop or multi-instance, with the data that went with it (§10.7.2; §13.5.5 says that
the handler runs once for all of them, and could not know what each has done). A scope that ends
takes the records of what completed in it along; undone, it is restored with them. Each record is
used once.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from SpiffWorkflow.util.task import TaskState

from service.engine.specs.base import FlowNode, Replacement
from service.engine.specs.host import Host
from service.engine.specs.scopes import ScopeNode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
    from SpiffWorkflow.task import Task

#: In the state of a scope. "n": number of the token that completed; "of": name of its spec;
#: "own": its data; "i": its index in a multi-instance; of a scope "records": what completed in
#: it, "cut": it did not complete itself.
Record = dict[str, Any]

_REPLACES = Replacement(
    "EndEvent",
    "passes a compensation event as if it were none, and reads no compensation boundary event",
    "tests/constructs/test_compensation.py",
)


@dataclass(frozen=True, slots=True)
class Undoing:
    """How an activity is undone once it has completed."""

    #: name of the spec that gets a token for it
    handler: str
    #: that restores the scope, with what completed in it
    restores: bool = False

    def remember(self, task: Task, around: Task, *, hosted: bool) -> None:
        """Keep what undoing the completed `task` needs; `around` it is its scope, or its host."""
        record = self._record(task)
        if record is None:
            return
        scope = around.parent if hosted else around
        records = scope.internal_data.setdefault("records", [])
        # What a boundary event beside the activity has led to is undone before it.
        since = around.internal_data.get("told")
        place = len(records)
        if since is not None:
            later = (at for at, other in enumerate(records) if other["n"] > since)
            place = next(later, place)
        records.insert(place, record)

    def _record(self, task: Task) -> Record | None:
        internal = task.internal_data
        if "waived" in internal or "broken" in internal:
            return None
        if self.restores:
            return restorable(task, internal.get("records", []))
        record: Record = {"n": task.id.int, "of": task.task_spec.name}
        if "i" in internal:
            record["own"] = Host.instance_data(task)
        return record


def restorable(task: Task, records: list[Record]) -> Record | None:
    """Return the record of a scope in which `records` completed; None: nothing is to be undone."""
    node, internal = task.task_spec, task.internal_data
    restored = task.workflow.spec.task_specs[f"{node.path}#restored"]
    if not records and restored.handler is None:
        return None
    record: Record = {"n": task.id.int, "of": node.name, "records": records}
    if "own" in internal:
        record["own"] = task.data
    if "i" in internal:
        record["i"] = internal["i"]
    return record


class CompensationThrow(FlowNode):
    """Undoes what completed in its scope, or one activity of it, then goes on.

    What an event subprocess throws is about the scope around it, too: it may undo what it handles
    (§10.7.2). Not waiting, it goes on at once.
    """

    replaces = _REPLACES

    def __init__(
        self,
        spec: BpmnProcessSpec,
        name: str,
        element_id: str,
        path: str,
        activity: str | None,
        *,
        waits: bool,
    ) -> None:
        super().__init__(spec, name, element_id, path)
        self.activity = activity
        self.waits = waits

    def enter(self, task: Task) -> None:
        task.state = TaskState.WAITING
        self.go_on(task)

    def go_on(self, task: Task) -> None:
        """Undo the next scope, or leave when there is none."""
        instance = task.workflow
        done = task.internal_data.setdefault("undone", [])
        for scope in _visible(task):
            if scope.id.int in done:
                continue
            done.append(scope.id.int)
            left = self._matching(scope)
            if left and self.waits:
                instance.create(_undo(scope), scope, left=left, by=task.id.int)
                return
            if left:
                instance.create(_undo(scope), scope, left=left)
        task.state = TaskState.READY
        task.run()

    def _matching(self, scope: Task) -> list[int]:
        specs = scope.workflow.spec.task_specs
        return latest_first(
            record
            for record in scope.internal_data.get("records", [])
            if self.activity in (None, specs[record["of"]].element_id)
        )


class UndoNode(FlowNode):
    """Undoes records of its scope, one after the other, each below it and with its data.

    Each is an automatic step of its own, so that a fault can be retried.
    """

    replaces = _REPLACES
    traced = False

    def enter(self, task: Task) -> None:
        task.state = TaskState.STARTED
        left = task.internal_data["left"]
        while left:
            record = _taken(task.parent, left.pop(0))
            if record is not None:
                self._begin(task, record)
                return
        self._end(task)

    def check(self, task: Task) -> None:
        """Let another token take the next record, when what was begun is done."""
        if not task.children:
            kept = ("left", "by", "then")
            internal = {key: it for key, it in task.internal_data.items() if key in kept}
            task.workflow.create(self.name, task.parent, **internal)
            task.workflow.remove(task)

    def owned(self, task: Task) -> Collection[str]:
        """Own what the instance owned that is being undone: all else is the scope's."""
        owned: dict[str, Any] = task.data
        return owned.keys()

    def _begin(self, task: Task, record: Record) -> None:
        instance = task.workflow
        node: FlowNode = instance.spec.task_specs[record["of"]]
        own = record.get("own")
        if "records" in record:
            kept = {key: record[key] for key in ("records", "i", "cut") if key in record}
            instance.create(f"{node.path}#restored", task, own=own, **kept)
            return
        if own is not None:
            task.internal_data["own"] = 1
            task.data = own
        assert node.undoing is not None  # noqa: S101 - else it had left no record
        instance.create(node.undoing.handler, task)

    def _end(self, task: Task) -> None:
        instance, scope = task.workflow, task.parent
        instance.remove(task)
        then = task.internal_data.get("then")
        if then is not None:
            instance.spec.task_specs[then].happen(scope, task)
            return
        waiting = instance.tasks.get(UUID(int=task.internal_data.get("by", 0)))
        if waiting is not None:
            waiting.task_spec.go_on(waiting)
        scope.task_spec.check(scope)


class RestoredNode(ScopeNode):
    """A scope that has completed, as it was then, while it is undone.

    Its compensation event subprocess undoes it; without one, all that completed in it is undone.
    """

    replaces = _REPLACES
    traced = False
    #: name of the compensation event subprocess
    handler: str | None = None

    def enter(self, task: Task) -> None:
        task.state = TaskState.STARTED
        instance, internal = task.workflow, task.internal_data
        if self.handler is not None and "cut" not in internal:
            instance.create(self.handler, task)
        else:
            instance.create(_undo(task), task, left=latest_first(internal["records"]))


class CompensationSubProcessNode(ScopeNode):
    """A compensation event subprocess: what undoes a whole scope, beside what completed in it."""

    replaces = _REPLACES
    handles: ClassVar[bool] = True


def undo_first(handler: Task, ended: list[Task], *, spared: bool = False) -> bool:
    """Undo what completed in scopes that end unfinished, and let `handler` go on then.

    After that it is as if nothing had been done in them (§10.7.3). Transactions inside may be
    spared. Returns False when nothing is to be undone.
    """
    records = [found for task in ended for found in _unfinished(task, spared=spared)]
    if not records:
        return False
    node = handler.task_spec
    scope = node.clear_way(handler)
    scope.internal_data.setdefault("records", []).extend(records)
    scope.workflow.create(_undo(scope), scope, left=latest_first(records), then=node.name)
    return True


def _unfinished(task: Task, *, spared: bool) -> Iterator[Record]:
    """Yield what completed in a scope that still goes on, and in those inside it."""
    node, internal = task.task_spec, task.internal_data
    if isinstance(node, ScopeNode) and spared and node.hazardous:
        return
    inner = [found for child in task.children for found in _unfinished(child, spared=spared)]
    if not isinstance(node, ScopeNode):
        yield from inner
        return
    records = [*internal.get("records", []), *sorted(inner, key=itemgetter("n"))]
    if records and f"{node.path}#restored" in task.workflow.spec.task_specs:
        record = restorable(task, records)
        if record is not None:
            yield record | {"cut": 1}


def latest_first(records: Iterator[Record] | list[Record]) -> list[int]:
    """Return the numbers of records in the order of undoing."""
    return [record["n"] for record in records][::-1]


def _visible(task: Task) -> Iterator[Task]:
    """Yield the scope of a token; of an event subprocess also the scope that it handles."""
    scope = task.parent
    yield scope
    while scope.task_spec.handles:
        scope = scope.parent
        yield scope


def _undo(scope: Task) -> str:
    return f"{scope.task_spec.path}#undo"


def _taken(scope: Task, number: int) -> Record | None:
    """Take a record out of its scope; None: it was undone already."""
    records: list[Record] = scope.internal_data["records"]
    for place, record in enumerate(records):
        if record["n"] == number:
            del records[place]
            return record
    return None
