"""Pages travel compressed: staff fill forms over thin lines."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flask import Request, Response

_WORTHWHILE: Final = 800
_LEVEL: Final = 6

#: Of zlib: a gzip frame around the largest window.
_GZIP: Final = 16 + zlib.MAX_WBITS
_KINDS: Final = (
    "text/",
    "application/json",
    "application/problem+json",
    "application/xml",
    "image/svg+xml",
)


def compressed(request: Request, response: Response) -> Response:
    """Return the response gzipped when it is text, long enough, and the browser takes it."""
    response.vary.add("Accept-Encoding")
    if (
        response.direct_passthrough
        or "Content-Encoding" in response.headers
        or not request.accept_encodings.quality("gzip")
        or not (response.mimetype or "").startswith(_KINDS)
    ):
        return response
    if response.is_streamed:
        response.headers.pop("Content-Length", None)
        response.response = _piecewise(response.iter_encoded())
        response.headers["Content-Encoding"] = "gzip"
        return response
    body = response.get_data()
    if len(body) < _WORTHWHILE:
        return response
    response.set_data(gzip.compress(body, compresslevel=_LEVEL))
    response.headers["Content-Encoding"] = "gzip"
    return response


def _piecewise(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a stream gzipped, a page that is as long as its history among them."""
    squeezed = zlib.compressobj(level=_LEVEL, wbits=_GZIP)
    for piece in pieces:
        if out := squeezed.compress(piece):
            yield out
    yield squeezed.flush()
