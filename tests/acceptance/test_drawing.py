"""The modeller in a browser: drawing, saving, two people on one draft, *Cek diagram*."""

from __future__ import annotations

import re

import pytest
from lxml import etree
from playwright.sync_api import expect

from tests.acceptance.looking import troubles_of

pytestmark = pytest.mark.browser

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ALUR = "{urn:alur:bpmn:1}"

#: A file of another modeller: its namespaces, its elements, and what nobody knows.
FOREIGN = b"""<?xml version="1.0" encoding="UTF-8"?>
<!-- hak cipta -->
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
  xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
  xmlns:di="http://www.omg.org/spec/DD/20100524/DI"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:lain="urn:lain:1"
  id="d" targetNamespace="urn:uji" exporter="Camunda Modeler" lain:tanda="t">
  <bpmn:process id="surat" isExecutable="true" lain:warna="biru">
    <bpmn:startEvent id="mulai"><bpmn:outgoing>f_1</bpmn:outgoing></bpmn:startEvent>
    <!-- oleh sekretariat -->
    <bpmn:userTask id="catat" name="Mencatat surat" lain:warna="hijau">
      <bpmn:extensionElements>
        <zeebe:formDefinition formId="surat"/>
        <lain:isi kunci="k"><lain:baris>satu</lain:baris></lain:isi>
      </bpmn:extensionElements>
      <bpmn:incoming>f_1</bpmn:incoming><bpmn:outgoing>f_2</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:endEvent id="selesai"><bpmn:incoming>f_2</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="f_1" sourceRef="mulai" targetRef="catat"/>
    <bpmn:sequenceFlow id="f_2" sourceRef="catat" targetRef="selesai"/>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="g"><bpmndi:BPMNPlane id="p" bpmnElement="surat">
    <bpmndi:BPMNShape id="s1" bpmnElement="mulai"><dc:Bounds x="150" y="100" width="36"
      height="36"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="s2" bpmnElement="catat"><dc:Bounds x="240" y="78" width="100"
      height="80"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="s3" bpmnElement="selesai"><dc:Bounds x="400" y="100" width="36"
      height="36"/></bpmndi:BPMNShape>
    <bpmndi:BPMNEdge id="e1" bpmnElement="f_1"><di:waypoint x="186" y="118"/>
      <di:waypoint x="240" y="118"/></bpmndi:BPMNEdge>
    <bpmndi:BPMNEdge id="e2" bpmnElement="f_2"><di:waypoint x="340" y="118"/>
      <di:waypoint x="400" y="118"/></bpmndi:BPMNEdge>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>
"""


def opened(page):
    expect(page.locator("[data-modeller][data-open=yes]")).to_be_visible()
    return page


def at(page, place):
    page.goto(place)
    return opened(page)


def begun(page, house, title):
    """Begin a new SOP."""
    page.goto(f"{house.address}/sop/draf")
    page.get_by_label("Judul SOP").fill(title)
    page.get_by_role("button", name="Mulai menggambar").click()
    return opened(page)


#: Pixels from the edge of a lane to the middle of its name.
LANE_NAME = 10


def choose(page, element):
    hit = page.locator(f".djs-element[data-element-id={element}] > .djs-hit").first
    # A level line has no height, so the browser would wait for it to be seen.
    box = hit.evaluate("(hit) => hit.getBoundingClientRect().toJSON()")
    # A lane is as long as the diagram: its middle may lie behind the panel, its name never does.
    along = LANE_NAME if element.startswith("lane_") else box["width"] / 2
    page.mouse.click(box["x"] + along, box["y"] + box["height"] / 2)


def group(page, title):
    """Open a group of the panel."""
    found = page.locator(".bio-properties-panel-group").filter(
        has=page.locator(
            ".bio-properties-panel-group-header-title", has_text=re.compile(f"^{title}")
        )
    )
    if "open" not in (found.locator(".bio-properties-panel-group-header").get_attribute("class")):
        found.locator(".bio-properties-panel-group-header-title").click()
    return found


def save(page):
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.locator("[data-part=state]")).to_have_text(re.compile("^Tersimpan"))


def stored(page, draft):
    # A page that comes after a save says so behind its address.
    answer = page.context.request.get(f"{draft.partition('?')[0]}/diagram.bpmn")
    assert answer.ok
    return etree.fromstring(answer.body())


def element(root, name):
    (found,) = root.xpath("//*[@id=$name]", name=name)
    return found


# ---------------------------------------------------------------- editing


