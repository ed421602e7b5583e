"""The transcriptions against the documents they were made from."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from service.catalogue.transcription import Identity, Row, Transcription, read_transcription
from tests.catalogue.places import DIAGRAMS, FORMS, HERE, KEYS, REFERENCE, TRANSCRIPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

needs_reference = pytest.mark.skipif(
    not (REFERENCE / "sops.yaml").exists(), reason="the reference material is not on this machine"
)

#: Where the reading of `sops.yaml` is not what the document has, which is right.
CORRECTED = {
    ("kalbar-lakip", "ratified_by"): "“Disahkan oleh” has no comma; the block below it has one",
    ("kalbar-lppd", "ratified_by"): "the scan lost two words, which are not made up here",
    ("tanjabbar-lakip", "ratified_by"): "the block is lost in the scan; the reading took a twin's",
}

pytestmark = pytest.mark.parametrize("key", KEYS)


def transcription(key: str) -> Transcription:
    return read_transcription(HERE / f"{key}.toml")


@cache
def source(key: str) -> dict[str, Any]:
    """The transcription's file, with what only these tests read of it."""
    return tomllib.loads((HERE / f"{key}.toml").read_text("utf-8"))


@cache
def lines(name: str) -> tuple[str, ...]:
    """The document line by line: list marks gone."""
    text = (REFERENCE / "seeds" / name).read_text("utf-8")
    return tuple(re.sub(r"</?[a-z][^>]*>|(?<=\t)Mulai(?=\t)", " ", text).split("\n"))


@cache
def seed(name: str) -> str:
    """The document's text: list marks gone, white space joined."""
    return " ".join(" ".join(lines(name)).split())


def words(text: str) -> Counter[str]:
    """The words and numbers of a text; strokes of the drawing have neither letter nor digit."""
    return Counter(word for word in text.split() if re.search(r"[^\W_]", word))


def in_order(part: str, text: str) -> bool:
    """Whether a text holds the words of `part` in their order, others between them."""
    left = iter(text.casefold().split())
    return all(word in left for word in part.casefold().split())


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


def test_the_parts_of_a_row_are_its_text_and_their_times_its_time(key):
    for step in transcription(key).steps:
        if not step.sub_steps:
            continue
        parts = " ".join(f"{part.number} {part.activity}" for part in step.sub_steps)
        assert step.activity.endswith(parts)
        times = [part.time for part in step.sub_steps if part.time]
        if times:
            assert step.time == " ".join(times)
            # Each is of whole days, so that their sum is the row's time.
            days = [int(part.time_iso.strip("PD")) for part in step.sub_steps]
            assert step.time_iso == f"P{sum(days)}D"


def test_a_time_without_a_number_gives_none(key):
    for step in transcription(key).steps:
        assert bool(step.time_iso) == bool(re.search(r"\d", step.time)), step.seq
        assert step.time_adjusted == (step.time == "Disesuaikan")


@needs_reference
def test_the_lines_of_the_document_hold_each_word_of_their_row_and_no_other(key):
    """Where columns stand side by side in the scan, or a row is torn apart."""
    for step, kept in zip(transcription(key).steps, source(key)["steps"], strict=True):
        if "lines" not in kept:
            continue
        scan = words(" ".join(seed_lines(key, kept["lines"])))
        read = words(row_of(step))
        for shown, meant in kept.get("mended", ()):
            assert words(shown) <= scan, shown
            scan -= words(shown)
            read -= words(meant)
        assert scan == read + words(kept.get("drawn", "")), step.seq


def seed_lines(key: str, ranges: Iterable[tuple[int, int | None]]) -> list[str]:
    every = lines(transcription(key).seed)
    return [line for first, last in ranges for line in every[first - 1 : last]]


def row_of(step: Row) -> str:
    cells = (
        step.number,
        step.activity,
        step.requirements,
        step.time,
        step.output,
        step.remarks,
    )
    return " ".join(" ".join(cells).split())


@needs_reference
def test_each_row_stands_letter_by_letter_in_the_document(key):
    sop = transcription(key)

    for step, kept in zip(sop.steps, source(key)["steps"], strict=True):
        if "lines" not in kept:
            assert row_of(step) in seed(sop.seed)


@needs_reference
def test_the_identity_stands_letter_by_letter_in_the_document(key):
    sop = transcription(key)
    kept = source(key)["identity"]
    block = " ".join(" ".join(seed_lines(key, kept.get("lines", [[1, None]]))).split())
    for shown, meant in kept.get("mended", ()):
        assert shown in block, shown
        block = block.replace(shown, meant)

    for field in fields(Identity):
        value = getattr(sop.identity, field.name)
        for part in value if isinstance(value, tuple) else (value,):
            # The scan joins the items of a list, so words are compared without their spaces;
            # where it has columns side by side, those of the other stand between them.
            joined = part.replace(" ", "") in block.replace(" ", "")
            assert joined or ("lines" in kept and in_order(part, block)), field.name


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
    assert sop.identity.ratified == truth.get("tanggal_pengesahan", {}).get("raw", "")
    read_right = sop.identity.ratified_by == truth["disahkan_oleh"]["jabatan"]
    assert read_right == ((key, "ratified_by") not in CORRECTED)
    assert list(sop.identity.legal_basis) == truth["dasar_hukum"]
    assert list(sop.identity.qualifications) == truth["kualifikasi_pelaksana"]
    assert list(sop.identity.related) == truth["keterkaitan"]
    assert list(sop.identity.equipment) == truth["peralatan"]
    assert list(sop.identity.warnings) == truth["peringatan"]
    assert list(sop.identity.records) == truth["pencatatan"]
    assert len(sop.steps) == len(truth["steps"])
    for step, row in zip(sop.steps, truth["steps"], strict=True):
        # The ground truth fills in numbers that the scan lost, and leaves out their dots.
        assert step.number.rstrip(".") in {row["no"].rstrip("."), ""}
        assert step.activity == row["kegiatan"]
        assert (step.requirements, step.output) == (row["kelengkapan"] or "", row["output"] or "")
        assert step.remarks == (row["keterangan"] or "")
        assert step.time.replace(" ", "") == "".join(row["waktu"]["raw"].split())
        if step.time_iso != (row["waktu"]["iso"] or ""):
            assert [part.time for part in step.sub_steps] == [
                part["raw"] for part in row["waktu"]["parts"]
            ]
        assert [(part.number.rstrip("."), part.activity) for part in step.sub_steps] == [
            (part["no"], part["kegiatan"]) for part in row.get("sub_kegiatan", ())
        ]
        assert step.column in {row["pelaksana"]["kolom"], *truth.get("pelaksana_columns_raw", ())}
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
