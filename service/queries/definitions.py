"""Diagrams as values, read once per program."""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from service.diagrams import KEPT, read_diagram
from service.forms import FormRefused, read_form
from service.running.outlines import outline_of
from service.store.blobs import content

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy import Connection

    from service.diagrams import FormOutline
    from service.diagrams.model import Diagram

#: Diagrams that one program keeps in memory, by the hash of their bytes.
_KEPT: Final = 128


_kept: OrderedDict[str, Diagram] = OrderedDict()
_lock = threading.Lock()


def diagram_of(connection: Connection, pemda_id: UUID, xml_sha256: str) -> Diagram:
    """Return the diagram with this hash, also of a version that is only a draft."""
    with _lock:
        if xml_sha256 in _kept:
            _kept.move_to_end(xml_sha256)
            return _kept[xml_sha256]
    made = read_diagram(content(connection, pemda_id, xml_sha256), KEPT)
    with _lock:
        _kept[xml_sha256] = made
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return made


def outlines_of(forms: Mapping[str, bytes]) -> dict[str, FormOutline]:
    """Return what the gate must know of forms, by key; one that cannot be read is left out."""
    found: dict[str, FormOutline] = {}
    for key, raw in forms.items():
        with suppress(FormRefused):
            found[key] = outline_of(read_form(raw))
    return found
