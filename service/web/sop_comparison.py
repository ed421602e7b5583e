"""Two states of a SOP as pages compare them: in words, in the table of steps, in the drawing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, overload

from service.diagrams import KEPT, DiagramRefused, read_diagram
from service.diagrams.comparing import Comparison, compare
from service.diagrams.picture import Mark
from service.forms import FormRefused, read_form
from service.forms.comparing import compare_forms
from service.sentences.telling import Said, tell, told_whole
from service.web.form_names import FormNames
from service.web.sop_steps import step_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.diagrams.model import Diagram, Process
    from service.forms import Form
    from service.sentences.telling import Change, Told
    from service.web.sop_steps import StepLine

#: Parts of the list, in the order of a SOP document.
PARTS: Final = {
    "identity": "Bagian identitas",
    "lanes": "Kolom pelaksana",
    "steps": "Langkah",
    "elements": "Percabangan, kejadian, dan langkah usulan",
    "flows": "Alur",
    "forms": "Formulir",
    "technical": "Berkas",
    "layout": "Tata letak",
}

#: Columns of the table of steps.
_COLUMNS: Final = ("activity", "performer", "requirements", "time", "output", "remarks")


@dataclass(frozen=True, slots=True)
class Line:
    """One change: as a sentence, and as a row of the matriks perubahan."""

    kind: str
    words: str
    #: of a list: what it is the list of, and what came and went; () where `words` say it all
    listed: str
    items: tuple[str, ...]
    #: bagian/langkah, semula, menjadi
    where: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Cell:
    old: str
    new: str

    @property
    def same(self) -> bool:
        return self.old == self.new


@dataclass(frozen=True, slots=True)
class RowPair:
    """A row of the table of steps in both versions."""

    #: added, removed, changed or same
    kind: str
    #: number in the newer version; of a removed row, in the older one
    called: str
    #: number in the older version where it was another one
    before: str
    proposed: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class SopComparison:
    """What a page shows of two states of a SOP."""

    parts: tuple[tuple[str, str, tuple[Line, ...]], ...]
    rows: tuple[RowPair, ...]
    old_marks: Mapping[str, Mark]
    new_marks: Mapping[str, Mark]

    @property
    def total(self) -> int:
        """How many changes there are beside those of the layout."""
        return sum(len(lines) for part, _, lines in self.parts if part != "layout")

    @property
    def told(self) -> tuple[str, ...]:
        """Return what belongs into the matrix, one sentence for each change."""
        return tuple(line.words for line in self.lines)

    def beside(self, note: str) -> str:
        """Return a note without the changes that stand here; it proposes itself out of them."""
        told = {line for words in self.told for line in words.splitlines()}
        return "\n".join(line for line in note.splitlines() if line not in told)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return what belongs into the matrix: everything but layout and ids."""
        return tuple(
            line
            for part, _, lines in self.parts
            if part not in ("layout", "technical")
            for line in lines
        )


def compare_versions(
    old: tuple[bytes, Mapping[str, bytes]],
    new: tuple[bytes, Mapping[str, bytes]],
    process_ids: tuple[str, str],
    names: FormNames | None = None,
) -> SopComparison | None:
    """Return what is another; each side is a diagram with the forms that it can have.

    `names` say how the forms are called.

    A process id that the file does not have, or "", means the only process of the file. None
    where one of the diagrams cannot be read, or it is not plain which process is meant.
    """
    try:
        diagrams = read_diagram(old[0], KEPT), read_diagram(new[0], KEPT)
    except DiagramRefused:
        return None
    before, now = (
        _process(diagram, process_id)
        for diagram, process_id in zip(diagrams, process_ids, strict=True)
    )
    if before is None or now is None:
        return None
    found = compare(*diagrams, (before.id, now.id))
    forms = _forms(before, old[1]), _forms(now, new[1])
    changes = (*found.changes, *compare_forms(*forms))
    return SopComparison(
        parts=tuple(_parts(changes, names or FormNames())),
        rows=tuple(_rows(before, now, found)),
        old_marks=_marks(
            found.gone, "gone", "\N{MINUS SIGN} dihapus", {one for one, _ in found.altered}
        ),
        new_marks=_marks(found.come, "come", "+ baru", {one for _, one in found.altered}),
    )


