"""The gate: one set of rules for upload, command line, modeller and publishing.

A diagram is executed as BPMN 2.0.2 says or refused with code, element and a sentence. One module
per subject; each rule yields findings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.diagrams.findings import DiagramRefused, Finding
from service.diagrams.gate import (
    assignments,
    beginnings,
    calls,
    compensation,
    decisions,
    event_gateways,
    event_subprocesses,
    events,
    expressions,
    filled_lists,
    flows_out,
    gateways,
    inclusive_gateway,
    jobs,
    links,
    loops,
    multiple_events,
    papers,
    references,
    rules,
    scripts,
    self_feeding,
    sop,
    soundness,
    straight_through,
    structure,
    transactions,
)
from service.diagrams.gate.subject import FormOutline, Subject
from service.diagrams.reader import read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.diagrams.model import Diagram, Process
    from service.diagrams.xml import Limits

_RULES = (
    structure.check,
    gateways.check,
    flows_out.check,
    event_gateways.check,
    event_subprocesses.check,
    compensation.check,
    transactions.check,
    events.check,
    beginnings.check,
    links.check,
    multiple_events.check,
    loops.check,
    scripts.check,
    rules.check,
    jobs.check,
    calls.check,
    expressions.check,
    assignments.check,
    straight_through.check,
    self_feeding.check,
    inclusive_gateway.check,
    decisions.check,
    sop.check,
    papers.check,
    filled_lists.check,
    references.check,
)

_ORDER = {"error": 0, "setup": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says about a file."""

    #: None when the file could not be read at all
    diagram: Diagram | None
    findings: tuple[Finding, ...]

    @property
    def deployable(self) -> bool:
        """Whether Alur would run it as BPMN says: no finding is an error."""
        return not any(finding.severity == "error" for finding in self.findings)

    @property
    def publishable(self) -> bool:
        """Whether an office could run it: no error and no setup finding."""
        return all(finding.severity == "info" for finding in self.findings)


def examine(
    raw: bytes,
    *,
    forms: Mapping[str, FormOutline] | None = None,
    called: Mapping[str, Process] | None = None,
    limits: Limits | None = None,
) -> Verdict:
    """Return the verdict on a BPMN file.

    `forms` are the outlines of the forms that exist, `called` the processes that call activities
    may find beside those of the file; rules about what is None stay silent. `limits` are those of
    the file itself.
    """
    try:
        reading = read(raw, limits)
    except DiagramRefused as refused:
        return Verdict(None, refused.findings)
    findings = list(reading.findings)
    for process in reading.diagram.processes:
        findings.extend(check_process(reading.diagram, process, forms=forms, called=called))
    return Verdict(reading.diagram, _sorted(findings))


def check_process(
    diagram: Diagram,
    process: Process,
    *,
    forms: Mapping[str, FormOutline] | None = None,
    called: Mapping[str, Process] | None = None,
) -> tuple[Finding, ...]:
    """Return the findings of every rule about one process."""
    subject = Subject(diagram, process, forms, called)
    # An empty pool is somebody else's process: only its emptiness is judged.
    rules = _RULES if process.scope.nodes else (structure.check,)
    findings = [finding for rule in rules for finding in rule(subject)]
    understood = not any(finding.severity == "error" for finding in findings)
    if understood and process.scope.nodes:
        # How tokens would run is a question only where every element is understood.
        findings.extend(soundness.check(subject))
    return tuple(findings)


def _sorted(findings: list[Finding]) -> tuple[Finding, ...]:
    unique = {
        (item.severity, item.code, item.element, tuple(sorted(item.params.items()))): item
        for item in findings
    }
    return tuple(sorted(unique.values(), key=lambda item: _ORDER[item.severity]))


__all__ = ["FormOutline", "Subject", "Verdict", "check_process", "examine"]
