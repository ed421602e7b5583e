"""Write everything into one file, and bring it back into an empty store."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from service.store.archive import Summary, read_archive, write_archive
from service.store.database import read, transaction

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session


def back_up(
    session: Session, file: IO[bytes], *, now: datetime, told: Callable[[str], None]
) -> Summary:
    """Write the store as it is at one moment into `file`; others go on working."""
    with read(session) as connection:
        return write_archive(connection, file, now, told)


def bring_back(session: Session, file: IO[bytes], *, told: Callable[[str], None]) -> Summary:
    """Fill an empty store from `file`, in one transaction.

    Raises NotAnArchive, ArchiveOfOtherSchema or StoreNotEmpty; nothing is kept then.
    """
    with transaction(session) as tx:
        return read_archive(tx, file, told)
