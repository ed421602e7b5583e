"""What somebody does in a walk, in words that outlast a change of the diagram.

An act names an element by its path and, in a multi-instance, the index of the instance; never a
token, whose number a small change of the diagram moves.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from service.errors import AlurError
from service.values import canonical_bytes, parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime


class ActsUnreadable(AlurError):
    """The stored acts of a walk are not what any release wrote."""

    code = "walk.unreadable"


@dataclass(frozen=True, slots=True)
class Start:
    """The process starts at the simulated instant `at`."""

    at: datetime
    title: str
    year: int
    #: murni, perubahan …; "" where the SOP has no kinds
    kind: str = ""
    #: element id → day, for steps whose time is *Disesuaikan*
    dates: Mapping[str, date] = field(default_factory=dict)
    #: id of what it begins with, where the diagram draws several
    way: str = ""


@dataclass(frozen=True, slots=True)
class Complete:
    """Somebody of its role completes a task, records what an agency sent, or a system does it.

    The files that its form asks for are supposed to be there: a walk stores none.
    """

    path: str
    instance: int | None = None
    #: as a browser posts it
    typed: Mapping[str, Any] = field(default_factory=dict)
    #: value of the drawn flow that was chosen by a button
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class SendBack:
    """Somebody of its role sends the work back."""

    path: str
    outcome: str
    reason: str
    instance: int | None = None


@dataclass(frozen=True, slots=True)
class Waive:
    """The part of one unit is done without (*dilewati*)."""

    path: str
    instance: int


@dataclass(frozen=True, slots=True)
class JobFails:
    """The system outside that does a step fails, and tries no more."""

    path: str
    message: str
    instance: int | None = None


@dataclass(frozen=True, slots=True)
class JobThrows:
    """The system outside that does a step says that it cannot, with the code of an error."""

    path: str
    error: str
    instance: int | None = None


@dataclass(frozen=True, slots=True)
class Deliver:
    """The message or signal that an event waits for arrives."""

    #: of the event; "#" and a number behind it tell one of its several definitions
    path: str


@dataclass(frozen=True, slots=True)
class MoveClock:
    """The clock goes on; timers that fall due on the way fire, each at its instant."""

    to: datetime


Act = Start | Complete | SendBack | Waive | JobFails | JobThrows | Deliver | MoveClock

_KINDS: dict[str, type[Any]] = {
    "start": Start,
    "complete": Complete,
    "send_back": SendBack,
    "waive": Waive,
    "job_fails": JobFails,
    "job_throws": JobThrows,
    "deliver": Deliver,
    "move_clock": MoveClock,
}
_NAMES = {made: name for name, made in _KINDS.items()}


def acts_text(acts: Sequence[Act]) -> str:
    """Return acts as canonical JSON."""
    return canonical_bytes(
        [
            {"act": _NAMES[type(act)], **{name: getattr(act, name) for name in act.__slots__}}
            for act in acts
        ]
    ).decode()


def acts_of(text: str) -> tuple[Act, ...]:
    """Return the acts that `acts_text` wrote. Raises ActsUnreadable."""
    try:
        return tuple(
            _KINDS[told["act"]](**{name: it for name, it in told.items() if name != "act"})
            for told in parse(text)
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ActsUnreadable from error
