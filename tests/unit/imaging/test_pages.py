from __future__ import annotations

import hashlib
import io
import os

import pytest
from PIL import Image

from service.errors import NotFound
from service.imaging import (
    LARGE,
    SMALL,
    Bounds,
    PagedFile,
    PictureLocked,
    PictureTooSlow,
    PictureUnreadable,
    can_be_shown,
    page_count,
    page_image,
    set_bounds,
)
from service.imaging.page_cache import Failure, PageCache
from tests.unit.imaging.pictures import SQUARE, locked_pdf, pdf, photo

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def usual_bounds():
    yield
    set_bounds(Bounds())


@pytest.fixture
def read():
    """How often a file was read."""
    return []


@pytest.fixture
def file_of(read):
    def made(raw, media_type="application/pdf"):
        def source():
            read.append(len(raw))
            return [raw]

        return PagedFile(hashlib.sha256(raw).hexdigest(), media_type, len(raw), source)

    return made


def picture(raw):
    return Image.open(io.BytesIO(raw))


def test_a_pdf_has_its_pages_small_and_large(file_of, tmp_path):
    file = file_of(pdf(SQUARE, b"", b""))

    small = picture(page_image(file, tmp_path, 1, SMALL))
    large = picture(page_image(file, tmp_path, 1, LARGE))

    assert page_count(file, tmp_path) == 3
    assert (small.format, small.width, large.width) == ("WEBP", SMALL, LARGE)
    assert large.convert("L").getpixel((100, 100)) < 50
    assert large.convert("L").getpixel((900, 1300)) > 200


def test_a_photo_is_one_page_and_stands_upright(file_of, tmp_path):
    file = file_of(photo(size=(3000, 2000), orientation=6), "image/jpeg")

    assert page_count(file, tmp_path) == 1
    assert picture(page_image(file, tmp_path, 1, SMALL)).size == (240, 360)


def test_what_was_made_once_is_not_made_again(file_of, read, tmp_path):
    file = file_of(pdf(SQUARE, b"", b""))

    for number in (1, 2, 3, 1):
        page_image(file, tmp_path, number, SMALL)

    assert len(read) == 1


def test_a_small_image_is_small_whatever_is_on_the_page(file_of, tmp_path):
    noise = io.BytesIO()
    Image.effect_noise((1200, 1600), 120).convert("RGB").save(noise, "PNG")
    file = file_of(noise.getvalue(), "image/png")

    assert len(page_image(file, tmp_path, 1, SMALL)) <= 40_000


def test_a_page_that_is_not_there_is_not_found(file_of, tmp_path):
    file = file_of(pdf(SQUARE))

    for number in (0, 2, 10**6):
        with pytest.raises(NotFound):
            page_image(file, tmp_path, number, LARGE)


def test_that_a_page_is_not_there_is_found_out_once(file_of, read, tmp_path):
    file = file_of(pdf(SQUARE))
    page_count(file, tmp_path)

    for width in (SMALL, LARGE):
        with pytest.raises(NotFound):
            page_image(file, tmp_path, 150, width)

    assert len(read) == 1


def test_pages_behind_the_last_that_is_shown_are_not_made(file_of, tmp_path):
    set_bounds(Bounds(preview_pages=2))
    file = file_of(pdf(b"", b"", b""))

    assert page_count(file, tmp_path) == 2
    with pytest.raises(NotFound):
        page_image(file, tmp_path, 3, SMALL)


def test_documents_of_office_programs_and_huge_files_are_for_saving_only():
    docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    assert can_be_shown("application/pdf", 10)
    assert not can_be_shown(docx, 10)
    assert not can_be_shown("image/svg+xml", 10)
    assert not can_be_shown("application/pdf", Bounds().preview_bytes + 1)


def test_the_oldest_images_are_forgotten_when_there_are_too_many(tmp_path):
    cache = PageCache(tmp_path / "gambar", most=1_000)

    for number in range(1, 8):
        image = tmp_path / "baru.webp"
        image.write_bytes(bytes(300))
        os.utime(image, (number, number))
        cache.keep("berkas", 7, {number: image}, SMALL)

    kept = [number for number in range(1, 8) if cache.holds("berkas", number, SMALL)]
    assert kept == [5, 6, 7]
    assert cache.count("berkas") == 7


