"""What holds for every test: nobody outside is called, no setting of this machine counts."""

from __future__ import annotations

import gc
import ipaddress
import os
import socket
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings as hypothesis_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

#: Set by `./alur test --long`: random tests draw anew on every run, and much more.
LONG = "ALUR_TEST_LONG"

#: Set by `./alur test --fast`: they draw little.
FAST = "ALUR_TEST_FAST"

for _name in [name for name in os.environ if name.startswith("ALUR_")]:
    if not _name.startswith("ALUR_TEST_"):
        del os.environ[_name]

# A timed unit test fails on a busy machine; the same draws on every run keep green green.
hypothesis_settings.register_profile("usual", deadline=None, derandomize=True)
hypothesis_settings.register_profile("long", deadline=None, print_blob=True, max_examples=1_000)
hypothesis_settings.register_profile("fast", deadline=None, derandomize=True, max_examples=20)
hypothesis_settings.load_profile(
    "long" if os.environ.get(LONG) else "fast" if os.environ.get(FAST) else "usual"
)


#: A test's name holds no more of a value than a person reads, in characters.
LONGEST_ID = 80


#: Slow tests of a file with more of them are slow together, not each of them.
FEW = 40


class CalledOutside(AssertionError):
    """A test tried to reach another machine."""


def _stay_on_this_machine(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "socket.connect":
        return
    connection, address = arguments
    if connection.family not in {socket.AF_INET, socket.AF_INET6}:
        return
    host = str(address[0])
    if host != "localhost" and not ipaddress.ip_address(host.partition("%")[0]).is_loopback:
        raise CalledOutside(host)


sys.addaudithook(_stay_on_this_machine)


def pytest_sessionstart() -> None:
    """Let tests open catalogue files by paths from the root, wherever pytest was called."""
    os.chdir(Path(__file__).resolve().parent.parent)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a long value by its length: 17 MB as a name are sent and compared each time."""
    if isinstance(val, str | bytes) and len(val) > LONGEST_ID:
        return f"{argname}-of-{len(val)}"
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the tests of a file to one worker, unless each of them is slow.

    Handing them out one by one costs more, and so does making again what they share.
    """
    slow = Counter(item.path for item in items if item.get_closest_marker("slow"))
    for item in items:
        alone = item.get_closest_marker("slow") and slow[item.path] <= FEW
        if alone or item.get_closest_marker("xdist_group"):
            continue
        kind = "postgresql" if item.get_closest_marker("postgres") else "own"
        item.add_marker(pytest.mark.xdist_group(f"{item.path.stem}-{kind}"))


def pytest_collection_finish() -> None:
    """Let the collector look at what tests make, and not as often: an eighth of the oracle's time.

    What lies in a ring waits longer. At the end pytest has all that tests made looked at, so a
    file that nobody closed still fails the run.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give the Chromium of this run: Playwright allows one at a time in a process."""
    from tests.acceptance.serving import chromium

    with chromium() as opened:
        yield opened
