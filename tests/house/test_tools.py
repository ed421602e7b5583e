"""What `./alur test` and the set-up decide by themselves."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
from io import StringIO

import pytest

from service import log
from service.cli.frame import browser, install
from service.cli.frame.frontend import can_build, fingerprint
from service.cli.frame.steps import StepFailed, Steps
from service.cli.frame.talk import Talk
from service.cli.test import Counts, Run, Stage, close, counted


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("==== 12 passed in 3.40s ====", Counts(passed=12)),
        ("3 failed, 9 passed, 2 skipped in 61.02s (0:01:01)", Counts(9, 3, 2)),
        ("\x1b[31m==== 1 error in 0.12s ====\x1b[0m", Counts(failed=1)),
        ("==== 1 failed, 2 errors, 5 deselected in 1.00s ====", Counts(failed=3)),
        ("tests/house/test_tools.py::test_x PASSED", None),
        ("collected 12 items", None),
    ],
)
def test_the_closing_line_of_pytest_is_read(line, counts):
    assert counted(line) == counts


TESTS_PASSED = Stage("pytest", "passed", 1)
TESTS_FAILED = Stage("pytest", "failed", 1)


@pytest.mark.parametrize(
    ("stages", "counts", "status", "line"),
    [
        ([TESTS_PASSED], Counts(5, 0, 1), 0, "5 passed, 0 failed, 1 skipped"),
        ([TESTS_FAILED], Counts(5, 2), 1, "5 passed, 2 failed"),
        ([TESTS_FAILED], Counts(), 1, "0 passed, 1 failed"),
        ([Stage("mypy", "failed", 1), TESTS_PASSED], Counts(5), 1, "5 passed, 1 failed"),
        ([Stage("browser", "failed", 0), TESTS_PASSED], Counts(5), 1, "5 passed, 1 failed"),
        ([Stage("front end", "left-out", 0), TESTS_PASSED], Counts(5), 0, "5 passed, 0 failed"),
    ],
)
def test_the_run_is_green_only_when_everything_was(stages, counts, status, line, capsys):
    assert close(Talk(), stages, counts) == status
    assert capsys.readouterr().out.splitlines()[-1] == line


def test_the_run_can_be_told_as_json(capsys):
    close(Talk(as_json=True), [Stage("pytest", "passed", 1.25)], Counts(5))

    assert json.loads(capsys.readouterr().out) == {
        "stages": [{"name": "pytest", "outcome": "passed", "seconds": 1.2}],
        "passed": 5,
        "failed": 0,
        "skipped": 0,
    }


@pytest.mark.parametrize(
    ("version", "fits"),
    [
        ("v18.20.0", False),
        ("v20.18.9", False),
        ("v20.19.0", True),
        ("v21.7.3", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v24.1.0\n", True),
        ("", False),
    ],
)
def test_only_a_node_that_can_run_the_build_is_taken(version, fits):
    assert can_build(version) is fits


def test_the_front_end_is_built_again_when_a_source_changes(tmp_path):
    source = tmp_path / "app.js"
    source.write_text("let a")
    prints = [fingerprint(tmp_path)]

    source.write_text("let b")
    prints.append(fingerprint(tmp_path))
    source.rename(tmp_path / "page.js")
    prints.append(fingerprint(tmp_path))
    (tmp_path / "page.js").unlink()
    prints.append(fingerprint(tmp_path))

    assert len(set(prints)) == 4


def test_installed_modules_are_no_sources(tmp_path):
    before = fingerprint(tmp_path)

    (tmp_path / "node_modules" / "vite").mkdir(parents=True)
    (tmp_path / "node_modules" / "vite" / "index.js").write_text("…")

    assert fingerprint(tmp_path) == before


def test_a_lock_counts_as_installed_only_while_it_is_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    stamp = tmp_path / "alur" / "dev.txt"
    stamp.parent.mkdir()

    assert not install.is_installed("dev")
    stamp.write_bytes((install.LOCKS / "dev.txt").read_bytes())
    assert install.is_installed("dev")
    stamp.write_text("pytest==1.0\n")
    assert not install.is_installed("dev")


def test_a_program_that_fails_shows_its_last_words(capsys):
    steps = Steps(Talk())

    with pytest.raises(StepFailed) as caught:
        steps.run([sys.executable, "-c", "print('no disk left'); raise SystemExit(3)"])

    assert "no disk left" in capsys.readouterr().err
    assert caught.value.params["status"] == "3"


def test_a_missing_browser_is_said_in_one_sentence(monkeypatch, capsys):
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    assert browser.ensure_browser(Talk(lang="en")) is None

    (sentence,) = capsys.readouterr().err.splitlines()
    assert sentence.endswith("sudo apt-get install chromium-headless-shell")


def test_the_browser_without_windows_is_preferred(monkeypatch):
    monkeypatch.delenv(browser.BROWSER_VARIABLE, raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: f"/somewhere/{name}")

    assert browser.find_browser() == "/somewhere/chromium-headless-shell"


def test_an_older_debian_gets_the_browser_that_it_has(monkeypatch):
    monkeypatch.delenv(browser.BROWSER_VARIABLE, raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    there = {"apt-get"}
    monkeypatch.setattr(shutil, "which", lambda name: name if name in there else None)

    def apt(command, **_):
        package = command[-1]
        if package == "chromium":
            there.add(package)
        return subprocess.CompletedProcess(
            command, 100 if package == "chromium-headless-shell" else 0
        )

    monkeypatch.setattr(subprocess, "run", apt)

    assert browser.ensure_browser(Talk(lang="en")) == "chromium"


@pytest.mark.parametrize(("status", "outcome"), [(0, "passed"), (1, "failed")])
def test_a_tool_beside_the_others_speaks_and_counts_when_they_are_done(capsys, status, outcome):
    run = Run(Talk())

    with run.beside("types", "-c", f"print('17 files'); raise SystemExit({status})"):
        run.stage("style", lambda: True)

    assert [(stage.name, stage.outcome) for stage in run.stages] == [
        ("style", "passed"),
        ("types", outcome),
    ]
    assert "17 files" in capsys.readouterr().out


@pytest.fixture
def log_lines():
    """What a logger of ours writes as JSON; the test's own handlers come back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = StringIO()
    log.configure("info", "json", stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.captureWarnings(capture=False)
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.getLogger("service").setLevel(logging.NOTSET)


def test_a_log_line_holds_the_sentence_and_its_facts(log_lines):
    logging.getLogger("service.example").info("The timer fired.", extra={"action": "fired"})

    (line,) = log_lines()
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "info",
        "logger": "service.example",
        "message": "The timer fired.",
        "action": "fired",
    }


def test_libraries_are_heard_only_when_something_is_wrong(log_lines):
    logging.getLogger("alembic").info("Context impl SQLiteImpl.")
    logging.getLogger("alembic").warning("This migration is odd.")

    assert [line["message"] for line in log_lines()] == ["This migration is odd."]
