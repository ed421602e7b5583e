"""*Pindahkan proses ke versi SOP baru*: the preview, and several processes in one go."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from service.queries import moving
from service.store.blobs import put
from service.store.database import read, transaction
from service.store.ids import new_id
from service.store.tables import process_instance, sop_pin, sop_version
from tests.integration.web.pages.conftest import STAGES
from tests.integration.web.pages.reading import errors_of, form_of, page_of, words_of
from tests.people import NOON, PASSWORD

pytestmark = pytest.mark.slow


def another_version(office, raw, status="trial"):
    """Put a second version of the office's SOP into the store, with the forms of the first."""
    xml = put(office.session, office.pemda.id, raw, "application/xml", NOON)
    version_id = new_id()
    with transaction(office.session) as tx:
        before = tx.execute(
            select(sop_version).where(
                sop_version.c.pemda_id == office.pemda.id, sop_version.c.id == office.version_id
            )
        ).one()
        tx.execute(
            insert(sop_version).values(
                pemda_id=office.pemda.id,
                id=version_id,
                sop_id=office.sop_id,
                number=2,
                status=status,
                xml_sha256=xml.sha256,
                process_id=before.process_id,
                author_id=before.author_id,
                made_at=NOON,
            )
        )
        pins = tx.execute(
            select(sop_pin).where(
                sop_pin.c.pemda_id == office.pemda.id, sop_pin.c.version_id == office.version_id
            )
        ).mappings()
        tx.execute(insert(sop_pin), [dict(pin) | {"version_id": version_id} for pin in pins.all()])
    return version_id


@pytest.fixture
def newer(office):
    """A version in which the first step is another one; the rest is the same."""
    raw = Path("bpmn/kalbar-rka-dpa.bpmn").read_text("utf-8")
    return another_version(office, re.sub(r"\bstep_1\b", "step_satu", raw).encode())


@pytest.fixture
def place(office):
    return f"/sop/{office.sop_id}/versi/2/pindahkan"


@pytest.fixture
def head(app, office):
    office.give_password("kadis")
    return office.signed_in(app, "kadis")


def versions(office):
    """Return how many processes run under which version."""
    with read(office.session) as connection:
        rows = connection.execute(
            select(process_instance.c.version_id).where(
                process_instance.c.pemda_id == office.pemda.id
            )
        ).scalars()
        return list(rows)


def ticks(answer):
    return page_of(answer).xpath("//input[@name='pilih']/@value")


def sent(head, place, shown, **more):
    fields = form_of(shown, "halaman=1") | {"alasan": ["Versi baru"], "sandi": [PASSWORD]} | more
    return head.post(place, data=fields | {"tindakan": ["pindahkan"]})


def substitute(head, place):
    """Choose what takes the place of the first step; return the preview."""
    shown = head.get(place)
    fields = form_of(shown, "halaman=1")
    [name] = [name for name in fields if name.startswith("ganti:")]
    [path] = page_of(shown).xpath("//option[contains(@value, '/step_satu')]/@value")
    return head.post(place, data=fields | {name: [path], "tindakan": ["pratinjau"]})


def test_the_page_of_a_sop_says_how_many_processes_could_move_to_who_may(app, office, newer, head):
    page = f"/sop/{office.sop_id}"

    assert f"{len(STAGES)} proses masih berjalan menurut versi lain" in words_of(head.get(page))
    assert head.get(page).get_data(as_text=True).count("/versi/2/pindahkan") == 1
    analyst = office.signed_in(app, "analis")
    assert "/pindahkan" not in analyst.get(page).get_data(as_text=True)


def test_the_page_of_a_process_leads_who_may_to_the_newer_version(
    app, office, newer, head, place, template
):
    page = f"/proses/{template.instances['step_2']}"

    assert place in head.get(page).get_data(as_text=True)
    staff = office.signed_in(app, "ketua")
    assert place not in staff.get(page).get_data(as_text=True)


