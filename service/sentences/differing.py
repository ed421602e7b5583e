"""Properties of one thing in two versions: what they say, and what is another of it.

A property has a key, by which it is the same, and words, which are told.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from service.sentences.telling import Change, Told, said

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from service.sentences.telling import Said

#: Where there is nothing.
NOTHING: Final = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class Value:
    """One value: equal when its key is, whatever its words are."""

    key: Hashable
    told: Told


@dataclass(frozen=True, slots=True)
class Values:
    """Several values in their order, each told as one more or one less."""

    items: tuple[Value, ...]


Property = Value | Values


def text(words: str | None) -> Value:
    """Return a text as it is written."""
    return Value(words or None, words or NOTHING)


def yes_no(value: bool) -> Value:  # noqa: FBT001 - the value itself
    """Return a yes or no."""
    return Value(value, said("compare.yes" if value else "compare.no"))


def word(code: str, value: str | None) -> Value:
    """Return one of our own words, `compare.<code>.<value>` of the catalogue."""
    return Value(value, said(f"compare.{code}.{value}") if value else NOTHING)


def texts(lines: Iterable[str]) -> Values:
    """Return lines as they are written."""
    return Values(tuple(Value(line, line) for line in lines))


def told_delta(old: Values, new: Values) -> tuple[Said, ...]:
    """Return what came and what went; (): only their order is another."""
    before = Counter(item.key for item in old.items)
    now = Counter(item.key for item in new.items)
    words = {item.key: item.told for item in (*old.items, *new.items)}
    come = [said("compare.plus", item=words[key]) for key in (now - before).elements()]
    gone = [said("compare.minus", item=words[key]) for key in (before - now).elements()]
    return (*come, *gone)


def told(value: Property) -> Told:
    """Return a value for the cell of a table."""
    if isinstance(value, Value):
        return value.told
    return tuple(item.told for item in value.items) or NOTHING


def key_of(value: Property) -> Hashable:
    """Return by what two values of a property are the same."""
    return value.key if isinstance(value, Value) else tuple(item.key for item in value.items)


def differing(
    part: str,
    where: Told,
    old: Mapping[str, Property],
    new: Mapping[str, Property],
    elements: tuple[str, str] = ("", ""),
) -> Iterator[Change]:
    """Yield a change for each property that is not the same.

    What only one side has goes without saying: the property that brought it is another too.
    """
    for topic, before in old.items():
        now = new.get(topic)
        if now is not None and key_of(before) != key_of(now):
            yield changed(part, where, topic, before, now, elements)


def changed(
    part: str,
    where: Told,
    topic: str,
    old: Property,
    new: Property,
    elements: tuple[str, str] = ("", ""),
) -> Change:
    """Return one property that is another now; a list tells what came and went."""
    named = said(f"compare.topic.{topic}")
    words = {"topic": named, "where": where}
    whole = "" if where else "-whole"
    change = partial(
        Change,
        part,
        "changed",
        where=where,
        topic=named,
        old=told(old),
        new=told(new),
        elements=elements,
    )
    if isinstance(old, Value) or isinstance(new, Value):
        return change(said(f"compare.changed{whole}", old=told(old), new=told(new), **words))
    items = told_delta(old, new)
    if not items:
        return change(said(f"compare.order{whole}", **words))
    listed = said(f"compare.list{whole}", **words)
    return change(said("compare.delta", list=listed, delta=items), items=items, listed=listed)


def text_differs(old: Property, new: Property) -> bool:
    """Say whether the words of two values are others, not only what they stand for."""
    return isinstance(old, Value) and isinstance(new, Value) and old.told != new.told
