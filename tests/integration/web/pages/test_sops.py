"""SOPs on their pages: who sees them, uploading with findings, and what a version becomes."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from service.running.catalogue import read_catalogue
from service.store.blobs import content
from service.store.database import read, transaction
from service.store.tables import blob, sop_version
from service.web.pages import sops as sop_pages
from tests import sops
from tests.integration.web.pages.reading import (
    csrf_of,
    errors_of,
    form_of,
    page_of,
    place_of,
    words_of,
)
from tests.integration.web.pages.test_sop_drafts import bring, made_a_version
from tests.people import PASSWORD
from tests.unit.dmn.written import of_table

#: Many requests; `./alur test --fast` is content with the pages of tasks and processes.
pytestmark = pytest.mark.slow

RENJA = "kalbar-renja-renstra"


@pytest.fixture
def analyst(app, office):
    return office.signed_in(app, "analis", confirmed=True)


@pytest.fixture
def head(app, office):
    return office.signed_in(app, "kadis", confirmed=True)


def count(office, table):
    with read(office.session) as connection:
        return connection.scalar(
            select(func.count()).select_from(table).where(table.c.pemda_id == office.pemda.id)
        )


def upload(browser, office, raw, name="sop.bpmn"):
    fields = form_of(browser.get("/sop/unggah"), "/sop/unggah")
    fields |= {"kantor": [str(office.pemda.offices["Dinas Koperasi dan UKM"])]}
    file = {"diagram": [(io.BytesIO(raw), name)]}
    return browser.post("/sop/unggah", data={**fields, **file}, content_type="multipart/form-data")


def adopted(analyst, office, key=RENJA):
    fields = form_of(analyst.get("/sop/katalog"), f"/katalog/{key}")
    fields |= {"kantor": [str(office.pemda.offices["Dinas Koperasi dan UKM"])]}
    return analyst.post(f"/sop/katalog/{key}", data=fields)


def test_what_the_office_changed_itself_is_no_newer_file_of_the_catalogue(
    analyst, office, monkeypatch
):
    page = place_of(adopted(analyst, office, "balangan-lakip"))
    fields = form_of(analyst.get(page), "/versi/1/draf")
    draft = analyst.post(f"{page}/versi/1/draf", data=fields).location
    raw = analyst.get(f"{draft}/diagram.bpmn").get_data()
    changed = raw.replace(b'name="', b'name="Baru: ', 1)
    bring(analyst, draft, changed)
    made_a_version(analyst, draft)
    newer = "Katalog Alur membawa berkas yang lebih baru"

    own = words_of(analyst.get(page))
    read = read_catalogue()
    entry = replace(read.entries["balangan-lakip"], sha256="0" * 64)
    entries = {**read.entries, entry.key: entry}
    monkeypatch.setattr(sop_pages, "read_catalogue", lambda: replace(read, entries=entries))

    assert "Versi 2" in own
    assert newer not in own
    assert newer in words_of(analyst.get(page))


def test_a_sop_of_the_catalogue_becomes_the_offices_own_and_can_be_tried(analyst, app, office):
    page = place_of(adopted(analyst, office))
    shown = analyst.get(page)
    published = analyst.post(f"{page}/versi/1/uji-coba", data=form_of(shown, "/uji-coba"))

    assert published.status_code == 303
    assert "Uji coba" in words_of(analyst.get(page))
    assert "Mulai proses" in words_of(office.signed_in(app, "ketua").get(page))


def test_a_trial_on_trial_is_seen_by_its_office_and_by_no_other(app, office):
    page = f"/sop/{office.sop_id}"

    assert office.signed_in(app, "ketua").get(page).status_code == 200
    assert office.signed_in(app, "orang-lain").get(page).status_code == 404
    assert office.signed_in(app, "ketua").get(f"{page}/versi/1.bpmn").status_code == 200
    assert office.signed_in(app, "orang-lain").get(f"{page}/versi/1.bpmn").status_code == 404


def test_staff_publish_nothing(analyst, app, office):
    page = place_of(adopted(analyst, office))
    fields = form_of(analyst.get(page), "/uji-coba")
    staff = office.signed_in(app, "ketua")
    token = {"csrf": csrf_of(staff.get("/tugas"))}

    assert staff.get("/sop/unggah").status_code == 404
    assert staff.get("/sop/katalog").status_code == 404
    assert staff.post(f"{page}/versi/1/uji-coba", data=fields | token).status_code == 403
    assert staff.post("/sop/unggah", data=token).status_code == 404


def test_the_head_puts_a_version_in_force_after_the_analyst_confirmed_it(analyst, head, office):
    page = place_of(adopted(analyst, office))
    analyst.post(f"{page}/versi/1/uji-coba", data=form_of(analyst.get(page), "/uji-coba"))
    fields = {"tanggal": ["2026-12-01"]}

    csrf = {"csrf": csrf_of(head.get(page))}
    too_early = head.post(f"{page}/versi/1/berlakukan", data=fields | csrf)
    analyst.post(f"{page}/versi/1/konfirmasi", data=form_of(analyst.get(page), "/konfirmasi"))
    in_the_past = head.post(
        f"{page}/versi/1/berlakukan",
        data=form_of(head.get(page), "/berlakukan") | {"tanggal": ["2026-01-01"]},
    )
    done = head.post(
        f"{page}/versi/1/berlakukan", data=form_of(head.get(page), "/berlakukan") | fields
    )

    assert too_early.status_code == 422
    assert "Analis belum mengonfirmasi" in errors_of(too_early)[0]
    assert in_the_past.status_code == 422
    assert done.status_code == 303, errors_of(done)
    assert "berlaku mulai 1 Desember 2026" in words_of(head.get(page))


def test_the_button_is_not_there_before_the_act_would_go_through(analyst, head, app, office):
    page = place_of(adopted(analyst, office))
    analyst.post(f"{page}/versi/1/uji-coba", data=form_of(analyst.get(page), "/uji-coba"))
    secretary = office.signed_in(app, "sekretaris")

    def buttons(browser):
        shown = page_of(browser.get(page))
        titles = shown.xpath("//main//button/text() | //main//a/text()")
        return {"Berlakukan", "Catat pengesahan di atas kertas"} & set(titles)

    before, words = (buttons(head), buttons(secretary)), words_of(head.get(page))
    analyst.post(f"{page}/versi/1/konfirmasi", data=form_of(analyst.get(page), "/konfirmasi"))

    assert before == (set(), set())
    assert "belum dapat diberlakukan: analis harus mengonfirmasi dahulu" in words
    assert re.search(r"\d+ langkah usulan dan \d+ hal yang perlu konfirmasi", words)
    assert buttons(head) == {"Berlakukan"}
    assert buttons(secretary) == {"Catat pengesahan di atas kertas"}


def test_an_analyst_confirms_before_the_trial_too_and_who_cannot_reads_that_it_waits(
    analyst, app, office
):
    page = place_of(adopted(analyst, office))
    secretary = office.signed_in(app, "sekretaris")

    assert "Menunggu analis mengonfirmasi" in words_of(secretary.get(page))
    said = words_of(analyst.get(page))
    answer = analyst.post(
        f"{page}/versi/1/konfirmasi", data=form_of(analyst.get(page), "/konfirmasi")
    )

    assert "Belum dikonfirmasi" in said
    assert "Menunggu analis" not in said
    assert answer.status_code == 303
    assert "Analis sudah mengonfirmasi" in words_of(analyst.get(page))


def test_an_analyst_is_told_what_comes_first_where_the_check_has_findings(analyst, office):
    raw = Path(f"bpmn/{RENJA}.bpmn").read_bytes().replace(b'alur:role="sekretaris"', b"")
    page = place_of(upload(analyst, office, raw))

    said = words_of(analyst.get(page))

    assert "Anda dapat mengonfirmasinya setelah hasil cek diagram di bawah dilengkapi" in said
    assert "Menunggu analis" not in said


def test_a_head_who_wrote_a_version_is_not_offered_what_is_the_analysts(analyst, app, office):
    page = place_of(adopted(analyst, office))
    analyst.post(f"{page}/versi/1/uji-coba", data=form_of(analyst.get(page), "/uji-coba"))
    head = office.people["kadis"].person_id
    with transaction(office.session) as tx:
        own = sop_version.c.pemda_id == office.pemda.id
        tx.execute(update(sop_version).where(own).values(author_id=head))

    shown = [page_of(who.get(page)) for who in (office.signed_in(app, "kadis"), analyst)]

    buttons = [one.xpath("//main//button[.='Konfirmasi semua usulan']") for one in shown]
    assert [len(found) for found in buttons] == [0, 1]


def test_an_uploaded_diagram_becomes_a_version_with_its_findings_beside_it(analyst, office):
    raw = Path(f"bpmn/{RENJA}.bpmn").read_bytes()

    answer = upload(analyst, office, raw)

    assert answer.status_code == 303, errors_of(answer)
    assert "PENYUSUNAN" in words_of(analyst.get(answer.location)).upper()


@pytest.mark.parametrize(
    ("hurt", "words"),
    [
        (
            lambda raw: raw.replace(b"<bpmn:definitions", b"<!DOCTYPE x []><bpmn:definitions", 1),
            "DOCTYPE",
        ),
        (lambda raw: raw[: len(raw) // 2], "XML"),
        (lambda raw: raw.replace(b"bpmn:userTask", b"bpmn:scriptTask"), ""),
        (lambda _: b"bukan xml", "XML"),
    ],
    ids=["doctype", "truncated", "script task", "no xml"],
)
def test_a_diagram_that_would_not_run_is_refused_with_reasons_and_makes_no_version(
    analyst, office, hurt, words
):
    raw = Path(f"bpmn/{RENJA}.bpmn").read_bytes()
    before = count(office, sop_version), count(office, blob)

    answer = upload(analyst, office, hurt(raw))
    # What a draft can hold is kept for one, until tomorrow.
    kept = "/sop/unggah/draf" in answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert "Diagram belum dapat dijalankan" in words_of(answer)
    assert words in words_of(answer)
    assert kept == (not words)
    assert (count(office, sop_version), count(office, blob)) == (before[0], before[1] + kept)


def test_a_finding_about_a_form_names_form_and_field(analyst, office):
    fields = form_of(analyst.get("/sop/unggah"), "/sop/unggah")
    raw = Path(f"bpmn/{RENJA}.bpmn").read_bytes()
    key = re.findall(r'alur:form key="([^"]+)"', raw.decode())[0]
    broken = {
        "type": "default",
        "id": key,
        "schemaVersion": 19,
        "components": [
            {"type": "textfield", "key": "nomor", "label": "Nomor surat", "id": "f1", "neu": 1}
        ],
    }
    files = {
        "diagram": (io.BytesIO(raw), "sop.bpmn"),
        "formulir": (io.BytesIO(json.dumps(broken).encode()), f"{key}.form"),
    }

    answer = analyst.post("/sop/unggah", data=fields | files, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert key in errors_of(answer)[0]
    assert "Isian “Nomor surat”:" in words_of(answer)


def test_a_file_that_is_no_form_is_named_and_not_left_out(analyst, office):
    fields = form_of(analyst.get("/sop/unggah"), "/sop/unggah")
    raw = Path(f"bpmn/{RENJA}.bpmn").read_bytes()
    files = {
        "diagram": (io.BytesIO(raw), "sop.bpmn"),
        "formulir": (io.BytesIO(b"{}"), "formulir.json"),
    }

    answer = analyst.post("/sop/unggah", data=fields | files, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert "formulir.json" in errors_of(answer)[0]
    assert count(office, sop_version) == 1


DECISIONS = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m"
  namespace="urn:m"><decision id="layak" name="Layak"><variable name="Layak"/>
  <literalExpression id="l"><text>1 + 1</text></literalExpression></decision></definitions>"""


