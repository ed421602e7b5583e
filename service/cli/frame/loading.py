"""Loading many modules quickly."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Load modules without looking for garbage in between.

    There is next to none, and to look at all that is there again and again takes longer than
    anything else in loading.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
