"""What the rows of a structure file add: each judged against the store and the rows above it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

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
from service.access.import_people import ROW_PREFIX, People
from service.access.import_plan import (
    OBLIGATORY,
    TITLES,
    ImportFinding,
    ImportPlan,
    KnownHolding,
    KnownPerson,
    PlannedHolding,
    PlannedPosition,
    PlannedUnit,
)
from service.access.import_row import columns_of, read_row
from service.access.roles import OFFICE_ROLES, SINGLE_HOLDER_ROLES, UNIT_KINDS, overlap

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from service.access.import_plan import KnownStructure
    from service.access.import_row import Row
    from service.access.sheet import Sheet

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

#: Stands in an entry for a cell that is empty or wrong, so that the cells beside it are judged.
_STAND_IN: Final = "-"

_VACANT: Final = ("nip", "phone", "login", "email", "from_date", "to_date", "sk_number", "sk_date")

_AnyEntry = TypeVar("_AnyEntry", bound=Entry)

#: Names of an office and of a jabatan in it.
_Place = tuple[str, str]


def make_plan(sheet: Sheet, known: KnownStructure, today: date) -> ImportPlan:
    """Judge every row against the store and the rows above it. `today`: in the pemda's zone."""
    columns = columns_of(sheet.head)
    findings = _findings_of_head(columns)
    if findings:
        return ImportPlan((), (), (), (), 0, len(sheet.rows), findings)
    planner = _Planner(known, today)
    for cells in sheet.rows:
        planner.add(read_row(cells, columns))
    return planner.plan(len(sheet.rows))


def _findings_of_head(columns: Mapping[str, str | None]) -> tuple[ImportFinding, ...]:
    unknown = (
        ImportFinding(0, name, "error", "structure.unknown-column", {"column": name})
        for name, column in columns.items()
        if name and column is None
    )
    missing = (
        ImportFinding(0, name, "error", "structure.column-missing", {"column": TITLES[name]})
        for name in OBLIGATORY
        if name not in columns.values()
    )
    return (*unknown, *missing)


