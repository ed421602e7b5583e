"""`service/docs/bpmn-coverage.md`: tables written from the rows, prose as it stands there."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from tests.conformance import bpmn_events
from tests.conformance.bpmn_refused import NOT_EXECUTED, REFUSED
from tests.conformance.bpmn_rows import EXECUTED, WITHOUT_EFFECT
from tests.conformance.corpora import ROOT
from tests.conformance.judgement import Judgement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.conformance.bpmn_refused import Told
    from tests.conformance.bpmn_rows import Executed

PAGE: Final = ROOT / "service" / "docs" / "bpmn-coverage.md"

_BLOCK: Final = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->\n)", re.DOTALL)
_CLAUSES: Final = re.compile(r"BPMN 2\.0\.2 (.*)", re.DOTALL)
_CLAUSE: Final = re.compile(r"§[\d.]*\d")


def written(text: str) -> str:
    """Return the page with its tables as the rows say it today."""
    tables = {
        "executed": _executed(),
        "events": _events(),
        "effectless": _lines(
            ("element or attribute", "what of it"),
            ((_quoted(row.names), row.what) for row in WITHOUT_EFFECT),
        ),
        "told": _told(NOT_EXECUTED),
        "refused": _told(REFUSED),
    }
    return _BLOCK.sub(lambda found: f"{found[1]}\n{tables[found[2]]}\n{found[3]}", text)


def judgements() -> Iterator[Judgement]:
    """Yield every element, attribute and event: executed, or told as what is not."""
    done = [*(row.names for row in EXECUTED), *(row.names for row in WITHOUT_EFFECT)]
    for names in done:
        yield from (Judgement(_group(name), name, "right") for name in names.split())
    for row in (*NOT_EXECUTED, *REFUSED):
        for name in (*row.wrong, *row.inside.split()):
            yield Judgement(_group(name), name, "refused", (row.code,))
    for place in bpmn_events.PLACES:
        for kind in filter(lambda kind: bpmn_events.allowed(place, kind), bpmn_events.KINDS):
            codes = bpmn_events.codes(place, kind)
            name = f"{place}: {kind}"
            yield Judgement("Events by place", name, "refused" if codes else "right", codes)


def modules(row: Executed) -> list[Path]:
    """Return the modules of the tests that a row names."""
    folder = ROOT / "tests" / "constructs"
    return [folder / f"test_{test}.py" for test in row.tests.split()]


def clauses(row: Executed) -> list[str]:
    """Return the clauses of the standard that a row is about."""
    if row.clause:
        return [row.clause]
    docstrings = [ast.get_docstring(ast.parse(it.read_text("utf-8"))) for it in modules(row)]
    told = [part for text in docstrings for part in _CLAUSES.findall(text or "")]
    return list(dict.fromkeys(clause for part in told for clause in _CLAUSE.findall(part)))


def _executed() -> str:
    return _lines(
        ("element or attribute", "what of it", "BPMN 2.0.2", "test"),
        (
            (_quoted(row.names), row.what, ", ".join(clauses(row)), _quoted(row.tests))
            for row in EXECUTED
        ),
    )


def _told(rows: Sequence[Told]) -> str:
    return _lines(
        ("element or attribute", "what of it", "code"),
        ((_quoted(_names(row)), row.what, f"`{row.code}`") for row in rows),
    )


def _names(row: Told) -> str:
    return " ".join((*row.wrong, *row.inside.split()))


def _events() -> str:
    places = list(bpmn_events.PLACES)
    return _lines(
        ("event", *places),
        ((kind, *(_cell(place, kind) for place in places)) for kind in bpmn_events.KINDS),
    )


def _cell(place: str, kind: str) -> str:
    if not bpmn_events.allowed(place, kind):
        return "\N{EN DASH}"
    return ", ".join(f"`{code}`" for code in bpmn_events.codes(place, kind)) or "yes"


def _lines(heads: Sequence[str], rows: Iterator[tuple[str, ...]]) -> str:
    ruled = ["---"] * len(heads)
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (heads, ruled, *rows))


def _quoted(names: str) -> str:
    return ", ".join(f"`{_shown(name)}`" for name in names.split())


def _shown(name: str) -> str:
    """Return "element/@attribute" for the attribute of one element."""
    return name if name.startswith("@") else name.replace("@", "/@")


def _group(name: str) -> str:
    return "Attributes" if "@" in name else "Elements"
