"""The OMG's compatibility kit for DMN, as far as its expressions are in our subset.

Where the kit expects null because a value does not fit, we raise instead; nothing that we do
answer may differ from it.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from service.errors import Rejected
from service.feel import FeelError, FeelSyntaxError, compile_expression
from service.feel.iso8601 import parse_duration, parse_instant, parse_time
from tests.conformance.corpora import DMN_KIT

if TYPE_CHECKING:
    from collections.abc import Callable

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
#: It is about the types that decisions declare, which are no part of an expression.
TYPED_DECISIONS = "0082-feel-coercion"

READERS: dict[str, Callable[[str], object]] = {
    "decimal": Decimal,
    "integer": Decimal,
    "double": Decimal,
    "boolean": lambda text: text == "true",
    "string": str,
    "date": date.fromisoformat,
    "dateTime": parse_instant,
    "duration": parse_duration,
    "time": parse_time,
}


def value_of(element):
    """Return the value that a test case writes; raises ValueError for kinds that we lack."""
    for child in element.iterchildren(tag=etree.Element):
        match etree.QName(child).localname:
            case "expected":
                return value_of(child)
            case "list":
                return [value_of(item) for item in child.iterchildren(tag=etree.Element)]
            case "component":
                parts = element.iterchildren("{*}component")
                return {part.get("name"): value_of(part) for part in parts}
            case "value" if child.get(f"{XSI}nil") != "true":
                kind = (child.get(f"{XSI}type") or "xsd:string").split(":")[-1]
                return READERS[kind](child.text or "")
    return None


def decisions_of(folder):
    found = {}
    for file in folder.glob("*.dmn"):
        for decision in etree.parse(file).iter("{*}decision"):
            text = decision.find("{*}literalExpression/{*}text")
            if text is not None:
                found[decision.get("name")] = str(text.xpath("string()")).strip()
    return found


def cases():
    for folder in sorted(DMN_KIT.glob("compliance-level-*/*")):
        if not folder.is_dir() or folder.name == TYPED_DECISIONS:
            continue
        decisions = decisions_of(folder)
        for file in folder.glob("*test*.xml"):
            for case in etree.parse(file).iter("{*}testCase"):
                for result in case.findall("{*}resultNode"):
                    if result.get("name") in decisions:
                        yield decisions[result.get("name")], case, result


def answer_of(text, case, result):
    """Return how the kit's answer and ours go together, and the pair when they differ."""
    try:
        expression = compile_expression(text)
    except FeelSyntaxError:
        return "not in the subset", None
    try:
        scope = {node.get("name"): value_of(node) for node in case.findall("{*}inputNode")}
        expected = value_of(result)
    except (KeyError, ValueError, Rejected):
        return "value of a kind that we lack", None
    try:
        found = expression.evaluate(scope)
    except FeelError:
        return "refused", None
    alike = isinstance(found, bool) == isinstance(expected, bool) and found == expected
    return ("same", None) if alike else ("different", (text, expected, found))


@pytest.mark.skipif(
    not DMN_KIT.is_dir(), reason="the DMN compatibility kit is not on this machine"
)
def test_what_we_answer_is_what_the_compatibility_kit_expects():
    counts: Counter[str] = Counter()
    different = []
    for text, case, result in cases():
        outcome, pair = answer_of(text, case, result)
        counts[outcome] += 1
        different += [pair] if pair else []

    assert different == []
    assert counts["same"] >= 700, counts
