"""What was found for one database: by name of a figure, one value per run."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass, field


@dataclass
class Figures:
    runs: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, seconds: list[float]) -> None:
        """Keep the median of a run, in milliseconds."""
        self.put(name, statistics.median(seconds) * 1000)

    def put(self, name: str, value: float) -> None:
        """Keep what a run found."""
        self.runs.setdefault(name, []).append(value)

    def told(self, name: str) -> dict[str, float]:
        return _spread(self.runs[name])

    def ratio(self, name: str, base: str) -> dict[str, float]:
        """Return how much longer one thing took than another: the median over the runs."""
        pairs = zip(self.runs[name], self.runs[base], strict=True)
        return _spread([one / other for one, other in pairs])


def percentile(values: list[float], share: int) -> float:
    """Return the value that so many percent of the values do not exceed."""
    return sorted(values)[math.ceil(len(values) * share / 100) - 1]


def _spread(found: list[float]) -> dict[str, float]:
    return {"median": statistics.median(found), "least": min(found), "most": max(found)}
