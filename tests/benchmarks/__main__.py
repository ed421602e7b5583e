"""`python -m tests.benchmarks REPEATS LARGE PART…`: what `./alur bench` runs.

Figures as JSON on stdout. Each is the median of a run; runs of everything in a part follow each
other, so that no figure has the machine at a better hour than another. Milliseconds, unless the
name of a figure says otherwise.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from tests.benchmarks import crowds, due_at_once, measures, replaying
from tests.benchmarks.figures import Figures, percentile
from tests.benchmarks.stores import both_kinds, sync_ms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
    "page-own": "own-core",
    "page-own-bare": "own-bare",
    **{f"age-{age}": "age-1" for age in AGES[1:]},
    **{f"width-{width}": "width-10" for width in WIDTHS[1:]},
    **{f"form-{size}": "form-0" for size in FORM_SIZES[1:]},
    **{f"store-{size}": f"store-{crowds.SIZES[0]}" for size in (*crowds.SIZES[1:], crowds.LARGE)},
}


class Run:
    """Everything that is measured now: stores, how often, and what was found."""

    def __init__(self, stores: dict[str, Store], repeats: int, *, large: bool) -> None:
        self.stores = stores
        self.large = large
        self.figures = {name: Figures() for name in stores}
        self.counts: dict[str, measures.Step] = {}
        self.sync: list[float] = []
        self._repeats = repeats

    def turns(self, part: str) -> Iterator[tuple[str, Store, Figures]]:
        """Give each store in turn, as often as everything is measured."""
        for number in range(1, self._repeats + 1):
            self.sync.append(sync_ms())
            for name, store in self.stores.items():
                self.say(f"{part} {number}/{self._repeats} {name}")
                yield name, store, self.figures[name]

    @staticmethod
    def say(line: str) -> None:
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()


def steps(run: Run) -> None:
    """Measure completions: what they are made of, and with what they grow."""
    for name, store, found in run.turns("step"):
        step = measures.persisted_step(store)
        run.counts[name] = step
        for part, seconds in step.seconds.items():
            found.add(part, seconds)
        for age, seconds in measures.after_rounds(store, AGES).items():
            found.add(f"age-{age}", seconds)
        for size, seconds in measures.at_form_size(store, FORM_SIZES).items():
            found.add(f"form-{size}", seconds)
        for width, seconds in measures.at_width(store, WIDTHS).items():
            found.add(f"width-{width}", seconds)


def store_sizes(run: Run) -> None:
    """Measure completions and the inbox in stores with many processes."""
    sizes = (*crowds.SIZES, crowds.LARGE) if run.large else crowds.SIZES
    with ExitStack() as stack:
        filled = {}
        for name, store in run.stores.items():
            begun = time.perf_counter()
            filled[name] = stack.enter_context(crowds.crowded(store, sizes))
            run.say(f"store {name}: filled in {time.perf_counter() - begun:.0f} s")
        for name, _, found in run.turns("store"):
            for size, seconds in filled[name].completions().items():
                found.add(f"store-{size}", seconds)
            _looked(found, "inbox", filled[name].looks())
        for crowd in filled.values():
            crowd.all_to_one()
        for name, _, found in run.turns("inbox"):
            _looked(found, "inbox-all", filled[name].looks())


def _looked(found: Figures, named: str, looks: dict[str, list[float]]) -> None:
    for by, seconds in looks.items():
        for share in (50, 95):
            found.put(f"{named}-{by}-p{share}", percentile(seconds, share) * 1000)


def timers(run: Run) -> None:
    """Measure how late timers fire that are due at once, in seconds."""
    for _, store, found in run.turns("timers"):
        late = due_at_once.lateness(store)
        found.put("timers-p50", percentile(late, 50))
        found.put("timers-p99", percentile(late, 99))


def replays(run: Run) -> None:
    """Measure executing recorded events again, in seconds for a million."""
    events = replaying.LARGE if run.large else replaying.EVENTS
    with ExitStack() as stack:
        places = {
            name: stack.enter_context(replaying.recorded(store, events))
            for name, store in run.stores.items()
        }
        for name, _, found in run.turns("replay"):
            found.put("replay-million", replaying.seconds_for_a_million(places[name]))


PARTS: dict[str, Callable[[Run], None]] = {
    "step": steps,
    "store": store_sizes,
    "timers": timers,
    "replay": replays,
}


def main(repeats: int, parts: list[str], *, large: bool) -> None:
    """Measure the parts and write what was found."""
    with both_kinds() as stores:
        run = Run(stores, repeats, large=large)
        for part in parts:
            PARTS[part](run)
    document = {
        "repeats": repeats,
        "sync": statistics.median(run.sync),
        "databases": {name: _document(run, name) for name in stores},
    }
    sys.stdout.write(f"{json.dumps(document)}\n")


def _document(run: Run, name: str) -> dict[str, Any]:
    found = run.figures[name]
    counted = run.counts.get(name)
    return {
        "figures": {figure: found.told(figure) for figure in found.runs},
        "ratios": {
            ratio: found.ratio(figure, base)
            for ratio, base in RATIOS.items()
            if (figure := ratio.removesuffix("-bare")) in found.runs
        },
        "counts": {}
        if counted is None
        else {
            "statements": counted.statements,
            "commits": counted.commits,
            "log_bytes": counted.log_bytes,
        },
    }


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[3:] or list(PARTS), large=sys.argv[2] == "large")
