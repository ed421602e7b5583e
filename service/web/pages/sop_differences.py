"""*Beda versi*: two versions of a SOP side by side, and the printable *matriks perubahan*.

Whoever may see both versions may compare them, and nobody else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, render_template, request, url_for

from service.diagrams import KEPT
from service.queries.sop_life import life_of
from service.queries.sops import sop_view, version_files
from service.web import context, labels
from service.web.diagrams import picture_of
from service.web.guard import Who, allowed
from service.web.pages.sops import version_of
from service.web.sop_comparison import compare_versions

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

sop_differences = Blueprint("sop_differences", __name__, url_prefix="/sop")


@sop_differences.get("/<uuid:sop_id>/beda")
@allowed(Who.SIGNED_IN)
def choose(sop_id: UUID) -> ResponseReturnValue:
    """Go to the comparison of the versions chosen from lists; without any, to the SOP."""
    view = sop_view(context.store(), context.caller(), sop_id)
    old, new = (request.args.get(name, type=int) for name in ("dari", "ke"))
    if old is None or new is None:
        return redirect(url_for("sops.show", sop_id=sop_id), 303)
    for number in (old, new):
        version_of(view, number)
    return redirect(url_for("sop_differences.show", sop_id=sop_id, old=old, new=new), 303)


@sop_differences.get("/<uuid:sop_id>/beda/<int:old>/<int:new>")
@allowed(Who.SIGNED_IN)
def show(sop_id: UUID, old: int, new: int) -> str:
    """Show both diagrams, what is another in words, the table of steps and the forms."""
    return render_template("sops/differences.html", **_compared(sop_id, old, new, drawn=True))


@sop_differences.get("/<uuid:sop_id>/beda/<int:old>/<int:new>/matriks")
@allowed(Who.SIGNED_IN)
def matrix(sop_id: UUID, old: int, new: int) -> str:
    """Show the matriks perubahan, to be printed."""
    return render_template("sops/change_matrix.html", **_compared(sop_id, old, new, drawn=False))


def _compared(sop_id: UUID, old: int, new: int, *, drawn: bool) -> dict[str, Any]:
    store, caller = context.store(), context.caller()
    view = sop_view(store, caller, sop_id)
    versions = version_of(view, old), version_of(view, new)
    files = [version_files(store, caller, version) for version in versions]
    ids = versions[0].process_id, versions[1].process_id
    found = compare_versions(files[0], files[1], ids)
    pictures = []
    if drawn and found is not None:
        marks = found.old_marks, found.new_marks
        pictures = [
            picture_of(raw, of, f"{view.title}, versi {version.number}", KEPT)
            for (raw, _), of, version in zip(files, marks, versions, strict=True)
        ]
    life = life_of(store, caller, sop_id)
    return {
        "sop": view,
        "versions": versions,
        "found": found,
        "same_file": versions[0].xml_sha256 == versions[1].xml_sha256,
        "pictures": pictures,
        "lives": [
            {act.act: act for act in life if act.version_id == version.version_id}
            for version in versions
        ],
        "version_words": labels.VERSIONS,
        "now": context.now(),
    }
