"""The image and the compose file, as far as they can be tried without Docker."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
import yaml

from service.__main__ import PROGRAMS
from service.cli.frame import frontend
from service.cli.frame.program import program
from service.cli.frame.steps import Steps
from service.cli.frame.talk import Talk
from service.store.verify import verify_store
from tests.proofs.dockerfile import Build, instructions
from tests.proofs.played import opened

ROOT = Path(__file__).resolve().parents[2]
DOCKER = ROOT / "docker"
COMMANDS = program().list_commands(click.Context(program()))
START_SECONDS = 120


@pytest.fixture(scope="module")
def node(tmp_path_factory):
    """Put what the image of Node has on the PATH: `node` and `npm`, whichever they are here."""
    found = frontend.find_node(Steps(Talk()))
    tools = tmp_path_factory.mktemp("node")
    (tools / "node").symlink_to(found.folder / "node")
    (tools / "npm").write_text(f'#!/bin/sh\nexec {shlex.join(found.npm)} "$@"\n')
    (tools / "npm").chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in frontend.environment_with(found, os.environ).items():
            patch.setenv(name, value)
        patch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
        yield


@pytest.fixture(scope="module")
def image(tmp_path_factory, node):
    """Carry out the Dockerfile in an empty folder and return its last stage."""
    ignored = (DOCKER / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    patterns = tuple(line for line in ignored if line and not line.startswith("#"))
    return Build(ROOT, patterns, tmp_path_factory.mktemp("image")).run(DOCKER / "Dockerfile")


@pytest.fixture
def environment(image, tmp_path):
    """Give what a container's programs find around them: little."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    return {
        "PATH": os.defpath,
        "HOME": str(tmp_path),
        **image.environment,
        "ALUR_PORT": str(port),
    }


