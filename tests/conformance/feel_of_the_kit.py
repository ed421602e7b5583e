"""The OMG's compatibility kit for DMN, as far as decisions are one expression of FEEL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.conformance.judgement import Judgement
from tests.unit.feel.test_dmn_tck import answer_of, cases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conformance.judgement import Verdict

_VERDICTS: Final[dict[str, Verdict]] = {"same": "right", "different": "wrong"}


def judgements() -> Iterator[Judgement]:
    """Judge one answer after the other."""
    for text, case, result in cases():
        outcome, pair = answer_of(text, case, result)
        verdict = _VERDICTS.get(outcome, "refused")
        reasons = (str(pair),) if pair else (outcome,) if verdict == "refused" else ()
        yield Judgement("Expressions", str(case.get("id")), verdict, reasons)