def with_a_rule(analyst, decisions, decision="layak"):
    """Upload a diagram whose second step is a business rule task, and a file of decisions."""
    raw = Path(f"bpmn/{RENJA}.bpmn").read_bytes()
    start = raw.index(b'<bpmn:userTask id="step_2"')
    end = raw.index(b"</bpmn:userTask>", start)
    step = re.sub(
        rb"<alur:(form|requirement|output|act|unit|decision)\b[^>]*/>", b"", raw[start:end]
    )
    words = f'<alur:rules decision="{decision}"/><alur:result variable="layak"/>'
    step = step.replace(b"bpmn:userTask", b"bpmn:businessRuleTask").replace(
        b"<bpmn:extensionElements>", b"<bpmn:extensionElements>" + words.encode(), 1
    )
    raw = raw[:start] + step + b"</bpmn:businessRuleTask>" + raw[end + len(b"</bpmn:userTask>") :]
    fields = form_of(analyst.get("/sop/unggah"), "/sop/unggah")
    files = {
        "diagram": (io.BytesIO(raw), "sop.bpmn"),
        "keputusan": (io.BytesIO(decisions), "layak.dmn"),
    }
    return analyst.post("/sop/unggah", data=fields | files, content_type="multipart/form-data")


def test_decisions_brought_beside_a_diagram_become_a_part_of_its_version(analyst, office):
    answer = with_a_rule(analyst, DECISIONS)

    assert answer.status_code == 303, errors_of(answer)
    with read(office.session) as connection:
        stored = connection.scalars(
            select(sop_version.c.xml_sha256).where(sop_version.c.pemda_id == office.pemda.id)
        ).all()
        held = [content(connection, office.pemda.id, sha256) for sha256 in stored]
    assert sum(b"<text>1 + 1</text>" in raw for raw in held) == 1


