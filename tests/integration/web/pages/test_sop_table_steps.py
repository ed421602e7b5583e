"""*Urungkan* and *Ulangi* on the table of a draft, without JavaScript and as our module asks."""

from __future__ import annotations

import pytest

from service.sentences import sentence
from tests.integration.web.pages.reading import page_of, words_of
from tests.integration.web.pages.test_sop_tables import (
    PASTED,
    analyst,
    rows_of,
    send,
    shown,
    stored,
    table,
    typed,
)

__all__ = ["analyst", "table"]

pytestmark = pytest.mark.slow


def pasted(browser, address):
    answer = send(browser, address, typed(browser, address, tempelan=PASTED), "pakai")
    assert answer.status_code == 303, words_of(answer)


def activities(browser, address):
    return [row.activity for row in stored(browser, address).rows]


def told(answer):
    return " ".join(page_of(answer).xpath("string(//*[@data-part='told'])").split())


def usable(answer):
    """Return which of the two buttons can be pressed."""
    buttons = page_of(answer).xpath("//button[@data-part='undo' or @data-part='redo']")
    return [each.text for each in buttons if each.get("disabled") is None]


def test_a_removed_row_comes_back_with_what_only_its_diagram_says(analyst, table):
    pasted(analyst, table)
    before = analyst.get(table.replace("/tabel", "/diagram.bpmn")).get_data()
    rows = rows_of(analyst.get(table))
    gone = send(analyst, table, typed(analyst, table), f"hapus:{rows[4]}")
    assert (usable(gone), rows[4] in rows_of(gone)) == (["Urungkan"], False)

    back = send(analyst, table, shown(gone), "urungkan")

    assert (rows_of(back), told(back)) == (rows, "Langkah 4 dikembalikan.")
    assert usable(back) == ["Urungkan", "Ulangi"]
    assert analyst.get(table.replace("/tabel", "/diagram.bpmn")).get_data() == before
    again = send(analyst, table, shown(back), "ulangi")
    assert (rows[4] in rows_of(again), told(again)) == (False, "Diulangi: langkah 4 dihapus.")
    assert usable(again) == ["Urungkan"]


def test_the_rows_before_a_paste_come_back_and_the_pasted_ones_again(analyst, table):
    send(analyst, table, typed(analyst, table, **{"kegiatan-langkah_1": "Mencatat surat"}))
    before = activities(analyst, table)
    pasted(analyst, table)
    after = activities(analyst, table)

    back = send(analyst, table, typed(analyst, table), "urungkan")

    assert activities(analyst, table) == before
    assert told(back) == "Langkah 1 dikembalikan; 5 langkah ditarik kembali."
    send(analyst, table, shown(back), "ulangi")
    assert activities(analyst, table) == after


def test_a_new_sop_has_nothing_to_take_back(analyst, table):
    assert usable(analyst.get(table)) == []

    answer = send(analyst, table, typed(analyst, table), "urungkan")

    assert told(answer) == sentence("web.nothing-undone")


def test_what_was_typed_and_not_saved_is_what_is_taken_back_first(analyst, table):
    send(analyst, table, typed(analyst, table, **{"kegiatan-langkah_1": "Mencatat surat"}))
    fields = typed(analyst, table, **{"waktu-langkah_1": "2 jam"})

    back = send(analyst, table, fields, "urungkan")

    assert told(back) == "Waktu langkah 1 dikembalikan."
    assert activities(analyst, table)[1] == "Mencatat surat"
    assert usable(back) == ["Urungkan", "Ulangi"]


def test_what_cannot_be_saved_stays_as_typed_until_it_is_given_up(analyst, table):
    fields = typed(analyst, table, **{"lanjutan-langkah_1": "ke mana saja"})

    kept = send(analyst, table, fields, "urungkan", program=True)
    given_up = send(analyst, table, fields, "urungkan:tersimpan", program=True)

    assert (kept.status_code, kept.json["saved"]) == (422, False)
    assert (given_up.status_code, given_up.json["told"]) == (200, sentence("web.undone-unsaved"))
    assert "ke mana saja" not in given_up.json["table"]


def test_saves_of_one_cell_are_one_step_and_the_module_gets_the_rows_of_that_state(analyst, table):
    fields = typed(analyst, table)
    for text, more in (("Men", {}), ("Mencatat", {"menyambung": "1"})):
        fields |= {"kegiatan-langkah_1": text, **more}
        saved = send(analyst, table, fields, "otomatis", program=True)
        fields["revisi"] = str(saved.json["revision"])
    assert (saved.json["back"], saved.json["ahead"], saved.json.get("table")) == (
        True,
        False,
        None,
    )

    back = send(analyst, table, fields | {"menyambung": ""}, "urungkan", program=True)

    assert (back.json["back"], back.json["ahead"]) == (False, True)
    assert back.json["focus"] == "langkah_1"
    assert 'data-row="langkah_1"' in back.json["table"]
    assert activities(analyst, table)[1] != "Men"


def test_what_somebody_else_saved_meanwhile_is_not_taken_back(app, office, analyst, table):
    send(analyst, table, typed(analyst, table, **{"kegiatan-langkah_1": "Mencatat surat"}))
    mine = typed(analyst, table)
    other = office.signed_in(app, "analis", confirmed=True)
    send(other, table, typed(other, table, **{"waktu-langkah_1": "2 jam"}))

    answer = send(analyst, table, {**mine, "waktu-langkah_1": "3 jam"}, "urungkan")

    assert answer.status_code == 409
    assert stored(analyst, table).rows[1].time.text == "2 jam"
