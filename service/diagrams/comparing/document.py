"""What is another about the SOP as a document: its identity, its columns, its data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from service.diagrams.comparing.identity import data_of, identity_properties, lane_properties
from service.sentences.differing import NOTHING, differing, text, yes_no
from service.sentences.telling import Change, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.comparing.pair import Pair
    from service.sentences.telling import Told


def identity_changes(pair: Pair) -> Iterator[Change]:
    """Yield what is another in the identity part (PermenPANRB 35/2012) and in the process."""
    before, now = pair.old.process, pair.new.process
    if before.identity is None and now.identity is not None:
        yield _whole("identity", "added", "identity", said("compare.identity"))
    if before.identity is not None and now.identity is None:
        yield _whole("identity", "removed", "identity", said("compare.identity"))
    yield from differing("identity", "", identity_properties(before), identity_properties(now))


def lane_changes(pair: Pair) -> Iterator[Change]:
    """Yield columns that came or went, and what is another about the others."""
    old = {lane.id: lane for lane in pair.old.process.lanes}
    new = {lane.id: lane for lane in pair.new.process.lanes}
    same = pair.matches.lanes
    for lane in old.values():
        other = same.get(lane.id)
        if other is None:
            yield _whole("lanes", "removed", "lane", lane.name, lane.id)
            continue
        before, now = lane_properties(lane), lane_properties(new[other])
        if lane.ancestors:
            inside = lane.ancestors[-1]
            before["lane-inside"] = text(same.get(inside, inside))
        where = said("compare.name.lane", name=new[other].name)
        yield from differing("lanes", where, before, now, (lane.id, other))
    for lane in new.values():
        if lane.id not in same.values():
            yield _whole("lanes", "added", "lane", lane.name, lane.id)


def data_changes(pair: Pair) -> Iterator[Change]:
    """Yield what is another about the data that expressions read."""
    old = {item.name or item.id: item for item in data_of(pair.old.process.scope)}
    new = {item.name or item.id: item for item in data_of(pair.new.process.scope)}
    for name, item in old.items():
        other = new.get(name)
        if other is None:
            yield _whole("elements", "removed", "data", name)
        else:
            before, now = yes_no(item.is_collection), yes_no(other.is_collection)
            where = said("compare.name.data", name=name)
            yield from differing(
                "elements", where, {"collection-of": before}, {"collection-of": now}
            )
    for name in new:
        if name not in old:
            yield _whole("elements", "added", "data", name)


def id_changes(pair: Pair) -> Iterator[Change]:
    """Say once that elements have other ids: running processes are moved by them."""
    count = sum(old != new for old, new in pair.matches.nodes.items())
    if count:
        line = said("compare.ids", count=str(count))
        yield Change("technical", "changed", line, "", "", NOTHING, NOTHING)


def _whole(
    part: str, kind: Literal["added", "removed"], what: str, name: Told, element: str = ""
) -> Change:
    line = said(f"compare.{what}.{kind}", name=name)
    where = name if what == "identity" else said(f"compare.name.{what}", name=name)
    if kind == "added":
        return Change(part, kind, line, where, "", NOTHING, name, ("", element))
    return Change(part, kind, line, where, "", name, NOTHING, (element, ""))
