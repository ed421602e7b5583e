"""A look at a document by who is to act on it is written down, so that a list can ask for it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from flask import request

from service.commands.open_document import open_document
from service.errors import Rejected
from service.web import context

if TYPE_CHECKING:
    from uuid import UUID


def opened(instance_id: UUID, sha256: str) -> None:
    """Record the look, when the file waits for an act of the caller; call it before it is sent."""
    if request.method != "GET":
        return
    # The task was completed or taken meanwhile: then nobody asks for the look either.
    with suppress(Rejected):
        open_document(
            context.store(),
            context.caller(),
            instance_id=instance_id,
            sha256=sha256,
            now=context.now(),
        )
