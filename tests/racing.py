"""Let several threads do one thing at the same moment, each with a session of its own."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

from service.errors import AlurError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from tests.databases import Database


def at_once(
    database: Database, count: int, act: Callable[[Session], object]
) -> Counter[type[AlurError] | None]:
    """Return how often each class of refusal came out; None: it went through."""
    barrier = Barrier(count)

    def run(_number: int) -> type[AlurError] | None:
        with database.sessions() as own:
            barrier.wait()
            try:
                act(own)
            except AlurError as error:
                return type(error)
            return None

    with ThreadPoolExecutor(count) as pool:
        return Counter(pool.map(run, range(count)))
