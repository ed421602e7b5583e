"""Alur's own FEEL never answers differently from the OMG's compatibility kit for DMN.

Where the kit expects null because a value does not fit, we raise instead; what we do answer may
not differ. Decisions as the standard has them: `tests/conformance/dmn_tck.py`.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from functools import cache

import pytest
from lxml import etree

from service.feel import FeelError, FeelSyntaxError, compile_expression
from tests.conformance.corpora import DMN_KIT
from tests.conformance.dmn_tck import alike, cases, folders, value_of

#: They are about the types that decisions declare, which are no part of an expression.
TYPED_DECISIONS = frozenset({"0021-singleton-list", "0082-feel-coercion"})


@cache
def decisions_of(file):
    found = {}
    for decision in etree.parse(file).iter("{*}decision"):
        text = decision.find("{*}literalExpression/{*}text")
        if text is not None:
            found[decision.get("name")] = str(text.xpath("string()")).strip()
    return found


def expressions():
    for folder in folders():
        if folder.name in TYPED_DECISIONS:
            continue
        for case in cases(folder):
            decisions = decisions_of(case.model)
            for result in case.element.findall("{*}resultNode"):
                if result.get("name") in decisions:
                    yield decisions[result.get("name")], case.element, result


def answer_of(text, case, result):
    """Return how the kit's answer and ours go together, and the pair when they differ."""
    try:
        expression = compile_expression(text)
    except FeelSyntaxError:
        return "not read", None
    scope = {node.get("name"): value_of(node) for node in case.findall("{*}inputNode")}
    try:
        found = expression.evaluate(scope)
    except FeelError:
        return "refused", None
    expected = value_of(result)
    if isinstance(expected, datetime) and expected.tzinfo is not None:
        expected = expected.astimezone(UTC)  # so an instant is kept
    return ("same", None) if alike(expected, found) else ("different", (text, expected, found))


@pytest.mark.slow
@pytest.mark.skipif(
    not DMN_KIT.is_dir(), reason="the DMN compatibility kit is not on this machine"
)
def test_what_we_answer_is_what_the_compatibility_kit_expects():
    counts: Counter[str] = Counter()
    different = []
    for text, case, result in expressions():
        outcome, pair = answer_of(text, case, result)
        counts[outcome] += 1
        different += [pair] if pair else []

    assert different == []
    assert counts["same"] >= 1_550, counts
