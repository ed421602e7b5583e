"""Walks that were kept as tests of a SOP: what came out then, and what comes out now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Final

from service.forms import FieldsRejected
from service.running.walks.acts import (
    ActsUnreadable,
    Complete,
    Deliver,
    JobFails,
    JobThrows,
    MoveClock,
    SendBack,
    Start,
    Waive,
)
from service.running.walks.ground import called_at
from service.running.walks.refusals import StepGone
from service.running.walks.standing import Reached
from service.running.walks.walk import walk_as_far
from service.sentences.telling import Said, said
from service.values import canonical_bytes, parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.forms import Problem
    from service.running.walks.acts import Act
    from service.running.walks.ground import Ground
    from service.running.walks.standing import Walk
    from service.running.walks.walk import WentAsFar
    from service.sentences.telling import Told

#: Kind of act → what it is called in a sentence.
_DONE: Final[Mapping[type[Act], str]] = {
    Start: "walk.act-start",
    MoveClock: "walk.act-clock",
    Complete: "walk.act-complete",
    SendBack: "walk.act-send-back",
    Waive: "walk.act-waive",
    JobFails: "walk.act-job-fails",
    JobThrows: "walk.act-job-throws",
    Deliver: "walk.act-deliver",
}


@dataclass(frozen=True, slots=True)
class CameOut:
    """What came out of a walk: what each act reached, and where it ended."""

    #: what each act names: the step, or "" for the start and the clock
    named: tuple[str, ...]
    reached: tuple[tuple[Reached, ...], ...]
    ended: bool
    #: the tasks that were open at the end
    open: tuple[Reached, ...]
    #: name of the automatic step that failed, where it ended; "": none did
    held_at: str = ""


def came_out(ground: Ground, walk: Walk) -> CameOut:
    """Return what came out of a walk, as it is kept."""
    return CameOut(
        tuple(_named(ground, act) for act in walk.acts),
        walk.reached,
        walk.status == "completed",
        tuple(sorted((Reached(it.path, it.name) for it in walk.tasks), key=_by_path)),
        "" if walk.trouble is None else walk.trouble.name,
    )


def run_kept(ground: Ground, acts: Sequence[Act], then: CameOut) -> Said | None:
    """Walk the acts again; return the first difference to what came out then, None: none.

    Within one act the order does not count: it is that of the file, which a modeller may change.
    A walk that is held up never passes: a real process would stand still there. One that was kept
    held up tells no end, so it passes as soon as its last act goes through.
    """
    went = walk_as_far(ground, acts)
    compared = len(then.reached) - (1 if then.held_at else 0)
    held = None if went.walk.trouble is None else len(went.walk.acts) - 1
    for number, got in enumerate(went.walk.reached):
        if number == held:
            return _held(then, acts, went.walk)
        found = _differs(then.reached[number], got) if number < compared else None
        if found is not None:
            code, words = found
            return said(code, **_place(then, acts, number), **words)
    if went.refused is not None:
        return _refused(ground, then, acts, went)
    return None if then.held_at else _end(then, came_out(ground, went.walk))


def out_text(out: CameOut) -> str:
    """Return what came out as canonical JSON."""
    return canonical_bytes(
        {
            "named": out.named,
            "reached": [[[it.path, it.name] for it in act] for act in out.reached],
            "ended": out.ended,
            "open": [[it.path, it.name] for it in out.open],
            **({"held_at": out.held_at} if out.held_at else {}),
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
            told.get("held_at", ""),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ActsUnreadable from error


def _named(ground: Ground, act: Act) -> str:
    match act:
        case Start() | MoveClock():
            return ""
        case Complete() | SendBack() | Waive() | JobFails() | JobThrows() | Deliver():
            return called_at(ground, act.path)


def _place(then: CameOut, acts: Sequence[Act], number: int) -> dict[str, Told]:
    """Return which act it is, in words: its number, from 1, and what was done."""
    return {"number": str(number + 1), "act": _done(acts[number], then.named[number])}


def _held(then: CameOut, acts: Sequence[Act], walk: Walk) -> Said | None:
    trouble = walk.trouble
    if trouble is None:
        return None
    place = _place(then, acts, len(walk.acts) - 1)
    why = said(trouble.code, **trouble.params)
    return said("walk.differs-held", **place, step=trouble.name, why=why)


def _refused(ground: Ground, then: CameOut, acts: Sequence[Act], went: WentAsFar) -> Said | None:
    """Return why the first act that no longer fits does not; of a form, field by field."""
    if went.refused is None:
        return None
    number = len(went.walk.acts)
    place = _place(then, acts, number)
    match acts[number], went.refused:
        case Complete(path), FieldsRejected(errors=errors):
            form = ground.form_at(path)
            labels = {} if form is None else {it.key: it.label for it in form.fields}
            why = reduce(
                lambda before, then: said("walk.wrong-fields", before=before, then=then),
                (_wrong(labels, key, problem) for key, problem in errors.items()),
            )
        case _, StepGone():
            why = said("walk.it-is-gone")
        case _, refused:
            why = said(refused.code, **refused.params)
    return said("walk.differs-refused", **place, refusal=why)


def _wrong(labels: Mapping[str, str], key: str, problem: Problem) -> Said:
    if key not in labels:
        return said("walk.field-gone", key=key)
    code, params = problem
    return said("walk.wrong-field", field=labels[key], why=said(code, **params))


def _done(act: Act, step: str) -> Said:
    return said(_DONE[type(act)], **({"step": step} if step else {}))


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
