"""How large a file of decisions may be."""

from __future__ import annotations

from dataclasses import dataclass

from service.markup import Bounds


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on an uploaded file of decisions (decisions §7)."""

    bytes: int = 1024 * 1024
    #: of DMN
    elements: int = 20_000
    #: of the whole file: picture and extensions too
    all_elements: int = 40_000
    #: of one element
    attributes: int = 64
    depth: int = 48
    #: texts of FEEL, a cell of a table being one
    expressions: int = 5_000
    #: characters of all texts of FEEL
    characters: int = 100_000
    #: that one expression may speak of: inputs, decisions, entries before it
    names: int = 500
    #: decisions and functions that need each other in a row
    requirements: int = 50

    @property
    def bounds(self) -> Bounds:
        return Bounds(self.bytes, self.elements, self.all_elements, self.attributes, self.depth)


USUAL = Limits()
