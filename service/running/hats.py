"""Rangkap peran: one person in two roles on one version of a document (decisions §3.9).

Whoever gave the paraf as Sekretaris and now signs as Plh. Kepala Dinas has checked the own work.
That may have to be, but never unnoticed: it needs a declaration, which shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.diagrams.extensions import Act
    from service.store.parts import Hat, Part, Stage


def stage_of(kind: Literal["paraf", "approve_for_signature", "sign"]) -> Stage:
    """Return which part in a version an act of the diagram is."""
    return "paraf" if kind == "paraf" else "signature"


def doubling(hat: Hat, act: Act, own: Iterable[Part]) -> Part | None:
    """Return what the same person did with the version before that makes the act a second role.

    `own`: all that the person did with the version that is acted on. Another jabatan, or another
    lane, is another role. So is to sign what one made or gave the paraf to; to give a paraf to
    one's own draft in the same jabatan is not, nor is to do the same act once more.
    """
    now = stage_of(act.kind)
    for part in own:
        signs_the_own = part.stage != now and "signature" in (part.stage, now)
        if part.hat != hat or signs_the_own:
            return part
    return None
