"""For programs that watch the service."""

from __future__ import annotations

from marshmallow import Schema, fields

from service.queries.installation import is_set_up
from service.web import context
from service.web.api.blueprint import Blueprint
from service.web.guard import Who

health = Blueprint("health", description="Whether the service answers.")


class Health(Schema):
    status = fields.String(metadata={"enum": ["ok"]})


@health.operation("GET", "/health", who=Who.ANYONE, gives=Health)
def show_health() -> dict[str, str]:
    """Answer when the store answers."""
    is_set_up(context.store())
    return {"status": "ok"}
