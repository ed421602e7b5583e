"""For supervisors and containers: whether this process answers and reaches its store."""

from __future__ import annotations

from flask import Blueprint

from service.queries.installation import is_set_up
from service.web import context
from service.web.guard import Who, allowed

health = Blueprint("health", __name__)


@health.get("/kesehatan")
@allowed(Who.ANYONE)
def show() -> dict[str, str]:
    """Answer "ok" when the store answers; a store that does not is a 503 of the store."""
    is_set_up(context.store())
    return {"status": "ok"}
