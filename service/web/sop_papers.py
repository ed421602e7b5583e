"""The documents of rows as the page of a table writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.diagrams.table.papers import WORDS, Documents, Paper, written_papers
from service.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.diagrams.extensions import DocumentDeclaration
    from service.diagrams.mending import Mend
    from service.diagrams.table import Proposal, Row, SopTable
    from service.diagrams.table.papers import PaperKind

#: What a person writes before the name of a document.
PAPER_WORDS: Final = tuple(words[0] for words in WORDS.values())


def papers_with_act(table: SopTable, row: Row, mend: Mend) -> str:
    """Return the papers of a row in words, with the act that a mend adds."""
    kind: PaperKind = "sign" if mend.params["act"] == "sign" else "paraf"
    papers = (*(row.papers or ()), Paper(kind, mend.params["document"]))
    return written_papers(papers, documents_of(table).names())


def papers_shown(documents: Sequence[DocumentDeclaration], row: Row) -> str:
    """Return the papers of a row in words."""
    return written_papers(row.papers or (), Documents(documents).names())


def why_proposed(documents: Sequence[DocumentDeclaration], proposal: Proposal) -> str:
    """Return what asks for a form that is proposed, in words."""
    words = proposal.words
    if proposal.paper is not None:
        words = written_papers((proposal.paper,), Documents(documents).names())
    return sentence(f"table.form-by-{proposal.by}", words=words)


def documents_of(table: SopTable) -> Documents:
    """Return the documents that the SOP has."""
    return Documents(() if table.identity is None else table.identity.documents)
