"""`service/docs/conformance.md`: what came of the material of others, one section for each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.conformance import betsy, bpmn_page, dmn_tck, miwg
from tests.conformance.corpora import BETSY, DMN_KIT, MIWG, ROOT
from tests.conformance.judgement import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tests.conformance.judgement import Judgement

PAGE: Final = ROOT / "service" / "docs" / "conformance.md"

_HEAD: Final = """# What others expect of a process engine, and what Alur does

Written by `python -m tests.conformance --write`, from test material that others made and that is
no part of this repository. *Right*: Alur does what is expected. *Refused*: the gate says with an
element, a code and a sentence that Alur does not do this, and nothing is executed. *Silently
wrong*: Alur does something else without a word; there must be none.
"""


@dataclass(frozen=True, slots=True)
class Suite:
    """Test material from elsewhere, and how it is told."""

    title: str
    about: str
    judgements: Callable[[], Iterator[Judgement]]
    #: where it lies
    folder: Path
    listed: Callable[[Sequence[Judgement]], str]


def by_name(heading: str) -> Callable[[Sequence[Judgement]], str]:
    """Return a table of everything that has reasons, a line each."""

    def lines(found: Sequence[Judgement]) -> str:
        rows = [
            f"| {each.name} | {', '.join(f'`{reason}`' for reason in each.reasons)} |\n"
            for each in found
            if each.reasons
        ]
        return f"\n| {heading} |\n|---|---|\n{''.join(rows)}"

    return lines


def by_folder(found: Sequence[Judgement]) -> str:
    """Return the counts of each folder, and why something of it is not right."""
    folders: dict[str, list[Judgement]] = {}
    for each in found:
        folders.setdefault(each.name.partition(" ")[0], []).append(each)
    rows = "".join(_folder(name, cases) for name, cases in folders.items())
    return f"\n| folder | right | refused | silently wrong | why |\n|---|---|---|---|---|\n{rows}"


def _folder(name: str, cases: Sequence[Judgement]) -> str:
    counts = Counter(each.verdict for each in cases)
    reasons = sorted({reason for each in cases for reason in each.reasons})
    cells = [*(str(counts[verdict]) for verdict in VERDICTS), ", ".join(f"`{r}`" for r in reasons)]
    return f"| {name} | {' | '.join(cells)} |\n"


def not_by_name(found: Sequence[Judgement]) -> str:
    """Return where each of them is told."""
    del found
    return "\nWhich they are, with test or code: [bpmn-coverage.md](bpmn-coverage.md).\n"


SUITES: Final = {
    "betsy": Suite(
        "betsy",
        "The 131 diagrams of the engine test suite betsy (Distributed Systems Group, University\n"
        "of Bamberg), each with what must have been done at the end. Scripts that only record\n"
        "become steps that the bench completes, conditions are written as FEEL, cycles may be\n"
        "faster than a minute (`tests/conformance/placeholders.py`); nothing else is changed.",
        betsy.judgements,
        BETSY,
        by_name("not right | refused with, or what is different"),
    ),
    "dmn": Suite(
        "DMN",
        "The OMG's Technology Compatibility Kit for DMN 1.5, whole: decision tables (level 2)\n"
        "and all of FEEL (level 3). What is refused and why: [dmn.md](dmn.md).",
        dmn_tck.judgements,
        DMN_KIT,
        by_folder,
    ),
    "miwg": Suite(
        "MIWG",
        "The 21 reference models of the OMG's Model Interchange Working Group. Right: the model\n"
        "opens in the modeller, is judged, and is saved whole. Most of them are pictures, not\n"
        "written to be run; what keeps Alur from running each stands beside it.",
        miwg.judgements,
        MIWG,
        by_name("model | what keeps Alur from running it"),
    ),
    "constructs": Suite(
        "Elements of BPMN 2.0.2",
        "Every element of the standard's schema, the attributes of those that Alur reads, and\n"
        "each event in each place. Right: executed as the standard says, with a test, or proven\n"
        "to be without effect. Refused: refused, or told as not executed.",
        bpmn_page.judgements,
        ROOT / "tests" / "constructs",
        not_by_name,
    ),
}


def section(suite: Suite, found: Sequence[Judgement]) -> str:
    """Return the part of the page about one suite."""
    return f"## {suite.title}\n\n{suite.about}\n\n{_counts(found)}{suite.listed(found)}"


def _counts(found: Sequence[Judgement]) -> str:
    counts = Counter((each.group, each.verdict) for each in found)
    counts += Counter(("**all**", each.verdict) for each in found)
    rows = [
        f"| {group} | {' | '.join(str(counts[group, verdict]) for verdict in VERDICTS)} |\n"
        for group in dict.fromkeys([*(each.group for each in found), "**all**"])
    ]
    return f"| group | right | refused | silently wrong |\n|---|---|---|---|\n{''.join(rows)}"


def page(new: dict[str, str], old: str) -> str:
    """Return the page: the sections of `new`, by title, and those of `old` that are not in it."""
    kept = {part.partition("\n")[0]: f"## {part}" for part in old.split("\n## ")[1:]}
    titles = [suite.title for suite in SUITES.values()]
    parts = [new.get(title) or kept.get(title) for title in titles]
    return "\n".join([_HEAD, *(f"{part.rstrip()}\n" for part in parts if part)])
