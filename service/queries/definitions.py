"""SOPs, their versions and what a version is made of."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from service.diagrams import read_diagram
from service.forms import read_form
from service.store.blobs import content
from service.store.tables import sop_pin

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar
    from uuid import UUID

    from sqlalchemy import Connection

    from service.diagrams.model import Diagram
    from service.forms import Form

    Read = TypeVar("Read")

#: Diagrams and forms that a process keeps in memory, by the hash of their bytes.
_KEPT: Final = 128


class _Kept:
    """What was read from bytes that can never change: content decides the key."""

    def __init__(self) -> None:
        self._items: OrderedDict[tuple[str, str], object] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, str], read: Callable[[], Read]) -> Read:
        with self._lock:
            if key in self._items:
                self._items.move_to_end(key)
                return self._items[key]  # type: ignore[return-value]
        made = read()
        with self._lock:
            self._items[key] = made
            while len(self._items) > _KEPT:
                self._items.popitem(last=False)
        return made


_kept = _Kept()


def diagram_of(connection: Connection, pemda_id: UUID, xml_sha256: str) -> Diagram:
    """Return the diagram with this hash, read once per process."""
    return _kept.get(
        ("diagram", xml_sha256),
        lambda: read_diagram(content(connection, pemda_id, xml_sha256)),
    )


def form_of(connection: Connection, pemda_id: UUID, version_id: UUID, key: str) -> Form | None:
    """Return the form that a version is pinned to under `key`; None when it has none."""
    sha256 = connection.scalar(
        select(sop_pin.c.sha256).where(
            sop_pin.c.pemda_id == pemda_id,
            sop_pin.c.version_id == version_id,
            sop_pin.c.kind == "form",
            sop_pin.c.key == key,
        )
    )
    if sha256 is None:
        return None
    return _kept.get(("form", sha256), lambda: read_form(content(connection, pemda_id, sha256)))
