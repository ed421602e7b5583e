"""What a structure file would change: judged row by row, nothing stored.

One row is one jabatan with, where it has a name, its holder. Offices, units and jabatan that the
store does not know yet are added, those it knows are kept; nothing is ever changed or ended by a
file. Importing the same file twice therefore changes nothing the second time.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from service.access.entries import (
    Entry,
    NewHolding,
    NewOffice,
    NewPerson,
    NewPosition,
    NewUnit,
    Problem,
    cleaned,
    nip_is_doubtful,
)
from service.access.roles import OFFICE_ROLES, SINGLE_HOLDER_ROLES, overlap
from service.values import canonical_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.access.sheet import Sheet, SheetRow

#: Heads of the columns as staff write them → the name that findings use. ★ obligatory.
COLUMNS: Final[Mapping[str, str]] = {
    "perangkat daerah": "office",  # ★
    "singkatan": "short_name",
    "jenis perangkat daerah": "office_kind",
    "unit kerja": "unit",  # ★
    "jenis unit": "unit_kind",
    "jabatan": "title",  # ★
    "peran": "role",
    "tugas khusus": "duty",
    "nama": "person",
    "nip": "nip",
    "telepon": "phone",
    "nama masuk": "login",
    "mulai": "from_date",
    "sampai": "to_date",
    "nomor sk": "sk_number",
    "tanggal sk": "sk_date",
}
_OBLIGATORY: Final = ("office", "unit", "title")
_DATES: Final = ("from_date", "to_date", "sk_date")

#: What people write for the values that Alur keeps.
_WORDS: Final[Mapping[str, str]] = {
    "kepala dinas": "kepala_dinas",
    "kepala": "kepala_dinas",
    "sekretaris": "sekretaris",
    "ketua tim": "ketua_tim",
    "anggota tim": "anggota_tim",
    "bidang": "bidang",
    "analis": "analyst",
    "auditor": "auditor",
    "administrator": "administrator",
}

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class ImportFinding:
    """One remark on one cell; `row` is the row's number in the file, 0 the file as a whole."""

    row: int
    column: str
    severity: Severity
    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KnownHolding:
    """A holding that the store has."""

    person: str
    from_date: date
    to_date: date | None


@dataclass(frozen=True, slots=True)
class KnownStructure:
    """What the store has, by the names that a file can use. Inactive parts are left out."""

    timezone: str
    offices: Mapping[str, str] = field(default_factory=dict)  # name → kind
    short_names: frozenset[str] = frozenset()
    units: Mapping[tuple[str, str], str] = field(default_factory=dict)  # (office, unit) → kind
    #: (office, title) → (unit, role, duty)
    positions: Mapping[tuple[str, str], tuple[str, str | None, str | None]] = field(
        default_factory=dict
    )
    #: person key → {(office, title)}; the key is the NIP, else the login name, else the name
    holdings: Mapping[tuple[str, str], tuple[KnownHolding, ...]] = field(default_factory=dict)
    nips: Mapping[str, str] = field(default_factory=dict)  # NIP → name
    #: what was taken out of use and keeps its name: (office,), (office, unit), (office, "", title)
    retired: frozenset[tuple[str, ...]] = frozenset()
    #: NIP, else login name, else name of deactivated people
    retired_people: frozenset[str] = frozenset()
    #: every login name of the store, of other pemda too; what is taken is taken
    logins: Mapping[str, str] = field(default_factory=dict)  # login → name, "" of another pemda


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """A unit to add, with the name of its office."""

    office: str
    unit: NewUnit


@dataclass(frozen=True, slots=True)
class PlannedPosition:
    """A jabatan to add, with the names of its office and unit."""

    office: str
    unit: str
    position: NewPosition


