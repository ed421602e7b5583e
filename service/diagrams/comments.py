"""Comments of a file (`<!-- -->`) through a modeller that knows none.

bpmn-moddle reads no comments, so what is drawn comes back without them. A comment belongs to what
it stands before, to what it stands behind on the same line, or to what it is in; while that is
there, the comment goes with it, and it goes with it when it is deleted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from service.diagrams.opening import opened
from service.diagrams.xml import KEPT, limits_in_force, parse

#: Comments of a file that are carried: more are no notes of a person.
_MOST: Final = 2_000


def with_comments(drawn: bytes, before: bytes) -> bytes:
    """Return a drawn file with the comments of the one that it was drawn from.

    The same bytes where there are none to keep, or too many, where it has its own, or where it
    would become too large with them. Raises DiagramRefused when it is not BPMN.
    """
    root = parse(drawn, KEPT, comments=True)
    if _comments(root) or not 0 < len(_comments(parse(before, KEPT, comments=True))) <= _MOST:
        return drawn
    # What has no id got one on its way to the modeller.
    source = parse(opened(before).raw, KEPT, comments=True)
    places = _Places(source, root)
    kept = sum([places.put(comment) for comment in _comments(source)])
    head, foot = _around(source)
    if not (kept or head or foot):
        return drawn
    lines = [b"<?xml version='1.0' encoding='UTF-8'?>", *head, etree.tostring(root), *foot, b""]
    whole = b"\n".join(lines)
    return whole if len(whole) <= limits_in_force().bytes else drawn


def _comments(root: etree._Element) -> list[etree._Element]:
    """Return the comments of a file, those around the root too."""
    head = root.itersiblings(etree.Comment, preceding=True)
    return [*head, *root.iter(etree.Comment), *root.itersiblings(etree.Comment)]


def _around(root: etree._Element) -> tuple[list[bytes], list[bytes]]:
    """Return the comments before and behind the root of a file."""
    head = reversed(list(root.itersiblings(etree.Comment, preceding=True)))
    foot = root.itersiblings(etree.Comment)
    return [_told(each) for each in head], [_told(each) for each in foot]


def _told(comment: etree._Element) -> bytes:
    return etree.tostring(comment, with_tail=False, encoding="ascii")


@dataclass(slots=True)
class _Nameless:
    """The children of one element that have one tag and no id, by what they say."""

    all: list[etree._Element]
    by_words: dict[tuple[object, ...], list[etree._Element]] = field(default_factory=dict)
    #: child → what it says, its place among those who say the same, its place among all
    place: dict[etree._Element, tuple[tuple[object, ...], int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for index, each in enumerate(self.all):
            said = _said(each)
            same = self.by_words.setdefault(said, [])
            self.place[each] = (said, len(same), index)
            same.append(each)


class _Places:
    """Where the elements of one file stand in another."""

    def __init__(self, source: etree._Element, target: etree._Element) -> None:
        self.source, self.target = source, target
        self._nameless: dict[tuple[etree._Element, str], _Nameless] = {}
        #: element of the target → the last comment that ends its line
        self._line_ends: dict[etree._Element, etree._Element] = {}
        self._anchors = _anchors(source)
        self.named: dict[tuple[str, str], etree._Element] = {}
        for each in target.iter("*"):
            name = str(each.get("id", ""))
            # An id may stand twice in a file, and a step may have become one of another kind.
            for kind in (each.tag, ""):
                self.named.setdefault((kind, name), each)

    def put(self, comment: etree._Element) -> bool:
        """Put a comment of the source where it belongs in the target; return whether it could."""
        parent = comment.getparent()
        if parent is None:
            return False
        following, preceding = self._anchors[comment]
        if preceding is not None:
            return self._set_behind(self.twin(preceding), comment)
        if following is not None:
            return _set_before(self.twin(following), comment)
        return _set_last(self.twin(parent), comment)

    def twin(self, element: etree._Element) -> etree._Element | None:
        """Return the same element in the target: by its id, or by its place where it has none."""
        if element is self.source:
            return self.target
        if element.get("id"):
            name = str(element.get("id"))
            return self.named.get((element.tag, name), self.named.get(("", name)))
        parent = element.getparent()
        other = None if parent is None else self.twin(parent)
        if parent is None or other is None:
            return None
        ours, theirs = self.nameless(parent, element.tag), self.nameless(other, element.tag)
        said, same, index = ours.place[element]
        equal = theirs.by_words.get(said, [])
        if same < len(equal):
            return equal[same]
        # It says something else now; where one was added or deleted nobody knows which it is.
        return theirs.all[index] if len(ours.all) == len(theirs.all) else None

    def nameless(self, parent: etree._Element, tag: str) -> _Nameless:
        key = (parent, tag)
        if key not in self._nameless:
            alike = [each for each in parent.iterchildren(tag) if not each.get("id")]
            self._nameless[key] = _Nameless(alike)
        return self._nameless[key]

    def _set_behind(self, element: etree._Element | None, comment: etree._Element) -> bool:
        """Put a comment at the end of the line of an element, behind the others there."""
        parent = None if element is None else element.getparent()
        if element is None or parent is None:
            return False
        last = self._line_ends.get(element, element)
        made = _copy(comment, last.tail)
        parent.insert(parent.index(last) + 1, made)
        last.tail = " "
        self._line_ends[element] = made
        return True


def _anchors(
    source: etree._Element,
) -> dict[etree._Element, tuple[etree._Element | None, etree._Element | None]]:
    """Map each comment to the element that follows it, and to the one whose line it ends."""
    inside = list(source.iter(etree.Comment))
    following: dict[etree._Element, etree._Element | None] = {}
    for comment in reversed(inside):
        after = comment.getnext()
        following[comment] = following.get(after, after) if after is not None else None
    ended: dict[etree._Element, etree._Element | None] = {}
    for comment in inside:
        before = comment.getprevious()
        same_line = before is not None and "\n" not in (before.tail or "")
        ended[comment] = ended.get(before, before) if same_line and before is not None else None
    return {
        comment: (
            following[comment],
            None
            if following[comment] is not None and "\n" not in (comment.tail or "")
            else ended[comment],
        )
        for comment in inside
    }


def _said(element: etree._Element) -> tuple[object, ...]:
    return tuple(sorted(element.attrib.items())), (element.text or "").strip()


def _set_before(element: etree._Element | None, comment: etree._Element) -> bool:
    parent = None if element is None else element.getparent()
    if element is None or parent is None:
        return False
    before = element.getprevious()
    space = parent.text if before is None else before.tail
    parent.insert(parent.index(element), _copy(comment, _blank(space)))
    return True


def _set_last(element: etree._Element | None, comment: etree._Element) -> bool:
    if element is None:
        return False
    inside = list(element)
    element.append(_copy(comment, inside[-1].tail if inside else None))
    if inside:
        inside[-1].tail = _blank(element.text)
    return True


def _copy(comment: etree._Element, tail: str | None) -> etree._Element:
    made = etree.Comment(comment.text)
    made.tail = tail
    return made


def _blank(space: str | None) -> str | None:
    """Return white space as it is; text is not repeated."""
    return space if space is not None and not space.strip() else None
