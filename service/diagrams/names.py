"""What the elements of a file are called, even of one that the gate refuses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.diagrams.findings import DiagramRefused
from service.diagrams.xml import BPMN, local_name, namespace, parse

if TYPE_CHECKING:
    from service.diagrams.xml import Limits


@dataclass(frozen=True, slots=True)
class Names:
    """The names that stand in a file, by id; an element without a name is in neither."""

    of_elements: dict[str, str] = field(default_factory=dict)
    #: sequence flow without a name of its own → ids of where it comes from and leads to
    of_ends: dict[str, tuple[str, str]] = field(default_factory=dict)
    #: element → ids of those from which flows lead to it
    before: dict[str, list[str]] = field(default_factory=dict)


def names_in(raw: bytes, limits: Limits | None = None) -> Names:
    """Return the names of a file; none of one that cannot be read as BPMN within `limits`."""
    try:
        root = parse(raw, limits)
    except DiagramRefused:
        return Names()
    found = Names()
    for element in root.iter():
        key, name = element.get("id", ""), " ".join(element.get("name", "").split())
        if not key or namespace(element) != BPMN:
            continue
        is_flow = local_name(element) == "sequenceFlow"
        source, target = element.get("sourceRef", ""), element.get("targetRef", "")
        if is_flow:
            found.before.setdefault(target, []).append(source)
        if name:
            found.of_elements.setdefault(key, name)
        elif is_flow:
            found.of_ends.setdefault(key, (source, target))
    return found