def test_nobody_else_on_the_machine_looks_into_the_folder(file_of, tmp_path):
    folder = tmp_path / "gambar"

    page_image(file_of(pdf(SQUARE)), folder, 1, SMALL)

    assert folder.stat().st_mode & 0o077 == 0


def test_what_could_not_be_drawn_is_refused_at_once_the_next_time(file_of, read, tmp_path):
    file = file_of(b"%PDF-1.7 rusak")

    for _ in range(3):
        with pytest.raises(PictureUnreadable) as refused:
            page_count(file, tmp_path)
    with pytest.raises(PictureUnreadable):
        page_image(file, tmp_path, 3, SMALL)

    assert len(read) == 1
    assert refused.value.params["number"] == "1"


def test_what_took_too_long_is_not_tried_at_each_visit(file_of, read, tmp_path):
    set_bounds(Bounds(seconds=0))
    file = file_of(pdf(SQUARE, b""))

    for _ in range(3):
        with pytest.raises(PictureTooSlow):
            page_count(file, tmp_path)

    assert len(read) == 1


def test_a_pdf_under_a_password_is_said_to_be_that(file_of, tmp_path):
    file = file_of(locked_pdf(SQUARE))

    for _ in range(2):
        with pytest.raises(PictureLocked):
            page_count(file, tmp_path)


def test_another_renderer_or_more_time_tries_again_what_failed(
    file_of, read, tmp_path, monkeypatch
):
    file = file_of(pdf(SQUARE, b""))
    set_bounds(Bounds(seconds=0))
    with pytest.raises(PictureTooSlow):
        page_count(file, tmp_path)

    set_bounds(Bounds())
    assert page_count(file, tmp_path) == 2

    damaged = file_of(b"%PDF-1.7 rusak")
    for installed in ("1", "2"):
        monkeypatch.setattr("service.imaging.workshop._versions", lambda it=installed: it)
        with pytest.raises(PictureUnreadable):
            page_count(damaged, tmp_path)
    assert len(read) == 4


def test_a_page_that_fails_does_not_hide_the_others(file_of, tmp_path):
    file = file_of(pdf(SQUARE, b""))
    small = page_image(file, tmp_path, 1, SMALL)
    set_bounds(Bounds(seconds=0))
    for _ in range(2):
        with pytest.raises(PictureTooSlow):
            page_image(file, tmp_path, 1, LARGE)

    assert page_image(file, tmp_path, 1, SMALL) == small
    assert page_count(file, tmp_path) == 2


def test_a_note_of_a_failure_that_cannot_be_read_is_passed_over(file_of, tmp_path):
    file = file_of(pdf(SQUARE))
    cache = PageCache(tmp_path, most=10**6)
    cache.keep_failure(file.key, 1, SMALL, Failure("x", "imaging.too-slow", {}))
    [note] = tmp_path.rglob("gagal-*")
    note.write_text("{", "utf-8")

    assert page_count(file, tmp_path) == 1


def test_the_copy_of_a_document_that_a_killed_process_left_goes(file_of, tmp_path):
    left, busy = tmp_path / "sedang-lama", tmp_path / "sedang-baru"
    for place in (left, busy):
        place.mkdir()
        (place / "berkas").write_bytes(b"%PDF-1.7 rahasia")
    os.utime(left, (0, 0))

    page_image(file_of(pdf(SQUARE)), tmp_path, 1, SMALL)

    assert not left.exists()
    assert busy.exists()


def test_nothing_but_images_and_a_note_of_what_failed_stays_behind(file_of, tmp_path):
    page_image(file_of(pdf(SQUARE)), tmp_path, 1, SMALL)
    with pytest.raises(PictureUnreadable):
        page_image(file_of(b"%PDF-1.7 none"), tmp_path, 1, SMALL)

    assert {place.suffix or place.name for place in tmp_path.rglob("*") if place.is_file()} == {
        ".webp",
        "halaman",
        "gagal-1-240",
    }
