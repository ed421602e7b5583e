"""The table of a draft: an SOP typed or pasted as rows, by who does not draw.

Every post carries the whole table and the revision that it was made from. What can be written is
saved as the next revision of the draft; what cannot comes back as typed, with the reasons at its
rows. A module of ours posts the same form and takes the answer as JSON.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, redirect, render_template, request, url_for

from service.commands.begin_sop_draft import begin_new_sop_draft, branch_sop_draft
from service.diagrams import KEPT, DiagramRefused
from service.diagrams.table import NoTable, blank_identity
from service.errors import NotFound
from service.queries.sop_drafts import draft_view, draft_ways
from service.sentences import sentence
from service.web import context, labels
from service.web import sop_table as shown
from service.web.carried import asked_again
from service.web.diagrams import finding_marks, picture_of
from service.web.draft_warnings import warnings_of
from service.web.guard import Who, allowed
from service.web.pages.returning import goes_through_login
from service.web.problem import wants_json
from service.web.said import said_after
from service.web.sop_papers import PAPER_WORDS, documents_of
from service.web.sop_table_pasting import paste_parts
from service.web.sop_table_steps import STEPS, stepped
from service.web.sop_table_work import carried_out, desk_of, opened, typed_again
from service.web.typed import PageError, chosen_office, text_of

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from markupsafe import Markup

    from service.diagrams.table import SopTable
    from service.queries.sop_drafts import DraftView
    from service.web.sop_table_work import Work

sop_tables = Blueprint("sop_tables", __name__, url_prefix="/sop/draf/<uuid:draft_id>/tabel")
goes_through_login("sop_tables.change")

_UNREADABLE: Final = 422

#: Keeps the rows as a draft of their own.
_BRANCH: Final = "salin"

#: What is said of an act after which the table is shown anew.
_SAID: Final = {
    "lanjut": "web.draft-waiting",
    "pakai": "web.rows-taken",
    "susun": "web.picture-arranged",
    "usulan": "web.proposals-taken",
}

#: Acts after which a saved table is shown anew, or left → the page to go to.
_AFTER: Final = {
    "simpan": "sop_tables.show",
    "pakai": "sop_tables.show",
    "susun": "sop_tables.show",
    "benahi": "sop_tables.show",
    "usulan": "sop_tables.show",
    "uji": "draft_walks.show",
    "gambar": "sop_drafts.show",
}


@sop_tables.get("")
@allowed(Who.SIGNED_IN)
def show(draft_id: UUID) -> ResponseReturnValue:
    """Show the table of a draft; a file that has none is left to the modeller."""
    view = draft_view(context.store(), context.caller(), draft_id)
    try:
        return _page(opened(desk_of(view, view.revision)))
    except (DiagramRefused, NoTable):
        return _no_table(view)


@sop_tables.post("")
@allowed(Who.SIGNED_IN)
def change(draft_id: UUID) -> ResponseReturnValue:
    """Take the whole table as it was typed, do what a button says, and save what can be saved."""
    try:
        view = draft_view(context.store(), context.caller(), draft_id)
    except NotFound:
        if text_of("aksi") != _BRANCH:
            raise
        return _kept_anew()
    try:
        desk = desk_of(view, request.form.get("revisi", view.revision, type=int))
    except (DiagramRefused, NoTable):
        return _no_table(view)
    if asked_again():
        return _page(typed_again(desk))
    act, _, key = text_of("aksi").partition(":")
    try:
        work = stepped(desk, act, key) if act in STEPS else carried_out(desk, act, key)
    except NoTable:
        return _no_table(view)
    return _answer(work, act)


# ---------------------------------------------------------------- below


def _answer(work: Work, act: str) -> ResponseReturnValue:
    """Show what came of the act, or go to where it leads."""
    if act == _BRANCH and work.saved:
        return _branched(work)
    if wants_json():
        return _told(work), work.status
    if act in _AFTER and work.saved:
        said = act if act in _SAID else None
        place = url_for(_AFTER[act], draft_id=work.desk.view.draft_id, sesudah=said)
        return redirect(place, 303)
    return _page(work), work.status


def _kept_anew() -> ResponseReturnValue:
    """Keep the rows as a new draft, where theirs was thrown away. Raises NotFound, OnlyAuthors."""
    store, caller = context.store(), context.caller()
    made = begin_new_sop_draft(
        store,
        caller,
        office_id=chosen_office(),
        title=text_of("judul-draf", most=300),
        now=context.now(),
    )
    view = draft_view(store, caller, made)
    work = carried_out(desk_of(view, view.revision), "simpan", "")
    if not work.saved:
        return _page(work), work.status
    return redirect(url_for("sop_tables.show", draft_id=made), 303)


def _no_table(view: DraftView) -> ResponseReturnValue:
    return render_template("sop_drafts/no_table.html", draft=view), _UNREADABLE


def _branched(work: Work) -> ResponseReturnValue:
    """Keep the rows as a draft of their own, beside what somebody else saved."""
    view = work.desk.view
    made = branch_sop_draft(
        context.store(),
        context.caller(),
        draft_id=view.draft_id,
        xml=work.raw,
        title=sentence("web.draft-copy-of", title=view.title)[:300],
        now=context.now(),
    )
    return redirect(url_for("sop_tables.show", draft_id=made), 303)


def _told(work: Work) -> dict[str, Any]:
    """Return what the module on the page needs to go on."""
    return {
        "saved": work.saved,
        "revision": work.revision,
        "message": work.state,
        "title": draft_view(context.store(), context.caller(), work.desk.view.draft_id).title,
        "conflict": work.conflict,
        "told": work.told,
        "focus": work.focus,
        **_ways(work),
        **(_anew(work) if work.stepped else {}),
        "wrong": [{"words": it.text, "target": it.target} for it in _row_errors(work)],
        "rows": [
            {
                "key": row.key,
                "place": row.place,
                "called": row.called,
                "cells": {
                    "nomor": row.number,
                    # Where they name other rows, their numbers follow those.
                    "kegiatan": row.activity,
                    "keterangan": row.remarks,
                    "lanjutan": row.ways,
                    "jenis": row.kind,
                    "pelaksana": row.lane,
                    **({} if row.papers is None else {"berkas": row.papers}),
                },
                "notes": render_template(
                    "sop_drafts/table_notes.html",
                    row=row,
                    notes=work.notes.of(row.key),
                    forms=work.desk.forms,
                ),
                "wrong": sorted(work.notes.cells(row.key)),
            }
            for row in work.rows
        ],
        "whole": render_template("sop_drafts/table_whole.html", **_whole(work)),
        "picture": str(_picture(work)),
    }


def _ways(work: Work) -> dict[str, bool]:
    """Say whether there is a state to go back to, and one to go ahead to."""
    found = draft_ways(context.store(), context.caller(), work.desk.view.draft_id)
    return {"back": found.back is not None, "ahead": found.ahead is not None}


def _anew(work: Work) -> dict[str, str]:
    """Return the parts of the page that the rows of another state are shown in."""
    parts = _rows(work)
    return {
        "table": render_template("sop_drafts/table_rows.html", **parts),
        "identity": render_template("sop_drafts/table_identity.html", **parts),
    }


def _whole(work: Work) -> dict[str, Any]:
    notes = [note for found in work.notes.at_rows.values() for note in found]
    forms = sum(note.cell == "form" and bool(note.fills) for note in notes)
    return {"summary": work.summary, "whole": work.notes.of_all, "proposals": forms}


def _picture(work: Work) -> Markup:
    marks = finding_marks(work.findings)
    return picture_of(work.raw, marks, work.desk.view.title, KEPT)


def _page(work: Work) -> str:
    view, table = work.desk.view, work.table
    return render_template(
        "sop_drafts/table.html",
        draft=view,
        said=said_after(_SAID) if request.method == "GET" else "",
        warnings=warnings_of(view),
        beside=[shown.unshown_words(part) for part in work.desk.beside],
        blank=shown.new_row(""),
        roles=labels.ROLES,
        paper_words=PAPER_WORDS,
        documents=documents_of(table).names().values(),
        picture=_picture(work),
        errors=[*work.errors, *_row_errors(work)],
        **paste_parts(work.pasted, work.desk.forms),
        **_rows(work),
        **_whole(work),
        **_ways(work),
    )


def _rows(work: Work) -> dict[str, Any]:
    """Return what the rows and the identity part are shown from."""
    table = work.table
    return {
        "work": work,
        "rows": work.rows,
        "notes": work.notes,
        "known": {row.key: row for row in table.rows},
        "lanes": _performers(table),
        "kinds": shown.KIND_WORDS,
        "chosen_kinds": shown.CHOSEN_KINDS,
        "identity": table.identity or blank_identity(),
        "texts": shown.TEXTS,
        "lines": shown.LINES,
        "jenis": labels.KINDS,
        "forms": work.desk.forms,
    }


def _performers(table: SopTable) -> list[tuple[str, str]]:
    """Return who can be chosen for a row: by role, and by the lane's name where two have one."""
    lanes = table.offered
    roles = Counter(lane.role for lane in lanes)
    found = []
    for lane in lanes:
        role = labels.ROLES.get(lane.role or "", lane.name)
        same = roles[lane.role] > 1 and lane.name not in {"", role}
        found.append((lane.key, f"{lane.name} ({role})" if same else role))
    return found


def _row_errors(work: Work) -> list[PageError]:
    """Return what keeps the table from being saved, each leading to its cell."""
    if work.saved or work.conflict:
        return []
    found = [PageError(note.words) for note in work.notes.of_all]
    for row in work.rows:
        for note in work.notes.of(row.key):
            cell = shown.control_of(note.cell) if note.cell else "kegiatan"
            words = shown.words_away(note.words, row)
            found.append(PageError(words, f"{cell}-{row.key}"))
    return found
