"""*Beda versi* and the matriks perubahan, on a phone and on a desk, with and without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.looking import SIZES, in_light_and_dark, troubles_of
from tests.catalogue.places import DIAGRAMS

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def changed():
    """Return the diagram of another SOP under the id of the demo's: much is another in it."""
    raw = (DIAGRAMS / "kalbar-lkpj.bpmn").read_text("utf-8")
    for name in ("id", "processRef", "bpmnElement"):
        raw = raw.replace(f'{name}="kalbar-lkpj"', f'{name}="kalbar-rka-dpa"')
    return raw.encode()


@pytest.fixture(scope="module")
def compared(browser, house):
    """Upload a second version as the analyst; return the place of the comparison."""
    page = house.context(browser, "analis").new_page()
    page.goto(f"{house.address}/sop/unggah")
    file = {"name": "sop.bpmn", "mimeType": "application/xml", "buffer": changed()}
    page.locator("input[name=diagram]").set_input_files(file)
    page.locator("main form button").last.click()
    page.get_by_role("button", name="Ya, simpan sebagai versi baru SOP itu").click()
    page.get_by_role("button", name="Bandingkan").click()
    page.wait_for_url("**/beda/*/*")
    place = page.url.removeprefix(house.address).partition("?")[0]
    page.context.close()
    return place


@pytest.fixture(scope="module")
def compared_draft(browser, house):
    """Save another diagram into the draft; return the place of its comparison."""
    page = house.context(browser, "analis", java_script_enabled=False).new_page()
    page.goto(f"{house.address}/sop/draf/{house.draft}")
    file = {"name": "sop.bpmn", "mimeType": "application/xml", "buffer": changed()}
    page.locator("summary", has_text="Unggah berkas").click()
    page.locator("input[name=diagram]").set_input_files(file)
    page.get_by_role("button", name="Simpan ke draf").click()
    page.get_by_role("link", name="Beda versi").click()
    page.wait_for_url("**/draf/*/beda**")
    place = page.url.removeprefix(house.address)
    page.context.close()
    return place


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("of", "said"),
    [
        ("", "Semula: versi 1"),
        ("/matriks", "Semula: versi 1"),
        ("/../../../riwayat", "dengan sekarang"),
        ("/../../../versi", "Catatan revisi"),
    ],
    ids=["beda", "matriks", "riwayat", "versi"],
)
def test_a_draft_is_compared_where_a_version_is(browser, house, compared_draft, size, of, said):
    page = house.context(browser, "analis", **SIZES[size]).new_page()
    page.goto(f"{house.address}{compared_draft}{of}")

    wrong = in_light_and_dark(page)
    words = page.locator("main").inner_text()
    page.context.close()

    assert wrong == []
    assert said in words


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("of", ["", "/matriks"], ids=["beda", "matriks"])
def test_both_pages_fit_bar_nobody_and_break_no_policy(browser, house, compared, size, of):
    page = house.context(browser, "analis", **SIZES[size]).new_page()
    page.goto(f"{house.address}{compared}{of}")

    wrong = in_light_and_dark(page)
    page.context.close()

    assert wrong == []


def test_the_comparison_needs_no_script(browser, house, compared):
    page = house.context(browser, "analis", java_script_enabled=False).new_page()
    page.goto(f"{house.address}{compared}")
    words = page.locator("main").inner_text()
    drawn = page.locator("svg.alur-diagram").count()
    page.get_by_role("link", name="Matriks perubahan").click()
    page.wait_for_url("**/matriks")
    rows = page.locator("table.matrix tbody tr").count()
    page.context.close()

    assert "Langkah 16 dihapus" in words
    assert drawn == 2
    assert rows > 50


def test_the_diagrams_stand_beside_each_other_and_on_a_phone_one_below_the_other(
    browser, house, compared
):
    places = {}
    for size, how in SIZES.items():
        page = house.context(browser, "analis", **how).new_page()
        page.goto(f"{house.address}{compared}")
        boxes = [one.bounding_box() for one in page.locator("svg.alur-diagram").all()]
        places[size] = [(box["x"], box["y"]) for box in boxes if box]
        page.context.close()

    (left, top), (right, other) = places["desk"]
    assert left < right
    assert top == other
    (left, top), (right, other) = places["phone"]
    assert left == right
    assert top < other


@pytest.fixture(scope="module")
def in_force(browser, house, compared):
    """Put the newer version in force as analyst and head; return the place of its evaluation."""
    sop = compared.split("/beda/")[0]
    analyst = house.context(browser, "analis").new_page()
    analyst.goto(f"{house.address}{sop}")
    analyst.get_by_role("button", name="Terbitkan sebagai uji coba").click()
    analyst.get_by_role("button", name="Konfirmasi semua usulan").click()
    head = house.context(browser, "kepala-dinas").new_page()
    head.goto(f"{house.address}{sop}")
    head.locator("summary", has_text="Berlakukan").click()
    head.get_by_role("button", name="Berlakukan").click()
    expect(head.locator(".life")).to_contain_text("disahkan, berlaku mulai")
    for page in (analyst, head):
        page.context.close()
    return f"{sop}/evaluasi"


@pytest.mark.parametrize("size", SIZES)
def test_the_evaluation_is_asked_and_recorded_without_barring_anybody(
    browser, house, in_force, size
):
    page = house.context(browser, "analis", **SIZES[size]).new_page()
    page.goto(f"{house.address}{in_force}")
    wrong = troubles_of(page)
    page.get_by_role("button", name="Catat evaluasi").click()
    wrong += troubles_of(page)
    page.get_by_label("Tetap digunakan").check()
    page.get_by_label("Catatan").fill("Masih sesuai")
    page.get_by_role("button", name="Catat evaluasi").click()
    # Axe must not meet the page half there, nor the one that is left.
    page.get_by_text("Masih sesuai").first.wait_for()
    wrong += troubles_of(page)
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    words = page.locator("main").inner_text()
    page.context.close()

    assert wrong == []
    assert not wide
    assert "Masih sesuai" in words


def test_the_matrix_is_printed_across_the_sheet_and_what_is_for_the_screen_is_not(
    browser, house, compared
):
    page = house.context(browser, "analis").new_page()
    sheets = {}
    for of in ("/matriks", ""):
        page.goto(f"{house.address}{compared}{of}")
        printed = page.pdf(prefer_css_page_size=True)
        sheets[of] = {
            float(width) > float(height)
            for width, height in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
        }
    page.emulate_media(media="print")
    page.goto(f"{house.address}/sop")
    expect(page.get_by_role("heading", name="Register SOP")).to_be_visible()
    expect(page.locator("form.search")).to_be_hidden()
    page.goto(f"{house.address}{compared.partition('/beda')[0]}")
    expect(page.locator("#perlu-konfirmasi li").first).to_be_visible()
    expect(page.locator("#tindakan")).to_be_hidden()
    page.context.close()

    assert sheets == {"/matriks": {True}, "": {False}}
