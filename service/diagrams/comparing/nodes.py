"""What is another about rows, and about the nodes that are no rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from service.diagrams.comparing.naming import kind_of, shortened
from service.diagrams.comparing.properties import counted, properties
from service.diagrams.comparing.rows import follows, is_same_key, renumbering
from service.diagrams.model import Activity
from service.diagrams.step_references import renumbered
from service.sentences.differing import NOTHING, Value, differing, key_of, text_differs
from service.sentences.telling import Change, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.diagrams.comparing.matching import Place, Side
    from service.diagrams.comparing.naming import Names
    from service.diagrams.comparing.pair import Pair
    from service.diagrams.model import Node
    from service.sentences.differing import Property
    from service.sentences.telling import Said, Told


def step_changes(pair: Pair) -> Iterator[Change]:
    """Yield what is another about rows, in the order of the document; renumbering once."""
    rows = [(old.node.extension.step, new.node.extension.step) for old, new in pair.places()]
    yield from renumbering([(old, new) for old, new in rows if old and new])
    yield from _changes(pair, "steps")


def element_changes(pair: Pair) -> Iterator[Change]:
    """Yield what is another about branches, events and proposed steps."""
    yield from _changes(pair, "elements")


def _changes(pair: Pair, part: str) -> Iterator[Change]:
    numbers = pair.numbers()
    for place in _of_part(pair.old, part, _others(pair, 0)):
        other = pair.matches.nodes.get(place.node.id)
        if other is None:
            yield _whole(pair, "removed", place, part)
        else:
            yield from _changed(pair, place, pair.new.places[other], part, numbers)
    for place in _of_part(pair.new, part, _others(pair, 1)):
        if place.node.id in pair.come:
            yield _whole(pair, "added", place, part)


def _others(pair: Pair, side: int) -> dict[str, Node]:
    """Return for each id of a side what the node is on the other one."""
    both = pair.matches.nodes.items()
    if side == 0:
        return {old: pair.new.places[new].node for old, new in both}
    return {new: pair.old.places[old].node for old, new in both}


def _of_part(side: Side, part: str, others: Mapping[str, Node]) -> list[Place]:
    """Return rows by their place in the document, or the other nodes as the file has them.

    What is a row on one side alone counts as one.
    """
    rows: list[tuple[int, Place]] = []
    rest: list[Place] = []
    for place in side.places.values():
        node, other = place.node, others.get(place.node.id)
        step = node.extension.step or (other.extension.step if other else None)
        if step is None:
            rest.append(place)
        else:
            rows.append((step.seq, place))
    rows.sort(key=lambda row: row[0])
    return rest if part == "elements" else [place for _, place in rows]


# ---------------------------------------------------------------- on both sides


def _changed(
    pair: Pair, old: Place, new: Place, part: str, numbers: Mapping[str, str]
) -> Iterator[Change]:
    where = pair.names[1].of_node(new.node)
    yield from _performer(pair, old.node, new.node, where, part)
    views = pair.views()
    before, now = properties(old, views[0]), properties(new, views[1])
    _tell_times_apart(old.node, new.node, before, now)
    if "rules" in before and "rules" in now and key_of(before["rules"]) != key_of(now["rules"]):
        # Told rule by rule; the mark is for what no rule says, such as the type of an input.
        del before["rules-otherwise"]
    for topic in ("activity", "remarks"):
        if topic not in before or topic not in now:
            continue
        if follows(key_of(before[topic]), key_of(now[topic]), numbers):
            del before[topic]
        elif not text_differs(before[topic], now[topic]) and numbers:
            yield from _stale(old.node, new.node, topic, now[topic], where, part, numbers)
    keys = [key_of(said["decision"]) for said in (before, now) if "decision" in said]
    if len(keys) == 2 and is_same_key(*keys):  # noqa: PLR2004 - one of each
        del before["decision"]
    if _is_called_as_its_row(old.node) and _is_called_as_its_row(new.node):
        del before["name"]
    yield from differing(part, where, before, now, (old.node.id, new.node.id))


def _performer(pair: Pair, old: Node, new: Node, where: Told, part: str) -> Iterator[Change]:
    """Yield that somebody else does it; where nobody works, a column is only a place."""
    stays = pair.matches.lanes.get(old.lane or "") == new.lane
    works = isinstance(old, Activity) or isinstance(new, Activity)
    if old.extension.agency == new.extension.agency and (stays or not works):
        return
    before = pair.names[0].performer(old) or NOTHING
    now = pair.names[1].performer(new) or NOTHING
    line = said("compare.performer", where=where, old=before, new=now)
    topic = said("compare.topic.performer")
    yield Change(part, "changed", line, where, topic, before, now, (old.id, new.id))


def _stale(
    old: Node,
    new: Node,
    topic: str,
    kept: Property,
    where: Told,
    part: str,
    numbers: Mapping[str, str],
) -> Iterator[Change]:
    """Yield that a text names rows as before, though they have other numbers now."""
    text = key_of(kept)
    if isinstance(text, str) and renumbered(text, numbers) != text:
        named = said(f"compare.topic.{topic}")
        line = said("compare.reference-stays", where=where, topic=named, text=text)
        yield Change(part, "changed", line, where, named, text, text, (old.id, new.id))


def _is_called_as_its_row(node: Node) -> bool:
    step = node.extension.step
    return step is not None and step.activity == node.name


def _tell_times_apart(
    old: Node, new: Node, before: dict[str, Property], now: dict[str, Property]
) -> None:
    """Tell two times that are written alike by what Alur counts."""
    steps = old.extension.step, new.extension.step
    if steps[0] is None or steps[1] is None or text_differs(before["time"], now["time"]):
        return
    before["time"] = Value(key_of(before["time"]), counted(steps[0]))
    now["time"] = Value(key_of(now["time"]), counted(steps[1]))


# ---------------------------------------------------------------- on one side alone


def _whole(pair: Pair, kind: Literal["added", "removed"], place: Place, part: str) -> Change:
    side = pair.new if kind == "added" else pair.old
    names, node = pair.names[kind == "added"], place.node
    line, told = (_of_row if part == "steps" else _of_node)(kind, place, side, names)
    where = names.of_node(node)
    if kind == "added":
        return Change(part, kind, line, where, "", NOTHING, told, ("", node.id))
    return Change(part, kind, line, where, "", told, NOTHING, (node.id, ""))


def _of_row(kind: str, place: Place, side: Side, names: Names) -> tuple[Said, Told]:  # noqa: ARG001 - as the other
    node, step = place.node, place.node.extension.step
    words = (step.activity if step else "") or node.name
    who = names.performer(node) or NOTHING
    return (
        said(
            f"compare.step.{kind}",
            step=step.called if step else "",
            text=words,
            performer=who,
            after=_after(names, place),
        ),
        said("compare.step.cell", text=words, performer=who),
    )


def _of_node(kind: str, place: Place, side: Side, names: Names) -> tuple[Said, Told]:
    node = place.node
    what: Told = kind_of(node)
    if node.name:
        what = said("compare.name.named", kind=what, name=shortened(node.name))
    after = _after(names, place)
    ways = [flow for flow in side.flows.values() if flow.source == node.id]
    if len(ways) < 2:  # noqa: PLR2004 - one way is no branch
        return said(f"compare.node.{kind}", what=what, after=after), what
    branches = tuple(
        said("compare.arrow", old=way.name or way.condition or NOTHING, new=names.of(way.target))
        for way in ways
    )
    return (
        said(f"compare.node.{kind}-branches", what=what, after=after, branches=branches),
        said("compare.node.cell", what=what, branches=branches),
    )


def _after(names: Names, place: Place) -> Told:
    if not place.before:
        return said("compare.first")
    return said("compare.after", nodes=tuple(names.of(one) for one in place.before))
