"""`./alur fuzz`: random diagrams and expressions, as long as one likes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import click

from service.cli.frame.commands import command
from service.cli.frame.program_codes import DONE, REFUSED
from service.errors import AlurError

if TYPE_CHECKING:
    from service.cli.frame.talk import Talk

#: Settings of a real installation must not reach the search.
_OURS: Final = re.compile(r"^ALUR_")


class NoSearch(AlurError):
    """There are no tests here, as in a container."""

    code = "cli-fuzz.absent"


class SearchStopped(AlurError):
    """The searching program ended without an answer; its last words were shown."""

    code = "cli-fuzz.stopped"


@command("fuzz")
@click.option("--seconds", type=click.FloatRange(0.1), default=60.0)
@click.option("--seed", default="0")
def fuzz(talk: Talk, *, seconds: float, seed: str) -> int:
    """Install what the tests need, search, tell each kind of failure once with its seed."""
    from service.cli.frame.install import ensure_installed
    from service.cli.frame.steps import ROOT, Steps

    if not (ROOT / "tests" / "fuzz").is_dir():
        raise NoSearch
    ensure_installed("dev", Steps(talk))
    done = subprocess.run(  # noqa: S603 - a program of ours
        [sys.executable, "-m", "tests.fuzz", str(seconds), seed],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not _OURS.match(name)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        check=False,
    )
    *found, last = [json.loads(line) for line in done.stdout.splitlines()] or [None]
    if last is None or "cases" not in last:
        raise SearchStopped(status=done.returncode)
    lines = [talk.text("cli-fuzz.found", **each) for each in found]
    document = {"failures": found, "cases": last["cases"]}
    talk.result(document, [*lines, talk.text("cli-fuzz.done", **last)])
    return REFUSED if found else DONE
