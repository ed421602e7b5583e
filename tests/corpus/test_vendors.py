"""What other engines wrote into a file stays in it, and is named where it would matter there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from service.diagrams import examine
from service.diagrams.opening import opened
from service.diagrams.vendor_words import VENDORS
from service.sentences import sentence
from tests.conformance.corpora import BETSY, MIWG, ROOT
from tests.corpus.vendors_page import PAGE, page
from tests.unit.diagrams.written import small

HERE = Path(__file__).parent
TOOLS = sorted((HERE / "tools").glob("*.bpmn"))
OMG = "http://www.omg.org/spec/"

#: What Python writes where a program forgot that people read it.
INTERNALS = re.compile(
    r"Traceback|object at 0x|<class |\b(None|True|False)\b|\{'|\['|\('|\bb'|Error\b|Exception"
)

UNFILLED = re.compile(r"\{\w+\}")


def found_in(raw, code):
    return [finding for finding in examine(raw).findings if finding.code == code]


WORDS = [(uri, name, word) for uri, (name, words) in VENDORS.items() for word in sorted(words)]


@pytest.mark.parametrize(("uri", "name", "word"), WORDS)
def test_a_word_that_changes_behaviour_is_named_at_its_element(uri, name, word):
    as_attribute = small(attributes=f'xmlns:v="{uri}" v:{word}="x"')
    as_element = small(words=[f'<v:{word} xmlns:v="{uri}"/>'])

    for raw in (as_attribute, as_element):
        (finding,) = found_in(raw, "vendor-behaviour")
        assert (finding.element, finding.params) == ("t", {"vendor": name, "words": word})
        for language in ("id", "en"):
            said = sentence("gate.vendor-behaviour", language, element="t", **finding.params)
            assert word in said
            assert name in said


@pytest.mark.parametrize("uri", VENDORS)
def test_several_words_of_an_element_are_one_finding(uri):
    first, second, *_ = sorted(VENDORS[uri][1])
    raw = small(attributes=f'xmlns:v="{uri}" v:{second}="x" v:{first}="x"')

    (finding,) = found_in(raw, "vendor-behaviour")

    assert finding.params["words"] == f"{first}, {second}"
    assert found_in(raw, "vendor-extension") == []


@pytest.mark.parametrize("uri", VENDORS)
def test_what_changes_nothing_is_told_once(uri):
    raw = small(attributes=f'xmlns:v="{uri}" v:note="x"', words=[f'<v:note xmlns:v="{uri}"/>'])

    assert found_in(raw, "vendor-behaviour") == []
    (finding,) = found_in(raw, "vendor-extension")
    assert finding.params == {"vendor": VENDORS[uri][0]}


def foreign(raw):
    """Return every element and attribute that is neither BPMN's nor without a namespace."""
    root = etree.fromstring(raw)
    found: Counter[tuple[object, ...]] = Counter()
    for element in root.iter("*"):
        owner = etree.QName(element).namespace or ""
        if owner and not owner.startswith(OMG):
            text = (element.text or "").strip()
            found[(element.tag, text, *sorted(element.attrib.items()))] += 1
        for name, value in element.attrib.items():
            owner = etree.QName(name).namespace or ""
            if owner and not owner.startswith(OMG):
                found[name, value] += 1
    return found


@pytest.mark.parametrize("path", TOOLS, ids=lambda path: path.stem)
def test_what_tools_wrote_is_there_when_the_modeller_opens_the_file(path):
    raw = path.read_bytes()

    assert foreign(opened(raw).raw) == foreign(raw)


EVERY = sorted(
    path
    for folder in (HERE, ROOT / "tests" / "constructs", BETSY, MIWG)
    if folder.is_dir()
    for path in folder.rglob("*.bpmn")
)


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_no_message_shows_what_python_calls_things(path):
    for finding in examine(path.read_bytes(), called={}).findings:
        for language in ("id", "en"):
            said = sentence(
                f"gate.{finding.code}", language, element=finding.element, **finding.params
            )
            # What the file itself says is no word of ours.
            for value in (finding.element, *finding.params.values()):
                said = said.replace(str(value), "…") if len(str(value)) > 3 else said
            assert not INTERNALS.search(said)
            assert not UNFILLED.search(said)
            for value in finding.params.values():
                assert value is not None
                assert not str(value).startswith(("<", "b'", "{'", "['", "("))


def test_the_page_is_written_from_the_table():
    assert PAGE.read_text("utf-8") == page(), "write it with: python -m tests.corpus.vendors_page"
