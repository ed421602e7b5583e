"""The types of FEEL (DMN 1.5 §10.3.2.9), as frozen values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Any:
    pass


@dataclass(frozen=True, slots=True)
class Simple:
    #: one of SIMPLE
    name: str


@dataclass(frozen=True, slots=True)
class ListOf:
    item: Type


@dataclass(frozen=True, slots=True)
class RangeOf:
    end: Type


@dataclass(frozen=True, slots=True)
class ContextOf:
    entries: tuple[tuple[str, Type], ...]


@dataclass(frozen=True, slots=True)
class FunctionOf:
    parameters: tuple[Type, ...]
    result: Type


@dataclass(frozen=True, slots=True)
class Named:
    """A type that a model defines."""

    name: str


@dataclass(frozen=True, slots=True)
class Allowed:
    """A type of which a model allows only some values; every value of the base conforms to it."""

    base: Type
    #: names the list of the values
    values: str


Type = Any | Simple | ListOf | RangeOf | ContextOf | FunctionOf | Named | Allowed
ANY = Any()