def test_who_reads_an_sop_or_saves_its_version_reads_the_rules_that_decide(analyst):
    rows = ["< 10", '"cepat <1 hari>"'], ["-", '"biasa"']
    shown = place_of(with_a_rule(analyst, of_table(*rows, policy="FIRST"), "d"))
    version = f"{shown}/versi/1/draf"
    draft = analyst.post(version, data={"csrf": csrf_of(analyst.get(shown))}).location

    page = analyst.get(shown)
    saving = analyst.get(f"{draft.partition('?')[0]}/versi")

    for answer in (page, saving):
        words = words_of(answer)
        assert "Aturan keputusan" in words
        assert "Aturan pertama yang cocok" in words
        assert 'Aturan 1 < 10"cepat <1 hari>" Aturan 2 apa pun"biasa"' in words


@pytest.mark.parametrize(
    ("decisions", "decision", "words"),
    [
        (b"bukan xml", "layak", "layak.dmn"),
        (DECISIONS, "lain", "Keputusan lain tidak ada"),
        (DECISIONS.replace(b"1 + 1", b"1 +"), "layak", "Ungkapan &quot;1 +&quot;"),
    ],
)
def test_decisions_that_cannot_be_used_are_refused_with_what_is_wrong(
    analyst, office, decisions, decision, words
):
    before = count(office, sop_version)

    answer = with_a_rule(analyst, decisions, decision)

    assert answer.status_code == 422
    assert words.replace("&quot;", '"') in words_of(answer)
    assert count(office, sop_version) == before


