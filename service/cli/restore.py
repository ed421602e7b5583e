"""`./alur restore`: a backup into an empty store, checked at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.frame.commands import command
from service.cli.frame.program_codes import DONE, REFUSED

if TYPE_CHECKING:
    from service.cli.frame.talk import Talk


@command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(talk: Talk, *, file: Path) -> int:
    """Fill the empty store of this installation, then verify every chain and file."""
    from service.cli.frame.progress import counted
    from service.cli.frame.stores import open_session
    from service.commands.back_up import bring_back
    from service.queries.operators import count_chains, count_files, verify_all, verify_files

    with open_session() as session:
        with file.open("rb") as source:
            summary = bring_back(
                session,
                source,
                told=lambda name: talk.aside(talk.text("cli-restore.table", name=name)),
            )
        chains = counted(talk, "cli-verify.chains", verify_all(session), count_chains(session))
        broken = sum(verdict.fault is not None for verdict in chains)
        files = counted(talk, "cli-verify.files", verify_files(session), count_files(session))
        damaged = sum(not file.whole for file in files)
    document = {"rows": summary.rows, "broken_chains": broken, "damaged_files": damaged}
    talk.result(document, [talk.text("cli-restore.done", **document)])
    return DONE if not broken and not damaged else REFUSED
