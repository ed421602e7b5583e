"""The list of known bugs, `bugs.toml`, read."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

Answer = Literal["right", "refused", "bounded"]


@dataclass(frozen=True, slots=True)
class Bug:
    what: str
    answer: Answer
    #: what Alur does
    alur: str
    tests: list[str]
    upstream: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    #: where the bugs are described
    sources: str
    bugs: list[Bug]


_LIST: Final = tomllib.loads(Path(__file__).with_name("bugs.toml").read_text("utf-8"))

SECTIONS: Final = [
    Section(each["title"], each["sources"], [Bug(**bug) for bug in each["bug"]])
    for each in _LIST["section"]
]
BUGS: Final = [bug for section in SECTIONS for bug in section.bugs]
