"""The table of a draft: an SOP typed or pasted as rows, by who does not draw.

Every post carries the whole table and the revision that it was made from. What can be written is
saved as the next revision of the draft; what cannot comes back as typed, with the reasons at its
rows. A module of ours posts the same form and takes the answer as JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, redirect, render_template, request, url_for

from service.commands.begin_sop_draft import branch_sop_draft
from service.commands.save_sop_draft import save_sop_draft
from service.diagrams import KEPT, DiagramRefused, read
from service.diagrams.table import (
    NoTable,
    TableRefused,
    blank_identity,
    proposed_form,
    read_pasted,
    read_table,
    read_typed,
    typed_rows,
    with_pasted,
    with_proposed_forms,
    write_table,
)
from service.queries.drawn import check_drawn, form_choices, forms_known
from service.queries.sop_drafts import draft_diagram, draft_view
from service.running.sop_drafts import DraftSavedMeanwhile
from service.sentences import sentence
from service.sentences.words import written_time
from service.web import context, labels
from service.web import sop_table as shown
from service.web.diagrams import finding_marks, picture_of
from service.web.findings import finding_lines
from service.web.guard import Who, allowed
from service.web.problem import wants_json
from service.web.sop_papers import paper_notes, paper_proposals, papers_shown
from service.web.sop_table import Note, Notes
from service.web.typed import PageError, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from markupsafe import Markup

    from service.diagrams import Finding
    from service.diagrams.extensions import DocumentDeclaration
    from service.diagrams.table import Pasted, SopTable, Typed, TypedRow
    from service.queries.drawn import Drawn
    from service.queries.sop_drafts import DraftView

sop_tables = Blueprint("sop_tables", __name__, url_prefix="/sop/draf/<uuid:draft_id>/tabel")

#: Acts that only look at what was pasted.
_LOOKS: Final = frozenset({"baca"})
#: Acts that change rows, each named by the row.
_OF_ROWS: Final = frozenset({"tambah", "naik", "turun", "hapus"})
#: Acts of a person that are not just typing on.
_KEPT: Final = frozenset({"simpan", "pakai", "susun", "uji", "gambar"})

#: What a text of a cell may hold; longer ones are cut by nobody but refused by the limits of XML.
_LONGEST_PASTE: Final = 200_000


@dataclass(frozen=True, slots=True)
class _Desk:
    """A draft at the revision that the page was made from."""

    view: DraftView
    revision: int
    raw: bytes
    #: the table of `raw`
    before: SopTable


@dataclass(slots=True)
class _Work:
    """What came of a request, as the page or the module is told."""

    desk: _Desk
    rows: Sequence[TypedRow]
    table: SopTable
    notes: Notes
    revision: int
    #: the diagram that the rows make; the stored one where they make none
    raw: bytes
    state: str
    saved: bool = True
    status: int = 200
    errors: list[PageError] = field(default_factory=list)
    findings: tuple[Finding, ...] = ()
    summary: str = ""
    #: somebody else saved meanwhile
    conflict: str = ""
    #: the row to go on with
    focus: str = ""
    pasted: Pasted | None = None


@sop_tables.get("")
@allowed(Who.SIGNED_IN)
def show(draft_id: UUID) -> ResponseReturnValue:
    """Show the table of a draft; a file that has none is left to the modeller."""
    view = draft_view(context.store(), context.caller(), draft_id)
    try:
        desk = _desk(view, view.revision)
    except (DiagramRefused, NoTable):
        return render_template("sop_drafts/no_table.html", draft=view), 422
    rows = typed_rows(desk.before)
    clock = written_time(view.saved_at, view.timezone)
    work = _Work(
        desk,
        rows,
        desk.before,
        Notes(),
        view.revision,
        desk.raw,
        sentence("web.draft-saved-at", time=clock),
    )
    _check(work)
    return _page(work)


@sop_tables.post("")
@allowed(Who.SIGNED_IN)
def change(draft_id: UUID) -> ResponseReturnValue:
    """Take the whole table as it was typed, do what a button says, and save what can be saved."""
    view = draft_view(context.store(), context.caller(), draft_id)
    try:
        desk = _desk(view, request.form.get("revisi", view.revision, type=int))
    except (DiagramRefused, NoTable):
        return render_template("sop_drafts/no_table.html", draft=view), 422
    act, _, key = text_of("aksi").partition(":")
    work = _work(desk, act, key)
    if act in _LOOKS:
        work.pasted = _pasted(work.table)
    if act == "salin" and work.saved:
        return _branched(work)
    if wants_json():
        return _told(work), work.status
    if work.saved and act in {"simpan", "pakai", "susun", "uji", "gambar"}:
        place = {"uji": "draft_walks.show", "gambar": "sop_drafts.show"}.get(
            act, "sop_tables.show"
        )
        return redirect(url_for(place, draft_id=draft_id), 303)
    return _page(work), work.status


# ---------------------------------------------------------------- below: from texts to a diagram


def _desk(view: DraftView, revision: int) -> _Desk:
    """Return a draft as a revision of it holds it. Raises NotFound, DiagramRefused, NoTable."""
    raw = draft_diagram(context.store(), context.caller(), view.draft_id, revision)
    diagram = read(raw, KEPT).diagram
    try:
        before = read_table(diagram, view.sop_key)
    except NoTable:
        before = read_table(diagram)
    return _Desk(view, revision, raw, before)


def _work(desk: _Desk, act: str, key: str) -> _Work:
    """Carry out an act on the rows that were posted, and save them when they make a diagram."""
    posted, focus = shown.with_free_keys(shown.posted_rows(), desk.before, desk.raw), ""
    if act in _OF_ROWS:
        posted, focus = shown.changed(posted, act, key)
    elif act == "pasang":
        control, _, value = key.partition(":")
        posted = shown.filled(posted, control, value)
    typed = read_typed(posted, _with_identity(desk.before))
    if act == "usulan":
        typed = replace(typed, table=_with_forms(typed.table))
    typed, pasted = _with_paste(typed, act)
    work = _Work(
        desk,
        _rows_shown(typed, posted),
        typed.table,
        _notes_of(typed),
        desk.revision,
        desk.raw,
        sentence("web.table-not-saved"),
        focus=focus,
        pasted=pasted,
    )
    if pasted is not None and pasted.problems:
        work.saved, work.status = False, 422
        return work
    raw = _written(work, typed, arrange=act in {"pakai", "susun"} and not _is_added())
    if raw is None:
        work.saved, work.status = False, 422
        return work
    work.raw = raw
    if act != "salin":
        _save(work, how="kept" if act in _KEPT else "autosave")
    _check(work)
    return work


def _with_identity(before: SopTable) -> SopTable:
    """Return the table with the title and the identity part that were typed, if they were."""
    if not shown.identity_posted():
        return before
    identity = shown.posted_identity(before.identity)
    old = "" if before.identity is None else before.identity.name
    if identity == (before.identity or blank_identity()):
        return before
    renamed = identity.name != old and identity.name
    return replace(before, identity=identity, title=identity.name if renamed else before.title)


def _with_forms(table: SopTable) -> SopTable:
    """Return the table with the forms that are proposed for rows without any."""
    for row in table.rows:
        form = proposed_form(table, row)
        if form is not None:
            table = table.with_row(replace(row, form=form))
    return table


def _rows_shown(typed: Typed, posted: Sequence[TypedRow]) -> tuple[TypedRow, ...]:
    """Return the rows of the table; a branch that was not understood stands as it was typed."""
    ways = {row.key: row.ways for row in posted}
    wrong = {found.key for found in typed.problems}
    return tuple(
        replace(row, ways=ways[row.key]) if row.key in wrong and row.key in ways else row
        for row in typed_rows(typed.table)
    )


def _notes_of(typed: Typed) -> Notes:
    notes = Notes()
    places = {row.key: place for place, row in enumerate(typed.table.rows, 1)}
    for found in typed.problems:
        words = shown.problem_words(found.problem, places.get(found.key, 0))
        notes.add(found.key, Note("error", words, "ways"))
    return notes


def _written(work: _Work, typed: Typed, *, arrange: bool) -> bytes | None:
    """Return the diagram that the rows make; None: the notes say why they make none."""
    if typed.problems:
        return None
    table = typed.complete
    try:
        return write_table(table, work.desk.raw, arrange=arrange, limits=KEPT)
    except TableRefused as refused:
        keys = [row.key for row in table.rows]
        places = {row.key: place for place, row in enumerate(typed.table.rows, 1)}
        problems = [
            replace(it, row=places[keys[it.row - 1]]) if it.row else it for it in refused.problems
        ]
        work.notes = shown.problem_notes(problems, [row.key for row in typed.table.rows])
        return None


def _save(work: _Work, how: Any) -> None:
    view = work.desk.view
    try:
        saved = save_sop_draft(
            context.store(),
            context.caller(),
            draft_id=view.draft_id,
            made_from=work.desk.revision,
            xml=work.raw,
            how=how,
            now=context.now(),
        )
    except DraftSavedMeanwhile as refused:
        work.conflict = sentence(refused.code, **refused.params)
        work.saved, work.status, work.state = False, refused.status, work.conflict
    except DiagramRefused as refused:
        work.errors.append(PageError(finding_lines(refused.findings[:1])[0].words))
        work.saved, work.status = False, refused.status
    else:
        work.revision = saved.revision
        clock = written_time(saved.saved_at, view.timezone)
        work.state = sentence("web.draft-saved-at", time=clock)


def _branched(work: _Work) -> ResponseReturnValue:
    """Keep the rows as a draft of their own, beside what somebody else saved."""
    title = sentence("web.draft-copy-of", title=work.desk.view.title)[:300]
    made = branch_sop_draft(
        context.store(),
        context.caller(),
        draft_id=work.desk.view.draft_id,
        xml=work.raw,
        title=title,
        now=context.now(),
    )
    return redirect(url_for("sop_tables.show", draft_id=made), 303)


# ---------------------------------------------------------------- below: pasting


def _is_added() -> bool:
    return text_of("cara-tempel") == "tambah"


def _pasted(before: SopTable) -> Pasted:
    """Read what was pasted, with the roles that a person chose for titles of no role."""
    text = request.form.get("tempelan", "")[:_LONGEST_PASTE]
    titles = request.form.getlist("penampil")
    roles = request.form.getlist("peran")
    known = labels.ROLES
    chosen = {title: role for title, role in zip(titles, roles, strict=False) if role in known}
    return read_pasted(text, performers=chosen, documents=_documents(before))


def _with_paste(typed: Typed, act: str) -> tuple[Typed, Pasted | None]:
    if act != "pakai":
        return typed, None
    pasted = _pasted(typed.table)
    if pasted.table is None:
        return typed, pasted
    rows = with_proposed_forms(pasted.table).rows
    table = with_pasted(typed.complete, rows, instead=not _is_added(), documents=pasted.documents)
    return replace(typed, table=table, problems=(), blank=frozenset()), pasted


def _documents(table: SopTable) -> tuple[DocumentDeclaration, ...]:
    return () if table.identity is None else table.identity.documents


# ---------------------------------------------------------------- below: what is said


def _check(work: _Work) -> None:
    """Let the gate look at the diagram, and put what it says at the rows."""
    view = work.desk.view
    drawn = check_drawn(context.store(), context.caller(), view.draft_id, work.raw)
    work.findings = drawn.findings
    work.summary = _summary(drawn)
    diagram = read(work.raw, KEPT).diagram
    table = read_table(diagram, work.table.process)
    rows = shown.row_of_elements(table, diagram)
    forms = forms_known(context.store(), context.caller(), view)
    papers = list(paper_notes(work.table, forms))
    if papers:
        work.summary += " " + sentence("web.papers-to-look-at", count=len(papers))
    for row_key, said in papers:
        work.notes.add(row_key, said)
    for line, finding in zip(
        finding_lines(drawn.findings, work.raw, KEPT), drawn.findings, strict=True
    ):
        key = rows.get(finding.element)
        words = line.words if key or not line.called else f"{line.called}: {line.words}"
        cell = _CELL_OF.get(finding.code, "")
        note = Note(finding.severity, words, cell, line.number)
        work.notes.add(key, _with_mend(work, key, finding, note))


def _with_mend(work: _Work, key: str | None, finding: Finding, note: Note) -> Note:
    row = None if key is None else work.table.row(key)
    if row is None or finding.code != "form-missing":
        return note
    form = proposed_form(work.table, row)
    if form is None:
        return note
    return replace(note, fills=form, fill_words=sentence("web.mend-use-form", form=form))


#: Findings that are about one cell of their row.
_CELL_OF: Final = {
    "form-missing": "form",
    "form-unknown": "form",
    "form-lacks-choice": "form",
    "agency-missing": "agency",
    "no-lane": "lane",
    "unit-missing": "lane",
    "agency-works": "lane",
    "receive-in-own-lane": "lane",
    "step-time": "time",
    "activity-unnamed": "activity",
}


def _summary(drawn: Drawn) -> str:
    if not drawn.findings:
        return sentence("web.check-nothing-found")
    counts = {"error": 0, "setup": 0, "info": 0}
    for finding in drawn.findings:
        counts[finding.severity] += 1
    return sentence("web.check-found", **counts)


def _told(work: _Work) -> dict[str, Any]:
    """Return what the module on the page needs to go on."""
    return {
        "saved": work.saved,
        "revision": work.revision,
        "message": work.state,
        "conflict": work.conflict,
        "rows": [
            {
                "key": row.key,
                "place": row.place,
                "cells": {
                    "nomor": row.number,
                    "lanjutan": row.ways,
                    "jenis": row.kind,
                    "pelaksana": row.lane,
                    **({} if row.papers is None else {"berkas": row.papers}),
                },
                "notes": render_template(
                    "sop_drafts/table_notes.html", row=row, notes=work.notes.of(row.key)
                ),
                "wrong": sorted(work.notes.cells(row.key)),
            }
            for row in work.rows
        ],
        "whole": render_template("sop_drafts/table_whole.html", **_whole(work)),
        "picture": str(_picture(work)),
    }


def _whole(work: _Work) -> dict[str, Any]:
    notes = [note for found in work.notes.at_rows.values() for note in found]
    forms = sum(note.cell == "form" and bool(note.fills) for note in notes)
    return {"summary": work.summary, "whole": work.notes.of_all, "proposals": forms}


def _picture(work: _Work) -> Markup:
    marks = finding_marks(work.findings)
    return picture_of(work.raw, marks, work.desk.view.title, KEPT)


def _page(work: _Work) -> str:
    view, pasted = work.desk.view, work.pasted
    lanes = [(lane.key, labels.ROLES.get(lane.role or "", lane.name)) for lane in work.table.lanes]
    return render_template(
        "sop_drafts/table.html",
        draft=view,
        work=work,
        rows=work.rows,
        blank=shown.new_row(""),
        notes=work.notes,
        known={row.key: row for row in work.table.rows},
        lanes=lanes,
        kinds=shown.KIND_WORDS,
        chosen_kinds=shown.CHOSEN_KINDS,
        identity=work.table.identity or blank_identity(),
        texts=shown.TEXTS,
        lines=shown.LINES,
        jenis=labels.KINDS,
        roles=labels.ROLES,
        forms=form_choices(context.store(), context.caller(), view),
        picture=_picture(work),
        papers=paper_proposals(work.table),
        papers_of=partial(papers_shown, () if pasted is None else pasted.documents),
        errors=[*work.errors, *_row_errors(work)],
        pasted=pasted,
        paste_problems=_paste_problems(pasted),
        unknown=_unknown(pasted),
        typed_paste=request.form.get("tempelan", ""),
        added=_is_added(),
        chosen=dict(
            zip(request.form.getlist("penampil"), request.form.getlist("peran"), strict=False)
        ),
        **_whole(work),
    )


def _row_errors(work: _Work) -> list[PageError]:
    """Return what keeps the table from being saved, each leading to its cell."""
    if work.saved or work.conflict:
        return []
    found = [PageError(note.words) for note in work.notes.of_all]
    for row in work.rows:
        for note in work.notes.of(row.key):
            cell = shown.control_of(note.cell) if note.cell else "kegiatan"
            found.append(PageError(note.words, f"{cell}-{row.key}"))
    return found


def _paste_problems(pasted: Pasted | None) -> list[tuple[str, bool]]:
    if pasted is None:
        return []
    return [
        *((shown.problem_words(it, it.row or 0), True) for it in pasted.problems),
        *((shown.problem_words(it, it.row or 0), False) for it in pasted.notes),
    ]


def _unknown(pasted: Pasted | None) -> list[str]:
    """Return the titles that fit no role, each once; also those for which a person chose one."""
    asked = request.form.getlist("penampil")
    found = (
        []
        if pasted is None
        else [it.params["name"] for it in pasted.problems if it.code == "lane-unknown"]
    )
    return list(dict.fromkeys([*asked, *found]))