@dataclass(frozen=True, slots=True)
class PlannedHolding:
    """A person to put into a jabatan, with the names of office and jabatan."""

    office: str
    title: str
    person: NewPerson
    #: the store already knows this person
    known: bool
    holding: NewHolding


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What committing would add, and every finding. Only a plan without errors is committed."""

    offices: tuple[NewOffice, ...]
    units: tuple[PlannedUnit, ...]
    positions: tuple[PlannedPosition, ...]
    holdings: tuple[PlannedHolding, ...]
    #: rows that the store already has
    unchanged: int
    rows: int
    findings: tuple[ImportFinding, ...]

    @property
    def refused(self) -> bool:
        """Say whether some finding is an error."""
        return any(finding.severity == "error" for finding in self.findings)

    def hash(self, raw: bytes) -> str:
        """Return the SHA-256 by which the preview is committed: of the file and of this plan.

        When the store has changed so that the file means something else, the hash differs.
        """
        plan = asdict(self)
        return hashlib.sha256(
            b"alur:import:1\0" + hashlib.sha256(raw).digest() + canonical_bytes(plan)
        ).hexdigest()


def make_plan(sheet: Sheet, known: KnownStructure, today: date) -> ImportPlan:
    """Judge every row against the store and the rows above it. `today`: in the pemda's zone."""
    planner = _Planner(known, today)
    heads = {name: COLUMNS.get(" ".join(name.lower().split())) for name in sheet.head}
    planner.check_head(heads)
    if not planner.findings:
        for row in sheet.rows:
            planner.add(row, heads)
    return planner.plan(len(sheet.rows))


_AnyEntry = TypeVar("_AnyEntry", bound=Entry)


