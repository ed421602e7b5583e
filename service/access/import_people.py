"""Whom a row of a structure file means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from service.access.entries import NewPerson
    from service.access.import_plan import KnownPerson
    from service.access.import_row import Row


class People:
    """Everybody of the store and of the rows above, by each key that a row can name them by."""

    def __init__(self, people: Iterable[KnownPerson], logins: Collection[str]) -> None:
        #: every login name that somebody has, somewhere
        self._taken_logins = logins
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

    def meant(self, row: Row, person: NewPerson) -> KnownPerson | None:
        """Return the one person whom the row names; None: somebody new, or the row was refused.

        NIP and login name both say who it is, so a row that leaves one out still finds the
        person. Refused: keys of somebody else, of two people, and details that nobody recorded.
        """
        found = self._keyed(person)
        if "login" not in found and person.login in self._taken_logins:
            row.refuse("login", "structure.belongs-to-another")
        for column, one in found.items():
            if one.name != person.name:
                row.refuse(column, "structure.belongs-to-another")
        if len({one.identity for one in found.values()}) > 1:
            row.refuse("login", "structure.names-two-people")
        if row.wrong("nip", "login"):
            return None
        if person.nip is None and person.login is None:
            who = self._by_name(row, person.name)
        else:
            who = next(iter(found.values()), None)
        if who is not None:
            if not who.active:
                row.refuse("person", "structure.deactivated")
            _refuse_differing(row, person, who)
        return who

    def _keyed(self, person: NewPerson) -> dict[str, KnownPerson]:
        """Return who has the NIP and who has the login name, by column."""
        found = {
            "nip": self._nips.get(person.nip) if person.nip else None,
            "login": self._logins.get(person.login) if person.login else None,
        }
        return {column: one for column, one in found.items() if one is not None}

    def _by_name(self, row: Row, name: str) -> KnownPerson | None:
        """Return whom the name alone tells: somebody who, too, has neither NIP nor login name."""
        namesakes = self._names.get(name, [])
        keyless = [one for one in namesakes if one.nip is None and one.login is None]
        if len(keyless) > 1 or (namesakes and not keyless):
            row.refuse("person", "structure.name-not-enough")
            return None
        return keyless[0] if keyless else None


def _refuse_differing(row: Row, person: NewPerson, who: KnownPerson) -> None:
    """Refuse what the file says of a person beyond what is known: it would be dropped."""
    for column, stated, recorded in (
        ("nip", person.nip, who.nip),
        ("login", person.login, who.login),
        ("phone", _digits(person.phone), _digits(who.phone)),
    ):
        if stated is not None and stated != recorded:
            code = "structure.differs-from-row" if who.new else "structure.person-differs"
            row.refuse(column, code)


def _digits(phone: str | None) -> str | None:
    """Return a telephone number without the marks that people put between its digits."""
    return None if phone is None else re.sub(r"[ -]", "", phone)
