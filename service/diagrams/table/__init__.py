"""The table of an SOP and its diagram: rows in, diagram out, and back.

model         rows, branches, the table: frozen values
waktu         "2 jam", "1 Hari (kerja)", "Disesuaikan"
reading       a diagram as a table
order         which row stands where
pasting       the clipboard of a spreadsheet as a table
heading       what its columns are
chained       pasted rows as steps for a drawing
mended        what mends a finding, done to the file
papers        what rows do with documents
placing       pasted rows put into a table
branch_words  where a sentence says that a row goes on
branch_lines  the branches of a row as lines that are typed
typed         rows as texts that a person edits, and back
sheet         rows as a file of a spreadsheet, and such a file as a table
proposals     the forms that the words of rows ask for
problems      why a table cannot become a diagram

writing       a table as a diagram, each part of it in a module of its own:
              identity, fields (cells), kinds (of rows), flows, lanes
tree          the XML meanwhile
"""

from __future__ import annotations

from service.diagrams.table.chained import Chain, ChainedRow, chained
from service.diagrams.table.model import SIX_LANES, Branch, LaneColumn, Row, SopTable, SubRow
from service.diagrams.table.papers import Paper, blank_identity
from service.diagrams.table.pasting import Pasted, read_pasted
from service.diagrams.table.placing import is_mostly_new, with_pasted
from service.diagrams.table.problems import Problem, TableRefused, problems_of
from service.diagrams.table.proposals import (
    Proposal,
    forms_proposed,
    proposed_form,
    with_proposed_forms,
)
from service.diagrams.table.reading import NoTable, Unshown, read_table, tables_within, unshown_in
from service.diagrams.table.typed import RowProblem, Typed, TypedRow, read_typed, typed_rows
from service.diagrams.table.waktu import Waktu, read_waktu
from service.diagrams.table.writing import write_table

__all__ = [
    "SIX_LANES",
    "Branch",
    "Chain",
    "ChainedRow",
    "LaneColumn",
    "NoTable",
    "Paper",
    "Pasted",
    "Problem",
    "Proposal",
    "Row",
    "RowProblem",
    "SopTable",
    "SubRow",
    "TableRefused",
    "Typed",
    "TypedRow",
    "Unshown",
    "Waktu",
    "blank_identity",
    "chained",
    "forms_proposed",
    "is_mostly_new",
    "problems_of",
    "proposed_form",
    "read_pasted",
    "read_table",
    "read_typed",
    "read_waktu",
    "tables_within",
    "typed_rows",
    "unshown_in",
    "with_pasted",
    "with_proposed_forms",
    "write_table",
]
