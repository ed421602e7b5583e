"""Golden histories lead to the same bytes as long as the engine has the tag that they carry."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from service.engine import ENGINE_TAG
from service.running.reexecution import KNOWN_TAGS
from tests.golden import moved
from tests.golden.histories import (
    DIAGRAMS,
    MISTAKE_OR_TAG,
    ROOT,
    definitions,
    difference,
    executed_again,
    folder_of,
    present,
    read,
)

#: Of every engine that this release promises to execute again.
FILES = [path for tag in sorted(KNOWN_TAGS) for path in sorted(folder_of(tag).glob("*.json"))]


def name_of(path):
    return f"{path.parent.name}/{path.stem}"


def test_every_diagram_has_histories_of_the_present_engine():
    written = {read(path).diagram for path in present()}
    wanted = {path.relative_to(ROOT).as_posix() for path in DIAGRAMS}

    assert written == wanted, f"No histories of {ENGINE_TAG}: run python -m tests.golden"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_history_leads_to_the_same_bytes(path):
    golden = read(path)

    told = difference(golden)

    assert folder_of(golden.engine_tag) == path.parent
    assert told is None, told


def taken_in(golden):
    """Return the paths of all nodes and flows that the histories of a diagram pass."""
    return {
        taken.path
        for history in golden.histories
        for _, step in executed_again(golden, history)
        for taken in step.trace
    }


@pytest.mark.parametrize("name", sorted(path.stem for path in ROOT.glob("bpmn/*.bpmn")))
def test_the_history_of_a_sop_passes_every_node_and_flow_of_it(name):
    golden = read(folder_of(ENGINE_TAG) / f"{name}.json")
    [definition] = definitions(golden.diagram).values()

    assert {*definition.nodes, *definition.flows} - taken_in(golden) == set()


CONSTRUCTS = [path for path in present() if read(path).diagram.startswith("tests/")]


@pytest.mark.parametrize("path", CONSTRUCTS, ids=name_of)
def test_the_histories_of_a_construct_pass_every_process_of_its_diagram(path):
    golden = read(path)

    # Ids of these diagrams begin with their process; a process may only be called.
    passed = {taken.rpartition("/")[2].partition(".")[0] for taken in taken_in(golden)}
    assert definitions(golden.diagram).keys() <= passed


@pytest.mark.parametrize("path", sorted(moved.folder().glob("*.json")), ids=name_of)
def test_a_moved_process_leads_to_the_same_bytes(path):
    told = moved.difference(path)

    assert told is None, f"{told}\n{MISTAKE_OR_TAG}"


def test_every_construct_has_a_history_that_was_moved():
    written = {path.stem for path in moved.folder().glob("*.json")}
    told = [json.loads(path.read_text("utf-8")) for path in moved.folder().glob("*.json")]

    assert written == {path.stem for path in DIAGRAMS if path.parent.name == "constructs"}
    assert sum(len(content["histories"]) for content in told) > 2 * len(written)


def test_other_bytes_are_told_with_what_to_do_about_them():
    golden = read(present()[0])
    history = golden.histories[0]
    other = replace(history.steps[1], sha256="0" * 64)
    steps = (history.steps[0], other, *history.steps[2:])

    told = difference(replace(golden, histories=(replace(history, steps=steps),)))

    assert told is not None
    assert f"process {history.process}: command 2" in told
    assert "this is a mistake" in told
    assert "raise COMPILER_VERSION" in told
    assert "python -m tests.golden" in told


def test_a_command_that_no_longer_fits_is_told_too():
    golden = read(present()[0])
    history = golden.histories[0]
    steps = (history.steps[0], *history.steps)

    told = difference(replace(golden, histories=(replace(history, steps=steps),)))

    assert told is not None
    assert "command 2" in told
    assert "is refused" in told


def test_a_diagram_that_was_changed_is_no_fault_of_the_engine():
    told = difference(replace(read(present()[0]), sha256="0" * 64))

    assert told is not None
    assert "The diagram is another one" in told
