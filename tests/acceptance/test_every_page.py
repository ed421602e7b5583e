"""Every page that the service has, found as people find them: by following what pages offer."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from playwright.sync_api import expect
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from service.app import create_app
from service.config import Settings
from service.sentences import catalogue
from tests.acceptance.looking import barriers
from tests.acceptance.pages import DESKTOP, PHONE
from tests.acceptance.walk import ANGGOTA, AUDITOR, KETUA, SEKRETARIS, TEAM, Walk

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WHO = [
    None,
    KETUA,
    ANGGOTA,
    SEKRETARIS,
    AUDITOR,
    "Analis SOP",
    "Pengelola Aplikasi",
    "Inspektur",
]

#: How each page is looked at: size of the window, and its colours.
MODES = {"desk": (DESKTOP, "light"), "phone": (PHONE, "dark")}

#: What a GET gives that is no page.
NO_PAGES = {
    "assets.built",
    "assets.icon",
    "draft_differences.choose_of_draft",
    "files.download",
    "form_drafts.download",
    "health.show",
    "history.frames",
    "importing.table",
    "importing.workbook",
    "login.still",
    "mandates.letter",
    "page_images.large",
    "page_images.small",
    "processes.diagram",
    "ratifying.scan",
    "sop_differences.choose",
    "sop_register.download",
    "sop_drafts.download",
    "sops.download",
    "tasks.home",
    "uploads.show",
}

#: Pages that a demo does not have, or that only an act leads to: `test_first_run.py` and
#: `test_look.py` look at them.
ELSEWHERE = {
    "first_run.begin",
    "importing.done",
    "people.erase",
    "people.slip",
    "on_paper.ask",
    "unsigning.ask",
    # A demo trusts no provider: `test_tte_look.py`.
    "tte.ask",
    "certificates.release",
    # A SOP of a demo has one version: `test_sop_differences_look.py`.
    "sop_differences.show",
    "sop_differences.matrix",
    # Nor a draft a second state.
    "draft_differences.show_draft",
    "draft_differences.draft_matrix",
    "draft_versions.ask",
    # Nor a process that is suspended, or a repair that waits: `test_repairs_look.py`.
    "suspending.ask_resume",
    "repair_requests.decide",
    # Nor processes of another version: `test_moving_look.py`.
    "moving.ask",
    # A version that came back, which the walk of `rooms` has not: `test_look.py` has.
    "version_differences.show",
}

#: Pages of one kind that one person looks at.
ENOUGH = 2

#: So many times is a kind of page looked at in both windows, whoever looks.
OFTEN = 4

#: What a program would say: ids, names of fields, values that are none, codes, English.
RAW = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-|\b(?:isian|berkas)\.\w|\b(?:None|True|False|undefined|null|NaN)\b"
    r"|\{\w*\}|\b[a-z]+_[a-z_]+\b|\b(?:the|and|your|submit|cancel|loading)\b"
)


#: Whether the page is wider than the window, whether it shows whose data it has, and what it says.
#: What a document says is shown letter by letter, its broken words too.
STANDS = """() => {
  const marks = document.evaluate(
    "//body//*[text()[contains(., 'DATA CONTOH')]]", document, null,
    XPathResult.FIRST_ORDERED_NODE_TYPE, null,
  );
  const words = [...document.querySelectorAll("q")].reduce(
    (text, quote) => text.replaceAll(quote.innerText, ""), document.body.innerText,
  );
  return [
    document.documentElement.scrollWidth > window.innerWidth,
    Boolean(marks.singleNodeValue?.checkVisibility()),
    words,
  ];
}"""


@pytest.fixture(scope="module")
def routes(tmp_path_factory):
    """Return a matcher of places with routes, and the routes that are pages."""
    folder = tmp_path_factory.mktemp("routes")
    settings = replace(
        Settings.from_env({"ALUR_DATA": str(folder)}), database_url="sqlite:///:memory:"
    )
    urls = create_app(settings).url_map
    pages = {
        rule.endpoint
        for rule in urls.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.endpoint.startswith("api_")
    }
    return urls.bind("localhost"), pages - NO_PAGES - ELSEWHERE


@pytest.fixture
def rooms(office, paper, own_year):
    """Put work into the store; return the pages to which only an act leads."""
    walk = Walk(office, paper)
    begun = walk.start(KETUA, "RKA dan DPA", f"RKA {own_year}", year=own_year).person.place
    first = walk.complete(KETUA, "Menyusun SK Tim", TEAM).person.place
    walk.complete(KETUA, "Mengadakan rapat persiapan")
    confirm_one(office("Analis SOP"))
    draw_on_one(office("Analis SOP"))
    edit_a_form(office("Analis SOP"))
    appoint(office("Kepala Dinas"), paper, own_year)
    return [begun, first, begun.replace("dimulai", "pemeriksaan"), "/sandi", "/antrean-paraf"]


def confirm_one(analyst):
    """Let one SOP be ready to be put in force, which shows pages that others do not have."""
    analyst.go("/sop")
    for place in [link for link in analyst.links() if re.fullmatch(r"/sop/[0-9a-f-]{36}", link)]:
        analyst.go(place)
        confirm = analyst.page.get_by_role("button", name="Konfirmasi semua usulan")
        if confirm.count():
            confirm.click()
            expect(analyst.page.get_by_text("Analis sudah mengonfirmasi")).to_be_visible()
        return


def draw_on_one(analyst):
    """Begin a draft, which shows pages that others do not have."""
    analyst.go("/sop")
    places = [link for link in analyst.links() if re.fullmatch(r"/sop/[0-9a-f-]{36}", link)]
    analyst.go(places[0])
    analyst.page.get_by_role("button", name="Ubah di modeller").first.click()
    expect(analyst.page.locator("[data-modeller][data-open=yes]")).to_be_visible()


def edit_a_form(analyst):
    """Begin a form, which shows pages that others do not have."""
    analyst.go("/sop/formulir")
    analyst.page.get_by_label("Judul formulir").fill("Surat masuk")
    analyst.page.get_by_role("button", name="Buat formulir").click()
    expect(analyst.page.locator("[data-form-editor][data-open=yes]")).to_be_visible()


def appoint(head, paper, year):
    """Let somebody act for a Kepala Bidang some day, which shows pages that others do not have."""
    head.go("/penugasan/baru")
    page = head.page
    page.get_by_label("Jabatan yang dijalankan").select_option("Kepala Bidang Kewirausahaan")
    page.get_by_label("Pegawai yang ditugasi").select_option(index=1)
    page.get_by_label("Nomor surat").fill("800/7/SP")
    for label, day in (("Tanggal surat", 1), ("Hari pertama", 2), ("Hari terakhir", 3)):
        page.get_by_label(label).fill(f"{year}-01-0{day}")
    page.get_by_label("Pindaian surat").set_input_files(paper)
    page.get_by_role("button", name="Catat penugasan").click()
    expect(page.get_by_text("800/7/SP").first).to_be_visible()


def test_every_page_is_whole_readable_and_free_of_raw_words(arrive, rooms, routes):
    matcher, pages = routes
    seen: Counter[str] = Counter()
    wrong = []
    for jabatan in WHO:
        person = arrive()
        if jabatan is not None:
            person.enter_as(jabatan)
        for endpoint, place in visited(person, matcher, [] if jabatan is None else rooms):
            said = troubles(person, times_seen=seen[endpoint])
            wrong += [f"{place} as {jabatan}: {trouble}" for trouble in said]
            seen[endpoint] += 1
        person.leave()

    assert wrong == []
    assert pages - set(seen) == set()


def visited(person, matcher, more):
    """Open what can be reached from the first page, a few of each kind; tell what was opened."""
    known, waiting = set(), ["/", "/masuk/slip", *more]
    count: Counter[str] = Counter()
    while waiting:
        place = waiting.pop(0)
        endpoint = endpoint_of(matcher, place)
        if place in known or endpoint in NO_PAGES - {"tasks.home"} or count[endpoint] >= ENOUGH:
            continue
        known.add(place)
        answer = person.go(place)
        if answer is None or answer.status == 404:
            # Somebody else's page, tried because an act of another led there.
            assert place in more, place
            continue
        assert answer.status == 200, (place, answer.status)
        endpoint = endpoint_of(matcher, person.place)
        count[endpoint] += 1
        waiting += person.links()
        yield endpoint, person.place


def endpoint_of(matcher, place):
    try:
        found: str = matcher.match(place.partition("?")[0])[0]
    except RequestRedirect as moved:
        return endpoint_of(matcher, moved.new_url)
    except HTTPException:
        return ""
    return found


def troubles(person, *, times_seen):
    """Return what is wrong with the page as it stands, at a desk and on a phone.

    Closely the first time; what was looked at often, only as the page before it was left.
    """
    found = person.troubles.copy()
    person.troubles.clear()
    words = ""
    # It was opened as the page before was left.
    modes = list(MODES)
    if person.page.viewport_size["width"] == PHONE[0]:
        modes.reverse()
    for mode in modes[: 1 if times_seen >= OFTEN else None]:
        turn(person, mode)
        wide, marked, shown = person.page.evaluate(STANDS)
        words += f"{shown}\n"
        if wide:
            found.append(f"wider than the window ({mode})")
        if not marked:
            found.append(f"not marked as sample data ({mode})")
        if not times_seen:
            found += [f"{barrier} ({mode})" for barrier in barriers(person.page)]
    found += [f"raw words: {match[0]}" for match in RAW.finditer(words)]
    found += [f"a code instead of its sentence: {code}" for code in codes_in(words)]
    return found


def turn(person, mode):
    (width, height), colours = MODES[mode]
    if person.page.viewport_size["width"] == width:
        return
    person.page.set_viewport_size({"width": width, "height": height})
    person.page.emulate_media(color_scheme=colours)


def codes_in(words):
    return set(re.findall(r"\b[a-z_]+\.[a-z0-9-]+\b", words)) & set(catalogue())
