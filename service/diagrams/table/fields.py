"""The cells of a row, written into its element; what a cell does not say stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from service.diagrams.extensions import NAMESPACE
from service.diagrams.table.tree import add_ours, all_ours, cut, cut_ours, ours, place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.diagrams.table.model import Row
    from service.diagrams.table.papers import Paper
    from service.diagrams.table.tree import Tree

#: What is made of a document, and what is done with it → the kind in the file.
_MADE = {"new_document": "newDocument", "new_version": "newVersion"}
_DONE = {"paraf": "paraf", "approve_for_signature": "approveForSignature", "sign": "sign"}

#: Kinds of row whose element can have a form, a checklist and outputs.
_TASKS = frozenset({"work", "agency", "per_unit"})


def write_cells(
    tree: Tree, old: Row | None, new: Row, documents: Mapping[str, str] | None = None
) -> None:
    """Write what differs between the rows into the element; `old` is None for a new element.

    `documents`: name of what a row makes, in small letters → key of the document. A line of
    kelengkapan that is called so is ticked by it.
    """
    element = tree.element(new.key)
    before = old or _nothing(new)
    if new.activity != before.activity and (
        old is None or element.get("name", "") == before.activity
    ):
        element.set("name", new.activity)
    _numbered_or_proposed(element, before, new, is_new=old is None)
    if new.kind in _TASKS:
        _agency(tree, element, before, new)
        _form(element, before, new)
        if new.requirements != before.requirements:
            _checklist(element, new, documents or {})
        if new.output != before.output:
            _outputs(element, before, new)
        if new.papers is not None and new.papers != before.papers:
            _papers(element, before.papers or (), new)
    if new.gateway and old is not None and new.question != before.question:
        tree.element(new.gateway).set("name", new.question)


def _nothing(row: Row) -> Row:
    """Return what a row says that says nothing yet."""
    return type(row)(
        key=row.key,
        kind=row.kind,
        number="",
        activity="",
        lane=row.lane,
        time=type(row.time)(),
    )


def _numbered_or_proposed(element: etree._Element, old: Row, new: Row, *, is_new: bool) -> None:
    step, proposed = ours(element, "step"), ours(element, "proposed")
    if new.part_of:
        if step is not None:
            cut_ours(element, "step")
        if proposed is None:
            proposed = add_ours(element, "proposed", {"partOf": "", "reason": ""})
            old = _nothing(new)
        _proposed(proposed, old, new)
        return
    if proposed is not None and (old.part_of or step is not None):
        cut_ours(element, "proposed")
        proposed = None
    if proposed is not None:
        _proposed(proposed, old, new)
        return
    says = new.number or new.time.text or new.remarks or new.sub_rows or new.column
    if step is None:
        # A drawn task without texts of an SOP gets them with the first cell that needs them.
        if not (is_new and new.kind in _TASKS) and not says:
            return
        step = add_ours(element, "step", {"seq": "0", "number": new.number})
        for name in ("activity", "requirements", "outputText", "remarks"):
            etree.SubElement(step, f"{{{NAMESPACE}}}{name}")
        place_again(step)
        old = _nothing(new)
    _step(step, old, new)


def place_again(element: etree._Element) -> None:
    """Indent what was put into an element."""
    parent = element.getparent()
    if parent is not None:
        index = parent.index(element)
        cut(element)
        place(element, parent, index)


def _proposed(proposed: etree._Element, old: Row, new: Row) -> None:
    if new.part_of != old.part_of:
        proposed.set("partOf", new.part_of)
    if new.remarks != old.remarks:
        proposed.set("reason", new.remarks)
    if new.time != old.time:
        _attribute(proposed, "timeIso", new.time.iso or "")


def _step(step: etree._Element, old: Row, new: Row) -> None:
    if new.number != old.number:
        step.set("number", new.number)
    if new.time != old.time:
        step.set("time", new.time.text)
        step.set("timeIso", new.time.iso or "")
        _attribute(step, "timeAdjusted", "true" if new.time.adjusted else "")
    if new.column != old.column:
        _attribute(step, "column", new.column)
    if (new.confidence, new.reason) != (old.confidence, old.reason):
        _attribute(step, "confidence", new.confidence or "")
        _attribute(step, "reason", new.reason)
    for name, was, now in (
        ("activity", old.activity, new.activity),
        ("requirements", "\n".join(old.requirements), "\n".join(new.requirements)),
        ("outputText", old.output, new.output),
        ("remarks", old.remarks, new.remarks),
    ):
        if was != now:
            _text(step, name, now)
    if new.sub_rows != old.sub_rows:
        for part in list(step.iterchildren(f"{{{NAMESPACE}}}subStep")):
            cut(part)
        for row in new.sub_rows:
            part = step.makeelement(f"{{{NAMESPACE}}}subStep", {"number": row.number})
            _attribute(part, "time", row.time.text)
            _attribute(part, "timeIso", row.time.iso or "")
            part.text = row.activity
            place(part, step, len(step))


def _agency(tree: Tree, element: etree._Element, old: Row, new: Row) -> None:
    if new.agency == old.agency:
        return
    holders = [element, *([tree.element(new.gateway)] if new.gateway else ())]
    for holder in holders:
        found = ours(holder, "agency")
        if not new.agency:
            cut_ours(holder, "agency")
        elif found is not None:
            found.set("key", new.agency)
        else:
            add_ours(holder, "agency", {"key": new.agency})


def _form(element: etree._Element, old: Row, new: Row) -> None:
    if new.form == old.form:
        return
    found = ours(element, "form")
    if not new.form:
        cut_ours(element, "form")
    elif found is not None:
        found.set("key", new.form)
    else:
        add_ours(element, "form", {"key": new.form})


def _checklist(element: etree._Element, new: Row, documents: Mapping[str, str]) -> None:
    """Keep the lines of the same name, with the document that ticks them."""
    kept = {each.get("name", ""): each for each in all_ours(element, "requirement")}
    ticked = {name: each.get("document") for name, each in kept.items()}
    cut_ours(element, "requirement")
    for name in new.requirements:
        document = ticked[name] if name in ticked else documents.get(name.casefold())
        add_ours(
            element,
            "requirement",
            {"name": name, **({"document": document} if document else {})},
        )


def _outputs(element: etree._Element, old: Row, new: Row) -> None:
    """Call the outputs as the cell does; a new one is a record, which asks for no file."""
    made = list(all_ours(element, "output"))
    if ours(element, "step") is None:
        _listed(element, made, [name for name in new.output.split("; ") if name])
        return
    alike = [each for each in made if each.get("name", "") == old.output]
    for each in alike:
        if new.output:
            each.set("name", new.output)
        elif each.get("kind") == "record":
            cut(each)
    if new.output and not made:
        add_ours(element, "output", {"kind": "record", "name": new.output})


def _papers(element: etree._Element, old: Sequence[Paper], new: Row) -> None:
    """Let the element make, change, initial or sign the documents of the row."""
    wanted = new.papers or ()
    for paper in old:
        if paper not in wanted:
            _no_longer(element, paper)
    for paper in wanted:
        if paper in old:
            continue
        if paper.kind in _MADE:
            _made(element, paper, new)
        else:
            add_ours(element, "act", {"kind": _DONE[paper.kind], "document": paper.document})


def _made(element: etree._Element, paper: Paper, row: Row) -> None:
    """Let the output of the row be the document; what asked for no file so far now does."""
    record = next(
        (
            each
            for each in all_ours(element, "output")
            if each.get("kind") == "record" and each.get("name", "") == row.output
        ),
        None,
    )
    if record is None:
        name = {"name": row.output} if row.output else {}
        kind = _MADE[paper.kind]
        add_ours(element, "output", {"kind": kind, "document": paper.document, **name})
        return
    record.set("kind", _MADE[paper.kind])
    record.set("document", paper.document)


def _no_longer(element: etree._Element, paper: Paper) -> None:
    tag, kinds = ("output", _MADE) if paper.kind in _MADE else ("act", _DONE)
    for each in list(all_ours(element, tag)):
        if (each.get("kind"), each.get("document")) != (kinds[paper.kind], paper.document):
            continue
        if tag == "output" and each.get("name"):
            each.set("kind", "record")
            del each.attrib["document"]
        else:
            cut(each)


def _listed(element: etree._Element, made: list[etree._Element], names: list[str]) -> None:
    """Call the outputs of a row without a text of its own by these names, one after the other."""
    for each, name in zip(made, names, strict=False):
        each.set("name", name)
    for each in made[len(names) :]:
        cut(each)
    for name in names[len(made) :]:
        add_ours(element, "output", {"kind": "record", "name": name})


def _attribute(element: etree._Element, name: str, value: str) -> None:
    """Set an attribute that means nothing when it is empty."""
    if value:
        element.set(name, value)
    elif name in element.attrib:
        del element.attrib[name]


def _text(step: etree._Element, name: str, text: str) -> None:
    found = step.find(f"{{{NAMESPACE}}}{name}")
    if found is None:
        found = step.makeelement(f"{{{NAMESPACE}}}{name}")
        place(found, step, len(step))
    found.text = text or None
