"""Processes that are moved to another diagram while they run.

One diagram is written as `s>a a>end`; elements are described beside it.
"""

from typing import Any

from service.diagrams import KEPT, read_diagram
from service.engine import armed_timers, compile_process, execute, open_tasks
from service.engine.api import CompleteTask, StartProcess
from service.engine.codec import dump, load
from service.engine.moving import Moved, Refused, move
from tests.constructs.driver import BEGAN

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:alur="urn:alur:bpmn:1" id="defs" targetNamespace="urn:test">'
    '<message id="m_surat" name="surat"/><message id="m_nota" name="nota"/>'
    '<signal id="s_libur" name="libur"/><signal id="s_kerja" name="kerja"/>'
    '<error id="e_gagal" errorCode="gagal"/>'
)

#: What a letter before an id stands for: `x.g` is an exclusive gateway called g.
KINDS = {
    "x": "exclusiveGateway",
    "p": "parallelGateway",
    "o": "inclusiveGateway",
    "m": "manualTask",
}


def element(name, inside):
    kind, _, rest = name.partition(".")
    if name.startswith("start"):
        return f'<startEvent id="{name}"/>'
    if name.startswith("end"):
        return f'<endEvent id="{name}"/>'
    tag = KINDS[kind] if rest else "userTask"
    return f'<{tag} id="{name}">{inside}</{tag}>'


def body(flows, **described):
    """Return the XML of a scope; a flow with a condition is written `x.g>a?n=1`."""
    told = {key.replace("__", "."): xml for key, xml in described.items()}
    parts = []
    names = []
    for text in flows.split():
        arrow, _, condition = text.partition("?")
        source, _, target = arrow.partition(">")
        names += [name for name in (source, target) if name not in names]
        inside = f"<conditionExpression>={condition}</conditionExpression>" if condition else ""
        parts.append(
            f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">'
            f"{inside}</sequenceFlow>"
        )
    drawn = [
        told[name] if told.get(name, "").startswith("<") else element(name, told.get(name, ""))
        for name in names
    ]
    extra = [xml for name, xml in told.items() if name not in names]
    return "".join([*drawn, *extra, *parts])


def compiled(flows, *, called=None, process="p", **described):
    scopes = {process: body(flows, **described), **(called or {})}
    raw = HEAD + "".join(
        f'<process id="{key}" isExecutable="true">{inside}</process>'
        for key, inside in scopes.items()
    )
    diagram = read_diagram(f"{raw}</definitions>".encode(), KEPT)
    processes = {item.id: item for item in diagram.processes}
    return compile_process(processes[process], processes)


class Case:
    """A process that runs, is moved, and runs on."""

    def __init__(self, definition, /, **data):
        self.definition, self.now = definition, BEGAN
        self.state: Any = None
        self.make(StartProcess(data))

    def make(self, command):
        self.step = execute(self.definition, self.state, command, self.now)
        self.state = self.step.state
        return self

    def complete(self, name, /, **values):
        return self.make(CompleteTask(self.numbers[name], values))

    @property
    def tasks(self):
        return open_tasks(self.definition, self.state, self.now)

    @property
    def open(self):
        return sorted(task.element_id for task in self.tasks)

    @property
    def numbers(self):
        return {task.element_id: task.task_no for task in self.tasks}

    @property
    def due(self):
        return {
            timer.element_id: timer.due
            for timer in armed_timers(self.definition, self.state, self.now)
        }

    def try_move(self, new, **pairs):
        named = {f"p/{one}": f"p/{other}" for one, other in pairs.items()}
        return move(self.definition, new, self.state, named, self.now)

    def moved(self, new, **pairs):
        """Move it, and see that the state is whole under the new definition."""
        result = self.try_move(new, **pairs)
        assert isinstance(result, Moved), result
        self.definition, self.state, self.step = new, result.step.state, result.step
        assert dump(load(new.spec, self.state, self.now)) == self.state
        return self

    def refused(self, new, **pairs):
        result = self.try_move(new, **pairs)
        assert isinstance(result, Refused), result
        return {(found.code, found.element_id) for found in result.obstacles}
