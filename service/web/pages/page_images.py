"""Pages of a file of a process as pictures, for who reads on a telephone.

Whoever may have the file may see its pages, and nobody else; an auditor's look is written down as
that at the file is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, render_template, request

from service.errors import NotFound
from service.forms.file_kinds import media_type
from service.imaging import (
    LARGE,
    SMALL,
    TOGETHER,
    ImagingBusy,
    PagedFile,
    PictureLocked,
    PictureRefused,
    can_be_shown,
    page_count,
    page_image,
)
from service.imaging import (
    bounds as imaging_bounds,
)
from service.queries.files import file_of_process
from service.sentences import sentence
from service.store.blobs import stream_content
from service.web import context
from service.web.guard import Who, allowed
from service.web.opening import opened
from service.web.security import FILE_POLICY
from service.web.watch import watched

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from service.queries.files import ProcessFile

page_images = Blueprint("page_images", __name__)

_FILE: Final = "/proses/<uuid:instance_id>/berkas/<sha256>"


@dataclass(frozen=True, slots=True)
class Seen:
    """A file of which pages are asked for, and what there is of them."""

    file: ProcessFile
    paged: PagedFile
    #: pages that are shown; 0: none
    count: int
    #: why none is shown; "": some are
    refusal: str
    status: int


@page_images.get(f"{_FILE}/halaman")
@allowed(Who.SIGNED_IN)
def show_all(instance_id: UUID, sha256: str) -> ResponseReturnValue:
    """Show the pages of a file, a dozen small ones at a time."""
    seen = _seen(instance_id, sha256)
    wanted = request.args.get("mulai", default=1, type=int)
    first = (max(1, min(wanted, seen.count or 1)) - 1) // TOGETHER * TOGETHER + 1
    last = min(first + TOGETHER - 1, seen.count)
    return render_template(
        "processes/pages.html",
        instance_id=instance_id,
        file=seen.file,
        count=seen.count,
        numbers=range(first, last + 1),
        before=first - TOGETHER if first > 1 else None,
        after=last + 1 if last < seen.count else None,
        refusal=seen.refusal,
        most=imaging_bounds().preview_pages,
    ), seen.status


@page_images.get(f"{_FILE}/halaman/<int:number>")
@allowed(Who.SIGNED_IN)
def show(instance_id: UUID, sha256: str, number: int) -> ResponseReturnValue:
    """Show one page of a file, large enough to read."""
    seen = _seen(instance_id, sha256)
    if not seen.refusal and not 1 <= number <= seen.count:
        raise NotFound
    return render_template(
        "processes/page.html",
        instance_id=instance_id,
        file=seen.file,
        count=seen.count,
        number=number,
        refusal=seen.refusal,
    ), seen.status


@page_images.get(f"{_FILE}/gambar/<int:number>")
@allowed(Who.SIGNED_IN)
def large(instance_id: UUID, sha256: str, number: int) -> Response:
    """Send the picture of a page, to be read."""
    return _picture(instance_id, sha256, number, LARGE)


@page_images.get(f"{_FILE}/gambar/<int:number>/kecil")
@allowed(Who.SIGNED_IN)
def small(instance_id: UUID, sha256: str, number: int) -> Response:
    """Send the small picture of a page."""
    return _picture(instance_id, sha256, number, SMALL)


def _seen(instance_id: UUID, sha256: str) -> Seen:
    found, paged = _found(instance_id, sha256)
    opened(instance_id, sha256)
    try:
        if not can_be_shown(paged.media_type, paged.size):
            return Seen(found, paged, 0, sentence("web.no-pages"), 200)
        return Seen(found, paged, page_count(paged, _folder()), "", 200)
    except PictureRefused as refused:
        # What the refusal advises is for who photographs, not for who reads.
        return Seen(found, paged, 0, sentence(_said(refused)), refused.status)


def _said(refused: PictureRefused) -> str:
    match refused:
        case ImagingBusy():
            return refused.code
        case PictureLocked():
            return "web.pages-locked"
        case _:
            return "web.pages-unreadable"


def _picture(instance_id: UUID, sha256: str, number: int, width: int) -> Response:
    _, paged = _found(instance_id, sha256)
    answer = Response(page_image(paged, _folder(), number, width), mimetype="image/webp")
    answer.headers["Content-Security-Policy"] = FILE_POLICY
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    # Kept by the browser, but asked for each time: several people share machines, and whoever
    # may not see the file any more is not to find it there.
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.set_etag(f"{sha256}-{number}-{width}")
    answer.make_conditional(request)
    return answer


def _found(instance_id: UUID, sha256: str) -> tuple[ProcessFile, PagedFile]:
    """Return a file of a process that the caller may see. Raises NotFound."""
    store, caller = context.store(), context.caller()
    found = file_of_process(store, caller, instance_id, sha256)
    watched(found.audit, instance_id, "file", sha256=sha256, once=True)
    paged = PagedFile(
        key=f"{caller.pemda_id}/{found.sha256}",
        media_type=media_type(found.name or ""),
        size=found.size,
        read=partial(stream_content, store, caller.pemda_id, found.sha256),
    )
    return found, paged


def _folder() -> Path:
    return context.services().settings.data / "gambar-halaman"
