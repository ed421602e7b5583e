"""Tasks and call activities of BPMN 2.0.2 §10.3.3 and §10.3.6, each by its element."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.diagrams import extension_reader
from service.diagrams.events_reader import message_of
from service.diagrams.expressions_reader import read_script
from service.diagrams.model import (
    CallActivity,
    ManualTask,
    MessageEvent,
    ReceiveTask,
    ScriptTask,
    UserTask,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lxml.etree import _Element

    from service.diagrams.data_reader import DataNames
    from service.diagrams.model import Activity
    from service.diagrams.source import Source

#: What all nodes say of themselves, by the name of the field of the model.
Common = dict[str, Any]


def _user(_: Source, __: _Element, common: Common, ___: DataNames) -> Activity:
    return UserTask(**common)


def _manual(_: Source, __: _Element, common: Common, ___: DataNames) -> Activity:
    return ManualTask(**common)


def _receive(source: Source, element: _Element, common: Common, _: DataNames) -> Activity:
    event = message_of(source, element, element) or MessageEvent("")
    return ReceiveTask(**common, event=event)


def _script(source: Source, element: _Element, common: Common, _: DataNames) -> Activity:
    script = read_script(source, element)
    return ScriptTask(**common, script=script, result=extension_reader.read_result(element))


def _call(source: Source, element: _Element, common: Common, data: DataNames) -> Activity:
    arguments, results = extension_reader.read_mappings(element)
    inputs = (*data.arguments(element), *arguments)
    outputs = (*data.results(element), *results)
    called = element.get("calledElement", "").strip()
    target = source.resolve(called)
    known = called.rpartition(":")[2] if target is None else target.get("id", "")
    return CallActivity(**common, called=known, inputs=inputs, outputs=outputs)


TASKS: Mapping[str, Callable[[Source, _Element, Common, DataNames], Activity]] = {
    "userTask": _user,
    "manualTask": _manual,
    "receiveTask": _receive,
    "scriptTask": _script,
    "callActivity": _call,
}
