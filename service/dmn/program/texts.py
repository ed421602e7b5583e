"""The texts of FEEL in a model: which names each may speak of, and what it becomes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from service.dmn.findings import DecisionsRefused, Finding
from service.dmn.program.evaluation import at
from service.feel import FeelSyntaxError, tree
from service.feel.closures import Setting, evaluator
from service.feel.functions import FUNCTIONS, WITH_CLOCK
from service.feel.names import SPACED_ENTRIES, Vocabulary, normal
from service.feel.reader import read, read_tests
from service.feel.walks import children, depth, variables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.dmn.findings import Findings
    from service.dmn.limits import Limits
    from service.dmn.structure import Text
    from service.feel.closures import Evaluator
    from service.feel.tree import Tree

#: Names that contexts give to their entries inside a text: `{Jumlah hari: 3}`.
_KEY = re.compile(r"[{,]\s*+\"?([^\W\d][^\"{}:,()\[\]]*+)\"?\s*+:")
_CLOCK = WITH_CLOCK.keys() - FUNCTIONS.keys()
#: Among the names of a scope: names that nobody declared, the entries of an item of any type.
UNDECLARED = ""
#: The input of a unary test, and what a filter and `for` give names to.
_ALWAYS = frozenset({"?", "item", "partial"})


class Made(NamedTuple):
    """A function, and how many levels of calls it may need."""

    run: Evaluator
    levels: int


@dataclass(frozen=True, slots=True)
class _Read:
    vocabulary: Vocabulary
    trees: dict[str, Tree | FeelSyntaxError] = field(default_factory=dict)


def keys_in(text: str) -> Iterator[str]:
    """Yield the names of entries that a text makes."""
    return (normal(match[1]) for match in _KEY.finditer(text))


class Texts:
    """Compiles the texts of one model, and counts them."""

    def __init__(
        self,
        entries: frozenset[str],
        setting: Setting,
        findings: Findings,
        *,
        limits: Limits,
        clock: bool,
    ) -> None:
        self._entries = entries | SPACED_ENTRIES
        self.setting = setting
        self._findings = findings
        self._limits = limits
        self._clock = clock
        self._types = frozenset(setting.types)
        self._texts = self._characters = 0
        #: of expressions and of cells: what was read last in the same scope, as tables repeat
        self._read: dict[bool, _Read] = {}

    def expression(self, text: Text, names: frozenset[str]) -> Made:
        """Return the function of an expression."""
        return self._function(text, names, tests=False)

    def tests(self, text: Text, names: frozenset[str]) -> Made | None:
        """Return the function that says whether `?` passes a cell; None when all pass."""
        if text.text in ("", "-"):
            return None
        return self._function(text, names, tests=True)

    def require_few(self, names: frozenset[str], element: str) -> None:
        """Refuse a scope of more names than can be copied again and again."""
        if len(names) > self._limits.names:
            limit = str(self._limits.names)
            raise DecisionsRefused((Finding("too-many-names", element, {"limit": limit}),))

    def _function(self, text: Text, names: frozenset[str], *, tests: bool) -> Made:
        self._count(text)
        found = self._tree(text, names, tests=tests)
        if isinstance(found, FeelSyntaxError):
            self._findings.add_text(text.element, text.text, found)
            found = tree.Literal(None)
        self._judge(text, found, names)
        return Made(at(text.element, evaluator(found, self.setting)), depth(found))

    def _count(self, text: Text) -> None:
        """Refuse a model with more texts, or longer ones, than we read in a second or two."""
        self._texts += 1
        self._characters += len(text.text)
        for count, limit, code in (
            (self._texts, self._limits.expressions, "too-many-expressions"),
            (self._characters, self._limits.characters, "too-much-text"),
        ):
            if count > limit:
                raise DecisionsRefused((Finding(code, text.element, {"limit": str(limit)}),))

    def _tree(self, text: Text, names: frozenset[str], *, tests: bool) -> Tree | FeelSyntaxError:
        last = self._read.get(tests)
        if last is None or last.vocabulary.names != names:
            last = self._read[tests] = _Read(
                Vocabulary(
                    standard=True,
                    names=names,
                    entries=self._entries,
                    types=self._types,
                    filtering=UNDECLARED in names,
                )
            )
        if text.text not in last.trees:
            try:
                made: Tree | FeelSyntaxError
                made = (read_tests if tests else read)(text.text, last.vocabulary)
            except FeelSyntaxError as problem:
                made = problem
            last.trees[text.text] = made
        return last.trees[text.text]

    def _judge(self, text: Text, found: Tree, names: frozenset[str]) -> None:
        """Find names that nothing has, and the clock where there is none."""
        unknown = variables(found, filters=False) - names - _ALWAYS - WITH_CLOCK.keys()
        for name in sorted(() if UNDECLARED in names else unknown):
            self._findings.add("unknown-name", text.element, name=name, text=text.text[:200])
        if not self._clock and (_calls(found) & _CLOCK) - names:
            self._findings.add("clock", text.element, text=text.text[:200])


def _calls(of: Tree) -> set[str]:
    match of:
        case tree.Call(name) | tree.Variable(name):
            own = {name}
        case _:
            own = set()
    return own.union(*map(_calls, children(of)))
