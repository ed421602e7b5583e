"""What every command on a process answers."""

from __future__ import annotations

from marshmallow import Schema, fields


class MovedShape(Schema):
    """Where the process stands after the command."""

    process_id = fields.UUID(attribute="instance_id")
    number = fields.String(metadata={"description": "the process number that people say"})
    seq = fields.Integer(metadata={"description": "number of the command's first event"})
    status = fields.String(metadata={"enum": ["running", "completed", "cancelled"]})
    opened = fields.List(fields.Integer(), metadata={"description": "tasks that it opened"})
    incident = fields.Integer(
        allow_none=True,
        metadata={"description": "the incident in which the automatic steps ended"},
    )
