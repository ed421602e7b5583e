"""What the gate has to say about a diagram."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from service.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping

Severity = Literal["error", "setup", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, at one element; its sentence is `gate.<code>` of the catalogue.

    error: Alur would not run this as BPMN says. setup: it runs, but lacks role, form or SOP text
    and cannot be published. info: good to know.
    """

    severity: Severity
    code: str
    #: id of the element; empty when the finding is about the whole file
    element: str
    params: Mapping[str, str] = field(default_factory=dict)


class DiagramRefused(Rejected):
    """The diagram has at least one error."""

    code = "diagram.refused"
    status = 422

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        first = next((item for item in findings if item.severity == "error"), findings[0])
        super().__init__(code=first.code, element=first.element, count=len(findings))


def error(code: str, element: str, /, **params: object) -> Finding:
    """Return a finding of severity "error" at the element with this id."""
    return Finding("error", code, element, _texts(params))


def setup(code: str, element: str, /, **params: object) -> Finding:
    """Return a finding of severity "setup" at the element with this id."""
    return Finding("setup", code, element, _texts(params))


def info(code: str, element: str, /, **params: object) -> Finding:
    """Return a finding of severity "info" at the element with this id."""
    return Finding("info", code, element, _texts(params))


def _texts(params: Mapping[str, object]) -> dict[str, str]:
    """Return parameters as texts; a `Reason` among them stays one."""
    return {
        name: value if isinstance(value, str) else str(value) for name, value in params.items()
    }
