"""Files of a process, as attachments that no browser runs."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Blueprint, Response, stream_with_context

from service.queries.files import file_of_process
from service.store.blobs import stream_content
from service.web import context
from service.web.guard import Who, allowed
from service.web.opening import opened
from service.web.security import FILE_POLICY
from service.web.watch import watched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

files = Blueprint("files", __name__)


@files.get("/proses/<uuid:instance_id>/berkas/<sha256>")
@allowed(Who.SIGNED_IN)
def download(instance_id: UUID, sha256: str) -> Response:
    """Send a file that a document of the process or an attachment refers to."""
    caller = context.caller()
    found = file_of_process(context.store(), caller, instance_id, sha256)
    watched(found.audit, instance_id, "file", sha256=sha256)
    opened(instance_id, sha256)
    return attachment(
        stream_with_context(stream_content(context.store(), caller.pemda_id, sha256)),
        name=found.name or f"berkas-{sha256[:12]}",
        size=found.size,
    )


def attachment(
    body: Iterator[bytes], *, name: str, size: int, media_type: str = "application/octet-stream"
) -> Response:
    """Return a download: always saved, never shown, in a sandbox if it is opened all the same."""
    answer = Response(body, mimetype=media_type)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    answer.headers["Content-Length"] = str(size)
    answer.headers["Content-Security-Policy"] = FILE_POLICY
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
