"""Walks through a SOP of the catalogue, on which every drawn flow of a decision is taken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from service.engine import Recorded, execute, open_tasks
from service.engine.api import CompleteTask, StartProcess
from service.forms import ZONE_NAME, FileRef, Form, Option, make_answers, read_form, validate
from service.forms.making import make_file_names
from service.running.kinds import kinds_of
from tests.golden.histories import ROOT, definitions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.diagrams.model import SequenceFlow
    from service.engine import Definition
    from service.engine.api import OpenTask

BEGAN = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Pontianak")
#: A walk that does not end by then goes in circles.
MOST = 300

_NO_FORM = Form("", ())


class SopWalk:
    """One process of a SOP, without people and without a store."""

    def __init__(self, diagram: str, passed: dict[str, int] | None = None) -> None:
        """`passed`: how often each deciding task was passed on the walks before."""
        [(self.process, self.definition)] = definitions(diagram).items()
        self.random = Random(Path(diagram).stem)
        self.now = BEGAN
        self.recorded: list[Recorded] = []
        self.texts = 0
        self.passed: dict[str, int] = {} if passed is None else passed
        #: paths of the nodes and flows that tokens took
        self.taken: set[str] = set()

    def walk(self) -> list[Recorded]:
        """Return the commands from the start to the end."""
        kinds = kinds_of(self.definition.process)
        step = self._take(StartProcess({"tahun": 2027, "jenis": next(iter(kinds), None)}), None)
        for _ in range(MOST):
            if step.status != "running":
                return self.recorded
            task = open_tasks(self.definition, step.state, self.now)[0]
            self.now += timedelta(hours=1)
            step = self._take(CompleteTask(task.task_no, self._values(task)), step.state)
        raise AssertionError(self.recorded[-1])

    def _take(self, command, state):
        self.recorded.append(Recorded(command, self.now, ZONE))
        step = execute(self.definition, state, command, self.now, ZONE)
        self.taken |= {taken.path for taken in step.trace}
        return step

    # ------------------------------------------------------------ what a person would give

    def _values(self, task: OpenTask) -> dict[str, object]:
        extension = self.definition.node(task.path).extension
        decided: dict[str, object] = {}
        if extension.decision is not None:
            flow = self._chosen(task.path)
            decided[extension.decision.variable] = flow.outcome
            if flow.purpose == "return":
                return decided
        if extension.form is None:
            return decided
        form = read_form((ROOT / f"forms/{extension.form}.form").read_bytes())
        return self._answers(form, task.data, decided) | decided

    def _chosen(self, path: str) -> SequenceFlow:
        """Return the flow that a deciding task takes: each return once, then each way forward."""
        scope, _, element = path.rpartition("/")
        gateway = leaving(self.definition, scope, element)[0].target
        flows = leaving(self.definition, scope, gateway)
        turn = self.passed.get(path, 0)
        self.passed[path] = turn + 1
        returns = [flow for flow in flows if flow.purpose == "return"]
        forward = [flow for flow in flows if flow.purpose != "return"]
        if turn < len(returns):
            return returns[turn]
        return forward[(turn - len(returns)) % len(forward)]

    def _answers(
        self, form: Form, data: Mapping[str, object], decided: Mapping[str, object]
    ) -> dict[str, object]:
        context = {
            **data,
            ZONE_NAME: str(ZONE),
            "alur_bidang": _options("Bidang", 100, 3),
            "alur_pegawai": _options("Jabatan", 200, 4),
        }
        given = {key: value for key, value in decided.items() if form.field(key) is not None}
        typed = make_answers(form, context, self.random, given)
        files = {
            key: tuple(FileRef("0" * 64, name) for name in names)
            for key, names in make_file_names(form, typed, context).items()
        }
        submission = validate(form, typed, context=context, files=files)
        return {**submission.values, **{key: self._reference() for key in submission.texts}}

    def _reference(self) -> str:
        """Return what stands in a state for a text, which itself is in no history."""
        self.texts += 1
        return f"text:{UUID(int=self.texts)}"


def _options(name: str, first: int, count: int) -> list[Option]:
    numbers = range(first, first + count)
    return [Option(str(UUID(int=number)), f"{name} {number}") for number in numbers]


def leaving(definition: Definition, scope: str, element: str) -> list[SequenceFlow]:
    """Return the flows that leave an element, in the order of the file."""
    return [
        flow
        for path, flow in definition.flows.items()
        if path.rpartition("/")[0] == scope and flow.source == element
    ]
