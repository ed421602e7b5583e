"""Tasks and call activities of BPMN 2.0.2 §10.3.3 and §10.3.6, each by its element."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from service.diagrams import extension_reader
from service.diagrams.events_reader import message_of
from service.diagrams.expressions_reader import read_script
from service.diagrams.findings import error
from service.diagrams.model import (
    BusinessRuleTask,
    CallActivity,
    JobTask,
    ManualTask,
    MessageEvent,
    ReceiveTask,
    ScriptTask,
    SendTask,
    ServiceTask,
    UserTask,
)
from service.diagrams.rules import MOST_MODELS
from service.diagrams.xml import child, is_true, local_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lxml.etree import _Element

    from service.diagrams.data_reader import DataNames
    from service.diagrams.model import Activity
    from service.diagrams.source import Source

    Reader = Callable[[Source, _Element, dict[str, Any], DataNames], Activity]

#: What all nodes say of themselves, by the name of the field of the model.
Common = dict[str, Any]


def _user(_: Source, __: _Element, common: Common, ___: DataNames) -> Activity:
    return UserTask(**common)


def _manual(_: Source, __: _Element, common: Common, ___: DataNames) -> Activity:
    return ManualTask(**common)


def _receive(source: Source, element: _Element, common: Common, _: DataNames) -> Activity:
    event = message_of(source, element, element) or MessageEvent("")
    return ReceiveTask(**common, event=event, instantiate=is_true(element, "instantiate"))


def _script(source: Source, element: _Element, common: Common, _: DataNames) -> Activity:
    script = read_script(source, element)
    return ScriptTask(**common, script=script, result=extension_reader.read_result(element))


def _rules(source: Source, element: _Element, common: Common, _: DataNames) -> Activity:
    decision, result = extension_reader.read_rules(element)
    if not decision:
        source.tell(error("rules-missing", element.get("id", "")))
        return BusinessRuleTask(**common, result=result)
    models = source.models.with_decision(decision)
    if source.models.too_many:
        source.tell(error("rules-too-many", element.get("id", ""), limit=MOST_MODELS))
    elif not models:
        source.tell(error("rules-not-found", element.get("id", ""), decision=decision))
    elif len(models) > 1:
        source.tell(error("rules-ambiguous", element.get("id", ""), decision=decision))
    inputs, _results = extension_reader.read_mappings(element)
    rules = models[0] if len(models) == 1 else None
    return BusinessRuleTask(**common, decision=decision, rules=rules, result=result, inputs=inputs)


def _job(kind: type[JobTask]) -> Reader:
    def read(_: Source, element: _Element, common: Common, __: DataNames) -> Activity:
        inputs, _outputs = extension_reader.read_mappings(element)
        topic, returns = extension_reader.read_job(element)
        return kind(**common, topic=topic, inputs=inputs, returns=returns)

    return read


def _call(source: Source, element: _Element, common: Common, data: DataNames) -> Activity:
    arguments, results = extension_reader.read_mappings(element)
    inputs = (*data.arguments(element), *arguments)
    outputs = (*data.results(element), *results)
    called = element.get("calledElement", "").strip()
    target = source.resolve(called)
    if target is not None and local_name(target) in _GLOBAL:
        given = inputs or outputs or child(target, "ioSpecification") is not None
        if given:
            source.tell(error("global-task-data", element.get("id", ""), task=called))
        return _of_global(source, target, common, data)
    known = called.rpartition(":")[2] if target is None else target.get("id", "")
    return CallActivity(**common, called=known, inputs=inputs, outputs=outputs)


def _of_global(source: Source, task: _Element, common: Common, data: DataNames) -> Activity:
    """Return the global task that is called, at the place of the call (§10.3.6, §10.4.3).

    What is to be done stands at the task; whose step it is, at the call.
    """
    own, here = extension_reader.read_node(task, source.findings), common["extension"]
    extension = replace(
        own,
        step=here.step,
        proposed=here.proposed,
        assignments=here.assignments,
        agency=here.agency,
    )
    name = common["name"] or task.get("name", "")
    found = {**common, "name": name, "extension": extension, "global_task": task.get("id", "")}
    return TASKS[_GLOBAL[local_name(task)]](source, task, found, data)


#: Global task → the task that it is where it is called.
_GLOBAL: Mapping[str, str] = {
    "globalUserTask": "userTask",
    "globalManualTask": "manualTask",
    "globalScriptTask": "scriptTask",
    "globalBusinessRuleTask": "businessRuleTask",
}

TASKS: Mapping[str, Reader] = {
    "userTask": _user,
    "manualTask": _manual,
    "receiveTask": _receive,
    "scriptTask": _script,
    "businessRuleTask": _rules,
    "serviceTask": _job(ServiceTask),
    "sendTask": _job(SendTask),
    "callActivity": _call,
}
