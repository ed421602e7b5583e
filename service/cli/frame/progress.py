"""Long work shows how far it is, on stderr, and only to a person at a terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from service.cli.frame.talk import Talk

Item = TypeVar("Item")


def counted(
    talk: Talk, code: str, items: Iterable[Item], total: int | None = None
) -> Iterator[Item]:
    """Give `items` one by one while a bar counts them under the sentence of `code`."""
    from tqdm import tqdm

    yield from tqdm(
        items,
        desc=talk.text(code),
        total=total,
        file=sys.stderr,
        disable=not sys.stderr.isatty(),
        leave=False,
    )