class _Planner:
    """Collects what the rows add; each `_…` method judges one kind of thing of a row.

    It returns None for what the row does not say well enough for others to build on. What a row
    with errors says well is remembered all the same, so that the rows below are judged rightly.
    """

    def __init__(self, known: KnownStructure, today: date) -> None:
        self._today = today
        self._timezone = known.timezone
        #: name → kind; None: a row names the office and its kind is wrong
        self._offices: dict[str, str | None] = dict(known.offices)
        self._short_names = set(known.short_names)
        #: the same for units
        self._units: dict[tuple[str, str], str | None] = dict(known.units)
        self._positions = dict(known.positions)
        #: which office has a jabatan of which role, where there is one such jabatan only
        self._office_roles = {
            (office, role)
            for (office, _), (_, role, _) in known.positions.items()
            if role in OFFICE_ROLES
        }
        #: jabatan that this file adds
        self._new_places: set[_Place] = set()
        self._people = People(known.people, known.logins)
        #: the same holdings, by jabatan and by person
        self._held_at: dict[_Place, list[KnownHolding]] = {}
        self._held_by: dict[str, list[tuple[_Place, KnownHolding]]] = {}
        for place, held in known.holdings.items():
            for one in held:
                self._hold(place, one)
        self._retired = known.retired
        self._unchanged = 0
        self._rows: list[Row] = []

    def plan(self, rows: int) -> ImportPlan:
        added = [one for row in self._rows if row.right for one in row.adds]
        return ImportPlan(
            offices=tuple(one for one in added if isinstance(one, NewOffice)),
            units=tuple(one for one in added if isinstance(one, PlannedUnit)),
            positions=tuple(one for one in added if isinstance(one, PlannedPosition)),
            holdings=tuple(one for one in added if isinstance(one, PlannedHolding)),
            unchanged=self._unchanged,
            rows=rows,
            findings=tuple(finding for row in self._rows for finding in row.findings),
        )

    def add(self, row: Row) -> None:
        office = self._office(row)
        unit = self._unit(row, office)
        self._holding(row, office, self._position(row, office, unit))
        self._rows.append(row)

    def _office(self, row: Row) -> str | None:
        name, kind = clean_text(row.text("office")), row.text("office_kind").lower()
        if name in self._offices:
            if kind and self._offices[name] not in (None, kind):
                row.refuse("office_kind", "structure.differs-from-store")
            return name
        office = self._checked(
            row,
            NewOffice(
                name=name or _STAND_IN,
                short_name=row.text("short_name") or name or _STAND_IN,
                kind=kind or "lain",
                timezone=self._timezone,
            ),
            {"name": "office", "kind": "office_kind"},
        )
        if (name,) in self._retired:
            row.refuse("office", "structure.deactivated")
        if row.wrong("office"):
            return None
        if office.short_name in self._short_names:
            row.refuse("short_name", "structure.name-taken", {"name": office.short_name})
        self._offices[name] = None if row.wrong("office_kind") else office.kind
        if not row.wrong("short_name"):
            self._short_names.add(office.short_name)
        row.adds.append(office)
        return name

    def _unit(self, row: Row, office: str | None) -> str | None:
        name, kind = clean_text(row.text("unit")), row.text("unit_kind").lower()
        unit = self._checked(
            row,
            NewUnit(name or _STAND_IN, kind or _unit_kind(name)),
            {"name": "unit", "kind": "unit_kind"},
        )
        if office is None or row.wrong("unit"):
            return None
        place = (office, name)
        if place in self._units:
            if kind and self._units[place] not in (None, kind):
                row.refuse("unit_kind", "structure.differs-from-store")
            return name
        if place in self._retired:
            row.refuse("unit", "structure.deactivated")
            return None
        self._units[place] = None if row.wrong("unit_kind") else unit.kind
        row.adds.append(PlannedUnit(office, unit))
        return name

    def _position(self, row: Row, office: str | None, unit: str | None) -> _Place | None:
        title = clean_text(row.text("title"))
        position = self._checked(
            row,
            NewPosition(title or _STAND_IN, _word(row.text("role")), _word(row.text("duty"))),
            {},
        )
        if office is None or row.wrong("title"):
            return None
        place, described = (office, title), (unit or "", position.role, position.duty)
        told = unit is not None and not row.wrong("role", "duty")
        if place in self._positions:
            if told and self._positions[place] != described:
                row.refuse("title", "structure.differs-from-store")
            return place
        if (office, "", title) in self._retired:
            row.refuse("title", "structure.deactivated")
            return None
        if (office, position.role) in self._office_roles:
            row.refuse("role", "structure.role-taken", {"role": str(position.role)})
        if unit is None or row.wrong("role", "duty"):
            return None
        if position.role in OFFICE_ROLES:
            self._office_roles.add((office, position.role))
        self._positions[place] = described
        self._new_places.add(place)
        row.adds.append(PlannedPosition(office, unit, position))
        return place

    def _holding(self, row: Row, office: str | None, place: _Place | None) -> None:
        if not row.texts.get("person"):
            self._vacant(row, place)
            return
        person = self._checked(
            row,
            NewPerson(
                row.text("person") or _STAND_IN,
                row.text("nip"),
                row.text("phone"),
                row.text("login"),
                row.text("email"),
            ),
            {"name": "person"},
        )
        holding = self._checked(row, self._stated(row), {})
        if row.wrong("person", "nip", "login"):
            return
        who = self._people.meant(row, person, office)
        if row.wrong("person", "nip", "login", "phone", "email"):
            return
        if who is None:
            who = KnownPerson(
                f"{ROW_PREFIX}{row.number}",
                person.name,
                person.nip,
                person.login,
                person.phone,
                person.email,
                new=True,
            )
            known = False
            self._people.add(who)
        else:
            known = True
        if place is not None and not row.wrong("from_date", "to_date"):
            self._hold_at(row, place, PlannedHolding(*place, person, who.identity, known, holding))

    def _stated(self, row: Row) -> NewHolding:
        begins, ends = row.dates["from_date"] or self._today, row.dates["to_date"]
        if ends is not None and row.wrong("from_date"):
            # Which of the two comes first is not known; the last day is judged for itself.
            begins = min(begins, ends)
        return NewHolding(begins, ends, row.text("sk_number"), row.dates["sk_date"])

    def _hold_at(self, row: Row, place: _Place, wanted: PlannedHolding) -> None:
        holding = wanted.holding
        mine = KnownHolding(wanted.identity, holding.from_date, holding.to_date)
        stated = row.dates["from_date"] is not None
        if any(_same(one, mine, stated=stated) for one in self._held_at.get(place, ())):
            self._unchanged += 1
            return
        if self._refuse_clash(row, place, mine):
            return
        self._hold(place, mine)
        self._warn(row, wanted.person)
        row.adds.append(wanted)

    def _vacant(self, row: Row, place: _Place | None) -> None:
        for column in _VACANT:
            if row.texts.get(column):
                row.refuse(column, "structure.no-person-named")
        if row.right and place not in self._new_places:
            self._unchanged += 1

    def _hold(self, place: _Place, holding: KnownHolding) -> None:
        self._held_at.setdefault(place, []).append(holding)
        self._held_by.setdefault(holding.person, []).append((place, holding))
        self._people.seat(holding.person, place[0])

    def _refuse_clash(self, row: Row, place: _Place, mine: KnownHolding) -> bool:
        """Refuse overlaps in a single-holder jabatan, and lanes for an administrator."""
        _, role, duty = self._positions[place]
        for one in self._held_at.get(place, ()):
            if _meet(one, mine) and (role in SINGLE_HOLDER_ROLES or one.person == mine.person):
                row.refuse("from_date", "structure.holdings-overlap")
        for other, one in self._held_by.get(mine.person, ()):
            _, other_role, other_duty = self._positions[other]
            lane_and_administrator = (role is not None and other_duty == "administrator") or (
                other_role is not None and duty == "administrator"
            )
            if lane_and_administrator and _meet(one, mine):
                row.refuse("person", "structure.administrator-has-no-lane")
        return row.wrong("from_date", "person")

    def _warn(self, row: Row, person: NewPerson) -> None:
        if person.nip is not None and nip_is_doubtful(person.nip):
            row.warn("nip", "structure.nip-doubtful")
        if person.nip is None and person.login is None:
            row.warn("person", "structure.person-without-key")

    def _checked(self, row: Row, entry: _AnyEntry, columns: Mapping[str, str]) -> _AnyEntry:
        """Return the entry cleaned, after saying what is wrong with it by itself."""
        clean = cleaned(entry)
        for problem in (*clean.problems(), *implausible_days(clean, self._today)):
            column = columns.get(problem.field_name, problem.field_name)
            row.refuse(column, problem.code, problem.params)
        return clean


def _same(one: KnownHolding, mine: KnownHolding, *, stated: bool) -> bool:
    """Say whether the file repeats a holding; a file without dates repeats any that runs."""
    if one.person != mine.person:
        return False
    if stated:
        return one.from_date == mine.from_date
    return one.to_date is None or one.to_date >= mine.from_date


def _meet(one: KnownHolding, other: KnownHolding) -> bool:
    return overlap((one.from_date, one.to_date), (other.from_date, other.to_date))


def _word(text: str) -> str | None:
    """Return the value that Alur keeps for what people write; anything else is left as it is."""
    if not text:
        return None
    plain = " ".join(text.lower().replace("_", " ").split())
    return _WORDS.get(plain, text)


def _unit_kind(name: str) -> str:
    """Return the kind that the first word of a unit's name says; any other unit is a team.

    Only a Bidang is proposed to supply data and only a Sekretariat records: neither is guessed.
    """
    first = name.lower().split()[:1]
    return first[0] if first and first[0] in UNIT_KINDS else "tim"
