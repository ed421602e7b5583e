"""What can happen in the office: who can do what now, and how it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from service.clock import SimulatedClock
from service.commands.approve_repair import approve_repair
from service.commands.cancel_process import cancel_process
from service.commands.claim_task import claim_task
from service.commands.complete_job import complete_job
from service.commands.complete_task import complete_task
from service.commands.correct_variable import Answer, correct_variable
from service.commands.deliver_message import deliver_message
from service.commands.fail_job import Failure, fail_job
from service.commands.fetch_jobs import fetch_jobs
from service.commands.fire_timer import fire_timer
from service.commands.move_process import Destination, move_process
from service.commands.move_token import Aim, move_token
from service.commands.refuse_repair import refuse_repair
from service.commands.release_task import release_task
from service.commands.resume_process import resume_process
from service.commands.retry_incident import retry_incident
from service.commands.send_from_outside import Sending, send_from_outside
from service.commands.start_process import start_process
from service.commands.suspend_process import suspend_process
from service.commands.throw_job_error import throw_job_error
from service.running.jobs import JobPlace
from service.worker.begin import begin_due
from service.worker.hand_on import hand_on_sent
from service.worker.work import fire_due
from tests.random_office.office import LEASES_END, MOST_PROCESSES, everything
from tests.random_office.power import PowerGone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.random_office.office import Office, Seen

    Do = Callable[[Office, Any, Iterable[int]], None]

#: Who may do the steps of a role, and who may not and tries.
WHO = {
    "anggota_tim": ("anggota", "anggota", "anggota_dua", "sekretaris"),
    "sekretaris": ("sekretaris", "sekretaris", "sekretaris", "kadis"),
}
#: Head and secretary, who repair.
MANAGERS = ("kadis", "sekretaris")
YEARS = (2027, 2028)
#: Empty, none is an incident at the choice by it.
AMOUNTS = ("900", "1.500", "")
PAUSES = (timedelta(minutes=1), timedelta(minutes=40), LEASES_END, timedelta(days=1))
#: Of one worker's work; each takes the time in which its claims run out.
MOST_DEATHS = 60
STEPS = ("draft", "check", "second", "last")


@dataclass(frozen=True)
class Act:
    """Something that can happen: `options` says how, now; `do` lets one of these happen."""

    options: Callable[[Office, Seen], list[Any]]
    #: the office, the option, the statements at which the power goes, one try after another
    do: Do


ACTS: dict[str, Act] = {}


def _can(options: Callable[[Office, Seen], list[Any]]) -> Callable[[Do], Do]:
    """Keep a way to do something under its name, with when it can be done."""

    def keep(do: Do) -> Do:
        ACTS[do.__name__] = Act(options, do)
        return do

    return keep


# ---------------------------------------------------------------- time and the worker


@_can(lambda _office, _seen: list(PAUSES))
def wait(office: Office, pause: timedelta, _fails: Iterable[int]) -> None:
    office.now += pause
    office.happened["wait"] += 1


@_can(lambda office, seen: [it for it in seen.timers if it.due_at <= office.now])
def fire(office: Office, timer: Any, fails: Iterable[int]) -> None:
    """Fire a timer by itself; a second time it is gone, or not due."""

    def call() -> Any:
        return fire_timer(
            office.world.session,
            pemda_id=office.world.pemda_id,
            instance_id=timer.instance_id,
            token_no=timer.token_no,
            now=office.now,
        )

    before = office.world.kinds(timer.instance_id).count("TimerFired")
    done = office.once("fire", call, fails=fails)
    if done is not None:
        assert office.world.kinds(timer.instance_id).count("TimerFired") == before + 1


@_can(lambda _office, _seen: [None])
def let_the_worker_work(office: Office, _option: None, fails: Iterable[int]) -> None:
    """Fire, begin and hand on what is due; a worker that dies leaves it to the next."""

    def work() -> None:
        clock = SimulatedClock(office.now)
        fire_due(office.database.sessions, clock, "w")
        begin_due(office.database.sessions, clock, "w")
        hand_on_sent(office.database.sessions, clock, "w")

    for number in (*islice(fails, MOST_DEATHS), None):
        try:
            with office.power.failing_at(number):
                work()
        except PowerGone:
            office.power.comes_back()
            office.happened["power gone"] += 1
            office.look()
            office.now += LEASES_END
        else:
            break
    before = everything(office.database)
    work()
    assert everything(office.database) == before
    office.happened["work"] += 1


# ---------------------------------------------------------------- people


@_can(
    lambda office, seen: [
        (key, year)
        for key in (*office.versions, *["work"] * 6)
        if not key.startswith("begun")
        for year in YEARS
        if len(seen.processes) < MOST_PROCESSES
    ]
)
def start(office: Office, option: tuple[str, int], fails: Iterable[int]) -> None:
    key, year = option
    office.act(
        "start",
        lambda request: start_process(
            office.world.session,
            office.caller("sekretaris"),
            version_id=office.versions[key][0],
            title=f"{key} {office.keys}",
            year=year,
            kind="murni",
            basis="Disposisi",
            confirmed=True,
            request=request,
            now=office.now,
        ),
        fails=fails,
    )


def _of_people(_office: Office, seen: Seen) -> list[Any]:
    return [(it, who) for it in seen.tasks if it.kind == "user" for who in WHO[it.role]]


@_can(_of_people)
def claim(office: Office, option: tuple[Any, str], fails: Iterable[int]) -> None:
    task, who = option
    office.act("claim", _on_task(claim_task, office, task, who), fails=fails)


@_can(lambda office, seen: [it for it in _of_people(office, seen) if it[0].claimed_by is not None])
def release(office: Office, option: tuple[Any, str], fails: Iterable[int]) -> None:
    task, who = option
    office.act("release", _on_task(release_task, office, task, who), fails=fails)


def _completions(office: Office, seen: Seen) -> list[Any]:
    ways = {"check": ("teruskan", "teruskan", "kembalikan"), "draft": AMOUNTS}
    return [
        (task, who, way)
        for task, who in _of_people(office, seen)
        for way in ways.get(task.element_id, (None,))
    ]


@_can(_completions)
def complete(office: Office, option: tuple[Any, str, str | None], fails: Iterable[int]) -> None:
    task, who, way = option
    more: dict[str, Any] = {"typed": {}}
    if task.element_id == "draft":
        more["typed"] = {"catatan": f"Catatan {office.keys}", "jumlah": way, "nip": ""}
    elif task.element_id == "check":
        more |= {"outcome": way, "reason": "Kurang" if way == "kembalikan" else None}
    done = office.act(
        f"complete {way}" if task.element_id == "check" else "complete",
        _on_task(complete_task, office, task, who, **more),
        fails=fails,
    )
    if done is not None:
        office.acknowledge("UserTaskCompleted", task.instance_id, task.task_no)


def _on_task(command: Any, office: Office, task: Any, who: str, **more: Any) -> Any:
    return lambda request: command(
        office.world.session,
        office.caller(who),
        instance_id=task.instance_id,
        task_no=task.task_no,
        request=request,
        now=office.now,
        **more,
    )


# ---------------------------------------------------------------- systems and letters


@_can(lambda _office, seen: [2] if seen.jobs else [])
def fetch(office: Office, most: int, fails: Iterable[int]) -> None:
    given = office.act(
        "fetch",
        lambda request: fetch_jobs(
            office.world.session,
            office.caller("sekretaris"),
            topics=("kirim",),
            most=most,
            lasts=timedelta(minutes=10),
            request=request,
            now=office.now,
        ),
        fails=fails,
    )
    office.held |= {(job.instance_id, job.task_no): job for job in given or ()}


@_can(lambda office, _seen: list(office.held.values()))
def end_job(office: Office, job: Any, fails: Iterable[int]) -> None:
    done = _on_job(complete_job, office, job, fails, brought={"nomor": 7})
    if done is not None:
        office.acknowledge("JobCompleted", job.instance_id, job.task_no)


@_can(
    lambda office, _seen: [(job, left) for job in office.held.values() for left in (None, 1, 0, 0)]
)
def lose_job(office: Office, option: tuple[Any, int | None], fails: Iterable[int]) -> None:
    job, left = option
    failure = Failure("Tidak menjawab", left, timedelta())
    _on_job(fail_job, office, job, fails, failure=failure)


@_can(lambda office, _seen: list(office.held.values()))
def refuse_job(office: Office, job: Any, fails: Iterable[int]) -> None:
    _on_job(throw_job_error, office, job, fails, code="ditolak", message="Ditolak")


def _on_job(command: Any, office: Office, job: Any, fails: Iterable[int], **more: Any) -> Any:
    done = office.act(
        command.__name__,
        lambda request: command(
            office.world.session,
            office.caller("sekretaris"),
            place=JobPlace(job.instance_id, job.task_no, job.lock),
            request=request,
            now=office.now,
            **more,
        ),
        fails=fails,
    )
    if done is None and office.now >= job.locked_until:
        del office.held[job.instance_id, job.task_no]
    return done


@_can(lambda _office, seen: [(it, year) for it in seen.processes for year in YEARS])
def deliver(office: Office, option: tuple[Any, int], fails: Iterable[int]) -> None:
    process, year = option
    _on_process(
        deliver_message,
        office,
        (process.id, "sekretaris"),
        fails,
        name="surat",
        payload={"perihal": "Permintaan", "lembar": 3},
        correlation=year,
    )


@_can(lambda _office, _seen: [("message", "surat"), ("signal", "anggaran-dibuka")])
def send(office: Office, option: tuple[Any, str], fails: Iterable[int]) -> None:
    kind, name = option
    sending = Sending(kind, name, {"lembar": 4}, 2027 if kind == "message" else None, trial=True)
    office.act(
        f"send {kind}",
        lambda request: send_from_outside(
            office.world.session,
            office.caller("sekretaris"),
            office_id=office.world.office_id,
            sending=sending,
            request=request,
            now=office.now,
        ),
        fails=fails,
    )


# ---------------------------------------------------------------- repairs


def _processes(_office: Office, seen: Seen) -> list[Any]:
    return [(it.id, who) for it in seen.processes for who in MANAGERS]


def _on_process(
    command: Any, office: Office, option: tuple[Any, str], fails: Iterable[int], **more: Any
) -> Any:
    instance_id, who = option
    return office.act(
        command.__name__,
        lambda request: command(
            office.world.session,
            office.caller(who),
            instance_id=instance_id,
            request=request,
            now=office.now,
            **more,
        ),
        fails=fails,
    )


@_can(_processes)
def suspend(office: Office, option: Any, fails: Iterable[int]) -> None:
    _on_process(suspend_process, office, option, fails, reason="Menunggu")


@_can(
    lambda office, seen: [
        (it.id, who) for it in seen.processes if it.suspended_at for who in MANAGERS
    ]
)
def resume(office: Office, option: Any, fails: Iterable[int]) -> None:
    _on_process(resume_process, office, option, fails, reason="Sudah ada putusan")


@_can(lambda _office, seen: [(it.id, "kadis") for it in seen.processes][-1:])
def cancel(office: Office, option: Any, fails: Iterable[int]) -> None:
    # Most processes go on; the longest of them show the most.
    if len(office.seen().processes) >= MOST_PROCESSES:
        _on_process(cancel_process, office, option, fails, reason="Tidak jadi")


@_can(lambda _office, seen: [(it, who) for it in seen.incidents for who in MANAGERS])
def retry(office: Office, option: Any, fails: Iterable[int]) -> None:
    it, who = option
    _on_process(retry_incident, office, (it.instance_id, who), fails, number=it.number)


@_can(
    lambda office, seen: [
        ((it.id, who), version)
        for it in seen.processes
        for who in MANAGERS
        for version in office.versions["work"]
        if it.version_id in office.versions["work"]
    ]
)
def move(office: Office, option: Any, fails: Iterable[int]) -> None:
    where, version = option
    _on_process(move_process, office, where, fails, to=Destination(version), reason="Versi baru")


@_can(
    lambda _office, seen: [
        (it, who, target)
        for it in seen.tasks
        if it.path.startswith("work/")
        for who in MANAGERS
        for target in STEPS
    ]
)
def move_to_a_step(office: Office, option: Any, fails: Iterable[int]) -> None:
    it, who, target = option
    aim = Aim(it.task_no, f"work/{target}")
    _note_asked(
        office,
        _on_process(
            move_token, office, (it.instance_id, who), fails, aim=aim, reason="Sudah dilakukan"
        ),
    )


@_can(
    lambda office, seen: [
        ((it.id, who), typed)
        for it in seen.processes
        if it.version_id in office.versions["work"]
        for who in MANAGERS
        for typed in AMOUNTS
    ]
)
def correct(office: Office, option: Any, fails: Iterable[int]) -> None:
    where, typed = option
    answer = Answer("jumlah", typed)
    _note_asked(
        office,
        _on_process(correct_variable, office, where, fails, answer=answer, reason="Salah ketik"),
    )


def _note_asked(office: Office, done: Any) -> None:
    if done is None:
        return
    kinds = office.world.kinds(done.instance_id)
    if kinds[done.seq - 1] == "RepairRequested":
        office.asked.append((done.instance_id, done.seq))


@_can(lambda office, _seen: [(it, who) for it in office.asked for who in MANAGERS])
def approve(office: Office, option: Any, fails: Iterable[int]) -> None:
    (instance_id, seq), who = option
    if _on_process(approve_repair, office, (instance_id, who), fails, number=seq):
        office.asked.remove((instance_id, seq))


@_can(lambda office, _seen: [(it, who) for it in office.asked for who in MANAGERS])
def refuse(office: Office, option: Any, fails: Iterable[int]) -> None:
    (instance_id, seq), who = option
    why = "Tidak perlu"
    if _on_process(refuse_repair, office, (instance_id, who), fails, number=seq, reason=why):
        office.asked.remove((instance_id, seq))
