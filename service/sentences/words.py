"""How pages write dates, times, sizes and numbers (domain.md §4.3)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.sentences import Language

MONTHS: Final = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)

_ENGLISH_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")

_LETTERS: Final = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}

_KIB: Final = 1024


def written_date(day: date, lang: Language = "id") -> str:
    """Return "21 Agustus 2026"; to a terminal that speaks English, "21 August 2026"."""
    months = _ENGLISH_MONTHS if lang == "en" else MONTHS
    return f"{day.day} {months[day.month - 1]} {day.year}"


def written_time(instant: datetime, zone: str) -> str:
    """Return "15.00 WIB" at the aware `instant` in the IANA `zone`."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{local:%H.%M} {_LETTERS.get(zone, f'{local:%Z}')}"


def written_instant(instant: datetime, zone: str, lang: Language = "id") -> str:
    """Return "21 November 2026 pukul 15.00 WIB"; in English "21 November 2026, 15.00 WIB"."""
    local = instant.astimezone(ZoneInfo(zone))
    between = ", " if lang == "en" else " pukul "
    return f"{written_date(local.date(), lang)}{between}{written_time(instant, zone)}"


def exact_instant(instant: datetime, zone: str) -> str:
    """Return "21 November 2026 pukul 15.00.07 WIB": with seconds, for the history."""
    local = instant.astimezone(ZoneInfo(zone))
    letters = _LETTERS.get(zone, f"{local:%Z}")
    return f"{written_date(local.date())} pukul {local:%H.%M.%S} {letters}"


def machine_instant(instant: datetime) -> str:
    """Return what the `datetime` attribute of <time> wants."""
    return instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def written_span(span: timedelta, lang: Language = "id") -> str:
    """Return working time in words: "2 jam 15 menit", "kurang dari 1 menit"."""
    english = lang == "en"
    hour, minute, less = ("h", "min", "less than") if english else ("jam", "menit", "kurang dari")
    minutes = int(span.total_seconds()) // 60
    if not minutes:
        return f"{less} 1 {minute}" if span else f"0 {minute}"
    hours, rest = divmod(minutes, 60)
    return " ".join(f"{count} {unit}" for count, unit in ((hours, hour), (rest, minute)) if count)


def written_size(size: int) -> str:
    """Return a file's size, "1,4 MB" or "200 MB", with the decimal comma."""
    if size < _KIB:
        return f"{size} B"
    if size < _KIB * _KIB:
        return f"{round(size / _KIB)} KB"
    return f"{size / _KIB / _KIB:.1f}".removesuffix(".0").replace(".", ",") + " MB"


def written_excess(size: int, limit: int) -> tuple[str, str]:
    """Return a size and the limit that it exceeds, in units that tell the two apart."""
    written = written_size(size), written_size(limit)
    return written if written[0] != written[1] else (f"{size} B", f"{limit} B")


def written_list(parts: Iterable[str]) -> str:
    """Return "a, b, dan c"."""
    *earlier, last = list(parts) or [""]
    if not earlier:
        return last
    comma = "," if len(earlier) > 1 else ""
    return f"{', '.join(earlier)}{comma} dan {last}"
