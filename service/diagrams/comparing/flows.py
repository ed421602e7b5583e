"""Flows that came, went, or lead elsewhere, as far as the nodes do not say so already."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from service.diagrams.comparing.rows import follows, is_same_key
from service.sentences.differing import NOTHING, Value, differing, text, word
from service.sentences.telling import Change, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.diagrams.comparing.matching import Matches, Side
    from service.diagrams.comparing.naming import Names
    from service.diagrams.model import SequenceFlow
    from service.sentences.differing import Property
    from service.sentences.telling import Told

_KEY: Final = re.compile(r"\b[A-Za-z]\w*\b")


def flow_changes(
    old: Side,
    new: Side,
    matches: Matches,
    names: tuple[Names, Names],
    numbers: Mapping[str, str],
) -> Iterator[Change]:
    """Yield what is another about flows; those at a new or removed node are part of that."""
    back = {newer: older for older, newer in matches.nodes.items()}
    flows_back = {newer: older for older, newer in matches.flows.items()}
    keys = _renumbered_keys(old, new, matches)
    for flow in old.flows.values():
        other = matches.flows.get(flow.id)
        if other is not None:
            yield from _changed(flow, new.flows[other], matches, back, names, numbers, keys)
        elif not _goes_without_saying(flow, new, matches.nodes, back):
            yield _whole("removed", flow, names[0])
    for flow in new.flows.values():
        if flow.id not in flows_back and not _goes_without_saying(flow, old, back, matches.nodes):
            yield _whole("added", flow, names[1])


def _changed(
    flow: SequenceFlow,
    other: SequenceFlow,
    matches: Matches,
    back: Mapping[str, str],
    names: tuple[Names, Names],
    numbers: Mapping[str, str],
    keys: Mapping[str, str],
) -> Iterator[Change]:
    ids = flow.id, other.id
    where = names[1].of_flow(other)
    for end in ("source", "target"):
        before, now = getattr(flow, end), getattr(other, end)
        if matches.nodes.get(before) == now:
            continue
        if before in matches.nodes and now in back:
            words: tuple[Told, Told] = names[0].of(before), names[1].of(now)
            fixed = names[1].of(other.target if end == "source" else other.source)
            line = said(f"compare.flow.{end}", fixed=fixed, old=words[0], new=words[1])
            topic = said(f"compare.topic.flow-{end}")
            yield Change("flows", "changed", line, where, topic, *words, ids)
    before, now = _properties(flow), _properties(other)
    if follows(flow.name, other.name, numbers):
        del before["label"]
    if flow.outcome and keys.get(flow.outcome, flow.outcome) == other.outcome:
        before.pop("outcome")
    if flow.condition and _with_keys(flow.condition, keys) == other.condition:
        del before["condition"]
    yield from differing("flows", where, before, now, ids)


def _renumbered_keys(old: Side, new: Side, matches: Matches) -> dict[str, str]:
    """Return the keys of decisions and of their outcomes that only have another number now."""
    pairs: list[tuple[str | None, str | None]] = []
    for before, now in matches.nodes.items():
        decisions = (
            old.places[before].node.extension.decision,
            new.places[now].node.extension.decision,
        )
        if decisions[0] is not None and decisions[1] is not None:
            pairs.append((decisions[0].variable, decisions[1].variable))
    pairs += [
        (old.flows[before].outcome, new.flows[now].outcome)
        for before, now in matches.flows.items()
    ]
    return {one: other for one, other in pairs if one and other and is_same_key(one, other)}


def _with_keys(text: str, keys: Mapping[str, str]) -> str:
    return _KEY.sub(lambda found: keys.get(found[0], found[0]), text)


def _properties(flow: SequenceFlow) -> dict[str, Property]:
    return {
        "label": text(flow.name),
        "condition": text(flow.condition),
        "purpose": Value(flow.purpose, word("purpose", flow.purpose).told),
        "outcome": text(flow.outcome),
    }


def _goes_without_saying(
    flow: SequenceFlow, other: Side, known: Mapping[str, str], back: Mapping[str, str]
) -> bool:
    """Say whether it touches a node of its side alone, or stands for a way over such nodes."""
    ends = known.get(flow.source), known.get(flow.target)
    if ends[0] is None or ends[1] is None:
        return True
    open_ways = [one for one in _after(other, ends[0]) if one not in back]
    seen: set[str] = set()
    while open_ways:
        here = open_ways.pop()
        if here in seen:
            continue
        seen.add(here)
        following = _after(other, here)
        if ends[1] in following:
            return True
        open_ways += [one for one in following if one not in back]
    return False


def _after(side: Side, node_id: str) -> tuple[str, ...]:
    return side.places[node_id].after


def _whole(kind: str, flow: SequenceFlow, names: Names) -> Change:
    where = names.of_flow(flow)
    condition: Told = flow.condition or NOTHING
    detail: Told = said("compare.flow.if", condition=condition) if flow.condition else where
    ids = (flow.id, "") if kind == "removed" else ("", flow.id)
    line = said(f"compare.flow.{kind}", where=where)
    if flow.condition:
        line = said(f"compare.flow.{kind}-if", where=where, condition=condition)
    if kind == "removed":
        return Change("flows", "removed", line, where, "", detail, NOTHING, ids)
    return Change("flows", "added", line, where, "", NOTHING, detail, ids)
