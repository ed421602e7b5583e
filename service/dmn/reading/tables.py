"""Decision tables (DMN 1.5 chapter 8), as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, get_args

from service.dmn import structure
from service.dmn.reading.xml import child, children, is_feel, place_of, text_in, type_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

    from service.dmn.findings import Findings
    from service.dmn.structure import Aggregation, HitPolicy, Logic, Text

    ReadLogic = Callable[[_Element, Findings], Logic | None]

#: They order results by the values that the outputs list.
_BY_PRIORITY = frozenset({"PRIORITY", "OUTPUT ORDER"})


def decision_table(
    element: _Element, findings: Findings, logic_in: ReadLogic
) -> structure.DecisionTable:
    """Return a table whose rows are as wide as it says, with a hit policy that we know."""
    place = place_of(element)
    inputs = tuple(_input(each, findings) for each in children(element, "input"))
    outputs = tuple(_output(each, findings, logic_in) for each in children(element, "output"))
    rules = tuple(_rule(each, findings) for each in children(element, "rule"))
    fitting = []
    for rule in rules:
        if len(rule.tests) == len(inputs) and len(rule.outputs) == len(outputs):
            fitting.append(rule)
        else:
            findings.add("rule-width", rule.element, inputs=len(inputs), outputs=len(outputs))
    _judge_outputs(place, outputs, findings)
    policy, aggregation = _policy(element, outputs, findings)
    return structure.DecisionTable(
        place,
        policy,
        aggregation,
        inputs,
        outputs,
        tuple(fitting),
        type_of(element, element.get("typeRef")),
    )


def _judge_outputs(place: str, outputs: tuple[structure.Output, ...], findings: Findings) -> None:
    if not outputs:
        findings.add("no-output", place)
    names = [output.name for output in outputs]
    if len(outputs) > 1 and (None in names or len(set(names)) < len(names)):
        findings.add("output-names", place)


def _policy(
    element: _Element, outputs: tuple[structure.Output, ...], findings: Findings
) -> tuple[HitPolicy, Aggregation | None]:
    place = place_of(element)
    policy = element.get("hitPolicy") or "UNIQUE"
    aggregation = element.get("aggregation")
    if policy not in get_args(structure.HitPolicy):
        findings.add("hit-policy", place, policy=policy)
        policy = "UNIQUE"
    if policy in _BY_PRIORITY and not any(output.values for output in outputs):
        findings.add("no-priorities", place, policy=policy)
    if aggregation is None or policy != "COLLECT":
        return cast("HitPolicy", policy), None
    if aggregation not in get_args(structure.Aggregation):
        findings.add("aggregation", place, aggregation=aggregation)
        return cast("HitPolicy", policy), None
    if len(outputs) > 1:
        findings.add("aggregation-of-several", place, aggregation=aggregation)
    return cast("HitPolicy", policy), cast("Aggregation", aggregation)


def _input(element: _Element, findings: Findings) -> structure.Input:
    expression = child(element, "inputExpression")
    text = text_in(expression)
    place = place_of(element)
    if expression is None or not text:
        findings.add("empty", place, tag="inputExpression")
        return structure.Input(place, "", structure.Text(place, "null"), None, None)
    _require_feel(expression, findings)
    return structure.Input(
        place,
        element.get("label") or text,
        structure.Text(place_of(expression), text),
        type_of(expression, expression.get("typeRef")),
        _values(element, "inputValues", findings),
    )


def _output(element: _Element, findings: Findings, logic_in: ReadLogic) -> structure.Output:
    default = child(element, "defaultOutputEntry")
    name = " ".join((element.get("name") or "").split())
    return structure.Output(
        place_of(element),
        name or None,
        element.get("label") or name,
        type_of(element, element.get("typeRef")),
        _values(element, "outputValues", findings),
        None if default is None else _default(default, findings, logic_in),
    )


def _default(element: _Element, findings: Findings, logic_in: ReadLogic) -> Logic | None:
    """Return the default, which the schema writes as a literal expression of its own."""
    text = text_in(element)
    if not text:
        return logic_in(element, findings)
    _require_feel(element, findings)
    return structure.LiteralExpression(structure.Text(place_of(element), text))


def _values(element: _Element, name: str, findings: Findings) -> Text | None:
    values = child(element, name)
    text = text_in(values)
    if values is None or not text:
        return None
    _require_feel(values, findings)
    return structure.Text(place_of(values), text)


def _rule(element: _Element, findings: Findings) -> structure.Rule:
    return structure.Rule(
        place_of(element),
        tuple(_cell(each, findings) for each in children(element, "inputEntry")),
        tuple(_cell(each, findings) for each in children(element, "outputEntry")),
    )


def _cell(element: _Element, findings: Findings) -> Text:
    _require_feel(element, findings)
    return structure.Text(place_of(element), text_in(element))


def _require_feel(element: _Element, findings: Findings) -> None:
    if not is_feel(element, "expressionLanguage"):
        findings.add("language", place_of(element), language=element.get("expressionLanguage"))
