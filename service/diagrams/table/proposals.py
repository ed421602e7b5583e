"""Forms that the words of a row ask for, to be looked at by who types the table.

Only forms that ask for no file are proposed, unless an analyst said which document the row makes.
What no word decides stays without a form, and the gate says so; `proposed_form` then has a plain
one to offer, which a person takes or not.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from service.diagrams.mending import Mend
from service.diagrams.table.papers import form_for

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

#: Words of the kegiatan → key of a form in `forms/`, the first that fits.
BY_WORDS = (
    (r"\barsip|mengarsipkan|pengarsipan", "arsip"),
    (r"mengganda|penggandaan", "penggandaan"),
    (r"eriksa|koreksi|[tn]eliti|verifikasi|reviu", "koreksi"),
    (r"\b(me)?nugaskan|\bditugaskan|\bmemerintah|\bperintah|mendisposisi", "perintah"),
    (r"mengumpulkan|menerima", "penerimaan-bahan"),
    (r"menganalisis|analisa", "analisis"),
    (r"menyerahkan|menyampaikan", "penyerahan"),
)


#: Code of a finding about the form of a step → the mend that gives it one.
FORM_MENDS: Mapping[str, str] = {
    "form-missing": "set-form",
    "form-asks-no-file": "change-form",
}


def with_proposed_forms(table: SopTable) -> SopTable:
    """Return the table with a form for each row of work that has none and whose words ask for one.

    The row before one that is done by every Bidang gets the form that asks which Bidang.
    """
    asking = {_asker(table, row) for row in table.rows if row.kind == "per_unit"}
    rows = tuple(
        row
        if row.form is not None or row.kind not in {"work", "per_unit"}
        else replace(
            row, form=ASKS_UNITS if row.key in asking else _by_papers(row) or _by_words(row)
        )
        for row in table.rows
    )
    return replace(table, rows=rows)


def proposed_form(table: SopTable, row: Row) -> str | None:
    """Return the form to offer for a row that has none; None for rows that need none."""
    if row.form is not None or row.kind not in PLAIN:
        return None
    named = None if row.kind == "agency" else with_proposed_forms(table).rows[table.place(row.key)]
    return (named.form if named is not None else None) or PLAIN[row.kind]


def form_mend(finding: Finding, table: SopTable) -> Mend | None:
    """Return that a step gets the form to offer for its row, where it lacks one that fits."""
    row = table.row(finding.element)
    if row is None:
        return None
    kind = FORM_MENDS.get(finding.code)
    if kind == "set-form":
        form = proposed_form(table, row)
    elif kind == "change-form":
        form = _form_for_document(row, finding.params.get("key", ""))
    else:
        form = None
    return None if kind is None or form is None else Mend(kind, finding.element, {"form": form})


def _form_for_document(row: Row, document: str) -> str | None:
    """Return a form that asks for the file of a document that the row makes."""
    papers = row.papers or ()
    paper = next((each for each in papers if each.document == document), None)
    form = None if paper is None else form_for(paper, papers)
    return None if form == row.form else form


def _asker(table: SopTable, row: Row) -> str:
    earlier = reversed(table.rows[: table.place(row.key)])
    return next((each.key for each in earlier if each.kind == "work"), "")


def _by_papers(row: Row) -> str | None:
    """Return the form for what the row does with its document, as an analyst confirmed it."""
    papers = row.papers or ()
    found = (form_for(paper, papers) for paper in papers)
    return next((form for form in found if form is not None), None)


def _by_words(row: Row) -> str | None:
    words = row.activity.lower()
    return next((form for pattern, form in BY_WORDS if re.search(pattern, words)), None)
