"""The rows that events tell, and where the tables hold something else.

The tables of people, SOPs and processes hold what events left behind. Told once more, the events
give the same rows; so a row that was changed, added or taken away by hand shows, and with it the
event that wrote it. `structure_retold`, `sops_retold` and `processes_retold` say what each kind of
event leaves behind; the commands write the rows without them, so that a mistake in one shows too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import Boolean, Integer, bindparam, select, type_coerce

from service.store.private_texts import referenced
from service.store.tables import (
    api_token,
    attachment,
    audit_assignment,
    calendar_year,
    closed_day,
    credential,
    document_act,
    document_version,
    escalation,
    holding,
    incident,
    job,
    legal_deadline,
    login,
    mandate,
    office,
    office_clock,
    pemda,
    person,
    position,
    process_instance,
    ratification_scan,
    signing_certificate,
    sop,
    sop_pin,
    sop_version,
    sop_version_drawer,
    team_member,
    timer,
    unit,
    user_task,
    working_calendar,
    working_schedule,
)
from service.values import instant_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import (
        BindParameter,
        Column,
        ColumnElement,
        Connection,
        RowMapping,
        Select,
        Table,
    )

    from service.store.history import Stream, StreamKind

#: What names a row among those of its stream.
_KEYS: Final[Mapping[Table, tuple[str, ...]]] = {
    pemda: ("id",),
    office: ("id",),
    unit: ("id",),
    position: ("id",),
    person: ("id",),
    holding: ("id",),
    mandate: ("id",),
    credential: ("person_id",),
    # Its name is a private text; a person has one.
    login: ("person_id",),
    # A person has one.
    signing_certificate: ("person_id",),
    api_token: ("token_hash",),
    audit_assignment: ("id",),
    working_calendar: ("pemda_id",),
    working_schedule: ("id",),
    closed_day: ("id",),
    calendar_year: ("year",),
    office_clock: ("office_id",),
    legal_deadline: ("id",),
    sop: ("id",),
    sop_version: ("id",),
    sop_pin: ("version_id", "kind", "key"),
    sop_version_drawer: ("version_id", "person_id"),
    ratification_scan: ("version_id",),
    process_instance: ("id",),
    user_task: ("task_no",),
    team_member: ("role", "person_id"),
    timer: ("token_no",),
    job: ("task_no",),
    incident: ("number",),
    escalation: ("task_no", "level"),
    document_version: ("document", "number"),
    # Its id stands in no event.
    document_act: ("event_seq", "document", "version", "act"),
    attachment: ("event_seq", "field", "number"),
}

#: Columns of these tables that no event tells.
UNTOLD: Final[Mapping[str, frozenset[str]]] = {
    # Hashes of secrets stand in no event.
    "credential": frozenset({"password_hash", "slip_hash"}),
    # The maker's own word for it; it is personal, so no event holds it.
    "api_token": frozenset({"label"}),
    # `verify` compares it with the hash in the last event.
    "process_instance": frozenset({"state"}),
    # `replay` compares them with what the engine says of the task.
    "user_task": frozenset({"kind", "loop_index"}),
    # How far a worker got with it.
    "timer": frozenset({"status", "lease_until", "leased_by", "attempts", "last_error"}),
    # Who is at work on it, and how often that failed.
    "job": frozenset({"retries", "due_at", "lock", "locked_by", "locked_until", "incident"}),
    "document_act": frozenset({"id"}),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing of a stream that is not as it was written."""

    #: code of the sentence, "verify.…"
    code: str
    #: number of the event it shows at; None: of no certain event
    seq: int | None = None
    #: what else names it: id of a text, hash of a file, table, row and column
    detail: str = ""


class TableGarbled(Exception):
    """A row holds what is not of its column's type: somebody wrote there by hand."""

    def __init__(self, table: str) -> None:
        super().__init__(table)
        self.table = table


