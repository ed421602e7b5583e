"""Find by trial how often each construct is to be planted, so that none is executed rarely.

python -m tests.oracle.weighing DIAGRAMS ROUNDS

What stands in `weights.py` is a starting point and, in the end, where the result is written.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import mean

from tests.oracle import constructs
from tests.oracle.coverage import OFTEN, Coverage, measure
from tests.oracle.weights import AROUND, INSIDE

_FILE = Path(__file__).with_name("weights.py")
#: What is aimed at is more than what is asked for: diagrams of other seeds differ.
_AIM = 2 * OFTEN


def weigh(diagrams: int, rounds: int) -> None:
    inside = {name: INSIDE.get(name, 2.0) for name in constructs.INNER}
    around = {name: AROUND.get(name, 2.0) for name in constructs.CONTAINERS}
    for number in range(rounds):
        constructs.PLANTED = constructs.weighted(inside, around)
        constructs.mixed_pairs.cache_clear()
        coverage = measure(range(diagrams))
        scale = 10_000 / diagrams
        low = [pair for pair in constructs.PAIRS if coverage.nested[pair] * scale < OFTEN]
        sys.stderr.write(f"round {number}: {len(low)} pairs are rare\n")
        inside = _adjusted(inside, coverage, scale, 1, 0.5)
        around = _adjusted(around, coverage, scale, 0, 0.35)
    _FILE.write_text(_text(inside, around))


def _adjusted(
    weights: dict[str, float], coverage: Coverage, scale: float, side: int, haste: float
) -> dict[str, float]:
    """Give more to what is executed rarely where it is rarest, and less to what is everywhere."""
    changed = {}
    for name, weight in weights.items():
        counts = sorted(coverage.nested[pair] for pair in constructs.PAIRS if pair[side] == name)
        rarest = mean(counts[:3]) * scale
        factor = (_AIM / max(rarest, 5)) ** haste
        changed[name] = weight * min(1.8, max(0.6, factor))
    usual = mean(changed.values()) / 2
    return {name: round(max(0.1, weight / usual), 1) for name, weight in changed.items()}


def _text(inside: dict[str, float], around: dict[str, float]) -> str:
    lines = ['"""How often each construct is planted, found by `tests.oracle.weighing`."""', ""]
    for name, weights in (("INSIDE", inside), ("AROUND", around)):
        lines.append(f"{name} = {{")
        lines += [f'    "{key}": {weight},' for key, weight in sorted(weights.items())]
        lines += ["}", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    weigh(int(sys.argv[1]), int(sys.argv[2]))
