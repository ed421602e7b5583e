"""Signing on pages: approved by a click, signed on paper, recorded by another, and cancelled."""

from __future__ import annotations

from io import BytesIO

import pytest

from tests.integration.web.pages.office import put_in_force
from tests.integration.web.pages.reading import csrf_of, errors_of, form_of, page_of, words_of
from tests.people import PASSWORD

pytestmark = pytest.mark.slow

SCAN = b"%PDF-1.7 halaman bertanda tangan"


@pytest.fixture
def in_force(brought):
    """A process of a SOP in force that waits for the head to sign."""
    return brought("in_force", _until_the_head_signs)


def _until_the_head_signs(walk):
    put_in_force(walk.office)
    walk.start(2050)
    walk.complete("ketua", **walk.team())
    walk.go_on("step_9")


@pytest.fixture
def task(in_force):
    (place,) = in_force.tasks("kadis")
    return place


def recorded(browser, task, **more):
    """Send the page for paper as the Sekretaris fills it in."""
    page = browser.get(f"{task}/kertas")
    given = form_of(page, "/kertas") | {
        "tanggal": "2026-11-23",
        "pindaian": (BytesIO(SCAN), "halaman.pdf"),
        "sandi": PASSWORD,
    }
    return browser.post(f"{task}/kertas", data=given | more)


def process_words(browser, walk):
    return words_of(browser.get(f"/proses/{walk.instance}"))


def test_a_click_approves_and_the_recorded_paper_signs(app, office, in_force, task):
    office.give_password("sekretaris")
    kadis, sekretaris = in_force.browser("kadis"), office.signed_in(app, "sekretaris")

    shown = kadis.get(task)
    approved = kadis.post(f"{task}/setujui", data=form_of(shown, "/setujui"))
    waiting = kadis.get(task)
    offered = words_of(sekretaris.get(task))
    between = process_words(sekretaris, in_force)
    done = recorded(sekretaris, task)
    after = process_words(kadis, in_force)

    assert "Langkah ini selesai setelah Sekretariat mencatat tanda tangan basah" in words_of(shown)
    assert "TTE belum tersedia di pemasangan ini." in words_of(shown)
    assert page_of(shown).xpath("//button[@value='selesai']") == []
    assert approved.status_code == 303
    assert "Menunggu tanda tangan basah" in words_of(waiting)
    assert page_of(waiting).xpath("//button[contains(@formaction, 'setujui')]") == []
    assert "Catat dari kertas" in offered
    assert "Menunggu tanda tangan basah" in between
    assert done.status_code == 303
    assert (
        "Ditandatangani basah oleh Kepala Dinas, 23 November 2026, dicatat oleh Sekretaris Dinas"
        in after
    )
    history = words_of(kadis.get(f"/proses/{in_force.instance}/riwayat"))
    assert "Disetujui untuk ditandatangani: langkah 9" in history
    assert "Dicatat dari kertas: langkah 9" in history
    (scan,) = page_of(kadis.get(f"/proses/{in_force.instance}")).xpath(
        "//a[normalize-space()='pindaian']/@href"
    )
    assert kadis.get(scan).get_data() == SCAN


def test_pressing_complete_on_a_step_that_signs_says_what_it_waits_for(in_force, task):
    kadis = in_force.browser("kadis")

    answer = kadis.post(
        f"{task}/selesaikan",
        data=form_of(kadis.get(task), "/selesaikan") | {"tindakan": "selesai"},
    )

    assert answer.status_code == 422
    assert "Langkah ini menandatangani" in " ".join(errors_of(answer))


@pytest.mark.parametrize(
    ("typed", "words", "control"),
    [
        ({"tanggal": ""}, "Tuliskan tanggal pada suratnya.", "#tanggal"),
        ({"tanggal": "2026-11-24"}, "Waktu yang dinyatakan tidak mungkin", "#tanggal"),
        ({"pejabat": ""}, "Pilih pejabat yang melakukannya.", "#pejabat"),
        ({"pindaian": None}, "Pilih berkas pindaiannya.", "#pindaian"),
        ({"sandi": "salah"}, "Kata sandi", "#sandi"),
    ],
)
def test_a_wrong_paper_comes_back_with_what_was_typed(
    app, office, in_force, task, typed, words, control
):
    office.give_password("sekretaris")
    browser = office.signed_in(app, "sekretaris")

    # For a file that nobody chose a browser sends an empty part.
    sent = {key: (BytesIO(), "") if value is None else value for key, value in typed.items()}
    answer = recorded(browser, task, **sent)

    assert answer.status_code == 422
    assert words in " ".join(errors_of(answer))
    assert control in page_of(answer).xpath("//div[contains(@class, 'error-summary')]//a/@href")
    day = page_of(answer).get_element_by_id("tanggal").get("value")
    assert day == typed.get("tanggal", "2026-11-23")
    assert in_force.tasks("kadis") == [task]


