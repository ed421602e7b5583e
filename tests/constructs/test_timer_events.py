"""Intermediate timer events (BPMN 2.0.2 §10.5.5.2, §13.5.2): ISO 8601 as modellers write it."""

from datetime import UTC, datetime, timedelta

import pytest

from service.engine.api import FireTimer
from service.engine.faults import TimerNotArmed, TimerNotDue
from tests.constructs.driver import BEGAN, Walk


@pytest.mark.parametrize(
    ("process", "due"),
    [
        ("duration", BEGAN + timedelta(days=3, hours=2)),
        ("month", datetime(2026, 12, 16, 1, 0, tzinfo=UTC)),
        ("date", datetime(2026, 11, 23, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_timer_is_due_when_its_text_says_counted_from_the_arming(process, due):
    walk = Walk("timer_events", process)

    assert [timer.due for timer in walk.timers] == [due]
    assert [timer.due for timer in walk.step.armed] == [due]
    assert walk.fire().completed
    assert walk.timers == ()


@pytest.mark.parametrize(
    ("wait", "due"),
    [("PT5M", timedelta(minutes=5)), ("P1W", timedelta(weeks=1)), ("PT0S", timedelta())],
)
def test_an_expression_gives_the_time_when_the_timer_is_armed(wait, due):
    walk = Walk("timer_events", "feel").complete("a", wait=wait)

    assert [timer.due for timer in walk.timers] == [BEGAN + due]


def test_an_expression_may_give_an_instant():
    moment = datetime(2027, 1, 2, 3, 4, tzinfo=UTC)

    assert Walk("timer_events", "feel_date").complete("a", moment=moment).timers[0].due == moment


@pytest.mark.parametrize(
    ("process", "data", "code"),
    [
        ("feel", {}, "feel.unknown-variable"),
        ("feel", {"wait": "tiga hari"}, "iso8601.not-a-duration"),
        ("feel", {"wait": "-P1D"}, "iso8601.negative-duration"),
        ("feel", {"wait": "P2000Y"}, "iso8601.out-of-calendar"),
        ("feel", {"wait": 3}, "iso8601.not-a-duration"),
        ("feel", {"wait": None}, "iso8601.not-a-duration"),
        ("feel_date", {"moment": "2026-11-23"}, "iso8601.zone-missing"),
    ],
)
def test_an_expression_that_gives_no_time_is_an_incident(process, data, code):
    assert Walk("timer_events", process).complete("a", **data).incident == (code, "t")


def test_a_timer_does_not_fire_before_it_is_due():
    walk = Walk("timer_events", "duration")

    with pytest.raises(TimerNotDue):
        walk.make(FireTimer(walk.timers[0].token_no))


def test_a_timer_fires_once():
    walk = Walk("timer_events", "two")
    token = walk.timers[0].token_no
    walk.fire()

    assert walk.step.disarmed == (token,)
    with pytest.raises(TimerNotArmed):
        walk.make(FireTimer(token))


def test_the_earliest_comes_first():
    walk = Walk("timer_events", "two")

    assert walk.waits == ["early", "late"]
    assert walk.fire().waits == ["late"]
    assert walk.fire().completed
