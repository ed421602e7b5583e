"""Steps that systems do: fetched under a lock, completed, failed, thrown; on both databases."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import update

from service.access.refusals import NotYourTask
from service.commands.complete_job import complete_job
from service.commands.complete_task import complete_task
from service.commands.extend_job import extend_job
from service.commands.fail_job import Failure, fail_job
from service.commands.fetch_jobs import GivenJob, fetch_jobs
from service.commands.retry_incident import retry_incident
from service.commands.throw_job_error import throw_job_error
from service.engine.faults import ErrorNotCaught
from service.errors import NotFound
from service.queries.inbox import my_tasks
from service.running.jobs import JobPlace
from service.running.refusals import JobNotLocked, ResultRefused, ResultUnknown, TaskNotOpen
from service.store import tables
from service.store.database import transaction
from service.store.idempotency import request_key
from tests.integration.running import job_diagrams as drawn
from tests.integration.running.conftest import NOON, TODAY

MINUTE = timedelta(minutes=1)


@pytest.fixture
def instance_id(world):
    return world.run("job", drawn.JOB)


def fetch(world, by="sekretaris", *, topics=("kirim",), most=10, now=NOON, **more):
    return fetch_jobs(
        world.session,
        world.caller(by, now),
        topics=topics,
        most=most,
        lasts=10 * MINUTE,
        now=now,
        **more,
    )


def place_of(job):
    return JobPlace(job.instance_id, job.task_no, job.lock)


def complete(world, job, brought=None, by="sekretaris", now=NOON, **more):
    return complete_job(
        world.session,
        world.caller(by, now),
        place=place_of(job),
        brought=brought or {},
        now=now,
        **more,
    )


def fail(
    world,
    job,
    *,
    retries=None,
    rest=timedelta(),
    now=NOON,
    message="Server SRIKANDI tidak menjawab",
):
    return fail_job(
        world.session,
        world.caller("sekretaris", now),
        place=place_of(job),
        failure=Failure(message, retries, rest),
        now=now,
    )


def test_a_job_is_fetched_with_what_the_diagram_gives_and_completed_with_what_it_brings(
    world, instance_id
):
    [job] = fetch(world)
    assert (job.instance_id, job.topic, job.element) == (instance_id, "kirim", "send")
    assert dict(job.data) == {"untuk": 2028}

    complete(world, job, {"nomor": 7, "hasil": "dikirim", "catatan": "Dari Ibu Contoh"})

    assert world.open(instance_id) == ["second"]
    kind, payload, row = world.events(instance_id)[-1]
    assert (kind, payload["topic"], row["actor_id"]) == (
        "JobCompleted",
        "kirim",
        world.people["sekretaris"],
    )
    brought = payload["input"]["values"]
    assert (brought["nomor"], brought["hasil"]) == (7, "dikirim")
    assert brought["catatan"].removeprefix("text:") in payload["texts"]
    assert "Contoh" not in row["payload"]
    world.assert_whole(instance_id)


def test_nobody_else_gets_a_locked_job_until_its_lock_ends(world, instance_id):
    [first] = fetch(world)
    assert fetch(world, now=NOON + 9 * MINUTE) == ()

    [second] = fetch(world, now=NOON + 10 * MINUTE)

    assert second.lock != first.lock
    with pytest.raises(JobNotLocked):
        complete(world, first, now=NOON + 10 * MINUTE)
    complete(world, second, now=NOON + 11 * MINUTE)


def test_a_lock_that_has_ended_completes_nothing(world, instance_id):
    [job] = fetch(world)

    with pytest.raises(JobNotLocked):
        complete(world, job, now=NOON + 10 * MINUTE)


def test_a_lock_can_be_extended(world, instance_id):
    [job] = fetch(world)
    extend_job(
        world.session,
        world.caller("sekretaris"),
        place=place_of(job),
        lasts=30 * MINUTE,
        now=NOON + 5 * MINUTE,
    )

    assert fetch(world, now=NOON + 20 * MINUTE) == ()
    complete(world, job, now=NOON + 30 * MINUTE)


def test_fetching_gives_at_most_what_was_asked_for_the_longest_waiting_first(world):
    version_id = world.publish("job", drawn.JOB)
    started = [
        world.start(version_id, now=NOON + number * MINUTE).instance_id for number in range(3)
    ]

    found = fetch(world, most=2, now=NOON + 5 * MINUTE)

    assert {job.instance_id for job in found} == set(started[:2])
    assert fetch(world, topics=("lain",), now=NOON + 5 * MINUTE) == ()


def test_two_systems_never_get_the_same_job(world, database):
    version_id = world.publish("job", drawn.JOB)
    for _ in range(12):
        world.start(version_id)
    caller = world.caller("sekretaris")
    found: list[GivenJob] = []

    def work():
        with database.sessions() as session:
            for _ in range(6):
                found.extend(
                    fetch_jobs(session, caller, topics=["kirim"], most=4, lasts=MINUTE, now=NOON)
                )

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == len({job.instance_id for job in found}) == 12


def test_the_same_request_again_gets_the_same_jobs(world, instance_id):
    request = request_key("k", "/jobs/fetch", b"")

    assert fetch(world, request=request) == fetch(world, request=request)
    [job] = fetch(world, request=request)
    done = request_key("d", "/jobs/complete", b"")
    assert complete(world, job, request=done) == complete(world, job, request=done)


@pytest.mark.parametrize("by", ["kadis", "bidang_1"])
def test_another_jabatan_gets_no_job_and_completes_none(world, instance_id, by):
    assert fetch(world, by) == ()
    [job] = fetch(world)

    with pytest.raises(NotYourTask):
        complete(world, job, by=by)


@pytest.mark.parametrize("by", ["stranger", "admin"])
def test_who_may_not_see_the_process_does_not_find_its_job(world, instance_id, by):
    assert fetch(world, by) == ()
    [job] = fetch(world)

    with pytest.raises(NotFound):
        complete(world, job, by=by)


@pytest.mark.parametrize(
    ("brought", "refusal"),
    [
        ({"lain": 1}, ResultUnknown),
        ({"nomor": "7"}, ResultRefused),
        ({"nomor": True}, ResultRefused),
        ({"hasil": 1}, ResultRefused),
        ({"hasil": "text:x"}, ResultRefused),
        ({"tanggal": "kemarin"}, ResultRefused),
        ({"catatan": ["x"]}, ResultRefused),
    ],
)
def test_what_the_diagram_does_not_name_is_refused(world, instance_id, brought, refusal):
    [job] = fetch(world)

    with pytest.raises(refusal):
        complete(world, job, brought)

    assert world.open(instance_id) == ["send"]


def test_a_failed_job_is_given_out_again_after_its_rest(world, instance_id):
    [job] = fetch(world)

    fail(world, job, rest=5 * MINUTE)

    assert fetch(world, now=NOON + 4 * MINUTE) == ()
    [again] = fetch(world, now=NOON + 5 * MINUTE)
    assert again.retries == job.retries - 1
    kind, payload, row = world.events(instance_id)[-1]
    assert (kind, payload["retries"]) == ("JobFailed", 2)
    assert "SRIKANDI" not in row["payload"]
    world.assert_whole(instance_id)


def test_without_an_attempt_left_it_stands_at_an_incident_that_people_retry(world, instance_id):
    [job] = fetch(world)

    failed = fail(world, job, retries=0)

    assert failed.incident == 1
    assert world.kinds(instance_id)[-2:] == ["JobGivenUp", "IncidentRaised"]
    assert fetch(world, now=NOON + 60 * MINUTE) == ()
    retry_incident(
        world.session, world.caller("kadis"), instance_id=instance_id, number=1, now=NOON
    )
    [again] = fetch(world, now=NOON + MINUTE)
    complete(world, again, now=NOON + MINUTE)
    assert world.open(instance_id) == ["second"]
    world.assert_whole(instance_id)


def test_what_a_program_says_of_its_failure_is_kept_without_the_marks_that_colour_it(
    world, instance_id
):
    [job] = fetch(world)

    fail(world, job, message="\x1b[31mServer\x1b[0m tidak menjawab\r\n")

    kept = [row.text for row in world.rows(tables.private_text)]
    assert "[31mServer[0m tidak menjawab" in kept


def test_an_error_goes_to_the_boundary_event_of_its_code(world, instance_id):
    [job] = fetch(world)
    said = {"place": place_of(job), "message": "Alamat tidak dikenal", "now": NOON}
    with pytest.raises(ErrorNotCaught):
        throw_job_error(world.session, world.caller("sekretaris"), code="lain", **said)

    throw_job_error(world.session, world.caller("sekretaris"), code="ditolak", **said)

    assert world.open(instance_id) == ["repair"]
    kind, payload, _ = world.events(instance_id)[-1]
    assert (kind, payload["error"]) == ("JobErrorThrown", "ditolak")
    world.assert_whole(instance_id)
    with pytest.raises(TaskNotOpen):
        complete(world, job)


def test_no_person_has_a_job_in_the_inbox_or_completes_it(world, instance_id):
    task = world.task(instance_id, "send")
    assert (task.kind, task.due_at) == ("service", None)
    caller = world.caller("sekretaris")
    assert my_tasks(world.session, caller, today=TODAY).cards == ()

    with pytest.raises(NotYourTask):
        complete_task(
            world.session,
            caller,
            instance_id=instance_id,
            task_no=task.task_no,
            typed={},
            now=NOON,
        )


def test_a_suspended_process_gives_out_no_job(world, instance_id):
    with transaction(world.session) as tx:
        tx.execute(
            update(tables.process_instance)
            .where(tables.process_instance.c.pemda_id == world.pemda_id)
            .values(suspended_at=NOON)
        )

    assert fetch(world) == ()
