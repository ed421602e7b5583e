"""What a comparison finds, beside its sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.sentences.telling import Change


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a diagram beside each other; empty when Alur reads the same in both."""

    #: in the order of the document: identity, columns, steps, the other elements, flows, layout
    changes: tuple[Change, ...]
    #: ids of the older diagram that the newer one no longer has, and the reverse; flows too
    gone: frozenset[str] = frozenset()
    come: frozenset[str] = frozenset()
    #: ids of nodes that both have, older → newer
    same: Mapping[str, str] = field(default_factory=dict)

    @property
    def altered(self) -> frozenset[tuple[str, str]]:
        """Return the ids (older, newer) of elements that both have and that say something else."""
        return frozenset(
            change.elements
            for change in self.changes
            if change.kind == "changed" and all(change.elements)
        )

    @property
    def without_layout(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.part != "layout")