@dataclass(frozen=True, slots=True)
class Happened:
    """An event that is told again."""

    row: RowMapping
    #: its payload as JSON has it: ids as text, types that JSON lacks as tagged objects
    said: Mapping[str, Any]

    @property
    def kind(self) -> str:
        return str(self.row["kind"])

    @property
    def seq(self) -> int:
        return int(self.row["seq"])

    @property
    def at(self) -> datetime:
        recorded: datetime = self.row["recorded_at"]
        return recorded

    def of(self, *names: str) -> dict[str, Any]:
        """Return fields of the event that columns are named after; None where it has none."""
        return {name: self.said.get(name) for name in names}


class Retold:
    """Rows as the events so far left them, each value with the event that wrote it."""

    def __init__(self) -> None:
        self._rows: dict[Table, dict[tuple[Any, ...], dict[str, tuple[Any, int]]]] = {}

    def add(self, table: Table, it: Happened, **columns: Any) -> None:
        """Tell a new row, of the event's pemda; columns that are not given are NULL."""
        everything = dict.fromkeys(_NAMES[table]) | columns
        if "pemda_id" in everything:
            everything["pemda_id"] = it.row["pemda_id"]
        row = {name: (plain(value), it.seq) for name, value in everything.items()}
        key = tuple(row[name][0] for name in _KEYS[table])
        self._rows.setdefault(table, {})[key] = row

    def change(self, table: Table, key: tuple[Any, ...], it: Happened, **columns: Any) -> None:
        """Tell new values of a row that was told. Raises LookupError when it was not."""
        row = self._rows[table][tuple(map(plain, key))]
        row |= {name: (plain(value), it.seq) for name, value in columns.items()}

    def drop(self, table: Table, *key: Any) -> None:
        """Tell that a row is gone; it may never have been there."""
        self._rows.get(table, {}).pop(tuple(map(plain, key)), None)

    def drop_all(self, table: Table) -> None:
        self._rows.pop(table, None)

    def keys(self, table: Table, **columns: Any) -> list[tuple[Any, ...]]:
        """Return the keys of the rows that have these values."""
        wanted = {name: plain(value) for name, value in columns.items()}
        return [
            key
            for key, row in self._rows.get(table, {}).items()
            if all(row[name][0] == value for name, value in wanted.items())
        ]

    def values(self, table: Table, key: tuple[Any, ...], *columns: str) -> list[Any]:
        """Return what columns of a row hold. Raises LookupError when it was not told."""
        row = self._rows[table][tuple(map(plain, key))]
        return [row[name][0] for name in columns]

    def differences(
        self, connection: Connection, stream: Stream, texts: Mapping[str, str | None]
    ) -> Iterator[Fault]:
        """Yield where the tables of a stream say something else than the events.

        `texts`: the private texts of the stream by id, for columns that show one.
        """
        named = {"the_pemda": stream.pemda_id, "the_stream": stream.id}
        for table, statement in _STATEMENTS[stream.kind].items():
            rows = rows_of(connection, table, statement, named)
            yield from self._differences(table, rows, texts)

    def _differences(
        self, table: Table, rows: Sequence[RowMapping], texts: Mapping[str, str | None]
    ) -> Iterator[Fault]:
        left = dict(self._rows.get(table, {}))
        unknown: list[str] = []
        for row in rows:
            key = tuple(plain(row[name]) for name in _KEYS[table])
            told = left.pop(key, None)
            if told is None:
                unknown.append(name_of(table, key))
                continue
            for column, (value, seq) in told.items():
                if plain(row[column]) != _resolved(value, texts):
                    yield Fault("verify.row-changed", seq, f"{name_of(table, key)} {column}")
        for key, told in left.items():
            seq = min(seq for _, seq in told.values())
            yield Fault("verify.row-missing", seq, name_of(table, key))
        for name in unknown:
            yield Fault("verify.row-unknown", None, name)


#: Tells what one kind of event leaves behind.
Teller = Callable[[Retold, Happened], None]


def tell(tellers: Mapping[str, Teller], told: Retold, it: Happened) -> None:
    """Tell an event by its kind; kinds that leave nothing in these tables have no teller."""
    teller = tellers.get(it.kind)
    if teller is not None:
        teller(told, it)


