"""Which shape of a picture leads to which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.diagrams.xml import child, children, text_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from lxml import etree


@dataclass(frozen=True, slots=True)
class Leads:
    """Lines by id: the shape where each begins, and the one where it ends."""

    lines: Mapping[str, tuple[str, str]]

    def before(self, key: str) -> list[str]:
        """Return the ids of what leads to a shape."""
        return [source for source, target in self.lines.values() if target == key]

    def after(self, key: str) -> list[str]:
        """Return the ids of that to which a shape leads."""
        return [target for source, target in self.lines.values() if source == key]

    def reached(self, key: str) -> set[str]:
        """Return the ids of all to which lines lead from here, one after the other."""
        found: set[str] = set()
        left = [key]
        while left:
            new = set(self.after(left.pop())) - found
            found |= new
            left += new
        return found

    def by_flow(self, keys: Sequence[str], *, shown: Collection[str]) -> list[str]:
        """Return the ids so that, where it can be, each stands behind one that leads to it."""
        left, ordered = list(keys), []
        while left:
            ready = next(
                (
                    key
                    for key in left
                    if any(each in shown or each in ordered for each in self.before(key))
                ),
                left[0],
            )
            left.remove(ready)
            ordered.append(ready)
        return ordered


def lines_of(process: etree._Element) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield sequence flows, and the arrows and ties of data and notes, by id."""
    for flow in children(process, "sequenceFlow"):
        yield flow.get("id", ""), (flow.get("sourceRef", ""), flow.get("targetRef", ""))
    drawn = {each.get("id", "") for each in process.iterchildren("{*}*")}
    for element in process.iterchildren("{*}*"):
        owner = element.get("id", "")
        for arrow in children(element, "dataInputAssociation"):
            data = text_of(child(arrow, "sourceRef"))
            if data in drawn:
                yield arrow.get("id", ""), (data, owner)
        for arrow in children(element, "dataOutputAssociation"):
            data = text_of(child(arrow, "targetRef"))
            if data in drawn:
                yield arrow.get("id", ""), (owner, data)
    for tie in children(process, "association"):
        ends = (tie.get("sourceRef", ""), tie.get("targetRef", ""))
        if set(ends) <= drawn:
            yield tie.get("id", ""), ends
