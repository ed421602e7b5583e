"""TTE in a browser, on a phone and on a desk: nothing blocked, barred or too wide."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.acceptance.looking import furnished, troubles_of
from tests.certified import Provider, pdf, signed
from tests.people import NOON

pytestmark = pytest.mark.browser

SIZES = ((1200, 900), (360, 740))


def test_a_tte_is_brought_and_shown_without_barring_anybody(browser, tmp_path):
    provider, wrong = Provider(), []
    # Trusted after the service was made, which trusts whom its settings name.
    with furnished(tmp_path, ("step_9",), pdf) as house, provider.trusted():
        window = house.context(browser, "kepala-dinas")
        page = window.new_page()
        page.goto(f"{house.address}{house.places['step_9']}/tte")
        wrong += _troubles(page)
        with page.expect_download() as started:
            page.locator("ol a").first.click()
        version = started.value.path().read_bytes()
        signer = provider.signer("KEPALA DINAS", number="6171012345678901")
        content = signed(version, signer, NOON + timedelta(days=3), visible=True)
        file: Any = {"name": "naskah.pdf", "mimeType": "application/pdf", "buffer": content}
        page.get_by_label("PDF bertanda tangan").set_input_files(file)
        page.get_by_role("button", name="Periksa dan tandatangani").click()
        page.wait_for_selector(".error-summary")
        wrong += _troubles(page)
        page.get_by_label("Sertifikat ini milik saya").check()
        page.get_by_role("button", name="Periksa dan tandatangani").click()
        page.wait_for_url("**/selesai")
        page.goto(f"{house.address}/proses/{house.instances['step_9']}")
        page.get_by_text("naskah bertanda tangan").wait_for()
        wrong += _troubles(page)
        admin = house.context(browser, "administrator").new_page()
        admin.goto(f"{house.address}/pegawai/{house.ids['person']}/sertifikat")
        wrong += _troubles(admin)
        admin.context.close()
        window.close()

    assert wrong == []


def _troubles(page: Any) -> list[str]:
    found = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        found += troubles_of(page)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{page.url}: the page is wider than the window of {width}")
    return found
