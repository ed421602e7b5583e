"""What was done on the documents of a process, and that a refusal changes nothing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from service.store import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.running.conftest import World


def acts(world: World) -> list[tuple[str, int, str | None]]:
    """Return every act on a version, and why it does not count any more."""
    rows = sorted(world.rows(tables.document_act), key=lambda row: row.event_seq)
    return [(row.act, row.version, row.void_reason) for row in rows]


@contextmanager
def untouched(world: World, process: object) -> Iterator[None]:
    """Check that the block leaves a process as it was: its events, tasks and acts."""
    before = (world.kinds(process), world.open(process), acts(world))
    yield
    assert (world.kinds(process), world.open(process), acts(world)) == before
    world.assert_whole(process)
