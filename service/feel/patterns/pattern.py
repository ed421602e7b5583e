"""A compiled pattern: finds the places of a text that it matches."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from service.feel.patterns.program import program_of
from service.feel.patterns.reader import read_flags, read_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.feel.budget import Budget
    from service.feel.patterns.program import Instruction
    from service.feel.patterns.reader import Flags

#: Instructions of which one step of the budget is made.
_INSTRUCTIONS_OF_A_STEP = 4
_STEPS_AT_A_TIME = 32

#: Where each group begins and ends, at 2n and 2n + 1; None: it took no part.
Places = tuple[int | None, ...]
#: The next instruction, the place in the text, and the groups so far.
Way = tuple[int, int, Places]


@lru_cache(maxsize=256)
def compile_pattern(text: str, flags: str = "") -> Pattern:
    """Return the pattern that `text` writes. Raises BadPattern, UnsupportedPattern."""
    read = read_flags(flags)
    tree, groups = read_pattern(text, read)
    return Pattern(program_of(tree), groups, read)


@dataclass(frozen=True, slots=True)
class Pattern:
    program: tuple[Instruction, ...]
    groups: int
    flags: Flags

    def first(self, text: str, budget: Budget, start: int = 0) -> Places | None:
        """Return the first match from `start` on. Raises TooMuchWork."""
        tried: set[int] | None = None if self._refers else set()
        for begin in range(start, len(text) + 1):
            found = self._at(text, begin, tried, budget)
            if found is not None:
                return found
        return None

    def all(self, text: str, budget: Budget) -> Iterator[Places]:
        """Yield the matches of `text`, none of which overlap."""
        start = 0
        while (found := self.first(text, budget, start)) is not None:
            yield found
            start = end_of(found) + (end_of(found) == found[0])
            if start > len(text):
                return

    @property
    def _refers(self) -> bool:
        return any(instruction.does == "same" for instruction in self.program)

    def _at(self, text: str, begin: int, tried: set[int] | None, budget: Budget) -> Places | None:
        """Return the match that begins at `begin`: of all ways the first that reaches the end.

        A way that comes where another failed fails too, unless back references tell them apart.
        """
        ways: list[Way] = [(0, begin, (begin, None) + (None,) * (2 * self.groups))]
        width, count = len(text) + 1, 0
        while ways:
            at, place, groups = ways.pop()
            count += 1
            if count % (_INSTRUCTIONS_OF_A_STEP * _STEPS_AT_A_TIME) == 0:
                budget.spend(_STEPS_AT_A_TIME)
            if tried is not None:
                mark = at * width + place
                if mark in tried:
                    continue
                tried.add(mark)
            step = self.program[at]
            if step.does == "found":
                budget.spend(1)
                return _put(groups, 1, place)
            ways += self._onwards(step, (at, place, groups), text)
        budget.spend(1)
        return None

    def _onwards(self, step: Instruction, way: Way, text: str) -> tuple[Way, ...]:
        """Return where a way goes on, the last of them first."""
        at, place, groups = way
        after = place
        match step.does:
            case "fork":
                if step.either == step.other:
                    return ((step.either, place, groups),)
                return ((step.other, place, groups), (step.either, place, groups))
            case "save":
                groups = _put(groups, step.number, place)
                goes_on = True
            case "take":
                after = place + 1
                goes_on = place < len(text) and step.takes(text[place])
            case "same":
                again = group_text(text, groups, step.number)
                after = place + len(again)
                goes_on = self._alike(text[place:after], again)
            case _:
                goes_on = self._is_edge(text, place, step.does)
        return ((at + 1, after, groups),) if goes_on else ()

    def _alike(self, found: str, wanted: str) -> bool:
        return found == wanted or (self.flags.folds and found.casefold() == wanted.casefold())

    def _is_edge(self, text: str, place: int, edge: str) -> bool:
        if edge == "start":
            return place == 0 or (self.flags.multiline and text[place - 1] == "\n")
        return place == len(text) or (self.flags.multiline and text[place] == "\n")


def group_text(text: str, places: Places, group: int) -> str:
    """Return what a group matched; "" when it took no part."""
    begin, end = places[2 * group], places[2 * group + 1]
    return "" if begin is None or end is None else text[begin:end]


def end_of(places: Places) -> int:
    """Return where a match ends."""
    return places[1] or 0


def _put(places: Places, index: int, place: int) -> Places:
    return (*places[:index], place, *places[index + 1 :])