def test_the_preview_says_of_each_process_what_is_done_what_stays_and_what_cannot(
    head, office, newer, place
):
    answer = head.get(place)

    words = words_of(answer)
    assert answer.status_code == 200
    assert words.count("Tidak dapat dipindahkan") == 1
    assert "sedang berjalan dan tidak ada lagi di versi tujuan" in words
    assert len(ticks(answer)) == len(STAGES) - 1
    assert "langkah sudah selesai" in words
    assert "Bidang Koperasi" in words
    assert "Bidang Usaha Mikro" in words
    assert words.count("tetap") > len(STAGES)
    assert versions(office) == [office.version_id] * len(STAGES)


def test_the_preview_says_how_a_step_that_several_do_is_done_in_the_other_version(
    head, office, place
):
    raw = Path("bpmn/kalbar-rka-dpa.bpmn").read_text("utf-8")
    several = r"<bpmn:multiInstanceLoopCharacteristics.*?</bpmn:multiInstanceLoopCharacteristics>"
    another_version(office, re.sub(several, "", raw, flags=re.DOTALL).encode())

    words = words_of(head.get(place))

    assert (
        "di versi proses ini dikerjakan serentak oleh beberapa pelaksana, di versi tujuan "
        "dikerjakan sekali oleh satu pelaksana."
    ) in words


def test_the_preview_follows_what_takes_the_place_of_a_removed_step(head, newer, place):
    preview = substitute(head, place)

    assert preview.status_code == 200
    assert "Tidak dapat dipindahkan" not in words_of(preview)
    assert len(ticks(preview)) == len(STAGES)
    assert "→" in words_of(preview)


def test_all_that_was_ticked_is_moved_each_by_an_event_of_its_own(
    head, office, newer, place, template
):
    preview = substitute(head, place)

    answer = sent(head, place, preview, pilih=ticks(preview))

    count = len(STAGES)
    assert f"{count} dari {count} proses dipindahkan ke versi 2" in words_of(answer)
    assert versions(office) == [newer] * count
    for stage in ("step_1", "p_bidang"):
        history = words_of(head.get(f"/proses/{template.instances[stage]}/riwayat"))
        assert "Dipindahkan ke versi 2 SOP" in history
        assert "Versi baru" in history
    assert "Tidak ada proses yang sedang berjalan menurut versi lain" in words_of(head.get(place))


def test_a_process_that_went_on_meanwhile_is_named_and_the_others_are_moved(
    head, office, newer, place, walk_at
):
    shown = head.get(place)
    walk = walk_at("step_8")
    who, address, _ = walk.waiting()[0]
    walk._complete(who, address)  # noqa: SLF001

    answer = sent(head, place, shown, pilih=ticks(shown))

    count = len(STAGES) - 1
    assert f"{count - 1} dari {count} proses dipindahkan" in words_of(answer)
    assert "sudah berjalan lagi sejak pratinjau dibuat" in words_of(answer)
    assert versions(office).count(newer) == count - 1


def test_the_same_form_twice_moves_once(head, office, newer, place):
    shown = head.get(place)

    first, second = (sent(head, place, shown, pilih=ticks(shown)) for _ in range(2))

    assert words_of(first).split("Lihat")[0] == words_of(second).split("Lihat")[0]
    assert versions(office).count(newer) == len(STAGES) - 1


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        ({"alasan": [""]}, "Tuliskan alasannya"),
        ({"pilih": []}, "Centang sedikitnya satu proses"),
        ({"sandi": ["keliru"]}, "sandi"),
    ],
    ids=["reason", "tick", "password"],
)
def test_what_is_missing_is_said_and_what_was_typed_comes_back(
    head, office, newer, place, lacking, words
):
    shown = head.get(place)
    given = {"pilih": ticks(shown)[:1], "alasan": ["Susunan baru"]} | lacking

    answer = sent(head, place, shown, **given)

    assert answer.status_code == 422
    assert words.lower() in " ".join(errors_of(answer)).lower()
    fields = form_of(answer, "halaman=1")
    assert fields.get("pilih", []) == given["pilih"]
    assert fields["alasan"] == given["alasan"]
    assert newer not in versions(office)


@pytest.mark.parametrize("who", ["ketua", "analis", "anggota-1"])
def test_nobody_else_of_those_who_see_the_sop_moves_its_processes(app, office, newer, place, who):
    browser = office.signed_in(app, who, confirmed=True)

    assert browser.get(place).status_code == 403


