"""What people type about the structure, and the rules that one entry can break by itself.

Rules between entries (a taken name, an overlapping holding) need the store and stand with the
commands and with the import plan.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from service.access.roles import (
    DUTIES,
    OFFICE_KINDS,
    PEMDA_KINDS,
    POSITION_ROLES,
    UNIT_KINDS,
    ZONES,
)
from service.errors import Rejected
from service.plain_text import is_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from uuid import UUID

_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._-]{2,79}")
_NIP: Final = re.compile(r"[0-9]{18}")
_PHONE: Final = re.compile(r"\+?[0-9][0-9 -]{6,24}")
#: One address of the usual shape; whether it exists shows only when a mail is sent to it.
_EMAIL: Final = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
_SHORT_NAME: Final = re.compile(r"[\w .&/-]{1,40}")

#: The Republic's first year; before it nobody held a jabatan by an SK.
_FIRST_YEAR: Final = 1945
#: No working life, and no letter, reaches further ahead; a later year is a slip of the hand.
_YEARS_AHEAD: Final = 50
#: Days of a surat tugas, both ends counted. The Inspektorat works by the programme of a year
#: (PKPT), leap years too; what goes on longer is decided anew, by a new letter.
LONGEST_ASSIGNMENT: Final = 366
#: A soft hyphen, a place where a line may break, and the mark at the head of a file.
_BREAKS: Final = {0x00AD: None, 0x200B: None, 0x2060: None, 0xFEFF: None}


@dataclass(frozen=True, slots=True)
class Problem:
    """One rule that an entry breaks: the field, and the code of its sentence."""

    field_name: str
    code: str
    params: Mapping[str, str] = field(default_factory=dict)


class EntryRefused(Rejected):
    """What was typed breaks a rule; `problems` say which, field by field."""

    code = "structure.entry-refused"

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(count=len(problems))


class Entry(Protocol):
    """Something typed that can name its own problems."""

    def problems(self) -> Iterator[Problem]:
        """Give every rule that the entry breaks by itself."""
        ...


_AnyEntry = TypeVar("_AnyEntry", bound=Entry)


@dataclass(frozen=True, slots=True)
class NewPemda:
    """A regional government: a province, a kabupaten or a kota."""

    name: str
    kind: str
    timezone: str

    def problems(self) -> Iterator[Problem]:
        """Give every rule that the entry breaks by itself."""
        yield from text_problems("name", self.name, 200)
        yield from choice_problems("kind", self.kind, PEMDA_KINDS)
        yield from choice_problems("timezone", self.timezone, ZONES)


@dataclass(frozen=True, slots=True)
class NewOffice:
    """A perangkat daerah."""

    name: str
    short_name: str
    kind: str
    timezone: str

    def problems(self) -> Iterator[Problem]:
        """Give every rule that the entry breaks by itself."""
        yield from text_problems("name", self.name, 200)
        yield from pattern_problems(
            "short_name", self.short_name, _SHORT_NAME, "structure.bad-short-name"
        )
        yield from choice_problems("kind", self.kind, OFFICE_KINDS)
        yield from choice_problems("timezone", self.timezone, ZONES)


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A Sekretariat, a Bidang, a team or the leadership of an office."""

    name: str
    kind: str

    def problems(self) -> Iterator[Problem]:
        """Give every rule that the entry breaks by itself."""
        yield from text_problems("name", self.name, 200)
        yield from choice_problems("kind", self.kind, UNIT_KINDS)


