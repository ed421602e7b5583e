"""What goes wrong at a desk: the wrong file, a colleague who was quicker, no JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.acceptance.pages import PHONE, Task, folded
from tests.acceptance.walk import ANGGOTA, ANGGOTA_LAIN, BIDANG, KETUA, TEAM, Walk

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def walk(office, paper, own_year):
    """A process that has its team."""
    made = Walk(office, paper)
    made.start(KETUA, "RKA dan DPA", "RKA", year=own_year)
    made.complete(KETUA, "Menyusun SK Tim", TEAM)
    return made


def errors(task: Task) -> list[str]:
    # The answer to what was sent is read whole before it is looked at.
    task.page.wait_for_load_state()
    return [folded(text) for text in task.page.locator(".error-summary li").all_inner_texts()]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("surat.exe", b"MZ\x90\x00", "tidak dapat dipakai"),
        ("surat.pdf", b"", "kosong"),
        ("surat.pdf", b"MZ\x90\x00", "tidak sesuai dengan jenisnya"),
    ],
)
def test_a_wrong_file_is_refused_at_once_and_the_right_one_stays(
    walk, tmp_path, name, content, said
):
    wrong = tmp_path / "salah" / name
    wrong.parent.mkdir()
    wrong.write_bytes(content)
    task = walk.office(KETUA).open_task("Mengadakan rapat persiapan", walk.number)
    task.tick_all().fill(walk.paper)

    for times in (1, 2):
        task.form.locator("input[type=file]").first.set_input_files(wrong)
        refused = task.form.locator(".upload-row.bad")
        expect(refused).to_have_count(times)
        expect(refused.last).to_contain_text(said)

    assert task.complete().heading == "Selanjutnya"
    process = walk.look_as(KETUA)
    assert walk.paper.name in process.words
    assert name not in process.words


def test_who_comes_second_is_told_who_was_first(walk):
    walk.complete(KETUA, "Mengadakan rapat persiapan")
    slow = walk.office(ANGGOTA_LAIN).open_task("Menyiapkan Nota Dinas", walk.number)
    slow.tick_all().fill(walk.paper)
    walk.office(ANGGOTA).open_task("Menyiapkan Nota Dinas", walk.number).take()

    slow.send()
    page = slow.page

    assert f"sudah diambil oleh {ANGGOTA}" in slow.person.words
    page.get_by_role("link", name="Lihat prosesnya").click()
    expect(page.locator(".steps")).to_contain_text(f"Dikerjakan {ANGGOTA}")
    assert slow.person.troubles == []


def test_a_second_process_of_the_same_year_is_warned_about_once(walk):
    ketua = walk.office(KETUA)
    year = ketua.open_process(walk.number).year

    ketua.describe("RKA dan DPA", title="RKA kedua", year=year, basis="Disposisi 13")
    assert "Sudah ada proses yang sama" in ketua.words
    assert walk.number in ketua.words
    ketua.page.get_by_role("button", name="Tetap mulai proses baru").click()

    ketua.page.wait_for_url("**/dimulai")
    assert "RKA kedua" in ketua.words


def test_without_javascript_nothing_typed_is_lost_and_work_can_be_sent_back(
    arrive, paper, own_year
):
    desks = {}

    def office(jabatan):
        if jabatan not in desks:
            desks[jabatan] = arrive(size=PHONE, javascript=False).enter_as(jabatan)
        return desks[jabatan]

    walk = Walk(office, paper)
    walk.start(KETUA, "Renja/Renstra", "Renja tanpa JavaScript", year=own_year)
    task = office(KETUA).open_task("Menyusun SK Tim", walk.number)
    task.page.get_by_label("Nomor SK Tim").fill("800/77")
    task.form.locator("input[type=file]").first.set_input_files(paper)

    task.send()
    assert len(errors(task)) == 4, errors(task)
    assert task.page.get_by_label("Nomor SK Tim").input_value() == "800/77"
    assert paper.name in task.form.inner_text()
    task.tick_all().fill(paper, {**TEAM, "Nomor SK Tim": "800/77"}).complete()

    walk.complete(KETUA, "Melakukan rapat persiapan")
    few = {"Bidang yang diminta menyerahkan bahan": BIDANG[:1]}
    walk.complete(ANGGOTA, "Menyiapkan Nota Dinas", few)
    walk.supply(BIDANG[0])
    walk.complete(ANGGOTA, "Menghimpun bahan")
    walk.complete(ANGGOTA, "Melaksanakan Rapat Penyusunan")
    review = office(KETUA).open_task("Mengoreksi Konsep", walk.number)
    review.page.get_by_text("Kembalikan untuk perbaikan").click()
    review.page.get_by_role("button", name="Kembalikan").click()
    assert errors(review) == ["Tuliskan alasannya."]
    back = walk.send_back(KETUA, "Mengoreksi Konsep", "Lampiran 2 belum ada.", to="")
    assert "Dikembalikan untuk perbaikan" in back.words

    returned = office(ANGGOTA).open_task("Melaksanakan Rapat Penyusunan", walk.number)
    assert "Lampiran 2 belum ada." in returned.person.words
