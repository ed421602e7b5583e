"""Files on their way in, piece by piece, as the pages send them (decisions §2.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import request
from marshmallow import Schema, fields

from service.forms.file_kinds import FileEmpty, media_type
from service.store import uploads as store_uploads
from service.store.blobs import CHUNK_BYTES
from service.store.database import read
from service.web import context
from service.web.api.blueprint import Blueprint
from service.web.api.entries import Between, Entry, Length, Text, Whole
from service.web.guard import Who
from service.web.uploading import finish

if TYPE_CHECKING:
    from uuid import UUID

    from service.store.uploads import Upload

files = Blueprint("files", description="Files on their way in.")

#: Bytes of one piece, at most.
_PIECE_BYTES: Final = 16 * CHUNK_BYTES

_LARGEST: Final = 2**53

_OCTETS: Final = "application/octet-stream"


class Announcement(Entry):
    name = Text(required=True, validate=Length(1, 255))
    size = Whole(required=True, strict=True, validate=Between(0, _LARGEST))


class PiecePlace(Entry):
    start = Whole(
        required=True,
        data_key="from",
        validate=Between(0, _LARGEST),
        metadata={"description": "number of the first byte: what `received` said"},
    )


class UploadShape(Schema):
    """How far a file is. Its `sha256` is there once it is whole."""

    id = fields.UUID()
    size = fields.Integer()
    received = fields.Integer()
    sha256 = fields.String(allow_none=True)
    piece_bytes = fields.Integer(
        metadata={
            "description": "a piece has at most so many bytes, and a multiple of chunk_bytes"
        }
    )
    chunk_bytes = fields.Integer(metadata={"description": "the last piece may be of any size"})


@files.operation(
    "POST",
    "/uploads",
    who=Who.PROGRAM,
    takes=Announcement,
    gives=UploadShape,
    status=201,
)
def begin_upload(given: dict[str, Any]) -> dict[str, Any]:
    """Announce a file."""
    caller = context.caller()
    if given["size"] == 0:
        raise FileEmpty
    made = store_uploads.begin_upload(
        context.store(),
        caller.pemda_id,
        caller.person_id,
        size=given["size"],
        media_type=media_type(given["name"]),
        limit=context.services().settings.limits.upload_bytes,
        now=context.now(),
    )
    return _told(made)


@files.operation("GET", "/uploads/<uuid:upload_id>", who=Who.PROGRAM, gives=UploadShape)
def show_upload(upload_id: UUID) -> dict[str, Any]:
    """Say how far it is."""
    caller = context.caller()
    with read(context.store()) as connection:
        found = store_uploads.state_of(connection, caller.pemda_id, caller.person_id, upload_id)
    return _told(found, last=False)


@files.operation(
    "PUT",
    "/uploads/<uuid:upload_id>",
    who=Who.PROGRAM,
    takes=PiecePlace,
    where="query",
    body=_OCTETS,
    gives=UploadShape,
)
def add_piece(given: dict[str, Any], upload_id: UUID) -> dict[str, Any]:
    """Take the piece that begins at `from`; after the last one the file is whole."""
    caller = context.caller()
    request.max_content_length = _PIECE_BYTES
    state = store_uploads.add_piece(
        context.store(),
        caller.pemda_id,
        caller.person_id,
        upload_id,
        offset=given["start"],
        data=request.get_data(),
    )
    return _told(state)


def _told(state: Upload, *, last: bool = True) -> dict[str, Any]:
    """Return what is known of an upload; one that is complete becomes a file."""
    sha256 = state.sha256
    if last and sha256 is None and state.received == state.size:
        sha256 = finish(state.id)
    return {
        "id": state.id,
        "size": state.size,
        "received": state.received,
        "sha256": sha256,
        "piece_bytes": _PIECE_BYTES,
        "chunk_bytes": CHUNK_BYTES,
    }
