"""Every list comes in pages with a cap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from marshmallow import Schema, fields

from service.queries.paging import CAP, Page
from service.web.api.entries import Between, Entry, Whole

if TYPE_CHECKING:
    from collections.abc import Sequence

Item = TypeVar("Item")

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


def page_of(items: Sequence[Item], asked: dict[str, Any]) -> Page[Item]:
    """Return one page of a list that is read whole."""
    size = asked["size"]
    last = max(1, -(-len(items) // size))
    number = min(asked["page"], last)
    return Page(tuple(items[(number - 1) * size : number * size]), number, len(items), size)
