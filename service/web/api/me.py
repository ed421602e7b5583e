"""Who the token is, and in which jabatan it acts."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from service.access.tokens import fingerprint
from service.queries.programs import program_of
from service.web import context
from service.web.api.blueprint import Blueprint
from service.web.bearer import sent_token
from service.web.guard import Who

me = Blueprint("me", description="Who is calling.")


class Acting(Schema):
    """The one jabatan in which the token acts."""

    holding_id = fields.UUID()
    position_id = fields.UUID()
    title = fields.String()
    office_id = fields.UUID()
    office = fields.String(attribute="office_short_name")
    unit_id = fields.UUID()
    role = fields.String(allow_none=True, metadata={"description": "role of a lane"})
    duty = fields.String(
        allow_none=True, metadata={"enum": ["analyst", "auditor", "administrator", None]}
    )


class Team(Schema):
    """A running process in which an SK Tim names the person."""

    process_id = fields.UUID()
    role = fields.String()


class Audit(Schema):
    """A surat tugas that is in force today."""

    letter_number = fields.String()
    from_date = fields.Date()
    to_date = fields.Date()
    office_id = fields.UUID(allow_none=True, metadata={"description": "null: every office"})
    sop_id = fields.UUID(allow_none=True, metadata={"description": "null: every SOP"})


class Token(Schema):
    label = fields.String()
    made_at = fields.AwareDateTime()
    expires_at = fields.AwareDateTime()


class Me(Schema):
    pemda_id = fields.UUID()
    pemda = fields.String()
    person_id = fields.UUID()
    name = fields.String(allow_none=True)
    zone = fields.String(metadata={"description": "IANA zone of the office"})
    position = fields.Nested(Acting)
    teams = fields.List(fields.Nested(Team))
    audits = fields.List(fields.Nested(Audit))
    token = fields.Nested(Token)
    demo = fields.Boolean(metadata={"description": "DATA CONTOH: the store is a demo"})


@me.operation("GET", "/me", who=Who.PROGRAM, gives=Me)
def show_me() -> dict[str, Any]:
    """Tell the person, the jabatan and the token."""
    caller = context.caller()
    program = program_of(context.store(), caller, fingerprint(sent_token() or ""))
    return {
        "pemda_id": caller.pemda_id,
        "pemda": program.pemda_name,
        "person_id": caller.person_id,
        "name": program.person_name,
        "zone": context.zone(),
        "position": caller.holders[0],
        "teams": [{"process_id": at, "role": role} for at, role in sorted(caller.teams)],
        "audits": caller.audits,
        "token": program,
        "demo": context.services().demo(),
    }
