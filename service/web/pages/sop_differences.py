"""*Beda versi*: versions of a SOP and drafts of it side by side, and the *matriks perubahan*.

Whoever may see both may compare them, and nobody else: a draft is seen by those who write the
SOPs of its office.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, render_template, request, url_for

from service.diagrams import KEPT
from service.queries.drawn import titles_of_forms
from service.queries.sop_drafts import draft_history, draft_view
from service.queries.sops import sop_view
from service.web import context, labels
from service.web.diagrams import picture_of
from service.web.form_names import FormNames
from service.web.guard import Who, allowed
from service.web.pages.sop_sides import began_from, draft_sides, version_sides
from service.web.pages.sops import version_of
from service.web.sop_comparison import compare_versions

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from service.queries.sop_drafts import DraftView
    from service.queries.sops import SopView
    from service.web.pages.sop_sides import Side

sop_differences = Blueprint("sop_differences", __name__, url_prefix="/sop")
draft_differences = Blueprint(
    "draft_differences", __name__, url_prefix="/sop/draf/<uuid:draft_id>/beda"
)


# ---------------------------------------------------------------- two versions


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
    return _page("sops/differences.html", **_versions(sop_id, old, new))


@sop_differences.get("/<uuid:sop_id>/beda/<int:old>/<int:new>/matriks")
@allowed(Who.SIGNED_IN)
def matrix(sop_id: UUID, old: int, new: int) -> str:
    """Show the matriks perubahan, to be printed."""
    return _page("sops/change_matrix.html", **_versions(sop_id, old, new))


def _versions(sop_id: UUID, old: int, new: int) -> dict[str, Any]:
    view = sop_view(context.store(), context.caller(), sop_id)
    place: dict[str, Any] = {"sop_id": sop_id, "old": old, "new": new}
    return {
        "sides": version_sides(view, old, new),
        "forms": _form_names(view.office_id),
        "title": view.title,
        "about": _about(view.office_name, view.number),
        "timezone": view.timezone,
        "back": (url_for("sops.show", sop_id=sop_id), "SOP"),
        "here": url_for("sop_differences.show", **place),
        "matrix": url_for("sop_differences.matrix", **place),
        "turned": url_for("sop_differences.show", **place | {"old": new, "new": old}),
    }


# ---------------------------------------------------------------- a draft


@draft_differences.get("")
@allowed(Who.SIGNED_IN)
def choose_of_draft(draft_id: UUID) -> ResponseReturnValue:
    """Go to the comparison of what was chosen from lists.

    Without any: of the version that was drawn on with what is saved now, and where there is none,
    of how the draft began.
    """
    view, sop = _draft(draft_id)
    revisions = draft_history(context.store(), context.caller(), draft_id)
    old = request.args.get("dari") or began_from(view, revisions)
    new = request.args.get("ke") or f"simpanan-{view.revision}"
    draft_sides(view, sop, old, new)
    return redirect(
        url_for("draft_differences.show_draft", draft_id=draft_id, old=old, new=new), 303
    )


@draft_differences.get("/<old>/<new>")
@allowed(Who.SIGNED_IN)
def show_draft(draft_id: UUID, old: str, new: str) -> str:
    """Show a saved state of a draft beside a version or another saved state."""
    return _page("sops/differences.html", **_of_draft(draft_id, old, new))


@draft_differences.get("/<old>/<new>/matriks")
@allowed(Who.SIGNED_IN)
def draft_matrix(draft_id: UUID, old: str, new: str) -> str:
    """Show the matriks perubahan of a draft, to be printed."""
    return _page("sops/change_matrix.html", **_of_draft(draft_id, old, new))


def _of_draft(draft_id: UUID, old: str, new: str) -> dict[str, Any]:
    view, sop = _draft(draft_id)
    place: dict[str, Any] = {"draft_id": draft_id, "old": old, "new": new}
    return {
        "sides": draft_sides(view, sop, old, new),
        "forms": _form_names(view.office_id),
        "title": view.title,
        "about": _about(f"Draf · {view.office_name}", sop.number if sop else None),
        "timezone": view.timezone,
        "back": (url_for("sop_drafts.show_history", draft_id=draft_id), "Riwayat draf"),
        "here": url_for("draft_differences.show_draft", **place),
        "matrix": url_for("draft_differences.draft_matrix", **place),
        "turned": url_for("draft_differences.show_draft", **place | {"old": new, "new": old}),
    }


def _draft(draft_id: UUID) -> tuple[DraftView, SopView | None]:
    store, caller = context.store(), context.caller()
    view = draft_view(store, caller, draft_id)
    return view, None if view.sop_id is None else sop_view(store, caller, view.sop_id)


# ---------------------------------------------------------------- below


def _about(first: str, number: str | None) -> str:
    return f"{first} · Nomor {number}" if number else first


def _form_names(office_id: UUID) -> FormNames:
    return FormNames(titles_of_forms(context.store(), context.caller(), office_id))


def _page(
    template: str, *, sides: tuple[Side, Side], title: str, forms: FormNames, **page: Any
) -> str:
    """Compare two sides; `page` is what the templates say around it."""
    old, new = sides
    found = compare_versions(
        (old.raw, old.forms), (new.raw, new.forms), (old.process_id, new.process_id), forms
    )
    pictures = []
    if found is not None and template == "sops/differences.html":
        pictures = [
            picture_of(side.raw, marks, f"{title}, {side.called}", KEPT)
            for side, marks in zip(sides, (found.old_marks, found.new_marks), strict=True)
        ]
    return render_template(
        template,
        sides=sides,
        title=title,
        found=found,
        same_file=old.xml_sha256 == new.xml_sha256,
        pictures=pictures,
        version_words=labels.VERSIONS,
        save_words=labels.DRAFT_SAVES,
        now=context.now(),
        today=context.today(),
        **page,
    )
