"""The command that compares the diagrams with the transcriptions."""

from __future__ import annotations

import re
import shutil

import pytest
import yaml

from service.catalogue.compare import main
from tests.catalogue.places import DIAGRAMS, HERE, KEYS, REFERENCE

pytestmark = pytest.mark.slow

KEY = "kalbar-rka-dpa"


@pytest.fixture
def run(tmp_path, capsys):
    """Give a function that compares, in copies of the folders that a test may change."""
    for path in HERE.glob("*.toml"):
        shutil.copy(path, tmp_path / path.name)
    for path in DIAGRAMS.glob("*.bpmn"):
        shutil.copy(path, tmp_path / path.name)

    def called(*more):
        code = main([*more, "--transcriptions", str(tmp_path), "--diagrams", str(tmp_path)])
        return code, capsys.readouterr().out.splitlines()

    return called


def change(path, before, after):
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


def cells(lines, first):
    return next(re.split(r" {2,}", line) for line in lines if line.startswith(first))


def test_every_row_of_the_catalogue_is_as_its_document_has_it(run):
    code, lines = run()

    assert code == 0
    assert len(lines) == len(KEYS) + 2
    total = dict(zip(cells(lines, "SOP"), cells(lines, f"{len(KEYS)} SOP"), strict=True))
    # 145 steps and three rows that say Selesai; 18 parts of rows.
    assert [total[name] for name in ("rows", "tasks", "ends", "sub-steps", "differ")] == [
        "148/148",
        "145",
        "3",
        "18/18",
        "0",
    ]


def test_the_table_counts_rows_and_what_is_proposed(run):
    code, lines = run(KEY)

    assert code == 0
    assert dict(zip(cells(lines, "SOP"), cells(lines, KEY), strict=True)) == {
        "SOP": KEY,
        "rows": "16/16",
        "tasks": "16",
        "ends": "0",
        "sub-steps": "0/0",
        "proposed": "5",
        "texts": "256",
        "differ": "0",
    }


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            "<alur:requirements>Undangan Rapat<",
            "<alur:requirements>Undangan<",
            "2, requirements: transcription “Undangan Rapat”, diagram “Undangan”",
        ),
        ('timeIso="PT5H"', 'timeIso="PT4H"', "2, time in ISO 8601: transcription “PT5H”"),
        (
            'name="Merevisi RKA sesuai dengan hasil asistensi,',
            'name="Merevisi,',
            "11, activity: transcription “Merevisi RKA sesuai",
        ),
        (
            ">Komputer/Laptop<",
            "> <",
            "identity, peralatan 2: transcription “Komputer/Laptop”, diagram “”",
        ),
        ('<alur:step seq="16"', '<alur:step seq="17"', "17, row: transcription nothing, diagram"),
    ],
)
def test_a_text_that_is_not_the_same_is_told_with_both_sides(run, tmp_path, before, after, told):
    change(tmp_path / f"{KEY}.bpmn", before, after)

    code, lines = run(KEY)

    assert code == 1
    assert any(f"{KEY}, {told}" in line for line in lines), lines


def test_a_row_that_no_node_carries_is_told(run, tmp_path):
    change(tmp_path / f"{KEY}.bpmn", 'alur:step seq="3"', 'alur:step seq="4"')

    code, lines = run(KEY)

    assert code == 1
    assert cells(lines, KEY)[1] == "14/16"
    assert [line.partition(": ")[0] for line in lines if line.startswith(f"{KEY}, ")] == [
        f"{KEY}, 3, the one node of the row",
        f"{KEY}, 4, the one node of the row",
    ]


def test_another_reading_of_the_document_is_compared_too(run, tmp_path):
    row = {
        "seq": 1,
        "no": "1",
        "kegiatan": "Menyusun SK Tim",
        "kelengkapan": "Peraturan Terkait Penyusunan RKA dan DPA SKPD",
        "waktu": {"raw": "2 jam", "iso": "PT2H"},
        "output": "SK Tim Penyusunan RKA dan DPA SKPD",
        "keterangan": None,
        "pelaksana": {"kolom": "Ketua Tim Kerja", "peran": "ketua_tim", "confidence": "medium"},
    }
    other = tmp_path / "sops.yaml"
    other.write_text(yaml.safe_dump({"sops": [{"id": KEY, "steps": [row]}]}), "utf-8")

    code, lines = run(KEY, "--reference", str(other))

    assert code == 1
    told = [line for line in lines if "reference" in line]
    assert told[0] == (
        f"{KEY}, 1, activity: transcription “Menyusun SK Tim Penyusunan RKA dan DPA SKPD”, "
        "reference “Menyusun SK Tim”"
    )
    assert told[1].startswith(f"{KEY}, 2, number: transcription “2”, reference nothing")


@pytest.mark.skipif(
    not (REFERENCE / "sops.yaml").exists(), reason="the reference material is not on this machine"
)
def test_the_catalogue_agrees_with_the_reference(run):
    code, lines = run("--reference", str(REFERENCE / "sops.yaml"))

    assert (code, len(lines)) == (0, len(KEYS) + 2)


def test_a_sop_without_transcription_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["tidak-ada"])

    assert "no transcription of tidak-ada" in capsys.readouterr().err
