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
from typing import TYPE_CHECKING, Final, Literal, NoReturn, TypeVar

from service.access.entries import (
    Entry,
    NewHolding,
    NewOffice,
    NewPerson,
    NewPosition,
    NewUnit,
    clean_text,
    cleaned,
    implausible_days,
    nip_is_doubtful,
)
from service.access.roles import OFFICE_ROLES, SINGLE_HOLDER_ROLES, UNIT_KINDS, overlap
from service.values import canonical_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
    "nama pengguna": "login",
    "nama masuk": "login",
    "mulai": "from_date",
    "sampai": "to_date",
    "nomor sk": "sk_number",
    "tanggal sk": "sk_date",
}
OBLIGATORY: Final = ("office", "unit", "title")
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
    "analis sop": "analyst",
    "auditor": "auditor",
    "administrator": "administrator",
    "pengelola aplikasi": "administrator",
}

#: Column → its title as the template and the findings write it.
TITLES: Final[Mapping[str, str]] = {
    column: heading.capitalize().replace("Nip", "NIP").replace(" sk", " SK")
    for heading, column in COLUMNS.items()
    if heading != "nama masuk"
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
class KnownPerson:
    """One person, of the store or of a row above; `identity` is what makes them one."""

    identity: str
    name: str
    nip: str | None = None
    login: str | None = None
    phone: str | None = None
    active: bool = True
    #: added by a row of the file, and not in the store
    new: bool = False


@dataclass(frozen=True, slots=True)
class KnownHolding:
    """A holding that the store has; `person` is the identity of a person."""

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
    #: (office, title) → who holds it
    holdings: Mapping[tuple[str, str], tuple[KnownHolding, ...]] = field(default_factory=dict)
    #: everybody, deactivated people too
    people: tuple[KnownPerson, ...] = ()
    #: what was taken out of use and keeps its name: (office,), (office, unit), (office, "", title)
    retired: frozenset[tuple[str, ...]] = frozenset()
    #: every login name of the store, of other pemda too; what is taken is taken
    logins: frozenset[str] = frozenset()


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
    #: who it is: the identity of a person of the store, or of one whom the file adds
    identity: str
    #: the store or a row above has this person
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


class _RowRefused(Exception):
    """A finding was made that ends the judging of this row."""


class _People:
    """Everybody of the store and of the rows above, by each key that a row can name them by."""

    def __init__(self, people: Iterable[KnownPerson]) -> None:
        self._nips: dict[str, KnownPerson] = {}
        self._logins: dict[str, KnownPerson] = {}
        self._names: dict[str, list[KnownPerson]] = {}
        for person in people:
            self.add(person)

    def add(self, person: KnownPerson) -> None:
        """Let later rows find the person."""
        if person.nip is not None:
            self._nips[person.nip] = person
        if person.login is not None:
            self._logins[person.login] = person
        self._names.setdefault(person.name, []).append(person)

    def named(self, person: NewPerson) -> dict[str, KnownPerson]:
        """Return who has the NIP and who has the login name, by column."""
        found = {
            "nip": self._nips.get(person.nip) if person.nip else None,
            "login": self._logins.get(person.login) if person.login else None,
        }
        return {column: one for column, one in found.items() if one is not None}

    def called(self, name: str) -> list[KnownPerson]:
        """Return everybody of this name."""
        return self._names.get(name, [])


class _Planner:
    """Collects what the rows add; each `_…` method handles one kind of thing of a row."""

    def __init__(self, known: KnownStructure, today: date) -> None:
        self._today = today
        self._timezone = known.timezone
        self._offices = dict(known.offices)
        self._short_names = set(known.short_names)
        self._units = dict(known.units)
        self._positions = dict(known.positions)
        self._office_roles = {
            (office, role) for (office, _), (_, role, _) in known.positions.items() if role
        }
        #: jabatan that this file adds
        self._new_places: set[tuple[str, str]] = set()
        #: the same holdings, by jabatan and by person
        self._held_at: dict[tuple[str, str], list[KnownHolding]] = {}
        self._held_by: dict[str, list[tuple[tuple[str, str], KnownHolding]]] = {}
        for place, held in known.holdings.items():
            for one in held:
                self._hold(place, one)
        self._retired = known.retired
        self._taken_logins = known.logins
        self._people = _People(known.people)
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
        for column in OBLIGATORY:
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
        for column in OBLIGATORY:
            if not texts.get(column):
                self._find(row.number, column, "structure.missing")
        dates = {name: self._date(row.number, name, cells.get(name)) for name in _DATES}
        if any(item.severity == "error" for item in self.findings[before:]):
            return
        try:
            office = self._office(row.number, texts)
            unit = self._unit(row.number, texts, office)
            place = self._position(row.number, texts, office, unit)
            self._holding(row.number, texts, dates, place)
        except _RowRefused:
            return

    def _office(self, row: int, texts: Mapping[str, str]) -> str:
        name, kind = clean_text(texts["office"]), texts.get("office_kind", "").lower()
        if name in self._offices:
            if kind and self._offices[name] != kind:
                self._refuse(row, "office_kind", "structure.differs-from-store")
            return name
        office = self._checked(
            row,
            NewOffice(
                name=name,
                short_name=texts.get("short_name") or name,
                kind=kind or "lain",
                timezone=self._timezone,
            ),
            {"name": "office", "kind": "office_kind"},
        )
        self._refuse_retired(row, "office", (office.name,))
        if office.short_name in self._short_names:
            self._refuse(row, "short_name", "structure.name-taken", {"name": office.short_name})
        self._offices[office.name] = office.kind
        self._short_names.add(office.short_name)
        self._new_offices.append(office)
        return office.name

    def _unit(self, row: int, texts: Mapping[str, str], office: str) -> str:
        kind = texts.get("unit_kind", "").lower()
        unit = self._checked(
            row,
            NewUnit(texts["unit"], kind or _unit_kind(texts["unit"])),
            {"name": "unit", "kind": "unit_kind"},
        )
        place = (office, unit.name)
        if place not in self._units:
            self._refuse_retired(row, "unit", place)
            self._units[place] = unit.kind
            self._new_units.append(PlannedUnit(office, unit))
        elif kind and self._units[place] != unit.kind:
            self._refuse(row, "unit_kind", "structure.differs-from-store")
        return unit.name

    def _position(
        self, row: int, texts: Mapping[str, str], office: str, unit: str
    ) -> tuple[str, str]:
        position = self._checked(
            row,
            NewPosition(texts["title"], _word(texts.get("role")), _word(texts.get("duty"))),
            {},
        )
        place = (office, position.title)
        described = (unit, position.role, position.duty)
        if place in self._positions:
            if self._positions[place] != described:
                self._refuse(row, "title", "structure.differs-from-store")
            return place
        self._refuse_retired(row, "title", (office, "", position.title))
        if position.role in OFFICE_ROLES:
            if (office, position.role) in self._office_roles:
                self._refuse(row, "role", "structure.role-taken", {"role": position.role})
            self._office_roles.add((office, position.role))
        self._positions[place] = described
        self._new_places.add(place)
        self._new_positions.append(PlannedPosition(office, unit, position))
        return place

    def _holding(
        self,
        row: int,
        texts: Mapping[str, str],
        dates: Mapping[str, date | None],
        place: tuple[str, str],
    ) -> None:
        if not texts.get("person"):
            self._vacant(row, texts, place)
            return
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
        who = self._identified(row, person)
        identity = f"row:{row}" if who is None else who.identity
        mine = KnownHolding(identity, holding.from_date, holding.to_date)
        stated = dates["from_date"] is not None
        if any(_same(one, mine, stated=stated) for one in self._held_at.get(place, ())):
            self._unchanged += 1
            return
        self._refuse_clash(row, place, mine)
        self._hold(place, mine)
        self._warn(row, person)
        self._new_holdings.append(
            PlannedHolding(*place, person, identity, who is not None, holding)
        )
        if who is None:
            self._people.add(
                KnownPerson(
                    identity, person.name, person.nip, person.login, person.phone, new=True
                )
            )

    def _vacant(self, row: int, texts: Mapping[str, str], place: tuple[str, str]) -> None:
        for column in ("nip", "phone", "login", "from_date", "to_date", "sk_number", "sk_date"):
            if texts.get(column):
                self._refuse(row, column, "structure.no-person-named")
        if place not in self._new_places:
            self._unchanged += 1

    def _hold(self, place: tuple[str, str], holding: KnownHolding) -> None:
        self._held_at.setdefault(place, []).append(holding)
        self._held_by.setdefault(holding.person, []).append((place, holding))

    def _refuse_retired(self, row: int, column: str, names: tuple[str, ...]) -> None:
        if names in self._retired:
            self._refuse(row, column, "structure.deactivated")

    def _identified(self, row: int, person: NewPerson) -> KnownPerson | None:
        """Return the one person whom the row names, None for somebody new.

        NIP and login name both say who it is, so a row that leaves one out still finds the
        person. Refused: keys of somebody else, of two people, and details that nobody recorded.
        """
        found = self._people.named(person)
        if "login" not in found and person.login in self._taken_logins:
            self._refuse(row, "login", "structure.belongs-to-another")
        for column, one in found.items():
            if one.name != person.name:
                self._refuse(row, column, "structure.belongs-to-another")
        if len({one.identity for one in found.values()}) > 1:
            self._refuse(row, "login", "structure.names-two-people")
        if person.nip is None and person.login is None:
            return self._by_name(row, person.name)
        who = next(iter(found.values()), None)
        if who is not None:
            self._refuse_inactive(row, who)
            self._refuse_differing(row, person, who)
        return who

    def _by_name(self, row: int, name: str) -> KnownPerson | None:
        """Return whom the name alone tells: somebody who, too, has neither NIP nor login name."""
        namesakes = self._people.called(name)
        keyless = [one for one in namesakes if one.nip is None and one.login is None]
        if len(keyless) > 1 or (namesakes and not keyless):
            self._refuse(row, "person", "structure.name-not-enough")
        for one in keyless:
            self._refuse_inactive(row, one)
            return one
        return None

    def _refuse_inactive(self, row: int, who: KnownPerson) -> None:
        if not who.active:
            self._refuse(row, "person", "structure.deactivated")

    def _refuse_differing(self, row: int, person: NewPerson, who: KnownPerson) -> None:
        """Refuse what the file says of a person beyond what is known: it would be dropped."""
        for column, stated, recorded in (
            ("nip", person.nip, who.nip),
            ("login", person.login, who.login),
            ("phone", _digits(person.phone), _digits(who.phone)),
        ):
            if stated is not None and stated != recorded:
                code = "structure.differs-from-row" if who.new else "structure.person-differs"
                self._refuse(row, column, code)

    def _refuse_clash(self, row: int, place: tuple[str, str], mine: KnownHolding) -> None:
        """Refuse overlaps in a single-holder jabatan, and lanes for an administrator."""
        _, role, duty = self._positions[place]
        for one in self._held_at.get(place, ()):
            if _meet(one, mine) and (role in SINGLE_HOLDER_ROLES or one.person == mine.person):
                self._refuse(row, "from_date", "structure.holdings-overlap")
        for other, one in self._held_by.get(mine.person, ()):
            _, other_role, other_duty = self._positions[other]
            lane_and_administrator = (role is not None and other_duty == "administrator") or (
                other_role is not None and duty == "administrator"
            )
            if lane_and_administrator and _meet(one, mine):
                self._refuse(row, "person", "structure.administrator-has-no-lane")

    def _warn(self, row: int, person: NewPerson) -> None:
        if person.nip is not None and nip_is_doubtful(person.nip):
            self._find(row, "nip", "structure.nip-doubtful", severity="warning")
        if person.nip is None and person.login is None:
            self._find(row, "person", "structure.person-without-key", severity="warning")

    def _checked(self, row: int, entry: _AnyEntry, columns: Mapping[str, str]) -> _AnyEntry:
        clean = cleaned(entry)
        problems = (*clean.problems(), *implausible_days(clean, self._today))
        for problem in problems:
            column = columns.get(problem.field_name, problem.field_name)
            self._find(row, column, problem.code, problem.params)
        if problems:
            raise _RowRefused
        return clean

    def _date(self, row: int, column: str, value: str | date | None) -> date | None:
        if isinstance(value, date) or not value:
            return value or None
        found = read_date(value)
        if found is None:
            self._find(row, column, "structure.bad-date", {"value": value[:40]})
        return found

    def _refuse(
        self, row: int, column: str, code: str, params: Mapping[str, str] | None = None
    ) -> NoReturn:
        self._find(row, column, code, params)
        raise _RowRefused

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


def _digits(phone: str | None) -> str | None:
    """Return a telephone number without the marks that people put between its digits."""
    return None if phone is None else re.sub(r"[ -]", "", phone)


def _same(one: KnownHolding, mine: KnownHolding, *, stated: bool) -> bool:
    """Say whether the file repeats a holding; a file without dates repeats any that runs."""
    if one.person != mine.person:
        return False
    if stated:
        return one.from_date == mine.from_date
    return one.to_date is None or one.to_date >= mine.from_date


def _meet(one: KnownHolding, other: KnownHolding) -> bool:
    return overlap((one.from_date, one.to_date), (other.from_date, other.to_date))


def _word(text: str | None) -> str | None:
    """Return the value that Alur keeps for what people write; anything else is left as it is."""
    if not text:
        return None
    plain = " ".join(text.lower().replace("_", " ").split())
    return _WORDS.get(plain, text)


def _unit_kind(name: str) -> str:
    """Return the kind that the first word of a unit's name says; any other unit is a team.

    Only a Bidang supplies data and only a Sekretariat records, so neither is ever guessed.
    """
    first = name.lower().split()[:1]
    return first[0] if first and first[0] in UNIT_KINDS else "tim"
