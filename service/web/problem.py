"""Refusals as a person or a program reads them.

A browser gets a plain page in Indonesian that says what happened and what to do, a program
`application/problem+json` (RFC 9457). Neither ever holds a stack, a statement or a value that was
typed.
"""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, Final, cast

from flask import Flask, Response, g, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from service.errors import AlurError
from service.sentences import catalogue, sentence
from service.web.guard import SignInFirst

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

_LOG: Final = logging.getLogger(__name__)

PROBLEM_JSON: Final = "application/problem+json"

#: Statuses with a heading and advice of their own in the catalogue; others fall back by hundred.
_KNOWN: Final = frozenset({400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503})

_FIRST_REFUSAL: Final = 400
_SERVER_ERROR: Final = 500
_RETRY_SECONDS: Final = {429: "60", 503: "5"}


def init_problems(app: Flask) -> None:
    """Answer every refusal and every fault of the application."""
    app.register_error_handler(AlurError, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)


def wants_json() -> bool:
    """Say whether the caller is a program: the API, or a module of ours that fetches."""
    if request.path.startswith("/api/"):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def problem(status: int, detail: str, code: str) -> Response:
    """Return a problem+json answer; `code` is that of the sentence `detail`."""
    answer = make_response(
        {
            "type": "about:blank",
            "title": _heading(status),
            "status": status,
            "detail": detail,
            "code": code,
        },
        status,
    )
    answer.content_type = PROBLEM_JSON
    return answer


def _refused(error: AlurError) -> ResponseReturnValue:
    if isinstance(error, SignInFirst) and not wants_json() and request.method == "GET":
        return redirect(url_for("login.show", lanjut=request.full_path.rstrip("?")), 303)
    if error.status >= _SERVER_ERROR:
        _LOG.warning("The request could not be served.", extra={"action": error.code})
    return _answer(error.status, sentence(error.code, **error.params), error.code)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < _FIRST_REFUSAL:
        return error.get_response()
    return _answer(error.code, _advice(error.code), f"web.http-{error.code}")


def _fault(error: Exception) -> ResponseReturnValue:
    reference = secrets.token_hex(4)
    _LOG.error(
        "A request failed.",
        exc_info=error,
        extra={"action": "request_failed", "reference": reference, "route": request.endpoint},
    )
    return _answer(500, sentence("web.fault", reference=reference), "web.fault")


def _answer(status: int, detail: str, code: str) -> Response:
    if wants_json():
        answer = problem(status, detail, code)
    else:
        page = render_template(
            "error.html",
            heading=_heading(status),
            detail=detail,
            advice=_advice(status),
            status=status,
            signed_in=getattr(g, "caller", None) is not None,
        )
        answer = make_response(page, status)
    if status in _RETRY_SECONDS:
        answer.headers["Retry-After"] = _RETRY_SECONDS[status]
    return answer


def _heading(status: int) -> str:
    return sentence(f"web.heading-{_nearest(status)}")


def _advice(status: int) -> str:
    code = f"web.advice-{_nearest(status)}"
    return sentence(code) if code in catalogue() else ""


def _nearest(status: int) -> int:
    if status in _KNOWN:
        return status
    return cast("int", 500 if status >= _SERVER_ERROR else 400)
