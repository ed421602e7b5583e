"""Forms of an office: the list, the editor, the check, the preview on a phone, readiness.

A form changes no version: *Siap dipakai* says which revision the next ones take.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for

from service.access.entries import EntryRefused
from service.commands.begin_form_draft import begin_form_draft, branch_form_draft
from service.commands.change_form_draft import (
    ReadyMeanwhile,
    ready_form_draft,
    withdraw_form_draft,
)
from service.commands.save_form_draft import save_form_draft
from service.errors import NotFound, Rejected
from service.forms import FormRefused
from service.forms.json_reader import LARGEST_FILE
from service.queries.form_drafts import (
    form_file,
    form_view,
    forms_seen,
    pinned_file,
    pinned_forms_seen,
)
from service.queries.form_usage import form_usage
from service.queries.form_withdrawal import withdrawal_of
from service.queries.sops import authored_offices
from service.running.catalogue import read_catalogue
from service.running.drafts import DraftSavedMeanwhile
from service.running.judging import FormsRefused
from service.sentences import sentence
from service.sentences.words import written_excess, written_time
from service.web import context, labels
from service.web.carried import asked_again
from service.web.draft_warnings import drawing_words
from service.web.form_findings import (
    SHOWABLE,
    findings_of,
    losses_by_version,
    summary_of,
    told_finding,
    told_losses,
)
from service.web.form_names import named_forms, read_key
from service.web.form_preview import preview_of
from service.web.guard import Who, allowed
from service.web.pages.files import attachment
from service.web.pages.returning import goes_through_login
from service.web.problem import wants_json
from service.web.said import said_after
from service.web.security import EDITOR_POLICY, FRAME_POLICY
from service.web.typed import PageError, chosen_office, request_key, text_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from service.queries.form_drafts import FormView

form_drafts = Blueprint("form_drafts", __name__, url_prefix="/sop/formulir")
goes_through_login("form_drafts.begin")

#: Field of the forms with the file.
_FILE: Final = "formulir"


class FormNeeded(Rejected):
    """No file came."""

    code = "web.form-file-needed"


class FormTooLarge(Rejected):
    """The file is larger than a form may be."""

    code = "web.form-file-too-large"


# ---------------------------------------------------------------- the list, and beginning


@form_drafts.get("")
@allowed(Who.SIGNED_IN)
def list_all() -> str:
    """Show the forms of the offices whose SOPs the caller writes."""
    return _list([])


@form_drafts.post("")
@allowed(Who.SIGNED_IN)
def begin() -> ResponseReturnValue:
    """Begin a form: an empty one, a copy, or a file that was brought."""
    if asked_again():
        return _list([])
    try:
        raw = _brought() if request.files.get(_FILE) else _copied(text_of("dari"))
        form_id = begin_form_draft(
            context.store(),
            context.caller(),
            office_id=chosen_office(),
            title=text_of("judul"),
            raw=raw,
            now=context.now(),
            request=request_key(),
        )
    except EntryRefused as refused:
        return _list(_errors(refused)), refused.status
    except (FormRefused, FormNeeded, FormTooLarge) as refused:
        return _list([PageError(_why(refused), "berkas")]), refused.status
    return redirect(url_for("form_drafts.show", form_id=form_id), 303)


@form_drafts.post("/sunting")
@allowed(Who.SIGNED_IN)
def begin_pinned() -> ResponseReturnValue:
    """Begin with the form that versions of the office's SOPs use under this key (*Sunting*)."""
    store, caller, office_id = context.store(), context.caller(), chosen_office()
    found = next(
        (
            form
            for form in pinned_forms_seen(store, caller)
            if (form.office_id, form.key) == (office_id, text_of("kunci_formulir"))
        ),
        None,
    )
    if found is None:
        raise NotFound
    form_id = begin_form_draft(
        store,
        caller,
        office_id=office_id,
        title=read_key(found.key),
        raw=pinned_file(store, caller, found),
        key=found.key,
        now=context.now(),
        request=request_key(),
    )
    return redirect(url_for("form_drafts.show", form_id=form_id), 303)


# ---------------------------------------------------------------- editing


@form_drafts.get("/<uuid:form_id>")
@allowed(Who.SIGNED_IN)
def show(form_id: UUID) -> Response:
    """Show the editor; without JavaScript the file, the preview and what uses the form."""
    return _framing(_page(form_view(context.store(), context.caller(), form_id)))


