"""The diagram that a form of ours brought, within the limits of an upload."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, BinaryIO, Final, cast

from flask import request

from service.diagrams import DiagramRefused
from service.diagrams.rules import with_decisions
from service.dmn import DecisionsRefused, Limits
from service.errors import Rejected
from service.forms.file_kinds import COMPOUND, ending_of, is_picture, kind_of
from service.sentences import sentence
from service.sentences.words import written_excess
from service.web import context

if TYPE_CHECKING:
    from collections.abc import Callable

#: The control that both forms with a diagram have.
DIAGRAM: Final = "diagram"
#: Files of decisions beside it.
RULES: Final = "keputusan"
_MOST_RULES: Final = 10

#: Ending of the kinds in which offices keep SOPs → what such a file is called.
_DOCUMENTS: Final = {
    ".pdf": "web.file-pdf",
    ".docx": "web.file-word",
    ".odt": "web.file-word",
    ".xlsx": "web.file-excel",
    ".ods": "web.file-excel",
    ".pptx": "web.file-slides",
}
_OLD: Final = "web.file-office"


class DiagramUnusable(Rejected):
    """No diagram came, or one that is too large to be looked at."""

    code = "web.diagram-needed"


class DiagramTooLarge(DiagramUnusable):
    """The diagram is larger than an upload may be."""

    code = "web.diagram-too-large"


class DiagramIsDocument(DiagramUnusable):
    """A document of an office program came: no diagram, but its table can be pasted."""

    code = "web.diagram-is-document"


class DiagramIsPicture(DiagramUnusable):
    """A picture came, of which nothing can be read."""

    code = "web.diagram-is-picture"


class RulesUnusable(DiagramUnusable):
    """A file of decisions came that cannot be read."""

    code = "web.rules-unusable"


def brought_diagram(drawn: Callable[[], bytes] | None = None) -> bytes:
    """Return the diagram of the request, with the decisions that came beside it in it.

    `drawn` gives the diagram into which decisions go that came alone. Raises DiagramUnusable.
    """
    file = request.files.get(DIAGRAM)
    size = 0 if file is None else file.seek(0, 2)
    if file is None or size == 0:
        if drawn is not None and any(each.filename for each in request.files.getlist(RULES)):
            return _with_rules(drawn())
        raise DiagramUnusable
    _require_no_document(file.stream)
    limit = context.services().settings.limits.xml_bytes
    if size > limit:
        said, most = written_excess(size, limit)
        raise DiagramTooLarge(size=said, limit=most)
    file.seek(0)
    return _with_rules(bytes(file.read()))


def _require_no_document(file: IO[bytes]) -> None:
    """Refuse what begins as a file of another kind, whatever it is called."""
    kind = kind_of(cast("BinaryIO", file))
    if kind is not None and is_picture(kind):
        raise DiagramIsPicture
    code = _DOCUMENTS.get(ending_of(kind or ""), _OLD if kind == COMPOUND else "")
    if code:
        raise DiagramIsDocument(kind=sentence(code))


def _with_rules(raw: bytes) -> bytes:
    for file in request.files.getlist(RULES)[:_MOST_RULES]:
        if not file.filename:
            continue
        try:
            raw = with_decisions(raw, file.read(Limits().bytes + 1))
        except DecisionsRefused as refused:
            reason = refused.findings[0].told()
            raise RulesUnusable(name=file.filename, reason=reason) from None
        except DiagramRefused:
            return raw  # who judges the diagram says what is wrong with it
    return raw
