from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import update

from service.cli.frame.stores import open_session
from service.cli.frame.supervisor import CannotStart, Restarts, Supervisor
from service.cli.frame.talk import Talk
from service.cli.frame.web_server import gunicorn_settings
from service.cli.serve import (
    AddressTaken,
    DemoIsLocal,
    NotEncrypted,
    address_of,
    prepare_alone,
    require_free_address,
    require_safe_address,
)
from service.clock import SystemClock
from service.commands.open_store import open_store
from service.config import Settings
from service.running.demo_mark import demo_mark
from service.store.database import transaction
from service.store.schema import StoreTooNew
from service.store.tables import store

TLS = {"ALUR_TLS_CERT": "/cert.pem", "ALUR_TLS_KEY": "/key.pem"}


def settings(**environment):
    return Settings.from_env(environment)


def test_this_machine_is_served_without_encryption():
    require_safe_address(settings(), demo=True)


def test_other_machines_are_not_served_without_encryption():
    with pytest.raises(NotEncrypted):
        require_safe_address(settings(ALUR_HOST="0.0.0.0"), demo=False)


def test_other_machines_are_served_with_encryption():
    require_safe_address(settings(ALUR_HOST="0.0.0.0", **TLS), demo=False)
    require_safe_address(settings(ALUR_HOST="0.0.0.0", ALUR_TRUSTED_PROXY="10.0.0.5"), demo=False)


def test_a_demo_is_never_served_to_other_machines():
    with pytest.raises(DemoIsLocal):
        require_safe_address(settings(ALUR_HOST="0.0.0.0", **TLS), demo=True)


@pytest.mark.slow
def test_a_web_that_nobody_supervises_serves_no_demo_to_other_machines(tmp_path, monkeypatch):
    monkeypatch.setenv("ALUR_DATA", str(tmp_path))
    monkeypatch.setattr("service.commands.seed_demo.seed_demo", lambda *_, **__: None)
    with open_session() as session:
        open_store(session, demo=True, now=SystemClock().now())

    prepare_alone(Talk(), settings(ALUR_DATA=str(tmp_path)))
    with pytest.raises(DemoIsLocal):
        prepare_alone(Talk(), settings(ALUR_DATA=str(tmp_path), ALUR_HOST="0.0.0.0", **TLS))


def test_an_address_in_use_is_refused_before_anything_starts():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])

        with pytest.raises(AddressTaken):
            require_free_address(settings(ALUR_PORT=port))


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({}, "http://127.0.0.1:8080/"),
        ({"ALUR_HOST": "::1"}, "http://[::1]:8080/"),
        ({"ALUR_HOST": "0.0.0.0", "ALUR_PORT": "443", **TLS}, "https://127.0.0.1:443/"),
    ],
)
def test_the_address_that_is_told_can_be_opened_on_this_machine(environment, address):
    assert address_of(Settings.from_env(environment)) == address


def test_gunicorn_opens_no_control_socket_and_trusts_nobody_by_itself():
    chosen = gunicorn_settings(settings())

    assert chosen["control_socket_disable"] is True
    assert chosen["forwarded_allow_ips"] == ""
    assert chosen["bind"] == "127.0.0.1:8080"


def test_gunicorn_trusts_the_proxies_that_the_office_named():
    chosen = gunicorn_settings(settings(ALUR_HOST="::", ALUR_TRUSTED_PROXY="10.0.0.5,10.1.0.0/24"))

    assert chosen["forwarded_allow_ips"] == "10.0.0.5,10.1.0.0/24"
    assert chosen["bind"] == "[::]:8080"


def test_a_program_that_dies_often_is_started_ever_later():
    restarts = Restarts()

    assert [restarts.after(lived=0.1) for _ in range(9)] == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]


def test_a_program_that_was_well_for_a_minute_is_started_at_once_again():
    restarts = Restarts(deaths=7)

    assert restarts.after(lived=61) == 0.5


def supervised(program, *, ready):
    return Supervisor(
        {"program": (sys.executable, "-c", program)},
        environment=os.environ,
        grace=timedelta(seconds=5),
        ready=ready,
    )


def test_what_dies_is_started_again_and_a_signal_ends_it(tmp_path):
    lives = tmp_path / "lives"
    # The first life ends at once, the second lasts until it is told to end.
    program = f"""
import pathlib, signal, sys
lives = pathlib.Path({str(lives)!r})
before = lives.exists()
signal.signal(signal.SIGTERM, lambda *_: (lives.write_text("ended"), sys.exit(0)))
lives.write_text("second" if before else "first")
if before:
    signal.pause()
"""

    def ready():
        if lives.exists() and lives.read_text() == "second":
            os.kill(os.getpid(), signal.SIGTERM)
            return True
        return False

    supervised(program, ready=ready).run(lambda: None)

    assert lives.read_text() == "ended"


