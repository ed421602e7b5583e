"""Faults of jobs: service and send tasks."""

from __future__ import annotations

from service.engine.instance import Instance
from service.engine.specs import routing
from service.engine.specs.boundary_events import armed_for
from service.engine.specs.tasks import JobNode, PersonTask
from tests.oracle.faults.planting import fault


@fault
def a_system_sees_the_data_of_the_process(monkeypatch):
    monkeypatch.setattr(JobNode, "given", lambda _, task: task.workflow.data_of(task))


@fault
def what_a_system_gets_is_computed_when_it_asks(monkeypatch):
    monkeypatch.setattr(JobNode, "enter", PersonTask.enter)
    monkeypatch.setattr(
        JobNode,
        "given",
        lambda self, task: {
            name: self.evaluate(value, task.workflow.data_of(task)) for name, value in self.inputs
        },
    )


@fault
def a_job_that_was_given_up_can_be_completed(monkeypatch):
    right = Instance._open  # noqa: SLF001 - a fault inside

    def opened(self, number):
        task = self._token(number)
        if task is None or "held" not in task.internal_data:
            return right(self, number)
        return task

    monkeypatch.setattr(Instance, "_open", opened)


@fault
def a_retry_leaves_a_job_given_up(monkeypatch):
    right = Instance.release

    def release(self, incident):
        held = [it for it in self.tasks.values() if it.internal_data.get("held") == incident]
        right(self, incident)
        for task in held:
            if isinstance(task.task_spec, JobNode):
                task.internal_data["held"] = incident

    monkeypatch.setattr(Instance, "release", release)


@fault
def an_error_of_a_job_passes_its_own_boundary(monkeypatch):
    def handler(host, kind, code):
        inside = (child.task_spec for child in host.children)
        if any(isinstance(spec, JobNode) for spec in inside):
            return None
        return armed_for(host, kind, code)

    monkeypatch.setattr(routing, "armed_for", handler)
