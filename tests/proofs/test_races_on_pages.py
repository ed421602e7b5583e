"""The same races through the pages: a real gunicorn with two processes, a browser per person."""

from __future__ import annotations

import threading
from uuid import uuid4

import pytest

from service.clock import SystemClock
from service.store.accounts import open_session
from service.store.database import transaction
from service.web.security import masked
from tests.integration.running import diagrams
from tests.proofs.counts import usual_and_long
from tests.proofs.serving import Browser, Programs

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("races")]

BIDANG = [f"bidang_{number}" for number in range(1, 6)]
DONE = 303
CONFLICT = 409


@pytest.fixture
def web(database, tmp_path):
    programs = Programs(database.url, tmp_path / "data")
    programs.start("web")
    yield programs
    programs.stop()


@pytest.fixture
def browser(world, web):
    """Give the browser in which somebody is signed in, always the same for one person."""
    opened = {}

    def of(name):
        if name not in opened:
            with transaction(world.session) as tx:
                made = open_session(tx, world.pemda_id, world.people[name], SystemClock().now())
            opened[name] = Browser(web.port, made.token, masked(made.csrf))
        return opened[name]

    yield of
    for one in opened.values():
        one.close()


def at_once(*acts):
    """Run acts in threads that begin together and return their answers in order."""
    gate = threading.Barrier(len(acts))
    answers = [None] * len(acts)

    def run(number, act):
        gate.wait()
        answers[number] = act()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@usual_and_long("rounds", 10, 200)
def test_of_two_who_press_the_button_one_is_told_that_the_other_was_faster(world, browser, rounds):
    version_id = world.publish("team-task", diagrams.TEAM_TASK)
    for _ in range(rounds):
        instance_id = world.start(version_id, now=SystemClock().now()).instance_id
        task_no = world.task_no(instance_id, "work")

        def press(name, place=(instance_id, task_no)):
            return lambda: browser(name).complete(*place, key=str(uuid4()))

        browser("anggota"), browser("anggota_dua")
        answers = at_once(press("anggota"), press("anggota_dua"))

        assert sorted(answer.status for answer in answers) == [DONE, CONFLICT]
        [refused] = [answer.page for answer in answers if answer.status == CONFLICT]
        assert "Tugas ini sudah tidak terbuka" in refused
        assert "Jabatan anggota" in refused
        assert world.kinds(instance_id) == ["ProcessStarted", "UserTaskCompleted"]
        world.assert_whole(instance_id)


@usual_and_long("rounds", 5, 100)
def test_of_five_bidang_who_press_the_button_all_are_done(world, browser, rounds):
    version_id = world.publish("supply", diagrams.SUPPLY)
    for _ in range(rounds):
        now = SystemClock().now()
        instance_id = world.start(version_id, by="ketua", now=now).instance_id
        units = [str(world.units[name]) for name in BIDANG]
        world.complete("ketua", instance_id, "choose", {"bidang": units}, now)
        places = {name: world.task_no(instance_id, "deliver", by=name) for name in BIDANG}

        def press(name, task_no, instance_id=instance_id):
            one = browser(name)
            return lambda: one.complete(instance_id, task_no, key=str(uuid4()))

        answers = at_once(*(press(name, task_no) for name, task_no in places.items()))

        assert [answer.status for answer in answers] == [DONE] * 5
        assert world.open(instance_id) == ["collect"]
        assert world.kinds(instance_id).count("UserTaskCompleted") == 6
        world.assert_whole(instance_id)


@usual_and_long("rounds", 10, 200)
def test_a_form_sent_twice_has_one_effect_and_one_answer(world, web, browser, rounds):
    version_id = world.publish("team-task", diagrams.TEAM_TASK)
    for _ in range(rounds):
        instance_id = world.start(version_id, now=SystemClock().now()).instance_id
        task_no = world.task_no(instance_id, "work")
        key = str(uuid4())
        first = browser("anggota")
        second = first.twin()

        def press(one, place=(instance_id, task_no), key=key):
            return lambda: one.complete(*place, key=key)

        answers = [*at_once(press(first), press(second)), press(first)()]
        second.close()

        assert [(answer.status, answer.location) for answer in answers] == [
            (DONE, f"/tugas/{instance_id}/{task_no}/selesai")
        ] * 3
        assert world.kinds(instance_id) == ["ProcessStarted", "UserTaskCompleted"]
        world.assert_whole(instance_id)