@pytest.mark.slow
@pytest.mark.xdist_group("container")
def test_check_runs_in_the_image(image, environment):
    done = subprocess.run(
        [*image.program("ENTRYPOINT"), "check", "bpmn/kalbar-rka-dpa.bpmn", "--json"],
        cwd=image.place(image.workdir),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["deployable"] is True


@pytest.mark.slow
@pytest.mark.xdist_group("container")
def test_the_image_serves_and_its_health_check_notices(image, environment):
    def is_healthy():
        return not subprocess.run(
            image.health_check, cwd=image.place(image.workdir), env=environment, check=False
        ).returncode

    assert not is_healthy()
    serving = subprocess.Popen(
        [*image.program("ENTRYPOINT"), *image.program("CMD")],
        cwd=image.place(image.workdir),
        env=environment,
    )
    try:
        assert within(START_SECONDS, is_healthy)
    finally:
        serving.send_signal(signal.SIGTERM)
        code = serving.wait(60)

    assert code == 0
    assert not is_healthy()
    assert (Path(environment["ALUR_DATA"]) / "alur.sqlite").is_file()


@pytest.mark.slow
@pytest.mark.xdist_group("container")
def test_the_image_holds_what_runs_and_nothing_that_builds_or_tests(image):
    held = {path.name for path in image.place("/alur").iterdir()}

    assert held == {".venv", "bpmn", "forms", "service"}
    assert not image.place("/alur/service/web/frontend").exists()
    assert image.place("/alur/service/web/static/build/manifest.json").is_file()


@pytest.mark.slow
@pytest.mark.xdist_group("container")
def test_the_image_holds_the_bytecode_that_its_account_cannot_keep(image):
    program = image.place("/alur/service")
    lacking = [
        path.relative_to(program).as_posix()
        for path in program.rglob("*.py")
        if not list((path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"))
    ]

    assert lacking == []


def test_the_image_runs_as_an_account_of_its_own():
    words = dict(instructions((DOCKER / "Dockerfile").read_text("utf-8")))

    assert words["USER"] == "alur"
    assert words["VOLUME"] == "/var/lib/alur"


def test_no_image_installs_a_library_without_its_hash():
    installing = [
        rest
        for word, rest in instructions((DOCKER / "Dockerfile").read_text("utf-8"))
        if word == "RUN" and ("pip install" in rest or "npm " in rest)
    ]

    assert installing
    for command in installing:
        assert "--require-hashes" in command or "npm ci" in command


def test_what_the_front_end_takes_from_elsewhere_is_known_to_the_image_and_to_the_launcher():
    outside = {
        (file.parent / found).resolve()
        for file in (frontend.SOURCE / "src").rglob("*")
        if file.suffix in {".css", ".js"}
        for found in re.findall(r"""["'](\.\./[^"']+)["']""", file.read_text("utf-8"))
        if not (file.parent / found).resolve().is_relative_to(frontend.SOURCE)
    }
    copied = [
        rest
        for word, rest in instructions((DOCKER / "Dockerfile").read_text("utf-8"))
        if word == "COPY"
    ]

    assert outside == set(frontend.SHARED)
    for file in outside:
        name = file.relative_to(ROOT).as_posix()
        assert f"{name} /src/{name}" in copied


# ---------------------------------------------------------------- compose


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((DOCKER / "compose.yml").read_text("utf-8"))


def test_every_service_of_the_compose_file_runs_a_program_that_exists(compose):
    ours = {name: it for name, it in compose["services"].items() if "build" in it}

    assert set(ours) == {"web", "worker"}
    for service in ours.values():
        assert service["command"][0] in PROGRAMS
        assert (DOCKER / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
        assert service["depends_on"]["database"]["condition"] == "service_healthy"


def test_the_health_check_of_the_image_is_a_command_that_exists():
    words = dict(instructions((DOCKER / "Dockerfile").read_text("utf-8")))
    command = json.loads(words["HEALTHCHECK"].partition("CMD ")[2])

    assert command[-1] in COMMANDS
    assert json.loads(words["CMD"])[0] in COMMANDS


def test_the_compose_file_sets_only_settings_that_exist(compose):
    documented = set(
        re.findall(r"`(ALUR_\w+)`", (ROOT / "service/docs/operations.md").read_text("utf-8"))
    )
    for service in compose["services"].values():
        named = {name for name in service["environment"] if name.startswith("ALUR_")}
        assert named <= documented


def test_only_this_machine_reaches_the_web_of_the_compose_file_before_a_proxy_does(compose):
    assert [port.partition(":")[0] for port in compose["services"]["web"]["ports"]] == [
        "127.0.0.1"
    ]


def test_no_password_stands_in_the_compose_file():
    text = (DOCKER / "compose.yml").read_text("utf-8")

    assert re.findall(r"PASSWORD: (\S+)", text) == ["${ALUR_POSTGRES_PASSWORD:?choose"]


@pytest.mark.slow
@pytest.mark.postgres
def test_web_and_worker_by_themselves_prepare_an_empty_postgresql(compose, stores, tmp_path):
    """In the compose file nobody runs `serve`, and both programs start at once."""
    url = stores.bare()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "ALUR_DATABASE_URL": url,
        "ALUR_DATA": str(tmp_path),
        "ALUR_PORT": str(port),
    }
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "service", *compose["services"][name]["command"]],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("web", "worker")
    ]

    def is_healthy():
        return not subprocess.run(
            [sys.executable, "-m", "service", "health"],
            env=environment,
            stdout=subprocess.DEVNULL,
            check=False,
        ).returncode

    try:
        assert within(START_SECONDS, is_healthy)
    finally:
        for one in running:
            one.send_signal(signal.SIGTERM)
        said = [one.communicate(timeout=60)[0] for one in running]

    assert f"http://127.0.0.1:{port}/siapkan/" in said[0]
    assert [one.returncode for one in running] == [0, 0]
    with opened(url) as session:
        assert list(verify_store(session)) == []


def within(seconds, condition):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.2)
    return False
