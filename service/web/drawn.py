"""What *Cek diagram* found, as the pages that edit a diagram tell it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from service.sentences import sentence
from service.web.findings import finding_lines, mend_words

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from service.diagrams import Finding
    from service.diagrams.mending import Mend
    from service.queries.drawn import Drawn
    from service.web.findings import FindingLine
    from service.web.form_names import FormNames

#: Why a finding is left, as it is told.
_LEFT: Final = ("unclear", "unseen", "vouched", "again", "notes")


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
    mends = _here(drawn)
    return {
        "publishable": drawn.publishable,
        "message": summary_of(drawn),
        "mend_all": _mend_all(mends),
        "left": _left_words(drawn, mends),
        "findings": [
            _told(line, finding, mend, forms)
            for line, finding, mend in zip(lines, drawn.findings, mends, strict=True)
        ],
    }


def _here(drawn: Drawn) -> list[Mend | None]:
    """Return the mends that can be done on the drawing: of what it shows."""
    unseen = drawn.unseen
    pairs = zip(drawn.findings, drawn.mends, strict=True)
    return [None if finding.element in unseen else mend for finding, mend in pairs]


def _left_words(drawn: Drawn, mends: Sequence[Mend | None]) -> list[str]:
    """Return why each finding is still there once all that is clear was mended."""
    unseen = drawn.unseen
    pairs = zip(drawn.findings, mends, strict=True)
    kinds = Counter(_left(finding, mend, unseen) for finding, mend in pairs)
    return [sentence(f"web.left-{kind}", count=kinds[kind]) for kind in _LEFT if kinds[kind]]


def _left(finding: Finding, mend: Mend | None, unseen: Container[str]) -> str:
    if mend is not None:
        return "vouched" if mend.alone else "again"
    if finding.severity == "info":
        return "notes"
    return "unseen" if finding.element in unseen else "unclear"


def _mend_all(mends: Sequence[Mend | None]) -> str | None:
    """Return what the button says that does every mend at once; None: one at most is known."""
    count = sum(mend is not None and not mend.alone for mend in mends)
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
