"""What undoes what: compensation boundary events and their activities (BPMN 2.0.2 §10.7.1)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from service.diagrams.xml import BPMN, is_true

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.diagrams.source import Source


def compensations_of(source: Source) -> Mapping[str, tuple[str, ...]]:
    """Map each element to the compensation activities that an association ties to it.

    An association may stand in any scope, and be drawn from either end.
    """
    tied: defaultdict[str, list[str]] = defaultdict(list)
    for association in source.root.iter(f"{{{BPMN}}}association"):
        ends = [association.get(name, "") for name in ("sourceRef", "targetRef")]
        for one, other in (ends, reversed(ends)):
            activity = source.resolve(other)
            if activity is not None and is_true(activity, "isForCompensation"):
                tied[source.target(one)].append(activity.get("id", ""))
    return {element: tuple(dict.fromkeys(activities)) for element, activities in tied.items()}
