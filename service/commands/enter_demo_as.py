"""Enter a demo store as any of its jabatan; there, and only there, without a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.refusals import NotADemo
from service.errors import NotFound
from service.store.accounts import LoggedIn, account_by_login, is_demo, open_session
from service.store.database import transaction

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def enter_demo_as(
    session: Session, *, login_name: str, now: datetime, old_token: str | None = None
) -> LoggedIn:
    """Make a session of the account. Raises NotADemo in every other store, NotFound."""
    with transaction(session) as tx:
        if not is_demo(tx):
            raise NotADemo
        account = account_by_login(tx, login_name)
        if account is None:
            raise NotFound
        return open_session(tx, account.pemda_id, account.person_id, now, old_token=old_token)
