"""Files over the lines that offices have: slow, broken, with a page that is lost meanwhile."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.acceptance.pages import PHONE
from tests.acceptance.walk import KETUA, TEAM, Walk
from tests.unit.imaging.pictures import photo

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MEGABYTE = 1024 * 1024


@pytest.fixture
def walk(arrive, paper, own_year):
    """A process that has its team, in the hands of somebody with a phone."""
    person = arrive(size=PHONE).enter_as(KETUA)
    made = Walk(lambda _jabatan: person, paper)
    made.start(KETUA, "RKA dan DPA", "RKA", year=own_year)
    made.complete(KETUA, "Menyusun SK Tim", TEAM)
    return made


@pytest.fixture
def task(walk, paper):
    """A task that asks for one file and has a first one."""
    task = walk.office(KETUA).open_task("Mengadakan rapat persiapan", walk.number)
    return task.tick_all().fill(paper)


@pytest.fixture
def scan(tmp_path):
    """A scan of several pieces."""
    place = tmp_path / "notula pindaian.pdf"
    place.write_bytes(b"%PDF-1.7\n" + bytes(3 * MEGABYTE // 2))
    return place


@pytest.fixture
def line(task):
    """The telephone's line: `line(1.0)` lets so many megabytes a second through, 0 is broken."""
    chrome = task.person.context.new_cdp_session(task.page)
    chrome.send("Network.enable")

    def throttled(megabytes):
        speed = int(megabytes * MEGABYTE)
        chrome.send(
            "Network.emulateNetworkConditions",
            {
                "offline": not speed,
                "latency": 100,
                "downloadThroughput": speed or -1,
                "uploadThroughput": speed or -1,
            },
        )

    yield throttled
    throttled(100)


@pytest.fixture
def pieces(task):
    """Where in the file each piece began that was sent."""
    sent: list[int] = []

    def note(request):
        found = re.search(r"/unggahan/[0-9a-f-]+\?from=(\d+)", request.url)
        if found and request.method == "PUT":
            sent.append(int(found[1]))

    task.page.on("request", note)
    return sent


def choose(task, scan):
    task.form.locator("input[type=file]").first.set_input_files(scan)
    return task.form.locator(".upload-row").last


def test_over_a_slow_line_one_reads_how_far_it_is_and_nothing_leaves_before(task, scan, line):
    line(0.25)

    row = choose(task, scan)
    expect(row).to_contain_text(re.compile(r"[\d,]+ MB / 1,5 MB \([1-9]\d* %\)"))
    task.send()

    expect(task.form.get_by_role("alert")).to_contain_text("Berkas masih diunggah")
    line(100)
    expect(row).to_contain_text("sudah terunggah")
    assert task.complete().heading == "Selanjutnya"


def test_a_line_that_breaks_costs_nothing_and_nobody_has_to_do_anything(task, scan, line, pieces):
    line(0.5)
    row = choose(task, scan)
    expect(row).to_contain_text(re.compile(r"\((2|3|4)\d %\)"))

    line(0)
    expect(row).to_contain_text("sambungan terputus; dilanjutkan sendiri")
    line(100)

    expect(row).to_contain_text("sudah terunggah")
    again = [start for start in pieces if pieces.count(start) > 1]
    assert len(set(again)) <= 1  # the piece that was on its way
    assert task.person.troubles == [
        said for said in task.person.troubles if "ERR_INTERNET_DISCONNECTED" in said
    ]


def test_the_same_file_chosen_again_after_the_page_was_lost_goes_on(task, scan, line, pieces):
    line(0.5)
    expect(choose(task, scan)).to_contain_text(re.compile(r"\([4-9]\d %\)"))
    task.page.on("dialog", lambda dialog: dialog.accept())
    task.page.reload()
    line(100)
    pieces.clear()

    row = choose(task, scan)

    expect(row).to_contain_text("sudah terunggah")
    assert min(pieces) > 0
    kept = task.page.evaluate("Object.entries(localStorage).flat().join()")
    assert scan.stem not in kept
    assert "alur:upload" not in kept


def test_a_file_that_arrived_is_still_there_when_the_page_was_lost_without_a_word(task, scan):
    expect(choose(task, scan)).to_contain_text("sudah terunggah")
    expect(task.form.locator("[data-draft-state]")).to_contain_text("tersimpan")

    task.page.reload()

    expect(task.form).to_contain_text(scan.name)
    assert task.complete().heading == "Selanjutnya"


def test_an_upload_can_be_stopped_and_the_earlier_file_stays(task, scan, line, paper):
    line(0.25)
    row = choose(task, scan)
    row.get_by_role("button", name="Batalkan").click()
    line(100)

    expect(task.form.locator(".upload-row")).to_have_count(1)
    expect(task.form.get_by_role("checkbox", name=paper.name)).to_be_checked()
    assert task.complete().heading == "Selanjutnya"


@pytest.fixture
def sheets(tmp_path):
    """Photos of two sheets, the first dark."""
    found = [tmp_path / "lembar 1.jpg", tmp_path / "lembar 2.jpg"]
    for place, shade in zip(found, (60, 250), strict=True):
        place.write_bytes(photo(size=(1200, 1600), colour=(shade,) * 3))
    return found


def test_photos_are_put_in_order_with_buttons_and_become_one_document(walk, task, sheets):
    task.form.locator("input[data-photo]").set_input_files(sheets)
    pages = task.form.locator("[data-photo-list] li")
    expect(pages).to_have_count(2)
    expect(pages.last).to_contain_text("sudah terunggah")
    # The file that was there gives way to what is photographed.
    expect(task.form.get_by_role("checkbox", name="naskah.pdf")).not_to_be_checked()

    pages.last.get_by_role("button", name="Naikkan").click()

    expect(pages.first).to_contain_text("lembar 2.jpg")
    expect(task.form.get_by_role("button", name="Naikkan: lembar 2.jpg")).to_be_focused()
    expect(task.form.locator("[data-upload-news]").first).to_contain_text("halaman 1 dari 2")
    assert task.complete().heading == "Selanjutnya"
    task.person.open_process(walk.number)
    with task.page.expect_download() as download:
        task.page.get_by_role("link", name=re.compile("foto")).first.click()
    document = pypdfium2.PdfDocument(download.value.path())
    shades = [page.render().to_pil().convert("L").getpixel((298, 421)) for page in document]
    assert [shade > 200 for shade in shades] == [True, False]


def test_a_photo_that_was_taken_wrongly_can_be_removed_with_the_keyboard(task, sheets):
    task.form.locator("input[data-photo]").set_input_files(sheets)
    pages = task.form.locator("[data-photo-list] li")
    expect(pages.last).to_contain_text("sudah terunggah")

    task.form.get_by_role("button", name="Hapus: lembar 1.jpg").press("Enter")

    expect(pages).to_have_count(1)
    expect(pages).to_contain_text("lembar 2.jpg")
    expect(task.form.locator("input[data-photo]")).to_be_focused()
