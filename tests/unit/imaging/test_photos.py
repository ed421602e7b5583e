from __future__ import annotations

import io
from functools import partial
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from service.imaging import (
    Bounds,
    PictureTooLarge,
    PictureUnreadable,
    TooManyPhotos,
    pdf_of_photos,
    set_bounds,
)
from tests.unit.imaging.pictures import photo

pytestmark = pytest.mark.slow

HEIC = Path(__file__).with_name("photo.heic")

#: In points, as a page that is drawn at one pixel a point is rounded up.
A4 = (596, 842)


@pytest.fixture(autouse=True)
def usual_bounds():
    yield
    set_bounds(Bounds())


def bound(*photos):
    return pdf_of_photos([partial(list, [one]) for one in photos])


def pages(raw):
    """Return the pages of a PDF as they look, a point a pixel."""
    return [page.render(scale=1).to_pil().convert("L") for page in pypdfium2.PdfDocument(raw)]


def dark_corner(page):
    """Return in which corner of what is not white the mark stands: "lu", "ru", "lb" or "rb"."""
    dark = page.point(lambda shade: 255 if shade < 100 else 0).getbbox()
    across = "l" if dark[0] + dark[2] < page.width else "r"
    return across + ("u" if dark[1] + dark[3] < page.height else "b")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_of_each_kind_becomes_a_page_of_a4(kind):
    (page,) = pages(bound(photo(kind, (600, 800))))

    assert page.size == A4
    assert dark_corner(page) == "lu"


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [(1, "lu"), (2, "ru"), (3, "rb"), (4, "lb"), (5, "lu"), (6, "ru"), (7, "rb"), (8, "lb")],
)
def test_each_photo_stands_upright_however_the_phone_was_held(orientation, corner):
    (page,) = pages(bound(photo(size=(800, 600), orientation=orientation)))

    assert dark_corner(page) == corner
    assert page.size == (A4 if orientation >= 5 else A4[::-1])


def test_the_pages_stand_in_the_order_of_the_photos():
    made = pages(bound(*(photo(colour=(shade, shade, shade), mark="white") for shade in (0, 90))))

    assert [page.getpixel((page.width // 2, page.height // 2)) for page in made] == [
        pytest.approx(0, abs=3),
        pytest.approx(90, abs=3),
    ]


def test_where_and_by_what_a_photo_was_made_does_not_enter_the_document():
    made = bound(photo())

    assert b"Kamera Contoh" in photo()
    for trace in (b"Kamera", b"Exif", b"GPS", b"CreationDate", b"ModDate"):
        assert trace not in made


def test_the_same_photos_give_the_same_bytes_and_another_order_others():
    first, second = photo(colour="red"), photo(colour="blue")

    assert bound(first, second) == bound(first, second)
    assert bound(first, second) != bound(second, first)


def test_a_page_is_as_small_as_an_office_can_send():
    picture = Image.effect_noise((4000, 3000), 40).convert("RGB")
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=92)

    made = bound(file.getvalue())

    assert len(file.getvalue()) > 3_000_000
    assert len(made) < 600_000


def test_what_is_transparent_is_white_paper():
    file = io.BytesIO()
    Image.new("RGBA", (300, 400), (0, 0, 0, 0)).save(file, "PNG")

    (page,) = pages(bound(file.getvalue()))

    assert page.getextrema() == (255, 255)


def test_a_damaged_photo_is_named_by_its_place():
    whole = photo(size=(2000, 1500))

    with pytest.raises(PictureUnreadable) as refused:
        bound(photo(), whole[: len(whole) // 2])

    assert refused.value.params["number"] == "2"


def test_more_photos_than_a_document_has_pages_are_refused_before_anything_is_done():
    set_bounds(Bounds(photos=2))

    with pytest.raises(TooManyPhotos):
        bound(photo(), photo(), photo())


def test_a_photo_of_more_pixels_than_may_be_is_refused_before_it_is_decoded():
    set_bounds(Bounds(pixels=799 * 600))

    with pytest.raises(PictureTooLarge) as refused:
        bound(photo())

    assert refused.value.params["number"] == "1"


def test_what_an_iphone_sends_becomes_a_page_too():
    """Its own note of how it was held stands outside the camera's notes, which do not count."""
    (page,) = pages(bound(HEIC.read_bytes()))

    assert page.size == A4[::-1]
    assert dark_corner(page) == "lu"
