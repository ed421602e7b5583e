"""The page of a task: taking, filling in, completing, sending back, and what goes wrong."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import orjson
import pytest
from sqlalchemy import Engine, event, func, select, update

from service.store.database import read, transaction
from service.store.tables import draft, history_event, user_task
from tests.integration.web.pages.office import add_sop
from tests.integration.web.pages.reading import errors_of, form_of, page_of, words_of
from tests.integration.web.pages.walking import Walk, paper
from tests.people import NOON


@pytest.fixture
def walk(walk_at):
    return walk_at("step_1")


@pytest.fixture
def at_meeting(walk_at):
    """The process at step 2, which the team's leader has to himself."""
    return walk_at("step_2")


@pytest.fixture
def at_review(walk_at):
    return walk_at("step_7")


@pytest.fixture
def at_paraf(walk_at):
    return walk_at("step_8")


def events(walk, kind):
    with read(walk.office.session) as connection:
        return connection.scalar(
            select(func.count())
            .select_from(history_event)
            .where(
                history_event.c.pemda_id == walk.office.pemda.id,
                history_event.c.stream_id == UUID(walk.instance),
                history_event.c.kind == kind,
            )
        )


def test_the_inbox_says_what_of_which_process_and_until_when(walk):
    words = words_of(walk.browser("ketua").get("/tugas"))

    assert "Menyusun SK Tim" in words
    assert "Penyusunan RKA dan DPA SKPD" in words
    assert "RKA 2027" in words
    assert "24 November 2026 pukul 16.00 WIB kalender 2026 belum dikonfirmasi" in words
    assert "Baru" in words
    assert "Uji coba" in words


def test_a_jabatan_without_the_task_has_an_empty_inbox(walk):
    words = words_of(walk.browser("kadis").get("/tugas"))

    assert "Tidak ada tugas yang menunggu Anda" in words


def test_an_incomplete_form_comes_back_with_what_was_typed_and_links_to_what_is_missing(walk):
    place = walk.tasks("ketua")[0]
    browser = walk.browser("ketua")
    fields = form_of(browser.get(place), "/selesaikan")
    fields |= {"isian.nomor_sk": ["800/12/SK"], "tindakan": ["selesai"]}

    answer = browser.post(f"{place}/selesaikan", data=fields)
    page = page_of(answer)
    summary = page.xpath("//div[contains(@class,'error-summary')]//a/@href")

    assert answer.status_code == 422
    assert "#isian-tanggal_sk" in summary
    assert all(page.get_element_by_id(target[1:]) is not None for target in summary)
    assert page.get_element_by_id("isian-nomor_sk").get("value") == "800/12/SK"
    assert page.get_element_by_id("isian-tanggal_sk").get("aria-invalid") == "true"
    assert events(walk, "UserTaskCompleted") == 0


def test_a_file_that_came_with_a_refused_form_need_not_be_chosen_again(walk):
    place = walk.tasks("ketua")[0]
    browser = walk.browser("ketua")
    fields = form_of(browser.get(place), "/selesaikan") | {"tindakan": ["selesai"]}
    files = {"isian.berkas_sk": [(io.BytesIO(paper("SK")), "sk tim.pdf")]}

    refused = browser.post(
        f"{place}/selesaikan", data={**fields, **files}, content_type="multipart/form-data"
    )
    again = form_of(refused, "/selesaikan")
    good = walk.fill("ketua", place, **walk.team())
    del good["isian.berkas_sk"]
    done = browser.post(
        f"{place}/selesaikan", data={**good, "berkas.berkas_sk": again["berkas.berkas_sk"]}
    )

    assert refused.status_code == 422
    assert again["berkas.berkas_sk"][0].endswith("/sk tim.pdf")
    assert done.status_code == 303, errors_of(done)


def test_kelengkapan_that_is_missing_needs_a_reason(walk):
    place = walk.tasks("ketua")[0]
    browser = walk.browser("ketua")
    fields = walk.fill("ketua", place, **walk.team()) | {"lengkap": []}

    refused = browser.post(f"{place}/selesaikan", data=fields, content_type="multipart/form-data")
    fields = walk.fill("ketua", place, **walk.team())
    fields |= {"lengkap": [], "tanpa": "Peraturan baru terbit besok."}
    done = browser.post(f"{place}/selesaikan", data=fields, content_type="multipart/form-data")

    assert refused.status_code == 422
    assert "Peraturan Terkait" in errors_of(refused)[0]
    assert done.status_code == 303, errors_of(done)
    assert "Peraturan baru terbit besok." in words_of(
        browser.get(f"/proses/{walk.instance}/riwayat")
    )


