"""The table of an SOP and its diagram: rows in, diagram out, and back.

model     rows, branches, the table: frozen values
waktu     "2 jam", "1 Hari (kerja)", "Disesuaikan"
reading   a diagram as a table
order     which row stands where
"""

from __future__ import annotations

from service.diagrams.table.model import Branch, LaneColumn, Row, SopTable, SubRow
from service.diagrams.table.reading import NoTable, read_table
from service.diagrams.table.waktu import Waktu, read_waktu

__all__ = [
    "Branch",
    "LaneColumn",
    "NoTable",
    "Row",
    "SopTable",
    "SubRow",
    "Waktu",
    "read_table",
    "read_waktu",
]
