"""What commands on forms of an office share: what may be kept, and where versions find forms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import orjson

from service.access.entries import EntryRefused, Problem
from service.diagrams.keys import free_key, key_of
from service.forms import Finding, FormRefused
from service.forms.json_reader import NotReadable, read_json
from service.running.sop_versions import forms_of_newest
from service.store import blobs
from service.store.database import read
from service.store.form_drafts import ready_forms

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.running.catalogue import Catalogue

_JSON: Final = "application/json"
_KEY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", re.ASCII)
_SCHEMA_VERSION: Final = 19


def require_form_file(raw: bytes) -> None:
    """Pass when a file is a form within the limits of its reader.

    Components that Alur does not render are no hindrance: a form is there to be mended.
    Raises FormRefused.
    """
    try:
        top = read_json(raw)
    except NotReadable as refused:
        raise FormRefused((refused.finding,)) from None
    if not _is_form(top):
        raise FormRefused((Finding("error", "forms.not-a-form", ""),))


def _is_form(top: Any) -> bool:
    return (
        isinstance(top, dict)
        and top.get("type") == "default"
        and isinstance(top.get("components"), list)
    )


def blank_form(key: str) -> bytes:
    """Return a form that asks nothing yet."""
    return orjson.dumps(
        {"type": "default", "id": key, "schemaVersion": _SCHEMA_VERSION, "components": []},
        option=orjson.OPT_INDENT_2,
    )


def put_form(session: Session, pemda_id: UUID, raw: bytes, now: datetime) -> str:
    """Store a form before the transaction that refers to it; return its SHA-256."""
    return blobs.put(session, pemda_id, raw, _JSON, now).sha256


def clean_key(key: str) -> str:
    """Return the key that diagrams name a form by, as it was typed. Raises EntryRefused."""
    if _KEY.fullmatch(key) is None:
        raise EntryRefused(Problem("key", "form-draft.key-unusable"))
    return key


def free_form_key(title: str, taken: Collection[str]) -> str:
    """Return a key made of a title that is none of `taken`."""
    return free_key(key_of(title)[:50].rstrip("-"), taken)


def forms_at_hand(
    session: Session, pemda_id: UUID, office_id: UUID, sop_id: UUID | None, catalogue: Catalogue
) -> dict[str, bytes]:
    """Return the forms that the next version of an SOP finds, by key.

    What the office edited and called ready counts first, then what the newest version is pinned
    to, then the catalogue.
    """
    kept = {} if sop_id is None else forms_of_newest(session, pemda_id, sop_id)
    with read(session) as connection:
        own = {
            key: blobs.content(connection, pemda_id, sha256)
            for key, sha256 in ready_forms(connection, pemda_id, office_id).items()
        }
    return {**catalogue.forms, **kept, **own}
