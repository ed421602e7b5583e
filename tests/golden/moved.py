"""Golden histories of moved processes: begun under one diagram, ended under another.

Of every process of the constructs: after some commands it is moved to the same diagram with a step
before its first end event. What a move makes of a state is recorded as the commands are; a release
that gives other bytes could not replay it (decisions/0006, 0011).
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING, Any

from lxml import etree

from service.diagrams import KEPT, read_diagram
from service.engine import ENGINE_TAG, armed_timers, compile_process, execute, open_tasks
from service.engine.api import CompleteTask, FireTimer, StartProcess
from service.engine.moving import Moved, move
from service.running.inputs import command_of, input_of
from service.values import decode, encode, instant, instant_text
from tests.constructs.driver import BEGAN
from tests.golden.histories import DIAGRAMS, ROOT, folder_of, sha256_of

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from service.engine import Definition
    from service.engine.api import Command

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"

CONSTRUCTS = [
    name for path in DIAGRAMS if (name := path.relative_to(ROOT).as_posix()).startswith("tests/")
]

DATA = {"more": True, "x": 1, "xs": [1, 2], "n": 2, "ok": True, "wait": "PT1H"}
BEFORE, AFTER = 2, 6

#: A line of a history: instant, input, SHA-256 of the state.
Line = list[Any]


def folder() -> Path:
    return folder_of(ENGINE_TAG) / "moved"


@cache
def versions(name: str) -> tuple[dict[str, Definition], dict[str, Definition]]:
    """Return the processes of a diagram, and of it with a step before each first end event."""
    raw = (ROOT / name).read_bytes()
    root = etree.fromstring(raw)
    for process in root.findall(f"{BPMN}process"):
        end = process.find(f"{BPMN}endEvent")
        if end is None:
            continue
        flows = process.findall(f"{BPMN}sequenceFlow")
        flow = next((it for it in flows if it.get("targetRef") == end.get("id")), None)
        if flow is None:
            continue
        step = f"{process.get('id')}.added"
        flow.set("targetRef", step)
        etree.SubElement(process, f"{BPMN}userTask", id=step)
        behind = {"id": f"{step}_flow", "sourceRef": step, "targetRef": str(end.get("id"))}
        etree.SubElement(process, f"{BPMN}sequenceFlow", behind)
    return _compiled(raw), _compiled(etree.tostring(root))


def _compiled(raw: bytes) -> dict[str, Definition]:
    processes = {item.id: item for item in read_diagram(raw, KEPT).processes}
    return {key: compile_process(item, processes) for key, item in processes.items()}


# ---------------------------------------------------------------- recording


def recorded(name: str) -> dict[str, list[Line]]:
    """Return what moving each process of a diagram makes of it; those that end at once not."""
    found = {}
    for process, old in versions(name)[0].items():
        lines = _walked(old, versions(name)[1][process])
        if lines is not None:
            found[process] = lines
    return found


def _walked(old: Definition, new: Definition) -> list[Line] | None:
    lines: list[Line] = []
    now, state, definition = BEGAN, None, old
    command: Command | None = StartProcess(DATA, definition.start)
    for turn in range(BEFORE + AFTER):
        if command is None:
            break
        step = execute(definition, state, command, now)
        state = step.state
        lines.append(_line(now, input_of(command), state))
        if step.status != "running":
            break
        if turn == BEFORE - 1:
            result = move(old, new, state, {}, now)
            if not isinstance(result, Moved):
                return None
            definition, state = new, result.step.state
            lines.append(_line(now, {"command": "move_process"}, state))
        now, command = _next(definition, state, now, turn)
    return lines if definition is new else None


def _next(
    definition: Definition, state: bytes, now: datetime, turn: int
) -> tuple[datetime, Command | None]:
    tasks = open_tasks(definition, state, now)
    timers = armed_timers(definition, state, now)
    if tasks:
        values = {"more": turn < BEFORE, "y": 1, "answer": 1}
        return now, CompleteTask(tasks[0].task_no, values)
    if timers:
        due = max(now, timers[0].due)
        return due, FireTimer(timers[0].token_no)
    return now, None


def _line(now: datetime, given: dict[str, Any], state: bytes) -> Line:
    return [instant_text(now), encode(given), hashlib.sha256(state).hexdigest()]


def write() -> None:
    """Write the histories of the present engine."""
    folder().mkdir(parents=True, exist_ok=True)
    for name in CONSTRUCTS:
        lines = ",\n".join(
            f"{json.dumps(process)}:[\n"
            + ",\n".join(json.dumps(line, sort_keys=True) for line in history)
            + "\n]"
            for process, history in recorded(name).items()
        )
        head = f'{{"diagram":{json.dumps(name)},"sha256":"{sha256_of(name)}",\n"histories":{{'
        path = folder() / f"{name.rpartition('/')[2].removesuffix('.bpmn')}.json"
        path.write_text(f"{head}\n{lines}\n}}}}\n", "utf-8")


# ---------------------------------------------------------------- executing again


def difference(path: Path) -> str | None:
    """Return where the present engine leads elsewhere; None: nowhere."""
    content = json.loads(path.read_text("utf-8"))
    name = content["diagram"]
    if sha256_of(name) != content["sha256"]:
        return f"{name} is another diagram than that of the histories"
    for process, lines in content["histories"].items():
        definition, new = (some[process] for some in versions(name))
        state: bytes | None = None
        for number, (at, given, sha256) in enumerate(lines, 1):
            now = instant(at)
            if given["command"] == "move_process":
                assert state is not None
                result = move(definition, new, state, {}, now)
                if not isinstance(result, Moved):
                    return f"{name}, {process}: the move is refused ({result.obstacles})"
                definition, state = new, result.step.state
            else:
                state = execute(definition, state, command_of(decode(given)), now).state
            if hashlib.sha256(state).hexdigest() != sha256:
                return f"{name}, {process}: line {number} leads to other bytes"
    return None
