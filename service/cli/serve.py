"""`./alur serve`: the whole service on this machine."""

from __future__ import annotations

import os
import socket
import sys
import time
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

import click

from service.cli.frame.commands import command
from service.cli.frame.loading import nothing_collected
from service.errors import AlurError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from service.cli.frame.steps import Steps
    from service.cli.frame.talk import Talk
    from service.config import Settings

_ANSWER_SECONDS: Final = 2.0
_SERVER_ERROR: Final = 500
#: The page where the first administrator begins, followed by the token of the link.
_SET_UP: Final = "siapkan"
_EVERY_ADDRESS: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - looked up, not bound


class NotEncrypted(AlurError):
    """Passwords would cross the network in clear text."""

    code = "cli-serve.not-encrypted"


class DemoIsLocal(AlurError):
    """A demo lets anyone enter as any jabatan, so no other machine may reach it."""

    code = "cli-serve.demo-is-local"


class AddressTaken(AlurError):
    """Another program listens there, or this machine does not have that address."""

    code = "cli-serve.address-taken"


@command("serve")
@click.option("--demo", is_flag=True)
@click.option("--host")
@click.option("--port", type=click.IntRange(1, 65_535))
def serve(talk: Talk, *, demo: bool, host: str | None, port: int | None) -> None:
    """Set up what is missing, then keep web and worker running until a signal to stop."""
    from service import log
    from service.cli.frame.frontend import ensure_built
    from service.cli.frame.steps import Steps
    from service.cli.frame.supervisor import Supervisor
    from service.config import Settings, prepare_data_folder, secret_key

    begun = time.monotonic()
    settings = Settings.from_env()
    settings = replace(settings, host=host or settings.host, port=port or settings.port)
    log.configure(settings.log_level, settings.log_format)
    require_safe_address(settings, demo=demo)
    require_free_address(settings)
    prepare_data_folder(settings)
    secret_key(settings)
    tell_ended_anchors(talk, settings)
    steps = Steps(talk)
    ensure_built(steps)
    supervisor = Supervisor(
        programs(),
        environment={**os.environ, "ALUR_HOST": settings.host, "ALUR_PORT": str(settings.port)},
        grace=settings.shutdown_grace,
        ready=lambda: answers(settings),
    )
    with supervisor.loading():
        is_demo, token = _prepare_store(steps, settings, demo=demo)
        require_safe_address(settings, demo=is_demo)

    def announce() -> None:
        address = address_of(settings)
        link = _set_up_link(settings, token)
        seconds = f"{time.monotonic() - begun:.0f}"
        lines = [talk.text("cli-serve.ready", address=address, seconds=seconds)]
        if link is not None:
            lines.append(talk.text("cli-serve.set-up", link=link))
        talk.result({"address": address, "set_up": link, "demo": is_demo}, lines)

    supervisor.run(announce)


def prepare_alone(talk: Talk, settings: Settings) -> None:
    """Do what `serve` does before it starts web: for a web that nobody supervises.

    Raises DemoIsLocal or NotEncrypted.
    """
    from service.cli.frame.steps import Steps

    is_demo, token = _prepare_store(Steps(talk), settings, demo=False)
    require_safe_address(settings, demo=is_demo)
    link = _set_up_link(settings, token)
    if link is not None:
        talk.say("cli-serve.set-up", link=link)


def tell_ended_anchors(talk: Talk, settings: Settings) -> None:
    """Say which certificates of TTE providers have ended. Raises AnchorRefused."""
    from service.clock import SystemClock
    from service.sentences.words import written_date
    from service.tte import anchors_in

    now = SystemClock().now()
    for anchor in anchors_in(settings.tte_anchors):
        if anchor.standing(now) == "ended":
            day = written_date(anchor.ends.date(), talk.lang)
            talk.say("tte.anchor-ended", name=anchor.name, day=day)


def require_safe_address(settings: Settings, *, demo: bool) -> None:
    """Refuse to show an unencrypted service, or a demo, to other machines.

    Raises DemoIsLocal or NotEncrypted.
    """
    if settings.listens_to_this_machine_only:
        return
    if demo:
        raise DemoIsLocal(host=settings.host)
    if not settings.encrypted:
        raise NotEncrypted(host=settings.host)


def require_free_address(settings: Settings) -> None:
    """Refuse an address that cannot be listened on, before anything is started.

    Raises AddressTaken.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise AddressTaken(host=settings.host, port=settings.port) from error


def address_of(settings: Settings) -> str:
    """Return what a person types into a browser on this machine."""
    host = _EVERY_ADDRESS.get(settings.host, settings.host)
    shown = f"[{host}]" if ":" in host else host
    return f"{'https' if settings.tls_certificate else 'http'}://{shown}:{settings.port}/"


def _set_up_link(settings: Settings, token: str | None) -> str | None:
    return None if token is None else f"{address_of(settings)}{_SET_UP}/{token}"


def programs() -> Mapping[str, tuple[str, ...]]:
    """Return the programs of the service: web, and the worker when this release has one."""
    names = ("web", "worker") if find_spec("service.worker.run") else ("web",)
    return {name: (sys.executable, "-m", "service", name) for name in names}


def answers(settings: Settings) -> bool:
    """Whether the first page comes, whatever it says."""
    status = status_of(settings, "/")
    return status is not None and status < _SERVER_ERROR


def status_of(settings: Settings, path: str) -> int | None:
    """Return the status with which the service on this machine answers; None: not at all."""
    import http.client
    import ssl

    host = _EVERY_ADDRESS.get(settings.host, settings.host)
    connection: http.client.HTTPConnection
    if settings.tls_certificate is None:
        connection = http.client.HTTPConnection(host, settings.port, timeout=_ANSWER_SECONDS)
    else:
        # Only asked whether it answers; the certificate is for its public name, not this one.
        context = ssl._create_unverified_context()  # noqa: S323, SLF001
        connection = http.client.HTTPSConnection(
            host, settings.port, timeout=_ANSWER_SECONDS, context=context
        )
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _prepare_store(steps: Steps, settings: Settings, *, demo: bool) -> tuple[bool, str | None]:
    """Return whether the store is a demo, and the token of the first administrator's link."""
    with nothing_collected():
        from service.cli.frame.stores import open_session
        from service.clock import SystemClock
        from service.commands.open_set_up import open_set_up
        from service.commands.open_store import open_store

    now = SystemClock().now()
    with steps.step("setup.migrate"), open_session(diagrams=False) as session:
        is_demo = open_store(session, demo=demo, now=now)
        if is_demo:
            _complete_demo(session, settings, now)
            return True, None
        return False, open_set_up(session, now=now)


def _complete_demo(session: Session, settings: Settings, now: datetime) -> None:
    """Put in what the demo may lack; most starts see by its mark that it lacks nothing."""
    from service.queries.installation import is_demo_of
    from service.running.demo_mark import demo_mark

    # Before the files are read: one that changes meanwhile is found at the next start.
    mark = demo_mark()
    if is_demo_of(session, mark):
        return
    from service.cli.frame.stores import limit_diagrams
    from service.commands.seed_demo import seed_demo

    limit_diagrams(settings)
    seed_demo(session, now=now, mark=mark)
