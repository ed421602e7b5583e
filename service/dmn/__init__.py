"""Decisions as DMN 1.5 writes them: `service/docs/dmn.md`."""

from service.dmn.findings import DecisionsRefused, Finding
from service.dmn.limits import Limits
from service.dmn.model import (
    DecisionStopped,
    Model,
    Outcome,
    UnknownDecision,
    examine,
    read_decisions,
)
from service.dmn.program.evaluation import Problem

__all__ = [
    "DecisionStopped",
    "DecisionsRefused",
    "Finding",
    "Limits",
    "Model",
    "Outcome",
    "Problem",
    "UnknownDecision",
    "examine",
    "read_decisions",
]
