"""The scan of a paper that comes with a form of ours: stored at once, so that it comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Response, request, stream_with_context

from service.forms.file_kinds import FileEmpty, FileNotAsNamed, ending_of
from service.sentences import sentence
from service.store.blobs import described, stream_content
from service.store.database import read
from service.store.uploads import UploadTooLarge
from service.web import context
from service.web.pages.files import attachment
from service.web.pages.task_form import kept_file, stored

if TYPE_CHECKING:
    from service.forms import FileRef

#: The control of the page; `ui.scan` shows it.
CONTROL: Final = "pindaian"


@dataclass(frozen=True, slots=True)
class Scan:
    """What the form carries, and what is wrong with what it brought."""

    file: FileRef | None = None
    problem: str = ""

    @classmethod
    def arrived(cls, control: str = CONTROL) -> Scan:
        """Return the scan that the request carries; a new one is stored and replaces the old."""
        kept = kept_file(request.form.get(f"{control}-tersimpan", ""))
        file = request.files.get(control)
        if file is None or not file.filename:
            return cls(kept)
        try:
            return cls(stored(file))
        except (FileEmpty, FileNotAsNamed, UploadTooLarge) as refused:
            return cls(kept, sentence(refused.code, **refused.params))

    @property
    def missing(self) -> str:
        """Return what is to be said at the control; "" when there is a scan."""
        if self.problem:
            return self.problem
        return sentence("web.scan-needed") if self.file is None else ""


def scan_file(sha256: str, name: str) -> Response:
    """Give a scan that the caller may have, named so, with the ending of its kind."""
    store, pemda_id = context.store(), context.caller().pemda_id
    with read(store) as connection:
        kept = described(connection, pemda_id, sha256)
    return attachment(
        stream_with_context(stream_content(store, pemda_id, kept.sha256)),
        name=name + ending_of(kept.media_type),
        size=kept.size,
    )
