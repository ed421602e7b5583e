"""Makes the types of FEEL of the item definitions of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.feel import type_forms, types
from service.feel.type_forms import ANY, Allowed, Named
from service.feel.types import DEEPEST_TYPE, NotAType, read_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.dmn.findings import Findings
    from service.dmn.structure import ItemDefinition, Text
    from service.feel.type_forms import Type


class Types:
    """The types of a model by their names, each resolved to what FEEL knows."""

    def __init__(self, definitions: Sequence[ItemDefinition], findings: Findings) -> None:
        self._definitions = {each.name: each for each in definitions}
        self._findings = findings
        self._open: list[str] = []
        self.by_name: dict[str, Type] = {}
        #: the values of the types that allow only some, by the element that lists them
        self.allowed: dict[str, Text] = {}
        self._entries: set[str] = set()
        for each in definitions:
            self.named(each.name, each.element)

    @property
    def entries(self) -> frozenset[str]:
        """Return the names of all entries that the types name."""
        return frozenset(self._entries)

    def of(self, written: str | None, element: str) -> Type:
        """Return the type that a `typeRef` names; a finding, when there is none."""
        if written is None:
            return ANY
        if written in self._definitions:
            return self.named(written, element)
        try:
            found = read_type(written)
        except NotAType:
            found = Named(written)
        self._entries |= _entries_of(found)
        unknown = types.names_in(found)
        for name in sorted(unknown - self._definitions.keys()):
            self._findings.add("unknown-type", element, type=name)
        if unknown - self._definitions.keys():
            return ANY
        return types.resolved(found, {name: self.named(name, element) for name in unknown})

    def named(self, name: str, element: str) -> Type:
        """Return the type of this name."""
        if name in self.by_name:
            return self.by_name[name]
        if name in self._open or len(self._open) > DEEPEST_TYPE:
            self._findings.add("type-cycle", element, type=name)
            return ANY
        self._open.append(name)
        made = self._made(self._definitions[name])
        self._open.pop()
        self.by_name[name] = made
        return made

    def _made(self, item: ItemDefinition) -> Type:
        made = self._single(item)
        if item.allowed is not None:
            self.allowed[item.allowed.element] = item.allowed
            made = Allowed(made, item.allowed.element)
        return type_forms.ListOf(made) if item.is_collection else made

    def _single(self, item: ItemDefinition) -> Type:
        if item.function is not None:
            parameters, result = item.function
            own = tuple(self.of(each.type, item.element) for each in parameters)
            return type_forms.FunctionOf(own, self.of(result, item.element))
        if item.components:
            self._entries |= {part.name for part in item.components}
            entries = tuple((part.name, self._made(part)) for part in item.components)
            return type_forms.ContextOf(entries)
        return self.of(item.base, item.element)


def result_of(type_: Type) -> Type:
    """Return what a function of this type gives; of any other type, what it is."""
    return type_.result if isinstance(type_, type_forms.FunctionOf) else type_


def _entries_of(type_: Type) -> frozenset[str]:
    match type_:
        case type_forms.ListOf(inner) | type_forms.RangeOf(inner) | Allowed(inner):
            return _entries_of(inner)
        case type_forms.ContextOf(entries):
            own = frozenset(name for name, _ in entries)
            return own.union(*(_entries_of(inner) for _, inner in entries))
        case _:
            return frozenset()
