"""Our tables of BPMN's and our own words against the schema of the standard and the modeller's."""

import json
from pathlib import Path

import pytest
import SpiffWorkflow
from lxml import etree

from service.diagrams.extension_vocabulary import ATTRIBUTES, WORDS
from service.diagrams.vocabulary import KINDS, NOT_EXECUTED

SCHEMA = Path(SpiffWorkflow.__file__).parent / "bpmn" / "parser" / "schema" / "Semantic.xsd"
MODDLE = Path(__file__).parents[3] / "bpmn" / "alur-moddle.json"
XSD = "{http://www.w3.org/2001/XMLSchema}"

#: Elements that the schema declares inside a type, not at its top.
INNER_EXPRESSIONS = {
    "condition",
    "conditionExpression",
    "loopCondition",
    "loopCardinality",
    "completionCondition",
    "timeDate",
    "timeDuration",
    "timeCycle",
}
#: Said of flow elements, which the reader reads or refuses one by one.
REFUSED_WITH_A_WORD = {"ioBinding", "correlationSubscription", "correlationKey"}
#: Stand for others in the schema and are never written.
NAMES_OF_GROUPS = {"artifact", "conversationNode", "eventDefinition", "loopCharacteristics"}


def local(name):
    return (name or "").rpartition(":")[2]


class Schema:
    """As much of XML Schema as the standard's file uses."""

    def __init__(self):
        root = etree.parse(SCHEMA).getroot()
        self.types = {item.get("name"): item for item in root.iterchildren(f"{XSD}complexType")}
        self.elements = {item.get("name"): item for item in root.iterchildren(f"{XSD}element")}

    def type_of(self, element):
        if element in INNER_EXPRESSIONS:
            return "tExpression"
        if element == "childLaneSet":
            return "tLaneSet"
        return local(self.elements[element].get("type"))

    def attributes(self, type_name):
        found = {item.get("name") for item in self.types[type_name].iter(f"{XSD}attribute")}
        base = self._base(type_name)
        return found | (self.attributes(base) if base else set())

    def children(self, type_name):
        found = set()
        for item in self.types[type_name].iter(f"{XSD}element"):
            if item.get("ref"):
                found |= self.concrete(local(item.get("ref")))
            else:
                found.add(item.get("name"))
        base = self._base(type_name)
        return found | (self.children(base) if base else set())

    def _base(self, type_name):
        extension = self.types[type_name].find(f".//{XSD}extension")
        base = None if extension is None else local(extension.get("base"))
        return base if base in self.types else None

    def concrete(self, name):
        found = set() if self.elements[name].get("abstract") == "true" else {name}
        for other, element in self.elements.items():
            if local(element.get("substitutionGroup")) == name:
                found |= self.concrete(other)
        return found


STANDARD = Schema()
FLOW_ELEMENTS = STANDARD.children("tProcess")


@pytest.mark.parametrize("element", sorted(KINDS))
def test_the_attributes_of_an_element_are_those_of_the_standard(element):
    expected = STANDARD.attributes(STANDARD.type_of(element))
    if element in INNER_EXPRESSIONS:
        expected |= STANDARD.attributes("tFormalExpression")

    assert KINDS[element].attributes == expected


@pytest.mark.parametrize("element", sorted(KINDS))
def test_every_child_of_the_standard_is_read_told_or_refused(element):
    expected = STANDARD.children(STANDARD.type_of(element))
    kind = KINDS[element]
    told = kind.children | NOT_EXECUTED | REFUSED_WITH_A_WORD
    if kind.scope:
        told |= FLOW_ELEMENTS

    assert kind.children <= expected
    assert expected - told <= NAMES_OF_GROUPS


def moddle_types():
    return {item["name"]: item for item in json.loads(MODDLE.read_text("utf-8"))["types"]}


def words_of_the_modeller():
    """Return our elements as the modeller knows them: element → (attributes, children)."""
    types = {
        name[0].lower() + name[1:]: item.get("properties", [])
        for name, item in moddle_types().items()
        if "extends" not in item
    }
    found = {}
    for name, properties in types.items():
        attributes = {item["name"] for item in properties if item.get("isAttr")}
        inner = {
            item["name"]
            for item in properties
            if not item.get("isAttr") and not item.get("isBody")
        }
        found[name] = (attributes, inner)
        for child in inner - set(types):
            found[child] = (set(), set())
    return found


def test_the_modeller_keeps_exactly_the_words_that_we_read():
    ours = {name: (set(word.attributes), set(word.children)) for name, word in WORDS.items()}

    assert words_of_the_modeller() == ours


def test_the_modeller_keeps_our_attributes_on_lanes_and_flows():
    extended = {
        item["extends"][0].removeprefix("bpmn:"): {prop["name"] for prop in item["properties"]}
        for item in moddle_types().values()
        if "extends" in item
    }

    assert {name[0].lower() + name[1:]: names for name, names in extended.items()} == {
        name: set(attributes) for name, attributes in ATTRIBUTES.items()
    }
