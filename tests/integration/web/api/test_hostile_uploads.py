"""While a hostile diagram is judged, other people's requests are answered as usual."""

from __future__ import annotations

import sys
import threading
import time
from statistics import median

import pytest

from service.cli.frame.web_server import TURN_SECONDS
from tests.hostile.heavy import HEAVY
from tests.hostile.running import RUNNING

pytestmark = pytest.mark.slow

ROUNDS = 5
REQUESTS = 8
#: One of two threads of one process gets half of it, and waits for its turn after each statement.
SLOWER = 8


def answered(program):
    """Return the median seconds of some requests."""
    took = []
    for _ in range(REQUESTS):
        began = time.perf_counter()
        assert program.get("/sops").status_code == 200
        took.append(time.perf_counter() - began)
    return median(took)


@pytest.fixture(autouse=True)
def turns_as_served():
    """Let threads take turns as they do in the server."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(TURN_SECONDS)
    yield
    sys.setswitchinterval(before)


@pytest.fixture
def hostile(app, world):
    """Post the dearest files one after the other, while the switch is on."""
    on, over = threading.Event(), threading.Event()
    judged: list[int] = []
    analis = world.program("analis")
    files = [each.raw for each in (*HEAVY[:3], *RUNNING[:4])]

    def post():
        while not over.is_set():
            if on.wait(timeout=0.05):
                raw = files[len(judged) % len(files)]
                answer = analis.send("/check", data=raw, content_type="application/xml", key=None)
                judged.append(answer.status_code)

    thread = threading.Thread(target=post)
    thread.start()
    yield on, judged
    over.set()
    thread.join()


def test_others_are_not_kept_waiting(world, hostile):
    on, judged = hostile
    other = world.program("ketua")
    answered(other)
    quiet, busy = [], []

    for _ in range(ROUNDS):
        on.clear()
        quiet.append(answered(other))
        on.set()
        busy.append(answered(other))

    assert set(judged) == {200}
    assert median(busy) / median(quiet) < SLOWER
