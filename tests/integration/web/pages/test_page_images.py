"""Pages of a file as pictures: what is shown, to whom, and how it is sent."""

from __future__ import annotations

import io
import threading
from datetime import timedelta
from uuid import UUID

import orjson
import pytest
from PIL import Image
from sqlalchemy import select

from service.commands.log_process_view import log_process_view
from service.imaging import Bounds, set_bounds
from service.store.database import read
from service.store.tables import history_event
from service.store.views import SITTING
from tests.integration.web.pages.reading import errors_of, page_of, words_of
from tests.integration.web.pages.test_processes import surat_tugas
from tests.people import NOON
from tests.unit.imaging.pictures import SQUARE, locked_pdf, pdf, photo

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def usual_bounds():
    yield
    set_bounds(Bounds())


@pytest.fixture
def holding(walk_at):
    """Give a process that holds a file, and the address of that file."""

    def held(raw, name):
        walk = walk_at("step_2")
        place = walk.tasks("ketua")[0]
        fields = walk.fill("ketua", place)
        key = next(key for key, values in fields.items() if _are_files(values))
        fields[key] = [(io.BytesIO(raw), name)]
        answer = walk.browser("ketua").post(
            f"{place}/selesaikan", data=fields, content_type="multipart/form-data"
        )
        assert answer.status_code == 303, errors_of(answer)
        page = page_of(walk.browser("ketua").get(f"/proses/{walk.instance}"))
        links = page.xpath("//a[contains(@href, '/berkas/')]")
        return walk, next(it.get("href") for it in links if it.text_content().strip() == name)

    return held


def _are_files(values):
    return isinstance(values, list) and bool(values) and isinstance(values[0], tuple)


@pytest.fixture
def scan(holding):
    return holding(pdf(SQUARE, *[b""] * 13), "pindaian.pdf")


def test_the_process_and_the_task_lead_to_the_pages_of_a_document(scan):
    walk, address = scan

    for place in (f"/proses/{walk.instance}", walk.tasks("anggota-1")[0]):
        page = page_of(walk.browser("anggota-1").get(place))
        assert page.xpath(f"//a[@href='{address}/halaman']"), place


def test_pages_are_shown_a_dozen_at_a_time_each_with_its_number_in_words(scan):
    walk, address = scan
    browser = walk.browser("ketua")

    first, second = (browser.get(f"{address}/halaman?mulai={at}") for at in (1, 13))

    assert "Halaman 1\N{EN DASH}12 dari 14" in words_of(first)
    assert page_of(first).xpath("//main//img/@alt") == [f"Halaman {n}" for n in range(1, 13)]
    assert page_of(second).xpath("//main//img/@alt") == ["Halaman 13", "Halaman 14"]
    assert page_of(first).xpath("//a[@rel='next']/@href") == [f"{address}/halaman?mulai=13"]
    assert page_of(second).xpath("//a[@rel='prev']/@href") == [f"{address}/halaman?mulai=1"]
    assert len(first.get_data()) < 25_000


def test_a_page_can_be_read_and_turned(scan):
    walk, address = scan

    answer = walk.browser("ketua").get(f"{address}/halaman/2")
    page = page_of(answer)

    assert "Halaman 2 dari 14" in words_of(answer)
    assert page.xpath("//main//img/@src") == [f"{address}/gambar/2"]
    assert page.xpath("//a[@rel='prev']/@href") == [f"{address}/halaman/1"]
    assert page.xpath("//a[@rel='next']/@href") == [f"{address}/halaman/3"]
    assert walk.browser("ketua").get(f"{address}/halaman/15").status_code == 404
    assert walk.browser("ketua").get(f"{address}/gambar/15").status_code == 404


@pytest.mark.parametrize(
    ("ending", "width", "most"), [("/kecil", 240, 40_000), ("", 1000, 250_000)]
)
def test_a_picture_is_sent_so_that_nothing_of_it_runs_and_nobody_else_keeps_it(
    scan, ending, width, most
):
    walk, address = scan

    answer = walk.browser("ketua").get(f"{address}/gambar/1{ending}")
    again = walk.browser("ketua").get(
        f"{address}/gambar/1{ending}", headers={"If-None-Match": answer.headers["ETag"]}
    )

    assert answer.content_type == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert Image.open(io.BytesIO(answer.get_data())).width == width
    assert len(answer.get_data()) <= most
    assert (again.status_code, again.get_data()) == (304, b"")


@pytest.mark.parametrize("who", ["orang-lain", "analis", "auditor"])
def test_who_may_not_have_the_file_gets_no_picture_even_if_the_browser_kept_it(scan, who):
    walk, address = scan
    kept = walk.browser("ketua").get(f"{address}/gambar/1").headers["ETag"]

    for place in ("gambar/1", "gambar/1/kecil", "halaman", "halaman/1"):
        answer = walk.browser(who).get(f"{address}/{place}", headers={"If-None-Match": kept})
        assert answer.status_code == 404


