"""`table`: a diagram as a table of a spreadsheet, and such a table as a diagram."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.cli.frame.program import run
from service.cli.frame.program_codes import DONE, REFUSED, WRONG_CALL

ROOT = Path(__file__).resolve().parents[2]
LAKIP = str(ROOT / "bpmn" / "kalbar-lakip.bpmn")


def test_a_diagram_is_shown_as_a_table(capsys):
    assert run(["table", LAKIP]) == DONE

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Nomor\tKegiatan\tPelaksana")
    assert lines[1].split("\t")[1] == "Mulai"


def test_a_table_that_was_written_becomes_a_diagram_that_can_be_run(tmp_path, capsys):
    sheet, diagram = tmp_path / "LAKIP 2027.tsv", tmp_path / "lakip-baru.bpmn"

    assert run(["table", LAKIP, "-o", str(sheet)]) == DONE
    assert run(["table", str(sheet), "-o", str(diagram), "--title", "LAKIP"]) == DONE
    capsys.readouterr()

    assert run(["check", str(diagram), "--json"]) == DONE
    checked = json.loads(capsys.readouterr().out)
    assert checked["deployable"]
    assert [(it["id"], it["name"]) for it in checked["processes"]] == [("lakip-baru", "LAKIP")]


def test_json_and_markdown_say_what_the_table_says(capsys):
    assert run(["table", LAKIP, "--json"]) == DONE
    said = json.loads(capsys.readouterr().out)
    assert run(["table", LAKIP, "--markdown"]) == DONE
    page = capsys.readouterr().out.splitlines()

    assert said["titles"][1] == "Kegiatan"
    assert len(page) == len(said["rows"]) + 2
    assert said["written"] is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_as_spreadsheets_save_it(tmp_path, capsys, encoding):
    file = tmp_path / "sop.txt"
    file.write_bytes("No\tKegiatan\tPelaksana\r\n1\tMemeriksa “é”\tSekretaris".encode(encoding))

    assert run(["table", str(file)]) == DONE

    assert "Memeriksa “é”" in capsys.readouterr().out


def test_what_is_wrong_is_told_with_row_and_column_and_nothing_is_written(tmp_path, capsys):
    file, diagram = tmp_path / "sop.tsv", tmp_path / "sop.bpmn"
    file.write_text("No\tKegiatan\tPelaksana\n1\tMenyusun\tCamat\n2\t\tSekretaris", "utf-8")

    assert run(["table", str(file), "-o", str(diagram)]) == REFUSED
    said = capsys.readouterr().out
    assert run(["table", str(file), "--json", "--lang", "en"]) == REFUSED
    document = json.loads(capsys.readouterr().out)

    assert "2 hal perlu diperbaiki" in said
    assert "[Pelaksana] Langkah 1: Pelaksana “Camat” belum dikenal" in said
    assert [(it["row"], it["column"]) for it in document["problems"]] == [
        (1, "lane"),
        (2, "activity"),
    ]
    assert document["problems"][0]["message"].startswith("Step 1: The performer")
    assert document["diagram"] is None
    assert not diagram.exists()


def test_a_title_that_fits_no_role_is_given_one(tmp_path, capsys):
    file = tmp_path / "sop.tsv"
    file.write_text("No\tKegiatan\tPelaksana\n1\tMenyusun\tCamat", "utf-8")

    assert run(["table", str(file), "--role", "Camat=kepala_dinas"]) == DONE
    assert 'name="Menyusun"' in capsys.readouterr().out
    assert run(["table", str(file), "--role", "Camat=camat"]) == WRONG_CALL


def test_no_file_is_overwritten(tmp_path, capsys):
    there = tmp_path / "ada.tsv"
    there.write_text("isi", "utf-8")

    assert run(["table", LAKIP, "-o", str(there)]) == REFUSED
    assert "tidak ditimpa" in capsys.readouterr().err
    assert there.read_text("utf-8") == "isi"


def test_what_is_no_diagram_and_what_has_no_such_process_is_refused(tmp_path, capsys):
    broken = tmp_path / "a.bpmn"
    broken.write_text("bukan xml", "utf-8")

    assert run(["table", str(broken)]) == REFUSED
    assert run(["table", LAKIP, "--process", "lain"]) == REFUSED
    said = capsys.readouterr().err

    assert "XML" in said
    assert "tidak mempunyai proses" in said
