"""Paper as pictures: photos become a PDF, pages of a PDF become small images; texts are compared.

Decoders of pictures and PDFs are the largest doors that a stranger's bytes find, so none of them
runs in a process that serves people: `child` is a program of its own that may use so much memory
and time and is killed when it wants more (decisions/0009-paper-and-pictures.md).
"""

from service.imaging.differences import (
    MOST as MOST_CHANGES,
)
from service.imaging.differences import (
    UNITS as COMPARED_UNITS,
)
from service.imaging.differences import (
    Change,
    Differences,
    TextFile,
    can_be_compared,
    differences,
)
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
    NoText,
    PictureLocked,
    PictureRefused,
    PictureTooLarge,
    PictureTooSlow,
    PictureUnreadable,
    TooManyPhotos,
    bounds,
    set_bounds,
)

__all__ = [
    "COMPARED_UNITS",
    "LARGE",
    "MOST_CHANGES",
    "SMALL",
    "TOGETHER",
    "Bounds",
    "Change",
    "Differences",
    "ImagingBusy",
    "NoText",
    "PagedFile",
    "PictureLocked",
    "PictureRefused",
    "PictureTooLarge",
    "PictureTooSlow",
    "PictureUnreadable",
    "TextFile",
    "TooManyPhotos",
    "bounds",
    "can_be_compared",
    "can_be_shown",
    "differences",
    "page_count",
    "page_image",
    "pdf_of_photos",
    "require_not_too_many",
    "set_bounds",
]
