"""A table that was pasted on the page of a draft: what was read of it, and what is asked."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from flask import request

from service.diagrams.table import (
    SIX_LANES,
    SopTable,
    forms_proposed,
    read_pasted,
    with_pasted,
    with_proposed_forms,
)
from service.diagrams.table.branch_lines import signposts, written_ways
from service.diagrams.table.numbers import ENDS
from service.diagrams.table.pasting import ADDED
from service.sentences import sentence
from service.web import labels
from service.web.sop_papers import documents_of, papers_shown, why_proposed
from service.web.sop_table import problem_words
from service.web.typed import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from service.diagrams.table import Pasted, Problem, Typed
    from service.web.form_names import FormNames


#: What is said of a title whose role a person chooses.
_ASKED: Final = frozenset({"lane-unknown", "lane-twice", "lane-assumed"})
#: What one answer mends at every row where it stands.
_SAID_ONCE: Final = frozenset({"lane-unknown", "lane-unread"})


def is_added() -> bool:
    """Say whether the pasted rows go below those that are there, instead of replacing them."""
    return text_of("cara-tempel") == "tambah"


def pasted_now(table: SopTable) -> Pasted:
    """Read what was pasted, with the roles that a person chose for titles of no role."""
    return read_pasted(
        request.form.get("tempelan", ""),
        performers=_chosen(),
        chosen=_named(),
        documents=documents_of(table).declared,
    )


def with_paste(typed: Typed) -> tuple[Typed, Pasted]:
    """Return the table with what was pasted; as it was when something is wrong with that."""
    pasted = pasted_now(typed.table)
    if pasted.table is None:
        return typed, pasted
    rows = with_proposed_forms(pasted.table).rows
    table = with_pasted(typed.complete, rows, instead=not is_added(), documents=pasted.documents)
    return replace(typed, table=table, problems=(), blank=frozenset()), pasted


def paste_parts(pasted: Pasted | None, forms: FormNames) -> dict[str, Any]:
    """Return what the page shows of a pasted table, and what it asks about it."""
    return {
        "pasted": pasted,
        "pasted_places": _places(pasted),
        "pasted_ways": _ways(pasted),
        "pasted_forms": _forms(pasted, forms),
        "papers_of": partial(papers_shown, () if pasted is None else pasted.documents),
        "pasted_steps": 0 if pasted is None else len(pasted.titles) - _ends(pasted),
        "paste_problems": _said(pasted),
        "unknown": _unknown(pasted),
        "unnamed": _unnamed(pasted),
        "people": _people(pasted),
        "typed_paste": request.form.get("tempelan", ""),
        "added": is_added(),
        "chosen": {**_assumed(pasted), **_chosen()},
    }


def _assumed(pasted: Pasted | None) -> dict[str, str]:
    """Return the roles that words in titles mean: what is chosen until a person says otherwise."""
    rows = () if pasted is None else pasted.rows
    doubtful = (row for row in rows if row.confidence is not None)
    return {row.column or row.agency: (row.lane or "").removeprefix("lane_") for row in doubtful}


def _places(pasted: Pasted | None) -> dict[str, int]:
    """Return where each row stands in the text, as its problems name it; added rows do not."""
    rows = [] if pasted is None else [row.key for row in pasted.rows if row.key not in ADDED]
    return {key: place for place, key in enumerate(rows, 1)}


def _ways(pasted: Pasted | None) -> dict[str, list[str]]:
    """Return where each row goes on, line by line; rows are named as the preview shows them."""
    rows = () if pasted is None else pasted.rows
    names = signposts(rows, _places(pasted)).names
    return {row.key: written_ways(row, names).splitlines() for row in rows}


def _forms(pasted: Pasted | None, forms: FormNames) -> dict[str, tuple[str, str]]:
    """Return the form that each row would get, and what asks for it."""
    if pasted is None:
        return {}
    found = forms_proposed(SopTable("sop", "", SIX_LANES, pasted.rows))
    return {
        key: (forms.of(each.form), why_proposed(pasted.documents, each))
        for key, each in found.items()
    }


def _ends(pasted: Pasted) -> int:
    """Return how many of the lines that were read are *Mulai* or *Selesai*."""
    ends = {row.key for row in pasted.rows if row.kind in {"start", "end"}}
    return len(ends & pasted.titles.keys())


def _chosen() -> dict[str, str]:
    titles, roles = request.form.getlist("penampil"), request.form.getlist("peran")
    return {
        title: role for title, role in zip(titles, roles, strict=False) if role in labels.ROLES
    }


def _named() -> dict[tuple[int, str], str]:
    """Return who a person named for rows whose pelaksana no clipboard carried, by place, kegiatan.

    The kegiatan goes with the place: where the text changed, nobody was named for other rows.
    """
    names = ("baris-tempel", "kegiatan-tempel", "pelaksana-tempel")
    rows = zip(*(request.form.getlist(name) for name in names), strict=False)
    return {(int(at), words): who for at, words, who in rows if at.isdecimal() and who}


def _unnamed(pasted: Pasted | None) -> dict[str, str]:
    """Return the rows that name nobody by themselves, and who was named for each so far."""
    if pasted is None:
        return {}
    named, places = _named(), _places(pasted)
    rows = [row for row in pasted.rows if row.key in places]
    asked = {row.key: (places[row.key], pasted.spoken.get(row.key, row.activity)) for row in rows}
    return {
        row.key: named.get(asked[row.key], "")
        for row in rows
        if asked[row.key] in named or not (pasted.titles[row.key] or row.kind in ENDS)
    }


def _people(pasted: Pasted | None) -> tuple[str, ...]:
    """Return who may be named for a row: the columns of the text, or else the lanes."""
    columns = () if pasted is None else pasted.columns
    return columns or tuple(lane.name for lane in SIX_LANES)


def _said(pasted: Pasted | None) -> list[tuple[str, bool]]:
    """Return what is said about a pasted table, and whether it hinders."""
    if pasted is None:
        return []
    return [
        *((words, True) for words in _once(pasted.problems)),
        *((words_at_row(it), False) for it in pasted.notes),
    ]


def _once(problems: Sequence[Problem]) -> Iterator[str]:
    """Say each problem; what is asked once, whatever rows it is about, is said once."""
    at: dict[str, list[str]] = {}
    for problem in problems:
        if problem.code in _SAID_ONCE:
            at.setdefault(problem_words(problem), []).append(_place_of(problem))
    # Every row of a text has a printed number of its own, or none is named by it.
    numbered = any(problem.number for problem in problems)
    yield from (_at(", ".join(places), words, numbered=numbered) for words, places in at.items())
    yield from (words_at_row(each) for each in problems if each.code not in _SAID_ONCE)


def words_at_row(problem: Problem) -> str:
    """Return what is said of a pasted row, named by its number, or by its place in the text."""
    words = problem_words(problem)
    if not problem.row:
        return words
    return _at(_place_of(problem), words, numbered=bool(problem.number))


def _place_of(problem: Problem) -> str:
    return problem.number or str(problem.row)


def _at(places: str, words: str, *, numbered: bool) -> str:
    if numbered:
        return sentence("table.at-step", number=places, words=words)
    return sentence("table.at-row", row=places, words=words)


def _unknown(pasted: Pasted | None) -> list[str]:
    """Return the titles of no certain role, each once; also those for which one was chosen."""
    if pasted is None:
        return []
    told = (*pasted.problems, *pasted.notes)
    found = [it.params["name"] for it in told if it.code in _ASKED]
    return list(dict.fromkeys([*request.form.getlist("penampil"), *found]))
