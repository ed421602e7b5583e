"""What tables are made of: one naming of constraints, and the columns of tenant tables."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, MetaData, Uuid

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def own_id(name: str = "id", *, primary_key: bool = True) -> Column[object]:
    """Return the column of a row's own id, a UUIDv7."""
    return Column(name, Uuid(as_uuid=True), primary_key=primary_key, nullable=False)


def ref(name: str, *, nullable: bool = False) -> Column[object]:
    """Return a column with the id of another row."""
    return Column(name, Uuid(as_uuid=True), nullable=nullable)


def tenant() -> Column[object]:
    """Return the column that begins the keys of every tenant table."""
    return Column("pemda_id", Uuid(as_uuid=True), primary_key=True, nullable=False)


def to(target: str, column: str) -> ForeignKeyConstraint:
    """Return a foreign key inside the tenant: (pemda_id, column) → target(pemda_id, id)."""
    return ForeignKeyConstraint(["pemda_id", column], [f"{target}.pemda_id", f"{target}.id"])


def of_pemda() -> ForeignKeyConstraint:
    """Return the foreign key to the pemda itself."""
    return ForeignKeyConstraint(["pemda_id"], ["pemda.id"])
