"""Whether every number of a register has its process: numbers have no gaps (`numbers`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from service.store.retelling import Fault, rows_of
from service.store.tables import counter, process_instance

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy import Connection

#: As `commands.start_process` writes them: 0012/2026, of a trial UC-0012/2026.
_NUMBER: Final = re.compile(r"(UC-)?(\d{4,})/(\d{4})")

#: (office, register, year)
_Register = tuple[str, str, int]


def register_faults(connection: Connection, pemda_id: UUID) -> Iterator[Fault]:
    """Yield the numbers that were given and are not there, and counters that say otherwise.

    So a process that was taken away with its whole history shows, unless it was the last one and
    the counter was turned back too.
    """
    given = _given(connection, pemda_id)
    query = select(counter).where(counter.c.pemda_id == pemda_id)
    for row in rows_of(connection, counter, query):
        numbers = given.pop((str(row["office_id"]), row["register"], row["year"]), set())
        name = f"counter {row['office_id']} {row['register']} {row['year']}"
        if numbers and max(numbers) > row["last"]:
            yield Fault("verify.row-wrong", None, name)
        for number in range(1, row["last"] + 1):
            if number not in numbers:
                yield Fault("verify.number-missing", None, f"{name}: {number}")
    for office_id, register, year in sorted(given):
        yield Fault("verify.row-wrong", None, f"counter {office_id} {register} {year}")


def _given(connection: Connection, pemda_id: UUID) -> dict[_Register, set[int]]:
    found: dict[_Register, set[int]] = {}
    query = select(process_instance.c.office_id, process_instance.c.number).where(
        process_instance.c.pemda_id == pemda_id
    )
    for row in rows_of(connection, process_instance, query):
        parts = _NUMBER.fullmatch(row["number"])
        # A number that was changed shows at its process.
        if parts is not None:
            register = "trial" if parts[1] else "process"
            key = (str(row["office_id"]), register, int(parts[3]))
            found.setdefault(key, set()).add(int(parts[2]))
    return found
