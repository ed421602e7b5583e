"""`python -m tests.golden`: write the golden histories of the present engine.

Those of the constructs are the walks that their tests make, those of the SOPs are made here. What
the present tag gives other bytes for than it gave is not written: that is a mistake, or needs
another tag. `--unreleased` writes it nevertheless, for a tag that no release has had.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from service.engine import ENGINE_TAG
from tests.constructs import driver
from tests.golden import moved
from tests.golden.histories import (
    DIAGRAMS,
    ROOT,
    GoldenFile,
    GoldenHistory,
    difference,
    golden_history,
    present,
    read,
    sha256_of,
    write,
)
from tests.golden.sop_walks import SopWalk

if TYPE_CHECKING:
    from pathlib import Path

#: Walks of more commands show how states grow and nothing else.
MOST_COMMANDS = 20


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.golden", description=__doc__)
    parser.add_argument("--unreleased", action="store_true", help="the tag is in no release yet")
    unreleased = parser.parse_args(arguments).unreleased
    broken = [told for told in map(broken_promise, present()) if told is not None]
    broken += [
        told
        for path in sorted(moved.folder().glob("*.json"))
        if (told := moved.difference(path)) is not None and "another diagram" not in told
    ]
    if broken and not unreleased:
        raise SystemExit("\n".join(broken))
    walks = walks_of_the_constructs()
    for path in DIAGRAMS:
        name = path.relative_to(ROOT).as_posix()
        histories = walks[path.stem] if name.startswith("tests/") else walks_of_a_sop(name)
        write(GoldenFile(ENGINE_TAG, name, sha256_of(name), tuple(histories)))
    moved.write()


def broken_promise(path: Path) -> str | None:
    """Return how a file that is there is no longer true; a changed diagram breaks nothing."""
    golden = read(path)
    if not (ROOT / golden.diagram).exists() or sha256_of(golden.diagram) != golden.sha256:
        return None
    return difference(golden)


def walks_of_the_constructs() -> dict[str, list[GoldenHistory]]:
    """Return what the tests of the constructs execute, by file."""
    made: list[driver.Walk] = []
    driver.LISTENERS.append(made.append)
    if pytest.main(["-q", "-n", "0", "-p", "no:cacheprovider", "tests/constructs"]) != 0:
        raise SystemExit("The tests of the constructs fail; nothing was written.")
    found: dict[str, dict[tuple[str, ...], GoldenHistory]] = defaultdict(dict)
    for walk in made:
        if len(walk.recorded) <= MOST_COMMANDS:
            history = golden_history(walk.process, walk.definition, walk.recorded)
            found[walk.file][history.lines] = history
    return {file: without_beginnings(histories) for file, histories in found.items()}


def without_beginnings(named: dict[tuple[str, ...], GoldenHistory]) -> list[GoldenHistory]:
    """Return the histories in a fixed order, without what another one begins with."""
    begun = {lines[:length] for lines in named for length in range(len(lines))}
    return [named[lines] for lines in sorted(named) if lines not in begun]


def walks_of_a_sop(name: str) -> list[GoldenHistory]:
    """Return walks until every flow was taken; a step that may be left out needs a second one."""
    walk = SopWalk(name)
    missing = {*walk.definition.nodes, *walk.definition.flows}
    made = []
    while missing:
        recorded = walk.walk()
        if not missing & walk.taken:
            raise SystemExit(f"{name}: no walk takes {', '.join(sorted(missing))}")
        made.append(golden_history(walk.process, walk.definition, recorded))
        missing -= walk.taken
        walk = SopWalk(name, walk.passed)
    return made


if __name__ == "__main__":
    main(sys.argv[1:])
