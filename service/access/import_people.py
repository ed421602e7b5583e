"""Whom a row of a structure file means.

NIP and login name say who somebody is; a NIP is one person's for good (domain.md §3.7). A name is
that of several: nobody is taken for somebody else by it, and nobody is added a second time, beyond
the office in which the name is known. Where a name leaves it open, the row is refused and an
administrator says who it is: by the keys on the page of the person, or by adding another one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from service.access.entries import NewPerson
    from service.access.import_plan import KnownPerson
    from service.access.import_row import Row

#: Before the number of the row that adds somebody: the identity until there is an id.
ROW_PREFIX: Final = "row:"


class People:
    """Everybody of the store and of the rows above, by each key that a row can name them by."""

    def __init__(self, people: Iterable[KnownPerson], logins: Collection[str]) -> None:
        #: every login name that somebody has, somewhere
        self._taken_logins = logins
        self._nips: dict[str, KnownPerson] = {}
        self._logins: dict[str, KnownPerson] = {}
        self._names: dict[str, list[KnownPerson]] = {}
        #: identity → names of the offices in which the person holds or held a jabatan
        self._offices: dict[str, set[str]] = {}
        for person in people:
            self.add(person)

    def add(self, person: KnownPerson) -> None:
        """Let later rows find the person."""
        if person.nip is not None:
            self._nips[person.nip] = person
        if person.login is not None:
            self._logins[person.login] = person
        self._names.setdefault(person.name, []).append(person)

    def seat(self, identity: str, office: str) -> None:
        """Remember that a person holds or held a jabatan in an office."""
        self._offices.setdefault(identity, set()).add(office)

    def meant(self, row: Row, person: NewPerson, office: str | None) -> KnownPerson | None:
        """Return the one person whom the row names; None: somebody new, or the row was refused.

        NIP and login name both say who it is, so a row that leaves one out still finds the
        person. Refused: keys of somebody else, of two people, and details that nobody recorded.
        `office` is that of the row; None: it is wrong.
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
            who = self._by_name(row, person.name, office)
        else:
            who = next(iter(found.values()), None)
        if who is None and office is not None and not row.wrong("person"):
            self._doubt(row, person, office)
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

    def _by_name(self, row: Row, name: str, office: str | None) -> KnownPerson | None:
        """Return whom the name alone tells: somebody of this office who has no key either."""
        namesakes = self._names.get(name, [])
        keyless = [one for one in namesakes if one.nip is None and one.login is None]
        if not namesakes:
            return None
        if len(keyless) != 1 or not self._may_sit_in(office, keyless[0]):
            row.refuse("person", "structure.name-not-enough")
            return None
        return keyless[0]

    def _doubt(self, row: Row, person: NewPerson, office: str) -> None:
        """Refuse somebody new who may be known: by the same name, with no key that differs."""
        maybe = [
            one
            for one in self._names.get(person.name, [])
            if not (one.nip and person.nip) and not (one.login and person.login)
        ]
        here = [one for one in maybe if self._may_sit_in(office, one)]
        if not here:
            if maybe:
                row.warn("person", "structure.namesake-elsewhere")
            return
        above = next((one for one in here if one.new), None)
        if above is None:
            row.refuse("person", "structure.maybe-same-person")
        else:
            params = {"row": above.identity.removeprefix(ROW_PREFIX)}
            row.refuse("person", "structure.maybe-same-as-row", params)

    def _may_sit_in(self, office: str | None, one: KnownPerson) -> bool:
        """Say whether somebody is of an office, or of none so far."""
        offices = self._offices.get(one.identity)
        return office is None or not offices or office in offices


def _refuse_differing(row: Row, person: NewPerson, who: KnownPerson) -> None:
    """Refuse what the file says of a person beyond what is known: it would be dropped."""
    for column, stated, recorded in (
        ("nip", person.nip, who.nip),
        ("login", person.login, who.login),
        ("phone", _digits(person.phone), _digits(who.phone)),
        ("email", _folded(person.email), _folded(who.email)),
    ):
        if stated is not None and stated != recorded:
            code = "structure.differs-from-row" if who.new else "structure.person-differs"
            row.refuse(column, code)


def _digits(phone: str | None) -> str | None:
    """Return a telephone number without the marks that people put between its digits."""
    return None if phone is None else re.sub(r"[ -]", "", phone)


def _folded(address: str | None) -> str | None:
    """Return an e-mail address as addresses are compared: capitals say nothing in it."""
    return None if address is None else address.casefold()
