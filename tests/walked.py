"""Walks of SOPs as a patient analyst makes them: every task with made-up answers, to the end."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

from service.diagrams import read_diagram
from service.engine import compile_process
from service.forms import make_answers, read_form
from service.running.definitions import leaving_flows
from service.running.kinds import kinds_of
from service.running.outcomes import drawn_at
from service.running.walks.acts import Complete, Deliver, MoveClock, Start
from service.running.walks.ground import Ground, sample_options
from service.running.walks.walk import walk

#: Monday, 10.00 WIB.
BEGAN = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def ground_of(xml, forms, calendar=None):
    """Return the ground of a small diagram with its forms: bytes by key."""
    (process,) = read_diagram(xml).processes
    engine = compile_process(process, {})
    read = {key: read_form(raw) for key, raw in forms.items()}
    return Ground(engine, leaving_flows(engine), read, "Asia/Jakarta", calendar)


def start(ground, at=BEGAN):
    kinds = kinds_of(ground.engine.process)
    return Start(at=at, title="Contoh", year=2026, kind=next(iter(kinds), ""))


def complete(ground, task, turns):
    """Return the act that completes a task; ways out are taken in turn, so that loops end."""
    given, outcome = {}, None
    form = ground.form_at(task.path)
    drawn = drawn_at(ground, task.path)
    if drawn is not None:
        forward = [flow for flow in drawn.flows if flow.purpose == "forward"]
        turn = turns.get(task.path, 0)
        turns[task.path] = turn + 1
        outcome = forward[turn % len(forward)].outcome
        if form is not None and form.field(drawn.variable) is not None:
            given[drawn.variable] = outcome
    typed = {}
    if form is not None:
        context = {**task.data, **sample_options(ground)}
        typed = make_answers(form, context, Random(1), given)
    return Complete(task.path, task.instance, typed, outcome)


def to_the_end(ground, acts=(), most=200):
    """Return a walk that goes on from `acts` until the process ends."""
    done = list(acts) or [start(ground)]
    turns: dict[str, int] = {}
    while len(done) < most:
        now = walk(ground, done)
        if now.status == "completed":
            return now
        assert now.trouble is None, now.trouble
        if now.tasks:
            done.append(complete(ground, now.tasks[0], turns))
        elif now.awaited:
            done.append(Deliver(now.awaited[0].place))
        else:
            done.append(MoveClock(now.timers[0].due))
    raise AssertionError(walk(ground, done).log[-5:])
