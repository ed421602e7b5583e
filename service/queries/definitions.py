"""Diagrams as values, read once per program."""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from service.diagrams import KEPT, read_diagram
from service.forms import FormRefused, read_form
from service.running.outlines import outline_of
from service.store.blobs import content

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from sqlalchemy import Connection

    from service.diagrams import FormOutline
    from service.diagrams.model import Diagram
    from service.forms import Form

#: Diagrams and forms that one program keeps in memory.
_DIAGRAMS: Final = 128
_FORMS: Final = 512

Thing = TypeVar("Thing")


class _Kept(Generic[Thing]):
    """What was made of files, by the hash of their bytes; the longest unused goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._things: OrderedDict[str, Thing] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, sha256: str, make: Callable[[], Thing]) -> Thing:
        with self._lock:
            if sha256 in self._things:
                self._things.move_to_end(sha256)
                return self._things[sha256]
        made = make()
        with self._lock:
            self._things[sha256] = made
            while len(self._things) > self._most:
                self._things.popitem(last=False)
        return made


_diagrams: _Kept[Diagram] = _Kept(_DIAGRAMS)
_forms: _Kept[Form] = _Kept(_FORMS)


def diagram_of(connection: Connection, pemda_id: UUID, xml_sha256: str) -> Diagram:
    """Return the diagram with this hash, also of a version that is only a draft."""
    return _diagrams.get(
        xml_sha256, lambda: read_diagram(content(connection, pemda_id, xml_sha256), KEPT)
    )


def form_of(connection: Connection, pemda_id: UUID, sha256: str) -> Form:
    """Return the form with this hash. Raises FormRefused when this release would not show it."""
    return _forms.get(sha256, lambda: read_form(content(connection, pemda_id, sha256)))


def outlines_of(forms: Mapping[str, bytes]) -> dict[str, FormOutline]:
    """Return what the gate must know of forms, by key; one that cannot be read is left out."""
    found: dict[str, FormOutline] = {}
    for key, raw in forms.items():
        with suppress(FormRefused):
            found[key] = outline_of(read_form(raw))
    return found
