"""Whatever is done to a file, judging it raises nothing; and what passes the gate compiles."""

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from service.diagrams import examine
from service.engine import compile_process
from tests.constructs.driver import wander

FOLDER = Path(__file__).parents[1] / "constructs"
FILES = [file.read_bytes() for file in sorted(FOLDER.glob("*.bpmn"))]

VALUE = re.compile(rb'="([^"<>]*)"')
TAG = re.compile(rb"</?((?:\w+:)?\w+)")
ELEMENT = re.compile(rb"<\w[^<>]*/>|<(\w+)[^<>]*>[^<>]*</\1>")
TEXT = re.compile(rb">([^<>\s][^<>]*)<")

SPICE = st.sampled_from(
    [
        b"",
        b" ",
        b"\x00",
        b"\xff",
        b'"',
        b"<",
        b"&amp;",
        b"&#0;",
        b"<!-- -->",
        b"<![CDATA[<]]>",
        b"<?p?>",
        b'id=""',
        b"tns:",
        b"=",
        b"true",
        b"-1",
        "²".encode(),
        b"P1D",
        b"R/PT0S",
        b"/",
        b"#",
        b"$t",
        b"x" * 300,
    ]
)
POSITION = st.integers(0, 10**6)


@st.composite
def mutated(draw):
    """Draw a construct's file with a few things changed: bytes, values, tags, whole elements."""
    raw = draw(st.sampled_from(FILES))
    for _ in range(draw(st.integers(1, 5))):
        kind = draw(
            st.sampled_from(["spice", "cut", "swap values", "swap tags", "swap texts", "copy"])
        )
        raw = _mutate(draw, raw, kind)
    return raw


def _mutate(draw, raw, kind):
    if kind == "spice":
        at = draw(POSITION) % (len(raw) + 1)
        return raw[:at] + draw(SPICE) + raw[at:]
    if kind == "cut":
        at = draw(POSITION) % (len(raw) + 1)
        return raw[:at] + raw[at + draw(st.integers(0, 60)) :]
    if kind == "copy":
        spans = [match.span() for match in ELEMENT.finditer(raw)]
        return _put(draw, raw, spans, replace=False)
    pattern = {"swap values": VALUE, "swap tags": TAG, "swap texts": TEXT}[kind]
    spans = [match.span(1) for match in pattern.finditer(raw)]
    return _put(draw, raw, spans, replace=True)


def _put(draw, raw, spans, *, replace):
    """Put what stands at one span to another one."""
    if not spans:
        return raw
    begin, end = spans[draw(POSITION) % len(spans)]
    to, past = spans[draw(POSITION) % len(spans)]
    return raw[:to] + raw[begin:end] + (raw[past:] if replace else raw[to:])


@given(raw=mutated())
@settings(max_examples=5 * settings().max_examples)
def test_judging_raises_nothing_and_what_passes_can_be_run(raw):
    verdict = examine(raw, called={})

    if not verdict.deployable or verdict.diagram is None:
        assert any(finding.severity == "error" for finding in verdict.findings)
        return
    processes = {process.id: process for process in verdict.diagram.processes}
    for process in verdict.diagram.processes:
        if process.scope.nodes:
            wander(compile_process(process, processes), moves=3)


@given(raw=st.binary(max_size=400))
@settings(max_examples=3 * settings().max_examples)
def test_bytes_of_no_kind_are_refused(raw):
    assert not examine(raw).deployable
