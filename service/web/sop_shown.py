"""Which version the page of a SOP shows, and what it says of the others beside it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from service.queries.sops import SopVersion, SopView


def first_shown(view: SopView, today: date) -> SopVersion | None:
    """Return the version that the page shows first.

    Who works on the SOP or ratifies it sees the newest; who works by it sees what holds.
    """
    newest = view.newest
    if newest is None or view.may_author:
        return newest
    if newest.may_make_effective or newest.may_record_ratification:
        return newest
    return view.startable(today) or newest


def replaced_by(view: SopView, shown: SopVersion | None, today: date) -> SopVersion | None:
    """Return the version whose place this one would take; None: there is none."""
    running = (it for it in view.versions if it.standing(today) in ("ratified", "effective"))
    return next((it for it in running if it.effective_to is None and it != shown), None)


def kept_by_withdrawing(view: SopView, shown: SopVersion | None, today: date) -> SopVersion | None:
    """Return the version that stays in force when this one, not yet in force, is withdrawn."""
    if shown is None or shown.effective_from is None or shown.standing(today) != "ratified":
        return None
    before = shown.effective_from - timedelta(days=1)
    others = (it for it in view.versions if it.standing(today) in ("ratified", "effective"))
    return next((it for it in others if it.effective_to == before), None)


def compared_from(view: SopView, shown: SopVersion | None) -> int | None:
    """Return with what a version is compared first: what is in force, else the last."""
    others = [version for version in view.versions if version != shown]
    in_force = [version for version in others if version.status == "effective"]
    return next((version.number for version in (*in_force, *others)), None)
