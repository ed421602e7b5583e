"""Photos and PDFs that want to take the machine down, or more than their pages to be seen."""

from __future__ import annotations

import hashlib
import io
import os
import socket
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from service.imaging import (
    SMALL,
    Bounds,
    PagedFile,
    PictureRefused,
    PictureTooLarge,
    PictureTooSlow,
    page_image,
    pdf_of_photos,
    set_bounds,
)
from tests.unit.imaging.pictures import SQUARE, bomb, pdf, photo

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def usual_bounds():
    yield
    set_bounds(Bounds())


def bind(raw):
    return pdf_of_photos([lambda: [raw]])


def look(raw, folder, media_type="application/pdf"):
    key = hashlib.sha256(raw).hexdigest()
    return page_image(PagedFile(key, media_type, len(raw), lambda: [raw]), folder, 1, SMALL)


def left_over():
    """Return the decoders that this process started and that still run."""
    threads = Path("/proc/self/task").glob("*/children")
    children = [child for thread in threads for child in thread.read_text("ascii").split()]
    return [child for child in children if b"imaging/child.py" in command_of(child)]


def command_of(process):
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


@pytest.mark.parametrize("size", [(60_000, 60_000), (2**31 - 1, 2**31 - 1), (64_000_001, 1)])
def test_a_picture_that_claims_to_be_immense_is_refused_before_it_is_decoded(size):
    with pytest.raises(PictureRefused):
        bind(bomb(*size))


@pytest.mark.slow
def test_a_picture_that_is_allowed_and_does_not_fit_into_memory_is_refused():
    set_bounds(Bounds(pixels=10**9, memory=300 * 1024 * 1024))
    file = io.BytesIO()
    Image.new("L", (20_000, 20_000)).save(file, "PNG")

    with pytest.raises(PictureRefused):
        bind(file.getvalue())


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xd8\xff",
        photo(size=(2000, 1500))[:5000],
        photo("PNG")[:200],
        b"GIF89a" + bytes(100),
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run",
        b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1heic" + bytes(200),
        b"RIFF\xff\xff\xff\xffWEBPVP8L" + bytes(64),
    ],
    ids=["nothing", "mark", "jpeg", "png", "gif", "svg", "postscript", "heic", "webp"],
)
def test_what_is_no_whole_photo_is_refused(raw):
    with pytest.raises(PictureRefused):
        bind(raw)


def test_a_photo_that_is_also_something_else_becomes_a_photo_and_nothing_else():
    also = photo() + b"<script>alert(1)</script>" + b"PK\x03\x04" + pdf(SQUARE)

    made = bind(also)

    assert b"<script>" not in made
    assert made.count(b"%PDF-") == 1


def test_a_pdf_that_takes_for_ever_is_stopped_in_time(tmp_path):
    set_bounds(Bounds(seconds=1))
    endless = b"q " + b"0 0 m 595 842 l 595 0 l 0 842 l f* " * 400_000

    with pytest.raises(PictureTooSlow):
        look(pdf(endless), tmp_path)

    assert left_over() == []
    set_bounds(Bounds())
    assert look(pdf(SQUARE), tmp_path)


@pytest.mark.parametrize("box", [b"0 0 1e9 1e9", b"0 0 1 1e9", b"0 0 0 0", b"-9e9 -9e9 9e9 9e9"])
def test_a_page_of_any_size_is_a_small_image_or_none(tmp_path, box):
    raw = pdf(SQUARE).replace(b"0 0 595 842", box)

    try:
        made = look(raw, tmp_path)
    except PictureRefused:
        return
    assert len(made) <= 40_000


@pytest.mark.slow
def test_a_stream_that_unpacks_to_gigabytes_is_refused_or_small(tmp_path):
    squeezed = zlib.compress(b"0 g " * 50_000_000, 9)
    raw = pdf(b"@").replace(
        b"<</Length 1>>stream\n@",
        b"<</Filter/FlateDecode/Length %d>>stream\n" % len(squeezed) + squeezed,
    )

    with suppress(PictureRefused):
        assert len(look(raw, tmp_path)) <= 40_000
    assert left_over() == []


@pytest.mark.parametrize(
    "catalog",
    [
        b"/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://127.0.0.1:9/'\\))>>",
        b"/OpenAction<</S/Launch/F(/bin/sh)/Win<</F(cmd.exe)>>>>",
        b"/OpenAction<</S/URI/URI(http://127.0.0.1:9/)>>",
        b"/AA<</WC<</S/JavaScript/JS(this.exportDataObject\\({cName:'a'}\\))>>>>",
        b"/AcroForm<</XFA 100 0 R>>/Names<</JavaScript<</Names[(a) 101 0 R]>>>>",
    ],
    ids=["script", "launch", "address", "leaving", "xfa"],
)
def test_what_a_pdf_would_do_when_opened_is_not_done(tmp_path, catalog):
    with socket.socket() as ear:
        ear.bind(("127.0.0.1", 0))
        ear.listen()
        ear.settimeout(0.2)
        port = b"%d" % ear.getsockname()[1]
        extra = (
            b"(<script>xfa.host.gotoURL('http://127.0.0.1:" + port + b"/')</script>)",
            b"<</S/JavaScript/JS(app.alert\\(1\\))>>",
        )
        raw = pdf(SQUARE, catalog=catalog.replace(b":9/", b":" + port + b"/"), extra=extra)

        made = look(raw, tmp_path)

        with pytest.raises(TimeoutError):
            ear.accept()
    assert Image.open(io.BytesIO(made)).width == SMALL


def test_a_pdf_under_another_files_name_shows_no_other_file(tmp_path):
    secret = tmp_path / "rahasia.png"
    secret.write_bytes(photo("PNG"))
    outside = b"<</Type/Filespec/F(" + os.fsencode(secret) + b")>>"
    raw = pdf(b"/Im Do", extra=(outside,)).replace(
        b"/Resources<<>>",
        b"/Resources<</XObject<</Im 101 0 R>>>>",
    )
    raw = raw.replace(
        b"trailer",
        b"101 0 obj<</Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 8"
        b"/ColorSpace/DeviceGray/F 100 0 R/Length 0>>stream\n\nendstream endobj\ntrailer",
    )

    shown = Image.open(io.BytesIO(look(raw, tmp_path / "gambar"))).convert("L")

    assert min(shown.tobytes()) > 200


def test_one_refusal_does_not_stop_the_next_photo():
    with pytest.raises(PictureTooLarge):
        bind(bomb(60_000, 60_000))

    assert bind(photo()).startswith(b"%PDF-")
