"""Comments of a file (`<!-- -->`) through a modeller that knows none.

bpmn-moddle reads no comments, so what is drawn comes back without them. A comment belongs to what
it stands before, to what it stands behind on the same line, or to what it is in; while that is
there, the comment goes with it, and it goes with it when it is deleted.
"""

from __future__ import annotations

from lxml import etree

from service.diagrams.opening import opened
from service.diagrams.xml import KEPT, limits_in_force, parse


def with_comments(drawn: bytes, before: bytes) -> bytes:
    """Return a drawn file with the comments of the one that it was drawn from.

    The same bytes where there are none to keep, where it has its own, or where it would become
    too large with them. Raises DiagramRefused when it is not BPMN.
    """
    root = parse(drawn, KEPT, comments=True)
    if _comments(root) or not _comments(parse(before, KEPT, comments=True)):
        return drawn
    # What has no id got one on its way to the modeller.
    source = parse(opened(before).raw, KEPT, comments=True)
    places = _Places(source, root)
    kept = sum(places.put(comment) for comment in _comments(source))
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


class _Places:
    """Where the elements of one file stand in another."""

    def __init__(self, source: etree._Element, target: etree._Element) -> None:
        self.source, self.target = source, target
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
        following, preceding = _next(comment), _behind_on_its_line(comment)
        if preceding is not None:
            return _set_behind(self.twin(preceding), comment)
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
        ours, theirs = _nameless(parent, element.tag), _nameless(other, element.tag)
        said = _said(element)
        same = [each for each in ours if _said(each) == said].index(element)
        equal = [each for each in theirs if _said(each) == said]
        if same < len(equal):
            return equal[same]
        # It says something else now; where one was added or deleted nobody knows which it is.
        return theirs[ours.index(element)] if len(ours) == len(theirs) else None


def _nameless(parent: etree._Element, tag: str) -> list[etree._Element]:
    return [each for each in parent.iterchildren(tag) if not each.get("id")]


def _said(element: etree._Element) -> tuple[object, ...]:
    return sorted(element.attrib.items()), (element.text or "").strip()


def _next(comment: etree._Element) -> etree._Element | None:
    return next(comment.itersiblings("*"), None)


def _behind_on_its_line(comment: etree._Element) -> etree._Element | None:
    """Return what a comment ends the line of; None where it stands on a line of its own."""
    if _next(comment) is not None and "\n" not in (comment.tail or ""):
        return None
    for each in comment.itersiblings(preceding=True):
        if "\n" in (each.tail or ""):
            return None
        if not _is_comment(each):
            return each
    return None


def _is_comment(node: etree._Element) -> bool:
    return not isinstance(node.tag, str)


def _set_before(element: etree._Element | None, comment: etree._Element) -> bool:
    parent = None if element is None else element.getparent()
    if element is None or parent is None:
        return False
    before = element.getprevious()
    space = parent.text if before is None else before.tail
    parent.insert(parent.index(element), _copy(comment, _blank(space)))
    return True


def _set_behind(element: etree._Element | None, comment: etree._Element) -> bool:
    parent = None if element is None else element.getparent()
    if element is None or parent is None:
        return False
    # Behind the others that end its line.
    last = element
    for each in element.itersiblings():
        if not _is_comment(each) or "\n" in (last.tail or ""):
            break
        last = each
    parent.insert(parent.index(last) + 1, _copy(comment, last.tail))
    last.tail = " "
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