def test_what_is_typed_in_the_panel_is_saved_and_is_one_step_of_undo(desk, draft):
    page = at(desk(), draft)
    choose(page, "step_7")
    field = page.get_by_label("Kegiatan", exact=True)
    before = field.input_value()

    field.fill("Mengoreksi draf dengan teliti")
    # Not half a second after typing: what was typed is not lost.
    save(page)

    step = element(stored(page, draft), "step_7").find(f".//{ALUR}activity")
    assert step.text == "Mengoreksi draf dengan teliti"
    page.get_by_role("button", name="Urungkan").click()
    expect(page.get_by_label("Kegiatan", exact=True)).to_have_value(before)
    expect(page.get_by_role("button", name="Urungkan")).to_be_disabled()


def test_each_group_of_alur_writes_its_own_words(desk, draft):
    page = at(desk(), draft)
    choose(page, "step_7")
    standard = group(page, "Mutu baku")
    standard.get_by_label("Waktu", exact=True).fill("3 hari")
    expect(standard).to_contain_text("Dihitung: 3 hari kerja.")
    group(page, "Formulir").get_by_label("Formulir langkah ini").select_option(
        "kalbar-rka-dpa-koreksi"
    )
    outputs = group(page, "Output")
    outputs.locator(".bio-properties-panel-add-entry").click()
    outputs.get_by_label("Nama output").last.fill("Nota koreksi")
    save(page)

    task = element(stored(page, draft), "step_7")
    said = task.find(f".//{ALUR}step")
    assert (said.get("time"), said.get("timeIso")) == ("3 hari", "P3D")
    assert task.find(f".//{ALUR}form").get("key") == "kalbar-rka-dpa-koreksi"
    last = task.findall(f".//{ALUR}output")[-1]
    assert dict(last.attrib) == {"kind": "record", "name": "Nota koreksi"}


def test_what_cannot_be_counted_stays_as_the_documents_words_and_is_told(desk, draft):
    page = at(desk(), draft)
    choose(page, "step_7")
    standard = group(page, "Mutu baku")
    standard.get_by_label("Waktu", exact=True).fill("1-2 hari")
    expect(standard).to_contain_text("Tidak dapat dihitung, sehingga langkah ini tanpa tenggat.")
    save(page)

    said = element(stored(page, draft), "step_7").find(f".//{ALUR}step")
    assert (said.get("time"), said.get("timeIso")) == ("1-2 hari", None)


def test_the_identity_is_filled_in_the_panel_as_in_the_table(desk, house):
    page = begun(desk(), house, "Pengadaan alat")
    page.evaluate("document.querySelector('[data-modeller]').editor.get('selection').deselect()")
    legal = group(page, "Identitas SOP").get_by_label("Dasar hukum")
    legal.press_sequentially("UU 23/2014")
    legal.press("Enter")
    # An empty line is one until the next is begun.
    page.wait_for_timeout(600)
    legal.press_sequentially("Perda 1/2020")
    kinds = group(page, "Jenis proses")
    expect(kinds.get_by_label("Prosesnya tidak mempunyai jenis")).to_be_checked()
    for kind in ("Perubahan", "Murni"):
        kinds.get_by_text(kind, exact=True).click()
    save(page)

    (said,) = stored(page, page.url).iter(f"{ALUR}sop")
    assert [one.text for one in said.iter(f"{ALUR}legalBasis")] == ["UU 23/2014", "Perda 1/2020"]
    assert said.get("kinds") == "murni perubahan"
    for kind in ("Murni", "Perubahan", "Prosesnya tidak mempunyai jenis"):
        kinds.get_by_text(kind, exact=True).click()
    save(page)
    (said,) = stored(page, page.url).iter(f"{ALUR}sop")
    assert said.get("kinds") == ""


def test_a_script_is_written_in_the_panel_until_nothing_is_found_at_it(house, desk):
    page = begun(desk(), house, "Penghitungan pagu")
    choose(page, "langkah_1")
    page.evaluate(
        """() => {
            const { editor } = document.querySelector("[data-modeller]");
            const step = editor.get("elementRegistry").get("langkah_1");
            editor.get("bpmnReplace").replaceElement(step, { type: "bpmn:ScriptTask" });
        }"""
    )
    badge = page.locator(".djs-overlays[data-container-id=langkah_1] .check-badge")
    expect(badge).to_be_visible()

    script = group(page, "Skrip")
    script.get_by_label("Bahasa").select_option("FEEL")
    script.get_by_label("Yang dihitung").fill("murni + perubahan")
    script.get_by_label("Variabel hasil").fill("jumlah")
    save(page)
    expect(badge).to_have_count(0)

    task = element(stored(page, page.url), "langkah_1")
    assert task.tag == f"{BPMN}scriptTask"
    assert task.get("scriptFormat") == "feel"
    assert task.findtext(f"{BPMN}script") == "murni + perubahan"
    assert task.find(f".//{ALUR}result").get("variable") == "jumlah"
    assert troubles_of(page) == []


