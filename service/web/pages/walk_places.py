"""*Uji jalan*: what is walked, a version or a draft, and where its walk is stored and kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from service.commands.go_on_walking import go_on_walking, go_on_walking_draft
from service.commands.keep_walk import WalkedOn, keep_walk, keep_walk_of_draft
from service.errors import NotFound
from service.queries.sop_drafts import draft_view
from service.queries.sop_walks import draft_walk_seen, walk_seen
from service.queries.sops import sop_view
from service.web import context
from service.web.draft_warnings import drawing_words
from service.web.pages.sops import version_of
from service.web.typed import text_of

if TYPE_CHECKING:
    from uuid import UUID

    from service.queries.sop_walks import WalkSeen
    from service.queries.sops import SopVersion
    from service.running.walks.standing import Walk


@dataclass(frozen=True, slots=True)
class WalkPlace:
    """What is walked: a version, or else a draft."""

    seen: WalkSeen
    title: str
    zone: str
    #: None: a draft of an SOP that has no version yet
    sop_id: UUID | None
    version: SopVersion | None = None
    draft_id: UUID | None = None
    #: that somebody else saved the draft lately, in words
    drawing: str = ""

    @property
    def address(self) -> str:
        if self.version is None:
            return url_for("draft_walks.show", draft_id=self.draft_id)
        return url_for("walks.show", sop_id=self.sop_id, number=self.version.number)

    @property
    def back(self) -> str:
        if self.version is None:
            return url_for("sop_drafts.show", draft_id=self.draft_id)
        return url_for("sops.show", sop_id=self.sop_id)

    @property
    def fields(self) -> str:
        """Where a page asks which fields the answers leave visible."""
        return f"{self.address}/isian"

    @property
    def called(self) -> str:
        return "draf" if self.version is None else f"versi {self.version.number}"

    def removal(self, walk_id: UUID) -> str:
        """Return where a kept walk is removed; "": not from here."""
        if self.version is None or not self.seen.may_remove:
            return ""
        number = self.version.number
        return url_for("walks.remove", sop_id=self.sop_id, number=number, walk_id=walk_id)


def version_place(sop_id: UUID, number: int) -> WalkPlace:
    """Return a version as what is walked. Raises NotFound, OnlyAuthors."""
    store, caller = context.store(), context.caller()
    view = sop_view(store, caller, sop_id)
    version = version_of(view, number)
    seen = walk_seen(store, caller, view, version)
    return WalkPlace(seen, view.title, view.timezone, view.sop_id, version)


def draft_place(draft_id: UUID) -> WalkPlace:
    """Return a draft as what is walked. Raises NotFound, and what its diagram is refused with."""
    store, caller = context.store(), context.caller()
    view = draft_view(store, caller, draft_id)
    seen = draft_walk_seen(store, caller, view, context.now())
    drawing = drawing_words(view, "web.walk-of-changed-draft")
    return WalkPlace(
        seen, view.title, view.timezone, view.sop_id, draft_id=draft_id, drawing=drawing
    )


def store_walk(place: WalkPlace, walked: Walk) -> None:
    """Let `walked` be the walk that the caller is on. Raises WalkedElsewhere."""
    store, caller, now = context.store(), context.caller(), context.now()
    before = place.seen.stored
    if place.version is None or place.sop_id is None:
        if place.draft_id is None:
            raise NotFound
        go_on_walking_draft(
            store, caller, draft_id=place.draft_id, walked=walked, before=before, now=now
        )
        return
    go_on_walking(
        store,
        caller,
        sop_id=place.sop_id,
        version_id=place.version.version_id,
        walked=walked,
        before=before,
        now=now,
    )


def kept_walk(place: WalkPlace) -> UUID:
    """Keep the walk for the SOP, or for the draft that is to become its first version."""
    seen, name = place.seen, text_of("nama")
    store, caller, now = context.store(), context.caller(), context.now()
    made = WalkedOn(seen.ground, seen.xml_sha256, seen.walk.acts)
    if place.sop_id is not None:
        reason = text_of("alasan-ganti")
        return keep_walk(
            store, caller, sop_id=place.sop_id, name=name, made=made, now=now, reason=reason
        )
    if place.draft_id is None:
        raise NotFound
    return keep_walk_of_draft(
        store, caller, draft_id=place.draft_id, name=name, made=made, now=now
    )
