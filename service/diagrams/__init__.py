"""Diagrams: BPMN files read into a typed model, judged by the gate, laid out and pictured."""

from service.diagrams.findings import DiagramRefused, Finding
from service.diagrams.gate import FormOutline, Verdict, examine
from service.diagrams.reader import Reading, read, read_diagram
from service.diagrams.xml import KEPT, set_limits

__all__ = [
    "KEPT",
    "DiagramRefused",
    "Finding",
    "FormOutline",
    "Reading",
    "Verdict",
    "examine",
    "read",
    "read_diagram",
    "set_limits",
]