class _Planner:
    """Collects what the rows add; each `_…` method handles one kind of thing of a row."""

    def __init__(self, known: KnownStructure, today: date) -> None:
        self._today = today
        self._timezone = known.timezone
        self._known_offices = known.offices
        self._offices = dict(known.offices)
        self._short_names = set(known.short_names)
        self._units = dict(known.units)
        self._positions = dict(known.positions)
        self._holdings = {place: list(held) for place, held in known.holdings.items()}
        self._retired = known.retired
        self._retired_people = known.retired_people
        self._nips = dict(known.nips)
        self._logins = dict(known.logins)
        self._known_people = {*known.nips, *(name for name in known.logins if known.logins[name])}
        self._unchanged = 0
        self._new_offices: list[NewOffice] = []
        self._new_units: list[PlannedUnit] = []
        self._new_positions: list[PlannedPosition] = []
        self._new_holdings: list[PlannedHolding] = []
        self.findings: list[ImportFinding] = []

    def plan(self, rows: int) -> ImportPlan:
        return ImportPlan(
            offices=tuple(self._new_offices),
            units=tuple(self._new_units),
            positions=tuple(self._new_positions),
            holdings=tuple(self._new_holdings),
            unchanged=self._unchanged,
            rows=rows,
            findings=tuple(self.findings),
        )

    def check_head(self, heads: Mapping[str, str | None]) -> None:
        for name, column in heads.items():
            if name and column is None:
                self._find(0, name, "structure.unknown-column", {"column": name})
        for column in _OBLIGATORY:
            if column not in heads.values():
                title = next(text for text, key in COLUMNS.items() if key == column)
                self._find(0, column, "structure.column-missing", {"column": title.capitalize()})

    def add(self, row: SheetRow, heads: Mapping[str, str | None]) -> None:
        before = len(self.findings)
        for name in row.formulas:
            self._find(row.number, heads.get(name) or name, "structure.formula")
        cells = {heads[name]: value for name, value in row.cells.items() if heads.get(name)}
        texts = {
            str(key): value if isinstance(value, str) else value.isoformat()
            for key, value in cells.items()
        }
        for column in _OBLIGATORY:
            if not texts.get(column):
                self._find(row.number, column, "structure.missing")
        dates = {name: self._date(row.number, name, cells.get(name)) for name in _DATES}
        if any(item.severity == "error" for item in self.findings[before:]):
            return
        added = (
            self._office(row.number, texts)
            and self._unit(row.number, texts)
            and self._position(row.number, texts)
            and self._holding(row.number, texts, dates)
        )
        if added == "unchanged":
            self._unchanged += 1

    def _office(self, row: int, texts: Mapping[str, str]) -> bool:
        office = self._checked(
            row,
            NewOffice(
                name=texts["office"],
                short_name=texts.get("short_name") or texts["office"][:40],
                kind=texts.get("office_kind", "").lower() or "lain",
                timezone=self._timezone,
            ),
            {"name": "office", "kind": "office_kind"},
        )
        if office is None:
            return False
        if office.name in self._offices:
            if texts.get("office_kind") and self._offices[office.name] != office.kind:
                self._find(row, "office_kind", "structure.differs-from-store")
                return False
            return True
        if self._is_retired(row, "office", (office.name,)):
            return False
        if office.short_name in self._short_names:
            self._find(row, "short_name", "structure.name-taken", {"name": office.short_name})
            return False
        self._offices[office.name] = office.kind
        self._short_names.add(office.short_name)
        self._new_offices.append(office)
        return True

    def _unit(self, row: int, texts: Mapping[str, str]) -> bool:
        unit = self._checked(
            row,
            NewUnit(texts["unit"], texts.get("unit_kind", "").lower() or _unit_kind(texts)),
            {"name": "unit", "kind": "unit_kind"},
        )
        if unit is None:
            return False
        place = (_name(texts["office"]), unit.name)
        if place not in self._units:
            if self._is_retired(row, "unit", place):
                return False
            self._units[place] = unit.kind
            self._new_units.append(PlannedUnit(place[0], unit))
        elif texts.get("unit_kind") and self._units[place] != unit.kind:
            self._find(row, "unit_kind", "structure.differs-from-store")
            return False
        return True

    def _position(self, row: int, texts: Mapping[str, str]) -> bool:
        position = self._checked(
            row,
            NewPosition(texts["title"], _word(texts.get("role")), _word(texts.get("duty"))),
            {},
        )
        if position is None:
            return False
        office, unit = _name(texts["office"]), _name(texts["unit"])
        described = (unit, position.role, position.duty)
        if (office, position.title) in self._positions:
            if self._positions[office, position.title] != described:
                self._find(row, "title", "structure.differs-from-store")
                return False
            return True
        if self._is_retired(row, "title", (office, "", position.title)):
            return False
        if position.role in OFFICE_ROLES and any(
            place[0] == office and role == position.role
            for place, (_, role, _) in self._positions.items()
        ):
            self._find(row, "role", "structure.role-taken", {"role": position.role})
            return False
        self._positions[office, position.title] = described
        self._new_positions.append(PlannedPosition(office, unit, position))
        return True

    def _holding(
        self, row: int, texts: Mapping[str, str], dates: Mapping[str, date | None]
    ) -> bool | Literal["unchanged"]:
        if not texts.get("person"):
            return self._no_holder(row, texts)
        person = self._checked(
            row,
            NewPerson(texts["person"], texts.get("nip"), texts.get("phone"), texts.get("login")),
            {"name": "person"},
        )
        holding = self._checked(
            row,
            NewHolding(
                dates["from_date"] or self._today,
                dates["to_date"],
                texts.get("sk_number"),
                dates["sk_date"],
            ),
            {},
        )
        if person is None or holding is None or not self._is_one_person(row, person):
            return False
        place = (_name(texts["office"]), _name(texts["title"]))
        held = self._holdings.setdefault(place, [])
        mine = KnownHolding(_key(person), holding.from_date, holding.to_date)
        if any(_same(one, mine, stated=dates["from_date"] is not None) for one in held):
            return "unchanged"
        if not self._is_free(row, place, mine):
            return False
        held.append(mine)
        self._warn(row, person)
        self._new_holdings.append(
            PlannedHolding(*place, person, _key(person) in self._known_people, holding)
        )
        self._known_people.add(_key(person))
        return True

    def _no_holder(self, row: int, texts: Mapping[str, str]) -> bool | Literal["unchanged"]:
        for column in ("nip", "phone", "login", "from_date", "to_date", "sk_number", "sk_date"):
            if texts.get(column):
                self._find(row, column, "structure.no-person-named")
                return False
        planned = any(
            (item.office, item.position.title) == (_name(texts["office"]), _name(texts["title"]))
            for item in self._new_positions
        )
        return True if planned else "unchanged"

    def _is_retired(self, row: int, column: str, names: tuple[str, ...]) -> bool:
        if names in self._retired:
            self._find(row, column, "structure.deactivated")
            return True
        return False

    def _is_one_person(self, row: int, person: NewPerson) -> bool:
        """Refuse a NIP or login name that stands for somebody else, here or in the store."""
        if _key(person) in self._retired_people:
            self._find(row, "person", "structure.deactivated")
            return False
        for column, value, names in (
            ("nip", person.nip, self._nips),
            ("login", person.login, self._logins),
        ):
            if value is not None and names.setdefault(value, person.name) != person.name:
                self._find(row, column, "structure.belongs-to-another")
                return False
        return True

    def _is_free(self, row: int, place: tuple[str, str], mine: KnownHolding) -> bool:
        """Refuse overlaps in a single-holder jabatan, and lanes for an administrator."""
        _, role, duty = self._positions[place]
        for one in self._holdings[place]:
            meets = overlap((one.from_date, one.to_date), (mine.from_date, mine.to_date))
            if meets and (role in SINGLE_HOLDER_ROLES or one.person == mine.person):
                self._find(row, "from_date", "structure.holdings-overlap")
                return False
        for other, held in self._holdings.items():
            _, other_role, other_duty = self._positions.get(other, ("", None, None))
            clash = (role and other_duty == "administrator") or (
                other_role and duty == "administrator"
            )
            if clash and any(
                one.person == mine.person
                and overlap((one.from_date, one.to_date), (mine.from_date, mine.to_date))
                for one in held
            ):
                self._find(row, "person", "structure.administrator-has-no-lane")
                return False
        return True

    def _warn(self, row: int, person: NewPerson) -> None:
        if person.nip is not None and nip_is_doubtful(person.nip):
            self._find(row, "nip", "structure.nip-doubtful", severity="warning")
        if person.nip is None and person.login is None:
            self._find(row, "person", "structure.person-without-key", severity="warning")

    def _checked(self, row: int, entry: _AnyEntry, columns: Mapping[str, str]) -> _AnyEntry | None:
        clean = cleaned(entry)
        problems: list[Problem] = list(clean.problems())
        for problem in problems:
            column = columns.get(problem.field_name, problem.field_name)
            self._find(row, column, problem.code, problem.params)
        return None if problems else clean

    def _date(self, row: int, column: str, value: str | date | None) -> date | None:
        if isinstance(value, date) or not value:
            return value or None
        found = read_date(value)
        if found is None:
            self._find(row, column, "structure.bad-date", {"value": value[:40]})
        return found

    def _find(
        self,
        row: int,
        column: str,
        code: str,
        params: Mapping[str, str] | None = None,
        *,
        severity: Severity = "error",
    ) -> None:
        self.findings.append(ImportFinding(row, column, severity, code, params or {}))


