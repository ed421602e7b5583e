"""What came of one piece of somebody else's test material."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

#: right: Alur does what is expected. refused: Alur says that it does not do it, and does nothing.
#: wrong: Alur does something else without a word.
Verdict = Literal["right", "refused", "wrong"]
VERDICTS: Final[tuple[Verdict, ...]] = ("right", "refused", "wrong")


@dataclass(frozen=True, slots=True)
class Judgement:
    group: str
    name: str
    verdict: Verdict
    #: of a refused one the findings, of a wrong one what is different
    reasons: tuple[str, ...] = ()
