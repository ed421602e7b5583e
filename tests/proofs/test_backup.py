"""A backup made while people work is one moment of the store, readable by either database."""

from __future__ import annotations

import json
import os
import random
import struct
import subprocess
import sys
import zipfile

import pytest
from sqlalchemy import func, select

from service.cli.frame.program import run
from service.cli.frame.program_codes import DONE, REFUSED
from service.store import blobs, tables
from service.store.database import read
from tests.proofs.played import KEY, NOON, opened, player

#: One process of pytest runs them all: they share what was played once.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("played")]

KINDS = [
    pytest.param(("sqlite", "postgresql"), marks=pytest.mark.postgres, id="into-postgresql"),
    pytest.param(("postgresql", "sqlite"), marks=pytest.mark.postgres, id="into-sqlite"),
]
#: Large enough that people complete tasks while it is written.
LARGE_FILE = random.Random(1).randbytes(6 * 1024 * 1024)
#: Rows of what waits, which are gone again when it came.
WAITING = {"listener", "timer", "draft"}
#: Everything but logins in progress, counted attempts and the rows that they are about.
KEPT = [
    table
    for table in tables.metadata.sorted_tables
    if table.name not in {"session", "throttle", "setup_token"}
]


@pytest.fixture
def alur(capsys, monkeypatch, tmp_path):
    """Run a subcommand on a store and return its exit code and its JSON."""
    monkeypatch.setenv("ALUR_DATA", str(tmp_path / "data"))

    def call(url, *arguments):
        monkeypatch.setenv("ALUR_DATABASE_URL", url)
        capsys.readouterr()
        code = run([*arguments, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return call


@pytest.fixture(scope="module")
def whole(play, tmp_path_factory):
    """Give a store with two processes and its backup, made while nobody worked."""
    played = play("sqlite")
    file = tmp_path_factory.mktemp("backup") / "alur.zip"
    subprocess.run(
        [sys.executable, "-m", "service", "backup", str(file)], env=environment(played), check=True
    )
    return played, file


def environment(played):
    return {**os.environ, "ALUR_DATABASE_URL": played.url}


def counts_of(session):
    with read(session) as connection:
        return {
            table.name: connection.scalar(
                select(func.count()).select_from(table),
                execution_options={"across_tenants": True},
            )
            for table in KEPT
        }


@pytest.mark.parametrize("kinds", KINDS)
def test_a_backup_made_while_people_work_is_whole_in_the_other_database(
    stores, play, kinds, alur, tmp_path
):
    source, target = kinds
    played, into = play(source), stores.new(target)
    file = tmp_path / "alur.zip"

    with opened(played.url) as session:
        blobs.put(session, played.pemda_id, LARGE_FILE, "application/pdf", NOON)
        before = counts_of(session)
        program = subprocess.Popen(
            [sys.executable, "-m", "service", "backup", str(file)], env=environment(played)
        )
        somebody, during = player(session, seed=10), 0
        started = somebody.start(KEY)
        while program.poll() is None and somebody.move(started).status == "running":
            during += 1
        assert program.wait() == DONE
        after = counts_of(session)

    assert during > 5
    code, restored = alur(into, "restore", str(file))
    assert (code, restored["broken_chains"], restored["damaged_files"]) == (DONE, 0, 0)
    code, verified = alur(into, "verify")
    assert (code, verified["ok"]) == (DONE, True)
    code, replayed = alur(into, "replay", "--all")
    assert (code, replayed["differences"], replayed["other_engines"]) == (DONE, [], [])
    with opened(into) as session:
        held = counts_of(session)
        names = held.keys() - WAITING
        moved = {name: (before[name], held[name], after[name]) for name in names}
        assert {name: it for name, it in moved.items() if not it[0] <= it[1] <= it[2]} == {}
        assert restored["rows"] == sum(held.values())
        player(session, seed=3).finish(played.running)
    assert alur(into, "verify")[1]["ok"]
    assert alur(into, "replay", "--all")[1]["ok"]


def test_a_restored_store_holds_every_row_but_those_of_a_moment(whole, stores, alur):
    played, file = whole
    into = stores.new("sqlite")

    code, _ = alur(into, "restore", str(file))

    assert code == DONE
    with opened(played.url) as was, opened(into) as session:
        assert counts_of(session) == counts_of(was)
        for table in KEPT:
            everything = select(table).order_by(*table.primary_key.columns)
            options = {"across_tenants": True}
            with read(was) as one, read(session) as other:
                assert (
                    one.execute(everything, execution_options=options).all()
                    == other.execute(everything, execution_options=options).all()
                ), table.name


def test_a_backup_never_replaces_a_file(whole, alur):
    played, file = whole
    before = file.read_bytes()

    code, said = alur(played.url, "backup", str(file))

    assert (code, said["error"]["code"]) == (REFUSED, "cli-backup.file-exists")
    assert file.read_bytes() == before


def test_a_backup_is_not_mixed_into_a_store_that_holds_something(whole, alur):
    played, file = whole

    code, said = alur(played.url, "restore", str(file))

    assert (code, said["error"]["code"]) == (REFUSED, "archive.store-not-empty")
    assert alur(played.url, "verify")[1]["ok"]


@pytest.mark.parametrize("left", [0.0, 0.3, 0.9])
def test_a_backup_that_was_cut_off_is_refused_and_nothing_is_kept(
    whole, stores, alur, tmp_path, left
):
    _, file = whole
    raw = file.read_bytes()
    (tmp_path / "cut.zip").write_bytes(raw[: int(left * len(raw))])
    into = stores.new("sqlite")

    code, said = alur(into, "restore", str(tmp_path / "cut.zip"))

    assert (code, said["error"]["code"]) == (REFUSED, "archive.not-an-archive")
    assert is_empty(into)


def test_a_backup_with_a_damaged_byte_is_refused_and_nothing_is_kept(
    whole, stores, alur, tmp_path
):
    _, file = whole
    into = stores.new("sqlite")
    raw = file.read_bytes()
    for name, place in middles(file):
        damaged = bytearray(raw)
        damaged[place] ^= 1
        (tmp_path / "damaged.zip").write_bytes(damaged)

        code, said = alur(into, "restore", str(tmp_path / "damaged.zip"))

        assert (code, said["error"]["code"]) == (REFUSED, "archive.not-an-archive"), name
    assert is_empty(into)


def middles(file):
    """Give each part that holds something, with the place of the byte in the middle of it.

    Between the parts a ZIP has bytes that say nothing, such as when a part was written.
    """
    raw = file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            if info.file_size:
                fixed = info.header_offset + 30
                lengths = struct.unpack("<HH", raw[fixed - 4 : fixed])
                yield info.filename, fixed + sum(lengths) + info.compress_size // 2


def test_a_backup_that_lacks_a_row_is_refused_and_nothing_is_kept(whole, stores, alur, tmp_path):
    _, file = whole
    rewrite(file, tmp_path / "less.zip", "history_event.jsonl", cut_a_line)
    into = stores.new("sqlite")

    code, said = alur(into, "restore", str(tmp_path / "less.zip"))

    assert (code, said["error"]["code"]) == (REFUSED, "archive.not-an-archive")
    assert is_empty(into)


def test_a_backup_of_another_schema_is_refused(whole, stores, alur, tmp_path):
    _, file = whole
    rewrite(
        file,
        tmp_path / "newer.zip",
        "manifest.json",
        lambda raw: json.dumps({**json.loads(raw), "schema": "9999"}).encode(),
    )

    code, said = alur(stores.new("sqlite"), "restore", str(tmp_path / "newer.zip"))

    assert (code, said["error"]["code"]) == (REFUSED, "archive.other-schema")


def test_a_file_of_a_backup_that_was_changed_is_named_when_it_is_restored(
    whole, stores, alur, tmp_path
):
    _, file = whole
    rewrite(
        file,
        tmp_path / "changed.zip",
        "history_event.jsonl",
        lambda raw: raw.replace(b"Kepala Dinas", b"Kepala Dinaz", 1),
    )

    code, said = alur(stores.new("sqlite"), "restore", str(tmp_path / "changed.zip"))

    assert (code, said["broken_chains"]) == (REFUSED, 1)


def rewrite(source, target, name, change):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.namelist():
            raw = old.read(item)
            new.writestr(item, change(raw) if item == name else raw)


def cut_a_line(raw):
    lines = raw.splitlines(keepends=True)
    return b"".join(lines[:-1])


def is_empty(url):
    with opened(url) as session:
        return set(counts_of(session).values()) == {0}
