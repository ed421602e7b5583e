"""Pages travel compressed: staff fill forms over thin lines."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from flask import Request, Response

_WORTHWHILE: Final = 800
_KINDS: Final = ("text/", "application/json", "application/problem+json", "image/svg+xml")


def compressed(request: Request, response: Response) -> Response:
    """Return the response gzipped when it is text, long enough, and the browser takes it."""
    response.vary.add("Accept-Encoding")
    if (
        response.direct_passthrough
        or response.is_streamed
        or "Content-Encoding" in response.headers
        or not request.accept_encodings.quality("gzip")
        or not (response.mimetype or "").startswith(_KINDS)
    ):
        return response
    body = response.get_data()
    if len(body) < _WORTHWHILE:
        return response
    response.set_data(gzip.compress(body, compresslevel=6))
    response.headers["Content-Encoding"] = "gzip"
    return response
