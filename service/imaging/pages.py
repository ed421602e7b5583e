"""Pages of a file as small images, for who reads on a telephone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from service.errors import NotFound
from service.imaging.page_cache import Failure, PageCache
from service.imaging.workshop import (
    PictureRefused,
    bounds,
    carry_out,
    one_at_a_time,
    refusal,
    renderer,
)

if TYPE_CHECKING:
    from pathlib import Path

    from service.imaging.photos import Source

#: Media types whose pages can be shown. Documents of office programs would need one of those.
SHOWN: Final = frozenset(
    {"application/pdf", "image/png", "image/jpeg", "image/webp", "image/heic"}
)

#: Pixels across, and bytes at most: many on one page, and one to read.
SMALL: Final = 240
LARGE: Final = 1000
_LARGEST: Final = {SMALL: 40_000, LARGE: 250_000}

#: Small images that are made together, as many as one page of ours shows.
TOGETHER: Final = 12


@dataclass(frozen=True, slots=True)
class PagedFile:
    """A file whose pages are asked for."""

    #: that no other file has, part of a path: tenant and hash
    key: str
    media_type: str
    size: int
    read: Source


def can_be_shown(media_type: str, size: int) -> bool:
    """Say whether pages of such a file are shown at all."""
    return media_type in SHOWN and size <= bounds().preview_bytes


def page_count(file: PagedFile, folder: Path) -> int:
    """Return how many pages of the file are shown, after making the first small images of it.

    Raises NotFound for a file that has no pages to show, and the refusals of `workshop`.
    """
    cache = PageCache(folder, bounds().preview_cache)
    count = cache.count(file.key)
    if count is None:
        page_image(file, folder, 1, SMALL)
        count = cache.count(file.key) or 0
    if count == 0:
        raise NotFound
    return min(count, bounds().preview_pages)


def page_image(file: PagedFile, folder: Path, number: int, width: int) -> bytes:
    """Return page `number` (from 1) as WebP, `width` pixels across: SMALL or LARGE.

    Raises NotFound, and the refusals of `workshop`. Holds no transaction and must be called
    within none.
    """
    if not can_be_shown(file.media_type, file.size) or width not in _LARGEST:
        raise NotFound
    if not 1 <= number <= bounds().preview_pages:
        raise NotFound
    cache = PageCache(folder, bounds().preview_cache)
    found = cache.image(file.key, number, width)
    if found is None:
        _refuse_failed(cache, file.key, number, width)
        with one_at_a_time():
            # The one before may have made it, found that there is no such page, or failed.
            _refuse_failed(cache, file.key, number, width)
            if _is_there(cache, file.key, number) and not cache.holds(file.key, number, width):
                _make(file, cache, number, width)
        found = cache.image(file.key, number, width)
    if found is None:
        raise NotFound
    return found


def _is_there(cache: PageCache, key: str, number: int) -> bool:
    """Say whether the file may have such a page: to decode it only to see that is dear."""
    count = cache.count(key)
    return count is None or number <= count


def _refuse_failed(cache: PageCache, key: str, number: int, width: int) -> None:
    """Raise again, at once, what this renderer could not do with these pages before."""
    failed = cache.failure(key, _made_with(number, width)[0], width)
    if failed is not None and failed.renderer == renderer():
        raise refusal(failed.code, failed.params)


def _made_with(number: int, width: int) -> tuple[int, int]:
    """Return the first and the last page that are made together with a page."""
    if width != SMALL:
        return number, number
    first = (number - 1) // TOGETHER * TOGETHER + 1
    return first, min(first + TOGETHER - 1, bounds().preview_pages)


def _make(file: PagedFile, cache: PageCache, number: int, width: int) -> None:
    first, last = _made_with(number, width)
    with cache.workplace() as folder:
        whole = folder / "berkas"
        with whole.open("wb") as out:
            out.writelines(file.read())
        job = {
            "job": "pages",
            "file": str(whole),
            "kind": file.media_type,
            "first": first,
            "last": last,
            "width": width,
            "largest": _LARGEST[width],
            "out": str(folder),
        }
        try:
            answer = carry_out(job)
        except PictureRefused as refused:
            # The same would take as long the next time, and end the same.
            failure = Failure(renderer(), refused.code, dict(refused.params))
            cache.keep_failure(file.key, first, width, failure)
            raise
        made = {int(place.stem): place for place in folder.glob("*.webp")}
        cache.keep(file.key, answer["pages"], made, width)
