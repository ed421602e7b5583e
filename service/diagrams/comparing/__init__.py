"""Two versions of a diagram beside each other: what is another, each thing in one sentence.

Nothing here knows a database or a page. `compare` answers with a `Comparison`; its sentences are
`compare.*` of the catalogue, told in either language at the last moment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.comparing.comparison import Comparison
from service.diagrams.comparing.document import (
    data_changes,
    id_changes,
    identity_changes,
    lane_changes,
)
from service.diagrams.comparing.flows import flow_changes
from service.diagrams.comparing.layout import layout_change
from service.diagrams.comparing.nodes import element_changes, step_changes
from service.diagrams.comparing.pair import Pair

if TYPE_CHECKING:
    from service.diagrams.model import Diagram, Process

__all__ = ["Comparison", "compare"]


def compare(old: Diagram, new: Diagram, process_ids: tuple[str, str]) -> Comparison:
    """Return what is another in the process of the newer diagram.

    `process_ids` names the process in the older and in the newer one. What Alur does not read, a
    note or the attribute of another tool, is not compared. Raises KeyError for an id that is not
    there.
    """
    pair = Pair.of(_process(old, process_ids[0]), _process(new, process_ids[1]))
    changes = [
        *identity_changes(pair),
        *lane_changes(pair),
        *step_changes(pair),
        *element_changes(pair),
        *data_changes(pair),
        *flow_changes(pair.old, pair.new, pair.matches, pair.names, pair.numbers()),
        *id_changes(pair),
    ]
    moved = layout_change(old.interchange, new.interchange, pair.drawn(old, new), pair.shifted())
    if moved is not None:
        changes.append(moved)
    return Comparison(tuple(changes), gone=pair.gone, come=pair.come, same=pair.matches.nodes)


def _process(diagram: Diagram, process_id: str) -> Process:
    found = diagram.process(process_id)
    if found is None:
        raise KeyError(process_id)
    return found
