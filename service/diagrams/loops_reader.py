"""Standard loops and multi-instance of BPMN 2.0.2 §10.3.8 and §13.3.6–7."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams import extension_reader
from service.diagrams.findings import Finding, error
from service.diagrams.model import Loop, MultiInstance, StandardLoop
from service.diagrams.xml import BPMN, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element


def read_loop(
    element: _Element, data_names: Mapping[str, str], findings: list[Finding]
) -> Loop | None:
    """Return the loop characteristics of an activity; None when it has none."""
    standard = element.find(f"{{{BPMN}}}standardLoopCharacteristics")
    if standard is not None:
        return _standard(standard, element.get("id", ""), findings)
    multiple = element.find(f"{{{BPMN}}}multiInstanceLoopCharacteristics")
    if multiple is not None:
        return _multiple(multiple, element.get("id", ""), data_names, findings)
    return None


def _standard(element: _Element, owner: str, findings: list[Finding]) -> StandardLoop:
    condition = element.find(f"{{{BPMN}}}loopCondition")
    maximum = element.get("loopMaximum")
    if maximum is not None and not maximum.isdigit():
        findings.append(error("loop-maximum", owner, value=maximum))
        maximum = None
    return StandardLoop(
        condition=None if condition is None else extension_reader.expression_text(condition),
        maximum=None if maximum is None else int(maximum),
        test_before=element.get("testBefore", "false") in ("true", "1"),
    )


def _multiple(
    element: _Element, owner: str, data_names: Mapping[str, str], findings: list[Finding]
) -> MultiInstance:
    if element.get("behavior", "All") != "All":
        findings.append(
            error(
                "unsupported-attribute", owner, attribute="behavior", value=element.get("behavior")
            )
        )
    for tag in ("complexBehaviorDefinition",):
        if element.find(f"{{{BPMN}}}{tag}") is not None:
            findings.append(error("unsupported-element", owner, tag=tag))
    cardinality = element.find(f"{{{BPMN}}}loopCardinality")
    completion = element.find(f"{{{BPMN}}}completionCondition")

    def data(tag: str) -> str | None:
        target = text_of(element.find(f"{{{BPMN}}}{tag}"))
        if not target:
            return None
        if target not in data_names:
            findings.append(error("dangling-reference", owner, attribute=tag, target=target))
        return data_names.get(target)

    return MultiInstance(
        parallel=element.get("isSequential", "false") not in ("true", "1"),
        cardinality=None if cardinality is None else extension_reader.expression_text(cardinality),
        collection=data("loopDataInputRef"),
        item=_item(element, "inputDataItem"),
        completion_condition=(
            None if completion is None else extension_reader.expression_text(completion)
        ),
        output_collection=data("loopDataOutputRef"),
        output_item=_item(element, "outputDataItem"),
    )


def _item(element: _Element, tag: str) -> str | None:
    found = element.find(f"{{{BPMN}}}{tag}")
    if found is None:
        return None
    name = found.get("name", "")
    return name if name.isidentifier() else found.get("id")