def test_a_version_to_which_nothing_may_move_has_no_such_page(head, office, place):
    another_version(office, Path("bpmn/kalbar-rka-dpa.bpmn").read_bytes(), status="checked")

    assert head.get(place).status_code == 404
    assert head.get(place.replace("/2/", "/9/")).status_code == 404


def test_those_that_can_move_are_counted_and_stand_before_the_others(
    head, newer, place, monkeypatch
):
    monkeypatch.setattr(moving, "PAGE", 3)
    count = len(STAGES) - 1

    first, last = head.get(place), head.get(f"{place}?halaman=3")

    assert f"{count} proses dapat dipindahkan, 1 tidak." in words_of(first)
    assert len(ticks(first)) == 3
    assert "Tidak dapat dipindahkan" not in words_of(first)
    assert "Tidak dapat dipindahkan" in words_of(last)
    # What was moved says how far it is.
    moved = sent(head, place, first, pilih=ticks(first))
    assert "3 dari 3 proses dipindahkan" in words_of(moved)
    # The form proposed the step of the same words, and went along.
    assert f"{count - 2} proses dapat dipindahkan." in words_of(moved)
    assert f"Lanjutkan dengan {count - 2} proses berikutnya" in words_of(moved)


def test_of_very_many_processes_some_are_tried_when_others_have_moved(
    head, newer, place, monkeypatch
):
    monkeypatch.setattr(moving, "MOST_TRIED", 4)

    shown = words_of(head.get(place))

    assert f"{len(STAGES) - 4} proses lain diperiksa setelah sebagian dipindahkan" in shown
    assert shown.count("dimulai") == 4


def test_a_long_list_is_shown_in_pages(head, newer, place, monkeypatch):
    monkeypatch.setattr(moving, "PAGE", 3)

    first, last = head.get(place), head.get(f"{place}?halaman=3")

    assert "Halaman 1 dari 3" in words_of(first)
    assert words_of(first).count("dimulai") == 3
    assert words_of(last).count("dimulai") == len(STAGES) - 6


def test_values_that_no_page_sends_are_harmless(head, newer, place):
    shown = head.get(place)
    odd = {"ganti:x:y": ["z"], "ganti:1:": [""], "ganti:1:keliru": ["keliru"]}

    answer = sent(head, place, shown, pilih=["x", "a:b:c", *ticks(shown)[:1]], **odd)

    assert answer.status_code == 200
    assert "0 dari 3 proses dipindahkan" in words_of(answer)


def test_what_was_chosen_and_typed_goes_along_to_the_next_page_and_on_to_what_is_left(
    head, newer, place, monkeypatch
):
    monkeypatch.setattr(moving, "PAGE", 3)
    shown = substitute(head, place)
    fields = form_of(shown, "halaman=1") | {"alasan": ["Versi baru"]}
    [onward] = page_of(shown).xpath("//button[normalize-space()='Berikutnya']/@formaction")

    second = head.post(onward, data=fields | {"tindakan": ["pratinjau"]})
    carried = form_of(second, "halaman=2")
    [name] = [name for name in carried if name.startswith("ganti:")]
    password = {"sandi": [PASSWORD], "tindakan": ["pindahkan"]}
    moved = head.post(onward, data=carried | password | {"pilih": ticks(second)[:1]})
    left = head.post(place, data=form_of(moved, "halaman=2") | {"tindakan": ["pratinjau"]})

    assert carried[name] == fields[name] != [""]
    assert carried["alasan"] == ["Versi baru"]
    assert "1 dari 1 proses dipindahkan" in words_of(moved)
    assert form_of(left, "halaman=1")[name] == fields[name]
    assert form_of(left, "halaman=1")["alasan"] == ["Versi baru"]


def test_all_that_can_be_moved_is_ticked_at_once(head, newer, place):
    shown = substitute(head, place)

    ticked = head.post(place, data=form_of(shown, "halaman=1") | {"tindakan": ["semua"]})

    chosen = page_of(ticked).xpath("//input[@name='pilih'][@checked]/@value")
    assert sorted(chosen) == sorted(ticks(ticked)) != []


