"""*Perbaiki isian* on the pages, without a script."""

from __future__ import annotations

import pytest

from service.commands.complete_task import complete_task
from tests.integration.running import diagrams
from tests.integration.web.pages.reading import errors_of, form_of, page_of, words_of
from tests.people import NOON

pytestmark = pytest.mark.slow


@pytest.fixture
def walk(begun, office):
    """A process whose first form is filled in."""
    walk, made = begun(diagrams.DECIDED_LATER, "later")
    complete_task(
        office.session,
        office.people["sekretaris"],
        instance_id=made.instance_id,
        task_no=made.opened[0],
        typed={"catatan": "Sudah diperiksa", "jumlah": "1.500"},
        now=NOON,
    )
    return walk


@pytest.fixture
def place(walk):
    return f"/proses/{walk.instance}/perbaiki-isian"


def _asked(browser, place, variable):
    return browser.get(place, query_string={"isian": variable})


def test_what_forms_filled_is_listed_with_its_value(walk, place):
    listed = words_of(walk.browser("kadis").get(place))

    for words in ("catatan", "Sudah diperiksa", "jumlah", "1500", "perlu orang kedua"):
        assert words in listed
    assert "lampiran" not in listed


def test_a_wrong_answer_is_told_at_its_field_and_nothing_is_lost(walk, place):
    head = walk.browser("kadis")
    fields = form_of(_asked(head, place, "jumlah"), "/perbaiki-isian")
    name = next(it for it in fields if it.endswith("jumlah"))

    wrong = head.post(place, data=fields | {name: ["banyak"], "alasan": ["Salah ketik"]})

    assert wrong.status_code == 422
    assert errors_of(wrong)
    assert page_of(wrong).get_element_by_id("alasan").value == "Salah ketik"


def test_a_text_is_corrected_at_once_and_stands_in_the_history(walk, place):
    head = walk.browser("kadis")
    asked = _asked(head, place, "catatan")
    name = next(it for it in form_of(asked, "/perbaiki-isian") if it.endswith("catatan"))
    fields = form_of(asked, "/perbaiki-isian")

    done = head.post(place, data=fields | {name: ["Belum diperiksa"], "alasan": ["Keliru"]})

    assert done.status_code == 303, errors_of(done)
    for where in ("", "/riwayat"):
        said = words_of(head.get(f"/proses/{walk.instance}{where}"))
        for words in ("Isian diperbaiki", "Sudah diperiksa", "Belum diperiksa", "Keliru"):
            assert words in said


def test_a_number_waits_for_a_second_person(walk, place):
    secretary, head = walk.browser("sekretaris"), walk.browser("kadis")
    asked = _asked(secretary, place, "jumlah")
    fields = form_of(asked, "/perbaiki-isian")
    name = next(it for it in fields if it.endswith("jumlah"))

    done = secretary.post(place, data=fields | {name: ["900"], "alasan": ["Salah ketik"]})

    assert done.status_code == 303, errors_of(done)
    shown = secretary.get(f"/proses/{walk.instance}")
    assert "meminta isian “jumlah” diperbaiki" in words_of(shown)
    deciding = next(
        it.get("href") for it in page_of(shown).iter("a") if "/permintaan/" in str(it.get("href"))
    )
    assert "Masih ada permintaan perbaikan" in words_of(_asked(secretary, place, "catatan"))
    said = words_of(head.get(deciding))
    assert "semula 1500 , menjadi 900" in said or "semula 1500, menjadi 900" in said

    approved = head.post(f"{deciding}/setujui", data=form_of(head.get(deciding), "/setujui"))

    assert approved.status_code == 303, errors_of(approved)
    assert "900" in words_of(head.get(place))
    assert "Isian diperbaiki: jumlah" in words_of(head.get(f"/proses/{walk.instance}/riwayat"))


def test_others_find_no_such_page(walk, place):
    assert walk.browser("ketua").get(place).status_code in (403, 404)
