"""The program that decodes what strangers sent: run alone, limited, and killed when it is slow.

It knows nothing of Alur, so that nothing of Alur is there to be reached through it. It reads one
job as JSON from stdin, does it, and answers with JSON on stdout:

- `{"job": "photos", "files": [path, …], "out": path, …}`: one PDF of all photos, a page each, in
  that order; → `{"pages": n}`
- `{"job": "pages", "file": path, "kind": media type, "first": 1, "last": 8, "width": 240,
  "largest": 40000, "out": folder, …}`: pages as WebP, `<page>.webp`; → `{"pages": n of the file}`

`bytes` (memory), `seconds` (of the processor) and `pixels` (of one picture) bound every job. What
cannot be done is answered `{"fault": "unreadable" | "locked" | "too-large", "number": n}`, n
counted from 1.
"""

from __future__ import annotations

import json
import math
import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

#: A4 at 150 dots per inch: small print of an office letter stays readable, a page stays small.
_DPI: Final = 150
_SHORT: Final = round(210 / 25.4 * _DPI)
_LONG: Final = round(297 / 25.4 * _DPI)

_JPEG_QUALITY: Final = 75

#: FPDF_ERR_PASSWORD of PDFium.
_PASSWORD: Final = 4

#: Tried one after the other until the image of a page is small enough.
_WEBP_QUALITIES: Final = (70, 50, 30, 10)

#: The answer, the PDF that is being written, libraries.
_OPEN_FILES: Final = 64
#: Bytes of a file that it may write.
_LARGEST_FILE: Final = 256 * 1024 * 1024


class Fault(Exception):
    """The job cannot be done with this file."""

    def __init__(self, why: str, number: int = 1) -> None:
        super().__init__(why)
        self.answer = {"fault": why, "number": number}


def main() -> None:
    """Do the job that stands on stdin."""
    job = json.loads(sys.stdin.buffer.read())
    _bound(job)
    try:
        answer = {"photos": _photos, "pages": _pages}[job["job"]](job)
    except Fault as fault:
        answer = fault.answer
    sys.stdout.write(json.dumps(answer))


def _bound(job: dict[str, Any]) -> None:
    """Take from this process what it does not need, for good."""
    seconds = job["seconds"]
    resource.setrlimit(resource.RLIMIT_AS, (job["bytes"], job["bytes"]))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


# ---------------------------------------------------------------- photos to one PDF


def _photos(job: dict[str, Any]) -> dict[str, Any]:
    pages = [
        _as_page(_opened(Path(name), number, job["pixels"]), number)
        for number, name in enumerate(job["files"], start=1)
    ]
    pages[0].save(
        job["out"],
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=_DPI,
        quality=_JPEG_QUALITY,
        # The same photos are to give the same bytes, whenever and however often they are sent.
        title="",
        creationDate="",
        modDate="",
    )
    return {"pages": len(pages)}


def _opened(place: Path, number: int, pixels: int) -> Picture:
    """Open a picture without decoding it. Raises Fault."""
    import pi_heif
    from PIL import Image

    pi_heif.register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = None  # ours is asked below, before anything is decoded
    try:
        picture: Picture = Image.open(place, formats=("JPEG", "PNG", "WEBP", "HEIF"))
    except Exception as error:
        raise Fault("unreadable", number) from error
    if picture.width * picture.height > pixels:
        raise Fault("too-large", number)
    return picture


def _as_page(picture: Picture, number: int) -> Picture:
    """Return the picture upright on white A4, with nothing of the camera's notes. Raises Fault."""
    from PIL import Image

    try:
        # A camera's JPEG decodes to a half far cheaper than to the whole, if it is told before.
        picture.draft("RGB", _sheet(picture))
        upright = _flat(picture)
    except MemoryError as error:
        raise Fault("too-large", number) from error
    except Exception as error:
        raise Fault("unreadable", number) from error
    sheet = _sheet(upright)
    upright.thumbnail(sheet, Image.Resampling.LANCZOS)
    page = Image.new("RGB", sheet, "white")
    page.paste(upright, ((sheet[0] - upright.width) // 2, (sheet[1] - upright.height) // 2))
    return page


def _sheet(picture: Picture) -> tuple[int, int]:
    """Return the sheet of A4 that lies as the picture does, in pixels."""
    return (_LONG, _SHORT) if picture.width > picture.height else (_SHORT, _LONG)


def _flat(picture: Picture) -> Picture:
    """Return the decoded picture upright, in RGB, what is transparent on white."""
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(picture)
    if upright.mode in ("RGBA", "LA", "PA", "P"):
        clear = upright.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(white, clear).convert("RGB")
    return upright.convert("RGB")


# ---------------------------------------------------------------- pages to pictures


def _pages(job: dict[str, Any]) -> dict[str, Any]:
    if job["kind"] == "application/pdf":
        return _of_pdf(job)
    picture = _opened(Path(job["file"]), 1, job["pixels"])
    try:
        picture.draft("RGB", (2 * job["width"], 2 * job["width"]))
        _keep(_flat(picture), 1, job)
    except MemoryError as error:
        raise Fault("too-large") from error
    except Exception as error:
        raise Fault("unreadable") from error
    return {"pages": 1}


def _of_pdf(job: dict[str, Any]) -> dict[str, Any]:
    import pypdfium2

    try:
        # No form environment is ever made, so no script and no action of the file runs.
        document = pypdfium2.PdfDocument(job["file"])
        count = len(document)
    except Exception as error:
        locked = getattr(error, "err_code", None) == _PASSWORD
        raise Fault("locked" if locked else "unreadable") from error
    for number in range(job["first"], min(job["last"], count) + 1):
        try:
            page = document[number - 1]
            width, height = page.get_size()
            scale = _scale(width, height, job)
            _keep(page.render(scale=scale).to_pil(), number, job)
            page.close()
        except MemoryError as error:
            raise Fault("too-large", number) from error
        except Exception as error:
            raise Fault("unreadable", number) from error
    return {"pages": count}


def _scale(width: float, height: float, job: dict[str, Any]) -> float:
    """Return how many pixels a point becomes, so that a page is `width` wide and not immense."""
    wide = float(job["width"])
    most = min(4 * wide * wide, float(job["pixels"]))
    return min(wide / max(width, 1.0), math.sqrt(most / max(width * height, 1.0)))


def _keep(page: Picture, number: int, job: dict[str, Any]) -> None:
    """Write the image of a page, as good as `largest` bytes allow."""
    from PIL import Image

    wide = job["width"]
    page = page.convert("RGB")
    page.thumbnail((wide, 4 * wide), Image.Resampling.LANCZOS)
    place = Path(job["out"]) / f"{number}.webp"
    for quality in _WEBP_QUALITIES:
        page.save(place, "WEBP", quality=quality, method=4)
        if place.stat().st_size <= job["largest"]:
            return
    while place.stat().st_size > job["largest"]:
        page.thumbnail((page.width * 3 // 4, page.height * 3 // 4))
        page.save(place, "WEBP", quality=_WEBP_QUALITIES[-1], method=4)


if __name__ == "__main__":
    main()
