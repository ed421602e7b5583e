"""The web application, wired from its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask

from service.clock import SystemClock
from service.diagrams import set_limits
from service.imaging import Bounds, set_bounds
from service.queries.installation import is_demo
from service.running.limits import Room, set_room
from service.store.web_database import db, init_database
from service.tte import Trust, anchors_in, set_trust
from service.web import init_web
from service.web.assets import Manifest
from service.web.context import Services

if TYPE_CHECKING:
    from service.clock import Clock
    from service.config import Limits, Settings


def create_app(settings: Settings, *, clock: Clock | None = None) -> Flask:
    """Return the application that answers with the store of `settings`.

    `clock` stands still in tests. The store must have this release's schema
    (`service.store.schema.migrate`). Raises AnchorRefused for what lies among the certificates of
    TTE providers and is none.
    """
    set_room(Room(settings.limits.process_events, settings.limits.state_bytes))
    set_bounds(_imaging(settings.limits))
    set_trust(_trust(settings))
    set_limits(size=settings.limits.xml_bytes, elements=settings.limits.xml_elements)
    app = Flask("service.web", static_folder=None)
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    init_database(app)
    init_web(
        app,
        Services(
            settings=settings,
            clock=clock or SystemClock(),
            session=db.session,
            manifest=Manifest(),
            demo=lambda: is_demo(db.session()),
        ),
    )
    return app


def _trust(settings: Settings) -> Trust:
    return Trust(
        anchors=anchors_in(settings.tte_anchors),
        revocation_required=settings.tte_revocation == "required",
        largest=settings.limits.preview_bytes,
        seconds=settings.limits.imaging_seconds,
        memory=settings.limits.imaging_bytes,
    )


def _imaging(limits: Limits) -> Bounds:
    return Bounds(
        photos=limits.photos,
        pixels=limits.photo_pixels,
        seconds=limits.imaging_seconds,
        memory=limits.imaging_bytes,
        preview_bytes=limits.preview_bytes,
        preview_pages=limits.preview_pages,
        preview_cache=limits.preview_cache_bytes,
    )
