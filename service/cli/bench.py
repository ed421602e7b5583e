"""`./alur bench`: what a completion costs, compared with the least that it could."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

import click

from service.cli.frame.commands import command
from service.cli.frame.program_codes import DONE, REFUSED
from service.errors import AlurError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.cli.frame.talk import Talk

#: What is measured, in this order, each by itself when it is named.
PARTS: Final = ("step", "store", "timers", "replay")

_EVERYWHERE: Final = {
    "age-1000": 1.1,
    "width-100": 2.0,
    "width-1000": 10.0,
    "store-100000": 1.3,
    "store-1000000": 1.3,
}

#: What each ratio may be at most, by database. SQLite is held against the same statements through
#: SQLAlchemy Core, PostgreSQL against its bare driver.
LIMITS: Final = {
    "sqlite": {"step": 2.0, "page": 4.5, **_EVERYWHERE},
    "postgresql": {"step-bare": 2.0, "page-bare": 4.0, **_EVERYWHERE},
}

#: Of one completion, on both databases.
MOST: Final = {"statements": 6, "commits": 1}

#: What is held against nothing else, on both databases: milliseconds of the inbox, seconds of
#: timers and of a million events. None: told without a limit.
ALONE: Final[dict[str, float | None]] = {
    "inbox-query-p50": None,
    "inbox-query-p95": 50,
    "inbox-page-p50": None,
    "inbox-page-p95": 50,
    "inbox-all-query-p95": None,
    "inbox-all-page-p95": None,
    "timers-p50": None,
    "timers-p99": 10,
    "replay-million": 360,
}

#: Figure and its base, in the order of the table. "-bare": the same figure against another base.
_ROWS: Final = {
    "core": "bare",
    "step": "core",
    "step-bare": "bare",
    "page": "core",
    "page-bare": "bare",
    "page-own": "own-core",
    "page-own-bare": "own-bare",
    "age-10": "age-1",
    "age-100": "age-1",
    "age-1000": "age-1",
    "width-100": "width-10",
    "width-1000": "width-10",
    "form-25": "form-0",
    "form-95": "form-0",
    "store-100000": "store-1000",
    "store-1000000": "store-1000",
}

#: Settings of a real installation must not reach the measurements.
_OURS: Final = re.compile(r"^ALUR_")


class NoBenchmarks(AlurError):
    """There are no tests here, as in a container."""

    code = "cli-bench.absent"


class BenchmarksFailed(AlurError):
    """The measuring program ended without figures; its last words were shown."""

    code = "cli-bench.failed"


@command("bench")
@click.argument("parts", nargs=-1, type=click.Choice(PARTS))
@click.option("--repeats", type=click.IntRange(1, 100), default=5)
@click.option("--large", is_flag=True)
def bench(talk: Talk, *, parts: tuple[str, ...], repeats: int, large: bool) -> int:
    """Install what the tests need, measure on both databases, compare with the limits."""
    from service.cli.frame.frontend import ensure_built
    from service.cli.frame.install import ensure_installed
    from service.cli.frame.steps import ROOT, Steps

    if not (ROOT / "tests" / "benchmarks").is_dir():
        raise NoBenchmarks
    steps = Steps(talk)
    ensure_installed("dev", steps)
    # One figure is of a page.
    ensure_built(steps)
    done = subprocess.run(  # noqa: S603 - a program of ours
        [
            *(sys.executable, "-m", "tests.benchmarks", str(repeats)),
            "large" if large else "usual",
            *(parts or PARTS),
        ],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not _OURS.match(name)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        check=False,
    )
    if done.returncode != 0:
        raise BenchmarksFailed(status=done.returncode)
    document = judged(json.loads(done.stdout))
    talk.result(document, _lines(talk, document))
    return DONE if document["ok"] else REFUSED


def judged(document: dict[str, Any]) -> dict[str, Any]:
    """Return the figures with the limits beside them, and whether all that was measured hold."""
    exceeded = [
        f"{name} {what}"
        for name, found in document["databases"].items()
        for what, value, limit in _held(name, found)
        if value > limit
    ]
    limits = {"limits": LIMITS, "most": MOST, "alone": ALONE}
    return {**document, **limits, "exceeded": exceeded, "ok": not exceeded}


def _held(name: str, found: dict[str, Any]) -> Iterator[tuple[str, float, float]]:
    """Give what has a limit in this database, what was measured of it, and the limit."""
    for ratio, limit in LIMITS[name].items():
        if ratio in found["ratios"]:
            yield ratio, found["ratios"][ratio]["median"], limit
    for count, most in MOST.items():
        if count in found["counts"]:
            yield count, found["counts"][count], most
    for figure, highest in ALONE.items():
        if highest is not None and figure in found["figures"]:
            yield figure, found["figures"][figure]["median"], highest


def _lines(talk: Talk, document: dict[str, Any]) -> Iterator[str]:
    sync = f"{document['sync']:.2f}"
    yield talk.text("cli-bench.head", repeats=document["repeats"], sync=sync)
    for name, found in document["databases"].items():
        yield ""
        yield talk.text("cli-bench.database", database=name)
        if found["counts"]:
            yield _counted(talk, found)
        compared = [ratio for ratio in _ROWS if ratio in found["ratios"]]
        if compared:
            yield talk.text("cli-bench.columns")
        for ratio in compared:
            yield _row(talk, found, ratio, _ROWS[ratio], LIMITS[name].get(ratio))
        for figure, limit in ALONE.items():
            if figure in found["figures"]:
                yield _alone(talk, found["figures"][figure], figure, limit)
    yield ""
    code = "cli-bench.holds" if document["ok"] else "cli-bench.exceeded"
    yield talk.text(code, what=", ".join(document["exceeded"]))


def _counted(talk: Talk, found: dict[str, Any]) -> str:
    counts = found["counts"]
    return talk.text(
        "cli-bench.counted",
        statements=f"{counts['statements']:.0f}",
        commits=f"{counts['commits']:.0f}",
        bytes=f"{counts['log_bytes']:.0f}",
        memory=_spread(found["figures"]["memory"]),
    )


def _row(talk: Talk, found: dict[str, Any], ratio: str, base: str, limit: float | None) -> str:
    figure, other = found["figures"][ratio.removesuffix("-bare")], found["figures"][base]
    times = found["ratios"][ratio]
    return (
        f"{talk.text(f'cli-bench.{ratio}'):<44}"
        f"{_spread(other):>22}{_spread(figure):>22}"
        f"{times['median']:>8.2f} {_span(times):>13}{_against(times, limit)}"
    )


def _alone(talk: Talk, found: dict[str, float], figure: str, limit: float | None) -> str:
    said = f"{talk.text(f'cli-bench.{figure}'):<66}{_spread(found):>22}"
    return f"{said}{'':>22}{_against(found, limit)}"


def _against(found: dict[str, float], limit: float | None) -> str:
    if limit is None:
        return ""
    return f"{limit:>8}{'' if found['median'] <= limit else '  !'}"


def _spread(found: dict[str, float]) -> str:
    return f"{found['median']:.2f} {_span(found)}"


def _span(found: dict[str, float]) -> str:
    return f"({found['least']:.2f}–{found['most']:.2f})"  # noqa: RUF001 - a range
