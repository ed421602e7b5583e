"""What `./alur health` says of the service and of TTE, in words and as JSON."""

from __future__ import annotations

import json
import os
import threading
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from service.cli.frame.program import run
from service.cli.frame.talk import Talk
from service.cli.health import tte_set_up
from service.config import Settings
from tests.certified import UNTIL, Provider

NOW = UNTIL - timedelta(days=365)
TALK = Talk()

#: An account that owns nothing.
_NOBODY = 65_534


@pytest.fixture(scope="module")
def provider():
    return Provider()


@pytest.fixture
def set_up(tmp_path):
    """Give a function that puts certificates in place and says how TTE is then set up."""

    def put(*certificates, now=NOW, **environment):
        place = tmp_path / "tte"
        place.mkdir()
        for number, one in enumerate(certificates):
            (place / f"{number}.pem").write_text(getattr(one, "pem", one), "ascii")
        return tte_set_up(Settings.from_env({"ALUR_DATA": str(tmp_path), **environment}), now)

    return put


@pytest.fixture
def healthy(monkeypatch):
    """Serve what answers every question well, at the address of the settings."""
    server = make_server("127.0.0.1", 0, Response("ok"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("ALUR_PORT", str(server.server_port))
    yield
    server.shutdown()
    server.server_close()


def told(found):
    return " ".join(found.lines(TALK))


def standings(found):
    return [anchor["standing"] for anchor in found.document(TALK)["anchors"]]


def test_without_certificates_there_is_no_tte_and_it_is_said_where_they_belong(tmp_path):
    found = tte_set_up(Settings.from_env({"ALUR_DATA": str(tmp_path)}), NOW)

    assert told(found) == (
        f"TTE belum tersedia: tidak ada sertifikat penyelenggara di {tmp_path / 'tte'}."
    )
    assert found.document(TALK) == {
        "available": False,
        "place": str(tmp_path / "tte"),
        "revocation": "required",
        "anchors": [],
        "refused": None,
    }


def test_certificates_are_counted_and_named_with_their_end(set_up, provider):
    found = set_up(provider.root, provider.issuer)

    assert "TTE tersedia: 2 sertifikat penyelenggara" in told(found)
    assert "berakhir" not in told(found)
    assert found.document(TALK)["available"]
    assert found.document(TALK)["anchors"] == [
        {
            "name": "Induk Contoh",
            "root": True,
            "ends": "2029-01-01T00:00:00+00:00",
            "standing": "valid",
        },
        {
            "name": "PSrE Contoh",
            "root": False,
            "ends": "2029-01-01T00:00:00+00:00",
            "standing": "valid",
        },
    ]


@pytest.mark.parametrize(
    ("before", "standing"),
    [
        (timedelta(days=61), "valid"),
        (timedelta(days=60), "ending"),
        (timedelta(0), "ending"),
        (timedelta(seconds=-1), "ended"),
    ],
)
def test_one_that_ends_within_sixty_days_or_has_ended_is_told(set_up, provider, before, standing):
    found = set_up(provider.root, now=UNTIL - before)

    assert standings(found) == [standing]
    said = {"valid": "", "ending": "berakhir pada 1 Januari 2029,", "ended": "sudah berakhir pada"}
    assert said[standing] in told(found)
    assert ("Induk Contoh" in told(found)) == (standing != "valid")
    assert found.available == (standing != "ended")


def test_how_many_days_are_left_is_told(set_up, provider):
    found = set_up(provider.root, now=UNTIL - timedelta(days=30))

    assert "30 hari lagi" in told(found)


def test_an_issuer_without_a_root_is_not_enough(set_up, provider):
    found = set_up(provider.issuer)

    assert "TTE belum tersedia: tidak satu pun dari 1 sertifikat" in told(found)
    assert not found.document(TALK)["available"]


@pytest.mark.parametrize(
    ("setting", "words"),
    [("required", "harus memuat bukti"), ("optional", "diterima, dengan catatan itu")],
)
def test_whether_the_proof_of_revocation_is_asked_is_told(set_up, provider, setting, words):
    found = set_up(provider.root, ALUR_TTE_REVOCATION=setting)

    assert words in told(found)
    assert found.document(TALK)["revocation"] == setting


def test_a_file_that_is_no_certificate_is_named(set_up, provider):
    found = set_up(provider.root, "bukan sertifikat")

    assert "TTE tidak dapat disiapkan." in told(found)
    assert "1.pem" in told(found)
    assert "1.pem" in found.document(TALK)["refused"]
    assert not found.document(TALK)["available"]


@pytest.mark.parametrize("content", [None, "bukan sertifikat"])
def test_a_service_that_answers_is_healthy_whatever_is_true_of_tte(
    healthy, tmp_path, monkeypatch, capsys, content
):
    monkeypatch.setenv("ALUR_DATA", str(tmp_path))
    if content is not None:
        (tmp_path / "tte").mkdir()
        (tmp_path / "tte" / "rusak.pem").write_text(content, "ascii")

    assert run(["health", "--json"]) == 0

    document = json.loads(capsys.readouterr().out)
    assert (document["healthy"], document["status"]) == (True, 200)
    assert not document["tte"]["available"]
    assert bool(document["tte"]["refused"]) == (content is not None)


def test_a_service_that_does_not_answer_is_told_with_tte_below_it(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ALUR_DATA", str(tmp_path))
    # Nobody can listen there.
    monkeypatch.setenv("ALUR_PORT", "1")

    assert run(["health"]) == 1

    first, second = capsys.readouterr().out.splitlines()
    assert first == "Layanan di http://127.0.0.1:1/ tidak menjawab."
    assert second.startswith("TTE belum tersedia")


# ---------------------------------------------------------------- another account


@contextmanager
def another_account():
    """Be nobody for a while, where the tests run as root; else nobody is needed."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def closed(tmp_path, monkeypatch):
    """Give a folder of data that nobody but root may open."""
    folder = tmp_path / "tertutup"
    (folder / "tte").mkdir(parents=True)
    monkeypatch.setenv("ALUR_DATA", str(folder))
    for name in ("health", "verify"):
        # What a command loads is loaded before the account is another.
        run([name, "--json"])
    folder.chmod(0)
    yield folder
    folder.chmod(0o700)


def test_an_account_that_may_not_look_is_told_whether_the_service_answers(healthy, closed, capsys):
    capsys.readouterr()
    with another_account():
        status = run(["health"])

    said = capsys.readouterr().out
    assert status == 0
    assert "tidak boleh dibaca oleh akun ini" in said


@pytest.mark.parametrize(("lang", "words"), [("id", "tidak boleh dibuka"), ("en", "may not open")])
def test_a_command_on_a_store_of_another_account_ends_with_one_sentence(
    closed, capsys, lang, words
):
    capsys.readouterr()
    with another_account():
        status = run(["verify", "--lang", lang])

    said = capsys.readouterr()
    assert status == 1
    assert words in said.err
    assert "Traceback" not in said.err
    assert len(said.err.splitlines()) == 1


def test_a_store_that_can_be_read_but_not_changed_is_told_so(monkeypatch, capsys):
    # What is made for a test lies in folders that only its own account may enter.
    with TemporaryDirectory() as folder:
        monkeypatch.setenv("ALUR_DATA", folder)
        run(["verify"])
        file = Path(folder) / "alur.sqlite"
        Path(folder).chmod(0o755)
        file.chmod(0o444)
        capsys.readouterr()
        with another_account():
            status = run(["verify"])

    assert status == 1
    assert f"{file} tidak boleh dibuka" in capsys.readouterr().err


def test_an_english_line_has_an_english_date(set_up, provider):
    found = set_up(provider.root, now=UNTIL + timedelta(days=1))

    assert UNTIL.strftime("%d %B %Y").lstrip("0") in " ".join(found.lines(Talk(lang="en")))
