"""What a row does with documents, as a person types it: "dokumen baru: Laporan; paraf: Laporan".

A document is made, changed, initialled or signed (decisions §4.5, §4.6); whatever else completing
a row makes is a record without a file.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from service.diagrams.extensions import DocumentDeclaration, SopIdentity
from service.diagrams.keys import free_key, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from service.diagrams.extensions import NodeExtension

PaperKind = Literal["new_document", "new_version", "paraf", "approve_for_signature", "sign"]

#: What is written before the colon; the first of them is shown.
WORDS: Final[Mapping[PaperKind, tuple[str, ...]]] = {
    "new_document": ("dokumen baru", "dokumen", "buat", "unggah"),
    "new_version": ("versi baru", "perbaikan", "ubah"),
    "paraf": ("paraf",),
    "approve_for_signature": ("persetujuan", "disetujui untuk ditandatangani", "setujui"),
    "sign": ("tanda tangan", "ttd", "tte", "ditandatangani"),
}

#: The document that the forms know which are there for any SOP (`forms/konsep.form`).
USUAL: Final = "naskah"


#: What a row does with a document → a form for it. Those that ask for a file know the usual
#: document; FOR_OTHERS ask for that of their row.
BY_PAPERS: Mapping[PaperKind, str] = {
    "new_document": "konsep",
    "new_version": "perbaikan-naskah",
    "paraf": "paraf",
    "approve_for_signature": "tanda-tangan",
    "sign": "tanda-tangan",
}
FOR_OTHERS: Mapping[PaperKind, str] = {
    "new_document": "dokumen-langkah",
    "new_version": "perbaikan-dokumen-langkah",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """One thing that a row does with a document."""

    kind: PaperKind
    #: key of the document
    document: str


class Documents:
    """The documents of an SOP by name; a name that is new becomes one more of them."""

    def __init__(self, declared: Iterable[DocumentDeclaration] = ()) -> None:
        self.declared = list(declared)

    def key(self, name: str) -> str:
        """Return the key of the document that is called so, which is declared when missing."""
        called = {shown.casefold(): key for key, shown in self.names().items()}
        called |= {each.key.casefold(): each.key for each in self.declared}
        found = called.get(name.casefold())
        if found is None:
            found = self._free(name)
            self.declared.append(DocumentDeclaration(found, name))
        return found

    def names(self) -> dict[str, str]:
        """Return by which name each document is shown; with its key where two are called alike."""
        counts = Counter(each.name.casefold() for each in self.declared)
        return {
            each.key: each.name
            if each.name and counts[each.name.casefold()] == 1
            else f"{each.name} ({each.key})".strip()
            for each in self.declared
        }

    def _free(self, name: str) -> str:
        taken = {each.key for each in self.declared}
        return free_key(key_of(name) if USUAL in taken else USUAL, taken)


def form_for(paper: Paper, papers: Iterable[Paper]) -> str | None:
    """Return a form for what a row does with one of its `papers`; None where none would fit.

    A form that asks for the document of its row fits a row that makes one document only.
    """
    if paper.document == USUAL or paper.kind not in FOR_OTHERS:
        return BY_PAPERS[paper.kind]
    made = {each.document for each in papers if each.kind in FOR_OTHERS}
    return FOR_OTHERS[paper.kind] if made == {paper.document} else None


def papers_of(extension: NodeExtension) -> tuple[Paper, ...] | None:
    """Return what a node does with documents; None where it depends on the data of the process."""
    whens = [
        *(each.when for each in extension.outputs),
        *(each.when for each in extension.acts),
    ]
    if any(whens):
        return None
    made = [
        Paper(each.kind, each.document)
        for each in extension.outputs
        if each.kind in ("new_document", "new_version") and each.document is not None
    ]
    done = [Paper(each.kind, each.document) for each in extension.acts]
    found = (*made, *done)
    return found if len(set(found)) == len(found) else None


def written_papers(papers: Sequence[Paper], names: Mapping[str, str]) -> str:
    """Return what the cell says."""
    return "; ".join(
        f"{WORDS[each.kind][0]}: {names.get(each.document, each.document)}" for each in papers
    )


def read_papers(text: str, documents: Documents) -> tuple[tuple[Paper, ...], tuple[str, ...]]:
    """Return what a cell says, and the parts of it that are not understood."""
    found: list[Paper] = []
    unread: list[str] = []
    for part in (" ".join(each.split()) for each in re.split(r"[;\n]", text)):
        before, colon, name = part.partition(":")
        kind = _kind(before)
        if not part or part == "-":
            continue
        if kind is None or not colon or not name.strip():
            unread.append(part)
            continue
        paper = Paper(kind, documents.key(name.strip()))
        if paper not in found:
            found.append(paper)
    # As they stand in the file: what is made before what is done with it.
    made = [each for each in found if each.kind in ("new_document", "new_version")]
    return (*made, *(each for each in found if each not in made)), tuple(unread)


def _kind(words: str) -> PaperKind | None:
    plain = words.strip().lower()
    return next((kind for kind, known in WORDS.items() if plain in known), None)


def blank_identity(name: str = "") -> SopIdentity:
    """Return an identity part in which nothing stands but a name."""
    return SopIdentity(
        number="",
        name=name,
        government="",
        office="",
        unit="",
        made="",
        revised="",
        effective="",
        ratified="",
        ratified_by="",
        legal_basis=(),
        qualifications=(),
        related=(),
        equipment=(),
        warnings=(),
        records=(),
        open_points=(),
        documents=(),
    )


def with_documents(
    identity: SopIdentity | None, documents: Documents, title: str
) -> SopIdentity | None:
    """Return the identity part with these documents; None where there is none and needs none."""
    declared = tuple(documents.declared)
    if identity is None:
        return replace(blank_identity(title), documents=declared) if declared else None
    return identity if identity.documents == declared else replace(identity, documents=declared)