def test_findings_stand_at_their_elements_on_the_drawing(analyst, office):
    raw = (
        Path(f"bpmn/{RENJA}.bpmn")
        .read_bytes()
        .replace(b'<bpmn:userTask id="step_2"', b'<bpmn:scriptTask id="step_2"', 1)
    )
    start = raw.index(b'<bpmn:scriptTask id="step_2"')
    end = raw.index(b"</bpmn:userTask>", start)
    raw = raw[:end] + b"</bpmn:scriptTask>" + raw[end + len(b"</bpmn:userTask>") :]

    answer = upload(analyst, office, raw)
    marked = page_of(answer).xpath("//*[contains(@class,'problem')]/@data-element")

    assert answer.status_code == 422
    assert "step_2" in marked


def test_a_diagram_without_places_is_shown_laid_out(analyst):
    raw = sops.diagram("surat", form=None)
    assert b"BPMNShape" not in raw

    page = page_of(analyst.get(brought(analyst, raw).location))

    assert page.xpath("//*[@data-element='task']")


def test_names_in_a_diagram_are_text_and_never_markup(analyst, office):
    raw = Path(f"bpmn/{RENJA}.bpmn").read_bytes()
    hostile = b'name="&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=y&gt;"'
    start = raw.index(b'id="step_1"')
    name = raw.index(b"name=", start)
    end = raw.index(b'"', name + 6) + 1
    raw = raw[:name] + hostile + raw[end:]

    page = page_of(analyst.get(place_of(upload(analyst, office, raw))))

    assert page.xpath("//script[not(@src)]") == []
    assert page.xpath("//img") == []


