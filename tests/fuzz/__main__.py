"""`python -m tests.fuzz SECONDS [SEED]`: random files and expressions, as long as one likes.

Prints a line of JSON for each failure, with its seed and the smallest case that fails alike; the
last line counts. A seed that names one case ("7-123") runs this one alone.
"""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections import Counter

from tests.fuzz.cases import Case, case, failure, shrunk

#: Failures of one kind at one place are told once.
MOST_TOLD = 20


def main(seconds: float, seed: str) -> int:
    until, number = time.monotonic() + seconds, 0
    met: Counter[tuple[str, str]] = Counter()
    while time.monotonic() < until and len(met) < MOST_TOLD:
        alone = "-" in seed
        found = case(seed if alone else f"{seed}-{number}")
        number += 1
        problem = failure(found)
        if problem is not None:
            place = _place(problem)
            if not met[type(problem).__name__, place]:
                _tell(found, problem, place)
            met[type(problem).__name__, place] += 1
        if alone:
            break
    print(json.dumps({"cases": number, "failures": sum(met.values()), "kinds": len(met)}))  # noqa: T201
    return 1 if met else 0


def _tell(found: Case, problem: Exception, place: str) -> None:
    told = {
        "seed": found.seed,
        "failure": f"{type(problem).__name__}: {problem}"[:300],
        "place": place,
        "smallest": shrunk(found, problem).told()[:2000],
    }
    print(json.dumps(told, ensure_ascii=False), flush=True)  # noqa: T201


def _place(problem: Exception) -> str:
    frames = traceback.extract_tb(problem.__traceback__)
    return f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else ""


if __name__ == "__main__":
    raise SystemExit(main(float(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "0"))
