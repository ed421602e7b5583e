"""Whatever is done to a file, judging it raises nothing; and what passes the gate compiles."""

from pathlib import Path
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from service.diagrams import examine
from service.engine import compile_process
from tests.constructs.driver import wander
from tests.fuzz.edits import SPICES, Edit, Kind, edited

FOLDER = Path(__file__).parents[1] / "constructs"
FILES = [file.read_bytes() for file in sorted(FOLDER.glob("*.bpmn"))]

POSITION = st.integers(0, 10**6)
EDITS = st.lists(
    st.one_of(
        st.builds(Edit, st.just("spice"), POSITION, POSITION, st.sampled_from(SPICES)),
        st.builds(Edit, st.sampled_from(get_args(Kind)[1:]), POSITION, POSITION),
    ),
    min_size=1,
    max_size=5,
)
#: A construct's file with a few things changed: bytes, values, tags, whole elements.
MUTATED = st.builds(edited, st.sampled_from(FILES), EDITS)


@given(raw=MUTATED)
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
