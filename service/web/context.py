"""What a view reaches for: the store's session, the clock, the settings and who is calling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from flask import current_app, g

from service.access.roles import today_in
from service.queries.calendars import office_clock
from service.web.guard import SignInFirst

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.clock import Clock
    from service.config import Settings
    from service.web.assets import Manifest
    from service.working_time import OfficeCalendar

_KEY: Final = "alur"

#: Pages without an office (the login page) speak the time of the capital.
DEFAULT_ZONE: Final = "Asia/Jakarta"


@dataclass(frozen=True, slots=True)
class Services:
    """What `create_app` wired together."""

    settings: Settings
    clock: Clock
    session: Callable[[], Session]
    manifest: Manifest
    #: the store was made with --demo
    demo: Callable[[], bool]


def keep(services: Services) -> None:
    """Give the services to the application in whose context this runs."""
    current_app.extensions[_KEY] = services


def services() -> Services:
    """Return what `create_app` wired together."""
    return cast("Services", current_app.extensions[_KEY])


def store() -> Session:
    """Return the session of this request."""
    return services().session()


def now() -> datetime:
    """Return the instant of this request; the same all through it."""
    if "now" not in g:
        g.now = services().clock.now()
    return cast("datetime", g.now)


def caller() -> Caller:
    """Return who is calling. Raises SignInFirst."""
    found = getattr(g, "caller", None)
    if found is None:
        raise SignInFirst
    return cast("Caller", found)


def clock_of(office_id: UUID, office_zone: str) -> OfficeCalendar:
    """Return how an office counts time; asked once in a request."""
    clocks = cast("dict[UUID, OfficeCalendar]", g.setdefault("clocks", {}))
    if office_id not in clocks:
        clocks[office_id] = office_clock(store(), caller().pemda_id, office_id, office_zone)
    return clocks[office_id]


def zone() -> str:
    """Return the IANA zone of the office whose jabatan is worn."""
    return cast("str", getattr(g, "zone", DEFAULT_ZONE))


def today() -> date:
    """Return the calendar day where the caller's office is."""
    return today_in(zone(), now())
