"""Web and worker are killed while people work: nothing is lost, nothing happens twice."""

from __future__ import annotations

import http.client
import os
import random
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from service.clock import SimulatedClock, SystemClock
from service.forms.posted import name_of
from service.store import tables
from service.store.accounts import open_session
from service.store.database import read, transaction
from service.store.timers import LEASE
from service.values import parse
from service.web.security import masked
from service.worker.work import fire_due
from tests.integration.running import diagrams
from tests.proofs.rounds import FORM, ROUNDS
from tests.proofs.serving import Browser, Programs

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("crashes")]

PROCESSES = 36
PEOPLE = 6
WEB_PROCESSES = 3
#: Enough for the slowest machine; a run that takes longer has come to a standstill.
MOST_SECONDS = 1_500
DONE = 303
AGAIN_PLEASE = {name_of("lagi"): "true"}
NOTE = name_of("catatan")
#: What a person who gets no answer, or "try again", does: the same form once more.
AGAIN = frozenset({502, 503, 504})
MOST_TRIES = 200


@dataclass
class Work:
    """What people did, told by the answers that they got."""

    wanted: int
    #: (process, task number) of every completion that was acknowledged
    acknowledged: list[tuple[object, int]] = field(default_factory=list)
    #: forms that had to be sent again
    repeated: int = 0
    faults: list[str] = field(default_factory=list)
    stopped: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_over(self) -> bool:
        return self.stopped or bool(self.faults) or len(self.acknowledged) >= self.wanted

    def acknowledge(self, place: tuple[object, int], tries: int) -> None:
        with self._lock:
            self.acknowledged.append(place)
            self.repeated += tries - 1


@pytest.fixture
def processes(world, monkeypatch):
    monkeypatch.setitem(diagrams.FORMS, "lagi", FORM)
    version_id = world.publish("rounds", ROUNDS)
    now = SystemClock().now()
    return [world.start(version_id, now=now).instance_id for _ in range(PROCESSES)]


@pytest.fixture
def programs(database, tmp_path):
    made = Programs(database.url, tmp_path / "data", processes=WEB_PROCESSES)
    made.start("web", "worker")
    yield made
    made.stop()


MANY_KILLS = 50


@pytest.mark.parametrize(
    "counts",
    [
        pytest.param((6, 120), id="6-kills-120-completions"),
        pytest.param((MANY_KILLS, 2_000), marks=pytest.mark.long, id="50-kills-2000-completions"),
    ],
)
def test_what_was_acknowledged_is_there_once_whatever_is_killed(
    world, database, processes, programs, counts
):
    kills, completions = counts
    work = Work(completions)
    people = [
        threading.Thread(target=go_on, args=(database, browser(world, programs), mine, work))
        for mine in (processes[number::PEOPLE] for number in range(PEOPLE))
    ]

    for person in people:
        person.start()
    try:
        killed = kill_at_random(programs, work, kills)
    finally:
        work.stopped = True
        for person in people:
            person.join()
    programs.stop()
    # The claims of workers that died run out; whoever looks then fires what they left.
    fire_due(database.sessions, SimulatedClock(SystemClock().now() + 2 * LEASE), "the last worker")

    assert work.faults == []
    assert killed.total() == kills
    assert min(killed["web"], killed["worker"]) > 0
    # A few kills may all fall between two requests; of many some do not.
    assert work.repeated > 0 or kills < MANY_KILLS
    assert_every_completion_is_there_once(world, work)
    for instance_id in processes:
        assert_every_timer_fired_once(world, instance_id)
        world.assert_whole(instance_id)
    assert world.rows(tables.timer) == []
    assert world.rows(tables.incident) == []


def browser(world, programs):
    with transaction(world.session) as tx:
        made = open_session(tx, world.pemda_id, world.people["anggota"], SystemClock().now())
    return Browser(programs.port, made.token, masked(made.csrf))


def go_on(database, window, mine, work):
    """Complete whatever waits in these processes until enough is done."""
    try:
        with database.sessions() as session:
            while not work.is_over:
                for instance_id, task_no in open_tasks(session, mine):
                    press(window, instance_id, task_no, work)
                    if work.is_over:
                        break
                else:
                    # Every process waits for its timer.
                    time.sleep(0.1)
    except Exception as fault:  # noqa: BLE001 - a thread's fault is the test's
        work.faults.append(repr(fault))
    finally:
        window.close()


def open_tasks(session, mine):
    table = tables.user_task
    pemda_id = table.c.pemda_id.in_(select(tables.pemda.c.id))
    with read(session) as connection:
        return connection.execute(
            select(table.c.instance_id, table.c.task_no).where(
                pemda_id, table.c.instance_id.in_(mine), table.c.status == "open"
            ),
            execution_options={"across_tenants": True},
        ).all()


def press(window, instance_id, task_no, work):
    key = str(uuid4())
    for tries in range(1, MOST_TRIES):
        try:
            answer = window.complete(
                instance_id, task_no, key, {**AGAIN_PLEASE, NOTE: f"tugas {task_no}"}
            )
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
            continue
        if answer.status == DONE:
            work.acknowledge((instance_id, task_no), tries)
            return
        if answer.status not in AGAIN:
            raise AssertionError(answer.status, answer.page)
        time.sleep(0.05)
    raise AssertionError(instance_id, task_no)


def kill_at_random(programs, work, kills):
    """Kill a web process or the worker whenever the work passes one of `kills` random points."""
    chance = random.Random(kills)
    points = sorted(chance.sample(range(work.wanted), kills))
    killed: Counter[str] = Counter()
    until = time.monotonic() + MOST_SECONDS
    while not work.is_over or points:
        if time.monotonic() > until:
            work.faults.append("standstill")
        if work.faults:
            break
        if points and len(work.acknowledged) >= points[0]:
            points.pop(0)
            time.sleep(chance.random() / 10)
            killed[kill_one(programs, chance)] += 1
        programs.mend()
        time.sleep(0.02)
    return killed


def kill_one(programs, chance):
    """Kill something that this test started, and say what."""
    web = programs.web_workers()
    if web and chance.random() < 0.6:
        os.kill(chance.choice(web), signal.SIGKILL)
        return "web"
    programs.running["worker"].kill()
    programs.running["worker"].wait()
    return "worker"


def assert_every_completion_is_there_once(world, work):
    table = tables.history_event
    with read(world.session) as connection:
        found = connection.execute(
            select(table.c.stream_id, table.c.payload).where(
                table.c.pemda_id == world.pemda_id, table.c.kind == "UserTaskCompleted"
            )
        ).all()
        keys = connection.scalar(
            select(func.count())
            .select_from(tables.idempotency)
            .where(tables.idempotency.c.pemda_id == world.pemda_id)
        )
    recorded = Counter((row.stream_id, parse(row.payload)["task_no"]) for row in found)
    assert recorded == Counter(work.acknowledged)
    assert set(recorded.values()) == {1}
    assert keys == len(work.acknowledged)


def assert_every_timer_fired_once(world, instance_id):
    events = world.events(instance_id)
    armed = [timer["token_no"] for _, payload, _ in events for timer in payload.get("armed", ())]
    fired = [payload["token_no"] for kind, payload, _ in events if kind == "TimerFired"]
    assert fired == armed
    assert len(set(fired)) == len(fired)
