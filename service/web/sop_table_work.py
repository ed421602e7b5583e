"""What comes of the table of a draft that was posted: rows, their diagram, what is said at each.

What the rows make is written over the diagram of the revision that the page was made from, and
saved as the next one; what makes no diagram is kept as it was typed.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal

from service.commands.save_sop_draft import save_sop_draft
from service.diagrams import KEPT, DiagramRefused, read
from service.diagrams.table import (
    NoTable,
    TableRefused,
    blank_identity,
    is_mostly_new,
    proposed_form,
    read_table,
    read_typed,
    typed_rows,
    unshown_in,
    write_table,
)
from service.diagrams.table.mended import can_mend, mended
from service.diagrams.table.proposals import FORM_MENDS
from service.errors import NotFound
from service.queries.drawn import check_drawn, form_choices
from service.queries.sop_drafts import draft_diagram
from service.running.drafts import DraftSavedMeanwhile
from service.sentences import sentence
from service.sentences.words import written_time
from service.web import context
from service.web import sop_table as shown
from service.web.drawn import summary_of
from service.web.findings import finding_lines, mend_words
from service.web.form_names import FormNames
from service.web.sop_papers import papers_with_act
from service.web.sop_table import Note, Notes
from service.web.sop_table_pasting import is_added, pasted_now, with_paste
from service.web.typed import PageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from service.diagrams import Finding
    from service.diagrams.mending import Mend
    from service.diagrams.table import Pasted, Row, SopTable, Typed, TypedRow, Unshown
    from service.queries.sop_drafts import DraftView

#: Acts that change rows, each named by the row.
_OF_ROWS: Final = frozenset({"tambah", "naik", "turun", "hapus"})
#: Acts of a person that are not just typing on.
_KEPT: Final = frozenset({"simpan", "susun", "uji", "gambar", "benahi"})
#: Acts that are done with every row or not at all.
_WHOLE_ONLY: Final = frozenset({"pakai", "salin", "baca"})
#: What a page of rows that cannot be written answers.
_TO_MEND: Final = 422

#: Findings that are about one cell of their row.
_CELL_OF: Final = {
    "form-missing": "form",
    "form-unknown": "form",
    "form-lacks-choice": "form",
    "form-asks-no-file": "form",
    "act-without-document": "papers",
    "act-on-no-document": "papers",
    "agency-missing": "agency",
    "no-lane": "lane",
    "performer-assumed": "lane",
    "unit-missing": "lane",
    "agency-works": "lane",
    "receive-in-own-lane": "lane",
    "step-time": "time",
    "remarks-lead-elsewhere": "remarks",
    "remarks-lead-nowhere": "remarks",
    "time-uncounted": "time",
    "activity-unnamed": "activity",
    "step-unwritten": "activity",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """A draft at the revision that the page was made from."""

    view: DraftView
    revision: int
    raw: bytes
    #: the table of `raw`
    before: SopTable
    #: how the forms are called that its rows may name
    forms: FormNames
    #: what the diagram holds beside it
    beside: tuple[Unshown, ...]


@dataclass(slots=True)
class Work:
    """What came of a request, as the page or the module is told."""

    desk: Desk
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
    #: what *Urungkan* or *Ulangi* changed, in words
    told: str = ""
    #: rows that make no diagram as they are
    refused: frozenset[str] = frozenset()
    #: the rows are others than those that were posted
    stepped: bool = False

    def lose(self, refused: DraftSavedMeanwhile) -> None:
        """Say that somebody else saved meanwhile."""
        self.conflict = sentence(refused.code, **refused.params)
        self.saved, self.status = False, refused.status
        self.state = sentence("web.draft-not-saved")


def desk_of(view: DraftView, revision: int) -> Desk:
    """Return a draft as a revision of it holds it. Raises NotFound, DiagramRefused, NoTable.

    Of an old one that is kept no more, what the newest holds stands for it: what was typed upon
    it is no longer saved over others' work, but can be kept beside it.
    """
    raw = _raw_of(view, revision)
    diagram = read(raw, KEPT).diagram
    try:
        before = read_table(diagram, view.sop_key)
    except NoTable:
        before = read_table(diagram)
    forms = FormNames(form_choices(context.store(), context.caller(), view))
    return Desk(view, revision, raw, before, forms, tuple(unshown_in(diagram, before)))


def _raw_of(view: DraftView, revision: int) -> bytes:
    store, caller = context.store(), context.caller()
    try:
        return draft_diagram(store, caller, view.draft_id, revision)
    except NotFound:
        if revision >= view.revision:
            raise
    return draft_diagram(store, caller, view.draft_id, view.revision)


def opened(desk: Desk) -> Work:
    """Return the table of a draft as it is stored."""
    work = Work(
        desk,
        typed_rows(desk.before),
        desk.before,
        Notes(),
        desk.revision,
        desk.raw,
        _saved_at(desk.view.saved_at, desk.view),
    )
    _check(work)
    return work


def carried_out(desk: Desk, act: str, key: str) -> Work:
    """Carry out an act on the rows that were posted, and save them when they make a diagram."""
    posted, focus = _posted(desk), ""
    if act in _OF_ROWS:
        posted, focus = shown.changed(posted, act, key)
    elif act == "pasang":
        control, _, value = key.partition(":")
        posted = shown.filled(posted, control, value)
    typed = read_typed(posted, _with_identity(desk.before))
    if act == "usulan":
        typed = replace(typed, table=_with_forms(typed.table))
    pasted = None
    if act == "pakai":
        typed, pasted = with_paste(typed)
    elif act == "baca":
        pasted = pasted_now(typed.table)
    work = _work_of(desk, typed, posted)
    work.focus, work.pasted = focus, pasted
    raw = None
    if act != "pakai" or (pasted is not None and pasted.table is not None):
        raw = _written(work, typed, arrange=act == "susun" or _is_another(desk, typed, act))
    if raw is None:
        _save_what_can_be(work, act, typed)
        return work
    work.raw = _after_mend(work, raw, key) if act == "benahi" else raw
    if act != "salin":
        _save(work, _how(act))
    _check(work)
    return work


def typed_again(desk: Desk) -> Work:
    """Return the table as it was posted; nothing of it is saved."""
    posted = _posted(desk)
    typed = read_typed(posted, _with_identity(desk.before))
    work = _work_of(desk, typed, posted)
    work.raw = _written(work, typed, arrange=False) or desk.raw
    work.saved = False
    _check(work)
    return work


def _work_of(desk: Desk, typed: Typed, posted: Sequence[TypedRow]) -> Work:
    return Work(
        desk,
        _rows_shown(typed, posted),
        typed.table,
        _notes_of(typed),
        desk.revision,
        desk.raw,
        sentence("web.table-not-saved"),
    )


def _is_another(desk: Desk, typed: Typed, act: str) -> bool:
    """Say whether pasted rows are another SOP: the places that were drawn mean nothing then."""
    replaced = act == "pakai" and not is_added()
    return replaced and is_mostly_new(desk.before, typed.complete)


# ---------------------------------------------------------------- from texts to a diagram


def _posted(desk: Desk) -> list[TypedRow]:
    """Return the rows that were posted, each with the key of the form that was typed."""
    rows = shown.with_free_keys(shown.posted_rows(), desk.before, desk.raw)
    return [replace(row, form=desk.forms.key(row.form)) for row in rows]


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
    """Return the rows of the table; what was not understood stands as it was typed."""
    as_typed = {row.key: row for row in posted}
    rows = {row.key: row for row in typed_rows(typed.table)}
    for found in typed.problems:
        row, old = rows.get(found.key), as_typed[found.key]
        if row is None:
            continue
        unread = found.problem.column == "papers"
        rows[row.key] = replace(row, papers=old.papers) if unread else replace(row, ways=old.ways)
    return tuple(rows.values())


def _notes_of(typed: Typed) -> Notes:
    notes = Notes()
    for found in typed.problems:
        words = shown.problem_words(found.problem)
        notes.add(found.key, Note("error", words, shown.cell_of(found.problem)))
    return notes


def _written(work: Work, typed: Typed, *, arrange: bool) -> bytes | None:
    """Return the diagram that the rows make; None: the notes say why they make none."""
    if typed.problems:
        work.refused = frozenset(found.key for found in typed.problems)
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
        rows = [row.key for row in typed.table.rows]
        work.notes = shown.problem_notes(problems, rows)
        whole = any(it.row is None for it in problems)
        at = {rows[it.row - 1] for it in problems if it.row}
        work.refused = frozenset() if whole else frozenset(at)
        return None


def _save_what_can_be(work: Work, act: str, typed: Typed) -> None:
    """Save the rows that are right; those with a mistake stay as they were, new ones wait.

    What stands on the page is not what is stored then, and the state says so.
    """
    if work.refused and act not in _WHOLE_ONLY:
        table = typed.with_before(work.refused, work.desk.before)
        with suppress(TableRefused):
            work.raw = write_table(table, work.desk.raw, limits=KEPT)
            _save(work, _how("otomatis"))
    if not work.saved:
        return
    work.saved, work.status = False, _TO_MEND
    work.state = sentence("web.table-not-saved")
    if work.revision != work.desk.revision:
        time = written_time(context.now(), work.desk.view.timezone)
        work.state = sentence("web.table-saved-in-part", time=time)


def _after_mend(work: Work, raw: bytes, wanted: str) -> bytes:
    """Return the diagram after a mend that the gate proposes for it, named as its button is."""
    drawn = check_drawn(
        context.store(), context.caller(), work.desk.view.draft_id, raw, now=context.now()
    )
    for mend in drawn.mends:
        if mend is not None and _named(mend) == wanted:
            made = mended(raw, mend, KEPT)
            work.table = read_table(read(made, KEPT).diagram, work.table.process)
            work.rows = typed_rows(work.table)
            return made
    return raw


def _how(act: str) -> Literal["autosave", "continued", "kept", "pasted"]:
    if act == "pakai":
        return "pasted"
    if act in _KEPT:
        return "kept"
    return "continued" if shown.goes_on() else "autosave"


def _save(work: Work, how: Literal["autosave", "continued", "kept", "pasted"]) -> None:
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
        work.lose(refused)
    except DiagramRefused as refused:
        work.errors.append(PageError(finding_lines(refused.findings[:1])[0].words))
        work.saved, work.status = False, refused.status
    else:
        work.revision = saved.revision
        work.state = _saved_at(saved.saved_at, view)


def _saved_at(instant: datetime, view: DraftView) -> str:
    return sentence("web.draft-saved-at", time=written_time(instant, view.timezone))


# ---------------------------------------------------------------- what is said at rows


def _check(work: Work) -> None:
    """Let the gate look at the diagram, and put what it says at the rows."""
    store, caller, view = context.store(), context.caller(), work.desk.view
    drawn = check_drawn(store, caller, view.draft_id, work.raw, now=context.now())
    work.findings, work.summary = drawn.findings, summary_of(drawn)
    diagram = read(work.raw, KEPT).diagram
    rows = shown.row_of_elements(read_table(diagram, work.table.process), diagram)
    lines = finding_lines(drawn.findings, work.raw, KEPT, forms=work.desk.forms)
    for line, finding, mend in zip(lines, drawn.findings, drawn.mends, strict=True):
        key = rows.get(finding.element)
        words = line.words if key or not line.called else f"{line.called}: {line.words}"
        cell = _CELL_OF.get(finding.code, "")
        note = Note(finding.severity, words, cell, line.number)
        row = None if key is None else work.table.row(key)
        work.notes.add(key, _with_mend(work, row, mend, note))


def _with_mend(work: Work, row: Row | None, mend: Mend | None, note: Note) -> Note:
    """Return the note with its button, where one thing mends it."""
    if mend is None or not can_mend(mend):
        return note
    words = mend_words(mend, work.desk.forms)
    of_row = row is not None and mend.element == row.key
    if mend.kind in FORM_MENDS.values() and of_row:
        return replace(note, fills=mend.params["form"], fill_words=words)
    if mend.kind == "add-act" and row is not None and row.papers is not None:
        return replace(note, fills=papers_with_act(work.table, row, mend), fill_words=words)
    return replace(note, act=f"benahi:{_named(mend)}", act_words=words)


def _named(mend: Mend) -> str:
    return f"{mend.kind}:{mend.element}"
