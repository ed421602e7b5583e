"""Several photos of paper become one PDF: upright, of A4, without the camera's notes.

The same photos in the same order give the same bytes, so that a form that is sent twice finds the
document that it made the first time.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from service.imaging.workshop import TooManyPhotos, bounds, carry_out, one_at_a_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    #: gives the bytes of one photo, in pieces
    Source = Callable[[], Iterable[bytes]]


def pdf_of_photos(photos: Sequence[Source]) -> bytes:
    """Return one PDF with a page for each photo, in their order.

    Takes JPEG, PNG, WebP and HEIC. Raises TooManyPhotos, PictureUnreadable, PictureTooLarge,
    PictureTooSlow, ImagingBusy. Holds no transaction and must be called within none.
    """
    require_not_too_many(len(photos))
    with one_at_a_time(), tempfile.TemporaryDirectory(prefix="alur-foto-") as name:
        folder = Path(name)
        places = [folder / str(number) for number in range(len(photos))]
        for place, photo in zip(places, photos, strict=True):
            with place.open("wb") as file:
                file.writelines(photo())
        made = folder / "out.pdf"
        job = {"job": "photos", "files": [str(place) for place in places], "out": str(made)}
        carry_out(job)
        return made.read_bytes()


def require_not_too_many(count: int) -> None:
    """Refuse more photos than one PDF is made of. Raises TooManyPhotos."""
    if count > bounds().photos:
        raise TooManyPhotos(limit=bounds().photos)
