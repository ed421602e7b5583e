"""The locks: complete, hashed, and installable from any mirror."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "service" / "locks").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def names(requirements):
    return {normal(re.split(r"[\[<>=!; ]", line)[0]) for line in requirements}


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock):
    """Return {name: version} of a lock."""
    text = (ROOT / "service" / "locks" / f"{lock}.txt").read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)==([^ \\\n]+)", text, re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_names_no_address_and_no_folder(lock):
    text = lock.read_text("utf-8")

    assert not re.search(r"://|index-url|find-links|trusted-host|\bfile:|^-", text, re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_pinned_library_has_a_hash(lock):
    entries = re.split(r"^(?=\S+==)", lock.read_text("utf-8"), flags=re.MULTILINE)[1:]

    assert entries
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_locks_hold_what_the_project_asks_for():
    groups = PROJECT["dependency-groups"]

    assert names(PROJECT["project"]["dependencies"]) <= pins("runtime").keys()
    assert names(groups["dev"]) <= pins("dev").keys()
    assert names(groups["node"]) <= pins("node").keys()


def test_the_tests_run_on_the_versions_that_offices_run_on():
    runtime, dev = pins("runtime"), pins("dev")

    assert {name: dev[name] for name in runtime.keys() & dev.keys()} == {
        name: runtime[name] for name in runtime.keys() & dev.keys()
    }


def test_the_engine_is_pinned_as_released():
    assert "spiffworkflow==3.2.0" in PROJECT["project"]["dependencies"]
    assert pins("runtime")["spiffworkflow"] == "3.2.0"


def test_the_front_ends_lock_names_no_registry():
    lock = json.loads((ROOT / "service/web/frontend/package-lock.json").read_text("utf-8"))

    assert [name for name, entry in lock["packages"].items() if "resolved" in entry] == []
    assert all("integrity" in entry for name, entry in lock["packages"].items() if name)


def test_the_front_ends_lock_holds_every_platform():
    """`npm ci` refuses a lock that lacks an optional package of another platform."""
    packages = json.loads((ROOT / "service/web/frontend/package-lock.json").read_text("utf-8"))[
        "packages"
    ]
    locked = {name.rpartition("node_modules/")[2] for name in packages}
    wanted = {
        name for entry in packages.values() for name in entry.get("optionalDependencies", {})
    }

    assert wanted - locked == set()


def test_the_project_cannot_be_published_by_mistake():
    assert "Private :: Do Not Upload" in PROJECT["project"]["classifiers"]
