"""What decides in a business rule task, as rows that people read: DMN 1.5 chapter 8."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING

from service.diagrams.model import BusinessRuleTask
from service.diagrams.rules import decisions_of
from service.dmn import DecisionsRefused
from service.dmn.structure import Decision, DecisionTable, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.model import Process
    from service.dmn.structure import Definitions, Knowledge, Logic


@dataclass(frozen=True, slots=True)
class ToldRule:
    """One row of a table: what is asked of each input, and what follows."""

    tests: tuple[str, ...]
    outputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldDecision:
    """One decision, or function, of the model of a task."""

    id: str
    name: str
    #: U, A, P, F, R, O, C or C+, C<, C>, C#; "": it is no table
    hit: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rules: tuple[ToldRule, ...]
    #: what is written where no table is: FEEL, in the order of the file
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldTask:
    """A business rule task with all that its decision rests on, that decision first."""

    element: str
    name: str
    decisions: tuple[ToldDecision, ...]


#: Aggregation → the sign that DMN writes behind the C (§8.2.10).
_SIGNS = {"SUM": "+", "MIN": "<", "MAX": ">", "COUNT": "#"}


def rules_of_process(process: Process) -> tuple[ToldTask, ...]:
    """Return the tasks that decide by rules, but for those whose rules cannot be read."""
    return tuple(
        ToldTask(node.id, node.name or node.id, told)
        for node in process.scope.all_nodes()
        if isinstance(node, BusinessRuleTask)
        for told in [decisions_told(node)]
        if told
    )


def decisions_told(task: BusinessRuleTask) -> tuple[ToldDecision, ...]:
    """Return what the decision of a task rests on; (): it has none that can be read."""
    if task.rules is None:
        return ()
    try:
        definitions = decisions_of(task.rules).definitions
    except DecisionsRefused:
        return ()
    return tuple(_told(one) for one in _needed(definitions, task.decision))


def _needed(definitions: Definitions, wanted: str) -> Iterator[Decision | Knowledge]:
    """Yield a decision, or those of a service, and what they require, each once."""
    known: dict[str, Decision | Knowledge] = {one.id: one for one in definitions.decisions}
    known |= {one.id: one for one in definitions.knowledge}
    services = {one.id: one for one in definitions.services}
    waiting, seen = [wanted], set[str]()
    while waiting:
        one_id = waiting.pop(0)
        if one_id in seen:
            continue
        seen.add(one_id)
        if one_id in services:
            waiting += (*services[one_id].outputs, *services[one_id].encapsulated)
        elif one_id in known:
            one = known[one_id]
            yield one
            waiting += (*one.requires.decisions, *one.requires.knowledge)


def _told(one: Decision | Knowledge) -> ToldDecision:
    logic = one.logic if isinstance(one, Decision) else one.function
    name = one.name or one.id
    if not isinstance(logic, DecisionTable):
        return ToldDecision(one.id, name, "", (), (), (), tuple(_texts(logic)))
    return ToldDecision(
        one.id,
        name,
        logic.hit_policy[0] + _SIGNS.get(logic.aggregation or "", ""),
        tuple(column.label or column.expression.text for column in logic.inputs),
        tuple(column.label or column.name or name for column in logic.outputs),
        tuple(
            ToldRule(
                tuple(cell.text.strip() or "-" for cell in rule.tests),
                tuple(cell.text.strip() for cell in rule.outputs),
            )
            for rule in logic.rules
        ),
        (),
    )


def _texts(logic: Logic | object | None) -> Iterator[str]:
    """Yield every text of FEEL in a logic, in its order."""
    if isinstance(logic, Text):
        yield logic.text.strip()
    elif isinstance(logic, tuple):
        for each in logic:
            yield from _texts(each)
    elif is_dataclass(logic):
        for each in fields(logic):
            yield from _texts(getattr(logic, each.name))