def test_ticks_of_one_page_go_along_to_the_others_and_are_moved_with_theirs(
    head, office, newer, place, monkeypatch
):
    monkeypatch.setattr(moving, "PAGE", 2)
    shown = substitute(head, place)
    onward = place + "?halaman=2"
    first = form_of(shown, "halaman=1") | {"pilih": ticks(shown)[:1], "alasan": ["Versi baru"]}

    second = head.post(onward, data=first | {"tindakan": ["pratinjau"]})
    back = head.post(place, data=form_of(second, "halaman=2") | {"tindakan": ["pratinjau"]})
    fields = form_of(second, "halaman=2")
    fields["pilih"] = ticks(second)
    count = len(fields["pilih"])
    act = {"sandi": [PASSWORD], "tindakan": ["pindahkan"]}
    done = head.post(onward, data=fields | act)

    assert "1 proses di halaman lain juga dicentang" in words_of(second)
    assert form_of(back, "halaman=1")["pilih"] == first["pilih"]
    assert "di halaman lain" not in words_of(back)
    assert count == 3
    assert f"{count} dari {count} proses dipindahkan" in words_of(done)


def test_all_pages_are_ticked_at_once(head, newer, place, monkeypatch):
    monkeypatch.setattr(moving, "PAGE", 2)
    shown = substitute(head, place)
    [button] = page_of(shown).xpath("//button[@value='semua']/text()")

    ticked = head.post(place, data=form_of(shown, "halaman=1") | {"tindakan": ["semua"]})
    act = {"alasan": ["Versi baru"], "sandi": [PASSWORD], "tindakan": ["pindahkan"]}
    done = head.post(place, data=form_of(ticked, "halaman=1") | act)

    count = len(form_of(ticked, "halaman=1")["pilih"])
    assert count > 2
    assert button == f"Centang semua ({count})"
    assert f"{count} dari {count} proses dipindahkan" in words_of(done)


# ---------------------------------------------------------------- forms that are others

REASON = "SOP diperbarui menurut <PP> baru"


def with_form(office, version_id, key, change):
    """Let a version use its form otherwise."""
    form = json.loads(Path(f"forms/{key}.form").read_text("utf-8"))
    change(form["components"])
    raw = json.dumps(form).encode()
    kept = put(office.session, office.pemda.id, raw, "application/json", NOON)
    with transaction(office.session) as tx:
        tx.execute(
            update(sop_pin)
            .where(
                sop_pin.c.pemda_id == office.pemda.id,
                sop_pin.c.version_id == version_id,
                sop_pin.c.kind == "form",
                sop_pin.c.key == key,
            )
            .values(sha256=kept.sha256)
        )


def _asked_otherwise(components):
    [gone] = [it for it in components if it.get("key") == "hal_nota_dinas"]
    gone |= {"key": "dasar_baru", "label": "Dasar <baru>"}
    gone["validate"] = {"required": True}


@pytest.fixture
def asking_otherwise(office):
    """A version whose third step asks something else, behind a second step that is new."""
    raw = Path("bpmn/kalbar-rka-dpa.bpmn").read_text("utf-8")
    raw = re.sub(r"\bstep_2\b", "step_dua", raw).replace(
        "Mengadakan rapat persiapan penyusunan RKA dan DPA SKPD", "Menelaah kewajaran angka"
    )
    version_id = another_version(office, raw.encode())
    with_form(office, version_id, "kalbar-nota-dinas", _asked_otherwise)


def draft_at_step_3(walk):
    browser, place = walk.browser("anggota-1"), walk.tasks("anggota-1")[0]
    fields = form_of(browser.get(place), "/selesaikan")
    kept = browser.post(f"{place}/draf", data=fields | {"isian.hal_nota_dinas": ["Soal <pagu>"]})
    assert kept.status_code in {200, 303}
    return browser, place


def test_the_preview_tells_another_form_a_lost_draft_and_new_steps_that_are_passed_over(
    head, asking_otherwise, place, walk_at
):
    draft_at_step_3(walk_at("step_3"))

    words = words_of(head.get(place))

    assert "formulirnya berubah; isian baru: Dasar <baru> (wajib)" in words
    assert "isian draf yang tidak ada di formulir baru: Hal" in words
    assert (
        "langkah baru sebelum tempat ini tidak dikerjakan dalam proses ini: "
        "2: Menelaah kewajaran angka"
    ) in words
    first, _, _ = words.partition("Langkah 3")
    assert "tidak dikerjakan dalam proses ini" not in first


