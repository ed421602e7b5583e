"""Drafts of SOPs: the list, the modeller, saving, *Cek diagram*, and what becomes of a draft."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, redirect, render_template, request, url_for

from service.commands.begin_sop_draft import (
    begin_brought_sop_draft,
    begin_new_sop_draft,
    begin_sop_draft,
    branch_sop_draft,
)
from service.commands.change_sop_draft import (
    discard_sop_draft,
    rename_sop_draft,
)
from service.commands.save_sop_draft import restore_sop_draft, save_sop_draft
from service.diagrams import KEPT, DiagramRefused
from service.diagrams.opening import opened
from service.errors import NotFound, Rejected
from service.queries.drawn import callable_sops, check_drawn, form_choices
from service.queries.sop_drafts import draft_diagram, draft_history, draft_view, drafts_seen
from service.queries.sops import authored_offices, sop_view
from service.running.drafts import DraftSavedMeanwhile
from service.sentences import sentence
from service.sentences.words import written_time
from service.web import context, labels
from service.web.brought_diagram import DiagramUnusable, brought_diagram
from service.web.carried import asked_again
from service.web.diagrams import finding_marks, picture_of
from service.web.draft_warnings import drawing_now, warnings_of
from service.web.drawn import told_of
from service.web.findings import finding_lines
from service.web.form_names import FormNames
from service.web.guard import Who, allowed
from service.web.kept_sop import keep_file
from service.web.page_form import PageForm
from service.web.pages.files import attachment
from service.web.pages.returning import goes_through_login
from service.web.pages.sop_sides import addresses, began_from
from service.web.pages.sops import version_of
from service.web.problem import wants_json
from service.web.said import said_after
from service.web.typed import PageError, chosen_office, request_key, text_of

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from service.queries.sop_drafts import DraftView

sop_drafts = Blueprint("sop_drafts", __name__, url_prefix="/sop")
goes_through_login("sop_drafts.begin", "sop_drafts.rename")

_BEGUN: Final = {"judul": "Judul SOP"}
_NAMED: Final = {"judul": "Judul draf"}
_PLACES: Final = {"title": "judul"}


# ---------------------------------------------------------------- the list, and beginning


#: Act → what the page to which it leads says.
_SAID: Final = {
    "simpan": "web.draft-saved",
    "lanjut": "web.draft-waiting",
    "pulih": "web.draft-restored",
    "nama": "web.draft-renamed",
    "buang": "web.draft-discarded",
}


@sop_drafts.get("/draf")
@allowed(Who.SIGNED_IN)
def list_all() -> str:
    """Show the drafts of the offices whose SOPs the caller writes."""
    return _list(PageForm.blank(_BEGUN))


@sop_drafts.post("/draf")
@allowed(Who.SIGNED_IN)
def begin() -> ResponseReturnValue:
    """Begin an SOP that the office does not have (*SOP baru*)."""
    form = PageForm.arrived(_BEGUN)
    if asked_again():
        return _list(form)
    act = partial(
        begin_new_sop_draft,
        context.store(),
        context.caller(),
        office_id=chosen_office(),
        title=form.typed["judul"],
        now=context.now(),
        request=request_key(),
    )
    draft_id = form.carry_out(act, _PLACES)
    if draft_id is None:
        return _list(form), form.status
    return _open(draft_id)


@sop_drafts.post("/<uuid:sop_id>/versi/<int:number>/draf")
@allowed(Who.SIGNED_IN)
def begin_from(sop_id: UUID, number: int) -> ResponseReturnValue:
    """Begin a draft with the diagram of a version (*Ubah di modeller*, *Ubah sebagai tabel*)."""
    store, caller = context.store(), context.caller()
    version = version_of(sop_view(store, caller, sop_id), number)
    known = {draft.draft_id for draft in drafts_seen(store, caller, sop_id=sop_id)}
    draft_id = begin_sop_draft(
        store,
        caller,
        version_id=version.version_id,
        now=context.now(),
        request=request_key(),
    )
    return _open(draft_id, "lanjut" if draft_id in known else None)


# ---------------------------------------------------------------- drawing


@sop_drafts.get("/draf/<uuid:draft_id>")
@allowed(Who.SIGNED_IN)
def show(draft_id: UUID) -> str:
    """Show the modeller; without JavaScript the picture, to be taken away and brought back."""
    return _page(draft_view(context.store(), context.caller(), draft_id))


@sop_drafts.get("/draf/<uuid:draft_id>/diagram.bpmn")
@allowed(Who.SIGNED_IN)
def download(draft_id: UUID) -> Response:
    """Give the BPMN file of a draft, or of the revision that `?revisi=` names.

    `?untuk=modeller` gives it with the places and ids without which bpmn-js cannot show it.
    """
    store, caller = context.store(), context.caller()
    view = draft_view(store, caller, draft_id)
    number = request.args.get("revisi", type=int)
    raw = draft_diagram(store, caller, draft_id, number)
    if request.args.get("untuk") == "modeller":
        raw = opened(raw).raw
    return attachment(
        iter([raw]),
        name=f"{view.sop_key or 'sop-baru'}-draf-{number or view.revision}.bpmn",
        size=len(raw),
        media_type="application/xml",
    )


@sop_drafts.post("/draf/<uuid:draft_id>/simpan")
@allowed(Who.SIGNED_IN)
def save(draft_id: UUID) -> ResponseReturnValue:
    """Keep a diagram as the draft's next revision; a file that was brought counts as one too."""
    view = draft_view(context.store(), context.caller(), draft_id)
    seen = _revision()
    try:
        saved = save_sop_draft(
            context.store(),
            context.caller(),
            draft_id=draft_id,
            made_from=seen,
            xml=brought_diagram(
                lambda: draft_diagram(context.store(), context.caller(), draft_id, seen)
            ),
            how="autosave" if text_of("cara") == "autosave" else "kept",
            now=context.now(),
            # Only the modeller says how it saves; a file that was brought stays as it came.
            drawn=bool(text_of("cara")),
        )
    except (DiagramRefused, DraftSavedMeanwhile, DiagramUnusable) as refused:
        if wants_json():
            return {"detail": _why(refused)}, refused.status
        return _page(view, [PageError(_why(refused), "berkas")]), refused.status
    if wants_json():
        clock = written_time(saved.saved_at, view.timezone)
        message = sentence("web.draft-saved-at", time=clock)
        title = draft_view(context.store(), context.caller(), draft_id).title
        return {"revision": saved.revision, "message": message, "title": title}
    return redirect(url_for("sop_drafts.show", draft_id=draft_id, sesudah="simpan"), 303)


