"""Walks that were kept as tests of a SOP: what came out then, and what comes out now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.running.walks.acts import (
    ActsUnreadable,
    Complete,
    Deliver,
    MoveClock,
    SendBack,
    Start,
    Waive,
)
from service.running.walks.ground import called_at
from service.running.walks.standing import Reached
from service.running.walks.walk import walk_as_far
from service.sentences.telling import Said, said
from service.values import canonical_bytes, parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.running.walks.acts import Act
    from service.running.walks.ground import Ground
    from service.running.walks.standing import Walk
    from service.sentences.telling import Told


@dataclass(frozen=True, slots=True)
class CameOut:
    """What came out of a walk: what each act reached, and where it ended."""

    #: what each act names: the step, or "" for the start and the clock
    named: tuple[str, ...]
    reached: tuple[tuple[Reached, ...], ...]
    ended: bool
    #: the tasks that were open at the end
    open: tuple[Reached, ...]


def came_out(ground: Ground, walk: Walk) -> CameOut:
    """Return what came out of a walk, as it is kept."""
    return CameOut(
        tuple(_named(ground, act) for act in walk.acts),
        walk.reached,
        walk.status == "completed",
        tuple(sorted((Reached(it.path, it.name) for it in walk.tasks), key=_by_path)),
    )


def run_kept(ground: Ground, acts: Sequence[Act], then: CameOut) -> Said | None:
    """Walk the acts again; return the first difference to what came out then, None: none.

    Within one act the order does not count: it is that of the file, which a modeller may change.
    """
    went = walk_as_far(ground, acts)
    for number, expected in enumerate(then.reached[: len(went.walk.acts)]):
        found = _differs(expected, went.walk.reached[number])
        if found is not None:
            code, words = found
            return said(code, **_place(then, acts, number), **words)
    if went.refused is not None:
        place = _place(then, acts, len(went.walk.acts))
        why = said(went.refused.code, **went.refused.params)
        return said("walk.differs-refused", **place, refusal=why)
    return _end(then, came_out(ground, went.walk))


def out_text(out: CameOut) -> str:
    """Return what came out as canonical JSON."""
    return canonical_bytes(
        {
            "named": out.named,
            "reached": [[[it.path, it.name] for it in act] for act in out.reached],
            "ended": out.ended,
            "open": [[it.path, it.name] for it in out.open],
        }
    ).decode()


def out_of(text: str) -> CameOut:
    """Return what `out_text` wrote. Raises ActsUnreadable."""
    try:
        told = parse(text)
        return CameOut(
            tuple(told["named"]),
            tuple(tuple(Reached(*it) for it in act) for act in told["reached"]),
            told["ended"],
            tuple(Reached(*it) for it in told["open"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ActsUnreadable from error


def _named(ground: Ground, act: Act) -> str:
    match act:
        case Start() | MoveClock():
            return ""
        case Complete() | SendBack() | Waive() | Deliver():
            return called_at(ground, act.path)


def _place(then: CameOut, acts: Sequence[Act], number: int) -> dict[str, Told]:
    """Return which act it is, in words: its number, from 1, and what was done."""
    return {"number": str(number + 1), "act": _done(acts[number], then.named[number])}


def _done(act: Act, step: str) -> Said:
    match act:
        case Start():
            return said("walk.act-start")
        case MoveClock():
            return said("walk.act-clock")
        case Complete():
            return said("walk.act-complete", step=step)
        case SendBack():
            return said("walk.act-send-back", step=step)
        case Waive():
            return said("walk.act-waive", step=step)
        case Deliver():
            return said("walk.act-deliver", step=step)


def _differs(
    expected: Sequence[Reached], got: Sequence[Reached]
) -> tuple[str, dict[str, str]] | None:
    wanted, found = Counter(it.path for it in expected), Counter(it.path for it in got)
    missing = _first(expected, wanted - found)
    surplus = _first(got, found - wanted)
    if missing and surplus:
        return "walk.differs-other", {"expected": missing, "got": surplus}
    if missing:
        return "walk.differs-missing", {"expected": missing}
    if surplus:
        return "walk.differs-more", {"got": surplus}
    return None


def _first(told: Sequence[Reached], counted: Counter[str]) -> str:
    return next((it.name for it in told if counted[it.path] > 0), "")


def _end(then: CameOut, now: CameOut) -> Said | None:
    if then.ended != now.ended:
        return said("walk.differs-ended" if now.ended else "walk.differs-goes-on")
    found = _differs(then.open, now.open)
    if found is None:
        return None
    code, words = found
    return said(f"{code}-open", **words)


def _by_path(reached: Reached) -> str:
    return reached.path
