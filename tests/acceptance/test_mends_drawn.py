"""What *Cek diagram* proposes, done in the modeller: one mend, or all that are clear at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.acceptance.looking import troubles_of
from tests.acceptance.test_drawing import ALUR, begun, choose, element, group, opened, save, stored

pytestmark = pytest.mark.browser

#: Steps as another modeller leaves them: no role, no rows, no forms, the last one first.
BARE = b"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"
  targetNamespace="urn:uji">
  <bpmn:process id="surat">
    <bpmn:laneSet id="lajur"><bpmn:lane id="lane" name="Sekretaris">
      <bpmn:flowNodeRef>mulai</bpmn:flowNodeRef><bpmn:flowNodeRef>arsip</bpmn:flowNodeRef>
      <bpmn:flowNodeRef>periksa</bpmn:flowNodeRef><bpmn:flowNodeRef>catat</bpmn:flowNodeRef>
    </bpmn:lane></bpmn:laneSet>
    <bpmn:startEvent id="mulai"/>
    <bpmn:userTask id="arsip" name="Mengarsipkan surat"/>
    <bpmn:userTask id="periksa" name="Memeriksa surat"/>
    <bpmn:userTask id="catat" name="Mencatat surat"/>
    <bpmn:sequenceFlow id="f_1" sourceRef="mulai" targetRef="catat"/>
    <bpmn:sequenceFlow id="f_2" sourceRef="catat" targetRef="periksa"/>
    <bpmn:sequenceFlow id="f_3" sourceRef="periksa" targetRef="arsip"/>
  </bpmn:process>
</bpmn:definitions>
"""


@pytest.fixture
def page(house, desk):
    """Give the modeller with a new SOP: Mulai, one step, Selesai."""
    return begun(desk(), house, "Pencatatan Surat")


@pytest.fixture
def bare(page):
    """Give the modeller with steps that say nothing but what they are called."""
    page.get_by_text("Unggah berkas ke draf ini").click()
    page.get_by_label("Berkas diagram").set_input_files(
        {"name": "lain.bpmn", "mimeType": "application/xml", "buffer": BARE}
    )
    page.get_by_role("button", name="Simpan ke draf").click()
    return opened(page)


def mend_all(page):
    return page.get_by_role("button", name="Benahi semua yang jelas")


def test_a_step_without_a_form_gets_the_one_that_its_words_ask_for(page):
    choose(page, "langkah_1")
    field = page.get_by_label("Kegiatan", exact=True)
    field.fill("Memeriksa surat masuk")
    field.blur()
    group(page, "Formulir").get_by_label("Formulir langkah ini").select_option("")
    page.get_by_role("button", name="Pakai formulir koreksi").click()

    expect(page.get_by_label("Formulir langkah ini")).to_have_value("koreksi")
    expect(page.get_by_role("button", name="Pakai formulir")).to_have_count(0)


def test_one_mend_alone_is_not_offered_twice(page):
    choose(page, "lane_sekretaris")
    page.get_by_label("Peran", exact=True).select_option("")
    choose(page, "langkah_1")
    group(page, "Formulir").get_by_label("Formulir langkah ini").select_option("koreksi")

    expect(page.get_by_role("button", name="Ikat ke peran Sekretaris")).to_be_visible()
    expect(page.get_by_role("button", name="Pakai formulir")).to_have_count(0)
    expect(mend_all(page)).to_be_hidden()


def test_all_that_is_clear_is_mended_by_one_step_and_looked_at_again(bare):
    assert mend_all(bare).inner_text() == "Benahi semua yang jelas (9)"
    assert troubles_of(bare) == []
    mend_all(bare).click()

    expect(mend_all(bare)).to_be_hidden()
    told = bare.locator("[data-part=checked]")
    expect(told).to_be_focused()
    expect(told).to_contain_text("9 temuan dibenahi.")
    expect(told).to_contain_text("tidak dibenahi karena cara membenahinya lebih dari satu")
    save(bare)
    root = stored(bare, bare.url)
    steps = {name: element(root, name) for name in ("catat", "periksa", "arsip")}
    numbers = {name: node.find(f".//{ALUR}step").get("number") for name, node in steps.items()}
    forms = {name: node.find(f".//{ALUR}form").get("key") for name, node in steps.items()}
    assert numbers == {"catat": "1", "periksa": "2", "arsip": "3"}
    assert forms == {"catat": "catatan-pelaksanaan", "periksa": "koreksi", "arsip": "arsip"}
    assert element(root, "lane").get(f"{ALUR}role") == "sekretaris"
    assert root.find("{*}process").get("isExecutable") == "true"
    assert len(root.findall("{*}process/{*}endEvent")) == 1


def test_what_all_mends_did_is_undone_at_once(bare):
    shapes = bare.locator(".djs-shape")
    before = shapes.count()
    mend_all(bare).click()
    expect(shapes).not_to_have_count(before)
    bare.get_by_role("button", name="Urungkan").click()

    expect(shapes).to_have_count(before)
    expect(bare.get_by_role("button", name="Urungkan")).to_be_disabled()
    expect(mend_all(bare)).to_have_text("Benahi semua yang jelas (9)")
