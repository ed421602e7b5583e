"""Say once and for ever whether a store holds real work or DATA CONTOH."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from service.errors import Rejected
from service.store.database import transaction
from service.store.tables import store

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


class NotMadeAsDemo(Rejected):
    """The store was made for real work; --demo needs a store of its own."""

    code = "access.not-made-as-demo"


def open_store(session: Session, *, demo: bool, now: datetime) -> bool:
    """Mark a new store, and return whether this store is a demo.

    A store that was made with --demo stays one, however it is started later. Raises
    NotMadeAsDemo when --demo is asked of any other.
    """
    with transaction(session) as tx:
        flag = tx.scalar(select(store.c.demo))
        if flag is None:
            tx.execute(insert(store).values(id=1, demo=demo, made_at=now))
            return demo
        if demo and not flag:
            raise NotMadeAsDemo
        return bool(flag)
