"""Processes as programs see them."""

from __future__ import annotations

from marshmallow import Schema, fields

from service.diagrams.extensions import KINDS
from service.running.kinds import NO_KIND
from service.sentences import sentence
from service.web.api.entries import (
    Between,
    Day,
    Entry,
    Id,
    Length,
    Named,
    OneOf,
    Text,
    Truth,
    Whole,
)
from service.web.api.pages import PageAsked, PageShape
from service.web.labels import STATES
from service.web.language import language

_STATES = list(STATES)

SUSPENDED = "since when nobody can do anything in it; null: it is not suspended"


class Start(Entry):
    """What people say of a process when they start it."""

    sop_id = Id(required=True)
    title = Text(required=True, validate=Length(1, 300))
    year = Whole(required=True, strict=True, validate=Between(2000, 2100))
    kind = Text(
        load_default=NO_KIND,
        validate=OneOf([*KINDS, NO_KIND]),
        metadata={"description": "of those that the SOP's diagram names; left out where none is"},
    )
    basis = Text(
        required=True,
        validate=Length(1, 300),
        metadata={"description": "the letter or disposisi on which it rests"},
    )
    unit_id = Id(
        load_default=None,
        allow_none=True,
        metadata={"description": "owning unit; without it the caller's own where that can be"},
    )
    way = Text(
        load_default="",
        validate=Length(0, 300),
        metadata={
            "description": "element id of what it begins with, where the SOP's diagram draws "
            "several start events; left out: the one without a trigger"
        },
    )
    adjusted = Named(
        keys=Text(),
        values=Day(),
        load_default=dict,
        metadata={
            "description": "until when the steps are to be done whose time is adjusted "
            "(Disesuaikan), by element id; one that is left out has no tenggat"
        },
    )
    confirmed = Truth(
        load_default=False,
        metadata={"description": "start although the same SOP, year and kind runs already"},
    )


class ProcessSearch(PageAsked):
    search = Text(
        load_default="",
        validate=Length(0, 100),
        metadata={"description": "words that must all stand in number, title or SOP"},
    )
    status = Text(load_default="", validate=OneOf([*_STATES, ""]))


class HistoryAsked(Entry):
    after = Whole(
        load_default=0,
        validate=Between(0, 2**31 - 1),
        metadata={"description": "number of the last event that is known already"},
    )
    size = Whole(load_default=500, validate=Between(1, 500))


class ProcessLineShape(Schema):
    id = fields.UUID(attribute="instance_id")
    number = fields.String()
    title = fields.String()
    sop = fields.String(attribute="sop_title")
    office = fields.String(attribute="office_name")
    year = fields.Integer()
    status = fields.String(metadata={"enum": _STATES})
    suspended_at = fields.AwareDateTime(allow_none=True, metadata={"description": SUSPENDED})
    trial = fields.Boolean()
    started_at = fields.AwareDateTime()
    ended_at = fields.AwareDateTime(allow_none=True)


class ProcessPage(PageShape):
    items = fields.List(fields.Nested(ProcessLineShape))


class PlaceShape(Schema):
    """Where an element stands in its diagram."""

    element_id = fields.String()
    title = fields.String()
    step_number = fields.String(allow_none=True)
    role = fields.String(allow_none=True)
    lane = fields.String(allow_none=True)


class Candidate(Schema):
    """A jabatan that may do a task."""

    title = fields.String()
    office = fields.String(attribute="office_name")


class OpenStepShape(Schema):
    """A task that waits, and for whom."""

    task_no = fields.Integer()
    place = fields.Nested(PlaceShape)
    kind = fields.String(metadata={"enum": ["user", "manual", "receive", "service", "send"]})
    agency = fields.String(allow_none=True)
    unit = fields.String(attribute="unit_name", allow_none=True)
    round = fields.Integer(metadata={"description": "0 the first time, 1 = perbaikan ke-1"})
    returned = fields.Boolean()
    opened_at = fields.AwareDateTime()
    due_at = fields.AwareDateTime(allow_none=True)
    claimed_by = fields.String(
        attribute="claimed_jabatan", allow_none=True, metadata={"description": "jabatan"}
    )
    candidates = fields.List(fields.Nested(Candidate), attribute="people")
    mine = fields.Boolean(metadata={"description": "the caller may do it"})
    waivable = fields.Boolean(metadata={"description": "the caller may waive this unit's part"})


