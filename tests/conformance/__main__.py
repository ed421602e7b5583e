"""`python -m tests.conformance`: run the material of others and print what came of it.

`--write` keeps it as `service/docs/conformance.md`, and writes the tables of `bpmn-coverage.md`.
Names of suites run only these; the sections of the others stay as they are.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from tests.conformance import bpmn_page
from tests.conformance.miwg import NotLookedAt
from tests.conformance.page import PAGE, SUITES, page, section

if TYPE_CHECKING:
    from tests.conformance.judgement import Judgement
    from tests.conformance.page import Suite


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=", ".join(SUITES))
    parser.add_argument("--write", action="store_true", help="keep it as the page in service/docs")
    options = parser.parse_args(arguments)
    if unknown := set(options.suites) - set(SUITES):
        parser.error(f"no such suite: {', '.join(sorted(unknown))}")
    wrong, new = 0, {}
    for name in options.suites or SUITES:
        suite = SUITES[name]
        found = judged(suite)
        if found is None:
            continue
        wrong += sum(each.verdict == "wrong" for each in found)
        new[suite.title] = section(suite, found)
        print(new[suite.title])  # noqa: T201
    if options.write:
        old = PAGE.read_text("utf-8") if PAGE.exists() else ""
        PAGE.write_text(page(new, old), "utf-8")
        bpmn_page.PAGE.write_text(bpmn_page.written(bpmn_page.PAGE.read_text("utf-8")), "utf-8")
    return 1 if wrong else 0


def judged(suite: Suite) -> list[Judgement] | None:
    """Run a suite, saying how far it is. None when it cannot be looked at here."""
    if not suite.folder.is_dir():
        say(f"{suite.title}: left out, {suite.folder} is not there\n")
        return None
    found = []
    try:
        for each in suite.judgements():
            found.append(each)
            if sys.stderr.isatty():
                say(f"\r{suite.title}: {len(found)} ")
    except NotLookedAt as problem:
        say(f"{suite.title}: left out. {problem.__doc__}\n")
        return None
    say(f"\r{suite.title}: {len(found)}\n")
    return found


def say(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
