"""What a structure file would change; `import_rows` judges it row by row, nothing is stored.

One row is one jabatan with, where it has a name, its holder. Offices, units and jabatan that the
store does not know yet are added, those it knows are kept; nothing is ever changed or ended by a
file. Importing the same file twice therefore changes nothing the second time.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

from service.values import canonical_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.access.entries import NewHolding, NewOffice, NewPerson, NewPosition, NewUnit

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
    "alamat surel": "email",
    "surel": "email",
    "e-mail": "email",
    "email": "email",
    "mulai": "from_date",
    "sampai": "to_date",
    "nomor sk": "sk_number",
    "tanggal sk": "sk_date",
}
OBLIGATORY: Final = ("office", "unit", "title")
#: Other words for a column that has its title already.
_ALSO: Final = frozenset({"nama masuk", "surel", "e-mail", "email"})
#: Column → its title as the template and the findings write it.
TITLES: Final[Mapping[str, str]] = {
    column: heading.capitalize().replace("Nip", "NIP").replace(" sk", " SK")
    for heading, column in COLUMNS.items()
    if heading not in _ALSO
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
    email: str | None = None
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

    @property
    def rows_judged(self) -> bool:
        """Say whether the rows were looked at: not below a head that has errors."""
        return not any(
            finding.severity == "error" and not finding.row for finding in self.findings
        )

    @property
    def rows_to_mend(self) -> int:
        """Return how many rows have errors."""
        return len(
            {
                finding.row
                for finding in self.findings
                if finding.severity == "error" and finding.row
            }
        )

    def hash(self, raw: bytes) -> str:
        """Return the SHA-256 by which the preview is committed: of the file and of this plan.

        When the store has changed so that the file means something else, the hash differs.
        """
        plan = asdict(self)
        return hashlib.sha256(
            b"alur:import:1\0" + hashlib.sha256(raw).digest() + canonical_bytes(plan)
        ).hexdigest()


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
