"""What differs between two versions of a document, for who has to give a paraf again.

Whoever may have the files may see it, and nobody else; an auditor's look is written down as that
at the files is. It is no look at the document itself, which *Antrean paraf* asks for.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, render_template

from service.forms.file_kinds import media_type
from service.imaging import (
    COMPARED_UNITS,
    ImagingBusy,
    NoText,
    PictureLocked,
    PictureRefused,
    TextFile,
    can_be_compared,
    differences,
)
from service.queries.version_pair import version_pair
from service.sentences import sentence
from service.store.blobs import stream_content
from service.web import context
from service.web.guard import Who, allowed
from service.web.watch import watched

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from service.imaging import Differences
    from service.queries.files import ProcessFile

version_differences = Blueprint("version_differences", __name__)

_PLACE: Final = "/proses/<uuid:instance_id>/dokumen/<document>/perbedaan/<int:old>/<int:new>"

#: Parts of a text document beside its text.
_PARTS: Final = {
    "header": "Kepala halaman",
    "footer": "Kaki halaman",
    "footnotes": "Catatan kaki",
    "endnotes": "Catatan akhir",
}


@version_differences.get(_PLACE)
@allowed(Who.SIGNED_IN)
def show(instance_id: UUID, document: str, old: int, new: int) -> ResponseReturnValue:
    """Show the changes from one version to a later one, as far as their text can be taken out."""
    pair = version_pair(context.store(), context.caller(), instance_id, document, old=old, new=new)
    for file in (pair.old, pair.new):
        watched(pair.audit, instance_id, "file", sha256=file.sha256, once=True)
    found, refusal, status = _compared(pair.old, pair.new, (old, new))
    return render_template(
        "processes/differences.html",
        instance_id=instance_id,
        pair=pair,
        versions=((old, pair.old), (new, pair.new)),
        found=found,
        refusal=refusal,
        old=old,
        place_of=_place,
        most_units=COMPARED_UNITS,
    ), status


def _compared(
    old: ProcessFile, new: ProcessFile, numbers: tuple[int, int]
) -> tuple[Differences | None, str, int]:
    """Return the differences, or why there are none to show, with the status of the answer."""
    if old.sha256 == new.sha256:
        return None, "", 200
    files = _file(old), _file(new)
    if not can_be_compared(*files):
        return None, sentence("web.no-comparison"), 200
    try:
        return differences(*files), "", 200
    except NoText as refused:
        return None, sentence("web.comparison-no-text", number=_number(refused, numbers)), 200
    except PictureRefused as refused:
        return None, _said(refused, numbers), refused.status


def _said(refused: PictureRefused, numbers: tuple[int, int]) -> str:
    match refused:
        case ImagingBusy():
            return sentence(refused.code)
        case PictureLocked():
            return sentence("web.comparison-locked", number=_number(refused, numbers))
        case _:
            return sentence("web.comparison-unreadable")


def _number(refused: PictureRefused, numbers: tuple[int, int]) -> int:
    """Return of which version a refusal speaks: it counts the two files."""
    return numbers[int(refused.params["number"]) - 1]


def _file(file: ProcessFile) -> TextFile:
    pemda_id = context.caller().pemda_id
    read = partial(stream_content, context.store(), pemda_id, file.sha256)
    return TextFile(media_type(file.name or ""), file.size, read)


def _place(place: Mapping[str, Any]) -> str:
    """Return where a change stands, in words."""
    match place["kind"]:
        case "sheet-cell":
            return f"{place['sheet']}!{place['column']}{place['number']}"
        case "row":
            return f"{place['sheet']}, baris {place['number']}"
        case "page":
            return f"Halaman {place['number']}"
        case "line":
            return f"Baris {place['number']}"
        case "cell":
            words = f"Tabel {place['table']}, baris {place['row']}, kolom {place['column']}"
        case _:
            words = f"Paragraf {place['number']}"
    part = _PARTS.get(place["part"])
    return f"{part}, {words.lower()}" if part else words
