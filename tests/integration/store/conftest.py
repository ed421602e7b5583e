from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from service.events import Event
from service.store import history, tables
from service.store.database import transaction
from service.store.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Mapping

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class SomethingDone(Event):
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SomethingSaid(Event):
    number: int
    texts: Mapping[str, str]


@pytest.fixture
def pemda_id(session):
    made = new_id()
    with transaction(session) as tx:
        tx.execute(
            insert(tables.pemda).values(
                id=made,
                name=f"Pemerintah Contoh {made}",
                kind="provinsi",
                timezone="Asia/Pontianak",
                made_at=NOW,
            )
        )
    return made


@pytest.fixture
def stream(pemda_id):
    return history.Stream(pemda_id, new_id(), "structure")


@pytest.fixture
def one_event(session, stream):
    with transaction(session) as tx:
        return history.append(tx, stream, [SomethingDone(number=1)], history.SYSTEM, NOW)