def test_a_photo_is_its_one_page_upright(holding):
    walk, address = holding(photo(size=(1600, 1200), orientation=6), "kuitansi.jpg")

    answer = walk.browser("ketua").get(f"{address}/gambar/1/kecil")

    assert "Satu halaman" in words_of(walk.browser("ketua").get(f"{address}/halaman"))
    assert Image.open(io.BytesIO(answer.get_data())).size == (240, 320)


def test_what_cannot_be_shown_says_so_and_can_be_saved(holding):
    walk, address = holding(b"PK\x05\x06" + bytes(18), "lampiran.zip")
    browser = walk.browser("ketua")

    shown = browser.get(f"{address}/halaman")
    process = page_of(browser.get(f"/proses/{walk.instance}"))

    assert shown.status_code == 200
    assert "Unduh berkasnya untuk membacanya" in words_of(shown)
    assert page_of(shown).xpath("//main//img") == []
    assert page_of(shown).xpath(f"//a[@href='{address}']")
    assert process.xpath(f"//a[@href='{address}/halaman']") == []
    assert browser.get(f"{address}/gambar/1").status_code == 404


def test_a_damaged_pdf_says_so_and_can_be_saved(holding):
    walk, address = holding(b"%PDF-1.7\nrusak", "naskah.pdf")

    shown = walk.browser("ketua").get(f"{address}/halaman")

    assert shown.status_code == 422
    assert "tidak dapat dibaca: mungkin rusak" in words_of(shown)
    assert page_of(shown).xpath(f"//a[@href='{address}']")
    assert walk.browser("ketua").get(f"{address}/gambar/1").status_code == 422


def test_a_pdf_under_a_password_says_that_it_must_be_saved_without(holding):
    walk, address = holding(locked_pdf(SQUARE), "naskah.pdf")

    shown = walk.browser("ketua").get(f"{address}/halaman")

    assert shown.status_code == 422
    assert "dilindungi kata sandi" in words_of(shown)


def test_a_file_that_is_too_large_for_pictures_is_for_saving(holding):
    walk, address = holding(pdf(SQUARE), "naskah.pdf")
    set_bounds(Bounds(preview_bytes=10))

    assert "tidak terlalu besar" in words_of(walk.browser("ketua").get(f"{address}/halaman"))


@pytest.mark.parametrize("place", ["", "/halaman", "/halaman/1", "/gambar/1", "/gambar/1/kecil"])
def test_an_auditors_look_at_pages_is_written_down_as_that_at_the_file(scan, place):
    walk, address = scan
    surat_tugas(walk.office)

    before = len(views(walk))
    assert walk.browser("auditor").get(f"{address}{place}").status_code == 200
    assert len(views(walk)) == before + 1
    assert views(walk)[-1]["sha256"] == address.rpartition("/")[2]


def views(walk):
    with read(walk.office.session) as connection:
        rows = connection.execute(
            select(history_event.c.payload)
            .where(
                history_event.c.pemda_id == walk.office.pemda.id,
                history_event.c.kind == "ProcessViewed",
            )
            .order_by(history_event.c.seq)
        ).scalars()
        return [orjson.loads(payload) for payload in rows]


#: One look at a file of fourteen pages: the page, its small pictures, one to read, another.
LOOK = ("/halaman", *(f"/gambar/{n}/kecil" for n in (1, 2, 3)), "/halaman/2", "/gambar/2")


def test_one_sitting_at_one_file_is_one_event_whatever_is_looked_at_of_it(scan, clock):
    walk, address = scan
    surat_tugas(walk.office)
    auditor = walk.browser("auditor")

    for place in LOOK * 2:
        assert auditor.get(f"{address}{place}").status_code == 200
    assert len(views(walk)) == 1

    clock.advance(SITTING - timedelta(seconds=1))
    auditor.get(f"{address}/halaman")
    assert len(views(walk)) == 1

    clock.advance(timedelta(seconds=1))
    auditor.get(f"{address}/halaman")
    assert len(views(walk)) == 2


def test_each_download_is_an_event_and_tells_of_the_sitting_too(scan):
    walk, address = scan
    surat_tugas(walk.office)
    auditor = walk.browser("auditor")

    for place in ("", "", "/halaman"):
        assert auditor.get(f"{address}{place}").status_code == 200

    assert len(views(walk)) == 2


def test_pictures_that_are_asked_for_at_the_same_moment_are_one_event(scan, database):
    walk, address = scan
    surat_tugas(walk.office)
    caller = walk.office.people["auditor"]
    gate = threading.Barrier(4)
    failed = []

    def look():
        try:
            with database.sessions() as session:
                gate.wait()
                log_process_view(
                    session,
                    caller,
                    instance_id=UUID(walk.instance),
                    what="file",
                    sha256=address.rpartition("/")[2],
                    once=True,
                    now=NOON,
                )
        except Exception as error:  # noqa: BLE001 - shown by the test
            failed.append(error)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert len(views(walk)) == 1


def test_a_download_cannot_run_whatever_it_holds(holding):
    polyglot = b"%PDF-1.7\n<html><script>alert(document.cookie)</script></html>"
    walk, address = holding(polyglot, "surat.pdf")

    answer = walk.browser("ketua").get(address)

    assert answer.content_type == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "private, no-store"
