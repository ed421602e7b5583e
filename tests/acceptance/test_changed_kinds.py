"""A step that becomes one of another kind says what that kind can say, and nothing else."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.acceptance.laporan import TITLE, typed_table
from tests.acceptance.test_drawing import begun, choose
from tests.acceptance.test_pad import UNDO, expect_nothing_to_mend, pad, said, with_rows

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_step_that_a_system_does_from_now_on_asks_for_its_topic_alone(desk, house):
    page = begun(desk(viewport={"width": 1366, "height": 768}), house, TITLE)
    with_rows(page, typed_table())
    choose(page, "step_8")
    pad(page, "replace").click()
    page.get_by_text("Langkah otomatis", exact=True).click()

    findings = page.locator("[data-part=findings] li")
    expect(findings).to_have_count(1)
    expect(findings).to_contain_text("Isi “Topik pekerjaan”")
    page.get_by_label("Topik pekerjaan").fill("srikandi-kirim")
    page.get_by_label("Topik pekerjaan").blur()
    expect_nothing_to_mend(page)

    page.get_by_role("button", name=UNDO).click()
    page.get_by_role("button", name=UNDO).click()
    assert said(page) == typed_table()
