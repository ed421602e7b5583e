"""The transcriptions against the documents they were made from."""

from __future__ import annotations

import re
from dataclasses import fields
from functools import cache
from typing import Any

import pytest
import yaml

from service.catalogue.transcription import Identity, Transcription, read_transcription
from tests.catalogue.places import DIAGRAMS, FORMS, HERE, KEYS, REFERENCE, TRANSCRIPTIONS

needs_reference = pytest.mark.skipif(
    not (REFERENCE / "sops.yaml").exists(), reason="the reference material is not on this machine"
)

pytestmark = pytest.mark.parametrize("key", KEYS)


def transcription(key: str) -> Transcription:
    return read_transcription(HERE / f"{key}.toml")


@cache
def seed(name: str) -> str:
    """The document's text: list marks gone, white space joined."""
    text = (REFERENCE / "seeds" / name).read_text("utf-8")
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


@cache
def ground_truth() -> dict[str, dict[str, Any]]:
    sops = yaml.safe_load((REFERENCE / "sops.yaml").read_text("utf-8"))["sops"]
    return {sop["id"]: sop for sop in sops}


def test_there_is_something_to_compare(key):
    assert TRANSCRIPTIONS
    assert transcription(key).steps


def test_the_steps_are_numbered_in_order(key):
    steps = transcription(key).steps

    assert [step.seq for step in steps] == list(range(1, len(steps) + 1))


@needs_reference
def test_each_row_stands_letter_by_letter_in_the_document(key):
    sop = transcription(key)

    for step in sop.steps:
        row = (
            step.number,
            step.activity,
            step.requirements,
            step.time,
            step.output,
            step.remarks,
        )
        assert " ".join(" ".join(row).split()) in seed(sop.seed)


@needs_reference
def test_the_identity_stands_letter_by_letter_in_the_document(key):
    sop = transcription(key)
    text = seed(sop.seed).replace(" ", "")

    for field in fields(Identity):
        value = getattr(sop.identity, field.name)
        for part in value if isinstance(value, tuple) else (value,):
            # The scan joins the items of a list, so words are compared without their spaces.
            assert part.replace(" ", "") in text, field.name


@needs_reference
def test_each_open_point_quotes_the_document(key):
    sop = transcription(key)

    for point in sop.open_points:
        assert point.source in seed(sop.seed)
        assert point.text


@needs_reference
def test_the_reading_is_that_of_the_ground_truth(key):
    sop, truth = transcription(key), ground_truth()[key]

    assert sop.seed == truth["seed"]
    assert sop.identity.number == truth["nomor_sop"]
    assert sop.identity.made == truth["tanggal_pembuatan"]["raw"]
    assert sop.identity.ratified_by == truth["disahkan_oleh"]["jabatan"]
    assert list(sop.identity.legal_basis) == truth["dasar_hukum"]
    assert list(sop.identity.qualifications) == truth["kualifikasi_pelaksana"]
    assert list(sop.identity.related) == truth["keterkaitan"]
    assert list(sop.identity.equipment) == truth["peralatan"]
    assert list(sop.identity.warnings) == truth["peringatan"]
    assert list(sop.identity.records) == truth["pencatatan"]
    assert len(sop.steps) == len(truth["steps"])
    for step, row in zip(sop.steps, truth["steps"], strict=True):
        assert (step.number, step.activity) == (row["no"], row["kegiatan"])
        assert (step.requirements, step.output) == (row["kelengkapan"], row["output"])
        assert (step.time, step.time_iso) == (row["waktu"]["raw"], row["waktu"]["iso"])
        assert step.remarks == row["keterangan"]
        assert step.column == row["pelaksana"]["kolom"]
        assert step.role == row["pelaksana"]["peran"]
        assert step.confidence == row["pelaksana"]["confidence"]
        assert step.reason


@needs_reference
def test_each_fault_and_gap_of_the_document_became_an_open_point(key):
    sop, truth = transcription(key), ground_truth()[key]

    assert len(sop.open_points) >= len(truth["doc_errors"]) + len(truth["gaps"])


def test_no_name_rank_or_number_of_a_person_is_copied(key):
    kept = [HERE / f"{key}.toml", DIAGRAMS / f"{key}.bpmn", *FORMS.glob("*.form")]

    for path in kept:
        text = path.read_text("utf-8")
        assert not re.search(r"\d{8}\s?\d{6}\s?\d\s?\d{3}", text), path.name  # a NIP
        assert not re.search(r"\b(Drs?|Ir|Hj?)\.\s|Pembina|Penata|\bNIP\b", text), path.name