def test_a_finding_calls_an_element_by_its_name_and_shows_the_id_to_who_draws(
    analyst, app, office
):
    staff = office.signed_in(app, "ketua")

    def finding(browser):
        listed = page_of(browser.get(f"/sop/{office.sop_id}")).find_class("findings")[0]
        return " ".join(listed.text_content().split())

    for browser in (analyst, staff):
        assert "“Dokumen yang dikirim?”: Percabangan ini" in finding(browser)
    assert finding(analyst).endswith("gw_16")
    assert "gw_16" not in finding(staff)


def test_what_a_finding_says_of_other_elements_has_their_names_too(analyst, office):
    raw = Path("bpmn/kalbar-rka-dpa.bpmn").read_bytes()
    condition = rb"(<bpmn:sequenceFlow[^>]*sourceRef=\"gw_7\"[^>]*>).*?(</bpmn:sequenceFlow>)"

    answer = upload(analyst, office, re.sub(condition, rb"\1\2", raw, count=1, flags=re.DOTALL))

    assert answer.status_code == 422
    assert "keluar dari percabangan “Draf layak diteruskan?” tanpa syarat" in words_of(answer)


@pytest.mark.parametrize(
    ("more", "said"),
    [(1, "1048577 B, lebih dari batas 1048576 B"), (512 * 1024, "1,5 MB, lebih dari batas 1 MB")],
)
# The test client leaves the temporary file of a large form to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_diagram_that_is_too_large_is_said_to_be_as_large_as_it_is(analyst, office, more, said):
    before = count(office, sop_version), count(office, blob)

    answer = upload(analyst, office, b" " * (1024 * 1024 + more))

    assert answer.status_code == 422
    assert said in errors_of(answer)[0]
    assert page_of(answer).get_element_by_id("diagram").get("aria-invalid") == "true"
    assert (count(office, sop_version), count(office, blob)) == before


def test_an_upload_without_a_file_says_so(analyst, office):
    fields = form_of(analyst.get("/sop/unggah"), "/sop/unggah")
    fields |= {"kantor": [str(office.pemda.offices["Dinas Koperasi dan UKM"])]}

    answer = analyst.post("/sop/unggah", data=fields)

    assert answer.status_code == 422
    assert errors_of(answer) == ["Pilih berkas diagramnya."]


def test_a_withdrawn_version_starts_nothing_more(analyst, app, office):
    page = f"/sop/{office.sop_id}"
    fields = form_of(analyst.get(page), "/cabut")

    without = analyst.post(f"{page}/versi/1/cabut", data=fields)
    done = analyst.post(f"{page}/versi/1/cabut", data=fields | {"alasan": ["Diganti"]})

    assert without.status_code == 422
    assert done.status_code == 303, errors_of(done)
    late = office.signed_in(app, "ketua").get(f"/proses/mulai/{office.sop_id}")
    assert late.status_code == 422
    assert "tidak dapat dimulai sekarang" in words_of(late)
    other = office.signed_in(app, "orang-lain").get(f"/proses/mulai/{office.sop_id}")
    assert other.status_code == 404


# ---------------------------------------------------------------- ratified on paper


def waiting(analyst, office):
    """Return the page of a SOP on trial that only wants its ratification."""
    page = place_of(adopted(analyst, office))
    analyst.post(f"{page}/versi/1/uji-coba", data=form_of(analyst.get(page), "/uji-coba"))
    analyst.post(f"{page}/versi/1/konfirmasi", data=form_of(analyst.get(page), "/konfirmasi"))
    return page


def paper_of(browser, page, **typed):
    fields = form_of(browser.get(f"{page}/versi/1/pengesahan"), "/pengesahan")
    given = {"nomor": "188/12", "ditandatangani": "2026-11-20", "berlaku": "2026-11-21"}
    return fields | given | typed


def send_paper(browser, page, **typed):
    return browser.post(
        f"{page}/versi/1/pengesahan",
        data=paper_of(browser, page, **typed),
        content_type="multipart/form-data",
    )


def scan():
    return (io.BytesIO(b"%PDF-1.7 pindaian"), "pengesahan.pdf")


def test_the_secretary_records_what_the_head_signed_on_paper(analyst, app, office):
    page = waiting(analyst, office)
    secretary = office.signed_in(app, "sekretaris", confirmed=True)

    done = send_paper(secretary, page, pindaian=scan())
    shown = words_of(secretary.get(page))
    got = secretary.get(f"{page}/versi/1/pindaian")

    assert done.status_code == 303, errors_of(done)
    assert "sejak 21 November 2026" in shown
    assert "Ditandatangani basah oleh Kepala Dinas, 20 November 2026, nomor 188/12" in shown
    assert "dicatat oleh Sekretaris Dinas" in shown
    assert got.data == b"%PDF-1.7 pindaian"
    assert ".pdf" in got.headers["Content-Disposition"]
    assert secretary.get(f"{page}/versi/1/pengesahan").status_code == 409


