"""What a refusal says beyond its sentence, for programs: every field, every finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.diagrams import DiagramRefused
from service.errors import Rejected
from service.forms import FieldsRejected
from service.running.refusals import EntryRefused, KindNotAsked, KindNotOffered
from service.sentences import sentence
from service.web.language import language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from service.diagrams import Finding
    from service.errors import AlurError

    #: Code of a sentence, and what fills it.
    Problem = tuple[str, Mapping[str, str]]


class EntriesRefused(Rejected):
    """What a program sent is not what the route takes; `errors` says why, by JSON pointer."""

    code = "api.entries-refused"

    def __init__(self, errors: Mapping[str, Problem]) -> None:
        self.errors = errors
        super().__init__(count=len(errors))


def members_of(error: AlurError) -> dict[str, Any]:
    """Return the members that a problem+json answer has beside the usual ones."""
    match error:
        case EntriesRefused():
            return {"errors": _entries(error.errors)}
        case FieldsRejected():
            return {"errors": _entries({f"/values/{at}": it for at, it in error.errors.items()})}
        case EntryRefused():
            return {"errors": _entries({f"/{error.params['field']}": (error.code, error.params)})}
        case KindNotOffered() | KindNotAsked():
            return {"errors": _entries({"/kind": (error.code, error.params)})}
        case DiagramRefused():
            return {"findings": findings_told(error.findings)}
        case _:
            return {}


def findings_told(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Return findings of the gate with their sentences, as decisions §6.2 has them."""
    return [
        {
            "severity": item.severity,
            "code": item.code,
            "element": item.element,
            "message": sentence(
                f"gate.{item.code}", language(), element=item.element, **item.params
            ),
        }
        for item in findings
    ]


def _entries(errors: Mapping[str, Problem]) -> list[dict[str, str]]:
    return [
        {"pointer": at, "code": code, "detail": sentence(code, language(), **params)}
        for at, (code, params) in errors.items()
    ]
