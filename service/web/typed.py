"""What arrived with a form of ours, and how it is given back when something is wrong with it."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self
from uuid import UUID

import orjson
from flask import request
from werkzeug.exceptions import HTTPException

from service.errors import Conflict, NotFound
from service.running.refusals import EntryUnseen
from service.sentences import sentence
from service.store.idempotency import RequestKey
from service.store.idempotency import request_key as make_request_key

if TYPE_CHECKING:
    from service.access.entries import Problem
    from service.errors import AlurError
    from service.running.refusals import EntryRefused

#: Fields of the frame around a form, no part of what it asks.
FRAME_FIELDS: Final = frozenset({"csrf", "kunci", "sandi"})

#: Fields that are never given back.
SECRET_FIELDS: Final = FRAME_FIELDS | {"lama", "slip", "ulang"}

_LARGEST_FORM: Final = 256 * 1024

_LONGEST_SEARCH: Final = 100

#: Words, and not one id, date or choice.
_IS_WRITTEN: Final = re.compile(r"\S\s+\S")


class KeptAsDraft(Conflict):
    """Somebody else took the task; what was typed for it is the own draft of who typed it."""

    code = "web.kept-as-draft"


@dataclass(frozen=True, slots=True)
class PageError:
    """One thing to mend, with the id of the control to go to; "" when it is about no one field."""

    text: str
    target: str = ""

    @classmethod
    def of(cls, refused: AlurError | Problem, target: str = "") -> Self:
        """Return what a refusal, or one rule that an entry breaks, says."""
        return cls(sentence(refused.code, **refused.params), target)


def entry_said(refused: EntryRefused) -> str:
    """Return what is wrong with a text that people typed, where its field is known."""
    if isinstance(refused, EntryUnseen):
        return sentence("structure.bad-characters")
    return sentence("web.text-too-long", limit=refused.params["limit"])


def text_of(name: str, *, most: int | None = None) -> str:
    """Return a text field without the blanks around it.

    `most` cuts what is only looked for, as a name to sign in with. What is kept is never cut:
    its command refuses what is too long.
    """
    return request.form.get(name, "").strip()[:most]


def chosen_office() -> UUID:
    """Return the office that was chosen from a list of ours. Raises NotFound."""
    try:
        return UUID(request.form.get("kantor", ""))
    except ValueError:
        raise NotFound from None


def typed_words() -> str:
    """Return the words by which somebody narrows a list; its address holds them."""
    return request.args.get("cari", "").strip()[:_LONGEST_SEARCH]


def from_our_page() -> bool:
    """Say whether the browser says that the form stood on a page of ours."""
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def texts_to_give_back() -> tuple[str, ...]:
    """Return what somebody wrote into a form that was refused without showing it again.

    Only to a browser that says the form was ours: nobody else's text may stand on our pages.
    Passwords, ids and what was merely chosen stay out.
    """
    if (
        request.method != "POST"
        or not from_our_page()
        or (request.content_length or 0) > _LARGEST_FORM
    ):
        return ()
    with suppress(HTTPException):
        return tuple(
            text.strip()
            for name, text in request.form.items(multi=True)
            if name not in SECRET_FIELDS and _IS_WRITTEN.search(text.strip())
        )
    # More than a stranger may send: nobody has read what it was.
    return ()


def request_key() -> RequestKey | None:
    """Return what makes this form one act, however often it is sent; None: it carried no key."""
    key = request.form.get("kunci", "")
    if not key:
        return None
    typed = sorted(
        (name, value) for name, value in request.form.items(multi=True) if name not in FRAME_FIELDS
    )
    files = sorted(
        (name, file.filename or "", _digest(name)) for name, file in request.files.items()
    )
    place = f"{request.endpoint} {request.path}"
    return make_request_key(key[:100], place[:200], orjson.dumps([typed, files]))


def _digest(name: str) -> str:
    """Return the hash of the files of one field, which are left as they were."""
    total = hashlib.sha256()
    for file in request.files.getlist(name):
        while piece := file.stream.read(1024 * 1024):
            total.update(piece)
        file.stream.seek(0)
    return total.hexdigest()