@form_drafts.get("/<uuid:form_id>/berkas.form")
@allowed(Who.SIGNED_IN)
def download(form_id: UUID) -> Response:
    """Give the form-js file of a form, or of the revision that `?revisi=` names."""
    store, caller = context.store(), context.caller()
    view = form_view(store, caller, form_id)
    raw = form_file(store, caller, form_id, request.args.get("revisi", type=int))
    return attachment(
        iter([raw]), name=f"{view.key}.form", size=len(raw), media_type="application/json"
    )


@form_drafts.post("/<uuid:form_id>/simpan")
@allowed(Who.SIGNED_IN)
def save(form_id: UUID) -> ResponseReturnValue:
    """Keep a file as the form's next revision, also one that Alur would not show yet."""
    view = form_view(context.store(), context.caller(), form_id)
    try:
        saved = save_form_draft(
            context.store(),
            context.caller(),
            form_id=form_id,
            made_from=_revision(),
            raw=_brought(),
            how="autosave" if text_of("cara") == "autosave" else "kept",
            now=context.now(),
        )
    except (FormRefused, DraftSavedMeanwhile, FormNeeded, FormTooLarge) as refused:
        if wants_json():
            return {"detail": _why(refused)}, refused.status
        page = _page(view, [PageError(_why(refused), "berkas")])
        return _framing(page), refused.status
    if wants_json():
        clock = written_time(saved.saved_at, view.timezone)
        message = sentence("web.draft-saved-at", time=clock)
        return {"revision": saved.revision, "message": message}
    return redirect(url_for("form_drafts.show", form_id=form_id), 303)


@form_drafts.post("/<uuid:form_id>/salin")
@allowed(Who.SIGNED_IN)
def branch(form_id: UUID) -> ResponseReturnValue:
    """Keep what somebody made as a form of its own; the editor asks for it.

    Also where the form itself was thrown away meanwhile: then office and title come along.
    """
    try:
        made = _kept_as_another(form_id, _brought())
    except (FormRefused, FormNeeded, FormTooLarge) as refused:
        return {"detail": _why(refused)}, refused.status
    return {"place": url_for("form_drafts.show", form_id=made)}


def _kept_as_another(form_id: UUID, raw: bytes) -> UUID:
    store, caller, now = context.store(), context.caller(), context.now()
    try:
        view = form_view(store, caller, form_id)
    except NotFound:
        office_id, title = chosen_office(), text_of("judul", most=300)
        return begin_form_draft(store, caller, office_id=office_id, title=title, raw=raw, now=now)
    title = sentence("web.draft-copy-of", title=view.title)[:300]
    return branch_form_draft(store, caller, form_id=form_id, raw=raw, title=title, now=now)


@form_drafts.post("/<uuid:form_id>/cek")
@allowed(Who.SIGNED_IN)
def check(form_id: UUID) -> ResponseReturnValue:
    """Say what is wrong with a form as it is edited, and what it would lose; nothing is kept."""
    store, caller = context.store(), context.caller()
    form_view(store, caller, form_id)
    try:
        raw = _brought()
    except (FormNeeded, FormTooLarge) as refused:
        return {"detail": _why(refused)}, refused.status
    findings = findings_of(raw)
    return {
        # Where nothing is asked the preview says so.
        "showable": all(finding.code in SHOWABLE for finding in findings),
        "message": summary_of(findings),
        "findings": [told_finding(finding) for finding in findings],
        "losses": [
            told_losses(version) for version in form_usage(store, caller, form_id, raw).versions
        ],
    }


@form_drafts.post("/<uuid:form_id>/siap")
@allowed(Who.SIGNED_IN)
def make_ready(form_id: UUID) -> ResponseReturnValue:
    """Let the office's next versions take the form as it was last saved (*Siap dipakai*)."""
    view = form_view(context.store(), context.caller(), form_id)
    try:
        ready_form_draft(
            context.store(),
            context.caller(),
            form_id=form_id,
            made_from=_revision(),
            now=context.now(),
        )
    except (FormsRefused, DraftSavedMeanwhile) as refused:
        return _framing(_page(view, [PageError(_why(refused))])), refused.status
    return redirect(url_for("form_drafts.show", form_id=form_id), 303)


