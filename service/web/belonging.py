"""Which page an address belongs to that is none itself.

Buttons send to addresses below the page on which they stand (`/tugas/…/ambil`,
`/proses/…/lewati/4`). Who comes to such an address by another way, typing it or signing in again,
belongs on that page.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from flask import current_app, g, request, url_for
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from service.errors import AlurError
from service.web.guard import SignInFirst, require, who_may_call

if TYPE_CHECKING:
    from werkzeug.routing import MapAdapter


def page_of_request() -> str | None:
    """Return the page at the address of the request, else at the nearest address above it.

    It is a path of this site. None: there is no such page, or its route is closed to the caller;
    to somebody who is not signed in yet it opens by signing in. The root is no other's page.
    """
    adapter, path = current_app.create_url_adapter(request), request.path
    while adapter is not None and path.strip("/"):
        found = _page_at(adapter, path)
        if found is not None:
            endpoint, values = found
            # Written anew from what was recognised: nothing of it is as somebody sent it.
            return url_for(endpoint, **values) if _may_open(endpoint) else None
        path = path.rpartition("/")[0]
    return None


def _page_at(adapter: MapAdapter, path: str) -> tuple[str, dict[str, Any]] | None:
    with suppress(NotFound, MethodNotAllowed, RequestRedirect):
        endpoint, values = adapter.match(path, method="GET")
        return str(endpoint), dict(values)
    return None


def _may_open(endpoint: str) -> bool:
    try:
        require(who_may_call(current_app.view_functions[endpoint]), getattr(g, "caller", None))
    except SignInFirst:
        return True
    except AlurError:
        return False
    return True
