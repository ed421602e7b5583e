"""The page of a SOP of several versions: which one it shows, and what may be done with it."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from tests import sops
from tests.integration.web.pages.reading import csrf_of, errors_of, form_of, place_of, words_of
from tests.integration.web.pages.test_sops import analyst, head
from tests.people import NOON

__all__ = ["analyst", "head"]

pytestmark = pytest.mark.slow

TODAY = NOON.date()
LATER = TODAY + timedelta(days=10)


@pytest.fixture
def page(analyst, head, office):
    """Give the page of a SOP of which one version is in force, and the second a trial."""
    made = [version(analyst, office, number) for number in (1, 2)]
    done(head, made[0], 1, "berlakukan", tanggal=[TODAY.isoformat()])
    return made[0]


def version(analyst, office, number):
    """Upload a version whose step is called by its number, as a trial."""
    raw = sops.diagram("surat", name="Surat Masuk", activity=f"Langkah ke-{number}")
    fields = form_of(analyst.get("/sop/unggah"), "/sop/unggah")
    fields |= {"kantor": [str(office.pemda.offices["Dinas Koperasi dan UKM"])]}
    files = {
        "diagram": (io.BytesIO(raw), "surat.bpmn"),
        "formulir": (io.BytesIO(sops.form()), "uji.form"),
    }
    answer = analyst.post("/sop/unggah", data=fields | files, content_type="multipart/form-data")
    page = place_of(answer)
    done(analyst, page, number, "uji-coba")
    return page


def done(who, page, number, act, **typed):
    """Do an act with a version on its page, as the page's form sends it."""
    ending = f"/versi/{number}/{act}"
    fields = form_of(who.get(f"{page}?versi={number}"), ending) | typed
    answer = who.post(f"{page}{ending}", data=fields)
    assert answer.status_code == 303, errors_of(answer)
    return answer


def test_staff_see_what_is_in_force_first_and_who_works_on_it_the_newest(
    page, analyst, app, office
):
    staff = words_of(office.signed_in(app, "ketua").get(page))

    assert "Langkah ke-1" in staff
    assert "Langkah ke-2" not in staff
    assert "halaman ini dari versi 1" in staff
    assert "Langkah ke-2" in words_of(analyst.get(page))


def test_every_version_can_be_opened(page, app, office):
    staff = office.signed_in(app, "ketua")

    assert f'href="{page}?versi=2"' in staff.get(page).text
    assert "Langkah ke-2" in words_of(staff.get(f"{page}?versi=2"))
    # What is not there, or not for this person, is no reason to show nothing.
    assert "Langkah ke-1" in words_of(staff.get(f"{page}?versi=9"))


def test_the_version_in_force_is_withdrawn_though_a_newer_one_is_tried(page, head):
    done(head, page, 1, "cabut", alasan=["Diganti"])

    assert "Versi 1 dicabut" in words_of(head.get(f"{page}?sesudah=cabut&versi=1"))


def test_an_older_trial_comes_into_force_when_the_newer_one_was_withdrawn(
    page, analyst, head, office
):
    version(analyst, office, 3)
    done(head, page, 3, "cabut", alasan=["Keliru"])
    done(head, page, 2, "berlakukan", tanggal=[LATER.isoformat()])

    assert "Versi 2 Disahkan" in words_of(head.get(page))


def test_a_refusal_shows_the_version_that_it_is_about(page, head):
    fields = form_of(head.get(f"{page}?versi=1"), "/versi/1/cabut")
    refused = head.post(f"{page}/versi/1/cabut", data=fields)

    assert refused.status_code == 422
    assert "Langkah ke-1" in words_of(refused)


def test_before_a_later_version_is_withdrawn_it_is_said_that_the_other_one_stays(page, head):
    done(head, page, 2, "berlakukan", tanggal=[LATER.isoformat()])
    before = words_of(head.get(f"{page}?versi=2"))
    done(head, page, 2, "cabut", alasan=["Anggaran belum ada"])
    after = words_of(head.get(page))

    assert "Versi 2 belum berlaku. Versi 1 tetap berlaku, tanpa tanggal akhir." in before
    assert "Versi 1: tetap berlaku" in after
    assert "sebelum berlaku; disahkan untuk" in after
    assert "Versi 2: dicabut 23 November 2026" in after


def test_staff_find_no_act_on_any_version(page, app, office):
    staff = office.signed_in(app, "ketua")
    csrf = {"csrf": csrf_of(staff.get(page))}

    for number in (1, 2):
        assert "/cabut" not in staff.get(f"{page}?versi={number}").text
        assert staff.post(f"{page}/versi/{number}/cabut", data=csrf).status_code in (403, 422)
    assert "Versi 1 Dicabut" not in words_of(staff.get(page))