@form_drafts.post("/<uuid:form_id>/tidak-siap")
@allowed(Who.SIGNED_IN)
def withdraw(form_id: UUID) -> ResponseReturnValue:
    """Let the office's next versions no longer take the form (*Jangan dipakai lagi*)."""
    view = form_view(context.store(), context.caller(), form_id)
    try:
        withdraw_form_draft(
            context.store(),
            context.caller(),
            form_id=form_id,
            ready=request.form.get("siap", 0, type=int),
            now=context.now(),
        )
    except ReadyMeanwhile as refused:
        return _framing(_page(view, [PageError(_why(refused))])), refused.status
    return redirect(url_for("form_drafts.show", form_id=form_id), 303)


# ---------------------------------------------------------------- the preview


@form_drafts.get("/<uuid:form_id>/pratinjau")
@allowed(Who.SIGNED_IN)
def preview(form_id: UUID) -> str:
    """Show the form as staff get it, as it was last saved; works without JavaScript."""
    store, caller = context.store(), context.caller()
    view = form_view(store, caller, form_id)
    raw = form_file(store, caller, form_id)
    return preview_of(raw, view, framed=False)


@form_drafts.post("/<uuid:form_id>/pratinjau")
@allowed(Who.SIGNED_IN)
def preview_edited(form_id: UUID) -> ResponseReturnValue:
    """Show a form as it is edited, for the frame beside the editor; nothing is kept."""
    view = form_view(context.store(), context.caller(), form_id)
    raw = request.form.get("isi", "").encode()
    answer = Response(preview_of(raw, view, framed=True))
    # Shown by our own page alone, without scripts, links or forms that go anywhere.
    answer.headers["Content-Security-Policy"] = FRAME_POLICY
    return answer


# ---------------------------------------------------------------- below: what came


def _brought() -> bytes:
    """Return the file of the request. Raises FormNeeded, FormTooLarge."""
    file = request.files.get(_FILE)
    size = 0 if file is None else file.seek(0, 2)
    if file is None or size == 0:
        raise FormNeeded
    if size > LARGEST_FILE:
        said, most = written_excess(size, LARGEST_FILE)
        raise FormTooLarge(size=said, limit=most)
    file.seek(0)
    return bytes(file.read())


def _copied(source: str) -> bytes | None:
    """Return the form that `source` names; None: nothing is copied. Raises NotFound."""
    kind, _, name = source.partition(":")
    match kind:
        case "":
            return None
        case "katalog" if name in (forms := read_catalogue().forms):
            return forms[name]
        case "formulir":
            return form_file(context.store(), context.caller(), _uuid(name))
        case _:
            raise NotFound


def _revision() -> int:
    return request.form.get("revisi", 0, type=int)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


# ---------------------------------------------------------------- below: what is said


def _why(refused: Rejected) -> str:
    if isinstance(refused, FormRefused):
        first = refused.findings[0]
        return sentence(first.code, **first.params)
    return sentence(refused.code, **refused.params)


def _errors(refused: EntryRefused) -> list[PageError]:
    return [PageError.of(problem, "judul") for problem in refused.problems]


def _framing(page: str) -> Response:
    """Return a page that may hold the frame with the preview, and no other."""
    answer = Response(page)
    answer.headers["Content-Security-Policy"] = EDITOR_POLICY
    return answer


def _list(errors: list[PageError]) -> str:
    store, caller = context.store(), context.caller()
    offices = authored_offices(store, caller)
    if not offices:
        raise NotFound
    return render_template(
        "form_drafts/list.html",
        forms=forms_seen(store, caller),
        pinned=pinned_forms_seen(store, caller),
        shipped=named_forms(read_catalogue().forms),
        called=read_key,
        offices=offices,
        errors=errors,
        said="" if errors else said_after({"buang": "web.form-discarded"}),
        typed=text_of("judul"),
        chosen=request.form.get("kantor", ""),
        copied=text_of("dari"),
    )


def _page(view: FormView, errors: list[PageError] | None = None) -> str:
    store, caller = context.store(), context.caller()
    raw = form_file(store, caller, view.form_id)
    findings = findings_of(raw)
    usage = form_usage(store, caller, view.form_id)
    return render_template(
        "form_drafts/show.html",
        form=view,
        editing=drawing_words(view, "web.form-being-edited"),
        errors=errors or [],
        findings=[told_finding(finding) for finding in findings],
        summary=summary_of(findings),
        usage=usage,
        withdrawal=withdrawal_of(store, caller, view.form_id, usage),
        lost=losses_by_version(usage),
        version_words=labels.VERSIONS,
        today=context.today(),
        saved=written_time(view.saved_at, view.timezone),
        most_bytes=LARGEST_FILE,
    )
