"""`./alur backup`: everything into one file, while people work."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.frame.commands import command
from service.errors import Rejected

if TYPE_CHECKING:
    from service.cli.frame.talk import Talk


class FileExists(Rejected):
    """A backup never replaces a file."""

    code = "cli-backup.file-exists"


@command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(talk: Talk, *, file: Path) -> None:
    """Write the backup beside its final name first: a file of that name is a whole backup."""
    from service.cli.frame.stores import open_session
    from service.clock import SystemClock
    from service.commands.back_up import back_up

    if file.exists():
        raise FileExists(file=file)
    draft = file.with_name(f"{file.name}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as target, open_session() as session:
        summary = back_up(
            session,
            target,
            now=SystemClock().now(),
            told=lambda name: talk.aside(talk.text("cli-backup.table", name=name)),
        )
        target.flush()
        os.fsync(target.fileno())
    draft.rename(file)
    document = {"file": str(file), "tables": summary.tables, "rows": summary.rows}
    talk.result(document, [talk.text("cli-backup.done", **document)])