@dataclass(frozen=True, slots=True)
class NewPosition:
    """A jabatan; a role puts it in a lane, a duty keeps it out of all lanes."""

    title: str
    role: str | None = None
    duty: str | None = None

    def problems(self) -> Iterator[Problem]:
        """Give every rule that the entry breaks by itself."""
        yield from text_problems("title", self.title, 200)
        if self.role is not None:
            yield from choice_problems("role", self.role, sorted(POSITION_ROLES))
        if self.duty is not None:
            yield from choice_problems("duty", self.duty, DUTIES)
        if self.role is not None and self.duty is not None:
            yield Problem("duty", "structure.role-and-duty")


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A member of staff. Only administrators ever see NIP, phone, login name and e-mail address.

    Whoever is no ASN has no NIP (domain.md §3.7); whoever has no login name cannot log in.
    """

    name: str
    nip: str | None = None
    phone: str | None = None
    login: str | None = None
    email: str | None = None

    def problems(self) -> Iterator[Problem]:
        """Give every rule that the entry breaks by itself."""
        yield from text_problems("name", self.name, 200)
        if self.email is not None:
            yield from pattern_problems("email", self.email, _EMAIL, "structure.bad-email")
        if self.nip is not None:
            yield from pattern_problems("nip", self.nip, _NIP, "structure.bad-nip")
        if self.phone is not None:
            yield from pattern_problems("phone", self.phone, _PHONE, "structure.bad-phone")
        if self.login is not None:
            yield from pattern_problems("login", self.login, _LOGIN, "structure.bad-login")


@dataclass(frozen=True, slots=True)
class NewHolding:
    """Who holds a jabatan from when to when; `to_date` is the last day. SK: the letter."""

    from_date: date
    to_date: date | None = None
    sk_number: str | None = None
    sk_date: date | None = None

    def problems(self) -> Iterator[Problem]:
        """Give every rule that the entry breaks by itself."""
        if self.to_date is not None and self.to_date < self.from_date:
            yield Problem("to_date", "structure.ends-before-it-starts")
        if self.sk_number is not None:
            yield from text_problems("sk_number", self.sk_number, 100)


@dataclass(frozen=True, slots=True)
class NewAssignment:
    """A surat tugas: who may look at what, from when to when; both days count."""

    person_id: UUID
    letter_number: str
    letter_date: date
    from_date: date
    to_date: date
    #: None: every office of the pemda
    office_id: UUID | None = None
    #: None: every SOP
    sop_id: UUID | None = None

    def problems(self) -> Iterator[Problem]:
        """Give every rule that the entry breaks by itself."""
        yield from text_problems("letter_number", self.letter_number, 100)
        if self.to_date < self.from_date:
            yield Problem("to_date", "structure.ends-before-it-starts")
        elif (self.to_date - self.from_date).days >= LONGEST_ASSIGNMENT:
            longest = {"longest": str(LONGEST_ASSIGNMENT)}
            yield Problem("to_date", "structure.assignment-too-long", longest)
        if self.from_date < self.letter_date:
            # A letter never reaches back: what it allows begins with it (decisions §3.9).
            yield Problem("from_date", "structure.starts-before-its-letter")


def accepted(entry: _AnyEntry, today: date | None = None) -> _AnyEntry:
    """Return the entry with its texts cleaned. Raises EntryRefused with every problem.

    `today`, for entries that hold days: those must not lie too far away to be meant.
    """
    clean = cleaned(entry)
    problems = (*clean.problems(), *(() if today is None else implausible_days(clean, today)))
    if problems:
        raise EntryRefused(*problems)
    return clean


def implausible_days(entry: Entry, today: date) -> Iterator[Problem]:
    """Give every day of an entry whose year nobody can have meant."""
    for name, value in _values(entry):
        if isinstance(value, date):
            yield from implausible_day(name, value, today)


def implausible_day(name: str, day: date, today: date) -> Iterator[Problem]:
    """Give the problem of one day whose year nobody can have meant."""
    last = today.year + _YEARS_AHEAD
    if not _FIRST_YEAR <= day.year <= last:
        years = {"first": str(_FIRST_YEAR), "last": str(last)}
        yield Problem(name, "structure.implausible-year", years)


def cleaned(entry: _AnyEntry) -> _AnyEntry:
    """Return the entry with texts in NFC, white space collapsed, and empty ones as None or ""."""
    changes: dict[str, Any] = {}
    for name, value in _values(entry):
        if isinstance(value, str):
            changes[name] = clean_text(value)
    if "nip" in changes:
        changes["nip"] = re.sub(r"[ .-]", "", changes["nip"])
    if "login" in changes:
        changes["login"] = changes["login"].lower()
    for name in ("role", "duty", "nip", "phone", "login", "email", "sk_number"):
        if changes.get(name) == "":
            changes[name] = None
    return replace(entry, **changes)  # type: ignore[type-var]


def clean_text(text: str) -> str:
    """Return text as it is stored: NFC, one space between words, none at the ends.

    Where a word processor or a page would have broken the line is no part of it.
    """
    return " ".join(unicodedata.normalize("NFC", text).translate(_BREAKS).split())


def written_text(name: str, text: str, longest: int) -> str:
    """Return one line of text as it is stored.

    Raises EntryRefused: it is missing or too long, or has characters that nobody sees.
    """
    clean = clean_text(text)
    _refuse(text_problems(name, clean, longest))
    return clean


def written_lines(name: str, text: str, longest: int, *, needed: bool = True) -> str:
    """Return a text of several lines, without its margins. Raises EntryRefused."""
    clean = text.strip().replace("\r\n", "\n")
    if clean or needed:
        _refuse(text_problems(name, clean, longest, lines=True))
    return clean


def _refuse(problems: Iterable[Problem]) -> None:
    found = tuple(problems)
    if found:
        raise EntryRefused(*found)


def _is_seen(text: str) -> bool:
    """Say whether a line has only what is seen; marks can make one name look like another."""
    return not any(unicodedata.category(letter)[0] == "C" for letter in text)


def nip_is_doubtful(nip: str) -> bool:
    """Say whether 18 digits do not read as a NIP or NI PPPK; a warning, never a refusal.

    Birth date, then year and month of appointment (13 and more instead of the month: PPPK),
    then 1 or 2, then a serial from 001 (domain.md §3.7).
    """
    try:
        born = date(int(nip[:4]), int(nip[4:6]), int(nip[6:8]))
    except ValueError:
        return True
    year, month = int(nip[8:12]), int(nip[12:14])
    age = year - born.year
    youngest, oldest = 15, 60
    return (
        not youngest <= age <= oldest or month == 0 or nip[14] not in "12" or nip[15:18] == "000"
    )


def _values(entry: Entry) -> Iterator[tuple[str, Any]]:
    for item in fields(entry):  # type: ignore[arg-type]
        yield item.name, getattr(entry, item.name)


def text_problems(
    name: str, value: str, longest: int, *, lines: bool = False
) -> Iterator[Problem]:
    """Give what is wrong with a text that must be there; `lines`: it may have several."""
    if not value:
        yield Problem(name, "structure.missing")
    elif len(value) > longest:
        yield Problem(name, "structure.too-long", {"longest": str(longest)})
    elif not (is_plain(value) if lines else _is_seen(value)):
        yield Problem(name, "structure.bad-characters")


def choice_problems(
    name: str, value: str, allowed: tuple[str, ...] | list[str]
) -> Iterator[Problem]:
    """Give what is wrong with a choice."""
    if value not in allowed:
        yield Problem(name, "structure.not-a-choice", {"allowed": ", ".join(allowed)})


def pattern_problems(
    name: str, value: str, pattern: re.Pattern[str], code: str
) -> Iterator[Problem]:
    """Give what is wrong with a text of a certain shape."""
    if not pattern.fullmatch(value):
        yield Problem(name, code)
