"""The names of BPMN 2.0.2: every element of its schema, and the attributes of what Alur reads."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from service.diagrams.vocabulary import KINDS
from tests.unit.diagrams.test_reader_vocabulary import STANDARD

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Elements of the schema that stand for others and are never written.
_ABSTRACT: Final = frozenset(
    {
        "artifact",
        "conversationNode",
        "eventDefinition",
        "flowElement",
        "loopCharacteristics",
        "rootElement",
    }
)
#: Those of the file itself, which is described elsewhere.
_FILE: Final = frozenset({"definitions", "import", "extension", "relationship"})


def elements() -> frozenset[str]:
    found = {name for each in STANDARD.types for name in STANDARD.children(each)}
    return frozenset((found | STANDARD.concrete("rootElement") | _FILE) - _ABSTRACT)


def attributes() -> frozenset[tuple[str, str]]:
    """Return (element, attribute) of all elements that Alur reads."""
    return frozenset((name, each) for name, kind in KINDS.items() for each in kind.attributes)


def claims(rows: Iterable[str]) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Return how often rows name each element and each attribute of an element.

    "@name" is the attribute of every element that has it and that no row names with it.
    """
    words = [word for names in rows for word in names.split()]
    found = Counter(word for word in words if "@" not in word)
    pairs = [tuple(word.split("@")) for word in words if "@" in word]
    named = Counter((element, name) for element, name in pairs if element)
    for _, name in (each for each in pairs if not each[0]):
        named.update(each for each in attributes() if each[1] == name and each not in pairs)
    return found, named
