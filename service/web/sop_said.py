"""What the page of a SOP says after an act on one of its versions, and what holds today.

The address names the act and the version; the sentence is made of how things stand, so that a page
that is opened again later says nothing that no longer holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import request, url_for

from service.sentences import sentence
from service.sentences.words import written_date
from service.web.said import AFTER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from service.queries.sop_standing import Standing
    from service.queries.sops import SopVersion, SopView

#: Which version an act was about.
_VERSION: Final = "versi"

ADDED: Final = "baru"
PUBLISHED: Final = "uji-coba"
CONFIRMED: Final = "konfirmasi"
PUT_IN_FORCE: Final = "berlaku"
WITHDRAWN: Final = "cabut"

#: Act → its sentence, and where the version then stands.
_SAID: Final[Mapping[str, tuple[str, tuple[Standing, ...]]]] = {
    ADDED: ("web.sop-added", ("draft", "checked")),
    PUBLISHED: ("web.sop-on-trial", ("trial",)),
    CONFIRMED: ("web.sop-confirmed", ("checked", "trial", "ratified", "effective")),
    PUT_IN_FORCE: ("web.sop-in-force", ("ratified", "effective")),
    WITHDRAWN: ("web.sop-withdrawn", ("withdrawn",)),
}


def page_after(act: str, sop_id: UUID, number: int | None = None) -> str:
    """Return the address of a SOP after an act on a version of it; None: on the newest."""
    told: dict[str, Any] = {AFTER: act, _VERSION: number}
    return url_for("sops.show", sop_id=sop_id, **told)


def asked_version(view: SopView) -> SopVersion | None:
    """Return the version that the address names; None: it names none that is seen."""
    number = request.args.get(_VERSION, type=int)
    return next((it for it in view.versions if it.number == number), None)


def said_of_sop(view: SopView, today: date) -> str:
    """Return what was done by the act from which the browser comes; "": by none."""
    version = asked_version(view) if _VERSION in request.args else view.newest
    if version is None:
        return ""
    code, standings = _SAID.get(request.args.get(AFTER, ""), ("", ()))
    standing = version.standing(today)
    if standing not in standings:
        return ""
    if standing == "ratified" and code == "web.sop-in-force":
        return _begins(version, "web.sop-in-force-later")
    return sentence(code, number=version.number)


def holds_today(view: SopView, today: date) -> str:
    """Return by which version new processes start today, or that none can."""
    runs = view.startable(today)
    if runs is None:
        return sentence("web.sop-holds-nothing")
    code = "web.sop-holds-trial" if runs.trial else "web.sop-holds"
    return sentence(code, number=runs.number)


def begins_later(view: SopView, today: date) -> str:
    """Return which version is ratified for a later day, the first; "": none is."""
    later = [it for it in view.versions if it.standing(today) == "ratified"]
    return _begins(later[-1]) if later else ""


def _begins(version: SopVersion, code: str = "web.sop-begins") -> str:
    day = "" if version.effective_from is None else written_date(version.effective_from)
    return sentence(code, number=version.number, day=day)
