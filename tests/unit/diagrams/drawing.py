"""Small diagrams for the layouter and the picture."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Sequence

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"

_WORDS = ("rapat", "menyusun", "konsep", "RKA", "dan", "meneruskan")


def diagram(
    nodes: Sequence[tuple[str, str, int]],
    flows: Sequence[tuple[str, str, str]],
    lanes: int = 1,
) -> etree._Element:
    """Return a process of (tag, id, lane) nodes and (source, target, name) flows in a pool."""
    root = etree.Element(_tag("definitions"), nsmap={"bpmn": BPMN})
    collaboration = etree.SubElement(root, _tag("collaboration"), id="collaboration_1")
    etree.SubElement(
        collaboration, _tag("participant"), id="pool_1", name="Dinas", processRef="proses"
    )
    process = etree.SubElement(root, _tag("process"), id="proses")
    lane_set = etree.SubElement(process, _tag("laneSet"), id="lanes_1")
    bands = [
        etree.SubElement(lane_set, _tag("lane"), id=f"lane_{number}", name=f"Lane {number}")
        for number in range(lanes)
    ]
    for tag, node_id, lane in nodes:
        etree.SubElement(process, _tag(tag), id=node_id, name=f"Langkah {node_id}")
        etree.SubElement(bands[lane], _tag("flowNodeRef")).text = node_id
    for source, target, name in flows:
        etree.SubElement(
            process,
            _tag("sequenceFlow"),
            id=f"{source}-{target}",
            sourceRef=source,
            targetRef=target,
            name=name,
        )
    return root


def random_diagram(seed: int) -> tuple[etree._Element, list[str]]:
    """Return a diagram of 4 to 14 nodes with branches and loops, and the ids in their order."""
    dice = random.Random(seed)
    count, lanes = dice.randint(4, 14), dice.randint(1, 5)
    inner = ("userTask", "userTask", "exclusiveGateway", "parallelGateway")
    tags = ["startEvent", *(dice.choice(inner) for _ in range(count - 2)), "endEvent"]
    ids = [f"n{number}" for number in range(count)]
    pairs = {(ids[number], ids[number + 1]) for number in range(count - 1)}
    gateways = [node_id for node_id, tag in zip(ids, tags, strict=True) if "Gateway" in tag]
    for _ in range(dice.randint(0, count // 2) if gateways else 0):
        source, target = dice.choice(gateways), dice.choice(ids[1:])
        if source != target and sum(one == source for one, _ in pairs) < 3:
            pairs.add((source, target))
    flows = [
        (source, target, dice.choice(("Ya", "Tidak", "Kembalikan ke 5: rapat")))
        if source in gateways
        else (source, target, "")
        for source, target in sorted(pairs, key=lambda pair: (int(pair[0][1:]), int(pair[1][1:])))
    ]
    root = diagram(
        [(tag, node_id, dice.randrange(lanes)) for tag, node_id in zip(tags, ids, strict=True)],
        flows,
        lanes,
    )
    for node_id, tag in zip(ids, tags, strict=True):
        words = dice.randint(1, 12 if "Task" in tag else 3)
        node = root.find(f".//*[@id='{node_id}']")
        assert node is not None
        node.set("name", " ".join(dice.choice(_WORDS) for _ in range(words)))
    return root, ids


def _tag(name: str) -> str:
    return f"{{{BPMN}}}{name}"
