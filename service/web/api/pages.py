"""Every list comes in pages with a cap."""

from __future__ import annotations

from marshmallow import Schema, fields

from service.queries.paging import CAP
from service.web.api.entries import Between, Entry, Whole

#: Pages beyond this one are not numbers that a database counts to.
_LAST = 1_000_000


class PageAsked(Entry):
    """Which page of a list; one beyond the last gives the last."""

    page = Whole(load_default=1, validate=Between(1, _LAST))
    size = Whole(load_default=CAP, validate=Between(1, CAP))


class PageShape(Schema):
    """What every page of a list says of itself."""

    page = fields.Integer(attribute="number")
    size = fields.Integer()
    pages = fields.Integer()
    total = fields.Integer()
