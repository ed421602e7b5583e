"""The diagram that a form of ours brought, within the limits of an upload."""

from __future__ import annotations

from typing import Final

from flask import request

from service.errors import Rejected
from service.sentences.words import written_excess
from service.web import context

#: The control that both forms with a diagram have.
DIAGRAM: Final = "diagram"


class DiagramUnusable(Rejected):
    """No diagram came, or one that is too large to be looked at."""

    code = "web.diagram-needed"


class DiagramTooLarge(DiagramUnusable):
    """The diagram is larger than an upload may be."""

    code = "web.diagram-too-large"


def brought_diagram() -> bytes:
    """Return the diagram of the request. Raises DiagramUnusable."""
    file = request.files.get(DIAGRAM)
    size = 0 if file is None else file.seek(0, 2)
    if file is None or size == 0:
        raise DiagramUnusable
    limit = context.services().settings.limits.xml_bytes
    if size > limit:
        said, most = written_excess(size, limit)
        raise DiagramTooLarge(size=said, limit=most)
    file.seek(0)
    return bytes(file.read())
