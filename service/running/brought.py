"""Files that somebody brings to a step: their own, and what their names say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.forms.file_kinds import FileNotAsNamed, is_judged, media_type
from service.running.refusals import FileNotYours
from service.store.uploads import kinds_brought

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy import Connection

    from service.forms import FileRef, Problem


def misnamed_files(
    connection: Connection,
    pemda_id: UUID,
    person_id: UUID,
    files: Mapping[str, tuple[FileRef, ...]],
) -> dict[str, Problem]:
    """Return what is wrong with the names of files, by field.

    A name is given twice, to the upload and here. The content was judged by the first; so the
    second may say no other kind of those that are judged. Raises FileNotYours when the person did
    not upload one of them lately.
    """
    hashes = {file.sha256 for given in files.values() for file in given}
    if not hashes:
        return {}
    kinds = kinds_brought(connection, pemda_id, person_id, hashes)
    if hashes != kinds.keys():
        raise FileNotYours
    return {
        field: (FileNotAsNamed.code, {})
        for field, given in files.items()
        if any(_other(media_type(file.name), kinds[file.sha256]) for file in given)
    }


def _other(kind: str, brought: frozenset[str]) -> bool:
    return is_judged(kind) and kind not in brought
