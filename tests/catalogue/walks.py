"""Walks through a SOP and what is expected of them, as `expected/<key>.toml` has them.

A file is written by hand, from the document and the picture of its diagram, and never from what a
run gave. It holds walks, each a process from its start to its end:

    name        what the walk is for, in plain words
    start       who starts it, where that is not who does the first step
    script      a line for each thing that somebody does: who, at which step, and how
    path        the id of every node in the order in which they were completed
    status      of the process in the end
    documents   how many versions there are of each document
    rounds      of the steps that were done again: the round in which they were done last
    acts        a line for each paraf and approval in their order, those of one deed by document:
                which, document, version, step, who, and "gugur" when a newer version made it void

How something is done, after the step:

    nothing            the one way forward
    teruskan           the outcome of a flow, forward or back
    bidang 1 2 3       these Bidang are asked (`bidang semua`: every one)
    lewati 3           the part of the third Bidang is waived
    tanpa berkas       no file is brought that the form does not demand
    murni=ya           what the field `murni` gets

`[once]` names flows of a loop that a process cannot take twice, each with the reason.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from tests.catalogue.places import HERE

if TYPE_CHECKING:
    from collections.abc import Mapping

EXPECTED = HERE / "expected"

#: Bidang of the demo's Dinas, by the numbers that scripts give them: login names.
BIDANG = (
    "kabid-kelembagaan",
    "kabid-pengawasan",
    "kabid-pemberdayaan-koperasi",
    "kabid-pemberdayaan-ukm",
    "kabid-kewirausahaan",
)

#: Who scripts speak of; every other word is the login name itself.
PEOPLE = {
    "kadis": "kepala-dinas",
    "sekretaris": "sekretaris",
    "ketua": "ketua-tim-perencanaan",
    "anggota": "anggota-tim-1",
    "anggota-2": "anggota-tim-2",
    "bappeda": "petugas-bappeda",
    "bkad": "petugas-bkad",
    **{f"bidang-{number}": login for number, login in enumerate(BIDANG, 1)},
}


@dataclass(frozen=True)
class Deed:
    """What somebody does at a step."""

    who: str
    step: str
    outcome: str | None = None
    #: numbers of the Bidang that are asked
    asked: tuple[int, ...] = ()
    #: number of the Bidang whose part is waived
    waived: int | None = None
    #: no file is brought that the form does not demand
    bare: bool = False
    #: field → what it gets
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Walk:
    name: str
    #: who starts the process
    start: str
    script: tuple[Deed, ...]
    path: tuple[str, ...]
    status: str
    documents: Mapping[str, int]
    rounds: Mapping[str, int]
    #: (act, document, version, step, who, whether it stands)
    acts: tuple[tuple[str, str, int, str, str, bool], ...]


@dataclass(frozen=True)
class Expectation:
    key: str
    walks: tuple[Walk, ...]
    #: flow of a loop that a process cannot take twice → why
    once: Mapping[str, str]


def keys() -> list[str]:
    return sorted(path.stem for path in EXPECTED.glob("*.toml"))


@cache
def expectation(key: str) -> Expectation:
    data = tomllib.loads((EXPECTED / f"{key}.toml").read_text("utf-8"))
    walks = tuple(map(_walk, data["walks"]))
    return Expectation(key, walks, data.get("once", {}))


def _walk(table: Mapping[str, Any]) -> Walk:
    script = deeds(table["script"])
    return Walk(
        name=table["name"],
        start=table.get("start", script[0].who),
        script=script,
        path=tuple(table["path"].split()),
        status=table["status"],
        documents=table["documents"],
        rounds=table.get("rounds", {}),
        acts=tuple(_act(line) for line in table["acts"].splitlines() if line.strip()),
    )


def deeds(script: str) -> tuple[Deed, ...]:
    """Return what the lines of a script say."""
    return tuple(_deed(line) for line in script.splitlines() if line.strip())


def _deed(line: str) -> Deed:
    who, step, *how = line.split()
    match how:
        case []:
            return Deed(who, step)
        case ["bidang", "semua"]:
            return Deed(who, step, asked=tuple(range(1, len(BIDANG) + 1)))
        case ["bidang", *numbers]:
            return Deed(who, step, asked=tuple(map(int, numbers)))
        case ["lewati", number]:
            return Deed(who, step, waived=int(number))
        case ["tanpa", "berkas"]:
            return Deed(who, step, bare=True)
        case [*words]:
            given = dict(word.split("=", 1) for word in words if "=" in word)
            outcomes = [word for word in words if "=" not in word]
            assert len(outcomes) <= 1, line
            return Deed(who, step, outcome=next(iter(outcomes), None), given=given)


def _act(line: str) -> tuple[str, str, int, str, str, bool]:
    act, document, version, step, who, *void = line.split()
    assert void in ([], ["gugur"]), line
    return act, document, int(version), step, who, not void
