"""`verify` and `replay --all` over many processes: they show how far they are and keep nothing."""

from __future__ import annotations

import fcntl
import gc
import os
import pty
import struct
import subprocess
import sys
import termios
import tracemalloc
from itertools import islice

import pytest
from sqlalchemy.orm import Session

from service.cli import replay as replay_command
from service.cli import verify as verify_command
from service.cli.frame.talk import Talk
from service.queries import operators
from service.running.reexecution import Reexecution
from service.store.history import Stream
from service.store.ids import new_id
from service.store.verify import Verdict
from tests.integration.running import diagrams

pytestmark = pytest.mark.slow

MANY = 40
#: What a process leaves behind in memory would be some ten times as much.
SLACK_BYTES = 256 * 1024


@pytest.fixture
def many(world):
    version_id = world.publish("one-task", diagrams.ONE_TASK)
    return [world.start(version_id).instance_id for _ in range(MANY)]


def peak_of(work):
    """Return the most memory in use while `work` is done."""
    # What earlier tests left is not looked at each time anew: that would take most of the time.
    gc.freeze()
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        gc.unfreeze()


def exhausted(results):
    for number, _ in enumerate(results):
        # When Python looks for cycles is its own affair; what stays behind is ours.
        if number % 4 == 0:
            gc.collect()


@pytest.mark.parametrize("check", [operators.verify_all, operators.reexecute_all])
def test_memory_does_not_grow_with_the_number_of_processes(world, many, check):
    # Statements and definitions are known from then on.
    exhausted(check(world.session))

    few = peak_of(lambda: exhausted(islice(check(world.session), MANY // 10)))
    all_of_them = peak_of(lambda: exhausted(check(world.session)))

    assert all_of_them < few + SLACK_BYTES


@pytest.fixture
def said(monkeypatch):
    """Give the documents that a subcommand answers with."""
    found = []
    monkeypatch.setattr(Talk, "result", lambda _talk, document, _lines: found.append(document))
    return found


def test_replay_keeps_no_result_that_is_as_it_should_be(said):
    one = new_id()

    def replayed(count):
        results = (Reexecution(one, f"{number:04d}/2026", 3, None) for number in range(count))
        replay_command._tell(Talk(), results)  # noqa: SLF001 - the whole command needs a store

    replayed(10)
    few, many = peak_of(lambda: replayed(10)), peak_of(lambda: replayed(10_000))

    assert (said[-1]["processes"], said[-1]["commands"]) == (10_000, 30_000)
    assert many < few + SLACK_BYTES


def test_verify_keeps_no_verdict_that_is_as_it_should_be(said, monkeypatch):
    stream = Stream(new_id(), new_id(), "process")

    def verified(count):
        verdicts = (Verdict(stream, 2, f"{number:064x}", None) for number in range(count))
        monkeypatch.setattr(operators, "verify_all", lambda _session: verdicts)
        verify_command._everything(Talk(), Session())  # noqa: SLF001 - the same

    monkeypatch.setattr(operators, "count_chains", lambda _session: 0)
    monkeypatch.setattr(operators, "count_files", lambda _session: 0)
    monkeypatch.setattr(operators, "verify_files", lambda _session: iter(()))
    verified(10)
    few, many = peak_of(lambda: verified(10)), peak_of(lambda: verified(10_000))

    assert (said[-1]["chains"], said[-1]["events"]) == (10_000, 20_000)
    assert many < few + SLACK_BYTES


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["verify"], ["Memeriksa rangkaian", "Memeriksa berkas", f"/{MANY + 2} "]),
        (["replay", "--all"], ["Menjalankan ulang proses", f"/{MANY} "]),
    ],
    ids=["verify", "replay"],
)
def test_at_a_terminal_a_bar_shows_how_far_it_is(database, many, tmp_path, arguments, shown):
    words = run_at_a_terminal(database.url, tmp_path, arguments)

    assert [part for part in shown if part not in words] == []


def run_at_a_terminal(url, folder, arguments):
    """Run a subcommand whose stderr is a terminal, and return what was written there."""
    ours, theirs = pty.openpty()
    rows_and_columns = struct.pack("HHHH", 24, 100, 0, 0)
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, rows_and_columns)
    program = subprocess.Popen(
        [sys.executable, "-m", "service", *arguments],
        env=os.environ | {"ALUR_DATABASE_URL": url, "ALUR_DATA": str(folder)},
        stdout=subprocess.PIPE,
        stderr=theirs,
    )
    os.close(theirs)
    parts = []
    # Linux says with EIO that nobody is at the other end any more.
    try:
        while part := os.read(ours, 65_536):
            parts.append(part)
    except OSError:
        pass
    finally:
        os.close(ours)
    program.communicate()
    return b"".join(parts).decode()
