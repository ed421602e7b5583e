"""What is wrong with a form file, and why answers are rejected."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from service.errors import AlurError, Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Code of a sentence, and what fills it.
Problem = tuple[str, "Mapping[str, str]"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a form file; its sentence is `code` of the catalogue, filled with `params`."""

    severity: Literal["error"]
    code: str
    #: id or key of the component; empty when it is about the whole file
    element: str
    params: Mapping[str, str] = field(default_factory=dict)


class FormRefused(Rejected):
    """The form cannot be shown or checked as it is written."""

    code = "forms.refused"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__(count=len(findings))


class FieldsRejected(Rejected):
    """Some answers are missing or wrong; `errors` names why, by field key."""

    code = "forms.rejected"

    def __init__(self, errors: Mapping[str, Problem]) -> None:
        self.errors = errors
        super().__init__(count=len(errors))


class AnswerProblem(Exception):
    """One answer cannot be taken; becomes one entry of FieldsRejected."""

    def __init__(self, code: str, **params: object) -> None:
        self.problem: Problem = (code, {name: str(value) for name, value in params.items()})
        super().__init__(code)


class ContextIncomplete(AlurError):
    """The page did not give what the form needs: an option list or the zone of the office."""

    code = "forms.context-incomplete"


class NoAnswerPossible(AlurError):
    """No valid answer exists to make one up: a required choice among nothing."""

    code = "forms.no-answer-possible"
