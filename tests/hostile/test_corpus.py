import socket
import time
from contextlib import suppress
from pathlib import Path

import pytest

from service.diagrams import DiagramRefused, examine, read_diagram
from service.engine import compile_process
from service.sentences import sentence
from tests.hostile.corpus import CODE, CORPUS
from tests.hostile.heavy import HEAVY

pytestmark = pytest.mark.slow

#: Of this process, so that a busy machine makes no hostile file.
SECONDS = 2


@pytest.mark.parametrize("hostile", CORPUS, ids=str)
def test_a_hostile_file_is_refused_with_code_element_and_sentence_in_two_seconds(hostile):
    began = time.process_time()

    verdict = examine(hostile.raw, called={})

    assert time.process_time() - began < SECONDS
    assert not verdict.deployable
    errors = [finding for finding in verdict.findings if finding.severity == "error"]
    if hostile.code:
        assert (hostile.code, hostile.element) in {(item.code, item.element) for item in errors}
    for finding in errors:
        text = sentence(f"gate.{finding.code}", element=finding.element, **finding.params)
        assert text != f"gate.{finding.code}"


@pytest.mark.parametrize("hostile", CODE, ids=str)
def test_code_of_another_language_compiles_nowhere(hostile):
    codes = {finding.code for finding in examine(hostile.raw, called={}).findings}

    assert any(code.startswith("expression-") for code in codes)


@pytest.mark.parametrize("hostile", CORPUS, ids=str)
def test_reading_raises_nothing_but_its_refusal(hostile):
    # What only the gate finds (a loop without a wait) is no matter of reading.
    with suppress(DiagramRefused):
        read_diagram(hostile.raw)


def test_no_file_makes_the_reader_open_another_file_or_a_connection(monkeypatch, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("rahasia")

    def refuse(*_arguments, **_keywords):
        raise AssertionError

    monkeypatch.setattr(socket, "socket", refuse)
    for hostile in CORPUS:
        raw = hostile.raw.replace(b"file:///etc/passwd", Path(secret).as_uri().encode())

        findings = examine(raw, called={}).findings

        assert "rahasia" not in repr(findings)


@pytest.mark.parametrize("hostile", HEAVY, ids=str)
@pytest.mark.slow
def test_the_largest_files_that_are_read_are_judged_in_two_seconds(hostile):
    began = time.process_time()

    verdict = examine(hostile.raw)
    assert verdict.diagram is not None
    if verdict.deployable:
        processes = {item.id: item for item in verdict.diagram.processes}
        compile_process(verdict.diagram.processes[0], processes)

    assert time.process_time() - began < SECONDS


def test_the_corpus_is_large():
    assert len({str(hostile) for hostile in CORPUS}) >= 40