def test_a_paper_that_lacks_something_is_said_whole_and_the_scan_is_not_asked_for_twice(
    analyst, app, office
):
    page = waiting(analyst, office)
    office.give_password("sekretaris")
    secretary = office.signed_in(app, "sekretaris")

    lacking = send_paper(secretary, page, nomor="", ditandatangani="besok", pindaian=scan())
    later = send_paper(secretary, page, ditandatangani="2026-12-24", sandi=PASSWORD)
    kept = form_of(lacking, "/pengesahan") | {"nomor": ["188/12"], "sandi": [PASSWORD]}
    done = secretary.post(
        f"{page}/versi/1/pengesahan", data=kept | {"ditandatangani": ["2026-11-20"]}
    )

    assert lacking.status_code == 422
    assert {"nomor", "ditandatangani"} == {
        control.get("id") for control in page_of(lacking).xpath("//*[@aria-invalid]")
    }
    assert "pengesahan.pdf sudah terunggah" in words_of(lacking)
    assert "Pilih berkas pindaiannya" in " ".join(errors_of(later))
    assert done.status_code == 303, errors_of(done)


def test_a_scan_that_somebody_else_brought_is_no_scan(analyst, app, office):
    page = waiting(analyst, office)
    secretary = office.signed_in(app, "sekretaris", confirmed=True)
    with read(office.session) as connection:
        others = connection.scalar(
            select(blob.c.sha256).where(blob.c.pemda_id == office.pemda.id).limit(1)
        )

    answer = send_paper(secretary, page, **{"pindaian-tersimpan": f"{others}/surat.pdf"})

    assert answer.status_code == 422
    assert "tidak ditemukan di antara unggahan Anda" in errors_of(answer)[0]


def test_each_of_the_two_persons_reads_what_is_theirs_to_do(analyst, app, head, office):
    page = waiting(analyst, office)
    author, other = words_of(analyst.get(page)), words_of(head.get(page))
    secretary = words_of(office.signed_in(app, "sekretaris").get(page))

    assert "Menunggu kepala Dinas Koperasi dan UKM memberlakukan versi ini" in author
    assert "Yang menyusun tidak dapat memberlakukannya sendiri" in author
    assert "Catat pengesahan" not in author
    assert "Berlakukan" in other
    assert "Catat pengesahan" not in other
    assert "Catat pengesahan di atas kertas" in secretary
    assert analyst.get(f"{page}/versi/1/pengesahan").status_code == 403
    assert head.get(f"{page}/versi/1/pengesahan").status_code == 403


# ---------------------------------------------------------------- finding one among many


def test_the_catalogue_is_grouped_by_the_government_of_its_documents(analyst):
    shown = analyst.get("/sop/katalog").get_data(as_text=True)
    headings = re.findall(r"<h2[^>]*>([^<]*)</h2>", shown)

    assert "PEMERINTAH PROVINSI KALIMANTAN BARAT" in headings
    assert len(set(headings)) == len(headings)


@pytest.mark.parametrize("words", ["lakip", "LKjIP", "laporan kinerja"])
def test_a_sop_of_the_catalogue_is_found_by_its_old_and_its_new_name(analyst, words):
    found = analyst.get("/sop/katalog", query_string={"cari": words})

    titles = re.findall(r"<h3>([^<]*)</h3>", found.get_data(as_text=True))
    assert "PENYUSUNAN LAKIP" in titles
    assert "PENYUSUNAN LPPD" not in titles
    assert f"{len(titles)} SOP sesuai dengan “{words}”" in words_of(found)