def test_a_signature_is_cancelled_with_a_reason_and_shows(app, office, in_force, task):
    office.give_password("sekretaris")
    office.give_password("kadis")
    recorded(office.signed_in(app, "sekretaris"), task)
    kadis = office.signed_in(app, "kadis")
    (link,) = page_of(kadis.get(f"/proses/{in_force.instance}")).xpath(
        "//a[contains(@href, 'batalkan-tanda-tangan')]/@href"
    )

    asked = kadis.get(link)
    nothing = kadis.post(link, data=form_of(asked, link) | {"sandi": PASSWORD})
    done = kadis.post(
        link, data=form_of(asked, link) | {"alasan": "Pagu berubah", "sandi": PASSWORD}
    )

    assert "Ditandatangani basah oleh Kepala Dinas pada versi ini tidak berlaku lagi" in words_of(
        asked
    )
    assert nothing.status_code == 422
    assert done.status_code == 303
    assert "tanda tangan dibatalkan" in process_words(kadis, in_force)
    history = words_of(kadis.get(f"/proses/{in_force.instance}/riwayat"))
    assert "Tanda tangan dibatalkan" in history
    assert "Pagu berubah" in history


@pytest.mark.parametrize(
    ("who", "status"),
    [("kadis", 403), ("ketua", 403), ("Koperasi", 403), ("orang-lain", 404)],
)
def test_nobody_else_records_paper(app, office, in_force, task, who, status):
    browser = office.signed_in(app, who)

    assert browser.get(f"{task}/kertas").status_code == status
    token = {"csrf": csrf_of(browser.get("/struktur"))}
    assert browser.post(f"{task}/kertas", data=token).status_code == status


@pytest.mark.parametrize("who", ["sekretaris", "ketua"])
def test_nobody_else_cancels_a_signature(app, office, in_force, task, who):
    office.give_password("sekretaris")
    recorded(office.signed_in(app, "sekretaris"), task)
    browser = office.signed_in(app, who)
    place = f"/proses/{in_force.instance}/dokumen/rka/batalkan-tanda-tangan"

    assert browser.get(place).status_code == 403
    assert place not in browser.get(f"/proses/{in_force.instance}").get_data(as_text=True)


def test_in_a_trial_run_the_page_says_that_the_approval_stands_in(app, office, walk_at):
    walk = walk_at("step_8")
    walk.go_on("step_9")
    (task,) = walk.tasks("kadis")

    assert "menggantikan tanda tangan, dan ditandai demikian" in words_of(
        walk.browser("kadis").get(task)
    )
    walk.complete("kadis", task)
    assert "menggantikan tanda tangan dalam uji coba" in process_words(walk.browser("kadis"), walk)


def test_the_list_approves_what_is_to_be_signed_and_then_waits_for_the_paper(
    app, office, in_force, task
):
    kadis = in_force.browser("kadis")
    (file,) = dict.fromkeys(
        page_of(kadis.get(task)).xpath("//form//a[contains(@href, '/berkas/')]/@href")[:1]
    )
    kadis.get(file).get_data()

    listed = kadis.get("/antrean-paraf")
    given = form_of(listed, "/antrean-paraf")
    (tick,) = page_of(listed).xpath("//input[@name='pilih' and not(@disabled)]/@value")
    told = words_of(kadis.post("/antrean-paraf", data=given | {"pilih": tick}))

    assert in_force.tasks("kadis") == [task]
    assert "Menunggu tanda tangan basah" in process_words(kadis, in_force)
    assert "Disetujui untuk ditandatangani Menunggu tanda tangan basah" in told
    assert "menunggu tanda tangan basah dicatat Sekretariat" in words_of(
        kadis.get("/antrean-paraf")
    )
