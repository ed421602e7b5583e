"""A step that a system does, as people see it: for whom it waits, and nothing to press."""

from __future__ import annotations

import pytest

from service.store.accounts import open_session
from service.store.database import transaction
from tests.integration.running import job_diagrams
from tests.integration.running.conftest import (
    NOON,
    world,  # noqa: F401 - pytest finds it by its name here
)

pytestmark = pytest.mark.slow


def test_the_pages_say_that_a_step_waits_for_a_system(app, world):  # noqa: F811
    instance_id = world.run("job", job_diagrams.JOB)
    with transaction(world.session) as tx:
        made = open_session(tx, world.pemda_id, world.people["sekretaris"], NOON)
    client = app.test_client()
    client.set_cookie("alur", made.token)

    process = client.get(f"/proses/{instance_id}").get_data(as_text=True)
    task_no = world.task_no(instance_id, "send")
    task = client.get(f"/tugas/{instance_id}/{task_no}").get_data(as_text=True)

    assert "Menunggu sistem yang bekerja untuk Sekretaris" in process
    assert "Dikerjakan sistem" in task
    assert "/selesaikan" not in task
    assert "Bukan tugas jabatan Anda" not in task