@sop_drafts.post("/draf/<uuid:draft_id>/salin")
@allowed(Who.SIGNED_IN)
def branch(draft_id: UUID) -> ResponseReturnValue:
    """Keep what somebody drew as a draft of its own; the modeller asks for it.

    Also where the draft itself was thrown away meanwhile: then the form names office and title.
    """
    try:
        view = draft_view(context.store(), context.caller(), draft_id)
    except NotFound:
        return {"place": url_for("sop_drafts.show", draft_id=_begun_anew())}
    made = branch_sop_draft(
        context.store(),
        context.caller(),
        draft_id=draft_id,
        xml=brought_diagram(),
        title=sentence("web.draft-copy-of", title=view.title)[:300],
        now=context.now(),
        drawn=True,
    )
    return {"place": url_for("sop_drafts.show", draft_id=made)}


@sop_drafts.post("/draf/<uuid:draft_id>/cek")
@allowed(Who.SIGNED_IN)
def check(draft_id: UUID) -> ResponseReturnValue:
    """Say what is wrong with a diagram as it is drawn (*Cek diagram*); nothing is kept."""
    raw = brought_diagram()
    store, caller = context.store(), context.caller()
    drawn = check_drawn(store, caller, draft_id, raw, now=context.now())
    forms = FormNames(form_choices(store, caller, draft_view(store, caller, draft_id)))
    return told_of(drawn, raw, forms)


def _begun_anew() -> UUID:
    """Begin a draft with what was drawn in one that is gone. Raises NotFound, OnlyAuthors."""
    return begin_brought_sop_draft(
        context.store(),
        context.caller(),
        office_id=chosen_office(),
        sha256=keep_file(brought_diagram()),
        title=text_of("judul", most=300),
        now=context.now(),
    )


# ---------------------------------------------------------------- what becomes of it


@sop_drafts.get("/draf/<uuid:draft_id>/riwayat")
@allowed(Who.SIGNED_IN)
def show_history(draft_id: UUID) -> str:
    """Show what was saved of a draft, by whom and when."""
    view = draft_view(context.store(), context.caller(), draft_id)
    return _history(view, _named(view))