@pytest.mark.parametrize("place", ["/sop", "/proses/mulai"])
def test_the_lists_of_an_office_are_narrowed_by_words(app, office, place):
    staff = office.signed_in(app, "ketua")

    found = staff.get(place, query_string={"cari": "dokumen pelaksanaan anggaran"})
    none = staff.get(place, query_string={"cari": "<b>entah"})

    assert "1 SOP sesuai dengan" in words_of(found)
    assert "RKA dan DPA" in words_of(found)
    assert "Tidak ada SOP yang sesuai dengan “<b>entah”" in words_of(none)
    assert f'href="{place}">Tampilkan semua' in none.get_data(as_text=True)
    # One SOP is seen at a glance.
    assert 'type="search"' not in staff.get(place).get_data(as_text=True)


def test_the_page_of_a_sop_lists_its_rows_and_what_is_proposed_beside_them(analyst, app, office):
    page = place_of(adopted(analyst, office, "balangan-lakip"))
    analyst.post(f"{page}/versi/1/uji-coba", data=form_of(analyst.get(page), "/uji-coba"))
    staff = office.signed_in(app, "ketua")

    def rows(browser):
        table = page_of(browser.get(page)).xpath("//section[@aria-labelledby='langkah']//tbody/tr")
        return [" ".join(" ".join(row.itertext()).split()) for row in table]

    shown, plain = rows(analyst), rows(staff)

    assert len(shown) == len(plain) == 11 + 2
    assert shown[0].startswith("1. Memerintahkan penyusunan LAKIP")
    # The time that the document gives, and its own column beside the lane of the diagram.
    assert "Kasubbag Perencanaan" in shown[1]
    assert "di diagram: Ketua Tim" in shown[1]
    assert "2 Jam" in shown[1]
    # What is proposed stands behind the row of which it is part, with the reason for the analyst.
    assert shown[4].startswith("Usulan bagian langkah 4 Mengisi dan menyerahkan format")
    assert "pengisiannya tidak mempunyai langkah" in shown[4]
    assert "Keyakinan sedang: menyusun dokumen" in shown[6]
    assert not [row for row in plain if "Keyakinan" in row or "tidak mempunyai langkah" in row]


def test_the_analyst_is_led_to_what_there_is_to_confirm(analyst, office):
    page = place_of(adopted(analyst, office, "balangan-lakip"))
    analyst.post(f"{page}/versi/1/uji-coba", data=form_of(analyst.get(page), "/uji-coba"))

    def fold():
        [found] = page_of(analyst.get(page)).xpath("//details[@id='perlu-konfirmasi']")
        return found

    before = fold()
    words = words_of(analyst.get(page))
    links = page_of(analyst.get(page)).xpath("//section[@aria-labelledby='tindakan']//a/@href")
    analyst.post(f"{page}/versi/1/konfirmasi", data=form_of(analyst.get(page), "/konfirmasi"))

    assert "2 langkah usulan dan 18 hal yang perlu konfirmasi" in words
    assert "Pelaksana 7 langkah disimpulkan dan belum pasti." in words
    assert {"#langkah", "#perlu-konfirmasi"} <= set(links)
    assert before.get("open") is not None
    assert fold().get("open") is None


# ---------------------------------------------------------------- a file with findings