def test_an_emptied_field_leaves_nothing_behind(desk, draft):
    page = at(desk(), draft)
    choose(page, "step_7")
    group(page, "Formulir").get_by_label("Formulir langkah ini").select_option("")
    save(page)

    assert element(stored(page, draft), "step_7").find(f".//{ALUR}form") is None


def test_what_alur_does_not_know_survives(desk, draft):
    page = at(desk(), draft)
    page.get_by_text("Unggah berkas ke draf ini").click()
    page.get_by_label("Berkas diagram").set_input_files(
        {"name": "lain.bpmn", "mimeType": "application/xml", "buffer": FOREIGN}
    )
    page.get_by_role("button", name="Simpan ke draf").click()
    opened(page)
    choose(page, "catat")
    page.get_by_label("Kegiatan", exact=True).fill("Mencatat surat masuk")
    save(page)

    task = element(stored(page, draft), "catat")
    assert task.get("{urn:lain:1}warna") == "hijau"
    assert task.find(".//{urn:lain:1}isi/{urn:lain:1}baris").text == "satu"
    form = task.find(".//{http://camunda.org/schema/zeebe/1.0}formDefinition")
    assert form.get("formId") == "surat"
    assert task.find(f".//{ALUR}activity").text == "Mencatat surat masuk"
    assert task.getroottree().getroot().get("{urn:lain:1}tanda") == "t"
    assert task.getprevious().text == " oleh sekretariat "
    assert task.getroottree().getroot().getprevious().text == " hak cipta "


def test_what_the_panel_refuses_is_not_drawn(desk, draft):
    page = at(desk(), draft)
    choose(page, "step_7")
    page.get_by_label("Urutan", exact=True).fill("tujuh")
    expect(page.get_by_text("Tulis angka")).to_be_visible()
    page.get_by_label("Kegiatan", exact=True).fill("Menelaah surat")
    save(page)

    (step,) = element(stored(page, draft), "step_7").iter(f"{ALUR}step")
    assert step.find(f"{ALUR}activity").text == "Menelaah surat"
    assert step.get("seq") == "7"


def test_a_step_that_is_clicked_again_stays_in_the_panel(desk, draft):
    page = at(desk(), draft)
    choose(page, "step_7")
    page.get_by_label("Kegiatan", exact=True).fill("Menelaah surat")
    choose(page, "step_7")

    expect(page.locator(".djs-element.selected")).to_have_attribute("data-element-id", "step_7")
    expect(page.get_by_label("Kegiatan", exact=True)).to_have_value("Menelaah surat")


def test_every_tool_has_an_indonesian_name(desk, draft):
    page = at(desk(), draft)
    choose(page, "step_7")
    tools = page.locator(".djs-palette .entry, .djs-context-pad .entry").all()
    titles = [tool.get_attribute("title") for tool in tools]

    assert len(titles) > 15
    words = "create|append|activate|connect|change|delete|remove|add"
    english = re.compile(rf"\b({words})\b", re.IGNORECASE)
    assert [title for title in titles if not title or english.search(title)] == []


# ---------------------------------------------------------------- two people


def test_the_second_of_two_is_told_and_keeps_the_own_drawing_as_another_draft(desk, draft):
    mine, theirs = at(desk(), draft), at(desk("sekretaris"), draft)
    choose(theirs, "step_7")
    theirs.get_by_label("Kegiatan", exact=True).fill("Dari Sekretaris")
    save(theirs)

    choose(mine, "step_7")
    mine.get_by_label("Kegiatan", exact=True).fill("Dari Analis")
    mine.get_by_role("button", name="Simpan", exact=True).click()

    expect(mine.get_by_role("alert")).to_contain_text("sudah disimpan oleh Sekretaris")
    assert element(stored(mine, draft), "step_7").find(f".//{ALUR}activity").text == (
        "Dari Sekretaris"
    )
    mine.get_by_role("button", name="Simpan milik saya sebagai draf lain").click()
    mine.wait_for_url(lambda url: url != draft)
    opened(mine)
    expect(mine.get_by_role("heading", level=1)).to_contain_text("(salinan)")
    assert element(stored(mine, mine.url), "step_7").find(f".//{ALUR}activity").text == (
        "Dari Analis"
    )


