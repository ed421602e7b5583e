"""Forms that arrive when their session is over, or is another one by then."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import func, select

from service.store.database import read
from service.store.tables import history_event
from tests.integration.web.pages.late import LATE, Form, filled, logged_in, typed_in
from tests.integration.web.pages.reading import csrf_of, form_of, page_of, words_of
from tests.people import PASSWORD

#: Many requests; `./alur test --fast` is content with the pages of tasks and processes.
pytestmark = pytest.mark.slow


@pytest.fixture(params=["start", "waive", "cancel", "withdraw", "ratify"])
def form(request, walk_at, office, app):
    made = {
        "start": lambda: Form(
            "ketua",
            f"/proses/mulai/{office.sop_id}",
            f"/proses/mulai/{office.sop_id}",
            {"judul": "RKA susulan", "tahun": "2051", "dasar": "Disposisi\r\nnomor <15>"},
        ),
        "waive": lambda: _waiving(walk_at("p_bidang")),
        "cancel": lambda: _cancelling(walk_at("step_7")),
        "withdraw": lambda: Form(
            "kadis",
            f"/sop/{office.sop_id}",
            f"/sop/{office.sop_id}/versi/1/cabut",
            {"alasan": "Salah unggah"},
        ),
        "ratify": lambda: _ratifying(office, app),
    }[request.param]()
    office.give_password(made.who)
    return made


def _waiving(walk):
    page = f"/proses/{walk.instance}"
    action = page_of(walk.browser("anggota-1").get(page)).xpath(
        "//form[contains(@action, '/lewati/')]/@action"
    )[0]
    number = action.rpartition("/")[2]
    return Form("anggota-1", page, action, {f"alasan-{number}": "Bidang libur\r\nsampai Senin"})


def _cancelling(walk):
    page = f"/proses/{walk.instance}/batalkan"
    return Form("kadis", page, page, {"alasan": "Pagu ditarik kembali"})


def _ratifying(office, app):
    sop = f"/sop/{office.sop_id}"
    analyst = office.signed_in(app, "analis", confirmed=True)
    asked = form_of(analyst.get(sop), "/konfirmasi")
    assert analyst.post(f"{sop}/versi/1/konfirmasi", data=asked).status_code == 303
    page = f"{sop}/versi/1/pengesahan"
    typed = {"nomor": "188/12", "ditandatangani": "2026-11-20", "berlaku": "2026-11-21"}
    return Form("sekretaris", page, page, typed)


def count(office):
    with read(office.session) as connection:
        return connection.scalar(
            select(func.count())
            .select_from(history_event)
            .where(
                history_event.c.pemda_id == office.pemda.id,
                history_event.c.kind.in_(
                    ("ProcessStarted", "UnitWaived", "ProcessCancelled", "SopVersionWithdrawn")
                ),
            )
        )


def test_what_was_typed_comes_back_behind_the_login(form, app, office, clock):
    browser, before = office.signed_in(app, form.who), count(office)
    fields = filled(browser, form)
    clock.advance(LATE)

    late = browser.post(form.action, data=fields | {"sandi": ["rahasia sekali"]})
    wrong = logged_in(browser, late, form.who, typed="salah")
    inside = logged_in(browser, wrong, form.who)
    again = browser.post(form.action, data=form_of(inside, form.action))

    assert late.status_code == 401
    assert "Sesi Anda berakhir" in words_of(late)
    assert "rahasia sekali" not in late.get_data(as_text=True)
    assert (wrong.status_code, inside.status_code, again.status_code) == (401, 200, 200)
    assert "dibuka kembali, tetapi belum terkirim" in words_of(again)
    assert typed_in(again, form) == form.typed
    assert count(office) == before


def test_what_came_back_can_be_sent(walk_at, app, office, clock):
    form = _cancelling(walk_at("step_7"))
    office.give_password(form.who)
    browser = office.signed_in(app, form.who)
    fields = filled(browser, form)
    clock.advance(LATE)

    inside = logged_in(browser, browser.post(form.action, data=fields), form.who)
    again = browser.post(form.action, data=form_of(inside, form.action))
    done = browser.post(form.action, data=form_of(again, form.action) | {"sandi": [PASSWORD]})

    assert done.status_code == 303
    assert "Alasan: Pagu ditarik kembali" in words_of(browser.get(done.location))


def test_somebody_else_who_signs_in_there_does_not_get_it(form, app, office, clock):
    other = "kadis" if form.who != "kadis" else "ketua"
    office.give_password(other)
    browser = office.signed_in(app, form.who)
    fields = filled(browser, form)
    clock.advance(LATE)

    inside = logged_in(browser, browser.post(form.action, data=fields), other)

    assert inside.status_code == 303
    assert inside.location == form.page
    for page in (inside, browser.get(form.page)):
        shown = page.get_data(as_text=True)
        assert not [text for text in form.typed.values() if text.splitlines()[0] in shown]


def test_nobody_elses_form_travels_through_a_login(form, app, office, clock):
    fields = filled(office.signed_in(app, form.who), form)
    browser = office.signed_in(app, form.who)
    clock.advance(LATE)

    foreign = browser.post(form.action, data=fields | {"csrf": ["bukan-dari-sini"]})
    unknown = app.test_client().post(form.action, data=fields)

    for answer in (foreign, unknown):
        assert answer.status_code == 401
        assert not page_of(answer).xpath("//input[@name='bawaan']")
        assert not list(page_of(answer).iter("textarea"))


@pytest.mark.parametrize(
    "brought",
    [
        "bukan json",
        "[]",
        '{"action": "/keluar", "fields": [], "person": "WHO"}',
        '{"action": "//jahat.test", "fields": [], "person": "WHO"}',
        '{"action": "/proses/mulai/1", "fields": [], "person": "WHO"}',
        '{"action": "/proses/WHO/batalkan", "fields": 1, "person": "WHO"}',
        '{"action": "/proses/WHO/batalkan", "fields": [], "person": "x"}',
    ],
)
def test_a_login_brings_only_forms_of_ours(app, office, brought):
    office.give_password("ketua")
    browser = app.test_client()
    fields = form_of(browser.get("/masuk"), "/masuk")
    brought = brought.replace("WHO", str(office.people["ketua"].person_id))
    fields |= {"nama": ["ketua"], "sandi": [PASSWORD], "bawaan": [brought]}

    assert browser.post("/masuk", data=fields).status_code == 303


def test_a_scan_that_came_with_a_late_form_does_not_lose_the_rest(walk_at, app, office, clock):
    form = _ratifying(office, app)
    office.give_password(form.who)
    browser = office.signed_in(app, form.who)
    fields = filled(browser, form)
    clock.advance(LATE)

    late = browser.post(
        form.action,
        data=fields | {"pindaian": [(io.BytesIO(b"%PDF-1.7" + b"x" * 100_000), "surat.pdf")]},
        content_type="multipart/form-data",
    )
    inside = logged_in(browser, late, form.who)

    assert (late.status_code, inside.status_code) == (401, 200)


# ---------------------------------------------------------------- a session that is another one


def test_a_form_of_an_earlier_session_is_opened_again_and_not_lost(form, app, office):
    before = count(office)
    fields = filled(office.signed_in(app, form.who), form)
    browser = office.signed_in(app, form.who)

    def send(**headers):
        return browser.post(form.action, data=fields, headers=headers)

    ours, theirs = send(**{"Sec-Fetch-Site": "same-origin"}), send(**{"Sec-Fetch-Site": "none"})
    again = browser.post(form.action, data=form_of(ours, form.action))

    assert (ours.status_code, theirs.status_code) == (403, 403)
    assert "Formulir ini sudah tidak berlaku" in words_of(ours)
    assert "tidak berwenang" not in words_of(ours)
    assert not page_of(theirs).xpath("//input[@name='isi-lagi']")
    assert again.status_code == 200
    assert typed_in(again, form) == form.typed
    assert count(office) == before


def test_a_task_of_an_earlier_session_is_opened_again_too(walk_at, app, office):
    walk = walk_at("step_7")
    place = walk.tasks("ketua")[0]
    fields = form_of(walk.browser("ketua").get(place), "/kembalikan")
    note = next(name for name in fields if name.startswith("isian.catatan"))
    fields |= {"alasan": ["Pagu salah"], note: ["Lihat lampiran"]}
    browser = office.signed_in(app, "ketua")

    for button in ("kembalikan", "selesaikan"):
        refused = browser.post(
            f"{place}/{button}", data=fields, headers={"Sec-Fetch-Site": "same-origin"}
        )
        again = browser.post(f"{place}/{button}", data=form_of(refused, f"/{button}"))
        shown = form_of(again, "/kembalikan")
        assert (refused.status_code, again.status_code) == (403, 200)
        assert [text.strip() for text in shown["alasan"] + shown[note]] == [
            "Pagu salah",
            "Lihat lampiran",
        ]


def test_a_form_to_be_shown_again_needs_its_token_too(form, app, office):
    browser = office.signed_in(app, form.who)

    answer = browser.post(form.action, data=form.typed | {"isi-lagi": "ya"})

    assert answer.status_code == 403


@pytest.mark.parametrize("size", [70_000, 300_000])
def test_a_stranger_who_sends_much_is_asked_to_sign_in_and_causes_no_fault(app, office, size):
    answer = app.test_client().post(
        f"/proses/mulai/{office.sop_id}",
        data={"judul": "panjang " * (size // 8)},
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    assert answer.status_code == 401
    assert csrf_of(app.test_client().get("/masuk"))