def test_a_start_looks_at_each_sop_only_where_the_demo_may_lack_one(tmp_path, monkeypatch):
    looks = []

    def look(session, *, now, mark):
        looks.append(mark)
        with transaction(session) as tx:
            tx.execute(update(store).values(demo_mark=mark))

    monkeypatch.setenv("ALUR_DATA", str(tmp_path))
    monkeypatch.setattr("service.commands.seed_demo.seed_demo", look)
    with open_session() as session:
        open_store(session, demo=True, now=SystemClock().now())

    prepare_alone(Talk(), settings(ALUR_DATA=str(tmp_path)))
    prepare_alone(Talk(), settings(ALUR_DATA=str(tmp_path)))
    assert looks == [demo_mark()]

    monkeypatch.setattr("service.running.demo_mark.demo_mark", lambda: "of another catalogue")
    prepare_alone(Talk(), settings(ALUR_DATA=str(tmp_path)))
    assert looks[1:] == ["of another catalogue"]


#: What no second start needs to prepare the store.
RARE = (
    "flask",
    "alembic",
    "service.commands.seed_demo",
    "service.diagrams",
    "SpiffWorkflow",
    "openpyxl",
)
#: What no first page needs: it is loaded by whoever asks for it.
RARE_PAGES = ("openpyxl", "PIL", "alembic", "sqlalchemy.dialects.postgresql", "cryptography")


@pytest.mark.slow
def test_a_second_start_loads_nothing_that_it_does_not_need(tmp_path):
    code = f"""
import sys
from service.cli.frame.stores import open_session
from service.cli.frame.talk import Talk
from service.cli.serve import prepare_alone
from service.clock import SystemClock
from service.commands.open_store import open_store
from service.config import Settings
from service.running.demo_mark import demo_mark
from service.store.database import transaction
from service.store.tables import store

if sys.argv[1:]:
    with open_session() as session:
        open_store(session, demo=True, now=SystemClock().now())
        with transaction(session) as tx:
            tx.execute(store.update().values(demo_mark=demo_mark()))
else:
    prepare_alone(Talk(), Settings.from_env())
    print([name for name in {RARE!r} if name in sys.modules])
"""
    environment = {**os.environ, "ALUR_DATA": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code, "first"], env=environment, check=True)

    second = subprocess.run(
        [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True
    )

    assert second.stdout == "[]\n"


@pytest.mark.slow
def test_the_application_loads_nothing_that_few_pages_need_and_asks_the_store_nothing(tmp_path):
    code = f"""
import sys
from service.app import create_app
from service.config import Settings

create_app(Settings.from_env())
print([name for name in {RARE_PAGES!r} if name in sys.modules])
"""

    made = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "ALUR_DATA": str(tmp_path)},
        check=True,
        capture_output=True,
        text=True,
    )

    assert made.stdout == "[]\n"
    # The web processes that share it would share its connections too.
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_program_that_never_gets_up_ends_the_service():
    with pytest.raises(CannotStart) as caught:
        supervised("raise SystemExit(7)", ready=lambda: False).run(lambda: None)

    assert caught.value.params == {"program": "program", "status": "7"}


def loading(folder):
    """Return a program that tells when it has loaded and notes when it begins."""
    os.mkfifo(folder / "loaded")
    return f"""
import pathlib, signal, sys
folder = pathlib.Path({str(folder)!r})
(folder / "loaded").write_text("yes")
sys.stdin.buffer.read()
(folder / "begun").touch()
signal.pause()
"""


def test_programs_load_while_the_store_is_prepared_and_begin_after_it(tmp_path):
    begun = tmp_path / "begun"

    def ready():
        if begun.exists():
            os.kill(os.getpid(), signal.SIGTERM)
        return begun.exists()

    supervisor = supervised(loading(tmp_path), ready=ready)
    with supervisor.loading():
        assert (tmp_path / "loaded").read_text() == "yes"
        assert not begun.exists()
    supervisor.run(lambda: None)

    assert begun.exists()


#: Notes whether the first page was announced before it began, then ends the service.
OTHER = """
import os, pathlib, signal
folder = pathlib.Path({folder!r})
(folder / "other").write_text(str((folder / "announced").exists()))
os.kill(os.getppid(), signal.SIGTERM)
signal.pause()
"""


def two_programs(folder, *, ready):
    return Supervisor(
        {
            "first": (sys.executable, "-c", "import signal; signal.pause()"),
            "other": (sys.executable, "-c", OTHER.format(folder=str(folder))),
        },
        environment=os.environ,
        grace=timedelta(seconds=5),
        ready=ready,
    )


def test_the_other_programs_begin_after_the_first_page(tmp_path):
    two_programs(tmp_path, ready=lambda: True).run((tmp_path / "announced").touch)

    assert (tmp_path / "other").read_text() == "True"


def test_the_other_programs_do_not_wait_for_ever_for_the_first_page(tmp_path, monkeypatch):
    monkeypatch.setattr("service.cli.frame.supervisor._ALONE_SECONDS", 0.0)

    two_programs(tmp_path, ready=lambda: False).run((tmp_path / "announced").touch)

    assert (tmp_path / "other").read_text() == "False"


def test_programs_that_wait_end_when_the_store_cannot_be_prepared(tmp_path):
    supervisor = supervised(loading(tmp_path), ready=lambda: False)

    def prepare():
        with supervisor.loading():
            assert (tmp_path / "loaded").read_text() == "yes"
            raise StoreTooNew(revision="9999")

    with pytest.raises(StoreTooNew):
        prepare()

    assert not (tmp_path / "begun").exists()
