"""Findings of the gate as a page tells them: in words, with the names of the elements.

An id is the modeller's own; who draws looks for the name that stands in the picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from service.diagrams.names import Names, names_in
from service.diagrams.table.papers import WORDS
from service.sentences import catalogue, sentence
from service.web import labels
from service.web.form_names import FormNames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.diagrams import Finding
    from service.diagrams.mending import Mend
    from service.diagrams.xml import Limits

#: What a finding names elements in, by id.
_NAMING: Final = frozenset(
    {
        "activity",
        "flow",
        "gateway",
        "lane",
        "node",
        "nodes",
        "other",
        "process",
        "target",
        "task",
    }
)


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding in words, with the number that its mark on the diagram has."""

    number: int
    severity: str
    element: str
    #: what the element is called; "" when it has no name
    called: str
    words: str


def finding_lines(
    findings: Sequence[Finding],
    raw: bytes = b"",
    limits: Limits | None = None,
    *,
    forms: FormNames | None = None,
) -> list[FindingLine]:
    """Return findings in words, worst first, numbered as on the diagram, which is `raw`.

    `forms` say how the forms are called.
    """
    called = forms or FormNames()
    names = names_in(raw, limits) if findings else Names()
    return [
        FindingLine(
            number,
            finding.severity,
            finding.element,
            _beginning(_called(names, finding.element)),
            _words(names, finding, called),
        )
        for number, finding in enumerate(findings, start=1)
    ]


def mend_words(mend: Mend, forms: FormNames | None = None) -> str:
    """Return what the button says that mends a finding."""
    role = mend.params.get("role", "")
    form = (forms or FormNames()).of(mend.params.get("form", ""))
    shown = {**mend.params, "role": labels.ROLES.get(role, role), "form": form}
    if mend.kind == "add-act":
        act = WORDS["sign" if mend.params["act"] == "sign" else "paraf"][0]
        shown |= {"act": act, "document": mend.params["name"]}
    return sentence(f"web.mend-{mend.kind}", **shown)


def _called(names: Names, element: str) -> str:
    """Return how an element is called: by its name, else by its kind and place; "": not drawn."""
    if element in names.of_elements:
        return f"“{names.of_elements[element]}”"
    if element in names.of_ends:
        source, target = names.of_ends[element]
        # One of both is enough to find the place of the other.
        placed = source not in names.of_elements and target not in names.of_elements
        return sentence(
            "web.flow-of",
            source=_end(names, source, placed=placed),
            target=_end(names, target, placed=False),
        )
    return _unnamed(names, element)


def _end(names: Names, element: str, *, placed: bool) -> str:
    if element in names.of_elements:
        return f"“{names.of_elements[element]}”"
    return _unnamed(names, element, placed=placed) or sentence("web.unnamed")


def _unnamed(names: Names, element: str, *, placed: bool = True) -> str:
    kind = labels.KINDS_OF_ELEMENTS.get(names.kinds.get(element, ""))
    if kind is None:
        return ""
    place = names.place(element) if placed else None
    if place is None:
        return sentence("web.unnamed-kind", kind=kind)
    where, name = place
    return sentence(f"web.unnamed-{where}", kind=kind, name=name)


def _beginning(called: str) -> str:
    return called[:1].upper() + called[1:]


def _words(names: Names, finding: Finding, forms: FormNames) -> str:
    code = finding.code if finding.code in catalogue() else f"gate.{finding.code}"
    params = {
        name: _named(names, value) if name in _NAMING else value
        for name, value in finding.params.items()
    }
    if "tag" in params:
        params["tag"] = labels.ELEMENTS.get(params["tag"], params["tag"])
    if "kind" in params:
        params["kind"] = labels.EVENTS.get(params["kind"], params["kind"])
    if "form" in params and finding.code != "form-unknown":
        params["form"] = forms.of(params["form"])
    said = sentence(code, **{"element": finding.element, **params})
    called = finding.params.get("field") if code.startswith("forms.") else None
    return said if called is None else sentence("web.finding-of-field", field=called, said=said)


def _named(names: Names, value: str) -> str:
    return ", ".join(_called(names, part) or part for part in value.split(", "))
