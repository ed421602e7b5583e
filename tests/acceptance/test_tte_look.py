"""TTE in a browser, on a phone and on a desk: nothing blocked, barred or too wide."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from service.tte import Trust, set_trust, trust
from service.tte.trust import Anchor
from tests.acceptance.looking import furnished, troubles_of
from tests.certified import Provider, pdf, signed
from tests.people import NOON

pytestmark = pytest.mark.browser

SIZES: dict[str, Any] = {
    "desk": {"viewport": {"width": 1200, "height": 900}},
    "phone": {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True},
}


def naskah(key: str) -> bytes:
    return pdf(key)


@pytest.mark.parametrize("size", SIZES)
def test_a_tte_is_brought_and_shown_without_barring_anybody(browser, tmp_path, size):
    provider, before, wrong = Provider(), trust(), []
    with furnished(tmp_path, ("step_9",), naskah) as house:
        root = provider.root
        anchor = Anchor("Induk", root.pem, root.certificate.not_valid_after_utc, root=True)
        set_trust(Trust(anchors=(anchor,), revocation_required=False))
        window = house.context(browser, "kepala-dinas", **SIZES[size])
        page = window.new_page()
        page.goto(f"{house.address}{house.places['step_9']}/tte")
        wrong += _troubles(page)
        with page.expect_download() as started:
            page.locator("ol a").first.click()
        version = started.value.path().read_bytes()
        signer = provider.signer("KEPALA DINAS", number="6171012345678901")
        # The browser's driver has a loop in this thread, and who signs wants one too.
        with ThreadPoolExecutor(1) as elsewhere:
            at = NOON + timedelta(days=3)
            content = elsewhere.submit(signed, version, signer, at, visible=True).result()
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
        admin = house.context(browser, "administrator", **SIZES[size]).new_page()
        admin.goto(f"{house.address}/pegawai/{house.ids['person']}/sertifikat")
        wrong += _troubles(admin)
        admin.context.close()
        window.close()
    set_trust(before)

    assert wrong == []


def _troubles(page: Any) -> list[str]:
    found = troubles_of(page)
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append(f"{page.url}: the page is wider than the window")
    return found
