"""Service and send tasks as jobs (BPMN 2.0.2 §10.3.3.2, §10.3.3.3, §13.3.3)."""

import pytest

from service.engine.api import GiveUpJob, ThrowError
from service.engine.faults import ErrorNotCaught, TaskNotOpen
from tests.constructs.driver import Walk


def throw(walk, code, element="j"):
    return walk.make(ThrowError(walk.number(element), code))


def give_up(walk, element="j"):
    return walk.make(GiveUpJob(walk.number(element)))


def test_it_waits_until_it_is_completed_with_what_it_brings():
    walk = Walk("jobs", "one", tahun=2027).complete("a")
    assert [(task.kind, task.element_id) for task in walk.tasks] == [("service", "one.j")]

    walk.complete("j", nomor=7)

    assert walk.open == ["b"]
    assert walk.data["nomor"] == 7
    assert walk.replayed() == walk.state


def test_the_system_sees_what_it_is_given_and_nothing_else():
    walk = Walk("jobs", "one", tahun=2027, rahasia=1).complete("a")

    assert walk.seen("j") == {"tahun": 2028}


def test_a_fault_in_what_it_is_given_is_an_incident_before_it_begins():
    walk = Walk("jobs", "one").complete("a")

    assert walk.incident == ("feel.unknown-variable", "j")
    assert walk.open == []


def test_a_send_task_waits_in_the_same_way():
    walk = Walk("jobs", "sends")

    assert [task.kind for task in walk.tasks] == ["send"]
    assert walk.complete("j").completed


def test_an_error_is_caught_at_its_border():
    walk = throw(Walk("jobs", "caught"), "gagal")

    assert walk.open == ["c"]
    assert walk.closed == ["cancelled"]
    assert walk.replayed() == walk.state


def test_an_error_is_caught_further_out():
    walk = throw(Walk("jobs", "outer"), "gagal")

    assert walk.open == ["c"]


@pytest.mark.parametrize(("process", "code"), [("caught", "lain"), ("sends", "gagal")])
def test_an_error_that_nothing_catches_is_refused_and_nothing_changes(process, code):
    walk = Walk("jobs", process)
    before = walk.state

    with pytest.raises(ErrorNotCaught):
        throw(walk, code)

    assert walk.state == before


def test_given_up_it_stands_at_an_incident_until_it_is_retried():
    walk = give_up(Walk("jobs", "sends"))
    assert walk.incident == ("engine.job-given-up", "j")
    with pytest.raises(TaskNotOpen):
        walk.complete("j")

    walk.retry()

    assert walk.step.resolved == 1
    assert walk.complete("j").completed
    assert walk.replayed() == walk.state


def test_given_up_twice_it_stands_at_two_incidents_one_after_the_other():
    walk = give_up(give_up(Walk("jobs", "sends")).retry())

    assert walk.step.incident.number == 2
    assert walk.retry(2).complete("j").completed


def test_a_task_of_a_person_throws_nothing_and_is_not_given_up():
    walk = Walk("jobs", "one", tahun=2027)

    with pytest.raises(TaskNotOpen):
        throw(walk, "gagal", "a")
    with pytest.raises(TaskNotOpen):
        give_up(walk, "a")


def test_each_instance_is_a_job_with_what_it_brings_of_its_own():
    walk = Walk("jobs", "each")
    assert walk.open == ["j"] * 3

    give_up(walk).complete("j", at=1, nilai=1).complete("j", at=1, nilai=2)
    assert "nilai" not in walk.data

    assert walk.retry().complete("j", nilai=3).completed


def test_a_timer_at_its_border_takes_it_from_the_system():
    walk = Walk("jobs", "timed").fire("t")

    assert walk.open == ["c"]
    assert walk.closed == ["cancelled"]
