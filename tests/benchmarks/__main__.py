"""`python -m tests.benchmarks REPEATS`: what `./alur bench` runs; figures as JSON on stdout.

Each figure is the median of a run; runs of everything follow each other, so that no figure has
the machine at a better hour than another. Milliseconds throughout.
"""

from __future__ import annotations

import json
import statistics
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.benchmarks import measures
from tests.benchmarks.stores import both_kinds, sync_ms

if TYPE_CHECKING:
    from tests.benchmarks.stores import Store

AGES = (1, 10, 100, 1_000)
WIDTHS = (10, 100, 1_000)
FORM_SIZES = (0, 25, 95)
#: What each figure is compared with.
RATIOS = {
    "core": "bare",
    "step": "core",
    "step-bare": "bare",
    "page": "core",
    "page-bare": "bare",
    **{f"age-{age}": "age-1" for age in AGES[1:]},
    **{f"width-{width}": "width-10" for width in WIDTHS[1:]},
    **{f"form-{size}": "form-0" for size in FORM_SIZES[1:]},
}


@dataclass
class Figures:
    """What was found for one database: by name of a figure, one median per run."""

    runs: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, seconds: list[float]) -> None:
        self.runs.setdefault(name, []).append(statistics.median(seconds) * 1000)

    def told(self, name: str) -> dict[str, float]:
        found = self.runs[name]
        return {"median": statistics.median(found), "least": min(found), "most": max(found)}

    def ratio(self, name: str, base: str) -> dict[str, float]:
        """Return how much longer one thing took than another: the median over the runs."""
        found = [one / other for one, other in zip(self.runs[name], self.runs[base], strict=True)]
        return {"median": statistics.median(found), "least": min(found), "most": max(found)}


def main(repeats: int) -> None:
    figures = {name: Figures() for name in ("sqlite", "postgresql")}
    counts: dict[str, measures.Step] = {}
    sync: list[float] = []
    with both_kinds() as stores:
        for number in range(1, repeats + 1):
            sync.append(sync_ms())
            for name, store in stores.items():
                _tell(f"{number}/{repeats} {name}")
                counts[name] = _run(store, figures[name])
    document = {
        "repeats": repeats,
        "sync": statistics.median(sync),
        "databases": {name: _document(figures[name], counts[name]) for name in figures},
    }
    sys.stdout.write(f"{json.dumps(document)}\n")


def _run(store: Store, found: Figures) -> measures.Step:
    step = measures.persisted_step(store)
    for name, seconds in step.seconds.items():
        found.add(name, seconds)
    for age, seconds in measures.after_rounds(store, AGES).items():
        found.add(f"age-{age}", seconds)
    for size, seconds in measures.at_form_size(store, FORM_SIZES).items():
        found.add(f"form-{size}", seconds)
    for width, seconds in measures.at_width(store, WIDTHS).items():
        found.add(f"width-{width}", seconds)
    return step


def _document(found: Figures, step: measures.Step) -> dict[str, Any]:
    return {
        "figures": {name: found.told(name) for name in found.runs},
        "ratios": {
            name: found.ratio(name.removesuffix("-bare"), base) for name, base in RATIOS.items()
        },
        "statements": step.statements,
        "commits": step.commits,
        "log_bytes": step.log_bytes,
    }


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
