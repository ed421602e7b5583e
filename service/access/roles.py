"""The words of the structure: what offices, units, roles and duties there are.

Roles are the stable key between a lane and a jabatan; the title is the office's own and changes
with its nomenclature (Permendagri 90/2019, domain.md §3.10).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

PEMDA_KINDS: Final = ("provinsi", "kabupaten", "kota")

#: The zones of Indonesia; none has daylight saving.
ZONES: Final = ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")

OFFICE_KINDS: Final = ("dinas", "bappeda", "bkad", "organisasi", "inspektorat", "lain")

UNIT_KINDS: Final = ("pimpinan", "sekretariat", "bidang", "uptd", "tim")

#: Roles of the office as a whole: one lane, one holder at a time.
OFFICE_ROLES: Final = frozenset({"kepala_dinas", "sekretaris"})

#: Roles inside a unit. A case resolves ketua_tim and anggota_tim to its own team once it has one.
UNIT_ROLES: Final = frozenset({"ketua_tim", "anggota_tim", "bidang"})

#: Roles that a position can have. "instansi" is no position's role: the node names its agency.
POSITION_ROLES: Final = OFFICE_ROLES | UNIT_ROLES

TEAM_ROLES: Final = frozenset({"ketua_tim", "anggota_tim"})

#: Duties beside the lanes; a position with a duty has no role.
DUTIES: Final = ("analyst", "auditor", "administrator")

#: Roles whose position is filled by one person at a time. Not bidang: beside the head of the
#: Bidang its staff may have that lane, and several persons share one such jabatan.
SINGLE_HOLDER_ROLES: Final = frozenset({"kepala_dinas", "sekretaris", "ketua_tim"})

#: The kind of office through which a body without an office of its own is reached. TAPD's papers
#: come and go through BKAD (sops.yaml, kalbar-rka-dpa: "TAPD (melalui BKAD)").
_REACHED_THROUGH: Final = {"bkad": frozenset({"tapd"})}

#: Kinds that say nothing about which agency the office is; such an office goes by its short name.
_NAMELESS_KINDS: Final = frozenset({"dinas", "lain"})


def agency_key(name: str) -> str:
    """Return the form in which agencies are compared: lower case, words joined by hyphens.

    Diagrams write an agency as the document does ("TAPD", "Biro Organisasi").
    """
    return "-".join(re.findall(r"[a-z0-9]+", name.lower()))


def agency_keys(office_kind: str, short_name: str) -> frozenset[str]:
    """Return the values of `alur:agency`, as `agency_key` writes them, that an office answers to.

    An office goes by its kind, where the kind names one agency, and by its short name; so
    "Biro Hukum" answers to "biro-hukum".
    """
    keys = set(_REACHED_THROUGH.get(office_kind, ()))
    if office_kind not in _NAMELESS_KINDS:
        keys.add(office_kind)
    slug = agency_key(short_name)
    if slug:
        keys.add(slug)
    return frozenset(keys)


def today_in(zone: str, now: datetime) -> date:
    """Return the calendar day at the aware instant `now` in the IANA `zone`."""
    return now.astimezone(UTC).astimezone(ZoneInfo(zone)).date()


def in_force(from_date: date | None, to_date: date | None, day: date) -> bool:
    """Say whether `day` lies in a period whose last day, when there is one, counts.

    Without a first day it never began.
    """
    return from_date is not None and from_date <= day and (to_date is None or day <= to_date)


def overlap(
    first: tuple[date, date | None],
    second: tuple[date, date | None],
) -> bool:
    """Say whether two periods with inclusive ends share a day."""
    return first[0] <= (second[1] or date.max) and second[0] <= (first[1] or date.max)