#: As other tools write it: a task that nobody does, no picture.
FOREIGN = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"
  targetNamespace="urn:other"><process id="surat-luar" name="Surat dari luar" isExecutable="true">
  <startEvent id="a"/><task id="b" name="Mencatat"/><endEvent id="c"/>
  <sequenceFlow id="f" sourceRef="a" targetRef="b"/>
  <sequenceFlow id="g" sourceRef="b" targetRef="c"/></process></definitions>"""


def brought(browser, raw):
    fields = form_of(browser.get("/sop/unggah"), "/sop/unggah")
    file = {"diagram": (io.BytesIO(raw), "surat luar.bpmn")}
    return browser.post("/sop/unggah", data=fields | file, content_type="multipart/form-data")


@pytest.mark.parametrize(("shape", "ending"), [({}, ""), ({"bentuk": "tabel"}, "/tabel")])
def test_a_file_with_findings_is_opened_as_a_draft_without_choosing_it_again(
    analyst, shape, ending
):
    refused = brought(analyst, FOREIGN)
    again = analyst.post("/sop/unggah/draf", data=form_of(refused, "/sop/unggah/draf") | shape)

    assert refused.status_code == 422
    assert "svg" in refused.get_data(as_text=True)
    assert again.status_code == 303
    assert again.location.endswith(ending)
    place = again.location.removesuffix("/tabel")
    assert "Surat dari luar" in words_of(analyst.get(place))
    assert analyst.get(f"{place}/diagram.bpmn").data == FOREIGN


def test_a_file_of_an_sop_that_the_office_has_becomes_its_draft(analyst):
    page = place_of(brought(analyst, sops.diagram("surat", form=None)))
    broken = sops.diagram("surat", form=None).replace(b"userTask", b"task")

    refused = brought(analyst, broken)
    draft = analyst.post("/sop/unggah/draf", data=form_of(refused, "/sop/unggah/draf")).location

    assert f'href="{page}?versi=1"' in analyst.get(draft).get_data(as_text=True)


def test_what_no_draft_can_hold_is_not_offered_as_one(analyst):
    assert "/sop/unggah/draf" not in brought(analyst, b"<no/>").get_data(as_text=True)
    assert "/sop/unggah/draf" not in brought(analyst, b"no xml").get_data(as_text=True)


def test_nobody_opens_a_file_that_another_one_brought(app, office, analyst):
    refused = brought(analyst, FOREIGN)
    fields = form_of(refused, "/sop/unggah/draf")
    fields |= {"kantor": [str(office.pemda.offices["Dinas Koperasi dan UKM"])]}
    other = office.signed_in(app, "sekretaris")
    fields |= {"csrf": [csrf_of(other.get("/sop/draf"))]}

    assert other.post("/sop/unggah/draf", data=fields).status_code in (403, 404, 422)
    assert "Surat dari luar" not in words_of(other.get("/sop/draf"))


def test_a_diagram_of_another_name_is_no_version_of_an_sop_until_somebody_says_so(analyst):
    page = brought(analyst, sops.diagram("p1", form=None, name="Surat masuk")).location
    other = sops.diagram("p1", form=None, name="SOP lain sekali")

    refused = brought(analyst, other)
    # Nothing is chosen again.
    fields = form_of(refused, "/sop/unggah") | {"versi-baru": ["ya"]}
    made = analyst.post("/sop/unggah", data=fields)

    assert refused.status_code == 409
    assert words_of(refused).count("kode prosesnya (p1) sudah dipakai SOP “Surat masuk”") == 1
    assert "Versi baru dari SOP “Surat masuk”?" in words_of(refused)
    assert made.location == page
    assert brought(analyst, sops.diagram("p1", form=None, name="SURAT  MASUK")).location == page


def test_a_diagram_of_another_name_becomes_an_sop_of_its_own_where_somebody_says_so(analyst):
    page = brought(analyst, sops.diagram("p1", form=None, name="Surat masuk")).location
    other = sops.diagram("p1", form=None, name="SOP lain sekali")

    asked = brought(analyst, other)
    fields = form_of(asked, "/sop/unggah") | {"versi-baru": ["sop-lain"]}
    made = analyst.post("/sop/unggah", data=fields)

    assert "Bukan, simpan sebagai SOP baru" in words_of(asked)
    assert made.status_code == 303
    assert made.location != page
    assert "SOP lain sekali" in words_of(analyst.get(made.location))
    assert "versi 2" not in words_of(analyst.get(page)).lower()
    # Pressed again it is the same version, not a third SOP.
    assert analyst.post("/sop/unggah", data=fields).location == made.location


def test_forms_and_note_go_along_with_the_answer_and_only_for_who_brought_them(
    app, office, analyst
):
    brought(analyst, sops.diagram("p1", form=None, name="Surat masuk"))
    fields = form_of(analyst.get("/sop/unggah"), "/sop/unggah") | {"catatan": ["Perbup baru"]}
    files = {
        "diagram": (io.BytesIO(sops.diagram("p1", name="SOP lain sekali")), "b.bpmn"),
        "formulir": (io.BytesIO(sops.form()), "uji.form"),
    }
    asked = analyst.post("/sop/unggah", data=fields | files, content_type="multipart/form-data")
    fields = form_of(asked, "/sop/unggah") | {"versi-baru": ["ya"]}

    other = office.signed_in(app, "sekretaris")
    stolen = other.post("/sop/unggah", data=fields | {"csrf": [csrf_of(other.get("/sop"))]})
    made = analyst.post("/sop/unggah", data=fields)

    assert stolen.status_code in (403, 404, 422)
    words = words_of(analyst.get(made.location))
    assert "Perbup baru" in words
    assert "belum mempunyai formulir" not in words