def read_date(text: str) -> date | None:
    """Return the day of "2026-11-21", "21-11-2026" or "21/11/2026"; None: not a date."""
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", text)
    if match is None:
        return None
    year, month, day = (
        (match[1], match[2], match[3]) if match[1] else (match[6], match[5], match[4])
    )
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _key(person: NewPerson) -> str:
    """Return what tells a person from others: NIP, else login name, else the name."""
    return person.nip or person.login or person.name


def _same(one: KnownHolding, mine: KnownHolding, *, stated: bool) -> bool:
    """Say whether the file repeats a holding; a file without dates repeats any that runs."""
    if one.person != mine.person:
        return False
    if stated:
        return one.from_date == mine.from_date
    return one.to_date is None or one.to_date >= mine.from_date


def _name(text: str) -> str:
    return cleaned(NewUnit(text, "")).name


def _word(text: str | None) -> str | None:
    """Return the value that Alur keeps for what people write; anything else is left as it is."""
    if not text:
        return None
    plain = " ".join(text.lower().replace("_", " ").split())
    return _WORDS.get(plain, text)


def _unit_kind(texts: Mapping[str, str]) -> str:
    """Return the kind that a unit's name says by itself: Sekretariat, Bidang or Tim first."""
    first = texts["unit"].lower().split()[0] if texts["unit"].split() else ""
    kinds: Iterator[str] = (kind for kind in ("sekretariat", "bidang", "tim") if first == kind)
    return next(kinds, "pimpinan")
