"""Tasks as programs see them, and what they send to do one."""

from __future__ import annotations

from marshmallow import Schema, fields

from service.web.api.entries import Entry, FileEntry, Instant, Length, Many, Named, Part, Text
from service.web.api.process_shapes import DocumentShape, PlaceShape

_MOST_TICKS = 200
_MOST_FILES = 50


class Draft(Entry):
    """What was filled in so far; nothing of it is judged before the task is completed."""

    values = Named(
        keys=Text(),
        values=fields.Raw(allow_none=True),
        load_default=dict,
        metadata={"description": "answers by field, as `form.schema` of the task describes them"},
    )
    outcome = Text(
        load_default=None,
        allow_none=True,
        metadata={
            "description": (
                "value of a way on or back; without it the form's own choice or the only way"
            )
        },
    )
    reason = Text(
        load_default=None, allow_none=True, metadata={"description": "needed to send back"}
    )
    ticks = Many(
        Text(),
        load_default=list,
        validate=Length(0, _MOST_TICKS),
        metadata={"description": "names of the lines of the kelengkapan that are there"},
    )
    without = Text(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "why other lines of the kelengkapan are not (Selesaikan tanpa …)"
        },
    )
    files = Named(
        keys=Text(),
        values=Many(Part(FileEntry), validate=Length(0, _MOST_FILES)),
        load_default=dict,
        metadata={"description": "uploaded files by field"},
    )


class Completion(Draft):
    """What completing a task takes."""


class Arrival(Completion):
    """The same, for what an outside agency sent."""

    occurred_at = Instant(
        load_default=None,
        allow_none=True,
        metadata={"description": "when it arrived, where that was before now (terjadi)"},
    )


class Waiver(Entry):
    reason = Text(required=True, validate=Length(1, 2000))


class CardShape(Schema):
    """One line of the inbox."""

    process_id = fields.UUID(attribute="instance_id")
    task_no = fields.Integer()
    group = fields.String(
        metadata={
            "enum": ["taken", "free", "recording"],
            "description": "recording: an outside agency's part, which the caller may record",
        }
    )
    title = fields.String()
    step_number = fields.String(allow_none=True)
    sop = fields.String(attribute="sop_title")
    process_number = fields.String()
    process_title = fields.String()
    office_id = fields.UUID()
    round = fields.Integer()
    returned = fields.Boolean()
    opened_at = fields.AwareDateTime()
    due_at = fields.AwareDateTime(allow_none=True)
    agency = fields.String(allow_none=True)
    trial = fields.Boolean()
    suspended = fields.Boolean(metadata={"description": "its process is: it cannot be done now"})


class InboxShape(Schema):
    """The most urgent tasks of the caller."""

    items = fields.List(fields.Nested(CardShape), attribute="cards")
    more = fields.Boolean(attribute="cut", metadata={"description": "there are others"})


class WayShape(Schema):
    """A flow that the diagram draws from the task."""

    outcome = fields.String(attribute="value")
    label = fields.String()
    target = fields.String()


class RequirementShape(Schema):
    name = fields.String()
    version = fields.Nested(
        DocumentShape,
        allow_none=True,
        metadata={"description": "of the document that an earlier step made: ticked by itself"},
    )


class OutputShape(Schema):
    kind = fields.String(metadata={"enum": ["new_document", "new_version", "act", "record"]})
    document = fields.String(allow_none=True)
    name = fields.String()


class ActNeeded(Schema):
    """An act for which a person types the password; closed to programs."""

    kind = fields.String(metadata={"enum": ["paraf", "approve_for_signature", "sign"]})
    document = fields.String()


class StepShape(Schema):
    """The row of the SOP, word for word."""

    number = fields.String()
    activity = fields.String()
    requirements = fields.String()
    time = fields.String(attribute="time_text")
    output = fields.String()
    remarks = fields.String()
    column = fields.String()


class OptionShape(Schema):
    value = fields.String()
    label = fields.String()
    proposed = fields.Boolean(metadata={"description": "the page ticks it until somebody unticks"})


class FileFieldShape(Schema):
    """A field of the form that takes files."""

    key = fields.String()
    label = fields.String()
    required = fields.Boolean()
    multiple = fields.Boolean(attribute="limits.multiple")
    accept = fields.List(fields.String(), attribute="limits.accept")
    document = fields.String(allow_none=True)


class FormShape(Schema):
    """What the task asks. `service.forms` judges the answers, by more than a schema can say."""

    sha256 = fields.String()
    schema = fields.Dict(metadata={"description": "JSON Schema (2020-12) of `values`"})
    files = fields.List(fields.Nested(FileFieldShape))
    options = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.Nested(OptionShape)),
        metadata={"description": "lists that `x-alur-options` of the schema names"},
    )
    data = fields.Dict(metadata={"description": "what the conditions of the form read"})


class DraftShape(Schema):
    values = fields.Dict(metadata={"description": "as typed: every answer is a text or a list"})
    outcome = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    ticks = fields.List(fields.String())
    without = fields.String(allow_none=True)
    files = fields.Dict(
        keys=fields.String(), values=fields.List(fields.Dict(values=fields.String()))
    )
    saved_at = fields.AwareDateTime()


class ReturnShape(Schema):
    """Why the task came back."""

    reason = fields.String(allow_none=True, metadata={"description": "null: erased"})
    position = fields.String(attribute="jabatan", allow_none=True)
    at = fields.AwareDateTime()


class TaskShape(Schema):
    """A task with everything that doing it needs."""

    process_id = fields.UUID(attribute="instance_id")
    task_no = fields.Integer()
    process_number = fields.String()
    process_title = fields.String()
    process_status = fields.String()
    suspended = fields.Boolean(metadata={"description": "its process is: it cannot be done now"})
    sop = fields.String(attribute="sop_title")
    version = fields.Integer(attribute="version_number")
    trial = fields.Boolean()
    place = fields.Nested(PlaceShape)
    step = fields.Nested(StepShape, allow_none=True)
    kind = fields.String(
        attribute="task_kind", metadata={"enum": ["user", "manual", "receive", "service", "send"]}
    )
    agency = fields.String(allow_none=True)
    unit = fields.String(attribute="unit_name", allow_none=True)
    round = fields.Integer()
    returned = fields.Boolean()
    status = fields.String(metadata={"enum": ["open", "completed", "waived", "cancelled"]})
    opened_at = fields.AwareDateTime()
    due_at = fields.AwareDateTime(allow_none=True)
    claimed_by = fields.String(attribute="claimed_jabatan", allow_none=True)
    claimed_by_me = fields.Boolean()
    may_do = fields.Boolean(metadata={"description": "it is open, and for the caller's jabatan"})
    recording = fields.Boolean(
        metadata={"description": "the caller would record it for the agency"}
    )
    form = fields.Nested(FormShape, allow_none=True)
    requirements = fields.List(fields.Nested(RequirementShape))
    outputs = fields.List(fields.Nested(OutputShape))
    acts = fields.List(fields.Nested(ActNeeded))
    decision = fields.String(
        allow_none=True, metadata={"description": "variable that the outcome sets"}
    )
    forward = fields.List(fields.Nested(WayShape))
    returns = fields.List(fields.Nested(WayShape))
    documents = fields.List(fields.Nested(DocumentShape))
    last_return = fields.Nested(ReturnShape, allow_none=True)
    draft = fields.Nested(DraftShape, allow_none=True)
