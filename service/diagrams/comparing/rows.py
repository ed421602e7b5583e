"""Rows that only have another number now: said once, not at each row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from service.diagrams.step_references import renumbered
from service.sentences.telling import Change, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from service.diagrams.extensions import SopStep

_KEY_NUMBER: Final = re.compile(r"(?<=[a-z])_\d+$")


def renumbering(pairs: Iterable[tuple[SopStep, SopStep]]) -> Iterator[Change]:
    """Yield at most one change: of numbers, or else of the order in which rows stand."""
    rows = sorted(pairs, key=lambda pair: pair[0].seq)
    numbers = [(old.called, new.called) for old, new in rows if old.called != new.called]
    topic = said("compare.topic.number")
    if numbers:
        old, new = zip(*_runs(numbers), strict=True)
        arrows = tuple(said("compare.arrow", old=a, new=b) for a, b in zip(old, new, strict=True))
        line = said("compare.renumbered", numbers=arrows)
        yield Change("steps", "changed", line, "", topic, tuple(old), tuple(new))
        return
    now = sorted((pair[1] for pair in rows), key=lambda step: step.seq)
    before, after = [old.called for old, _ in rows], [step.called for step in now]
    if before != after:
        line = said("compare.reordered", numbers=", ".join(after))
        yield Change("steps", "changed", line, "", topic, ", ".join(before), ", ".join(after))


def follows(old: object, new: object, numbers: Mapping[str, str]) -> bool:
    """Say whether a text only names the same rows by the numbers that they have now."""
    return isinstance(old, str) and old != new and renumbered(old, numbers) == new


def is_same_key(old: object, new: object) -> bool:
    """Say whether a key that a table made differs by its number alone: putusan_4, putusan_5."""
    if not (isinstance(old, str) and isinstance(new, str)) or old == new:
        return False
    return _KEY_NUMBER.sub("", old) == _KEY_NUMBER.sub("", new)


def _runs(numbers: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield pairs, neighbours that moved by as much as one: 5 to 9, 6 to 10."""
    run: list[tuple[str, str]] = []
    for pair in numbers:
        if run and not _goes_on(run[-1], pair):
            yield _written(run)
            run = []
        run.append(pair)
    yield _written(run)


def _goes_on(last: tuple[str, str], pair: tuple[str, str]) -> bool:
    if not all(number.isdecimal() for number in (*last, *pair)):
        return False
    return all(int(now) == int(before) + 1 for before, now in zip(last, pair, strict=True))


def _written(run: list[tuple[str, str]]) -> tuple[str, str]:
    first, last = run[0], run[-1]
    if len(run) == 1:
        return first
    return f"{first[0]}\N{EN DASH}{last[0]}", f"{first[1]}\N{EN DASH}{last[1]}"
