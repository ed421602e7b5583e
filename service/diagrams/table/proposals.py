"""Forms that the words of a row ask for, to be looked at by who types the table.

Only forms that ask for no file are proposed, unless an analyst said which document the row makes.
What no word decides stays without a form, and the gate says so; `proposed_form` then has a plain
one to offer, which a person takes or not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from service.diagrams.mending import Mend
from service.diagrams.table.kinds import UNITS
from service.diagrams.table.papers import Paper, form_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.diagrams.findings import Finding
    from service.diagrams.table.model import Row, SopTable

#: The form that asks which Bidang are to hand in; the list of units comes from it alone.
ASKS_UNITS = "permintaan-bahan"

#: What fits any row: a note of what was done, and of what an agency sent.
PLAIN: Mapping[str, str] = {
    "work": "catatan-pelaksanaan",
    "per_unit": "catatan-pelaksanaan",
    "agency": "penerimaan-dari-instansi",
}

_COLLECTS = (
    r"(menerima|penerimaan|mengumpulkan|pengumpulan|menghimpun)\b"
    r".*\b(bahan|data|berkas|materi|masukan|usulan|dokumen)"
)

#: How what a row does begins → key of a form in `forms/`.
BY_WORDS = (
    (r"(meng|peng|di)?arsip|menyimpan\b.*\barsip", "arsip"),
    (r"(meng|peng|di)ganda", "penggandaan"),
    (r"(mem|pem|dip)eriksa|(meng|peng|di)?k?oreksi|(men|pen|di)t?eliti", "koreksi"),
    (r"(mem|di)?verifikasi|(me|di)?reviu", "koreksi"),
    (r"(me|pe)nugas|ditugas|memerintah|(di)?perintah|(men|di)?disposisi", "perintah"),
    (r"(memberi(kan)?|meneruskan|menyampaikan) (perintah|tugas|disposisi)", "perintah"),
    (r"(meng|di)?analis", "analisis"),
    (_COLLECTS, "penerimaan-bahan"),
    (r"menyerahkan|penyerahan|menyampaikan|penyampaian", "penyerahan"),
)

#: What somebody does beside the work itself: these forms fit where no other one does.
_BESIDE: Final = frozenset({"penerimaan-bahan", "penyerahan"})

#: What comes before the work itself, and says nothing about it.
_BEFORE: Final = re.compile(r"menerima|menelaah|mempelajari|membaca")
#: What follows is the work of somebody else, or what the work is for.
_PURPOSE: Final = re.compile(r"\b(untuk|agar|guna|supaya)\b")
_CLAUSES: Final = re.compile(r"[,;.]\s+|\b(?:dan|serta|lalu|kemudian|selanjutnya)\b")
#: A kegiatan may say first who does it: "Kepala Dinas memerintahkan …".
_DOER: Final = re.compile(r"(?:\w+ ){1,3}?(?=me[a-z]+)")


#: Code of a finding about the form of a step → the mend that gives it one.
FORM_MENDS: Mapping[str, str] = {
    "form-missing": "set-form",
    "form-asks-no-file": "change-form",
    "list-never-filled": "ask-units",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A form for a row, and what asks for it."""

    form: str
    #: papers: what it does with a document; words: how its kegiatan begins; asks-units: the row
    #: behind it is done by every Bidang
    by: Literal["papers", "words", "asks-units"]
    words: str = ""
    paper: Paper | None = None


def forms_proposed(table: SopTable) -> dict[str, Proposal]:
    """Return a form for each row of work that has none and whose papers or words ask for one.

    The row before one that is done by every Bidang gets the form that asks which Bidang.
    """
    asking = {_asker(table, row) for row in table.rows if row.kind == "per_unit"}
    rows = [row for row in table.rows if row.form is None and row.kind in {"work", "per_unit"}]
    found = {
        row.key: Proposal(ASKS_UNITS, "asks-units")
        if row.key in asking
        else _by_papers(row) or _by_words(row)
        for row in rows
    }
    return {key: each for key, each in found.items() if each is not None}


def with_proposed_forms(table: SopTable) -> SopTable:
    """Return the table with the forms that its rows propose."""
    found = forms_proposed(table)
    rows = (
        replace(row, form=found[row.key].form) if row.key in found else row for row in table.rows
    )
    return replace(table, rows=tuple(rows))


def proposed_form(table: SopTable, row: Row) -> str | None:
    """Return the form to offer for a row that has none; None for rows that need none."""
    if row.form is not None or row.kind not in PLAIN:
        return None
    found = forms_proposed(table).get(row.key)
    return PLAIN[row.kind] if found is None else found.form


def form_mend(finding: Finding, table: SopTable) -> Mend | None:
    """Return which step gets which form, where the table tells one that fits."""
    row = table.row(finding.element)
    if row is None:
        return None
    kind = FORM_MENDS.get(finding.code)
    if kind == "ask-units":
        return _asking_mend(table, row) if finding.params.get("name") == UNITS else None
    if kind == "set-form":
        form = proposed_form(table, row)
    elif kind == "change-form":
        form = _form_for_document(row, finding.params.get("key", ""))
    else:
        form = None
    return None if kind is None or form is None else Mend(kind, finding.element, {"form": form})


def _asking_mend(table: SopTable, row: Row) -> Mend | None:
    """Return that the row before asks which Bidang; None where it asks for more than a note."""
    asker = table.row(_asker(table, row))
    if asker is None or asker.form not in {None, PLAIN["work"]}:
        return None
    return Mend("ask-units", asker.key, {"form": ASKS_UNITS, "step": asker.activity})


def _form_for_document(row: Row, document: str) -> str | None:
    """Return a form that asks for the file of a document that the row makes."""
    papers = row.papers or ()
    paper = next((each for each in papers if each.document == document), None)
    form = None if paper is None else form_for(paper, papers)
    return None if form == row.form else form


def _asker(table: SopTable, row: Row) -> str:
    earlier = reversed(table.rows[: table.place(row.key)])
    return next((each.key for each in earlier if each.kind == "work"), "")


def _by_papers(row: Row) -> Proposal | None:
    """Return the form for what the row does with its document, as an analyst confirmed it."""
    papers = row.papers or ()
    found = ((paper, form_for(paper, papers)) for paper in papers)
    return next((Proposal(form, "papers", paper=paper) for paper, form in found if form), None)


def _by_words(row: Row) -> Proposal | None:
    """Return the form for what the row does first, if no other one fits what it does too.

    A word further on tells what another does ("… untuk dikoreksi") or what is spoken of.
    """
    clauses = _clauses(row.activity)
    asked = [_asked(each) for each in clauses]
    begun = next((at for at, each in enumerate(clauses) if not _BEFORE.match(each)), 0)
    first = asked[begun] if asked else None
    if first is None:
        return None
    found = {each.form: each for each in reversed(asked) if each is not None}
    work = [each for form, each in found.items() if form not in _BESIDE] or [first]
    return work[0] if len(work) == 1 else None


def _clauses(activity: str) -> list[str]:
    """Return what a row does, each beginning with the word that says it."""
    said = re.sub(r"^[\d.)\s]+", "", " ".join(activity.lower().split()))
    parts = (each.strip() for each in _CLAUSES.split(_PURPOSE.split(said, maxsplit=1)[0]))
    return [each if _asked(each) else _DOER.sub("", each, count=1) for each in parts if each]


def _asked(clause: str) -> Proposal | None:
    """Return the form that the beginning of a clause asks for."""
    for pattern, form in BY_WORDS:
        if re.match(pattern, clause):
            return Proposal(form, "words", clause.split(maxsplit=1)[0])
    return None
