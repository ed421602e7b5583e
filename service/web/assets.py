"""The built front end: names with their content's hash, compressed once when built."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, Response, abort, request, send_from_directory, url_for

from service.web.guard import Who, allowed

if TYPE_CHECKING:
    from collections.abc import Iterator

BUILD: Final = Path(__file__).parent / "static" / "build"

assets = Blueprint("assets", __name__)


class FrontEndNotBuilt(RuntimeError):
    """`service/web/static/build` is missing: `npm run build` in service/web/frontend makes it."""


class Manifest:
    """Which built file stands for which source."""

    def __init__(self, folder: Path = BUILD) -> None:
        self._file = folder / "manifest.json"
        if not self._file.exists():
            raise FrontEndNotBuilt(str(self._file))
        self._read_at = 0.0
        self._read: dict[str, Any] = {}

    @property
    def _entries(self) -> dict[str, Any]:
        # A front end that is built anew takes its old files with it.
        written_at = self._file.stat().st_mtime
        if written_at != self._read_at:
            self._read = json.loads(self._file.read_text("utf-8"))
            self._read_at = written_at
        return self._read

    def script(self, source: str) -> str:
        """Return the address of the built module of `source`, "src/app.js"."""
        return url_for("assets.built", name=self._entries[source]["file"])

    def styles(self, source: str) -> list[str]:
        """Return the addresses of the style sheets that `source` imports, its own last."""
        return [url_for("assets.built", name=name) for name in dict.fromkeys(self._css(source))]

    def pieces(self, source: str) -> list[str]:
        """Return the addresses of a module and of all that it imports, to be loaded ahead."""
        names = (self._entries[piece]["file"] for piece in self._imported(source))
        return [url_for("assets.built", name=name) for name in dict.fromkeys(names)]

    def _imported(self, source: str) -> Iterator[str]:
        for shared in self._entries[source].get("imports", []):
            yield from self._imported(shared)
        yield source

    def _css(self, source: str) -> Iterator[str]:
        # What two sources share is built into a piece of its own, style sheets too.
        entry = self._entries[source]
        for shared in entry.get("imports", []):
            yield from self._css(shared)
        yield from entry.get("css", [])


@assets.get("/static/build/<path:name>")
@allowed(Who.ANYONE)
def built(name: str) -> Response:
    """Serve a built file, compressed when the browser takes it; its name changes with it."""
    if not name.startswith("assets/"):
        abort(404)
    squeezed = bool(request.accept_encodings.quality("gzip")) and (BUILD / f"{name}.gz").is_file()
    answer = send_from_directory(
        BUILD,
        f"{name}.gz" if squeezed else name,
        mimetype=_TYPES.get(Path(name).suffix, "application/octet-stream"),
        max_age=31536000,
        conditional=True,
    )
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    answer.headers["Vary"] = "Accept-Encoding"
    if squeezed:
        answer.headers["Content-Encoding"] = "gzip"
    return answer


@assets.get("/ikon.svg")
@allowed(Who.ANYONE)
def icon() -> Response:
    """Serve the mark that browsers show beside the title."""
    return send_from_directory(BUILD.parent, "icon.svg", mimetype="image/svg+xml", max_age=86400)


_TYPES: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".ttf": "font/ttf",
}
