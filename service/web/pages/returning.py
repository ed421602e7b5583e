"""A form whose session is over travels through the login and is shown again behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.sentences import sentence
from service.web.belonging import page_of_request
from service.web.carried import carried_of_request, shows_again
from service.web.lapsed import rescued_by, writer_of_form
from service.web.pages.login import entrance

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


def goes_through_login(*endpoints: str) -> None:
    """Let the forms of these views, which show them again when asked, survive their session."""
    shows_again(*endpoints)
    for endpoint in endpoints:
        rescued_by(endpoint, _through_login)


def _through_login(token: str) -> ResponseReturnValue | None:
    writer = writer_of_form(token)
    brought = None if writer is None else carried_of_request(writer.person_id)
    if brought is None:
        return None
    page = entrance(
        brought=brought,
        continue_to=page_of_request() or "",
        over=sentence("web.session-over-brought"),
    )
    return page, 401
