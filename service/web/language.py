"""In which language refusals are said: pages speak Indonesian, the API as the program asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from flask import has_request_context, request

if TYPE_CHECKING:
    from service.sentences import Language

_LANGUAGES: Final = ("id", "en")


def language() -> Language:
    """Return the language of this answer, by `Accept-Language` on the API; default "id"."""
    if not has_request_context() or not speaks_to_programs():
        return "id"
    best = request.accept_languages.best_match(_LANGUAGES, default="id")
    return cast("Language", best)


def speaks_to_programs() -> bool:
    """Say whether the request is one of the API."""
    return request.path.startswith("/api/")
