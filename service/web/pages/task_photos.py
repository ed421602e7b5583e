"""Photos that came with the form of a task become the file that it asks for.

The page keeps showing the photos, so that their order can still be changed when the form is
refused for something else; the same photos make the same file again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from service.forms import FileRef
from service.forms.file_kinds import NoPhoto, is_picture
from service.imaging import PictureRefused, pdf_of_photos, require_not_too_many
from service.running.refusals import FileNotYours
from service.store.blobs import put, stream_content
from service.store.database import read
from service.store.uploads import kinds_brought, record_upload
from service.web import context

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from service.forms import Form, Problem
    from service.web.pages.task_form import TaskForm

_PDF = "application/pdf"


def with_documents(asked: Form | None, form: TaskForm) -> TaskForm:
    """Return the form with one PDF for the photos of each field, or with what is wrong with them.

    Call it with no transaction open: making a PDF takes seconds.
    """
    files, refused = dict(form.files), dict(form.refused)
    for key, photos in form.photos.items():
        field = None if asked is None else asked.field(key)
        if field is None or not field.takes_photos:
            refused[key] = ("forms.unknown-field", {})
            continue
        try:
            made = _bound(photos, f"{field.label.replace('/', '-')} (foto).pdf")
        except (PictureRefused, NoPhoto, FileNotYours) as error:
            refused[key] = _problem(error)
        else:
            files[key] = (*files.get(key, ()), made)
    return replace(form, files=files, refused=refused)


def _bound(photos: Sequence[FileRef], name: str) -> FileRef:
    """Return the PDF of these photos, as brought by who brought them."""
    require_not_too_many(len(photos))
    store, caller, now = context.store(), context.caller(), context.now()
    _require_own_pictures(photos)
    made = pdf_of_photos([_source(photo.sha256) for photo in photos])
    kept = put(store, caller.pemda_id, made, _PDF, now)
    record_upload(store, caller.pemda_id, caller.person_id, kept, now)
    return FileRef(kept.sha256, name)


def _require_own_pictures(photos: Sequence[FileRef]) -> None:
    """Knowing a hash is no right to a file. Raises FileNotYours, NoPhoto."""
    caller = context.caller()
    hashes = {photo.sha256 for photo in photos}
    with read(context.store()) as connection:
        kinds = kinds_brought(connection, caller.pemda_id, caller.person_id, hashes)
    if hashes != kinds.keys():
        raise FileNotYours
    if not all(any(is_picture(kind) for kind in brought) for brought in kinds.values()):
        raise NoPhoto


def _source(sha256: str) -> Callable[[], Iterable[bytes]]:
    store, pemda_id = context.store(), context.caller().pemda_id
    return lambda: stream_content(store, pemda_id, sha256)


def _problem(error: PictureRefused | NoPhoto | FileNotYours) -> Problem:
    return (error.code, dict(error.params))