def _process(diagram: Diagram, process_id: str) -> Process | None:
    own = diagram.process(process_id)
    if own is not None:
        return own
    executable = [process for process in diagram.processes if process.executable]
    meant = executable or diagram.processes
    return meant[0] if len(meant) == 1 else None


def _forms(process: Process, raw: Mapping[str, bytes]) -> dict[str, Form]:
    """Return the forms of the steps by key; one that can no longer be read is left out."""
    found = {}
    for key in {node.extension.form for node in process.scope.all_nodes()}:
        content = raw.get(key or "")
        if key is None or content is None:
            continue
        try:
            found[key] = read_form(content)
        except FormRefused:
            continue
    return found


def _parts(
    changes: tuple[Change, ...], names: FormNames
) -> Iterator[tuple[str, str, tuple[Line, ...]]]:
    for part, title in PARTS.items():
        lines = tuple(_line(change, names) for change in changes if change.part == part)
        if lines:
            yield part, title, lines


def _line(change: Change, names: FormNames) -> Line:
    change = _with_form_names(change, names)
    topic, where = tell(change.topic), tell(change.where)
    place = f"{where}: {topic}" if topic and where else where or topic
    return Line(
        kind=change.kind,
        words=told_whole(change.said),
        listed=told_whole(change.listed),
        items=tuple(tell(item) for item in change.items),
        where=place[:1].upper() + place[1:],
        old=told_whole(change.old),
        new=told_whole(change.new),
    )


def _with_form_names(change: Change, names: FormNames) -> Change:
    """Return the change with forms called by names, where it has their keys."""
    is_form = isinstance(change.topic, Said) and change.topic.code == "compare.topic.form"
    return replace(
        change,
        said=_named(change.said, names, values=is_form),
        where=_named(change.where, names),
        old=_named(change.old, names, is_key=is_form),
        new=_named(change.new, names, is_key=is_form),
    )


@overload
def _named(
    told: Said, names: FormNames, *, values: bool = False, is_key: bool = False
) -> Said: ...
@overload
def _named(
    told: Told, names: FormNames, *, values: bool = False, is_key: bool = False
) -> Told: ...
def _named(told: Told, names: FormNames, *, values: bool = False, is_key: bool = False) -> Told:
    if isinstance(told, str):
        return names.of(told) if is_key and told else told
    if isinstance(told, tuple):
        return tuple(_named(part, names, values=values, is_key=is_key) for part in told)
    keys = {"form", "old", "new"} if values else {"form"}
    params = {
        name: _named(value, names, values=values, is_key=name in keys)
        for name, value in told.params.items()
    }
    return Said(told.code, params)


def _marks(whole: frozenset[str], name: str, badge: str, altered: set[str]) -> dict[str, Mark]:
    """Return how elements stand out: by colour, by the pattern of the line, and by words."""
    marks = {element: Mark(("altered",), badge="≠ berubah") for element in altered}
    return marks | {element: Mark((name,), badge=badge) for element in whole}


# ---------------------------------------------------------------- the table of steps


def _rows(before: Process, now: Process, found: Comparison) -> Iterator[RowPair]:
    """Yield the rows of the newer version; a removed one stands behind that which it followed."""
    old = {line.element: line for line in step_lines(before)}
    back = {newer: older for older, newer in found.same.items()}
    left = list(old)
    for line in step_lines(now):
        mine = back.get(line.element, "")
        if mine in left:
            while left[0] != mine and left[0] not in found.same:
                yield _row(old[left.pop(0)], None)
            left.remove(mine)
        yield _row(old.get(mine), line)
    for element in left:
        if element not in found.same:
            yield _row(old[element], None)


def _row(old: StepLine | None, new: StepLine | None) -> RowPair:
    cells = tuple(Cell(getattr(old, name, ""), getattr(new, name, "")) for name in _COLUMNS)
    shown = new or old
    before = old.called if old and new and old.called != new.called else ""
    changed = any(not cell.same for cell in cells)
    kind = "added" if old is None else "removed" if new is None else ""
    return RowPair(
        kind=kind or ("changed" if changed or before else "same"),
        called=shown.called if shown else "",
        before=before,
        proposed=bool(shown and shown.proposed),
        cells=cells,
    )
