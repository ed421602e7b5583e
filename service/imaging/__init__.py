"""Paper as pictures: photos become a PDF, pages of a PDF become small images.

Decoders of pictures and PDFs are the largest doors that a stranger's bytes find, so none of them
runs in a process that serves people: `child` is a program of its own that may use so much memory
and time and is killed when it wants more (decisions/0009-paper-and-pictures.md).
"""

from service.imaging.pages import (
    LARGE,
    SMALL,
    TOGETHER,
    PagedFile,
    can_be_shown,
    page_count,
    page_image,
)
from service.imaging.photos import pdf_of_photos, require_not_too_many
from service.imaging.workshop import (
    Bounds,
    ImagingBusy,
    PictureRefused,
    PictureTooLarge,
    PictureTooSlow,
    PictureUnreadable,
    TooManyPhotos,
    bounds,
    set_bounds,
)

__all__ = [
    "LARGE",
    "SMALL",
    "TOGETHER",
    "Bounds",
    "ImagingBusy",
    "PagedFile",
    "PictureRefused",
    "PictureTooLarge",
    "PictureTooSlow",
    "PictureUnreadable",
    "TooManyPhotos",
    "bounds",
    "can_be_shown",
    "page_count",
    "page_image",
    "pdf_of_photos",
    "require_not_too_many",
    "set_bounds",
]