def test_the_way_without_kelengkapan_opens_only_when_something_stands_in_it(walk):
    place = walk.tasks("ketua")[0]
    browser = walk.browser("ketua")
    reason = "Peraturan baru terbit besok."
    fields = walk.fill("ketua", place, **walk.team()) | {"lengkap": []}
    written = walk.fill("ketua", place, **walk.team(), nomor_sk="") | {"lengkap": []}

    silent = browser.post(f"{place}/selesaikan", data=fields, content_type="multipart/form-data")
    typed = browser.post(
        f"{place}/selesaikan",
        data=written | {"tanpa": reason},
        content_type="multipart/form-data",
    )

    [shut] = page_of(silent).xpath("//details[.//textarea[@name='tanpa']]")
    [open_] = page_of(typed).xpath("//details[.//textarea[@name='tanpa']]")
    assert (silent.status_code, typed.status_code) == (422, 422)
    assert shut.get("open") is None
    assert open_.get("open") is not None
    assert open_.xpath("string(.//textarea)") == reason


def test_what_an_earlier_step_made_is_ticked_by_itself_and_can_be_downloaded(at_review):
    place = at_review.tasks("ketua")[0]
    page = page_of(at_review.browser("ketua").get(place))
    ticked = page.xpath("//fieldset[@id='kelengkapan']//input[@checked and @disabled]/@value")
    link = page.xpath("//fieldset[@id='kelengkapan']//a/@href")[0]

    file = at_review.browser("ketua").get(link)

    assert ticked == ["Draft RKA dan DPA SKPD"]
    assert file.status_code == 200
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in file.headers["Content-Security-Policy"]


def test_what_several_bidang_handed_in_is_ticked_with_the_file_of_each(walk_at):
    walk = walk_at("p_bidang")
    asked = len(walk.waiting())
    walk.go_on("step_4")
    place = walk.tasks("anggota-1")[0]

    page = page_of(walk.browser("anggota-1").get(place))
    [group] = page.xpath("//fieldset[@id='kelengkapan']")
    units = group.xpath(".//p/span[@class='soft']/text()")

    assert asked > 1
    assert f"Sudah ada dalam proses ini, dari {asked} unit." in group.text_content()
    assert len(set(units)) == len(units) == asked
    assert all(unit.startswith("dari Bidang ") for unit in units)


def test_a_card_of_the_inbox_names_the_step_and_cuts_a_kegiatan_that_is_a_whole_procedure(walk_at):
    walk = walk_at("r_asistensi")
    walk.go_on("step_10", r_asistensi={"putusan_asistensi": "perbaikan"})
    secretary = walk.browser("sekretaris")
    place = next(place for _, place, element in walk.waiting() if element == "step_10")

    [link] = page_of(secretary.get("/tugas")).xpath(f"//h3/a[@href='{place}']")
    said = " ".join(link.text_content().split())
    whole = page_of(secretary.get(place)).xpath("string(//h1)")

    assert said.startswith("Langkah 10: Draft RKA yang telah dibuat")
    assert said.endswith("…")
    assert whole.startswith(said.removeprefix("Langkah 10: ").removesuffix("…"))
    assert whole.endswith("Tim TAPD")


@pytest.mark.parametrize(("element", "first"), [("step_7", False), ("p_kirim", True)])
def test_papers_to_which_no_kelengkapan_leads_come_before_the_form(walk_at, element, first):
    walk = walk_at("step_7")
    walk.go_on(element)
    who, place, _ = walk.waiting()[0]
    page = page_of(walk.browser(who).get(place))

    cards = "//div[@class='card'][h2='Dokumen terbaru']"
    before = page.xpath(f"{cards}[following::form[@id='isian']]")

    assert len(page.xpath(cards)) == 1
    assert bool(before) == first


def told_before(walk, who):
    """Return what a person reads of the steps before: (of whom, label, answer)."""
    page = page_of(walk.browser(who).get(walk.tasks(who)[0]))
    [card] = page.xpath("//section[h2='Dari langkah sebelumnya']") or [None]
    folds = [] if card is None else card.xpath("details")
    return [
        (fold.xpath("string(summary)"), *(part.text_content() for part in pair))
        for fold in folds
        for pair in zip(fold.xpath(".//dt"), fold.xpath(".//dd"), strict=True)
    ]


def test_who_comes_next_reads_what_was_filled_in_for_the_step(walk_at):
    walk = walk_at("step_3")
    walk.complete("anggota-1", hal_nota_dinas="Bahan RKA tahun depan")
    supplier = next(who for who, _, element in walk.waiting() if element == "p_bidang")

    told = told_before(walk, supplier)

    assert ("Langkah 3 · Perencana Ahli 1", "Hal", "Bahan RKA tahun depan") in told
    asked = {label: answer for _, label, answer in told}["Bidang yang diminta menyerahkan bahan"]
    assert "Bidang " in asked
    # A file is a document, and stands with the documents.
    assert not [label for _, label, _ in told if "Berkas" in label]


