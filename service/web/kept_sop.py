"""A diagram and its forms kept for the answer to a question, so that nobody chooses them again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from flask import request

from service.queries.kept_uploads import kept_upload
from service.store.blobs import put
from service.store.uploads import record_upload
from service.web import context
from service.web.typed import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_XML: Final = "application/xml"
_JSON: Final = "application/json"
_HASH: Final = 64
_MOST_FORMS: Final = 100

#: Fields of the form that answers: the diagram, and each form as "hash key".
FILE: Final = "berkas"
FORMS: Final = "formulir-berkas"


@dataclass(frozen=True, slots=True)
class KeptSop:
    """Hashes of what was brought."""

    sha256: str
    #: "hash key" of each form
    forms: tuple[str, ...] = field(default=())


def keep(raw: bytes, forms: Mapping[str, bytes]) -> KeptSop:
    """Store what was brought, for who brought it."""
    return KeptSop(
        keep_file(raw, _XML),
        tuple(f"{keep_file(content, _JSON)} {key}" for key, content in forms.items()),
    )


def keep_file(raw: bytes, media_type: str = _XML) -> str:
    """Store a file for who brought it; return its hash."""
    store, caller, now = context.store(), context.caller(), context.now()
    kept = put(store, caller.pemda_id, raw, media_type, now)
    record_upload(store, caller.pemda_id, caller.person_id, kept, now)
    return kept.sha256


def kept_before() -> tuple[bytes, dict[str, bytes]] | None:
    """Return the diagram and the forms that the request names; None: it brings its own.

    Raises FileNotYours.
    """
    sha256 = text_of(FILE, most=_HASH)
    if not sha256:
        return None
    store, caller = context.store(), context.caller()
    forms = {}
    for line in request.form.getlist(FORMS)[:_MOST_FORMS]:
        name, _, key = line.partition(" ")
        forms[key] = kept_upload(store, caller, name)
    return kept_upload(store, caller, sha256), forms
