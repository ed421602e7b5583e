"""Whatever is sent, the answer is a refusal or a result, never a fault of ours."""

from __future__ import annotations

import json
from random import Random

import pytest

from tests.integration.web.api.conftest import task_at

pytestmark = pytest.mark.slow

STRINGS = (
    "",
    " ",
    "a",
    "\0",
    "\u202e",
    "ketua",
    "2026-11-23",
    "=1+1",
    "x" * 5000,
    "../..",
    "💥",
    "'",
)
NUMBERS = (0, -1, 1, 2027, 2**31, 2**63, -(2**70), 1.5, 1e308, float("nan"), float("inf"))
WORDS = ("teruskan", "kembalikan", "Disposisi", "murni", "0" * 64)
NAMES = (
    "values",
    "outcome",
    "reason",
    "ticks",
    "without",
    "files",
    "occurred_at",
    "sop_id",
    "title",
    "year",
    "kind",
    "basis",
    "confirmed",
    "unit_id",
    "name",
    "size",
    "sha256",
    "nomor",
    "tanggal",
    "nilai",
    "segera",
    "berkas",
    "__class__",
)


def anything(random, depth=0):
    plain = (STRINGS, NUMBERS, (True, False, None), WORDS, NAMES)
    kind = random.randrange(8 if depth < 4 else len(plain))
    if kind < len(plain):
        return random.choice(plain[kind])
    if kind == len(plain):
        return [anything(random, depth + 1) for _ in range(random.randrange(4))]
    names = random.sample(NAMES, random.randrange(6))
    return {name: anything(random, depth + 1) for name in names}


def body(random):
    whole = anything(random)
    if random.random() < 0.8 and not isinstance(whole, dict):
        whole = {name: anything(random, 1) for name in random.sample(NAMES, 5)}
    return json.dumps(whole).encode()


@pytest.mark.parametrize("seed", range(4))
def test_no_body_is_a_fault(world, seed):
    random = Random(seed)
    process = world.start()
    anggota = world.program("anggota")
    task = task_at(anggota, process, "draft")
    places = [
        ("POST", "/processes"),
        ("POST", "/uploads"),
        ("PUT", f"{task}/draft"),
        *(("POST", f"{task}/{act}") for act in ("complete", "arrival", "waive", "claim")),
    ]
    for _ in range(60):
        method, path = random.choice(places)
        sent = body(random)

        answer = anggota.send(path, method=method, data=sent, content_type="application/json")

        assert answer.status_code < 500, (method, path, sent)


@pytest.mark.parametrize("seed", range(2))
def test_no_query_is_a_fault(world, seed):
    random = Random(seed)
    process = world.start()
    ketua = world.program("ketua")
    places = ("/processes", "/sops", "/tasks", f"/processes/{process}/history")
    names = ("page", "size", "search", "status", "after", "from")
    for _ in range(60):
        path = random.choice(places)
        query = {
            name: str(random.choice((*STRINGS, *NUMBERS)))[:3000]
            for name in random.sample(names, random.randrange(1, 4))
        }

        answer = ketua.get(path, **query)

        assert answer.status_code < 500, (path, query)