def test_who_collects_reads_what_was_asked_and_what_each_bidang_says(walk_at):
    walk = walk_at("p_bidang")
    suppliers = len(walk.waiting())
    for number in range(1, suppliers + 1):
        who, place, _ = walk.waiting()[0]
        walk.complete(who, place, catatan_bahan_bidang=f"Catatan ke-{number}")

    told = told_before(walk, "anggota-1")

    notes = {answer: of for of, label, answer in told if label == "Catatan Bidang"}
    assert list(notes) == [f"Catatan ke-{number}" for number in range(1, suppliers + 1)]
    assert len(set(notes.values())) == suppliers
    assert told[0][0].startswith("Langkah 3 · ")


def supplied_to(walk, who):
    """Return what the page of a person's task says of the Bidang that it collects from."""
    page = page_of(walk.browser(who).get(walk.tasks(who)[0]))
    return [
        " ".join(said.text_content().split())
        for said in page.xpath("//section[h2='Dari langkah sebelumnya']/p")
    ]


def test_who_collects_reads_which_bidang_delivered_and_which_was_waived(walk_at):
    walk = walk_at("p_bidang")
    late, *others = [(who, place) for who, place, _ in walk.waiting()]
    process = f"/proses/{walk.instance}"
    number = late[1].rpartition("/")[2]
    fields = form_of(walk.browser("anggota-1").get(process), f"/lewati/{number}")
    fields[f"alasan-{number}"] = ["Data terlambat"]
    unit = walk.view(walk.office.people[late[0]], late[1]).unit_name
    names = [walk.view(walk.office.people[who], place).unit_name for who, place in others]
    # Who collects is asked nothing before the Bidang are done, and they read nothing of it.
    assert supplied_to(walk, others[0][0]) == []

    walk.browser("anggota-1").post(f"{process}/lewati/{number}", data=fields)
    for who, place in others:
        walk.complete(who, place)

    asked = len(others) + 1
    [said] = supplied_to(walk, "anggota-1")
    assert said.startswith(f"{len(others)} dari {asked} bidang sudah mengirim: ")
    assert [name for name in names if name in said] == names
    assert said.endswith(f"Dilewati: {unit}.")


def test_a_step_that_collects_nothing_says_nothing_of_bidang(at_review):
    assert supplied_to(at_review, "ketua") == []


def test_the_first_task_has_no_step_before(walk):
    assert told_before(walk, "ketua") == []


def test_a_file_of_a_process_is_not_there_for_other_offices(at_review):
    page = page_of(at_review.browser("ketua").get(at_review.tasks("ketua")[0]))
    link = page.xpath("//fieldset[@id='kelengkapan']//a/@href")[0]

    assert at_review.browser("orang-lain").get(link).status_code == 404
    assert at_review.browser("auditor").get(link).status_code == 404


def test_one_of_several_takes_a_task_and_the_others_read_who(walk_at):
    walk = walk_at("step_3")
    place = walk.tasks("anggota-1")[0]
    first, second = walk.browser("anggota-1"), walk.browser("anggota-2")
    assert "Belum diambil" in words_of(first.get("/tugas"))

    first.post(f"{place}/ambil", data=form_of(first.get(place), "/ambil"))
    late = second.post(
        f"{place}/selesaikan",
        data=walk.fill("anggota-1", place) | {"csrf": _csrf(second)},
        content_type="multipart/form-data",
    )

    assert place not in walk.tasks("anggota-2")
    assert late.status_code == 409
    assert "Perencana Ahli 1" in words_of(late)
    assert "Sudah diambil" in words_of(second.get(place))

    first.post(f"{place}/lepas", data=form_of(first.get(place), "/lepas"))
    assert place in walk.tasks("anggota-2")


def test_only_what_arrives_from_an_agency_is_recorded_in_its_name(walk_at):
    own, arriving = walk_at("step_3"), walk_at("r_asistensi")

    def recording(walk, who):
        return walk.view(walk.office.people[who], walk.tasks(who)[0]).recording

    assert not recording(own, "anggota-1")
    assert recording(arriving, "sekretaris")


def test_what_was_written_comes_back_when_somebody_else_was_faster(walk_at):
    walk = walk_at("step_3")
    place = walk.tasks("anggota-1")[0]
    first, second = walk.browser("anggota-1"), walk.browser("anggota-2")
    form = {"csrf": _csrf(second), "isian.catatan": "Kata <b>panjang"}
    first.post(f"{place}/ambil", data=form_of(first.get(place), "/ambil"))

    def send(**headers):
        return second.post(f"{place}/draf", data=form, headers=headers)

    ours, theirs = send(**{"Sec-Fetch-Site": "same-origin"}), send(**{"Sec-Fetch-Site": "none"})

    assert (ours.status_code, theirs.status_code) == (409, 409)
    written = [area.text for area in page_of(ours).iter("textarea")]
    assert "Kata <b>panjang" in [text.strip() for text in written]
    assert not [text for text in written if form["csrf"] in text]
    assert not list(page_of(theirs).iter("textarea"))


