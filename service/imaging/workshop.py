"""Where pictures are worked on: another process, with so much memory and time and no more."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from service import confinement
from service.errors import Rejected
from service.sentences.words import written_size

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PROGRAM: Final = Path(__file__).with_name("child.py")
#: Compares two files.
COMPARING: Final = Path(__file__).with_name("comparing_child.py")


class PictureRefused(Rejected):
    """What was sent cannot be worked on."""

    code = "imaging.refused"


class PictureUnreadable(PictureRefused):
    """The file is damaged, locked, or none of its kind after its first bytes."""

    code = "imaging.unreadable"


class PictureLocked(PictureUnreadable):
    """The file is a PDF that asks for a password."""

    code = "imaging.locked"


class NoText(PictureRefused):
    """A file holds no text that could be compared: a scan, an empty sheet."""

    code = "imaging.no-text"


class PictureTooLarge(PictureRefused):
    """Decoding it would need more memory than one file may have."""

    code = "imaging.too-large"


class PictureTooSlow(PictureRefused):
    """It took longer than it may take."""

    code = "imaging.too-slow"


class TooManyPhotos(PictureRefused):
    """More photos than one PDF is made of."""

    code = "imaging.too-many"


class ImagingBusy(PictureRefused):
    """Others' pictures are being worked on; what was sent is kept."""

    code = "imaging.busy"
    status = 503


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one job may ask for; operations.md documents the settings behind it."""

    #: photos of one PDF
    photos: int = 30
    #: pixels of one picture
    pixels: int = 64_000_000
    #: seconds that one job may take
    seconds: int = 45
    #: bytes of memory that one job may use
    memory: int = 1024 * 1024 * 1024
    #: bytes of a file of which pages are shown
    preview_bytes: int = 50 * 1024 * 1024
    #: pages of a file that are shown
    preview_pages: int = 200
    #: bytes of the images of pages that a machine keeps, to make them once
    preview_cache: int = 256 * 1024 * 1024


#: What draws pages: its versions, and what it may use, decide whether it can.
_DRAWING: Final = ("pypdfium2", "pillow", "pi-heif")

_bounds = Bounds()


def set_bounds(bounds: Bounds) -> None:
    """Hold the jobs of this process to `bounds`."""
    global _bounds  # noqa: PLW0603 - set once, when the application is wired
    _bounds = bounds


def bounds() -> Bounds:
    """Return to what the jobs of this process are held."""
    return _bounds


def renderer() -> str:
    """Return what draws pages here: after an upgrade, or with more room, it is another."""
    held = bounds()
    return f"{_versions()}; {held.pixels} px, {held.seconds} s, {held.memory} B"


@cache
def _versions() -> str:
    return ", ".join(f"{name} {version(name)}" for name in _DRAWING)


def refusal(code: str, params: Mapping[str, object]) -> PictureRefused:
    """Return the refusal of a job as it was raised, by its code."""
    known = (PictureUnreadable, PictureLocked, NoText, PictureTooLarge, PictureTooSlow)
    kind = next((it for it in known if it.code == code), PictureRefused)
    return kind(**params)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait for the job before. Raises ImagingBusy."""
    with ExitStack() as stack:
        try:
            stack.enter_context(confinement.one_at_a_time())
        except confinement.Busy as busy:
            raise ImagingBusy from busy
        yield


def carry_out(job: dict[str, Any], program: Path = _PROGRAM) -> dict[str, Any]:
    """Let a child do a job and return its answer; call it inside `one_at_a_time`.

    Raises PictureUnreadable, PictureTooLarge, PictureTooSlow, NoText, each with the number of the
    file or page that it is about.
    """
    held = bounds()
    told = {**job, "pixels": held.pixels}
    try:
        answer = confinement.answer_of(program, told, seconds=held.seconds, memory=held.memory)
    except confinement.TooSlow as slow:
        raise PictureTooSlow(number=1, limit=held.seconds) from slow
    except confinement.Died as died:
        raise PictureUnreadable(number=1, status=died.status) from died
    match answer.get("fault"):
        case None:
            return answer
        case "too-large":
            raise PictureTooLarge(
                number=answer["number"],
                pixels=held.pixels // 1_000_000,
                memory=written_size(held.memory),
            )
        case "locked":
            raise PictureLocked(number=answer["number"])
        case "no-text":
            raise NoText(number=answer["number"])
        case _:
            raise PictureUnreadable(number=answer["number"], status=0)
