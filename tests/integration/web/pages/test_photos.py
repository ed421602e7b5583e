"""Photos of paper, brought with a task: one PDF in their order, and what may go wrong."""

from __future__ import annotations

import io

import pypdfium2
import pytest

from service.imaging import Bounds, set_bounds
from tests.integration.web.pages.reading import csrf_of, errors_of, form_of, page_of, words_of
from tests.unit.imaging.pictures import photo

pytestmark = pytest.mark.slow

WHITE, GREY = photo(size=(600, 800)), photo(size=(600, 800), colour=(90, 90, 90))


@pytest.fixture(autouse=True)
def usual_bounds():
    yield
    set_bounds(Bounds())


@pytest.fixture
def walk(walk_at):
    return walk_at("step_2")


@pytest.fixture
def task(walk):
    return Photographed(walk)


class Photographed:
    """The leader's task, whose one file is asked for as photos of its pages."""

    def __init__(self, walk):
        self.walk = walk
        self.browser = walk.browser("ketua")
        self.place = walk.tasks("ketua")[0]
        page = page_of(self.browser.get(self.place))
        self.key = page.xpath("//input[@type='file']/@name")[0].partition(".")[2]

    def fields(self, **more):
        filled = self.walk.fill("ketua", self.place)
        del filled[f"isian.{self.key}"]
        return {**filled, **more}

    def send(self, fields):
        return self.browser.post(
            f"{self.place}/selesaikan", data=fields, content_type="multipart/form-data"
        )

    def photographed(self, *photos, name="lembar.jpg"):
        return self.fields(**{f"foto.{self.key}": [(io.BytesIO(raw), name) for raw in photos]})

    def attached(self):
        """Return the addresses of the files on the page of the process."""
        page = page_of(self.browser.get(f"/proses/{self.walk.instance}"))
        return page.xpath("//a[contains(@href, '/berkas/')]/@href")


def shades(raw):
    """Return how light the middle of each page is."""
    return [
        page.render(scale=1).to_pil().convert("L").getpixel((298, 421))
        for page in pypdfium2.PdfDocument(raw)
    ]


def brought(task):
    """Return the one PDF that came of the task, wherever the process keeps it."""
    for address in task.attached():
        answer = task.browser.get(address)
        if b"created by Pillow" in answer.get_data():
            return answer
    raise AssertionError(task.attached())


def test_several_photos_become_one_pdf_in_their_order(task):
    done = task.send(task.photographed(GREY, WHITE))

    assert done.status_code == 303, errors_of(done)
    file = brought(task)
    assert shades(file.get_data()) == [pytest.approx(90, abs=4), pytest.approx(255, abs=4)]
    assert "foto).pdf" in file.headers["Content-Disposition"].replace("%20", " ").replace(
        "%28", "("
    ).replace("%29", ")")


def test_a_refused_form_keeps_the_photos_and_their_order_can_still_be_changed(task):
    fields = task.photographed(GREY, WHITE)
    name = "isian.tanggal_rapat"
    typed, fields[name] = fields[name], [""]

    refused = task.send(fields)
    kept = form_of(refused, "/selesaikan")[f"foto.{task.key}"]
    done = task.send(task.fields(**{name: typed, f"foto.{task.key}": kept[::-1]}))

    assert refused.status_code == 422
    assert len(kept) == 2
    assert done.status_code == 303, errors_of(done)
    assert shades(brought(task).get_data())[0] == pytest.approx(255, abs=4)


def test_a_picture_chosen_where_a_pdf_is_asked_for_is_taken_as_its_page(task):
    fields = task.fields(**{f"isian.{task.key}": [(io.BytesIO(WHITE), "IMG_1.HEIC.webp")]})

    refused = task.send(fields)
    done = task.send(
        task.fields(**{f"isian.{task.key}": [(io.BytesIO(photo("WEBP")), "IMG_1.webp")]})
    )

    assert refused.status_code == 422  # a JPEG under the name of a WebP
    assert done.status_code == 303, errors_of(done)


