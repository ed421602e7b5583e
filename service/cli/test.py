"""`./alur test`: everything that a change has to pass, in one run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import click

from service.cli.frame.commands import command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from service.cli.frame.steps import Steps
    from service.cli.frame.talk import Talk

Outcome = Literal["passed", "failed", "left-out"]

#: Settings of a real installation must not reach the tests.
_OURS: Final = re.compile(r"^ALUR_(?!TEST_)")
_COUNTED: Final = re.compile(r"(\d+) (passed|failed|skipped|errors?)\b")
_COLOUR: Final = re.compile(r"\x1b\[[0-9;]*m")

#: Read by tests/conftest.py.
_FAST: Final = "ALUR_TEST_FAST"
_LONG: Final = "ALUR_TEST_LONG"

_QUICK: Final = "not browser and not postgres and not slow and not long"
_USUAL: Final = "not long"

#: Left out of --fast as a whole, because even to look at them takes seconds.
_SLOW_FOLDERS: Final = (
    "tests/acceptance",
    "tests/catalogue",
    "tests/integration/web/pages",
    "tests/proofs",
    "tests/year",
)


@dataclass(frozen=True, slots=True)
class Stage:
    """One check, done."""

    name: str
    outcome: Outcome
    seconds: float


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tests ended how; errors of fixtures count as failed."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0


@command("test", context_settings={"ignore_unknown_options": True})
@click.option("--fast", is_flag=True)
@click.option("--long", is_flag=True)
@click.argument("pytest_arguments", nargs=-1, type=click.UNPROCESSED)
def test(talk: Talk, *, fast: bool, long: bool, pytest_arguments: tuple[str, ...]) -> int:
    """Install what the tests need, run every check, close with one line of counts."""
    from service.cli.frame.install import ensure_installed
    from service.cli.frame.steps import Steps

    if fast and long:
        raise click.UsageError(talk.text("cli-test.fast-or-long"))
    steps = Steps(talk)
    ensure_installed("dev", steps)
    run = Run(talk)
    if pytest_arguments:
        counts = _run_tests(run, fast=fast, long=long, more=pytest_arguments)
    else:
        with run.beside("mypy", "-m", "mypy"):
            _check_code(run)
            _check_front_end(run, steps)
            counts = _run_tests(run, fast=fast, long=long)
    return close(talk, run.stages, counts)


class Run:
    """Runs one stage after the other; a failed one does not keep the next from running."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.stages: list[Stage] = []

    def stage(self, name: str, act: Callable[[], bool]) -> bool:
        self.talk.tell(f"\n== {name} ==")
        begun = time.monotonic()
        passed = act()
        took = time.monotonic() - begun
        self.stages.append(Stage(name, "passed" if passed else "failed", took))
        return passed

    @contextmanager
    def beside(self, name: str, *arguments: str) -> Iterator[None]:
        """Run the slowest of the tools beside the other stages; it speaks when they are done."""
        from service.cli.frame.steps import ROOT

        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
            process = subprocess.Popen(  # noqa: S603 - a tool of our own lock
                [sys.executable, *arguments],
                cwd=ROOT,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=said,
            )
            try:
                yield
            except BaseException:
                process.terminate()
                raise
            finally:
                process.wait()

            def act() -> bool:
                said.seek(0)
                self.talk.tell(said.read().rstrip())
                return process.returncode == 0

            self.stage(name, act)

    def leave_out(self, name: str) -> None:
        self.stages.append(Stage(name, "left-out", 0))

    def tool(self, *arguments: str) -> bool:
        from service.cli.frame.steps import ROOT

        done = subprocess.run(  # noqa: S603 - the tools of our own lock
            [sys.executable, *arguments],
            cwd=ROOT,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=self.talk.stream,
            check=False,
        )
        return done.returncode == 0


def _check_code(run: Run) -> None:
    lint_imports = str(Path(sys.executable).with_name("lint-imports"))
    run.stage("ruff check", lambda: run.tool("-m", "ruff", "check"))
    run.stage("ruff format", lambda: run.tool("-m", "ruff", "format", "--check"))
    run.stage("import-linter", lambda: run.tool(lint_imports, "--no-logo"))
    run.stage("deptry", lambda: run.tool("-m", "deptry", "."))


