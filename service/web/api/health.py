"""For programs that watch the service."""

from __future__ import annotations

from marshmallow import Schema, fields

from service.queries.installation import is_set_up
from service.web import context
from service.web.api.blueprint import Blueprint
from service.web.guard import Who, allowed

health = Blueprint("health", description="Whether the service answers.")


class Health(Schema):
    status = fields.String(metadata={"enum": ["ok"]})


@health.get("/health")
@allowed(Who.ANYONE)
@health.doc(security=[])
@health.response(200, Health)
def show_health() -> dict[str, str]:
    is_set_up(context.store())
    return {"status": "ok"}
