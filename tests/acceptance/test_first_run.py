"""A newcomer without a demo: `serve`, the link on the console, the first administrator."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.looking import troubles_of
from tests.acceptance.pages import DESKTOP, PHONE, Person
from tests.acceptance.serving import serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PASSWORD = "kata sandi panjang"  # noqa: S105 - of somebody who does not exist
TYPED = {
    "Nama pemerintah daerah": "Pemerintah Kabupaten Contoh",
    "Nama perangkat daerah": "Dinas Komunikasi dan Informatika",
    "Singkatan": "Diskominfo",
    "Nama pengguna": "pengelola",
    "Kata sandi": PASSWORD,
    "Ketik sekali lagi": PASSWORD,
}


@pytest.fixture
def newcomer(browser, tmp_path):
    with serving(tmp_path / "alur", demo=False) as server:
        link = re.search(r"http://\S+/siapkan/\S+", "".join(server.lines))
        assert link is not None
        person = Person.arrive(browser, server.address, size=PHONE)
        yield person, link[0].removeprefix(server.address)
        person.leave()
        assert server.faults() == []


def fill(page, typed):
    for label, text in typed.items():
        page.get_by_label(re.compile(rf"^{label} \(wajib\)")).fill(text)


def test_from_the_console_to_the_structure_of_the_office(newcomer):
    person, link = newcomer
    page = person.page
    person.go("/")
    expect(page.get_by_text("Alur belum disiapkan")).to_be_visible()
    person.go(link)
    wrong = barriers(page)
    page.get_by_role("button", name="Buat pengelola").click()
    expect(page.get_by_text("Nama pemerintah daerah: Wajib diisi.")).to_be_visible()
    wrong += barriers(page)

    fill(page, TYPED)
    page.get_by_role("group", name="Pengelola aplikasi").get_by_label(
        re.compile(r"^Nama \(")
    ).fill("Pengelola Alur")
    page.get_by_role("button", name="Buat pengelola").click()
    expect(page.get_by_text("Pengelola sudah dibuat")).to_be_visible()
    page.get_by_label("Nama pengguna").fill("pengelola")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("heading", name="Struktur")).to_be_visible()
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    wrong += barriers(page)
    wrong += slip_of(person)
    person.go(link)
    expect(page.get_by_text("Tautan penyiapan tidak berlaku")).to_be_visible()

    assert wrong == []
    assert person.troubles == []


def slip_of(person):
    """Add somebody and print the slip; return what bars people on the way."""
    page = person.page
    person.go("/pegawai/baru")
    page.get_by_label(re.compile(r"^Nama \(")).fill("Pegawai Baru")
    page.get_by_label("Nama pengguna").fill("pegawai")
    page.get_by_role("button", name="Tambahkan").click()
    page.get_by_role("link", name="Cetak slip sekali pakai").click()
    wrong = barriers(page)
    page.get_by_label("Kata sandi Anda").fill(PASSWORD)
    page.get_by_role("button", name="Buat slip").click()
    expect(page.get_by_role("button", name="Cetak")).to_be_visible()
    wrong += barriers(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="slip sekali pakai")).to_be_visible()
    expect(page.get_by_role("heading", name="Slip siap dicetak")).to_be_hidden()
    page.emulate_media(media="screen")
    return wrong


def barriers(page):
    page.evaluate("window.violations = window.violations ?? []")
    return troubles_of(page)
