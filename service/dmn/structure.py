"""What a file of decisions says, as frozen values (DMN 1.5 chapters 6 to 10).

Texts of FEEL stand as they were written; `program` makes functions of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as OneOf

HitPolicy = OneOf["UNIQUE", "ANY", "PRIORITY", "FIRST", "RULE ORDER", "OUTPUT ORDER", "COLLECT"]
Aggregation = OneOf["SUM", "MIN", "MAX", "COUNT"]


@dataclass(frozen=True, slots=True)
class Text:
    """A text of FEEL; `element` names where it stands."""

    element: str
    text: str


@dataclass(frozen=True, slots=True)
class Variable:
    name: str
    #: None: any
    type: str | None = None


@dataclass(frozen=True, slots=True)
class LiteralExpression:
    text: Text
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Invocation:
    element: str
    called: Logic
    bindings: tuple[tuple[str, Logic | None], ...]
    type: str | None = None


@dataclass(frozen=True, slots=True)
class ContextEntry:
    #: None: the result of the context
    variable: Variable | None
    value: Logic | None


@dataclass(frozen=True, slots=True)
class Context:
    element: str
    entries: tuple[ContextEntry, ...]
    type: str | None = None


@dataclass(frozen=True, slots=True)
class List:
    element: str
    items: tuple[Logic, ...]
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    element: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Logic, ...], ...]
    type: str | None = None


@dataclass(frozen=True, slots=True)
class FunctionDefinition:
    element: str
    parameters: tuple[Variable, ...]
    body: Logic | None
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Conditional:
    element: str
    condition: Logic
    then: Logic
    otherwise: Logic
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    element: str
    source: Logic
    match: Logic
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Iteration:
    """for, some or every."""

    element: str
    kind: OneOf["for", "some", "every"]
    variable: str
    source: Logic
    body: Logic
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Input:
    element: str
    label: str
    expression: Text
    type: str | None
    #: the values that it may have
    values: Text | None


@dataclass(frozen=True, slots=True)
class Output:
    element: str
    #: None only where there is one output
    name: str | None
    label: str
    type: str | None
    #: the values that it may have, the most important first
    values: Text | None
    default: Logic | None


@dataclass(frozen=True, slots=True)
class Rule:
    element: str
    tests: tuple[Text, ...]
    outputs: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class DecisionTable:
    element: str
    hit_policy: HitPolicy
    aggregation: Aggregation | None
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    type: str | None = None


Logic = (
    LiteralExpression
    | Invocation
    | Context
    | List
    | Relation
    | FunctionDefinition
    | Conditional
    | Filter
    | Iteration
    | DecisionTable
)


@dataclass(frozen=True, slots=True)
class Requirements:
    """Ids of what a decision or function needs."""

    inputs: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    knowledge: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InputData:
    id: str
    name: str
    variable: Variable


@dataclass(frozen=True, slots=True)
class Decision:
    id: str
    name: str
    variable: Variable
    requires: Requirements
    #: None: the decision is drawn, but nobody said how it is made
    logic: Logic | None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A business knowledge model: a function with a name."""

    id: str
    name: str
    variable: Variable
    requires: Requirements
    function: FunctionDefinition | None


@dataclass(frozen=True, slots=True)
class Service:
    """Decisions that are called as one function."""

    id: str
    name: str
    variable: Variable
    outputs: tuple[str, ...]
    encapsulated: tuple[str, ...]
    input_decisions: tuple[str, ...]
    input_data: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    """A type: a base, a structure, or a function; perhaps a list of it, perhaps restricted."""

    element: str
    name: str
    base: str | None
    components: tuple[ItemDefinition, ...]
    is_collection: bool
    allowed: Text | None
    #: of a function
    function: tuple[tuple[Variable, ...], str | None] | None = None


@dataclass(frozen=True, slots=True)
class Definitions:
    id: str
    name: str
    namespace: str
    inputs: tuple[InputData, ...]
    decisions: tuple[Decision, ...]
    knowledge: tuple[Knowledge, ...]
    services: tuple[Service, ...]
    types: tuple[ItemDefinition, ...]
