"""Branches as lines that a person types: one way on a line, written as it is read.

    jika tidak, kembali ke langkah 5
    jika “Diparaf, teruskan ke Kepala Dinas”, lanjut ke langkah berikutnya
    bila data “putusan = 3”, lanjut ke langkah 9
    selain itu, lanjut ke selesai
    Disetujui?

What stands on a flow is put in “ ” where it is more than a plain word; what is not a line of this
kind is looked for in the sentences of `branch_words`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.diagrams.branch_words import read_branches
from service.diagrams.table.deciding import ONWARD, SENT_BACK, decided, says_more
from service.diagrams.table.model import Branch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.diagrams.table.model import Row, Way

_TO = r"(?:langkah\s+(?P<number>\S.*?)|baris\s+(?P<place>\d{1,4})|(?P<named>berikutnya|selesai))"
_LINE = re.compile(
    r"(?:(?P<data>bila\s+data\s+“(?P<condition>.*?)”(?:\s*\(“(?P<said>.*)”\))?\s*,\s*)"
    r"|(?P<otherwise>selain\s+itu(?:\s*\(“(?P<saying>.*)”\))?\s*,\s*)"
    r"|jika\s+“(?P<words>.*)”\s*,\s*"
    r"|jika\s+(?P<plain>[^“”,]+?)\s*,\s*)?"
    r"(?P<verb>kembali|lanjut)\s+ke\s+(?:langkah\s+(?=berikutnya\b))?" + _TO + r"\s*\.?",
    re.IGNORECASE,
)
_ASKED = re.compile(r"tanya\s+“(?P<question>.*)”", re.IGNORECASE)
_PLAIN = re.compile(r"[A-Z0-9][^“”,\n]*")


@dataclass(frozen=True, slots=True)
class Ways:
    """What the lines of one row say."""

    branches: tuple[Branch, ...] = ()
    question: str = ""
    #: lines that say nothing which is understood
    unread: tuple[str, ...] = ()
    #: lines that name a row which is not there
    nowhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signposts:
    """By which words the lines name rows."""

    #: key of each row → "langkah 5", "baris 7", "selesai"
    names: Mapping[str, str]
    #: "langkah 5", "baris 7" and so on → keys; a number that stands twice leads to several
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: keys in their order
    order: tuple[str, ...] = ()


def signposts(rows: Sequence[Row], places: Mapping[str, int] | None = None) -> Signposts:
    """Return how rows are named; `places` are those that are shown, where rows moved since."""
    shown = places or {row.key: place for place, row in enumerate(rows, 1)}
    keys: dict[str, list[str]] = {}
    for row in rows:
        if row.key in shown:
            keys.setdefault(f"baris {shown[row.key]}", []).append(row.key)
        if row.number.rstrip(".) "):
            keys.setdefault(f"langkah {_plain_number(row.number)}", []).append(row.key)
        if row.kind == "end":
            keys.setdefault("selesai", []).append(row.key)
    names = {row.key: _named(row, keys, shown) for row in rows}
    return Signposts(names, {name: tuple(of) for name, of in keys.items()}, tuple(names))


def _named(row: Row, keys: Mapping[str, Sequence[str]], shown: Mapping[str, int]) -> str:
    by_number = f"langkah {_plain_number(row.number)}"
    for name in ("selesai" if row.kind == "end" else by_number, by_number):
        if keys.get(name) == [row.key]:
            return name
    return f"baris {shown.get(row.key, 0)}"


def _plain_number(number: str) -> str:
    return " ".join(number.rstrip(".) ").lower().split())


# ---------------------------------------------------------------- writing


def written_ways(row: Row, names: Mapping[str, str]) -> str:
    """Return the branches of a row as lines; "" when it simply goes on to the next row."""
    if row.kind == "end":
        return ""
    lines = [_written(row, branch, names) for branch in row.branches]
    if row.question:
        asked = _flat(row.question)
        lines.insert(0, asked if asked.endswith("?") else f"tanya “{asked}”")
    return "\n".join(lines)


def _written(row: Row, branch: Branch, names: Mapping[str, str]) -> str:
    named = "langkah berikutnya" if branch.to is None else names.get(branch.to, "baris 0")
    back = branch.way == "return"
    to = f"{'kembali' if back else 'lanjut'} ke {named}"
    words = _flat(branch.words)
    if branch.way == "data":
        said = f" (“{words}”)" if words else ""
        if not branch.condition:
            return f"selain itu{said}, {to}"
        return f"bila data “{_flat(branch.condition)}”{said}, {to}"
    if back and words == _sent_back(named):
        return f"jika tidak, {to}"
    if not words and not row.parts:
        return to
    plain = _PLAIN.fullmatch(words) and _lowers(words) and not (back and words == "Tidak")
    return f"jika {words[0].lower()}{words[1:]}, {to}" if plain else f"jika “{words}”, {to}"


def _lowers(words: str) -> bool:
    """Return whether the first letter alone is large, so that reading makes it large again."""
    return words[:1].lower() != words[:1] and words[1:2] == words[1:2].lower()


def _sent_back(named: str) -> str:
    return f"{SENT_BACK}{named.removeprefix('langkah ')}"


def _flat(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\r", "").replace("\n", "\\n")


def _round(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text)


# ---------------------------------------------------------------- reading


def read_ways(text: str, key: str, posts: Signposts) -> Ways:
    """Return what the lines of the row `key` say."""
    branches: list[Branch] = []
    question, unread, nowhere = "", [], []
    conditions: list[str] = []
    for line in (" ".join(each.split()) for each in text.splitlines()):
        if not line:
            continue
        found = _LINE.fullmatch(line)
        if found is not None:
            branch = _branch(found, key, posts)
            if branch is None:
                nowhere.append(line)
            else:
                branches.append(branch)
                conditions.append(found["plain"] or "")
        elif asked := _ASKED.fullmatch(line):
            question = _round(asked["question"])
        elif line.endswith("?"):
            question = _round(line)
        else:
            said, lost, typed = _sentences(line, key, posts)
            branches += said
            conditions += typed
            nowhere += lost
            if not said and not lost:
                unread.append(line)
    if len(branches) == 1 and says_more(conditions[0]) and not question:
        made, question = decided(branches, conditions)
        return Ways(made, question, tuple(unread), tuple(nowhere))
    return Ways(tuple(_completed(branches)), question, tuple(unread), tuple(nowhere))


def _branch(found: re.Match[str], key: str, posts: Signposts) -> Branch | None:
    to = _target(found, key, posts)
    if to == "":
        return None
    back = found["verb"].lower() == "kembali"
    if found["data"] or found["otherwise"]:
        words = found["said"] or found["saying"] or ""
        onward = _unless_next(to, key, posts, "data")
        return Branch("data", _round(words), onward, _round(found["condition"] or ""))
    words = _round(found["words"]) if found["words"] is not None else _large(found["plain"] or "")
    way: Way = "return" if back else "forward"
    if back and (not words or words.lower() == "tidak") and found["words"] is None:
        words = _sent_back(posts.names.get(to or "", ""))
    return Branch(way, words, _unless_next(to, key, posts, way))


def _large(words: str) -> str:
    return words[:1].upper() + words[1:]


def _target(found: re.Match[str], key: str, posts: Signposts) -> str | None:
    """Return the key of the row that is named; None for the next one, "" for none."""
    if found["named"] and found["named"].lower() == "berikutnya":
        return None
    if found["named"]:
        return _nearest("selesai", key, posts)
    if found["place"]:
        return _nearest(f"baris {int(found['place'])}", key, posts)
    return _nearest(f"langkah {_plain_number(found['number'])}", key, posts)


def _nearest(name: str, key: str, posts: Signposts) -> str:
    alike = [each for each in posts.keys.get(name, ()) if each in posts.order]
    here = posts.order.index(key) if key in posts.order else 0
    return min(alike, key=lambda each: abs(posts.order.index(each) - here), default="")


def _unless_next(to: str | None, key: str, posts: Signposts, way: Way) -> str | None:
    """Return None for the row right behind: a row put between the two is then the next one."""
    if way == "return" or to is None or key not in posts.order:
        return to
    place = posts.order.index(key) + 1
    return None if posts.order[place : place + 1] == (to,) else to


def _sentences(line: str, key: str, posts: Signposts) -> tuple[list[Branch], list[str], list[str]]:
    """Return the ways that a free sentence names, what of it leads nowhere, and conditions."""
    branches, lost, conditions = [], [], []
    for said in read_branches(line):
        to: str | None = None
        if said.to != "next":
            to = _row_named(said.to, key, posts)
            if to == "":
                lost.append(said.text)
                continue
        conditions.append(said.condition)
        if said.back and to is not None:
            branches.append(Branch("return", _sent_back(posts.names.get(to, "")), to))
        else:
            words = said.words if said.condition else ""
            branches.append(Branch("forward", words, _unless_next(to, key, posts, "forward")))
    return branches, lost, conditions


def _row_named(to: str, key: str, posts: Signposts) -> str:
    """Return the key of the row that a sentence names; "" where there is none."""
    if to == "previous":
        before = posts.order[: posts.order.index(key)] if key in posts.order else []
        return before[-1] if before else ""
    return _nearest("selesai" if to == "end" else f"langkah {to.lower()}", key, posts)


def _completed(branches: list[Branch]) -> list[Branch]:
    """Add the way on that goes without saying: approved, to the next row."""
    if any(branch.way == "data" for branch in branches):
        return branches
    forward = [branch for branch in branches if branch.way == "forward"]
    if branches and not forward:
        return [Branch("forward", ONWARD, None), *branches]
    if len(branches) == 1 and forward[0].words:
        return [*branches, Branch("forward", "Selain itu, teruskan", None)]
    if len(branches) == 1 and forward[0].to is None:
        return []
    if len(branches) > 1:
        return [
            branch if branch.words else Branch("forward", ONWARD, branch.to) for branch in branches
        ]
    return branches
