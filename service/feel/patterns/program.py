"""Turns the tree of a pattern into a list of instructions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, assert_never

from service.feel.errors import UnsupportedPattern
from service.feel.patterns.classes import Chars
from service.feel.patterns.reader import Choice, Edge, Group, Repeat, SameAs, Sequence

if TYPE_CHECKING:
    from service.feel.patterns.reader import Node

#: Instructions of one pattern: `a{1000}` is a thousand.
LONGEST_PROGRAM = 2_000


class Instruction(NamedTuple):
    """One step; `either` and `other` are instructions to go on with, `either` first."""

    does: Literal["take", "fork", "save", "same", "start", "end", "found"]
    chars: Chars | None = None
    #: the group, or the place of `save`
    number: int = 0
    either: int = 0
    other: int = 0

    def takes(self, character: str) -> bool:
        """Return whether the instruction takes this character."""
        return self.chars is not None and self.chars.has(character)


def program_of(tree: Node) -> tuple[Instruction, ...]:
    """Return the instructions of a pattern. Raises UnsupportedPattern when they are too many."""
    writer = _Writer()
    writer.write(tree)
    writer.put(Instruction("found"))
    return tuple(writer.instructions)


class _Writer:
    def __init__(self) -> None:
        self.instructions: list[Instruction] = []

    def put(self, instruction: Instruction) -> int:
        """Append an instruction and return where it stands."""
        if len(self.instructions) >= LONGEST_PROGRAM:
            raise UnsupportedPattern(pattern=f"> {LONGEST_PROGRAM}")
        self.instructions.append(instruction)
        return len(self.instructions) - 1

    @property
    def here(self) -> int:
        return len(self.instructions)

    def write(self, tree: Node) -> None:
        match tree:
            case Chars():
                self.put(Instruction("take", chars=tree))
            case Edge(sign):
                self.put(Instruction("start" if sign == "^" else "end"))
            case SameAs(group):
                self.put(Instruction("same", number=group))
            case Sequence(parts):
                for part in parts:
                    self.write(part)
            case Group(number, part):
                self.put(Instruction("save", number=2 * number))
                self.write(part)
                self.put(Instruction("save", number=2 * number + 1))
            case Choice(branches):
                self._choice(branches)
            case Repeat():
                self._repeat(tree)
            case _:
                assert_never(tree)

    def _choice(self, branches: tuple[Node, ...]) -> None:
        ends = []
        for branch in branches[:-1]:
            fork = self.put(Instruction("fork"))
            self.write(branch)
            ends.append(self.put(Instruction("fork")))
            self._lead(fork, fork + 1, self.here)
        self.write(branches[-1])
        for end in ends:
            self._lead(end, self.here, self.here)

    def _repeat(self, tree: Repeat) -> None:
        for _ in range(tree.least):
            self.write(tree.part)
        if tree.most is None:
            fork = self.put(Instruction("fork"))
            self.write(tree.part)
            back = self.put(Instruction("fork"))
            self._lead(back, fork, fork)
            self._ways(fork, self.here, greedy=tree.greedy)
            return
        forks = []
        for _ in range(tree.most - tree.least):
            forks.append(self.put(Instruction("fork")))
            self.write(tree.part)
        for fork in forks:
            self._ways(fork, self.here, greedy=tree.greedy)

    def _ways(self, fork: int, after: int, *, greedy: bool) -> None:
        self._lead(fork, *((fork + 1, after) if greedy else (after, fork + 1)))

    def _lead(self, fork: int, either: int, other: int) -> None:
        self.instructions[fork] = Instruction("fork", either=either, other=other)
