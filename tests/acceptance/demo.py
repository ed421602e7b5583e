"""The demo's Dinas, as the browser tests walk through it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.commands.enter_demo_as import enter_demo_as
from service.commands.open_store import open_store
from service.commands.seed_demo import seed_demo
from service.queries.callers import caller_by_login, demo_accounts
from service.store.database import read
from service.store.tables import sop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from service.access.model import Caller


@dataclass
class Demo:
    """A demo store with its accounts; `sop_id` is the SOP that the walk is about."""

    session: Session
    people: dict[str, Caller]
    sops: dict[str, UUID]
    now: datetime
    sop_id: UUID
    leader: str = "ketua-tim-perencanaan"
    team: tuple[str, ...] = (
        "Ketua Tim Kerja Perencanaan",
        "Anggota Tim Kerja Perencanaan 1",
        "Anggota Tim Kerja Perencanaan 2",
    )

    def token(self, who: str) -> str:
        return enter_demo_as(self.session, login_name=who, now=self.now).token

    def signed_in(self, app: Flask, who: str, **_: object) -> FlaskClient:
        client = app.test_client()
        client.set_cookie("alur", self.token(who))
        return client


def make_demo(session: Session, now: datetime, key: str = "kalbar-rka-dpa") -> Demo:
    """Make a demo store as `./alur serve --demo` does."""
    open_store(session, demo=True, now=now)
    seed_demo(session, now=now)
    people = {}
    for account in demo_accounts(session):
        caller = caller_by_login(session, account.login, now, confirmed=True)
        assert caller is not None
        people[account.login] = caller
    pemda_id = people["analis"].pemda_id
    with read(session) as connection:
        rows = connection.execute(
            select(sop.c.key, sop.c.id).where(sop.c.pemda_id == pemda_id)
        ).all()
    sops = {row.key: row.id for row in rows}
    return Demo(session, people, sops, now, sops[key])
