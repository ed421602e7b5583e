"""*Antrean paraf & tanda tangan*: each opened, one password, each done for itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import orjson
import pytest
from sqlalchemy import select

from service.queries.act_queue import AwaitedAct, why_alone
from service.queries.tasks import RequirementLine
from service.store.database import read
from service.store.history import Stream
from service.store.tables import history_event
from service.store.verify import verify_stream
from tests.integration.web.pages.reading import csrf_of, errors_of, form_of, page_of, words_of
from tests.people import PASSWORD

pytestmark = pytest.mark.slow

PLACE = "/antrean-paraf"


@pytest.fixture
def walk(walk_at):
    """A process that waits for the paraf of the Sekretaris."""
    return walk_at("step_8")


@pytest.fixture
def second(walk_at):
    """Another one."""
    made = walk_at("step_7")
    made.complete("ketua")
    return made


@pytest.fixture
def queue(walk):
    return Queue(walk, "sekretaris")


class Queue:
    """The page as somebody of the office sees it."""

    def __init__(self, walk, who):
        self.walk = walk
        self.browser = walk.browser(who)

    def page(self):
        return page_of(self.browser.get(PLACE))

    def ticks(self):
        return self.page().xpath("//input[@name='pilih' and not(@disabled)]/@value")

    def open_all(self):
        """Save each document that is not opened yet."""
        for place in self.page().xpath("//main//a[contains(., 'Unduh')]/@href"):
            assert self.browser.get(place).status_code == 200

    def fields(self, *ticks):
        fields = form_of(self.browser.get(PLACE), PLACE)
        return {**fields, "pilih": list(ticks or self.ticks())}

    def send(self, *ticks):
        return self.browser.post(PLACE, data=self.fields(*ticks))

    def events(self, kind, walk=None):
        office = self.walk.office
        with read(office.session) as connection:
            found = connection.execute(
                select(history_event.c.payload, history_event.c.jabatan).where(
                    history_event.c.pemda_id == office.pemda.id,
                    history_event.c.stream_id == UUID((walk or self.walk).instance),
                    history_event.c.kind == kind,
                )
            )
            return [(orjson.loads(payload), jabatan) for payload, jabatan in found]

    def parafs(self, walk=None):
        done = [
            payload
            for payload, _ in self.events("UserTaskCompleted", walk)
            if "acts" in payload and not payload.get("returned")
        ]
        return len([act for payload in done for act in payload["acts"]])


def outcomes(answer):
    """Return what the page says of each tick: title of the task, and what came of it."""
    items = page_of(answer).xpath("//main//ul[contains(@class,'work-list')]/li")
    return [" ".join(item.text_content().split()) for item in items]


def test_the_queue_says_which_document_of_which_process_waits_from_whom_and_until_when(queue):
    words = words_of(queue.browser.get(PLACE))

    assert "Memberikan paraf pada konsep RKA dan DPA SKPD" in words
    assert "Penyusunan RKA dan DPA SKPD" in words
    assert "RKA 2032" in words
    assert "dari Ketua Tim Kerja Perencanaan" in words
    assert "versi 1" in words
    assert "Belum dibuka" in words
    assert "2026" in words  # the tenggat


def test_my_tasks_lead_to_the_queue_with_the_number_of_what_waits_there(queue, second):
    page = page_of(queue.browser.get("/tugas"))
    (link,) = page.xpath(f"//a[@href='{PLACE}']")

    assert " ".join(link.text_content().split()) == "Antrean paraf & tanda tangan 2"
    assert page_of(queue.walk.browser("ketua").get("/tugas")).xpath(f"//a[@href='{PLACE}']") == []


def test_whoever_has_nothing_to_act_on_reads_so(queue):
    assert "Tidak ada dokumen yang menunggu" in words_of(queue.walk.browser("ketua").get(PLACE))


def test_only_what_was_opened_can_be_ticked(queue):
    closed = queue.page().xpath("//input[@name='pilih']/@disabled")
    queue.open_all()

    assert len(closed) == 1
    assert len(queue.ticks()) == 1
    assert "Sudah Anda buka" in words_of(queue.browser.get(PLACE))


@pytest.mark.parametrize("way", ["", "/halaman", "/halaman/1"])
def test_to_save_a_document_or_to_look_at_its_pages_is_to_open_it_and_stands_in_the_history(
    queue, way
):
    place = queue.page().xpath("//main//a[contains(., 'Unduh')]/@href")[0]

    for _ in (1, 2):
        queue.browser.get(f"{place}{way}")

    ((payload, jabatan),) = queue.events("DocumentOpened")
    assert (payload["document"], payload["number"]) == ("rka", 1)
    assert payload["sha256"] in place
    assert jabatan == "Sekretaris Dinas"
    history = words_of(queue.browser.get(f"/proses/{queue.walk.instance}/riwayat"))
    assert "Dokumen dibuka sebelum paraf atau persetujuan" in history


@pytest.mark.parametrize("who", ["ketua", "kadis", "anggota-1"])
def test_a_look_by_who_is_not_to_act_is_nobodys_business(queue, who):
    place = queue.page().xpath("//main//a[contains(., 'Unduh')]/@href")[0]

    assert queue.walk.browser(who).get(place).status_code == 200

    assert queue.events("DocumentOpened") == []


def test_several_are_done_at_once_each_with_its_own_event(queue, second):
    queue.open_all()

    answer = queue.send()

    assert answer.status_code == 200
    assert "2 dari 2 selesai" in words_of(answer)
    assert (queue.parafs(), queue.parafs(second)) == (1, 1)
    assert queue.ticks() == []
    with read(queue.walk.office.session) as connection:
        for walk in (queue.walk, second):
            stream = Stream(queue.walk.office.pemda.id, UUID(walk.instance), "process")
            assert verify_stream(connection, stream).fault is None
    for page in ("riwayat", "putar-ulang", "pemeriksaan"):
        answer = queue.browser.get(f"/proses/{queue.walk.instance}/{page}")
        assert answer.status_code == 200
    assert "Rantai riwayat utuh" in words_of(answer)
    assert "0 perbedaan" in words_of(answer)


def test_what_was_not_opened_is_refused_however_it_was_ticked(queue, second):
    queue.open_all()
    ticks = queue.ticks()
    other = Queue(queue.walk, "sekretaris")
    third = [tick for tick in ticks if second.instance in tick]
    # The same document, but of a version that nobody has opened.
    forged = third[0][:-8] + "00000000"
    mine = next(tick for tick in ticks if tick not in third)

    answer = other.send(mine, forged)

    said = outcomes(answer)
    assert "1 dari 2 selesai" in words_of(answer)
    assert any("sudah berganti" in text and "Tidak dibubuhkan" in text for text in said)
    assert (queue.parafs(), queue.parafs(second)) == (1, 0)


def test_a_tick_made_by_hand_for_a_document_that_was_not_opened_is_refused(queue):
    place = queue.page().xpath("//main//a[contains(., 'Unduh')]/@href")[0]
    task = queue.walk.tasks("sekretaris")[0].removeprefix("/tugas/")

    answer = queue.send(f"{task}/rka:{place.rpartition('/')[2]}")

    assert "Anda belum membuka versi 1" in words_of(answer)
    assert queue.parafs() == 0


def test_another_persons_look_does_not_count(queue):
    place = queue.page().xpath("//main//a[contains(., 'Unduh')]/@href")[0]
    queue.walk.browser("kadis").get(place)
    task = queue.walk.tasks("sekretaris")[0].removeprefix("/tugas/")

    answer = queue.send(f"{task}/rka:{place.rpartition('/')[2]}")

    assert "Anda belum membuka" in words_of(answer)
    assert queue.parafs() == 0


def test_a_new_version_after_opening_is_not_signed(queue):
    queue.open_all()
    ticks = queue.ticks()
    walk = queue.walk
    walk.send_back("sekretaris", "Angka di halaman 2 keliru.")
    walk.go_on("step_8")

    answer = queue.send(*ticks)
    fresh = words_of(queue.browser.get(PLACE))

    assert "0 dari 1 selesai" in words_of(answer)
    assert queue.parafs() == 0
    assert "versi 2" in fresh or "Perbaikan ke-1" in fresh


def test_a_task_of_somebody_else_is_not_done_whoever_ticks_it(queue):
    queue.open_all()
    (tick,) = queue.ticks()

    for who in ("ketua", "kadis", "anggota-1", "orang-lain"):
        browser = queue.walk.browser(who)
        csrf = csrf_of(browser.get("/tugas"))
        answer = browser.post(PLACE, data={"csrf": csrf, "kunci": who, "pilih": [tick]})
        assert "0 dari 1 selesai" in words_of(answer)
        assert ("RKA 2032" in words_of(answer)) == (who != "orang-lain")
    assert queue.parafs() == 0


def test_the_same_list_sent_twice_signs_once_and_says_the_same(queue):
    queue.open_all()
    fields = queue.fields()

    first, again = (queue.browser.post(PLACE, data=fields) for _ in (1, 2))

    assert outcomes(first) == outcomes(again)
    assert "1 dari 1 selesai" in words_of(again)
    assert queue.parafs() == 1


def test_of_two_tabs_the_later_one_reads_that_it_is_done(queue):
    queue.open_all()
    here, there = queue.fields(), queue.fields()

    queue.browser.post(PLACE, data=here)
    later = queue.browser.post(PLACE, data=there)

    assert "0 dari 1 selesai" in words_of(later)
    assert "sudah" in outcomes(later)[0]
    assert queue.parafs() == 1


def test_a_wrong_password_does_nothing_and_keeps_the_ticks(queue, second, clock):
    queue.walk.office.give_password("sekretaris")
    queue.open_all()
    chosen = queue.ticks()[:1]
    clock.advance(timedelta(minutes=6))
    fields = queue.fields(*chosen)

    missing = queue.browser.post(PLACE, data=fields)
    wrong = queue.browser.post(PLACE, data={**fields, "sandi": "bukan sandi saya"})
    ticked = page_of(wrong).xpath("//input[@name='pilih' and @checked]/@value")
    right = queue.browser.post(PLACE, data={**fields, "sandi": PASSWORD})

    assert (missing.status_code, wrong.status_code) == (422, 422)
    assert page_of(wrong).get_element_by_id("sandi").get("aria-invalid") == "true"
    assert page_of(wrong).xpath("//input[@name='sandi']/@value") in ([], [""])
    assert ticked == chosen
    assert errors_of(missing)
    assert "1 dari 1 selesai" in words_of(right)


def test_nothing_ticked_is_said_before_a_password_is_asked(queue):
    queue.open_all()
    fields = {**queue.fields(), "pilih": [], "sandi": "apa saja"}

    answer = queue.browser.post(PLACE, data=fields)

    assert answer.status_code == 422
    assert errors_of(answer) == ["Centang sedikitnya satu dokumen."]


@pytest.mark.parametrize(
    "tick",
    ["", "x", "x/1/rka:0", f"{UUID(int=1)}/1/rka:0", f"{UUID(int=1)}/{10**30}/rka:0", "//,"],
)
def test_a_tick_that_says_nothing_is_answered_as_what_is_not_there(queue, tick):
    answer = queue.send(tick)

    assert answer.status_code == 200
    assert "0 dari 1 selesai" in words_of(answer)


def test_what_the_sekretaris_passed_on_waits_for_the_kepala_dinas(queue):
    queue.open_all()
    queue.send()
    kadis = Queue(queue.walk, "kadis")
    before = kadis.ticks()

    kadis.open_all()
    done = kadis.send()

    assert before == []  # the look of the Sekretaris is not that of the Kepala Dinas
    assert "1 dari 1 selesai" in words_of(done)
    acts = [act for payload, _ in queue.events("UserTaskCompleted") for act in payload["acts"]]
    assert [act["act"] for act in acts] == ["paraf", "approved_for_signature"]


@pytest.mark.parametrize("lacking", ["form", "ways", "checklist", "hats", "nothing", "agency"])
def test_a_task_that_asks_for_more_than_the_act_is_done_on_its_own_page(walk, lacking):
    place = walk.tasks("sekretaris")[0]
    view = walk.view(walk.office.people["sekretaris"], place)
    assert view.form is not None
    demanding = replace(view.form.fields[0], required=True)
    asking = {
        "form": {"form": replace(view.form, items=(demanding,))},
        "ways": {"forward": (*view.forward, *view.forward)},
        "checklist": {"requirements": (RequirementLine("Surat", ()),)},
        "hats": {"doubled": {"rka": "Ketua Tim"}},
        "nothing": {},
        "agency": {"task_kind": "receive"},
    }[lacking]
    version = None if lacking == "nothing" else view.documents[0]
    act = AwaitedAct("paraf", "rka", "RKA", version, opened=True)

    assert why_alone(replace(view, **asking), (act,)) == lacking
    if lacking != "nothing":
        assert why_alone(view, (act,)) is None


def test_a_task_of_its_own_page_leads_there_and_has_no_tick(queue, monkeypatch):
    monkeypatch.setattr("service.queries.act_queue.why_alone", lambda view, acts: "checklist")
    queue.open_all()

    page = queue.page()

    assert page.xpath("//input[@name='pilih']") == []
    links = page.xpath("//a[contains(., 'Kerjakan di halaman tugasnya')]/@href")
    assert links == queue.walk.tasks("sekretaris")


def test_the_page_is_light_and_needs_no_script(queue, second):
    answer = queue.browser.get(PLACE)

    assert len(answer.get_data()) < 50_000
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
