"""A pemda with people, made through the commands: for tests that need somebody to act."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from argon2 import PasswordHasher
from sqlalchemy import select

from service.access.entries import (
    NewHolding,
    NewOffice,
    NewPemda,
    NewPerson,
    NewPosition,
    NewUnit,
)
from service.access.passwords import Passwords
from service.access.roles import DUTIES
from service.commands.add_holding import add_holding
from service.commands.add_office import add_office
from service.commands.add_person import add_person
from service.commands.add_position import add_position
from service.commands.add_unit import add_unit
from service.commands.found_pemda import found_pemda
from service.commands.import_structure import import_structure, preview_structure
from service.commands.open_set_up import open_set_up
from service.commands.open_store import open_store
from service.commands.set_up import set_up
from service.queries.callers import caller_by_login, caller_by_session
from service.store.callers import caller_of
from service.store.database import read
from service.store.tables import office as office_table

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.queries.callers import SignedIn

#: Monday, 10.00 WIB.
NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
SINCE = date(2026, 1, 1)
PASSWORD = "kata sandi panjang"  # noqa: S105 - of people who do not exist

#: argon2 as cheap as it gets: these tests are not about its cost.
CHEAP_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
CHEAP = Passwords(CHEAP_HASHER)


#: Two Dinas, one with a Bidang, and the Biro Organisasi: rows of `staff`.
TWO_DINAS = (
    ("Dinas", "dinas", "Pimpinan", "Kepala Dinas", "kepala_dinas", "kepala"),
    ("Dinas", "", "Sekretariat", "Sekretaris", "sekretaris", "sekretaris"),
    ("Dinas", "", "Bidang", "Kepala Bidang", "bidang", "kabid"),
    ("Dinas Lain", "dinas", "Pimpinan", "Kepala Dinas", "kepala_dinas", "kepala-lain"),
    ("Dinas Lain", "", "Sekretariat", "Analis", "analyst", "analis-lain"),
    ("Biro Organisasi", "organisasi", "Bagian", "Analis", "analyst", "analis"),
)


@dataclass
class Pemda:
    """A pemda with an administrator; everything else is added by the tests."""

    session: Session
    id: UUID
    administrator_id: UUID
    now: datetime = NOON
    offices: dict[str, UUID] = field(default_factory=dict)
    units: dict[tuple[str, str], UUID] = field(default_factory=dict)
    positions: dict[tuple[str, str], UUID] = field(default_factory=dict)

    @property
    def administrator(self) -> Caller:
        return self.caller(self.administrator_id)

    def caller(
        self,
        person_id: UUID,
        *,
        now: datetime | None = None,
        confirmed_at: datetime | None = None,
    ) -> Caller:
        with read(self.session) as connection:
            found = caller_of(
                connection, self.id, person_id, now or self.now, confirmed_at=confirmed_at
            )
        assert found is not None
        return found

    def office(self, name: str, kind: str = "dinas", zone: str = "Asia/Jakarta") -> UUID:
        if name not in self.offices:
            entry = NewOffice(name, name, kind, zone)
            made = add_office(self.session, self.administrator, office=entry, now=self.now)
            self.offices[name] = made.id
        return self.offices[name]

    def unit(self, office: str, name: str, kind: str = "bidang") -> UUID:
        if (office, name) not in self.units:
            made = add_unit(
                self.session,
                self.administrator,
                office_id=self.office(office),
                unit=NewUnit(name, kind),
                now=self.now,
            )
            self.units[office, name] = made.id
        return self.units[office, name]

    def position(
        self,
        office: str,
        title: str,
        *,
        unit: tuple[str, str] = ("Bidang", "bidang"),
        role: str | None = None,
        duty: str | None = None,
    ) -> UUID:
        if (office, title) not in self.positions:
            made = add_position(
                self.session,
                self.administrator,
                unit_id=self.unit(office, *unit),
                position=NewPosition(title, role, duty),
                now=self.now,
            )
            self.positions[office, title] = made.id
        return self.positions[office, title]

    def person(self, name: str, login: str | None = None) -> UUID:
        entry = NewPerson(name, login=login)
        return add_person(self.session, self.administrator, person=entry, now=self.now).id

    def hold(
        self, person_id: UUID, position_id: UUID, since: date = SINCE, until: date | None = None
    ) -> UUID:
        return add_holding(
            self.session,
            self.administrator,
            person_id=person_id,
            position_id=position_id,
            holding=NewHolding(since, until, "821/1"),
            now=self.now,
        ).id

    def hire(self, office: str, title: str, *, login: str | None = None, **place: Any) -> Caller:
        """Return the caller in a jabatan that is made for the purpose."""
        person_id = self.person(f"Pemegang {title}", login)
        self.hold(person_id, self.position(office, title, **place))
        return self.caller(person_id)

    def head(self, office: str) -> Caller:
        unit = ("Pimpinan", "pimpinan")
        return self.hire(office, f"Kepala {office}", unit=unit, role="kepala_dinas")

    def secretary(self, office: str) -> Caller:
        unit = ("Sekretariat", "sekretariat")
        return self.hire(office, f"Sekretaris {office}", unit=unit, role="sekretaris")

    def analyst(self) -> Caller:
        self.office("Biro Organisasi", "organisasi")
        return self.hire("Biro Organisasi", "Analis", duty="analyst")

    def staff(self, *rows: tuple[str, str, str, str, str, str]) -> dict[str, Caller]:
        """Return the callers by login name of many people, added in one transaction.

        A row: office, its kind, unit, jabatan, role or duty, login name.
        """
        head = "Perangkat daerah;Jenis perangkat daerah;Unit kerja;Jabatan;Peran;Tugas khusus"
        lines = [f"{head};Nama;Nama masuk;Mulai"]
        for office, kind, unit, title, task, login in rows:
            role, duty = ("", task) if task in DUTIES else (task, "")
            lines.append(
                f"{office};{kind};{unit};{title};{role};{duty};Pemegang {title};{login};{SINCE}"
            )
        raw = "\n".join(lines).encode()
        seen = preview_structure(self.session, self.administrator, raw=raw, now=self.now)
        import_structure(
            self.session, self.administrator, raw=raw, preview_hash=seen.hash, now=self.now
        )
        with read(self.session) as connection:
            for row in connection.execute(
                select(office_table.c.name, office_table.c.id).where(
                    office_table.c.pemda_id == self.id
                )
            ):
                self.offices[row.name] = row.id
        found = {login: caller_by_login(self.session, login, self.now) for *_, login in rows}
        return {login: caller for login, caller in found.items() if caller is not None}


def signed_in(session: Session, token: str, now: datetime = NOON) -> SignedIn:
    """Return who is signed in with a token that must be good."""
    found = caller_by_session(session, token, now)
    assert found is not None
    return found


def caller_named(session: Session, login: str, now: datetime = NOON) -> Caller:
    """Return the caller behind a login name that must exist."""
    found = caller_by_login(session, login, now)
    assert found is not None
    return found


def first_pemda(session: Session, now: datetime = NOON) -> Pemda:
    """Set a new store up as an installation does."""
    open_store(session, demo=False, now=now)
    token = open_set_up(session, now=now)
    assert token is not None
    made = set_up(
        session,
        token=token,
        pemda=NewPemda("Pemerintah Provinsi Satu", "provinsi", "Asia/Jakarta"),
        office=NewOffice("Dinas Kominfo", "Kominfo", "dinas", "Asia/Jakarta"),
        administrator=NewPerson("Administrator", login="administrator"),
        password=PASSWORD,
        now=now,
        passwords=CHEAP,
    )
    return Pemda(session, made.pemda_id, made.person_id, now)


def other_pemda(session: Session, now: datetime = NOON) -> Pemda:
    """Add a second pemda to a store that was set up."""
    made = found_pemda(
        session,
        pemda=NewPemda("Pemerintah Kota Dua", "kota", "Asia/Makassar"),
        office=NewOffice("Dinas Kominfo", "Kominfo", "dinas", "Asia/Makassar"),
        administrator=NewPerson("Administrator", login="administrator-dua"),
        now=now,
    )
    return Pemda(session, made.pemda_id, made.person_id, now)


def later(**by: float) -> datetime:
    return NOON + timedelta(**by)
