"""Default deny: each route names who may call it, and a route that names nobody is closed.

The name on a route is the coarse rule that needs no object: signed in or not, and which duty. What
a person may do with one task, process or SOP is decided by the command or query behind the route
(`service.access.rules`), so that pages, API and command line cannot differ.
"""

from __future__ import annotations

from enum import Enum
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING, TypeVar

from service.errors import AlurError, Forbidden

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.access.model import Caller

View = TypeVar("View", bound="Callable[..., object]")

_MARK = "alur_who"


class Who(Enum):
    """Who may call a route at all."""

    ANYONE = "anyone"
    SIGNED_IN = "signed in"
    #: a program with a token: its calls are recognised by that alone, never by a cookie
    PROGRAM = "program"
    ADMINISTRATOR = "administrator"
    ANALYST = "analyst"


class SignInFirst(AlurError):
    """The route is for people who are signed in."""

    code = "web.sign-in-first"
    status = 401


class RouteClosed(Forbidden):
    """The route names nobody who may call it."""

    code = "web.route-closed"


class DutyNeeded(Forbidden):
    """The route is for holders of a duty that the caller does not have."""

    code = "web.duty-needed"


class DemoIsLocal(Forbidden):
    """A demo lets anyone enter as any jabatan, so it answers nobody on another machine."""

    code = "web.demo-is-local"


def is_this_machine(address: str | None) -> bool:
    """Say whether a request from this address came from the machine itself."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return False
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return (mapped or found).is_loopback


def allowed(who: Who) -> Callable[[View], View]:
    """Name who may call the view; the only thing that opens a route."""

    def mark(view: View) -> View:
        setattr(view, _MARK, who)
        return view

    return mark


def who_may_call(view: Callable[..., object]) -> Who | None:
    """Return what `allowed` said of the view, or None when it said nothing."""
    found = getattr(view, _MARK, None)
    return found if isinstance(found, Who) else None


def require(who: Who | None, caller: Caller | None) -> None:
    """Let the caller pass or raise.

    Raises RouteClosed for a route that names nobody, SignInFirst for a stranger on a route for
    people, and DutyNeeded when the duty is missing.
    """
    if who is None:
        raise RouteClosed
    if who is Who.ANYONE:
        return
    if caller is None:
        raise SignInFirst
    if who in (Who.SIGNED_IN, Who.PROGRAM):
        return
    duties = {holder.duty for holder in caller.holders}
    if who.value not in duties:
        raise DutyNeeded
