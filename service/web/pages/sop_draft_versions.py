"""*Simpan sebagai versi*: a draft becomes a version, with the note of what is another and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, redirect, render_template, request, url_for

from service.access.rules import may_evaluate
from service.commands.add_sop_version import (
    LONGEST_NOTE,
    OtherSopHasKey,
    Upload,
    add_sop_version,
)
from service.commands.change_sop_draft import settle_sop_draft
from service.commands.save_sop_draft import save_sop_draft
from service.diagrams import KEPT, DiagramRefused, read
from service.diagrams.rules_told import rules_of_process
from service.errors import Rejected
from service.queries.drawn import check_drawn, form_choices, titles_of_forms
from service.queries.own_process_ids import with_own_process_id
from service.queries.sop_drafts import (
    draft_diagram,
    draft_history,
    draft_view,
    drawn_by,
    sop_drawn,
)
from service.queries.sop_evaluations import evaluations_of
from service.queries.sop_walks import draft_walk_seen
from service.queries.sops import SopPlace, sop_view
from service.sentences import sentence
from service.sentences.telling import tell
from service.sentences.words import written_date
from service.web import context, labels
from service.web.carried import asked_again
from service.web.draft_warnings import warnings_of
from service.web.findings import finding_lines
from service.web.form_names import FormNames
from service.web.guard import Who, allowed
from service.web.page_form import PageForm
from service.web.pages.returning import goes_through_login
from service.web.pages.sop_sides import draft_sides
from service.web.sop_comparison import compare_versions
from service.web.sop_said import ADDED, page_after
from service.web.typed import request_key, text_of

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from service.commands.add_sop_version import Uploaded
    from service.diagrams.rules_told import ToldTask
    from service.queries.sop_drafts import DraftView
    from service.queries.sops import SopView
    from service.web.sop_comparison import SopComparison

draft_versions = Blueprint(
    "draft_versions", __name__, url_prefix="/sop/draf/<uuid:draft_id>/versi"
)
goes_through_login("draft_versions.make")

_NOTE: Final = "catatan"
_ASKED: Final = {_NOTE: "Catatan revisi"}

#: The saved state that the page showed: no other one becomes the version.
_REVISION: Final = "revisi"


@draft_versions.get("")
@allowed(Who.SIGNED_IN)
def ask(draft_id: UUID) -> str:
    """Say what becomes of the draft, and ask for the note, which what is another proposes."""
    view, sop = _draft(draft_id)
    found = _compared(view, sop)
    form = PageForm.blank(_ASKED, catatan=_proposed(sop, found))
    return _page(view, sop, found, form)


@draft_versions.post("")
@allowed(Who.SIGNED_IN)
def make(draft_id: UUID) -> ResponseReturnValue:
    """Make what was last saved a version, once its page was seen that says what becomes of it."""
    view, sop = _draft(draft_id)
    if _NOTE not in request.form or _REVISION not in request.form:
        return redirect(url_for("draft_versions.ask", draft_id=draft_id), 303)
    form = PageForm.arrived(_ASKED)
    if text_of(_REVISION) != str(view.revision):
        # The note and the list of changes are about what the page showed.
        form.mark("", sentence("web.draft-saved-since", who=view.jabatan))
        seen = request.form.get(_REVISION, type=int)
        return _page(view, sop, _compared(view, sop), form, seen=seen), 409
    if asked_again():
        return _page(view, sop, _compared(view, sop), form)
    found = form.carry_out(lambda: _added(view, form), {"note": _NOTE})
    if found is None:
        return _page(view, sop, _compared(view, sop), form), form.status
    made, now = found.made, context.now()
    settle_sop_draft(
        context.store(),
        context.caller(),
        draft_id=draft_id,
        version_id=made.version_id,
        now=now,
    )
    return redirect(page_after(ADDED, made.sop_id), 303)


# ---------------------------------------------------------------- below


def _draft(draft_id: UUID) -> tuple[DraftView, SopView | None]:
    store, caller = context.store(), context.caller()
    view = draft_view(store, caller, draft_id)
    sop_id = view.sop_id or sop_drawn(store, caller, view)
    return view, None if sop_id is None else sop_view(store, caller, sop_id)


def _added(view: DraftView, form: PageForm) -> Uploaded | None:
    """Make the version; None where the diagram is refused, which the form then says."""
    try:
        return _made(view, form)
    except DiagramRefused as refused:
        form.mark("", finding_lines(refused.findings[:1])[0].words)
        return None


def _made(view: DraftView, form: PageForm) -> Uploaded:
    """Make the version.

    An SOP that is called otherwise than the one that has its process id gets an id of its own,
    which its draft keeps.
    """
    try:
        return _version_of(view, view.revision, form)
    except OtherSopHasKey:
        store, caller = context.store(), context.caller()
        raw = draft_diagram(store, caller, view.draft_id, view.revision)
        saved = save_sop_draft(
            store,
            caller,
            draft_id=view.draft_id,
            made_from=view.revision,
            xml=with_own_process_id(store, caller, view.office_id, raw, title=view.title).raw,
            how="kept",
            now=context.now(),
        )
        return _version_of(view, saved.revision, form)


def _version_of(view: DraftView, revision: int, form: PageForm) -> Uploaded:
    store, caller = context.store(), context.caller()
    upload = Upload(
        draft_diagram(store, caller, view.draft_id, revision),
        process_id=view.sop_key,
        # As a browser sends the ends of lines.
        note=form.typed[_NOTE].replace("\r\n", "\n"),
        draft_id=view.draft_id,
        whatever_name=view.sop_id is not None,
    )
    return add_sop_version(
        store,
        caller,
        office_id=view.office_id,
        upload=upload,
        now=context.now(),
        request=request_key(),
    )


def _compared(view: DraftView, sop: SopView | None) -> SopComparison | None:
    """Return what is another than in the newest version; None: there is none, or no telling."""
    if sop is None or sop.newest is None:
        return None
    old, new = draft_sides(view, sop, f"versi-{sop.newest.number}", f"simpanan-{view.revision}")
    return compare_versions(
        (old.raw, old.forms),
        (new.raw, new.forms),
        (old.process_id, new.process_id),
        FormNames(titles_of_forms(context.store(), context.caller(), view.office_id)),
    )


def _proposed(sop: SopView | None, found: SopComparison | None) -> str:
    """Return the note that the evaluation and what is another propose; "" when nothing does."""
    lines = [*_evaluated(sop), *(found.told if found is not None else ())]
    if len("\n".join(lines)) <= LONGEST_NOTE:
        return "\n".join(lines)
    kept, length = [], len(sentence("web.more-changes", count=len(lines)))
    for line in lines:
        length += len(line) + 1
        if length > LONGEST_NOTE:
            break
        kept.append(line)
    return "\n".join([*kept, sentence("web.more-changes", count=len(lines) - len(kept))])


def _evaluated(sop: SopView | None) -> list[str]:
    """Return that this follows up the evaluation that asked for a revision, if one did."""
    caller = context.caller()
    if sop is None or not may_evaluate(caller, SopPlace(caller.pemda_id, sop.office_id)):
        return []
    last = next(iter(evaluations_of(context.store(), caller, sop.sop_id)), None)
    newest = sop.newest
    if last is None or newest is None or last.version_id != str(newest.version_id):
        return []
    if last.result != "revise":
        return []
    return [sentence("web.follows-up-evaluation", day=written_date(last.day))]


def _failing(view: DraftView) -> list[tuple[str, str]]:
    """Return each kept walk that the draft does not pass: its name and the first difference."""
    try:
        seen = draft_walk_seen(context.store(), context.caller(), view, context.now())
    except Rejected:
        # What keeps it from being walked at all stands among the findings.
        return []
    return [(it.name, tell(it.difference)) for it in seen.kept if it.difference is not None]


def _rules(raw: bytes, process_id: str | None) -> tuple[ToldTask, ...]:
    """Return what the tasks of a draft decide by."""
    try:
        diagram = read(raw, KEPT).diagram
    except DiagramRefused:
        return ()
    some = [it for it in diagram.processes if process_id in (None, it.id)] or diagram.processes
    return tuple(told for process in some for told in rules_of_process(process))


def _kept(view: DraftView) -> set[int]:
    """Return the numbers of the revisions that can still be looked at."""
    history = draft_history(context.store(), context.caller(), view.draft_id)
    return {revision.number for revision in history}


def _page(
    view: DraftView,
    sop: SopView | None,
    found: SopComparison | None,
    form: PageForm,
    *,
    seen: int | None = None,
) -> str:
    """Show what becomes of a draft; `seen`: the revision of which an older page told it."""
    raw = draft_diagram(context.store(), context.caller(), view.draft_id)
    drawn = check_drawn(context.store(), context.caller(), view.draft_id, raw, now=context.now())
    forms = FormNames(form_choices(context.store(), context.caller(), view))
    lines = finding_lines(drawn.findings, raw, KEPT, forms=forms)
    about: dict[str, Any] = {
        "draft": view,
        "seen": seen if seen is not None and seen in _kept(view) else None,
        "warnings": warnings_of(view),
        "sop": sop,
        "found": found,
        "form": form,
        "drawn_by": drawn_by(context.store(), context.caller(), view.draft_id),
        "hindering": [line for line in lines if line.severity != "info"],
        "failing": _failing(view),
        "rules": _rules(raw, view.sop_key),
        "hits": labels.HITS,
        # By which processes begin now; a new version does not change that.
        "running": None if sop is None else sop.startable(context.today()),
    }
    return render_template("sop_drafts/version.html", **about)
