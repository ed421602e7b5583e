"""A program's token: who is calling, and how often that token may call.

Cookies open nothing on the routes of the API, so a page of somebody else cannot call them in the
name of a person who is signed in, and they need no CSRF token.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from flask import g, request

from service.access.attempts import Limit
from service.access.refusals import TooManyAttempts
from service.access.tokens import fingerprint
from service.errors import AlurError, Rejected
from service.queries.callers import caller_by_api_token
from service.store.throttle import count_attempts
from service.web import context

if TYPE_CHECKING:
    from service.access.model import Caller

#: Bytes of a body in JSON; routes that take files or diagrams say so themselves.
BODY_BYTES: Final = 1024 * 1024

_SCHEME: Final = "bearer"
_WINDOW: Final = timedelta(minutes=1)

#: Longer than every token of ours; a header is no place for a novel.
_LONGEST: Final = 200


class TokenNeeded(AlurError):
    """The route is for programs with a token, and none that counts came with the request."""

    code = "api.token-needed"
    status = 401


class TooManyRequests(Rejected):
    """The token has called as often as it may in this minute."""

    code = "api.too-many-requests"
    status = 429


def recognise() -> None:
    """Make the token's holder the caller of this request. Raises TokenNeeded, TooManyRequests."""
    request.max_content_length = BODY_BYTES
    token = sent_token()
    caller = None if token is None else caller_by_api_token(context.store(), token, context.now())
    if token is None or caller is None:
        raise TokenNeeded
    _count(token)
    g.caller = caller
    g.zone = _zone(caller)


def sent_token() -> str | None:
    """Return the token as the request carries it; None: it carries none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() != _SCHEME or not token or len(token) > _LONGEST:
        return None
    return token


def _count(token: str) -> None:
    limit = Limit("api", context.services().settings.limits.api_requests, _WINDOW)
    try:
        count_attempts(context.store(), [(limit, fingerprint(token))], context.now())
    except TooManyAttempts as refused:
        raise TooManyRequests(limit=limit.attempts) from refused


def _zone(caller: Caller) -> str:
    return caller.holders[0].office_timezone
