"""What of a compiled node a token in it depends on: two nodes alike are one to the token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from service.engine.specs.schedule import Schedule
from service.feel import Expression

if TYPE_CHECKING:
    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec

    from service.engine.specs.base import FlowNode

#: What the subclasses of `FlowNode` read of a diagram, beside where their flows lead.
_READ: Final = (
    "kind",
    "message",
    "correlation",
    "signal",
    "payload",
    "dispatches",
    "schedule",
    "interrupting",
    "code",
    "parallel",
    "cardinality",
    "collection",
    "item",
    "condition",
    "maximum",
    "test_before",
    "output_collection",
    "output_item",
    "thrown",
    "thrown_once",
    "arguments",
    "results",
    "assignments",
    "quantity",
    "copies",
    "script",
    "rules",
    "decision",
    "result",
    "default",
    "own_names",
    "activity",
    "waits",
)

Shape = tuple[Any, ...]


def shape_of(node: FlowNode) -> Shape:
    """Return what the diagram says of a node itself, as values that can be compared."""
    return (type(node).__name__, *(_plain(getattr(node, name, None)) for name in _READ))


def body_of(spec: BpmnProcessSpec, path: str) -> dict[str, Shape]:
    """Return the shapes of the element at `path` and of all inside it, with their wiring.

    Named from the element on, so that the same activity elsewhere has the same body.
    """
    return {
        name.removeprefix(path): (
            shape_of(node),
            node.hosted,
            node.incoming if node.path != path else (),
            tuple(
                (edge.flow_id, edge.target.removeprefix(path), _plain(edge.condition))
                for edge in (node.edges if node.path != path else ())
            ),
            tuple(item.removeprefix(path) for item in getattr(node, "boundaries", ())),
            tuple(item.removeprefix(path) for item in getattr(node, "first", ())),
            "" if node.undoing is None else node.undoing.handler.removeprefix(path),
        )
        for name, node in spec.task_specs.items()
        if getattr(node, "path", "") == path or getattr(node, "path", "").startswith(f"{path}/")
    }


def _plain(value: Any) -> Any:
    """Return expressions as they are written; all else as it is."""
    match value:
        case Expression():
            return value.text
        case Schedule():
            return (value.kind, str(value.fixed), _plain(value.expression))
        case tuple():
            return tuple(map(_plain, value))
        case _:
            return value
