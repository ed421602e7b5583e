"""The namespace: its documentation, its moddle descriptor, its reader and its uses agree."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from typing import Any

import pytest
from lxml import etree

from service.diagrams import extensions
from service.diagrams.extension_vocabulary import ATTRIBUTES, WORDS
from service.diagrams.extensions import NAMESPACE
from tests.catalogue.places import DIAGRAMS, ROOT

DESCRIPTOR = json.loads((DIAGRAMS / "alur-moddle.json").read_text("utf-8"))
TYPES = {kind["name"]: kind for kind in DESCRIPTOR["types"]}
PAGE = (ROOT / "service" / "docs" / "bpmn-extensions.md").read_text("utf-8")

#: Elements and the frozen values that they become; the others are a single attribute.
VALUES = {
    "Sop": extensions.SopIdentity,
    "OpenPoint": extensions.OpenPoint,
    "Document": extensions.DocumentDeclaration,
    "Step": extensions.SopStep,
    "SubStep": extensions.SubStep,
    "Proposed": extensions.ProposedNode,
    "Requirement": extensions.Requirement,
    "Output": extensions.Output,
    "Act": extensions.Act,
    "Assign": extensions.Assignment,
    "Decision": extensions.Decision,
}
NAMES = {
    "name": "name",
    "time": "time_text",
    "subStep": "sub_steps",
    "outputText": "output",
    "qualification": "qualifications",
    "warning": "warnings",
    "record": "records",
    "openPoint": "open_points",
    "document": "documents",
}


def elements() -> list[str]:
    return [name for name, kind in TYPES.items() if "extends" not in kind]


def tag(name: str) -> str:
    return name[0].lower() + name[1:]


def sections() -> dict[str, str]:
    parts = re.split(r"^### (.+)$", PAGE, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def rows(section: str) -> set[str]:
    return set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))


def properties(kind: dict[str, Any]) -> set[str]:
    return {each["name"] for each in kind["properties"] if not each.get("isBody")}


def test_the_descriptor_is_of_our_namespace_and_gives_no_defaults():
    assert (DESCRIPTOR["uri"], DESCRIPTOR["prefix"]) == (NAMESPACE, "alur")
    # moddle leaves out a value that equals the default: it would vanish from the file.
    assert "default" not in json.dumps(DESCRIPTOR)


@pytest.mark.parametrize("name", elements())
def test_each_element_is_documented_with_every_attribute_and_child(name):
    section = sections()[f"alur:{tag(name)}"]

    assert rows(section) == properties(TYPES[name])
    assert f"<alur:{tag(name)}" in section


def test_attributes_on_foreign_elements_are_documented():
    assert rows(sections()["alur:role"]) == properties(TYPES["LaneRole"])
    assert rows(sections()["alur:purpose and alur:outcome"]) == properties(TYPES["FlowMeaning"])


def test_nothing_is_documented_that_the_descriptor_lacks():
    documented = {
        name for heading in sections() for name in re.findall(r"alur:(\w+)", heading)
    } - {"role", "purpose", "outcome"}

    assert documented == {tag(name) for name in elements()}


def test_the_modeller_knows_exactly_the_words_that_the_gate_knows():
    children = {
        each["name"]
        for kind in TYPES.values()
        for each in kind["properties"]
        if not each.get("isAttr") and not each.get("isBody")
    }

    assert {tag(name) for name in elements()} | children == set(WORDS)
    for name in elements():
        word = WORDS[tag(name)]
        assert properties(TYPES[name]) == word.attributes | word.children
    assert properties(TYPES["LaneRole"]) == set(ATTRIBUTES["lane"])
    assert properties(TYPES["FlowMeaning"]) == set(ATTRIBUTES["sequenceFlow"])


@pytest.mark.parametrize("name", VALUES)
def test_an_element_holds_what_its_frozen_value_holds(name):
    said = {each["name"] for each in TYPES[name]["properties"]}
    held = {field.name for field in fields(VALUES[name])}
    plural = NAMES if name in {"Sop", "Step", "SubStep"} else {}

    named = {plural.get(each, re.sub(r"([A-Z])", r"_\1", each).lower()) for each in said}

    assert named == held


@pytest.mark.parametrize("text", re.findall(r"```xml\n(.*?)```", PAGE, re.DOTALL))
def test_each_example_is_well_formed_and_uses_what_the_descriptor_has(text):
    spaces = {
        "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
        "xsi": "http://www.w3.org/2001/XMLSchema-instance",
        "alur": NAMESPACE,
    }
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in spaces.items())

    root = etree.fromstring(f"<page {declared}>{text}</page>")

    assert undescribed(root) == []


@pytest.mark.parametrize("path", sorted(DIAGRAMS.glob("*.bpmn")), ids=lambda path: path.stem)
def test_a_diagram_uses_only_what_the_descriptor_has(path):
    assert undescribed(etree.parse(path).getroot()) == []


def undescribed(root: etree._Element) -> list[str]:
    """Return every element and attribute of our namespace that bpmn-js would not know."""
    unknown = []
    foreign = {"lane": "LaneRole", "sequenceFlow": "FlowMeaning"}
    children = {
        each["name"]
        for kind in TYPES.values()
        for each in kind["properties"]
        if not each.get("isAttr") and each["type"] == "String"
    }
    for element in root.iter():
        name = etree.QName(element)
        ours = name.namespace == NAMESPACE
        kind = name.localname[0].upper() + name.localname[1:] if ours else ""
        if ours and kind not in TYPES and name.localname not in children:
            unknown.append(name.localname)
        for attribute in element.attrib:
            key = etree.QName(attribute)
            if key.namespace == NAMESPACE:
                owner = foreign.get(name.localname, "")
            elif ours:
                owner = kind
            else:
                continue
            if key.localname not in properties(TYPES.get(owner, {"properties": []})):
                unknown.append(f"{name.localname} {key.localname}")
    return unknown
