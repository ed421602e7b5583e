"""Diagrams: BPMN files read into a typed model, judged by the gate, laid out and pictured."""

from service.diagrams.findings import DiagramRefused, Finding
from service.diagrams.gate import FormOutline, Verdict, examine
from service.diagrams.reader import Reading, read, read_diagram

__all__ = [
    "DiagramRefused",
    "Finding",
    "FormOutline",
    "Reading",
    "Verdict",
    "examine",
    "read",
    "read_diagram",
]
