"""How a function of FEEL is declared, called by place or by name, and given what it takes.

A null argument gives null, as in the standard, unless the parameter takes null; an argument of a
wrong kind raises WrongType.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import TYPE_CHECKING

from service.feel.errors import WrongType
from service.feel.kinds import CHARACTERS_OF_A_STEP, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.feel.budget import Budget
    from service.values import Value

    Body = Callable[[Sequence[Value], Budget], Value]

_ANY = "any"
_REST = "…"


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    #: None: any kind, null too
    kinds: frozenset[str] | None
    optional: bool = False

    def fits(self, value: Value) -> bool:
        """Return whether `value` is of a kind that this takes, null apart."""
        return value is None or self.kinds is None or kind_of(value) in self.kinds

    def singleton(self, value: Value) -> Value:
        """Return `value`, made a list or taken out of one if that fits (§10.3.2.9.4)."""
        if self.fits(value) or self.kinds is None:
            return value
        if "list" in self.kinds:
            return [value]
        if kind_of(value) == "list" and len(value) == 1 and self.fits(value[0]):
            return value[0]
        return value


@dataclass(frozen=True, slots=True)
class Form:
    """One way to call a function."""

    parameters: tuple[Parameter, ...]
    body: Body
    #: what may follow any number of times; it is given to the body as one list
    rest: Parameter | None = None
    #: of each parameter, for speed
    kinds: tuple[frozenset[str] | None, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kinds", tuple(each.kinds for each in self.parameters))

    @property
    def text(self) -> str:
        """Return how the form is written: `string, start position, length?`."""
        names = [p.name + ("?" if p.optional else "") for p in self.parameters]
        return ", ".join([*names, f"{self.rest.name}, …"] if self.rest else names)

    def order(self, count: int, names: Sequence[str]) -> tuple[int, ...] | None:
        """Return which argument each parameter gets, -1 for none; None when they do not fit."""
        if names:
            return self._by_name(names)
        least = sum(not parameter.optional for parameter in self.parameters)
        most = len(self.parameters)
        if count < least + (self.rest is not None) or (self.rest is None and count > most):
            return None
        return tuple(range(max(count, 0)))

    def _by_name(self, names: Sequence[str]) -> tuple[int, ...] | None:
        own = [parameter.name for parameter in self.parameters]
        if self.rest is not None or set(names) - set(own) or len(set(names)) < len(names):
            return None
        if any(not p.optional and p.name not in names for p in self.parameters):
            return None
        order = [names.index(name) if name in names else -1 for name in own]
        while order and order[-1] == -1:
            order.pop()
        return tuple(order)

    def of(self, values: list[Value]) -> Parameter | None:
        """Return the first parameter whose value is of a kind that it does not take."""
        for index, value in enumerate(values):
            parameter = self._parameter(index)
            if not parameter.fits(value):
                return parameter
        return None

    def _parameter(self, index: int) -> Parameter:
        if index < len(self.parameters):
            return self.parameters[index]
        assert self.rest is not None  # noqa: S101 - `order` has counted
        return self.rest

    def as_taken(self, values: list[Value]) -> list[Value]:
        """Return the values, a list of one made its item, or an item a list, where that fits."""
        return [self._parameter(index).singleton(value) for index, value in enumerate(values)]

    def run(self, name: str, values: list[Value], budget: Budget) -> Value:
        """Return what the body gives. Raises WrongType and what the body raises."""
        missing = False
        rest = self.rest
        taken = self.kinds if rest is None else chain(self.kinds, repeat(rest.kinds))
        for value, kinds in zip(values, taken):  # noqa: B905 - optional ones may be left out
            if value is None:
                missing = missing or (kinds is not None and "null" not in kinds)
                continue
            kind = kind_of(value)
            if kinds is not None and kind not in kinds:
                raise WrongType(operation=name, kinds=kind)
            if kind == "list":
                budget.spend(len(value))
            elif kind == "string" and len(value) >= CHARACTERS_OF_A_STEP:
                budget.spend(len(value) // CHARACTERS_OF_A_STEP)
        if missing:
            return None
        if rest is None:
            return self.body(values, budget)
        fixed = len(self.parameters)
        return self.body([*values[:fixed], values[fixed:]], budget)


@dataclass(frozen=True, slots=True)
class BuiltIn:
    name: str
    forms: tuple[Form, ...]
    #: makes a value from text alone, so that a literal argument is checked when it is read
    is_literal: bool = False

    @property
    def signature(self) -> str:
        """Return how it is called, as the documentation shows it."""
        return " or ".join(f"{self.name}({form.text})" for form in self.forms)

    def fitting(self, count: int, names: Sequence[str] = ()) -> list[tuple[Form, tuple[int, ...]]]:
        """Return the forms that take so many arguments, and the order in which they take them."""
        orders = ((form, form.order(count, names)) for form in self.forms)
        return [(form, order) for form, order in orders if order is not None]

    def run(self, forms: Sequence[Form], values: list[Value], budget: Budget) -> Value:
        """Return what the first of `forms` gives that takes values of these kinds.

        Where the standard is followed, lists of one item and items turn into each other first
        (§10.3.2.9.4). Raises what the form raises.
        """
        for form in forms:
            if form.of(values) is None:
                return form.run(self.name, values, budget)
        if budget.standard:
            for form in forms:
                taken = form.as_taken(values)
                if form.of(taken) is None:
                    return form.run(self.name, taken, budget)
        return forms[0].run(self.name, values, budget)


def form(parameters: str, body: Body) -> Form:
    """Return the form whose parameters are written `name: kind|kind, name?: kind, …name: kind`."""
    read = [_parameter(part) for part in parameters.split(", ")] if parameters else []
    rest = read.pop() if parameters.rpartition(", ")[2].startswith(_REST) else None
    return Form(tuple(read), body, rest)


def function(name: str, *forms: tuple[str, Body], is_literal: bool = False) -> BuiltIn:
    """Return the function of some forms."""
    return BuiltIn(name, tuple(form(*each) for each in forms), is_literal)


def _parameter(text: str) -> Parameter:
    name, _, kinds = text.removeprefix(_REST).partition(": ")
    taken = None if kinds == _ANY else frozenset(kinds.split("|"))
    return Parameter(name.removesuffix("?"), taken, name.endswith("?"))
