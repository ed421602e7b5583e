"""The commands of the guide do what it says, one after the other."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from service.config import Limits
from service.queries.paging import CAP
from service.sentences import catalogue
from service.web.api.process_shapes import HistoryAsked
from tests.integration.web.api.conftest import task_at
from tests.integration.web.letters import sha256_of

GUIDE = Path("service/docs/api.md").read_text("utf-8")
ALUR = "http://localhost"


def commands():
    """Return the curl commands of the guide, their lines joined."""
    blocks = re.findall(r"^(?:    .*\n)+", GUIDE, re.MULTILINE)
    joined = (re.sub(r"\\\n\s*", " ", block).strip() for block in blocks)
    return [line for line in joined if line.startswith("curl ")]


def run(client, command, variables):
    """Do what curl would do; return the answer."""
    for name, value in variables.items():
        command = command.replace(f"${name}", value)
    assert "$" not in command, command
    words = iter(shlex.split(command)[1:])
    headers, method, body, address = {}, None, None, ""
    for word in words:
        match word:
            case "-s":
                pass
            case "-X":
                method = next(words)
            case "-H":
                name, _, value = next(words).partition(": ")
                headers[name] = value
            case "-d" | "--data-binary":
                text = next(words)
                body = Path(text[1:]).read_bytes() if text.startswith("@") else text.encode()
            case _:
                address = word
    parts = urlsplit(address)
    return client.open(
        f"{parts.path}?{parts.query}",
        method=method or ("GET" if body is None else "POST"),
        headers=headers,
        data=body,
    )


@pytest.mark.slow
def test_the_walk_of_the_guide_can_be_walked(world):
    anggota = world.program("anggota")
    variables = {"ALUR": ALUR, "TOKEN": anggota.token, "SOP": str(world.sop_id)}
    walked = 0
    for command in commands():
        answer = run(anggota.client, command, variables)
        assert answer.status_code < 400, (command, answer.text)
        walked += 1
        if answer.status_code == 201 and "process_id" in answer.json:
            variables["PROCESS"] = process = answer.json["process_id"]
            variables["TASK"] = task_at(anggota, process, "draft").rpartition("/")[2]
        if answer.status_code == 201 and "received" in answer.json:
            variables["UPLOAD"] = answer.json["id"]
            variables["SHA256"] = sha256_of(b"%PDF-1.7 contoh")
    assert walked == 13
    chain = anggota.get(f"/processes/{variables['PROCESS']}/verification").json
    assert chain["whole"]
    assert chain["checked"] == 2


def test_the_guide_says_the_limits_that_hold():
    size = HistoryAsked().fields["size"]

    assert f"at most {CAP}" in GUIDE
    assert f"in {size.load_default} events" in GUIDE
    assert f"{Limits().api_requests} calls" in GUIDE


def test_every_code_that_the_guide_names_is_one():
    named = set(re.findall(r"`([a-z]+\.[a-z-]+)`", GUIDE)) - {"form.schema", "service.forms"}

    assert named <= catalogue().keys()
