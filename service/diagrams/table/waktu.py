"""Waktu as an SOP writes it: "2 jam", "1 Hari (kerja)", "Disesuaikan"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from service.errors import Rejected
from service.feel.iso8601 import parse_parts

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Units as documents write them → letter of ISO 8601, and minutes where a fraction can be counted.
_UNITS: Mapping[str, tuple[str, int | None]] = {
    "menit": ("M", 1),
    "mnt": ("M", 1),
    "jam": ("H", 60),
    "jm": ("H", 60),
    "hari": ("D", None),
    "hr": ("D", None),
    "hk": ("D", None),
    "minggu": ("W", None),
    "mgg": ("W", None),
    "bulan": ("MONTH", None),
    "bln": ("MONTH", None),
    "tahun": ("Y", None),
    "thn": ("Y", None),
}
_PRIMES = "'\N{PRIME}\N{RIGHT SINGLE QUOTATION MARK}"
#: A time that has a word for its number or a sign for its unit, is said to be about that or the
#: most, or ends like a sentence → plainly.
_PLAINLY = (
    (r"^(?:paling lama|maksimal|maks\.?|±|\+/-|kurang lebih|sekitar)\s*(?=\d)", ""),
    (r"\.$", ""),
    (r"(?<=\d)\s*\([a-z ]+\)(?=\s*[a-z])", ""),
    (rf"(?<=\d)\s*[{_PRIMES}](?![{_PRIMES}])", " menit"),
    (r"\bsetengah\b", "½"),
)
_AMOUNT = re.compile(r"(\d{1,4}(?:[.,]\d{1,2})?|½|\d{1,3} ?½)\s*([a-z]+)\.?(?:\s*\(?kerja\)?)?")
_LONGEST = 60
_HALF = Fraction(1, 2)
_MOST_MINUTES = 600_000


@dataclass(frozen=True, slots=True)
class Waktu:
    """The time that an SOP gives a row."""

    #: as written
    text: str = ""
    #: in ISO 8601, counted in working time; None where nothing can be counted
    iso: str | None = None
    #: *Disesuaikan*: who starts a process says until when
    adjusted: bool = False


def read_waktu(text: str) -> Waktu:
    """Return what a cell says; `iso` stays None for what cannot be counted ("menit", "1-2 hari").

    Half a day is one of these: a working day is one up to its end, whatever hours it has
    (`service/working_time/amounts.py`), so nobody could say when half of it is over.

    Several times in one cell are added where they can be ("1 jam 30 menit", "1 hari 1 hari");
    other mixtures are not: nobody could say when they end.
    """
    words = " ".join(text.split())
    plain = words.lower()
    if plain.startswith("disesuaikan") or plain == "menyesuaikan":
        return Waktu(words, None, adjusted=True)
    if len(plain) > _LONGEST:
        return Waktu(words)
    return Waktu(words, _iso(plain))


def written_waktu(iso: str | None) -> str:
    """Return "2 minggu" for P2W; "" for None, and the letters themselves where no words fit."""
    if iso is None:
        return ""
    try:
        parts = parse_parts(iso)
    except Rejected:
        return iso
    words = [
        f"{count} {unit}"
        for count, unit in (
            (12 * parts.years + parts.months, "bulan"),
            (parts.weeks, "minggu"),
            (parts.days, "hari"),
            (parts.hours, "jam"),
            (parts.minutes, "menit"),
        )
        if count
    ]
    return " ".join(words) or iso


def _iso(plain: str) -> str | None:
    for pattern, plainly in _PLAINLY:
        plain = re.sub(pattern, plainly, plain)
    amounts: list[tuple[Fraction, str]] = []
    at = 0
    while at < len(plain):
        found = _AMOUNT.match(plain, at)
        if found is None or found[2] not in _UNITS:
            return None
        amounts.append((_number(found[1]), found[2]))
        at = found.end()
        while at < len(plain) and plain[at] in " ,":
            at += 1
    if len({unit for _, unit in amounts}) == 1:
        return _single(sum((count for count, _ in amounts), Fraction()), amounts[0][1])
    if amounts and all(_UNITS[unit][1] for _, unit in amounts):
        return _minutes(
            sum((count * (_UNITS[unit][1] or 0) for count, unit in amounts), Fraction())
        )
    return None


def _number(text: str) -> Fraction:
    whole, half = text.replace("½", "").strip(), "½" in text
    return Fraction(whole.replace(",", ".") or "0") + (_HALF if half else 0)


def _single(count: Fraction, unit: str) -> str | None:
    letter, minutes = _UNITS[unit]
    if count <= 0:
        return None
    if minutes is not None and count.denominator != 1:
        return _minutes(count * minutes)
    if count.denominator != 1:
        return None
    if letter in "HM":
        return f"PT{count}{letter}"
    return f"P{count}M" if letter == "MONTH" else f"P{count}{letter}"


def _minutes(total: Fraction) -> str | None:
    if total.denominator != 1 or not 0 < total <= _MOST_MINUTES:
        return None
    hours, rest = divmod(int(total), 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{rest}M" if rest else "")
