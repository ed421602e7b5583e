"""A form that could not be carried out, in the hands of the browser that sent it.

Where a session ended, or somebody signed in again in another tab, the form comes back as hidden
fields: through the login, or behind a button. Sent again it is shown filled in, to be read and
sent, and nothing is done. Nothing of it is stored, and it opens only for the person whose it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import orjson
from flask import current_app, g, request, url_for
from werkzeug.exceptions import HTTPException

from service.web.typed import SECRET_FIELDS

#: Field of the login form that holds a form on its way.
BROUGHT: Final = "bawaan"

#: Field that asks a view to show the form again instead of carrying it out.
_AGAIN: Final = "isi-lagi"
_YES: Final = "ya"

#: Endpoints whose views ask `asked_again` first.
_SHOWING: Final[set[str]] = set()


@dataclass(frozen=True, slots=True)
class Carried:
    """What was typed, and where it was going."""

    #: path of the view
    action: str
    #: name and value of each field, in the order of the form
    fields: tuple[tuple[str, str], ...]
    #: whose form it was
    person_id: UUID

    def packed(self) -> str:
        """Return it as the text of one hidden field; `unpacked` reads it."""
        told = {"action": self.action, "fields": self.fields, "person": str(self.person_id)}
        return orjson.dumps(told).decode()

    @property
    def sent_again(self) -> tuple[tuple[str, str], ...]:
        """What a form sends so that its view shows it again."""
        return ((_AGAIN, _YES), *self.fields)


def shows_again(*endpoints: str) -> None:
    """Say that these views show their form again when `asked_again`, and do nothing then."""
    _SHOWING.update(endpoints)


def asked_again() -> bool:
    """Say whether the form came to be shown again, and not to be carried out.

    The page then says so above everything else (`reopened`).
    """
    g.reopened = request.form.get(_AGAIN) == _YES
    return reopened()


def reopened() -> bool:
    """Say whether the page shows a form again that was not sent yet."""
    return bool(getattr(g, "reopened", False))


def carried_of_request(person_id: UUID) -> Carried | None:
    """Return the form that came with the request; None: its view could not show it again.

    It is for who has proved that the form was ours: nobody else's text may stand on our pages.
    """
    if request.method != "POST" or request.endpoint not in _SHOWING:
        return None
    fields = tuple(
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in SECRET_FIELDS and name != _AGAIN
    )
    return Carried(url_for(request.endpoint, **(request.view_args or {})), fields, person_id)


def unpacked(text: str) -> Carried | None:
    """Return what `packed` wrote; None: nothing, or nothing that one of our views would show."""
    try:
        told = orjson.loads(text)
        fields = tuple((str(name), str(value)) for name, value in told["fields"])
        endpoint, values = current_app.create_url_adapter(request).match(  # type: ignore[union-attr]
            told["action"], method="POST"
        )
        person_id = UUID(told["person"])
    except (ValueError, TypeError, KeyError, AttributeError, HTTPException):
        return None
    if endpoint not in _SHOWING:
        return None
    return Carried(url_for(endpoint, **values), fields, person_id)
