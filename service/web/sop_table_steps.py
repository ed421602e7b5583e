"""*Urungkan* and *Ulangi* on the table of a draft: one state back, one ahead, and what it changed.

The states are revisions of the draft (`store/draft_states`), so they outlast the page: a paste,
another device, a browser without JavaScript.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from service.commands.save_sop_draft import restore_sop_draft
from service.queries.sop_drafts import draft_view, draft_ways
from service.running.drafts import DraftSavedMeanwhile
from service.sentences import sentence
from service.web import context
from service.web.sop_table_work import Work, carried_out, desk_of, opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.diagrams.table import TypedRow
    from service.web.sop_table_work import Desk

#: Buttons → how the revision came to be that they make.
STEPS: Final[dict[str, Literal["undone", "redone"]]] = {"urungkan": "undone", "ulangi": "redone"}

#: What a button is followed by when what was typed and cannot be saved is to go.
_AS_STORED: Final = "tersimpan"

#: Rows that are told one by one; more are counted.
_TOLD: Final = 3

#: What a cell is called where it alone changed.
_CELL_NAMES: Final = {
    "number": "Nomor",
    "activity": "Kegiatan",
    "lane": "Pelaksana",
    "kind": "Jenis",
    "agency": "Instansi",
    "requirements": "Kelengkapan",
    "time": "Waktu",
    "output": "Output",
    "form": "Formulir",
    "papers": "Berkas",
    "remarks": "Keterangan",
    "ways": "Percabangan",
}


def stepped(desk: Desk, act: str, key: str) -> Work:
    """Go one state back or ahead; what was typed and not saved yet is a state of its own.

    Raises DiagramRefused, NoTable when the drawing of that state has no table.
    """
    how = STEPS[act]
    newest = desk.revision == desk.view.revision
    if key == _AS_STORED and newest:
        return _shown(desk, sentence("web.undone-unsaved"))
    work = carried_out(desk, "otomatis", "")
    if not work.saved:
        return work
    store, caller = context.store(), context.caller()
    ways = draft_ways(store, caller, desk.view.draft_id)
    number = ways.back if how == "undone" else ways.ahead
    if number is None:
        work.told = sentence(f"web.nothing-{how}")
        return work
    try:
        saved = restore_sop_draft(
            store,
            caller,
            draft_id=desk.view.draft_id,
            number=number,
            made_from=work.revision,
            how=how,
            now=context.now(),
        )
    except DraftSavedMeanwhile as refused:
        work.lose(refused)
        return work
    after = _shown(desk_of(draft_view(store, caller, desk.view.draft_id), saved.revision))
    words = _told(work, after, how)
    after.told = words[:1].upper() + words[1:]
    after.focus = _first_touched(work.rows, after.rows)
    return after


def _shown(desk: Desk, told: str = "") -> Work:
    work = opened(desk)
    work.told, work.stepped = told, True
    return work


# ---------------------------------------------------------------- what it changed


def _told(before: Work, after: Work, how: Literal["undone", "redone"]) -> str:
    """Say in words what going from `before` to `after` changed."""
    old = {row.key: row for row in before.rows}
    new = {row.key: row for row in after.rows}
    back = [row for row in after.rows if row.key not in old]
    # What waits on the page without a word in it was never saved.
    gone = [row for row in before.rows if row.key not in new and not row.is_blank]
    if back and gone:
        return sentence(f"web.{how}-rows", back=_listed(back), gone=_listed(gone))
    if back or gone:
        words = _listed(back or gone)
        return sentence(f"web.{how}-rows-{'back' if back else 'gone'}", rows=words)
    if [key for key in old if key in new] != [*new]:
        return sentence(f"web.{how}-order")
    changed = [(row, _cells_changed(old[row.key], row)) for row in after.rows]
    changed = [(row, cells) for row, cells in changed if cells]
    if changed:
        return _told_of_cells(changed, how)
    same = before.table.identity == after.table.identity
    return sentence(f"web.{how}-{'drawing' if same else 'identity'}")


def _told_of_cells(changed: Sequence[tuple[TypedRow, Sequence[str]]], how: str) -> str:
    row, cells = changed[0]
    if len(changed) == 1 and len(cells) == 1:
        return sentence(f"web.{how}-cell", cell=_CELL_NAMES[cells[0]], row=row.called)
    return sentence(f"web.{how}-cells", rows=_listed([row for row, _ in changed]))


def _cells_changed(old: TypedRow, new: TypedRow) -> list[str]:
    return [cell for cell in _CELL_NAMES if getattr(old, cell) != getattr(new, cell)]


def _listed(rows: Sequence[TypedRow]) -> str:
    """Name rows as other rows name them, or count them where they are many."""
    if len(rows) > _TOLD:
        return sentence("web.rows-counted", count=len(rows))
    *first, last = (row.called for row in rows)
    return sentence("web.rows-and", first=", ".join(first), last=last) if first else last


def _first_touched(before: Sequence[TypedRow], after: Sequence[TypedRow]) -> str:
    """Return the first row that is not as it was; the one before what went, if that is all."""
    old = {row.key: row for row in before}
    place = {row.key: place for place, row in enumerate(before)}
    for at, row in enumerate(after):
        known = old.get(row.key)
        if known is None or place[row.key] != at:
            return row.key
        if _cells_changed(known, row):
            return row.key
    return ""
