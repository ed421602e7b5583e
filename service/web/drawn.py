"""What *Cek diagram* found, as the pages that edit a diagram tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.sentences import sentence
from service.web.findings import finding_lines, mend_words

if TYPE_CHECKING:
    from service.diagrams import Finding
    from service.diagrams.mending import Mend
    from service.queries.drawn import Drawn
    from service.web.findings import FindingLine
    from service.web.form_names import FormNames


def summary_of(drawn: Drawn) -> str:
    """Return how much was found."""
    if not drawn.findings:
        return sentence("web.check-nothing-found")
    counts = {"error": 0, "setup": 0, "info": 0}
    for finding in drawn.findings:
        counts[finding.severity] += 1
    return sentence("web.check-found", **counts)


def told_of(drawn: Drawn, raw: bytes, forms: FormNames) -> dict[str, Any]:
    """Return what the modeller shows of a check of `raw`."""
    lines = finding_lines(drawn.findings, raw, forms=forms)
    return {
        "publishable": drawn.publishable,
        "message": summary_of(drawn),
        "mend_all": _mend_all(drawn),
        "findings": [
            _told(line, finding, mend, forms)
            for line, finding, mend in zip(lines, drawn.findings, drawn.mends, strict=True)
        ],
    }


def _mend_all(drawn: Drawn) -> str | None:
    """Return what the button says that does every mend at once; None: one at most is known."""
    count = sum(mend is not None and not mend.alone for mend in drawn.mends)
    return sentence("web.mend-all", count=count) if count > 1 else None


def _told(
    line: FindingLine, finding: Finding, mend: Mend | None, forms: FormNames
) -> dict[str, Any]:
    return {
        "number": line.number,
        "severity": line.severity,
        "code": finding.code,
        "element": line.element,
        "called": line.called,
        "words": line.words,
        "kind": sentence(f"web.finding-{line.severity}"),
        "go": sentence("web.show-in-diagram"),
        "mend": None if mend is None else _mend(mend, forms),
    }


def _mend(mend: Mend, forms: FormNames) -> dict[str, Any]:
    label = mend_words(mend, forms)
    shown = {"kind": mend.kind, "element": mend.element, "label": label, "alone": mend.alone}
    return {**shown, **mend.params}
