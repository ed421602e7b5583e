"""The schema of a store: brought up to date at start, compared with the tables in tests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from service.errors import AlurError
from service.store import dialects
from service.store.tables import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_FOLDER: Final = Path(__file__).parent / "migrations"


class StoreTooNew(AlurError):
    """A newer release of Alur wrote this store; this one would not understand it."""

    code = "store.too-new"


def migrate(engine: Engine) -> None:
    """Bring the store to this release's schema, in one transaction.

    Safe when several processes start at once. Raises StoreTooNew, having changed nothing.
    """
    with engine.execution_options(**dialects.WRITING).begin() as connection:
        dialects.lock_schema(connection)
        if revision_of(connection) == newest_revision():
            return
        _require_known(connection)
        command.upgrade(_config(connection), "head")


def revision_of(connection: Connection) -> str | None:
    """Return the revision of the store's schema, None of an empty store."""
    return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """Return the revision that this release makes."""
    return ScriptDirectory(str(_FOLDER)).get_current_head()


def differences(connection: Connection) -> list[Any]:
    """Return what the schema has otherwise than `tables.py` says; empty when they agree."""
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True}
    )
    return list(compare_metadata(context, metadata))


def _require_known(connection: Connection) -> None:
    present = revision_of(connection)
    known = {script.revision for script in ScriptDirectory(str(_FOLDER)).walk_revisions()}
    if present is not None and present not in known:
        raise StoreTooNew(revision=present)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
