"""What must be true of a diagram after an edit of its table."""

from __future__ import annotations

import copy
from functools import cache

from lxml import etree

from service.diagrams.gate import examine
from service.diagrams.reader import read_diagram
from service.diagrams.table import Row, read_table, read_waktu
from tests.catalogue.geometry import BPMN, faults, picture_of
from tests.catalogue.places import DIAGRAMS

CATALOGUE = sorted(path.stem for path in DIAGRAMS.glob("*.bpmn"))
#: Of each shape of SOP in the catalogue one.
SHAPES = ("kalbar-rka-dpa", "tanjabbar-iku", "cirebon-lakip")


@cache
def base_of(stem):
    return (DIAGRAMS / f"{stem}.bpmn").read_bytes()


@cache
def table_of(stem):
    return read_table(read_diagram(base_of(stem)))


def new_row(key="step_baru", lane="lane_sekretaris", **cells):
    return Row(
        key=key,
        kind="work",
        number="5a",
        activity="Menelaah kelengkapan bahan",
        lane=lane,
        time=read_waktu("2 hari"),
        **cells,
    )


def middle(table):
    """Return a row of plain work in the middle: no way parts there, none leads back to it."""
    targets = {branch.to for row in table.rows for branch in row.branches}
    plain = [
        row
        for row in table.rows
        if row.kind == "work" and not row.branches and row.number and row.key not in targets
    ]
    return plain[len(plain) // 2]


def require_sound(raw, table):
    """The file says what the table says, can be run, and can be read as a picture."""
    verdict = examine(raw)
    assert [item for item in verdict.findings if item.severity == "error"] == []
    assert verdict.diagram is not None
    assert read_table(verdict.diagram) == table
    assert faults(etree.fromstring(raw)) == []


def require_places_kept(base, raw, *, but=frozenset()):
    """Nothing that stays was moved, and no line between what stays was drawn anew."""
    before, after = picture_of(etree.fromstring(base)), picture_of(etree.fromstring(raw))
    for key in (before.shapes.keys() & after.shapes.keys()) - but:
        assert after.shapes[key] == before.shapes[key], key
    for key, ends in before.ends.items():
        if after.ends.get(key) == ends and not set(ends) & but:
            assert after.lines[key] == before.lines[key], key
    for key, lane in before.lanes.items():
        now = after.lanes[key]
        assert (now.left, now.top, now.bottom) == (lane.left, lane.top, lane.bottom)


def elements_of(raw):
    """Return each element of the model by its id, in canonical form without its flow ends."""
    found = {}
    for element in etree.fromstring(raw).iter(f"{BPMN}*"):
        if element.get("id") and not element.tag.endswith(
            ("}process", "}definitions", "}lane", "}laneSet", "}collaboration")
        ):
            plain = copy.deepcopy(element)
            plain.tail = None
            for end in [*plain.findall(f"{BPMN}incoming"), *plain.findall(f"{BPMN}outgoing")]:
                plain.remove(end)
            for each in plain.iter():
                each.tail = None
                each.text = (each.text or "").strip() or None
            found[element.get("id")] = etree.tostring(plain, method="c14n")
    return found


def changed(base, raw):
    """Return the ids of elements that came, went or are another."""
    before, after = elements_of(base), elements_of(raw)
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