def test_who_does_the_task_reads_that_its_process_was_moved_why_and_what_the_draft_lost(
    head, asking_otherwise, place, walk_at
):
    walk = walk_at("step_3")
    browser, task = draft_at_step_3(walk)
    before = words_of(browser.get(task))
    shown = head.get(place)
    [mine] = [tick for tick in ticks(shown) if walk.instance in tick]

    assert sent(head, place, shown, pilih=[mine], alasan=[REASON]).status_code == 200
    after = words_of(browser.get(task))
    colleague = words_of(walk.browser("anggota-2").get(task))

    assert "dipindahkan ke versi" not in before
    assert "Proses ini dipindahkan ke versi 2 SOP-nya" in after
    assert f"Alasan: {REASON}" in after
    assert "Dari draf Anda, ini tidak ditanyakan lagi:" in after
    assert "Soal <pagu>" in after
    assert "Proses ini dipindahkan ke versi 2 SOP-nya" in colleague
    assert "Soal <pagu>" not in colleague


def test_who_sends_a_task_that_others_do_since_the_move_reads_so(head, office, place, walk_at):
    raw = Path("bpmn/kalbar-rka-dpa.bpmn").read_text("utf-8")
    there, lane = "<bpmn:flowNodeRef>step_3</bpmn:flowNodeRef>", 'alur:role="sekretaris">'
    moved = raw.replace(there, "").replace(lane, f"{lane}{there}", 1)
    another_version(office, moved.encode())
    walk = walk_at("step_3")
    browser, task = draft_at_step_3(walk)
    fields = form_of(browser.get(task), "/selesaikan")
    shown = head.get(place)
    [mine] = [tick for tick in ticks(shown) if walk.instance in tick]
    assert sent(head, place, shown, pilih=[mine], alasan=[REASON]).status_code == 200

    late = browser.post(f"{task}/selesaikan", data=fields | {"isian.catatan": ["Panjang"]})

    assert late.status_code == 409
    assert "dipindahkan ke versi 2 SOP-nya, dan langkah ini sekarang dikerjakan" in words_of(late)
    assert "tidak berwenang" not in words_of(late)


# ---------------------------------------------------------------- ids that moved along with rows


def with_words(raw, step, words):
    """Return the diagram with another kegiatan at a step."""
    found = _activity(raw, step)
    start, end = found.span(1)
    changed = raw[:start] + words + raw[end:]
    return changed.replace(f'id="{step}" name="{found[1]}"', f'id="{step}" name="{words}"')


RKA = Path("bpmn/kalbar-rka-dpa.bpmn")


def words_at(raw, step):
    return _activity(raw, step)[1]


def _activity(raw, step):
    found = re.search(rf'id="{step}".*?<alur:activity>([^<]*)<', raw, re.DOTALL)
    assert found is not None
    return found


def test_a_process_does_not_stay_on_an_id_that_is_another_step_now_until_somebody_says_so(
    head, office, place
):
    raw = RKA.read_text("utf-8")
    first, second = words_at(raw, "step_1"), words_at(raw, "step_2")
    # As if a row had been put before it: what was step 1 is at the id of step 2 now.
    shifted = with_words(with_words(raw, "step_2", first), "step_1", "Meninjau lapangan")
    another_version(office, shifted.encode())

    shown = head.get(place)
    chosen = page_of(shown).xpath(
        "//select[starts-with(@name, 'ganti:')]//option[@selected]/@value"
    )
    names = [it for it in form_of(shown, "halaman=1") if it.startswith("ganti:")]

    assert "Di versi 2 tempatnya ditempati “1: Meninjau lapangan”" in words_of(shown)
    assert any(value.endswith("/step_2") for value in chosen)
    assert any(name.endswith("/step_1") for name in names)
    assert second != first


def test_a_step_that_is_worded_a_little_otherwise_is_shown_with_its_new_words(head, office, place):
    raw = RKA.read_text("utf-8")
    before = words_at(raw, "step_1")
    another_version(office, with_words(raw, "step_1", f"{before} lengkap").encode())

    shown = words_of(head.get(place))

    assert f"→ langkah 1: {before} lengkap" in shown or f"{before} lengkap" in shown
    assert "ditempati" not in shown