NOTED = "isian.hal_nota_dinas"


@pytest.fixture
def too_late(walk_at):
    """A step that somebody took while a colleague was still writing, and what the latter sends."""
    walk = walk_at("step_3")
    place = walk.tasks("anggota-1")[0]
    first, second = walk.browser("anggota-1"), walk.browser("anggota-2")
    fields = form_of(second.get(place), "/selesaikan")
    first.post(f"{place}/ambil", data=form_of(first.get(place), "/ambil"))
    return walk, place, fields | {NOTED: ["Permintaan bahan"]}


def drafts(walk):
    """Return who has a draft in the process, and what stands in it."""
    people = {caller.person_id: who for who, caller in walk.office.people.items()}
    with read(walk.office.session) as connection:
        rows = connection.execute(
            select(draft.c.person_id, draft.c.typed).where(
                draft.c.pemda_id == walk.office.pemda.id,
                draft.c.instance_id == UUID(walk.instance),
            )
        )
        return {people[row.person_id]: orjson.loads(row.typed) for row in rows}


@pytest.mark.parametrize(
    ("way", "button"), [("selesaikan", "selesai"), ("selesaikan", "draf"), ("draf", "")]
)
def test_what_came_after_somebody_took_the_task_is_a_draft_of_its_writer(too_late, way, button):
    walk, place, fields = too_late
    second, first = walk.browser("anggota-2"), walk.browser("anggota-1")

    late = second.post(f"{place}/{way}", data=fields | {"tindakan": [button]})
    waiting = second.get(place)

    assert late.status_code == 409
    assert "Perencana Ahli 1" in words_of(late)
    assert "tersimpan sebagai draf Anda sendiri" in words_of(late)
    assert drafts(walk)["anggota-2"][NOTED] == ["Permintaan bahan"]
    assert [area.text.strip() for area in page_of(waiting).iter("textarea")] == [
        "Permintaan bahan"
    ]
    for other in ("anggota-1", "ketua", "kadis"):
        assert "Permintaan bahan" not in walk.browser(other).get(place).get_data(as_text=True)

    first.post(f"{place}/lepas", data=form_of(first.get(place), "/lepas"))
    assert form_of(second.get(place), "/selesaikan")[NOTED] == ["Permintaan bahan"]


def test_a_draft_that_saves_itself_says_that_somebody_took_the_task(too_late):
    walk, place, fields = too_late

    late = walk.browser("anggota-2").post(
        f"{place}/draf", data=fields, headers={"Accept": "application/json"}
    )

    assert late.status_code == 409
    assert late.get_json()["kept"] is True
    assert "Perencana Ahli 1" in late.get_json()["message"]


def test_it_is_kept_too_when_the_session_ended_meanwhile(too_late, clock):
    walk, place, fields = too_late
    clock.advance(timedelta(hours=4))

    late = walk.browser("anggota-2").post(f"{place}/selesaikan", data=fields)

    assert late.status_code == 303
    assert drafts(walk)["anggota-2"][NOTED] == ["Permintaan bahan"]


def test_a_reason_to_send_back_is_kept_when_somebody_took_the_task(at_review):
    place, browser = at_review.tasks("ketua")[0], at_review.browser("ketua")
    fields = form_of(browser.get(place), "/kembalikan")
    taker = at_review.office.people["anggota-1"]
    with transaction(at_review.office.session) as tx:
        tx.execute(
            update(user_task)
            .where(
                user_task.c.pemda_id == at_review.office.pemda.id,
                user_task.c.instance_id == UUID(at_review.instance),
                user_task.c.status == "open",
            )
            .values(claimed_by=taker.person_id, claimed_holding=taker.holders[0].holding_id)
        )

    # Without a target the form would be shown again, had nobody taken the task.
    for typed in ({"alasan": ["Pagu salah"]}, {"alasan": ["Pagu tetap salah"], "tujuan": []}):
        late = browser.post(f"{place}/kembalikan", data=fields | typed)
        assert late.status_code == 409
        assert drafts(at_review)["ketua"]["alasan"] == typed["alasan"]


