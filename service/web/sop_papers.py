"""What the page of a table says about the documents of its rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from service.diagrams.table.papers import (
    WORDS,
    Documents,
    Paper,
    form_for,
    written_papers,
)
from service.forms import STEP_DOCUMENT, FormRefused, read_form
from service.running.outlines import outline_of
from service.sentences import sentence
from service.web.sop_table import Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from service.diagrams.extensions import DocumentDeclaration
    from service.diagrams.table import Row, SopTable
    from service.diagrams.table.papers import PaperKind

_MADE: Final = ("new_document", "new_version")

#: What a person writes before the name of a document.
PAPER_WORDS: Final = tuple(words[0] for words in WORDS.values())

#: Words of a kegiatan that is an act on a document → the act.
_ACTS: Final[tuple[tuple[str, PaperKind], ...]] = (
    (r"[tn]anda ?tangan", "sign"),
    (r"\b(mem)?paraf", "paraf"),
)


def paper_notes(table: SopTable, forms: Mapping[str, bytes]) -> Iterator[tuple[str, Note]]:
    """Yield what is to be said at rows: a file that no form asks for, an act on no document.

    A click is no signature (decisions §3.7): a row whose words are an act names its document.
    """
    documents = documents_of(table)
    for row in table.rows:
        if row.papers is None or row.kind not in {"work", "per_unit"}:
            continue
        for paper in row.papers:
            if paper.kind in _MADE and row.form is not None:
                found = _file_nobody_asks_for(row, paper, documents.names(), forms)
                if found is not None:
                    yield row.key, found
        found = _act_without_document(row, documents)
        if found is not None:
            yield row.key, found


def _file_nobody_asks_for(
    row: Row, paper: Paper, names: Mapping[str, str], forms: Mapping[str, bytes]
) -> Note | None:
    made = {each.document for each in row.papers or () if each.kind in _MADE}
    asked = _files_of(forms.get(row.form or ""))
    if paper.document in asked or (STEP_DOCUMENT in asked and made == {paper.document}):
        return None
    words = sentence("web.form-asks-no-file", form=row.form or "", document=names[paper.document])
    form = form_for(paper, row.papers or ())
    if form is None:
        return Note("setup", words, "form")
    return Note(
        "setup", words, "form", fills=form, fill_words=sentence("web.mend-set-form", form=form)
    )


def _files_of(form: bytes | None) -> frozenset[str | None]:
    """Return the documents for whose files a form asks."""
    if form is None:
        return frozenset()
    try:
        return frozenset(outline_of(read_form(form)).documents.values())
    except FormRefused:
        return frozenset()


def _act_without_document(row: Row, documents: Documents) -> Note | None:
    words = row.activity.lower()
    act = next((kind for pattern, kind in _ACTS if re.search(pattern, words)), None)
    if act is None or any(paper.kind not in _MADE for paper in row.papers or ()):
        return None
    said = sentence("web.act-without-document")
    if len(documents.declared) != 1:
        return Note("info", said, "papers")
    papers = (*(row.papers or ()), Paper(act, documents.declared[0].key))
    fills = written_papers(papers, documents.names())
    return Note(
        "info", said, "papers", fills=fills, fill_words=sentence("web.mend-write", text=fills)
    )


def papers_shown(documents: Sequence[DocumentDeclaration], row: Row) -> str:
    """Return the papers of a row in words."""
    return written_papers(row.papers or (), Documents(documents).names())


def documents_of(table: SopTable) -> Documents:
    """Return the documents that the SOP has."""
    return Documents(() if table.identity is None else table.identity.documents)
