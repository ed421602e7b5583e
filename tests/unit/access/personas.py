"""A small world for the rules: two offices and three special ones in one pemda, a second pemda.

The owning office of every thing in these tests is the Dinas.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID, uuid5

from service.access.mandates import worn_title
from service.access.model import AuditScope, Caller, Holder, Mandate, Place


def uid(name: str) -> UUID:
    return uuid5(UUID(int=0), name)


PEMDA = uid("pemda")
OTHER_PEMDA = uid("other pemda")
DINAS = uid("dinas")
OTHER_DINAS = uid("other dinas")
SOP = uid("sop")
PROCESS = uid("process")
AUTHOR = uid("author")

PLACE = Place(PEMDA, DINAS)


@dataclass(frozen=True)
class FakeProcess:
    pemda_id: UUID = PEMDA
    office_id: UUID = DINAS
    sop_id: UUID = SOP
    candidates: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class FakeTask:
    candidate: str
    kind: str = "user"
    pemda_id: UUID = PEMDA
    office_id: UUID = DINAS
    sop_id: UUID = SOP
    claimed_by: UUID | None = None
    claimed_jabatan: str | None = None


def holder(
    title: str,
    *,
    office: UUID = DINAS,
    kind: str = "dinas",
    short_name: str = "",
    unit: str = "sekretariat",
    unit_kind: str = "bidang",
    role: str | None = None,
    duty: str | None = None,
) -> Holder:
    return Holder(
        holding_id=uid(f"holding {title} {office}"),
        position_id=uid(f"position {title} {office}"),
        title=title,
        office_id=office,
        office_kind=kind,
        unit_id=uid(f"{unit} {office}"),
        role=role,
        duty=duty,
        unit_kind=unit_kind,
        office_short_name=short_name,
    )


def caller(*holders: Holder, pemda: UUID = PEMDA, person: str = "", **more: object) -> Caller:
    name = person or (holders[0].title + str(holders[0].office_id) if holders else "nobody")
    return Caller(pemda, uid(name), holders, **more)  # type: ignore[arg-type]


KEPALA_DINAS = caller(
    holder("Kepala Dinas", unit="pimpinan", unit_kind="pimpinan", role="kepala_dinas")
)
SEKRETARIS = caller(holder("Sekretaris", unit_kind="sekretariat", role="sekretaris"))
KETUA_TIM = caller(holder("Ketua Tim", unit="tim", unit_kind="tim", role="ketua_tim"))
ANGGOTA_TIM = caller(holder("Anggota Tim", unit="tim", unit_kind="tim", role="anggota_tim"))
KABID = caller(holder("Kepala Bidang", unit="bidang", role="bidang"))
OTHER_KABID = caller(holder("Kepala Bidang Lain", unit="bidang lain", role="bidang"))
STAFF = caller(holder("Pelaksana", unit="bidang"))
SEKRETARIAT_STAFF = caller(holder("Pengadministrasi Umum", unit_kind="sekretariat"))
OFFICE_ANALYST = caller(holder("Analis Dinas", duty="analyst"))
PETUGAS_BKAD = caller(holder("Petugas BKAD", office=uid("bkad"), kind="bkad", short_name="BKAD"))
ANALYST = caller(
    holder("Analis Biro Organisasi", office=uid("organisasi"), kind="organisasi", duty="analyst")
)
INSPEKTUR = caller(
    holder("Inspektur", office=uid("inspektorat"), kind="inspektorat", role="kepala_dinas")
)
AUDITOR_WITHOUT_LETTER = caller(
    holder("Auditor", office=uid("inspektorat"), kind="inspektorat", duty="auditor")
)
LETTER = AuditScope(uid("letter"), "700/1/ST", date(2026, 11, 1), date(2026, 11, 30), DINAS)
AUDITOR = caller(*AUDITOR_WITHOUT_LETTER.holders, audits=(LETTER,))
ADMINISTRATOR = caller(
    holder(
        "Pengelola Aplikasi",
        office=uid("organisasi"),
        kind="organisasi",
        duty="administrator",
    )
)
KEPALA_DINAS_LAIN = caller(
    holder("Kepala Dinas", office=OTHER_DINAS, unit="pimpinan", role="kepala_dinas")
)
SEKRETARIS_LAIN = caller(
    holder("Sekretaris", office=OTHER_DINAS, unit_kind="sekretariat", role="sekretaris")
)
ANALYST_OF_OTHER_PEMDA = caller(
    holder("Analis", office=uid("organisasi 2"), kind="organisasi", duty="analyst"),
    pemda=OTHER_PEMDA,
)
KEPALA_OF_OTHER_PEMDA = caller(
    holder("Kepala Dinas", office=uid("dinas 2"), unit="pimpinan", role="kepala_dinas"),
    pemda=OTHER_PEMDA,
)
AUDITOR_OF_OTHER_PEMDA = caller(
    holder("Auditor", office=uid("inspektorat 2"), kind="inspektorat", duty="auditor"),
    pemda=OTHER_PEMDA,
    audits=(AuditScope(uid("letter 2"), "700/2/ST", date(2026, 11, 1), date(2026, 11, 30), None),),
)


def acting(
    own: Caller, kind: str, title: str, *, sop_ids: frozenset[UUID] | None = None, **place: object
) -> Caller:
    """Return the caller who also acts for a jabatan."""
    acted_for = holder(title, **place)  # type: ignore[arg-type]
    mandate = Mandate(uid(f"{kind} {title}"), kind, title, "800/1/SP", sop_ids)
    worn = replace(
        acted_for,
        holding_id=own.holders[0].holding_id,
        title=worn_title(kind, title),
        mandate=mandate,
    )
    return replace(own, holders=(*own.holders, worn))


PLH_KEPALA_DINAS = acting(
    KABID, "plh", "Kepala Dinas", unit="pimpinan", unit_kind="pimpinan", role="kepala_dinas"
)
AN_KEPALA_DINAS = acting(
    KABID, "an", "Kepala Dinas", unit="pimpinan", unit_kind="pimpinan", role="kepala_dinas"
)
NOBODY = caller()

#: Columns of the table in service/docs/authority.md, in order.
PERSONAS: dict[str, Caller] = {
    "head of the office": KEPALA_DINAS,
    "a Kepala Bidang as Plh. of the head": PLH_KEPALA_DINAS,
    "a Kepala Bidang a.n. the head": AN_KEPALA_DINAS,
    "secretary": SEKRETARIS,
    "staff of the Sekretariat": SEKRETARIAT_STAFF,
    "Ketua Tim": KETUA_TIM,
    "Anggota Tim": ANGGOTA_TIM,
    "head of a Bidang": KABID,
    "staff of a Bidang": STAFF,
    "analyst of the office": OFFICE_ANALYST,
    "analyst of Organisasi": ANALYST,
    "officer of BKAD": PETUGAS_BKAD,
    "Inspektur": INSPEKTUR,
    "auditor with surat tugas": AUDITOR,
    "auditor without": AUDITOR_WITHOUT_LETTER,
    "administrator": ADMINISTRATOR,
    "head of another office": KEPALA_DINAS_LAIN,
    "secretary of another office": SEKRETARIS_LAIN,
    "head, other pemda": KEPALA_OF_OTHER_PEMDA,
    "analyst, other pemda": ANALYST_OF_OTHER_PEMDA,
    "auditor, other pemda": AUDITOR_OF_OTHER_PEMDA,
    "no jabatan today": NOBODY,
}
