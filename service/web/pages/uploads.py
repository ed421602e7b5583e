"""Files on their way in, piece by piece, for browsers with JavaScript (decisions §2.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, request

from service.forms.file_kinds import FileEmpty, media_type
from service.store import uploads as store_uploads
from service.store.database import read
from service.web import context
from service.web.guard import Who, allowed
from service.web.uploading import finish

if TYPE_CHECKING:
    from uuid import UUID

    from service.store.uploads import Upload

uploads = Blueprint("uploads", __name__, url_prefix="/unggahan")


@uploads.post("")
@allowed(Who.SIGNED_IN)
def begin() -> tuple[dict[str, Any], int]:
    """Announce a file; the answer says where its pieces go."""
    caller = context.caller()
    size = request.form.get("size", type=int)
    if size == 0:
        raise FileEmpty
    made = store_uploads.begin_upload(
        context.store(),
        caller.pemda_id,
        caller.person_id,
        size=-1 if size is None else size,
        media_type=media_type(request.form.get("name", "")),
        limit=context.services().settings.limits.upload_bytes,
        now=context.now(),
    )
    return _described(made), 201


@uploads.get("/<uuid:upload_id>")
@allowed(Who.SIGNED_IN)
def show(upload_id: UUID) -> dict[str, Any]:
    """Say how far an upload of this person is."""
    caller = context.caller()
    with read(context.store()) as connection:
        return _described(
            store_uploads.state_of(connection, caller.pemda_id, caller.person_id, upload_id)
        )


@uploads.put("/<uuid:upload_id>")
@allowed(Who.SIGNED_IN)
def add(upload_id: UUID) -> dict[str, Any]:
    """Take the piece that begins at `from`; after the last one the file is whole."""
    caller = context.caller()
    state = store_uploads.add_piece(
        context.store(),
        caller.pemda_id,
        caller.person_id,
        upload_id,
        offset=request.args.get("from", default=-1, type=int),
        data=request.get_data(),
    )
    return _described(_finished(state) if state.received == state.size else state)


def _finished(state: Upload) -> Upload:
    return store_uploads.Upload(state.id, state.size, state.received, finish(state.id))


def _described(state: Upload) -> dict[str, Any]:
    return {
        "id": str(state.id),
        "size": state.size,
        "received": state.received,
        "sha256": state.sha256,
    }
