"""The end of an upload, for pages and programs alike: the file is whole, and is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.forms.file_kinds import FileNotAsNamed, require_as_named
from service.store import uploads
from service.store.blob_files import open_blob
from service.store.database import read
from service.web import context

if TYPE_CHECKING:
    from uuid import UUID


def finish(upload_id: UUID) -> str:
    """Turn the caller's upload, whose last piece is there, into a file; return its hash.

    What is not as its name says counts as never brought: it is a blob that nothing refers to,
    which the sweep takes away. Raises FileNotAsNamed.
    """
    store, caller = context.store(), context.caller()
    made = uploads.finish_upload(
        store, caller.pemda_id, caller.person_id, upload_id, now=context.now()
    )
    try:
        with read(store) as connection:
            file = open_blob(connection, caller.pemda_id, made.sha256)
            require_as_named(made.media_type, file)
    except FileNotAsNamed:
        uploads.forget(store, caller.pemda_id, caller.person_id, upload_id)
        raise
    return made.sha256
