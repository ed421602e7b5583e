"""Tasks and call activities of BPMN 2.0.2 §10.3.3 and §10.3.6, each by its element."""

from __future__ import annotations

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
from service.diagrams.xml import is_true

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
    known = called.rpartition(":")[2] if target is None else target.get("id", "")
    return CallActivity(**common, called=known, inputs=inputs, outputs=outputs)


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