# ---------------------------------------------------------------- Cek diagram


def test_a_finding_stands_at_its_element_and_is_mended_by_one_step(desk, draft):
    page = at(desk(), draft)
    choose(page, "lane_sekretaris")
    page.get_by_label("Peran", exact=True).select_option("")

    finding = page.locator("[data-part=findings] li").filter(has_text="Sekretaris").first
    expect(finding).to_contain_text("Perlu dilengkapi")
    expect(page.locator(".djs-element[data-element-id=lane_sekretaris]")).to_have_class(
        re.compile("check-setup")
    )
    finding.get_by_role("button", name="Ikat ke peran Sekretaris").click()

    expect(page.locator("[data-part=checked]")).to_contain_text("0 perlu dilengkapi")
    expect(page.get_by_label("Peran", exact=True)).to_have_value("sekretaris")
    page.get_by_role("button", name="Urungkan").click()
    expect(page.get_by_label("Peran", exact=True)).to_have_value("")


def test_a_missing_end_is_found_and_drawn(house, desk):
    page = begun(desk(), house, "Penyusunan Telaah")
    choose(page, "selesai")
    page.locator(".djs-context-pad [data-action=delete]").click()
    line = page.locator("[data-part=findings] li").filter(has_text="Perlu dilengkapi")

    expect(line.first).to_be_visible()
    button = page.get_by_role("button", name="Tambahkan akhir")
    button.click()
    expect(button).to_have_count(0)


def test_what_is_drawn_as_a_step_is_one_that_a_person_does(desk, draft):
    page = at(desk(), draft)
    choose(page, "step_1")
    before = len(stored(page, draft).findall(f".//{BPMN}userTask"))
    page.locator(".djs-context-pad [data-action='append.append-task']").click()
    save(page)

    root = stored(page, draft)
    assert len(root.findall(f".//{BPMN}userTask")) == before + 1
    assert root.findall(f".//{BPMN}task") == []


def test_choosing_a_finding_leads_to_its_element(desk, draft):
    page = at(desk(), draft)
    page.locator("[data-part=findings]").get_by_role("button", name="Tunjukkan").first.click()

    expect(page.locator(".djs-element.selected")).to_have_count(1)


# ---------------------------------------------------------------- a new SOP


def test_a_new_sop_is_drawn_from_nothing_and_becomes_a_version(house, desk):
    page = begun(desk(), house, "Penyusunan Nota Dinas")
    choose(page, "langkah_1")
    page.get_by_label("Kegiatan", exact=True).fill("Menulis konsep nota dinas")
    page.get_by_role("button", name="Simpan sebagai versi").click()
    expect(page.get_by_role("heading", name="Yang akan terjadi")).to_be_visible()
    page.get_by_role("button", name="Simpan versi").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Penyusunan Nota Dinas")
    expect(page.get_by_text("Menulis konsep nota dinas").first).to_be_visible()
    expect(page.get_by_role("heading", name="Draf yang sedang disusun")).to_be_visible()


@pytest.mark.parametrize(
    ("kind", "title", "typed", "made"),
    [
        (
            "ServiceTask",
            "Dikerjakan sistem lain",
            {"Topik pekerjaan": "srikandi-kirim"},
            ("job", {"type": "srikandi-kirim"}),
        ),
        (
            "SendTask",
            "Dikerjakan sistem lain",
            {"Topik pekerjaan": "surat-kirim"},
            ("job", {"type": "surat-kirim"}),
        ),
        (
            "BusinessRuleTask",
            "Keputusan DMN",
            {"ID keputusan": "layak", "Variabel hasil": "hasil"},
            ("rules", {"decision": "layak"}),
        ),
    ],
)
def test_what_a_machine_does_is_said_in_the_panel_and_no_person_is_asked_for(
    house, desk, kind, title, typed, made
):
    page = begun(desk(), house, f"Pengiriman {kind}")
    choose(page, "langkah_1")
    page.evaluate(
        """(kind) => {
            const { editor } = document.querySelector("[data-modeller]");
            const step = editor.get("elementRegistry").get("langkah_1");
            editor.get("bpmnReplace").replaceElement(step, { type: `bpmn:${kind}` });
        }""",
        kind,
    )
    shown = group(page, title)
    for label, value in typed.items():
        shown.get_by_label(label).fill(value)
    expect(page.get_by_text("Formulir langkah ini")).to_have_count(0)
    save(page)

    name, attributes = made
    task = element(stored(page, page.url), "langkah_1")
    assert dict(task.find(f".//{ALUR}{name}").attrib) == attributes
    assert troubles_of(page) == []
