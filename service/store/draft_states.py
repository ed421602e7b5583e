"""Which revisions of a draft are states that a person made, and can go back to.

Not each save is one. While somebody types in one cell it is saved after every pause: all but the
last of those are states that a person passed through ("continued" says that a save goes on with
the one before it). Going back (*Urungkan*) and ahead again (*Ulangi*) are revisions too, since
nothing of a history is ever taken away.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from typing import Any
    from uuid import UUID

#: How a revision came to be. begun: the first one; autosave: while somebody edited; continued: an
#: autosave that goes on with the one before it; kept: asked for; pasted: rows of a spreadsheet
#: were used; dropped: several steps are gone; restored: an older one; undone, redone: one state
#: back, or ahead again; withdrawn: as it was, when somebody said that versions shall no longer
#: take the form.
How = Literal[
    "begun",
    "autosave",
    "continued",
    "kept",
    "pasted",
    "dropped",
    "restored",
    "undone",
    "redone",
    "withdrawn",
]

#: What goes by itself after a time.
_PASSING: Final = frozenset({"autosave", "continued", "undone", "redone"})

#: States of a draft that stay, however they were made: the newest ones.
KEPT_STATES: Final = 50


@dataclass(frozen=True, slots=True)
class Saved:
    """A revision of a draft, as what is said here needs it."""

    number: int
    how: str
    person_id: UUID
    saved_at: datetime
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Ways:
    """The revisions to which a person can go from the newest; None: there is none."""

    back: int | None = None
    ahead: int | None = None


def ways(revisions: Iterable[Saved], person_id: UUID, since: datetime | None) -> Ways:
    """Return where a person can go from the newest of `revisions`, which come oldest first.

    Only own acts are taken back, so never behind what somebody else saved last; and only what
    was made `since` the version that the draft comes from, which has its own authors.
    """
    states: list[Saved] = []
    place = -1
    for one in revisions:
        if one.person_id != person_id or (since is not None and one.saved_at <= since):
            states, place = [one], 0
            continue
        found = _stepped_to(states, place, one)
        if found is None:
            del states[place + 1 :]
            if states and _goes_on(states[-1], one):
                states.pop()
            if not states or states[-1].sha256 != one.sha256:
                states.append(one)
            place = len(states) - 1
        else:
            place = found
    return Ways(
        states[place - 1].number if place > 0 else None,
        states[place + 1].number if place + 1 < len(states) else None,
    )


def _stepped_to(states: Sequence[Saved], place: int, one: Saved) -> int | None:
    """Return at which state *Urungkan* or *Ulangi* arrived; None: it was another act."""
    match one.how:
        case "undone":
            passed = range(place - 1, -1, -1)
        case "redone":
            passed = range(place + 1, len(states))
        case _:
            return None
    return next((at for at in passed if states[at].sha256 == one.sha256), None)


def _goes_on(before: Saved, one: Saved) -> bool:
    return one.how == "continued" and one.number == before.number + 1


def outdated(revisions: Iterable[Any]) -> list[tuple[UUID, int]]:
    """Return which revisions need not stay; they have `draft_id` beside the facts of `Saved`.

    The newest 50 revisions stay, and the newest 50 states. Of what is older stays: what was asked
    for, the state before an act that is more than typing on (so that no paste is without a way
    back), and each person's last of a day (UTC), so that who drew stays known.
    """
    drafts: dict[UUID, list[Any]] = defaultdict(list)
    for one in sorted(revisions, key=lambda each: each.number):
        drafts[one.draft_id].append(one)
    return [(key, number) for key, each in drafts.items() for number in _outdated(each)]


def _outdated(revisions: Sequence[Any]) -> list[int]:
    newest = revisions[-1].number
    after = {old.number: new for old, new in pairwise(revisions) if new.number == old.number + 1}
    through = {number for number, new in after.items() if new.how == "continued"}
    states = [one.number for one in revisions if one.number not in through]
    since = states[-KEPT_STATES:][0]
    old = [
        one
        for one in revisions
        if one.how in _PASSING
        and one.number <= newest - KEPT_STATES
        and (one.number < since or one.number in through)
    ]
    days: dict[tuple[UUID, date], int] = {}
    for one in old:
        days[one.person_id, one.saved_at.date()] = one.number
    kept = set(days.values())
    acts = {number for number, new in after.items() if new.how not in _PASSING}
    return [one.number for one in old if one.number not in kept | acts]
