"""The schema of a store: brought up to date at start, compared with the tables in tests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import column, inspect, select, table

from service.errors import AlurError
from service.store import dialects
from service.store.tables import metadata
from service.store.tables.processes import index_of_arrivals

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection, Engine

_FOLDER: Final = Path(__file__).parent / "migrations"

#: Where Alembic keeps the revision of a store.
_VERSION: Final = table("alembic_version", column("version_num"))


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
        # Here: most starts find nothing to do, and to load Alembic takes longer than to see it.
        from alembic import command

        command.upgrade(_config(connection), "head")


def revision_of(connection: Connection) -> str | None:
    """Return the revision of the store's schema, None of an empty store."""
    if not inspect(connection).has_table(_VERSION.name):
        return None
    found: str | None = connection.execute(select(_VERSION.c.version_num)).scalar_one_or_none()
    return found


def newest_revision() -> str:
    """Return the revision that this release makes."""
    return max(_revisions())


def _revisions() -> frozenset[str]:
    """Return all revisions: by them the files are named, so that they come in order."""
    files = (_FOLDER / "versions").glob("[0-9]*.py")
    return frozenset(file.name.partition("_")[0] for file in files)


def differences(connection: Connection) -> list[Any]:
    """Return what the schema has otherwise than `tables.py` says; empty when they agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True}
    )
    index_of_arrivals()
    return list(compare_metadata(context, metadata))


def _require_known(connection: Connection) -> None:
    present = revision_of(connection)
    if present is not None and present not in _revisions():
        raise StoreTooNew(revision=present)


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