@sop_drafts.post("/draf/<uuid:draft_id>/pulihkan")
@allowed(Who.SIGNED_IN)
def restore(draft_id: UUID) -> ResponseReturnValue:
    """Make an older revision the newest one again."""
    view = draft_view(context.store(), context.caller(), draft_id)
    form = _named(view)
    act = partial(
        restore_sop_draft,
        context.store(),
        context.caller(),
        draft_id=draft_id,
        number=request.form.get("nomor", 0, type=int),
        made_from=_revision(),
        now=context.now(),
    )
    if form.carry_out(act) is None:
        return _history(view, form), form.status
    return redirect(url_for("sop_drafts.show", draft_id=draft_id, sesudah="pulih"), 303)


@sop_drafts.post("/draf/<uuid:draft_id>/nama")
@allowed(Who.SIGNED_IN)
def rename(draft_id: UUID) -> ResponseReturnValue:
    """Give a draft another title."""
    store, caller = context.store(), context.caller()
    form = PageForm.arrived(_NAMED)
    if asked_again():
        return _history(draft_view(store, caller, draft_id), form)
    title = form.typed["judul"]
    form.carry_out(
        partial(
            rename_sop_draft, store, caller, draft_id=draft_id, title=title, now=context.now()
        ),
        _PLACES,
    )
    if form.wrong:
        return _history(draft_view(store, caller, draft_id), form), form.status
    return redirect(url_for("sop_drafts.show_history", draft_id=draft_id, sesudah="nama"), 303)


@sop_drafts.post("/draf/<uuid:draft_id>/buang")
@allowed(Who.SIGNED_IN)
def discard(draft_id: UUID) -> ResponseReturnValue:
    """Throw a draft away, with its history; while others draw in it, only who ticked that."""
    view = draft_view(context.store(), context.caller(), draft_id)
    if drawing_now(view) and text_of("dikerjakan") != "ya":
        return _history(view, PageForm.blank(_NAMED, judul=view.title), untick=True), 409
    discard_sop_draft(context.store(), context.caller(), draft_id=draft_id, now=context.now())
    return redirect(url_for("sop_drafts.list_all", sesudah="buang"), 303)


# ---------------------------------------------------------------- below


def _open(draft_id: UUID, after: str | None = None) -> ResponseReturnValue:
    """Go to a draft that was just begun: as a table where that was asked for."""
    page = "sop_tables.show" if text_of("bentuk") == "tabel" else "sop_drafts.show"
    return redirect(url_for(page, draft_id=draft_id, sesudah=after), 303)


def _revision() -> int:
    return request.form.get("revisi", 0, type=int)


def _why(refused: Rejected) -> str:
    if isinstance(refused, DiagramRefused):
        first = finding_lines(refused.findings[:1])
        return first[0].words
    return sentence(refused.code, **refused.params)


def _list(form: PageForm) -> str:
    store, caller = context.store(), context.caller()
    offices = authored_offices(store, caller)
    if not offices:
        raise NotFound
    return render_template(
        "sop_drafts/list.html",
        drafts=drafts_seen(store, caller),
        offices=offices,
        form=form,
        said=said_after(_SAID),
        chosen=request.form.get("kantor", ""),
    )


def _named(view: DraftView) -> PageForm:
    """Return the form that names a draft, with the title that it has."""
    return PageForm.blank(_NAMED, judul=view.title)


def _history(view: DraftView, form: PageForm, *, untick: bool = False) -> str:
    store, caller = context.store(), context.caller()
    revisions = draft_history(store, caller, view.draft_id)
    sop = None if view.sop_id is None else sop_view(store, caller, view.sop_id)
    return render_template(
        "sop_drafts/history.html",
        draft=view,
        revisions=revisions,
        compared=addresses(view, sop, revisions),
        compared_from=began_from(view, revisions),
        how=labels.DRAFT_SAVES,
        form=form,
        drawing=drawing_now(view),
        untick=untick,
        said="" if form.wrong else said_after(_SAID),
    )


def _page(view: DraftView, errors: list[PageError] | None = None) -> str:
    store, caller = context.store(), context.caller()
    raw = draft_diagram(store, caller, view.draft_id)
    drawn = check_drawn(store, caller, view.draft_id, raw, now=context.now())
    shown = opened(raw)
    forms = FormNames(form_choices(store, caller, view))
    return render_template(
        "sop_drafts/show.html",
        draft=view,
        warnings=warnings_of(view),
        errors=errors or [],
        said="" if errors else said_after(_SAID),
        findings=finding_lines(drawn.findings, raw, KEPT, forms=forms),
        ids=True,
        shown=shown,
        picture=picture_of(shown.raw, finding_marks(drawn.findings), view.title, KEPT),
        forms=forms.listed(),
        sops=callable_sops(store, caller, view),
        saved=written_time(view.saved_at, view.timezone),
        most_bytes=context.services().settings.limits.xml_bytes,
    )