@pytest.mark.parametrize(
    ("raw", "name", "said"),
    [
        (b"%PDF-1.7 surat", "surat.pdf", "bukan foto"),
        (b"MZ\x90\x00", "foto.jpg", "tidak sesuai dengan jenisnya"),
        (b"", "foto.jpg", "kosong"),
        (WHITE[:3000], "foto.jpg", "Foto atau halaman ke-1 tidak dapat dibaca"),
    ],
)
def test_what_is_no_photo_is_refused_at_its_field_and_what_was_typed_stays(task, raw, name, said):
    refused = task.send(task.photographed(raw, name=name))

    page = page_of(refused)
    assert refused.status_code == 422
    assert any(said in error for error in errors_of(refused)), errors_of(refused)
    target = page.xpath("//div[contains(@class,'error-summary')]//a/@href")[0]
    assert page.get_element_by_id(target[1:]) is not None
    assert "contoh" in words_of(refused) or form_of(refused, "/selesaikan")


def test_more_photos_than_a_document_takes_are_refused_with_the_number(task):
    set_bounds(Bounds(photos=1))

    refused = task.send(task.photographed(WHITE, GREY))

    assert "paling banyak 1 foto" in " ".join(errors_of(refused))
    assert len(form_of(refused, "/selesaikan")[f"foto.{task.key}"]) == 2


def sent_in_a_piece(browser, raw, name):
    """Upload a small file as scripts do, and return its hash."""
    token = {"X-CSRF-Token": csrf_of(browser.get("/tugas"))}
    begun = browser.post("/unggahan", data={"size": len(raw), "name": name}, headers=token)
    place = f"/unggahan/{begun.get_json()['id']}?from=0"
    return browser.put(place, data=raw, headers=token).get_json()["sha256"]


def test_photos_that_travelled_before_their_form_become_a_pdf_too(task):
    sha256 = sent_in_a_piece(task.browser, GREY, "lembar.jpg")

    done = task.send(task.fields(**{f"foto.{task.key}": [f"{sha256}/lembar.jpg"]}))

    assert done.status_code == 303, errors_of(done)
    assert shades(brought(task).get_data()) == [pytest.approx(90, abs=4)]


def test_a_file_and_photos_for_one_document_are_one_too_many(task):
    picture = sent_in_a_piece(task.browser, WHITE, "lembar.jpg")
    paper = sent_in_a_piece(task.browser, b"%PDF-1.7 surat", "a.pdf")

    both = {
        f"foto.{task.key}": [f"{picture}/lembar.jpg"],
        f"berkas.{task.key}": [f"{paper}/a.pdf"],
    }
    refused = task.send(task.fields(**both))

    assert refused.status_code == 422
    assert "satu berkas saja" in " ".join(errors_of(refused))


@pytest.mark.parametrize("whose", ["sekretaris", "nobody"])
def test_a_photo_that_somebody_else_brought_is_not_taken_whoever_knows_its_hash(task, whose):
    sha256 = "0" * 64
    if whose != "nobody":
        sha256 = sent_in_a_piece(task.walk.browser(whose), GREY, "lembar.jpg")

    refused = task.send(task.fields(**{f"foto.{task.key}": [f"{sha256}/lembar.jpg"]}))

    assert refused.status_code == 422
    assert task.browser.get(f"{task.place}/selesai").status_code == 303  # still open


def test_a_file_that_was_brought_as_no_picture_does_not_become_a_page(task):
    sha256 = sent_in_a_piece(task.browser, b"%PDF-1.7 surat", "a.pdf")

    refused = task.send(task.fields(**{f"foto.{task.key}": [f"{sha256}/a.jpg"]}))

    assert "bukan foto" in " ".join(errors_of(refused))


def test_the_same_form_sent_twice_is_one_act_with_one_file(task):
    fields = task.fields()
    once = {**fields, f"foto.{task.key}": [(io.BytesIO(WHITE), "lembar.jpg")]}
    twice = {**fields, f"foto.{task.key}": [(io.BytesIO(WHITE), "lembar.jpg")]}

    first, second = task.send(once), task.send(twice)

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