class ActShape(Schema):
    """A paraf or an approval on one version."""

    act = fields.String()
    position = fields.String(attribute="jabatan")
    occurred_at = fields.AwareDateTime()
    void = fields.Boolean(metadata={"description": "a newer version made it void"})
    void_reason = fields.String(
        allow_none=True, metadata={"enum": ["newer_version", "cancelled", None]}
    )
    stands_in = fields.Boolean(
        metadata={"description": "an approval in a trial run, in place of the signature"}
    )
    recorded_by = fields.String(
        allow_none=True,
        metadata={"description": "position that recorded it from paper; null: done in Alur"},
    )
    two_hats = fields.Boolean(
        metadata={"description": "declared: the person had another role on the same version"}
    )


class DocumentShape(Schema):
    document = fields.String()
    name = fields.String()
    number = fields.Integer()
    sha256 = fields.String()
    file_name = fields.String(allow_none=True, metadata={"description": "null: erased"})
    made_at = fields.AwareDateTime()
    acts = fields.List(fields.Nested(ActShape))


class Member(Schema):
    role = fields.String()
    name = fields.String(allow_none=True)
    title = fields.String()


class UnitsShape(Schema):
    """How far a step is that several Bidang do side by side."""

    title = fields.String()
    received = fields.Integer()
    waived = fields.Integer()
    total = fields.Integer()


class IncidentShape(Schema):
    number = fields.Integer()
    place = fields.Nested(PlaceShape)
    code = fields.String()
    detail = fields.Function(
        lambda incident: sentence(incident.code, language(), **incident.params),
        metadata={"type": "string"},
    )
    raised_at = fields.AwareDateTime()


class ProcessShape(Schema):
    """A process and where it stands."""

    id = fields.UUID(attribute="instance_id")
    number = fields.String()
    title = fields.String()
    year = fields.Integer()
    kind = fields.String(metadata={"description": "empty where the SOP has no kinds"})
    basis = fields.String()
    trial = fields.Boolean()
    status = fields.String(metadata={"enum": _STATES})
    suspended_at = fields.AwareDateTime(allow_none=True, metadata={"description": SUSPENDED})
    started_at = fields.AwareDateTime()
    ended_at = fields.AwareDateTime(allow_none=True)
    office_id = fields.UUID()
    office = fields.String(attribute="office_name")
    zone = fields.String(attribute="timezone")
    unit = fields.String(attribute="unit_name")
    sop_id = fields.UUID()
    sop = fields.String(attribute="sop_title")
    version = fields.Integer(attribute="version_number")
    diagram_sha256 = fields.String(attribute="xml_sha256")
    engine_tag = fields.String()
    open_steps = fields.List(fields.Nested(OpenStepShape))
    units = fields.List(fields.Nested(UnitsShape))
    documents = fields.List(fields.Nested(DocumentShape))
    team = fields.List(fields.Nested(Member))
    incidents = fields.List(fields.Nested(IncidentShape))


class TakenShape(Schema):
    """One thing the engine did: a node entered or left, a flow taken."""

    kind = fields.String()
    element = fields.String()
    token = fields.Integer()


class EventShape(Schema):
    """One event of the history."""

    seq = fields.Integer()
    kind = fields.String()
    occurred_at = fields.AwareDateTime(metadata={"description": "as stated (terjadi)"})
    recorded_at = fields.AwareDateTime(metadata={"description": "by the server (dicatat)"})
    position = fields.String(
        attribute="jabatan", allow_none=True, metadata={"description": "null: the system"}
    )
    name = fields.String(allow_none=True, metadata={"description": "null: erased, or the system"})
    behalf = fields.String(allow_none=True)
    letter = fields.String(allow_none=True)
    element = fields.String(allow_none=True)
    title = fields.String(metadata={"description": "as the page tells it, in Indonesian"})
    details = fields.List(fields.List(fields.String()))
    trace = fields.List(fields.Nested(TakenShape))
    hash = fields.String(metadata={"description": "SHA-256 of this event and its predecessor"})


class HistoryShape(Schema):
    items = fields.List(fields.Nested(EventShape), attribute="entries")
    last_seq = fields.Integer(metadata={"description": "of the newest event of all"})
    last_hash = fields.String()
    diagram_sha256 = fields.String(attribute="diagram")


class ChainShape(Schema):
    """Whether the chain, the texts and the stored state agree."""

    whole = fields.Function(lambda found: found.fault is None, metadata={"type": "boolean"})
    checked = fields.Integer(metadata={"description": "events"})
    last_hash = fields.String()
    fault = fields.String(allow_none=True)
    seq = fields.Integer(
        attribute="bad_seq", allow_none=True, metadata={"description": "of the first bad event"}
    )


class RerunShape(Schema):
    """What executing the recorded commands again found."""

    result = fields.String(
        attribute="kind",
        metadata={
            "enum": ["same", "differs", "other"],
            "description": "other: the engine of another release computed part of it",
        },
    )
    compared = fields.Integer(metadata={"description": "states"})
    detail = fields.String(attribute="words")
    seq = fields.Integer(allow_none=True)
