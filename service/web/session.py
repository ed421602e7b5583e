"""Who is calling, the gate in front of every route, and the proof that a form was ours."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final, cast
from uuid import uuid4

from flask import Flask, current_app, g, request

from service.commands.touch_session import touch_session
from service.queries.callers import caller_by_session
from service.store.database import StoreBusy
from service.web import bearer, context
from service.web.guard import (
    DemoIsLocal,
    SignInFirst,
    Who,
    is_this_machine,
    require,
    who_may_call,
)
from service.web.lapsed import rescue
from service.web.security import masked, new_token, require_token

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug.wrappers import Response

    from service.queries.callers import SignedIn

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})

#: What proxies add: whoever asks is behind one.
_PASSED_ON: Final = frozenset({"forwarded", "x-forwarded-for", "x-real-ip"})

#: What a stranger may send: a login form, not a file.
_STRANGERS_BYTES: Final = 64 * 1024

#: A login may hold a form that outlived its session: a table of an SOP is a large one.
_LOGIN_BYTES: Final = 1024 * 1024
_LOGINS: Final = frozenset({"login.enter", "login.enter_demo"})


def init_sessions(app: Flask) -> None:
    """Put the gate in front of every route of the application."""
    app.before_request(_enter)
    app.after_request(_keep_first_token)
    app.jinja_env.globals["csrf_token"] = csrf_token
    app.jinja_env.globals["idempotency_key"] = lambda: str(uuid4())


def csrf_token() -> str:
    """Return what the forms of this page must send back, under a fresh mask."""
    return masked(_token())


def signed_in() -> SignedIn | None:
    """Return who is signed in, None for a stranger."""
    return cast("SignedIn | None", getattr(g, "signed_in", None))


def open_session(answer: Response, token: str) -> Response:
    """Give the browser its session."""
    _set(answer, _session_cookie(), token)
    answer.delete_cookie(_first_cookie(), path="/", secure=_tls(), httponly=True, samesite="Lax")
    return answer


def close_session(answer: Response) -> Response:
    """Take the session from the browser."""
    answer.delete_cookie(_session_cookie(), path="/", secure=_tls(), httponly=True, samesite="Lax")
    return answer


def session_token() -> str | None:
    """Return the session's token as the browser sent it."""
    return request.cookies.get(_session_cookie())


def _enter() -> ResponseReturnValue | None:
    _keep_demo_local()
    who = _named()
    if who is Who.PROGRAM:
        bearer.recognise()
        return None
    recognise(session_token())
    if getattr(g, "caller", None) is None:
        large = request.endpoint in _LOGINS
        request.max_content_length = _LOGIN_BYTES if large else _STRANGERS_BYTES
    try:
        require(who, getattr(g, "caller", None))
    except SignInFirst:
        rescued = rescue(session_token())
        if rescued is None:
            raise
        return rescued
    if request.method not in _SAFE and request.endpoint is not None:
        require_token(_token(), _sent())
    return None


def _keep_demo_local() -> None:
    """Refuse other machines in a demo, whichever server the application runs in.

    `serve` and `web` refuse the address before they listen; this holds behind any other server,
    and behind a proxy that nobody declared. Raises DemoIsLocal.
    """
    passed_on = not _PASSED_ON.isdisjoint(name.lower() for name, _ in request.headers)
    if (passed_on or not is_this_machine(request.remote_addr)) and context.services().demo():
        raise DemoIsLocal


def recognise(token: str | None) -> SignedIn | None:
    """Let the rest of the request be of whose session the token is; None: of a stranger."""
    found = None if token is None else caller_by_session(context.store(), token, context.now())
    g.signed_in = found
    if token is None or found is None:
        return None
    g.caller = found.caller
    g.zone = found.timezone
    if found.touch_due:
        # A store that is busy just now is no reason to refuse a page.
        with suppress(StoreBusy):
            touch_session(context.store(), token=token, now=context.now())
    return found


def _named() -> Who | None:
    view = None if request.endpoint is None else current_app.view_functions[request.endpoint]
    # An address that no route knows is answered with 404 to everybody.
    return Who.ANYONE if view is None else who_may_call(view)


def _sent() -> str | None:
    return request.headers.get("X-CSRF-Token") or request.form.get("csrf")


def _token() -> str:
    signed = signed_in()
    if signed is not None:
        return signed.csrf
    if "first_token" not in g:
        known = request.cookies.get(_first_cookie())
        g.first_token = known or new_token()
        g.first_token_is_new = known is None
    return cast("str", g.first_token)


def _keep_first_token(answer: Response) -> Response:
    """Give a stranger's browser its token: a login form needs one too (Camunda notice 22)."""
    if getattr(g, "first_token_is_new", False):
        _set(answer, _first_cookie(), g.first_token)
    return answer


def _set(answer: Response, name: str, value: str) -> None:
    answer.set_cookie(name, value, secure=_tls(), httponly=True, samesite="Lax", path="/")


def _tls() -> bool:
    return context.services().settings.encrypted


def _session_cookie() -> str:
    return "__Host-alur" if _tls() else "alur"


def _first_cookie() -> str:
    return "__Host-alur-awal" if _tls() else "alur-awal"