def rows_of(
    connection: Connection,
    table: Table,
    statement: Select[Any],
    parameters: Mapping[str, Any] | None = None,
) -> Sequence[RowMapping]:
    """Return the rows of a table that a statement finds. Raises TableGarbled."""
    try:
        return connection.execute(statement, parameters or {}).mappings().all()
    except (TypeError, ValueError) as error:
        raise TableGarbled(str.__str__(table.name)) from error


def plain(value: Any) -> Any:
    """Return a value of a column, or of an event, so that the same values are equal."""
    match value:
        case datetime():
            return instant_text(value)
        case UUID() | date():
            return str(value)
        case dict() if len(value) == 1:
            # An instant or a date, as `service.values` tags them.
            return next(iter(value.values()))
        case _:
            return value


@dataclass(frozen=True, slots=True)
class Text:
    """A value that is shown from the private text that an event refers to."""

    id: str


def shown(reference: str | None) -> Text | None:
    """Return the text that a field of an event refers to; None where it has none."""
    if reference is None:
        return None
    found = referenced(reference)
    if found is None:
        raise ValueError(reference)
    return Text(str(found))


def _resolved(value: Any, texts: Mapping[str, str | None]) -> Any:
    return texts.get(value.id) if isinstance(value, Text) else value


def name_of(table: Table, key: tuple[Any, ...]) -> str:
    """Return what people call a row: its table and its key."""
    return " ".join([str.__str__(table.name), *map(str, key)])


# ---------------------------------------------------------------- which rows are whose

_NAMES: Final[Mapping[Table, tuple[str, ...]]] = {
    table: tuple(
        str.__str__(column.name)
        for column in table.columns
        if column.name not in UNTOLD.get(table.name, frozenset())
    )
    for table in _KEYS
}

_THE_PEMDA: Final[BindParameter[UUID]] = bindparam("the_pemda")
_THE_STREAM: Final[BindParameter[UUID]] = bindparam("the_stream")


def _rows_of(table: Table, *where: ColumnElement[bool]) -> Select[Any]:
    mine = pemda.c.id if table is pemda else table.c.pemda_id
    columns = [_raw(table.c[name]) for name in _NAMES[table]]
    return select(*columns).where(mine == _THE_PEMDA, *where)


def _raw(column: Column[Any]) -> ColumnElement[Any]:
    """Return a column as it lies there: SQLAlchemy makes a truth of anything."""
    if not isinstance(column.type, Boolean):
        return column
    return type_coerce(column, Integer).label(column.name)


_VERSIONS: Final = select(sop_version.c.id).where(
    sop_version.c.pemda_id == _THE_PEMDA, sop_version.c.sop_id == _THE_STREAM
)

# Built once: building a statement costs more than running it.
_STATEMENTS: Final[Mapping[StreamKind, Mapping[Table, Select[Any]]]] = {
    "structure": {
        table: _rows_of(table)
        for table in (
            pemda,
            office,
            unit,
            position,
            person,
            holding,
            mandate,
            credential,
            login,
            signing_certificate,
            api_token,
            working_calendar,
            working_schedule,
            closed_day,
            calendar_year,
            office_clock,
            legal_deadline,
        )
    },
    "audit": {audit_assignment: _rows_of(audit_assignment, audit_assignment.c.id == _THE_STREAM)},
    "sop": {
        sop: _rows_of(sop, sop.c.id == _THE_STREAM),
        sop_version: _rows_of(sop_version, sop_version.c.sop_id == _THE_STREAM),
        sop_pin: _rows_of(sop_pin, sop_pin.c.version_id.in_(_VERSIONS)),
        sop_version_drawer: _rows_of(
            sop_version_drawer, sop_version_drawer.c.version_id.in_(_VERSIONS)
        ),
        ratification_scan: _rows_of(
            ratification_scan, ratification_scan.c.version_id.in_(_VERSIONS)
        ),
    },
    "process": {
        process_instance: _rows_of(process_instance, process_instance.c.id == _THE_STREAM),
        **{
            table: _rows_of(table, table.c.instance_id == _THE_STREAM)
            for table in (
                user_task,
                team_member,
                timer,
                job,
                incident,
                escalation,
                document_version,
                document_act,
                attachment,
            )
        },
    },
}