def _check_front_end(run: Run, steps: Steps) -> None:
    from service.cli.frame import frontend
    from service.errors import AlurError

    def tried(act: Callable[[Steps], None]) -> bool:
        try:
            act(steps)
        except AlurError as error:
            run.talk.refuse_error(error)
            return False
        return True

    if not frontend.has_sources():
        run.leave_out("front end")
        return
    run.stage("front end: lint", lambda: tried(frontend.lint))
    run.stage("front end: build", lambda: tried(frontend.ensure_built))


def _run_tests(run: Run, *, fast: bool, long: bool, more: Sequence[str] = ()) -> Counts:
    from service.cli.frame.browser import BROWSER_VARIABLE, ensure_browser, find_browser

    marks = _QUICK if fast else "" if long else _USUAL
    environment = _environment()
    if fast or long:
        environment[_FAST if fast else _LONG] = "1"
    # Who names tests has chosen; a test of theirs that needs a browser says so itself.
    browser = find_browser() if fast or more else ensure_browser(run.talk)
    if browser is not None:
        environment[BROWSER_VARIABLE] = browser
    elif not (fast or more):
        # The other tests are worth running; that the browser's did not run is a failure.
        marks = f"{marks} and not browser" if marks else "not browser"
        run.stages.append(Stage("browser", "failed", 0))
    counts = Counts()

    def act() -> bool:
        nonlocal counts
        arguments = [*(("-m", marks) if marks else ()), *_workers(more), *more]
        if fast and not more:
            arguments += [f"--ignore={folder}" for folder in _SLOW_FOLDERS]
        with tempfile.TemporaryDirectory(prefix="alur-test-") as folder:
            # What an earlier run by another user left in /tmp must not stand in the way. Open to
            # all, because PostgreSQL refuses root and runs as a user of its own.
            Path(folder).chmod(0o755)
            environment["TMPDIR"] = folder
            status, counts = _pytest(run.talk, arguments, environment)
        return status == 0

    run.stage("pytest", act)
    return counts


def _workers(more: Sequence[str]) -> tuple[str, ...]:
    # One named test is quicker in one process; so is a debugger.
    return () if more else ("-n", "2", "--dist", "loadgroup")


def _pytest(
    talk: Talk, arguments: Sequence[str], environment: dict[str, str]
) -> tuple[int, Counts]:
    from service.cli.frame.steps import ROOT

    colour = ("--color=yes",) if talk.stream.isatty() else ()
    counts = Counts()
    with subprocess.Popen(  # noqa: S603 - pytest of our own lock
        [sys.executable, "-m", "pytest", *colour, *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            talk.stream.write(line)
            talk.stream.flush()
            counts = counted(line) or counts
    return process.returncode, counts


def counted(line: str) -> Counts | None:
    """Read pytest's closing line; None when `line` is another."""
    plain = _COLOUR.sub("", line).strip()
    if not re.search(r" in [\d.:]+s", plain):
        return None
    numbers = {word: int(number) for number, word in _COUNTED.findall(plain)}
    if not numbers:
        return None
    errors = numbers.get("error", 0) + numbers.get("errors", 0)
    return Counts(
        passed=numbers.get("passed", 0),
        failed=numbers.get("failed", 0) + errors,
        skipped=numbers.get("skipped", 0),
    )


def close(talk: Talk, stages: Sequence[Stage], counts: Counts) -> int:
    """Print the table and the closing line; return the exit code."""
    checks_failed = sum(stage.outcome == "failed" and stage.name != "pytest" for stage in stages)
    pytest_failed = any(stage.outcome == "failed" and stage.name == "pytest" for stage in stages)
    failed = max(counts.failed, int(pytest_failed)) + checks_failed
    document = {
        "stages": [
            {"name": stage.name, "outcome": stage.outcome, "seconds": round(stage.seconds, 1)}
            for stage in stages
        ],
        "passed": counts.passed,
        "failed": failed,
        "skipped": counts.skipped,
    }
    skipped = f", {counts.skipped} skipped" if counts.skipped else ""
    lines = [
        "",
        *(
            f"{talk.text(f'cli-test.{stage.outcome}'):<12} {stage.seconds:>7.1f} s  {stage.name}"
            for stage in stages
        ),
        f"{'':<12} {sum(stage.seconds for stage in stages):>7.1f} s",
        "",
        f"{counts.passed} passed, {failed} failed{skipped}",
    ]
    talk.result(document, lines)
    return 1 if failed else 0


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not _OURS.match(name)}
