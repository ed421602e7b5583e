"""Images of pages that were made before, in files of this machine.

Not in the store: they can be made again from a file whose hash is checked while it is read, so
nobody has to answer for them; a backup needs none of them, and a picture that somebody altered in
the database could show a signer another page than the one that is signed. Each machine keeps its
own, and forgets the oldest. It remembers too which pages could not be made, and by what, so that
nobody waits for the same again.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Changes when pages are drawn otherwise, so that none of the older images is shown.
_RECIPE: Final = "1"

_COUNT: Final = "halaman"

_FAILED: Final = "gagal"

_AT_WORK: Final = "sedang-"

#: Seconds after which nobody works in a folder any more: many times what one job may take.
_ABANDONED: Final = 3600


@dataclass(frozen=True, slots=True)
class Failure:
    """Why pages could not be made."""

    #: what failed (`workshop.renderer`); another may succeed
    renderer: str
    #: of the refusal, with its parameters
    code: str
    params: dict[str, str]


@dataclass(frozen=True, slots=True)
class PageCache:
    folder: Path
    #: bytes of all images together
    most: int

    @contextmanager
    def workplace(self) -> Iterator[Path]:
        """Give a folder to work in, beside the images, so that these are moved and never copied.

        A copy of a document lies in it for a while: only this account may look, and what a
        process left that was killed at work goes before the next begins.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=_AT_WORK, dir=self.folder) as name:
            mine = Path(name)
            self._clear_away(before=mine.stat().st_mtime - _ABANDONED)
            yield mine

    def _clear_away(self, before: float) -> None:
        """Remove folders in which nobody has worked since `before`, by the disk's own clock."""
        for left in self.folder.glob(f"{_AT_WORK}*"):
            # Another process may take it away at the same moment.
            with contextlib.suppress(FileNotFoundError):
                if left.stat().st_mtime < before:
                    shutil.rmtree(left, ignore_errors=True)

    def count(self, key: str) -> int | None:
        """Return how many pages a file has; None: it was never opened."""
        with contextlib.suppress(FileNotFoundError):
            return int((self._of(key) / _COUNT).read_text("ascii"))
        return None

    def image(self, key: str, number: int, width: int) -> bytes | None:
        with contextlib.suppress(FileNotFoundError):
            return self._place(key, number, width).read_bytes()
        return None

    def holds(self, key: str, number: int, width: int) -> bool:
        return self._place(key, number, width).exists()

    def keep(self, key: str, count: int, made: dict[int, Path], width: int) -> None:
        """Take over images that were just made, and forget the oldest when there are too many."""
        place = self._of(key)
        place.mkdir(parents=True, exist_ok=True)
        for number, image in made.items():
            image.replace(self._place(key, number, width))
        counted = place / f"{_COUNT}.{os.getpid()}"
        counted.write_text(str(count), "ascii")
        counted.replace(place / _COUNT)
        self._forget_the_oldest()

    def failure(self, key: str, first: int, width: int) -> Failure | None:
        """Return why the pages from `first` on could not be made; None: nobody failed to."""
        with contextlib.suppress(FileNotFoundError, ValueError, TypeError):
            return Failure(**json.loads(self._failed(key, first, width).read_text("utf-8")))
        return None

    def keep_failure(self, key: str, first: int, width: int, failure: Failure) -> None:
        """Remember why the pages from `first` on could not be made."""
        place = self._failed(key, first, width)
        place.parent.mkdir(parents=True, exist_ok=True)
        written = place.with_name(f"{place.name}.{os.getpid()}")
        written.write_text(json.dumps(asdict(failure)), "utf-8")
        written.replace(place)

    def _failed(self, key: str, first: int, width: int) -> Path:
        return self._of(key) / f"{_FAILED}-{first}-{width}"

    def _of(self, key: str) -> Path:
        return self.folder / _RECIPE / key

    def _place(self, key: str, number: int, width: int) -> Path:
        return self._of(key) / f"{number}-{width}.webp"

    def _forget_the_oldest(self) -> None:
        """Bring the images down to three quarters of what they may take, when they take more."""
        found = []
        for place in self.folder.rglob("*.webp"):
            # Another process may forget at the same moment.
            with contextlib.suppress(FileNotFoundError):
                about = place.stat()
                found.append((about.st_mtime, about.st_size, place))
        total = sum(size for _, size, _ in found)
        if total <= self.most:
            return
        for _, size, place in sorted(found):
            place.unlink(missing_ok=True)
            total -= size
            if total <= self.most * 3 // 4:
                return
