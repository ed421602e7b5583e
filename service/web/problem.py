"""Refusals as a person or a program reads them.

A browser gets a plain page in Indonesian that says what happened and what to do, a program
`application/problem+json` (RFC 9457) in the language that it asks for. Neither ever holds a stack
or a statement; what was typed only goes back to who typed it, on a page.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Flask, Response, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from service.errors import AlurError
from service.sentences import catalogue, sentence
from service.web import explaining
from service.web.belonging import page_of_request
from service.web.carried import carried_of_request
from service.web.guard import SignInFirst
from service.web.language import language, speaks_to_programs
from service.web.security import FormExpired
from service.web.session import signed_in
from service.web.typed import KeptAsDraft, from_our_page, texts_to_give_back

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from service.web.carried import Carried

_LOG: Final = logging.getLogger(__name__)

PROBLEM_JSON: Final = "application/problem+json"

#: Statuses with a heading and advice of their own in the catalogue; others fall back by hundred.
_KNOWN: Final = frozenset({400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503})

_FIRST_REFUSAL: Final = 400
_UNKNOWN_CALLER: Final = 401
_NOT_THIS_WAY: Final = 405
_CHANGED: Final = 409
#: Refusals of forms that were read; what was written in them is given back.
_GIVING_BACK: Final = frozenset({401, 403, 404, 409, 422, 429, 503})
_SERVER_ERROR: Final = 500
_RETRY_SECONDS: Final = {429: "60", 503: "5"}


@dataclass(frozen=True, slots=True)
class _Told:
    """What a page says beside the refusal itself."""

    heading: str
    #: what to do now
    advice: str
    #: what was typed became a draft
    kept: bool = False
    #: the form, to be opened again
    brought: Carried | None = None


def init_problems(app: Flask) -> None:
    """Answer every refusal and every fault of the application."""
    app.register_error_handler(AlurError, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)


def wants_json() -> bool:
    """Say whether the caller is a program: the API, or a module of ours that fetches."""
    if speaks_to_programs():
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def problem(
    status: int, detail: str, code: str, members: Mapping[str, object] | None = None
) -> Response:
    """Return a problem+json answer; `code` is that of the sentence `detail`.

    `members` say more: every field that was refused, every finding.
    """
    answer = make_response(
        {
            "type": "about:blank",
            "title": _heading(status),
            "status": status,
            "detail": detail,
            "code": code,
            **(members or {}),
        },
        status,
    )
    answer.content_type = PROBLEM_JSON
    if speaks_to_programs():
        answer.content_language = language()
        answer.vary.add("Accept-Language")
    return answer


def _refused(error: AlurError) -> ResponseReturnValue:
    if isinstance(error, SignInFirst) and not wants_json() and request.method == "GET":
        return redirect(url_for("login.show", lanjut=request.full_path.rstrip("?")), 303)
    if error.status >= _SERVER_ERROR:
        _LOG.warning("The request could not be served.", extra={"action": error.code})
    detail = sentence(error.code, language(), **error.params)
    return _answer(error.status, detail, error.code, explaining.members_of(error), _told_of(error))


def _told_of(error: AlurError) -> _Told:
    if isinstance(error, FormExpired):
        brought = _brought()
        advice = "web.advice-form-reopen" if brought else "web.advice-form-expired"
        return _Told(sentence("web.heading-form-expired"), sentence(advice), brought=brought)
    kept = isinstance(error, KeptAsDraft)
    return _Told(_heading(error.status), _advice(error.status), kept=kept)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < _FIRST_REFUSAL:
        return error.get_response()
    if error.code == _NOT_THIS_WAY and not wants_json():
        return _no_page()
    return _answer(error.code, _advice(error.code), f"web.http-{error.code}")


def _brought() -> Carried | None:
    """Return the form that was made in another session, for who is signed in now to read again."""
    signed = signed_in()
    return carried_of_request(signed.caller.person_id) if signed and from_our_page() else None


def _no_page() -> ResponseReturnValue:
    """Lead who opened the address of a button to the page on which the button stands."""
    page = page_of_request() if request.method in ("GET", "HEAD") else None
    if page is not None:
        return redirect(page, 303)
    told = _Told(sentence("web.heading-no-page"), _advice(_NOT_THIS_WAY))
    return _answer(_NOT_THIS_WAY, sentence("web.no-page"), "web.no-page", told=told)


def _fault(error: Exception) -> ResponseReturnValue:
    reference = secrets.token_hex(4)
    _LOG.error(
        "A request failed.",
        exc_info=error,
        extra={"action": "request_failed", "reference": reference, "route": request.endpoint},
    )
    return _answer(500, sentence("web.fault", language(), reference=reference), "web.fault")


def _answer(
    status: int,
    detail: str,
    code: str,
    members: Mapping[str, object] | None = None,
    told: _Told | None = None,
) -> Response:
    if wants_json():
        answer = problem(status, detail, code, members)
    else:
        page = render_template(
            "error.html",
            told=told or _Told(_heading(status), _advice(status)),
            detail=detail,
            status=status,
            # Where signing in leads on to.
            page=page_of_request() if status == _UNKNOWN_CALLER else None,
            # Where the process stands now, to whoever saw it change.
            process=(request.view_args or {}).get("instance_id") if status == _CHANGED else None,
            typed=texts_to_give_back() if status in _GIVING_BACK else (),
            # It is the refusal that is shown, and no form.
            reopened=False,
        )
        answer = make_response(page, status)
    if status in _RETRY_SECONDS:
        answer.headers["Retry-After"] = _RETRY_SECONDS[status]
    if status == _UNKNOWN_CALLER and speaks_to_programs():
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _heading(status: int) -> str:
    return sentence(f"web.heading-{_nearest(status)}", language())


def _advice(status: int) -> str:
    code = f"web.advice-{_nearest(status)}"
    return sentence(code, language()) if code in catalogue() else ""


def _nearest(status: int) -> int:
    if status in _KNOWN:
        return status
    return 500 if status >= _SERVER_ERROR else 400
