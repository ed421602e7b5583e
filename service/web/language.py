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
    # "en-GB" asks for "en" (RFC 4647 §3.4); the best ones come first.
    wanted = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
    return cast("Language", next((tag for tag in wanted if tag in _LANGUAGES), "id"))


def speaks_to_programs() -> bool:
    """Say whether the request is one of the API."""
    return request.path.startswith("/api/")
