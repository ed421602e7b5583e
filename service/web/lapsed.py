"""What was typed outlives the session in which it was typed.

A form that arrives after the session ended is not carried out, but what it holds is kept as a
draft of the person whose session it was, or travels through the login (`carried`), so that nothing
is lost by a long telephone call. The proof of who that is is the session's own cookie and the
token of the form; a session that was ended on purpose leaves neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, request

from service.queries.drafts import lapsed_session
from service.web import context
from service.web.security import FormExpired, require_token

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from service.access.model import Caller

#: Endpoint → what it does with a form of a session that is over.
_RESCUERS: dict[str, Callable[[str], ResponseReturnValue | None]] = {}


def rescued_by(endpoint: str, rescuer: Callable[[str], ResponseReturnValue | None]) -> None:
    """Let `rescuer` have the forms that reach `endpoint` too late; it gets the session's token."""
    _RESCUERS[endpoint] = rescuer


def rescue(token: str | None) -> ResponseReturnValue | None:
    """Return the answer to a form that came too late; None: there is nothing to rescue."""
    rescuer = _RESCUERS.get(request.endpoint or "")
    if token is None or rescuer is None or request.method != "POST":
        return None
    return rescuer(token)


def writer_of_form(token: str) -> Caller | None:
    """Return whose session `token` was, when the form of the request was made in it."""
    lapsed = lapsed_session(context.store(), token, context.now())
    if lapsed is None:
        return None
    # A stranger sends little; a scan of a person's own session may come with the form.
    request.max_content_length = current_app.config["MAX_CONTENT_LENGTH"]
    try:
        require_token(lapsed.csrf, request.form.get("csrf"))
    except FormExpired:
        return None
    return lapsed.caller
