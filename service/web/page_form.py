"""A form of our own pages: what it asks, what was typed, and what has to be mended.

What was typed always comes back. An entry is judged whole, so that everything wrong with it is
said at once; what only the store can know (a taken name, an overlap) is said by the command.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar
from uuid import UUID

from service.access.entries import EntryRefused, cleaned
from service.access.import_plan import read_date
from service.errors import Forbidden, NotFound, Rejected
from service.sentences import catalogue, sentence
from service.web import labels
from service.web.typed import PageError, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import date

    from service.access.entries import Entry

Answer = TypeVar("Answer")

_TO_MEND: Final = 422

#: Sentences that do not say by themselves which field they are about.
_OF_ANY_FIELD: Final = frozenset(
    {
        "structure.missing",
        "structure.too-long",
        "structure.bad-characters",
        "structure.not-a-choice",
        "structure.bad-date",
        "structure.ends-before-it-starts",
        "structure.implausible-year",
    }
)


@dataclass(slots=True)
class PageForm:
    """One form, by the names of its controls."""

    #: control → what stands above it, in the order of the page
    labels: Mapping[str, str]
    typed: dict[str, str]
    wrong: dict[str, str] = field(default_factory=dict)
    #: status of the page that shows the form again
    status: int = 200
    _vague: set[str] = field(default_factory=set)

    @classmethod
    def blank(cls, asked: Mapping[str, str], **typed: str | None) -> PageForm:
        """Return the form before anything was typed; `typed`: what stands in it already."""
        return cls(asked, {name: typed.get(name) or "" for name in asked})

    @classmethod
    def arrived(cls, asked: Mapping[str, str], *, secret: Collection[str] = ()) -> PageForm:
        """Return the form as the request carries it; `secret` controls are never given back."""
        return cls(
            asked,
            {name: "" if name in secret else text_of(name) for name in asked},
        )

    @property
    def errors(self) -> list[PageError]:
        """What the summary above the form lists, in the order of the form."""
        order = ["", *self.labels]
        return [
            PageError(self._named(name, text), name)
            for name, text in sorted(self.wrong.items(), key=lambda item: order.index(item[0]))
        ]

    def refuse(self, name: str, code: str, /, **params: object) -> None:
        """Say what is wrong with a control; "" is the form as a whole. The first word stands."""
        if name not in self.wrong:
            self.wrong[name] = said(code, params)
            if code in _OF_ANY_FIELD:
                self._vague.add(name)
        self.status = max(self.status, _TO_MEND)

    def mark(self, name: str, text: str) -> None:
        """Say in words of its own what is wrong with a control."""
        self.wrong.setdefault(name, text)
        self.status = max(self.status, _TO_MEND)

    def judge(self, entry: Entry, controls: Mapping[str, str]) -> None:
        """Say everything that an entry breaks by itself. `controls`: field → control."""
        for problem in cleaned(entry).problems():
            self.refuse(controls[problem.field_name], problem.code, **problem.params)

    def require(self, *names: str) -> None:
        """Say of each control that is empty that it must be filled."""
        for name in names:
            if not self.typed[name]:
                self.refuse(name, "structure.missing")

    def day(self, name: str) -> date | None:
        """Return a date as a browser sends it or as people write it; None: nothing or no date."""
        typed = self.typed[name]
        found = read_date(typed) if typed else None
        if typed and found is None:
            self.refuse(name, "structure.bad-date", value=typed[:40])
        return found

    def chosen(self, name: str) -> UUID | None:
        """Return the id that was chosen; None: nothing was, or it is no id."""
        try:
            return UUID(self.typed[name])
        except ValueError:
            return None

    def carry_out(
        self, act: Callable[[], Answer], places: Mapping[str, str] | None = None
    ) -> Answer | None:
        """Do what the form asks for, unless something is wrong with it already.

        `places`: code of a refusal → control that it is about. Returns None when the form has to
        be shown again. Raises Forbidden and NotFound, which no typing mends.
        """
        if self.wrong:
            return None
        try:
            return act()
        except (Forbidden, NotFound):
            raise
        except EntryRefused as refused:
            for problem in refused.problems:
                control = (places or {}).get(problem.field_name, "")
                self.refuse(control, problem.code, **problem.params)
        except Rejected as refused:
            # A refusal that stands for several rules has the code of the broken one as its reason.
            reason = refused.params.get("reason", "")
            code = reason if reason in catalogue() else refused.code
            self.refuse((places or {}).get(refused.code, ""), code, **refused.params)
            self.status = refused.status
        return None

    def _named(self, name: str, text: str) -> str:
        return f"{self.labels[name]}: {text}" if name in self._vague and name else text


def said(code: str, params: Mapping[str, object]) -> str:
    """Return a sentence of the structure with the words of the screen for what the store keeps."""
    return sentence(code, **{name: _in_words(name, value) for name, value in params.items()})


def _in_words(name: str, value: object) -> object:
    if name == "role":
        return labels.ROLES.get(str(value), value)
    if name == "allowed":
        words = labels.ROLES | labels.DUTIES
        return ", ".join(words.get(key, key).lower() for key in str(value).split(", "))
    return value
