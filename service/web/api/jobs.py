"""Jobs: steps that systems do. A system fetches them by topic and brings the results."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from marshmallow import Schema, fields

from service.commands.complete_job import complete_job
from service.commands.extend_job import extend_job
from service.commands.fail_job import Failure, fail_job
from service.commands.fetch_jobs import fetch_jobs
from service.commands.throw_job_error import throw_job_error
from service.running.jobs import LONGEST_LOCK, JobPlace
from service.values import encode
from service.web import context
from service.web.api.blueprint import Blueprint
from service.web.api.entries import Between, Entry, Id, Length, Many, Named, Text, Whole
from service.web.api.keys import sent_key
from service.web.api.moved import MovedShape
from service.web.guard import Who

if TYPE_CHECKING:
    from uuid import UUID

    from service.commands.fetch_jobs import GivenJob
    from service.running.results import Moved

jobs = Blueprint("jobs", description="Jobs: steps that wait for a system.")

_PLACE: Final = "/jobs/<uuid:process_id>/<int:task_no>"
_LONGEST: Final = int(LONGEST_LOCK.total_seconds())
_WEEK: Final = 7 * 24 * 3600


def _seconds(*, required: bool = True) -> Whole:
    told = {"description": "how long nobody else gets the job"}
    return Whole(required=required, strict=True, validate=Between(1, _LONGEST), metadata=told)


class Fetch(Entry):
    """What a system can do."""

    topics = Many(Text(validate=Length(1, 100)), required=True, validate=Length(1, 50))
    limit = Whole(load_default=10, strict=True, validate=Between(1, 50))
    lock_seconds = _seconds()


class Locked(Entry):
    """A job that was fetched."""

    lock = Id(required=True, metadata={"description": "as the fetching answered"})


class Extension(Locked):
    """For how long from now."""

    lock_seconds = _seconds()


class JobResults(Locked):
    """What the system brings."""

    values = Named(
        keys=Text(),
        values=fields.Raw(allow_none=True),
        load_default=dict,
        metadata={"description": "the results that the diagram names, each of its kind"},
    )


class JobFailure(Locked):
    """Why it failed, and whether it is worth another attempt."""

    message = Text(required=True, validate=Length(1, 2_000))
    retries = Whole(
        load_default=None,
        allow_none=True,
        strict=True,
        validate=Between(0, 100),
        metadata={"description": "attempts that are left; null: one fewer; 0: an incident"},
    )
    rest_seconds = Whole(load_default=0, strict=True, validate=Between(0, _WEEK))


class JobError(Locked):
    """An error that the diagram catches at the step or around it."""

    code = Text(required=True, validate=Length(1, 200))
    message = Text(required=True, validate=Length(1, 2_000))


class JobShape(Schema):
    """A step that the system does now."""

    process_id = fields.UUID(attribute="instance_id")
    task_no = fields.Integer()
    number = fields.String(metadata={"description": "the process number that people say"})
    topic = fields.String()
    element = fields.String(metadata={"description": "id of the step in its diagram"})
    retries = fields.Integer(metadata={"description": "attempts, this one counted"})
    lock = fields.UUID()
    locked_until = fields.AwareDateTime()
    data = fields.Function(
        lambda job: encode(dict(job.data)),
        metadata={"type": "object", "description": "what the diagram gives the system"},
    )


class JobList(Schema):
    """What was fetched; empty: nothing waits."""

    items = fields.List(fields.Nested(JobShape))


class HeldShape(Schema):
    """Until when nobody else gets the job."""

    locked_until = fields.AwareDateTime()


@jobs.operation("POST", "/jobs/fetch", who=Who.PROGRAM, takes=Fetch, gives=JobList, keyed=True)
def fetch(given: dict[str, Any]) -> dict[str, tuple[GivenJob, ...]]:
    """Lock what waits for these topics in the lanes of the token's jabatan."""
    found = fetch_jobs(
        context.store(),
        context.caller(),
        topics=given["topics"],
        most=given["limit"],
        lasts=timedelta(seconds=given["lock_seconds"]),
        request=sent_key(),
        now=context.now(),
    )
    return {"items": found}


@jobs.operation(
    "POST",
    f"{_PLACE}/complete",
    who=Who.PROGRAM,
    takes=JobResults,
    gives=MovedShape,
    keyed=True,
)
def complete_fetched(given: dict[str, Any], process_id: UUID, task_no: int) -> Moved:
    """Let the process go on."""
    return complete_job(**_at(given, process_id, task_no), brought=given["values"])


@jobs.operation(
    "POST",
    f"{_PLACE}/fail",
    who=Who.PROGRAM,
    takes=JobFailure,
    gives=MovedShape,
    keyed=True,
)
def fail_fetched(given: dict[str, Any], process_id: UUID, task_no: int) -> Moved:
    """Let go of a job that failed."""
    rest = timedelta(seconds=given["rest_seconds"])
    failure = Failure(given["message"], given["retries"], rest)
    return fail_job(**_at(given, process_id, task_no), failure=failure)


@jobs.operation(
    "POST",
    f"{_PLACE}/error",
    who=Who.PROGRAM,
    takes=JobError,
    gives=MovedShape,
    keyed=True,
)
def throw_error(given: dict[str, Any], process_id: UUID, task_no: int) -> Moved:
    """Go on where the diagram catches the error."""
    said = {"code": given["code"], "message": given["message"]}
    return throw_job_error(**_at(given, process_id, task_no), **said)


@jobs.operation(
    "POST",
    f"{_PLACE}/extend",
    who=Who.PROGRAM,
    takes=Extension,
    gives=HeldShape,
    keyed=True,
)
def extend_lock(given: dict[str, Any], process_id: UUID, task_no: int) -> dict[str, Any]:
    """Hold a job for longer."""
    sent_key()
    until = extend_job(
        context.store(),
        context.caller(),
        place=JobPlace(process_id, task_no, given["lock"]),
        lasts=timedelta(seconds=given["lock_seconds"]),
        now=context.now(),
    )
    return {"locked_until": until}


def _at(given: dict[str, Any], process_id: UUID, task_no: int) -> dict[str, Any]:
    return {
        "session": context.store(),
        "caller": context.caller(),
        "place": JobPlace(process_id, task_no, given["lock"]),
        "request": sent_key(),
        "now": context.now(),
    }