def test_what_came_after_the_task_was_completed_stands_on_the_page_that_says_so(too_late):
    walk, place, fields = too_late
    walk.complete("anggota-1", place)

    late = walk.browser("anggota-2").post(
        f"{place}/selesaikan",
        data=fields | {"tindakan": ["selesai"]},
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    assert late.status_code == 409
    assert [area.text.strip() for area in page_of(late).iter("textarea")] == ["Permintaan bahan"]
    assert "Belum tersimpan" in words_of(late)
    assert drafts(walk) == {}


def test_what_was_written_stands_on_the_page_that_says_whose_task_it_is(at_review):
    place = at_review.tasks("ketua")[0]
    fields = form_of(at_review.browser("ketua").get(place), "/kembalikan")
    outsider = at_review.browser("kadis")

    refused = outsider.post(
        f"{place}/kembalikan",
        data=fields | {"csrf": _csrf(outsider), "alasan": ["Pagu salah"], "tujuan": []},
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    assert refused.status_code == 403
    assert [area.text.strip() for area in page_of(refused).iter("textarea")] == ["Pagu salah"]
    assert drafts(at_review) == {}


def test_what_was_written_comes_back_when_the_session_is_over(app):
    answer = app.test_client().post(
        "/proses/mulai/01a201f3-70b4-7e41-8ddc-761788a80880",
        data={"judul": "RKA tahun depan", "sandi": "kata sandi saya", "dasar": ""},
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    assert answer.status_code == 401
    written = [area.text.strip() for area in page_of(answer).iter("textarea")]
    assert written == ["RKA tahun depan"]


def _csrf(browser):
    from tests.integration.web.pages.reading import csrf_of

    return csrf_of(browser.get("/tugas"))


def test_who_may_see_but_not_do_is_told_so_and_who_may_not_see_finds_nothing(at_meeting):
    place = at_meeting.tasks("ketua")[0]
    fields = at_meeting.fill("ketua", place)

    seen = at_meeting.browser("kadis").get(place)
    done = at_meeting.browser("kadis").post(
        f"{place}/selesaikan",
        data=fields | {"csrf": _csrf(at_meeting.browser("kadis"))},
        content_type="multipart/form-data",
    )

    assert "Bukan tugas jabatan Anda" in words_of(seen)
    assert done.status_code == 403
    assert at_meeting.browser("orang-lain").get(place).status_code == 404


def test_the_same_form_sent_twice_is_one_act_and_one_answer(at_meeting):
    place = at_meeting.tasks("ketua")[0]
    browser = at_meeting.browser("ketua")
    fields = at_meeting.fill("ketua", place)
    plain = {name: value for name, value in fields.items() if not isinstance(value, list | tuple)}
    plain |= {name: value for name, value in fields.items() if isinstance(value, list)}
    files = {name for name, value in plain.items() if _is_file(value)}
    kept = _upload_all(browser, {name: plain.pop(name) for name in files})

    first = browser.post(f"{place}/selesaikan", data={**plain, **kept})
    again = browser.post(f"{place}/selesaikan", data={**plain, **kept})

    assert (first.status_code, again.status_code) == (303, 303), errors_of(again)
    assert first.location == again.location
    assert events(at_meeting, "UserTaskCompleted") == 2


@pytest.mark.parametrize(
    ("who", "step", "statements"),
    [
        # who is calling; the task, its document, what was done with it; then the authority
        pytest.param("ketua", "step_7", 5, id="without a file"),
        # who is calling, the task; whether the request or its file came before; then what the
        # command reads: the task, its document, whose the file is, and at last the authority
        pytest.param("ketua", "step_2", 8, id="with a file"),
    ],
)
def test_completing_reads_what_it_writes_by_and_not_what_its_page_shows(
    walk_at, who, step, statements
):
    walk = walk_at(step)
    place = walk.tasks(who)[0]
    browser = walk.browser(who)
    fields = walk.fill(who, place)
    asked = []

    def note(_connection, _cursor, statement, *_):
        if statement.startswith(("SELECT", "WITH")):
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        answer = browser.post(f"{place}/selesaikan", data=fields)
    finally:
        event.remove(Engine, "before_cursor_execute", note)

    assert answer.status_code == 303, errors_of(answer)
    assert len(asked) == statements, "\n".join(asked)


def _is_file(value):
    return isinstance(value, list) and bool(value) and isinstance(value[0], tuple)


def _upload_all(browser, files):
    kept = {}
    for name, values in files.items():
        stream, file_name = values[0]
        made = _upload(browser, stream.read(), file_name)
        kept[f"berkas.{name.partition('.')[2]}"] = f"{made['sha256']}/{file_name}"
    return kept


def _upload(browser, content, name, piece=256 * 1024):
    token = {"X-CSRF-Token": _csrf(browser)}
    state = browser.post(
        "/unggahan", data={"size": len(content), "name": name}, headers=token
    ).get_json()
    while state["sha256"] is None:
        start = state["received"]
        state = browser.put(
            f"/unggahan/{state['id']}?from={start}",
            data=content[start : start + piece],
            headers=token,
        ).get_json()
    return state


def test_a_file_travels_in_pieces_and_goes_on_where_it_broke_off(walk):
    browser = walk.browser("ketua")
    token = {"X-CSRF-Token": _csrf(browser)}
    content = paper("x" * 512 * 1024)
    half = 256 * 1024

    begun = browser.post(
        "/unggahan", data={"size": len(content), "name": "rka.pdf"}, headers=token
    )
    place = f"/unggahan/{begun.get_json()['id']}"
    browser.put(f"{place}?from=0", data=content[:half], headers=token)
    twice = browser.put(f"{place}?from=0", data=content[:half], headers=token)
    state = browser.get(place).get_json()
    done = browser.put(f"{place}?from={state['received']}", data=content[half:], headers=token)

    assert begun.status_code == 201
    assert twice.status_code == 409
    assert state["received"] == half
    assert len(done.get_json()["sha256"]) == 64
    assert walk.browser("kadis").get(place).status_code == 404


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"Surat ini hanya teks.", "surat.pdf"),
        (paper("surat"), "surat.docx"),
        (b"PK\x03\x04" + b"x" * 300_000, "surat.xlsx"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused_with_and_without_script(
    at_meeting, content, name
):
    browser, place = at_meeting.browser("ketua"), at_meeting.tasks("ketua")[0]
    token = {"X-CSRF-Token": _csrf(browser), "Accept": "application/json"}
    fields = form_of(browser.get(place), "/selesaikan")
    key = page_of(browser.get(place)).xpath("//input[@type='file']/@name")[0]
    before = events(at_meeting, "UserTaskCompleted")

    size = {"size": len(content), "name": name}
    begun = browser.post("/unggahan", data=size, headers=token).get_json()
    for start in range(0, len(content), 256 * 1024):
        piece = browser.put(
            f"/unggahan/{begun['id']}?from={start}",
            data=content[start : start + 256 * 1024],
            headers=token,
        )
    sent = browser.post(
        f"{place}/selesaikan",
        data={**fields, key: [(io.BytesIO(content), name)], "tindakan": "selesai"},
        content_type="multipart/form-data",
    )

    said = "Isi berkas ini tidak sesuai dengan jenisnya"
    assert piece.status_code == sent.status_code == 422
    assert said in piece.get_json()["detail"]
    assert any(said in error for error in errors_of(sent))
    assert events(at_meeting, "UserTaskCompleted") == before


def test_a_file_that_is_too_large_is_refused_before_it_travels(walk, app):
    browser = walk.browser("ketua")
    answer = browser.post(
        "/unggahan",
        data={"size": 10**12, "name": "besar.zip"},
        headers={"X-CSRF-Token": _csrf(browser), "Accept": "application/json"},
    )

    assert answer.status_code == 413
    assert answer.content_type == "application/problem+json"
    assert "lebih dari 200 MB" in answer.get_json()["detail"]


def test_a_draft_is_kept_and_opened_again_without_password_or_token(at_meeting):
    place = at_meeting.tasks("ketua")[0]
    browser = at_meeting.browser("ketua")
    fields = form_of(browser.get(place), "/selesaikan")
    name = next(key for key in fields if key.startswith("isian."))

    kept = browser.post(f"{place}/draf", data={**fields, name: "2027-01-31", "sandi": "rahasia"})
    again = page_of(browser.get(place))

    assert kept.get_json()["kept"] is True
    assert "10.00 WIB" in kept.get_json()["message"]
    assert again.xpath(f"//*[@name='{name}']/@value") == ["2027-01-31"]
    with read(at_meeting.office.session) as connection:
        typed = connection.scalar(
            select(draft.c.typed).where(draft.c.pemda_id == at_meeting.office.pemda.id)
        )
    assert "rahasia" not in str(typed)
    assert "csrf" not in str(typed)


def test_a_form_that_comes_after_the_session_ended_is_kept_as_a_draft(at_meeting, clock):
    place = at_meeting.tasks("ketua")[0]
    browser = at_meeting.browser("ketua")
    fields = form_of(browser.get(place), "/selesaikan") | {"tindakan": ["selesai"]}
    name = next(key for key in fields if key.startswith("isian."))
    clock.advance(timedelta(hours=4))

    late = browser.post(f"{place}/selesaikan", data={**fields, name: "2027-01-31"})
    back = at_meeting.office.signed_in(at_meeting.app, "ketua", clock.now())

    assert late.status_code == 303
    assert "/masuk?" in late.location
    assert "tersimpan sebagai draf" in words_of(browser.get(late.location))
    assert page_of(back.get(place)).xpath(f"//*[@name='{name}']/@value") == ["2027-01-31"]
    assert events(at_meeting, "UserTaskCompleted") == 1


def test_a_session_that_was_ended_on_purpose_keeps_nothing(at_meeting, clock):
    place = at_meeting.tasks("ketua")[0]
    browser = at_meeting.browser("ketua")
    page = browser.get(place)
    fields = form_of(page, "/selesaikan")
    browser.post("/keluar", data=form_of(page, "/keluar"))

    late = browser.post(f"{place}/draf", data=fields, headers={"Accept": "application/json"})

    assert late.status_code == 401
    with read(at_meeting.office.session) as connection:
        query = select(draft.c.typed).where(draft.c.pemda_id == at_meeting.office.pemda.id)
        assert connection.execute(query).all() == []


def test_a_draft_of_a_stranger_to_the_task_is_refused(at_meeting):
    place = at_meeting.tasks("ketua")[0]
    browser = at_meeting.browser("kadis")

    answer = browser.post(
        f"{place}/draf", data={"csrf": _csrf(browser)}, headers={"Accept": "application/json"}
    )

    assert answer.status_code == 403


def test_sending_back_offers_only_what_is_drawn_and_needs_a_reason(at_review):
    before = events(at_review, "UserTaskCompleted")
    place = at_review.tasks("ketua")[0]
    browser = at_review.browser("ketua")
    fields = form_of(browser.get(place), "/kembalikan")

    written = next(name for name in fields if name.startswith("isian.catatan"))

    without = browser.post(
        f"{place}/kembalikan", data=fields | {"alasan": [" "], written: ["Baru setengah"]}
    )
    invented = browser.post(
        f"{place}/kembalikan", data=fields | {"alasan": ["Salah"], "tujuan": ["entah"]}
    )

    assert without.status_code == invented.status_code == 422
    assert errors_of(without) == ["Tuliskan alasannya."]
    assert form_of(without, "/kembalikan")[written] == ["Baru setengah"]
    assert errors_of(invented) == ["Pilih ke mana pekerjaan ini dikembalikan."]
    assert events(at_review, "UserTaskCompleted") == before


def test_who_gets_work_back_reads_why_and_that_it_is_the_first_correction(at_review):
    after = at_review.send_back("ketua", "Pagu belum sesuai.")
    place = at_review.tasks("anggota-1")[0]
    words = words_of(at_review.browser("anggota-1").get(place))

    assert "Langkah 5" in words_of(after)
    assert "Dikembalikan untuk perbaikan Pagu belum sesuai." in words
    assert "Ketua Tim Kerja Perencanaan" in words
    assert "Perbaikan ke-1" in words
    assert "Dikembalikan" in words_of(at_review.browser("anggota-1").get("/tugas"))


def test_a_paraf_asks_for_the_password_again(at_paraf, clock):
    before = events(at_paraf, "UserTaskCompleted")
    place = at_paraf.tasks("sekretaris")[0]
    clock.advance(timedelta(minutes=6))  # the password typed at the start no longer counts
    browser = at_paraf.browser("sekretaris")
    fields = at_paraf.fill("sekretaris", place)

    answer = browser.post(f"{place}/selesaikan", data=fields, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert page_of(answer).get_element_by_id("sandi").get("aria-invalid") == "true"
    assert events(at_paraf, "UserTaskCompleted") == before


def test_after_a_task_the_next_person_is_named_with_a_message_to_send(at_meeting):
    after = at_meeting.complete("ketua")
    page = page_of(after)
    message = page.xpath("//textarea")[0].value
    link = page.xpath("//a[starts-with(@href, 'https://wa.me/')]/@href")[0]

    assert "Langkah 3" in words_of(after)
    assert "Menyiapkan Nota Dinas" in message
    assert "UJI COBA" in message
    assert "/tugas/" in message
    assert "Menyiapkan%20Nota%20Dinas" in link


def test_a_task_that_is_done_shows_so_and_takes_no_second_answer(at_meeting):
    with read(at_meeting.office.session) as connection:
        number = connection.scalar(
            select(user_task.c.task_no).where(
                user_task.c.pemda_id == at_meeting.office.pemda.id,
                user_task.c.instance_id == UUID(at_meeting.instance),
                user_task.c.status == "completed",
            )
        )
    place = f"/tugas/{at_meeting.instance}/{number}"
    browser = at_meeting.browser("ketua")

    answer = browser.post(
        f"{place}/selesaikan", data={"csrf": _csrf(browser), "tindakan": "selesai"}
    )

    assert "Tugas ini sudah selesai" in words_of(browser.get(place))
    assert answer.status_code == 409


@pytest.mark.parametrize(
    "typed", ["kemarin pagi", "23/11/2026 09.00", "2026-11-23", "2026-11-23T09:00+07:00"]
)
def test_a_time_of_arrival_that_is_none_is_refused_at_its_field_and_comes_back(walk_at, typed):
    at_meeting = walk_at("r_asistensi")
    place = at_meeting.tasks("sekretaris")[0]
    browser = at_meeting.browser("sekretaris")
    fields = at_meeting.fill("sekretaris", place, putusan_asistensi="perbaikan")

    answer = browser.post(
        f"{place}/selesaikan",
        data=fields | {"terjadi": typed},
        content_type="multipart/form-data",
    )

    field = page_of(answer).get_element_by_id("terjadi")
    assert answer.status_code == 422
    assert field.get("value") == typed
    assert field.get("aria-invalid") == "true"
    assert any("tanggal dan jamnya" in said for said in errors_of(answer))
    assert page_of(browser.get(place)).get_element_by_id("isian") is not None


def test_a_stated_time_is_the_offices_and_stands_in_the_history(walk_at):
    at_meeting = walk_at("r_asistensi")
    place = at_meeting.tasks("sekretaris")[0]
    browser = at_meeting.browser("sekretaris")
    fields = at_meeting.fill("sekretaris", place, putusan_asistensi="perbaikan")

    done = browser.post(
        f"{place}/selesaikan",
        data=fields | {"terjadi": "2026-11-23T09:45"},
        content_type="multipart/form-data",
    )
    history = words_of(browser.get(f"/proses/{at_meeting.instance}/riwayat"))

    assert done.status_code == 303, errors_of(done)
    assert "09.45" in history


def test_a_number_of_thousands_of_characters_is_refused_at_its_field_and_never_cut(walk_at):
    walk = walk_at("step_1")
    browser, place = walk.browser("ketua"), walk.tasks("ketua")[0]
    long = "9" * 5_004

    fields = walk.fill("ketua", place, **walk.team(), nomor_sk=long)
    answer = browser.post(f"{place}/selesaikan", data=fields, content_type="multipart/form-data")

    control = page_of(answer).get_element_by_id("isian-nomor_sk")
    assert answer.status_code == 422
    assert errors_of(answer) == ["Nomor SK Tim: Tulis paling banyak 150 karakter; sekarang 5004."]
    assert control.get("value") == long
    assert control.get("aria-invalid") == "true"
    # A browser would cut what is pasted down to it, and nobody would be told.
    assert page_of(browser.get(place)).xpath("//form[@id='isian']//@maxlength") == []


def test_a_reason_that_is_too_long_comes_back_whole(walk_at):
    walk = walk_at("step_7")
    place = walk.tasks("ketua")[0]
    browser = walk.browser("ketua")
    fields = form_of(browser.get(place), "/kembalikan") | {"alasan": ["a" * 2001]}

    answer = browser.post(f"{place}/kembalikan", data=fields)

    assert answer.status_code == 422
    assert "paling banyak 2000 huruf" in errors_of(answer)[0]
    assert len(page_of(answer).get_element_by_id("alasan").value) == 2001


@pytest.fixture
def of_parts(app, office):
    """Give a process that waits at a step whose row the document divides in numbered parts."""
    sop_id, version_id = add_sop(
        office.session, office.pemda, office.people["analis"], "cirebon-lakip", NOON
    )
    made = Walk(app, replace(office, sop_id=sop_id, version_id=version_id))
    made.start(year=2031)
    made.go_on(until="step_3")
    return made


def test_the_parts_of_a_step_are_listed_each_with_its_own_time(of_parts):
    page = page_of(of_parts.browser("ketua").get(of_parts.tasks("ketua")[0]))

    parts = page.xpath("//h3[.='Rincian']/following-sibling::ul[1]/li")
    assert [part.text_content()[:4] for part in parts] == ["3.1 ", "3.2 ", "3.3 "]
    assert all(part.text_content().endswith(" 1 Hari (kerja)") for part in parts)
    # The whole row is the name of the step; a paragraph is not set in the size of a title.
    [title] = page.xpath("//h1")
    assert title.get("class") == "long"


def test_a_step_without_a_time_has_no_tenggat_and_says_so(of_parts):
    of_parts.go_on(until="p_konsep")

    words = words_of(of_parts.browser("anggota-1").get(of_parts.tasks("anggota-1")[0]))

    assert "Tanpa tenggat" in words


def test_an_outside_arrival_is_recorded_on_behalf_of_the_agency(walk_at):
    at_meeting = walk_at("r_asistensi")
    words = words_of(at_meeting.browser("sekretaris").get("/tugas"))
    place = at_meeting.tasks("sekretaris")[0]
    before = (NOON - timedelta(days=400)).strftime("%Y-%m-%dT%H:%M")
    fields = at_meeting.fill("sekretaris", place, putusan_asistensi="perbaikan")

    too_early = at_meeting.browser("sekretaris").post(
        f"{place}/selesaikan",
        data=fields | {"terjadi": before},
        content_type="multipart/form-data",
    )
    at_meeting.complete("sekretaris", place, putusan_asistensi="perbaikan")
    history = words_of(
        at_meeting.browser("sekretaris").get(f"/proses/{at_meeting.instance}/riwayat")
    )

    assert "Menunggu instansi terkait" in words
    assert too_early.status_code == 422
    assert "atas nama TAPD" in history
