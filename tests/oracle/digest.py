"""Print one hash over all states of the cases of some seeds.

    python -m tests.oracle.digest SEED …

Started with several values of PYTHONHASHSEED it shows whether the order of a set leaks into a
state.
"""

from __future__ import annotations

import hashlib
import sys

from tests.oracle.compare import play
from tests.oracle.generator import diagram


def digest(seeds: list[int]) -> str:
    total = hashlib.sha256()
    for seed in seeds:
        for state in play(diagram(seed)[1].model, seed).states:
            total.update(hashlib.sha256(state).digest())
    return total.hexdigest()


if __name__ == "__main__":
    sys.stdout.write(digest([int(seed) for seed in sys.argv[1:]]) + "\n")
