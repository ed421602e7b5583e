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

AGES = (1, 1_000)
WIDTHS = (10, 100, 1_000)


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
    found.add("step", step.step)
    found.add("floor", step.floor)
    for age, seconds in measures.after_rounds(store, AGES).items():
        found.add(f"age-{age}", seconds)
    for width, seconds in measures.at_width(store, WIDTHS).items():
        found.add(f"width-{width}", seconds)
    return step


def _document(found: Figures, step: measures.Step) -> dict[str, Any]:
    return {
        "figures": {name: found.told(name) for name in found.runs},
        "ratios": {
            "step": found.ratio("step", "floor"),
            "age-1000": found.ratio("age-1000", "age-1"),
            "width-100": found.ratio("width-100", "width-10"),
            "width-1000": found.ratio("width-1000", "width-10"),
        },
        "statements": step.statements,
        "commits": step.commits,
    }


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
