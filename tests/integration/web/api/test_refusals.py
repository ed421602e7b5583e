"""Every refusal is problem+json, by the rules of the pages, and nothing has changed then."""

from __future__ import annotations

from hashlib import sha256

import pytest

from service.web.api import processes
from tests.integration.web.api.conftest import task_at
from tests.integration.web.letters import DIAGRAM, add_letters

#: Many requests; `./alur test --fast` is content with the pages of tasks and processes.
pytestmark = pytest.mark.slow

NOBODYS = "00000000-0000-7000-8000-000000000000"

LETTER = {"values": {"nomor": "01/2026", "tanggal": "2026-11-23"}, "ticks": ["Disposisi"]}


def problem(answer, status, code):
    assert answer.status_code == status, answer.get_data(as_text=True)
    assert answer.mimetype == "application/problem+json"
    assert answer.json["code"] == code
    assert answer.json["status"] == status
    assert answer.json["detail"] != code
    assert answer.json["title"]
    return answer.json


def entries(answer):
    return {entry["pointer"]: entry["code"] for entry in answer.json["errors"]}


def seqs(world, process):
    return world.program("ketua").get(f"/processes/{process}").json["open_steps"], world.program(
        "ketua"
    ).get(f"/processes/{process}/history").json["last_seq"]


# ---------------------------------------------------------------- language, faults, addresses


@pytest.mark.parametrize(
    ("lang", "spoken", "words"),
    [
        ("id", "id", "tidak dikenal"),
        ("en-GB, id;q=0.5", "en", "no such member"),
        ("fr", "id", "tidak dikenal"),
    ],
)
def test_sentences_follow_accept_language(world, lang, spoken, words):
    answer = world.program("ketua").send("/processes", {"judul": "x"}, lang=lang)

    problem(answer, 422, "api.entries-refused")
    said = {entry["pointer"]: entry["detail"] for entry in answer.json["errors"]}
    assert words in said["/judul"]
    assert answer.headers["Content-Language"] == spoken
    assert "Accept-Language" in answer.headers["Vary"]


def test_a_fault_says_a_reference_and_neither_stack_nor_statement(world, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("SELECT secret FROM person")

    monkeypatch.setattr(processes, "find_processes", broken)

    answer = world.program("ketua").get("/processes")

    said = problem(answer, 500, "web.fault")
    assert "Traceback" not in answer.text
    assert "SELECT" not in answer.text
    assert "RuntimeError" not in answer.text
    assert "Reference" in said["detail"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("POST", "/nothing", 404),
        ("DELETE", "/processes", 405),
        ("PUT", "/me", 405),
        ("GET", f"/processes/{NOBODYS}/files/../../..", 404),
        ("GET", "/processes/not-a-uuid", 404),
        ("GET", f"/tasks/{NOBODYS}/99999999999999999999", 404),
    ],
)
def test_an_address_that_does_not_exist_is_a_problem(world, method, path, status):
    answer = world.program("ketua").send(path, method=method)

    problem(answer, status, f"web.http-{status}")


# ---------------------------------------------------------------- what was sent


def test_every_member_that_is_wrong_is_named(world):
    given = {
        "title": "",
        "year": "2027",
        "kind": "bukan jenis",
        "basis": "x" * 301,
        "sop_id": "tidak",
        "confirmed": "mungkin",
        "office": "lain",
    }

    answer = world.program("ketua").send("/processes", given)

    problem(answer, 422, "api.entries-refused")
    assert entries(answer) == {
        "/title": "api.missing",
        "/year": "api.not-a-number",
        "/kind": "api.not-one-of",
        "/basis": "api.too-long",
        "/sop_id": "api.not-an-id",
        "/confirmed": "api.not-a-truth",
        "/office": "api.unknown-member",
    }


@pytest.mark.parametrize(
    ("day", "code", "at"),
    [
        ("besok", "api.not-a-day", "/adjusted/task"),
        ("2026-12-18", "running.date-not-adjustable", None),
    ],
)
def test_a_day_is_refused_that_is_none_or_for_a_step_that_has_its_own_time(world, day, code, at):
    given = {
        "sop_id": str(world.sop_id),
        "title": "Surat",
        "year": 2027,
        "kind": "murni",
        "basis": "Disposisi 1",
        "adjusted": {"task": day},
    }

    answer = world.program("ketua").send("/processes", given)

    if at is None:
        problem(answer, 422, code)
    else:
        problem(answer, 422, "api.entries-refused")
        assert code in entries(answer).values()
        assert all(pointer.startswith(at) for pointer in entries(answer))


def test_a_sop_that_has_kinds_says_which_when_none_is_given(world):
    given = {"sop_id": str(world.sop_id), "title": "Surat", "year": 2027, "basis": "Disposisi 1"}

    answer = world.program("ketua").send("/processes", given)

    problem(answer, 422, "running.kind-not-offered")
    assert entries(answer) == {"/kind": "running.kind-not-offered"}
    assert "murni, perubahan, pergeseran, lainnya" in answer.json["detail"]


def test_an_unknown_query_parameter_is_refused(world):
    answer = world.program("ketua").get("/processes", halaman=2)

    problem(answer, 422, "api.entries-refused")
    assert entries(answer) == {"/halaman": "api.unknown-member"}


@pytest.mark.parametrize("size", [0, 51, -1, 10**30])
def test_no_page_is_larger_than_the_cap(world, size):
    answer = world.program("ketua").get("/processes", size=size)

    problem(answer, 422, "api.entries-refused")
    assert entries(answer) == {"/size": "api.out-of-range"}


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"title": NaN}',
        b'{"title": "\\ud800"}',
        b"\xff\xfe",
        b'{"a": ' + b"[" * 5000 + b"]" * 5000 + b"}",
        b'{"year": ' + b"9" * 5000 + b"}",
    ],
    ids=["cut", "nan", "half surrogate", "no utf-8", "deep", "long number"],
)
def test_a_body_that_is_no_json_is_refused(world, body):
    answer = world.program("ketua").send("/processes", data=body, content_type="application/json")

    problem(answer, 400, "api.body-unreadable")


def test_a_body_of_another_media_type_is_refused(world):
    answer = world.program("ketua").send(
        "/processes", data=b"title=x", content_type="application/x-www-form-urlencoded"
    )

    problem(answer, 400, "api.body-unreadable")


@pytest.mark.parametrize("body", [[], "text", 3])
def test_a_body_that_is_no_object_is_refused(world, body):
    answer = world.program("ketua").send("/processes", body)

    problem(answer, 422, "api.entries-refused")
    assert entries(answer) == {"/": "api.not-an-object"}


def test_a_body_beyond_one_mebibyte_is_refused(world):
    answer = world.program("ketua").send("/processes", {"title": "x" * 1024 * 1024})

    problem(answer, 413, "web.http-413")


def test_a_nul_in_a_title_is_refused_and_in_a_search_finds_nothing(world):
    ketua = world.program("ketua")
    given = {"sop_id": str(world.sop_id), "year": 2027, "kind": "murni", "basis": "D"}

    answer = ketua.send("/processes", {**given, "title": "a\0b"})

    problem(answer, 422, "running.entry-unseen")
    assert entries(answer) == {"/title": "running.entry-unseen"}
    assert ketua.get("/processes", search="a\0b").json["items"] == []


# ---------------------------------------------------------------- the form of a task


def test_answers_are_judged_by_the_form_alone_field_by_field(world):
    process = world.start()
    anggota = world.program("anggota")
    task = task_at(anggota, process, "draft")
    before = seqs(world, process)

    answer = anggota.send(
        f"{task}/complete",
        {"values": {"tanggal": "kemarin", "nilai": "1.5", "segera": "ya", "role": "admin"}},
    )

    problem(answer, 422, "forms.rejected")
    assert entries(answer) == {
        "/values/nomor": "forms.required",
        "/values/tanggal": "forms.not-a-date",
        "/values/nilai": "forms.decimal-point",
        "/values/segera": "forms.not-true-or-false",
        "/values/role": "forms.unknown-field",
    }
    assert seqs(world, process) == before


def test_a_large_decimal_fraction_is_kept_exactly(world):
    process = world.start()
    anggota = world.program("anggota")
    task = task_at(anggota, process, "draft")
    body = (
        b'{"values": {"nomor": "1", "tanggal": "2026-11-23", "nilai": 123456789012345678.25},'
        b' "ticks": ["Disposisi"]}'
    )

    done = anggota.send(f"{task}/complete", data=body, content_type="application/json")

    assert done.status_code == 200, done.json
    told = world.program("ketua").get(f"/processes/{process}/history").json["items"][-1]
    assert "123456789012345678,25" in [text for _, text in told["details"]]


def test_the_checklist_and_the_ways_on_are_asked_as_on_the_page(world):
    process = world.start()
    anggota = world.program("anggota")
    task = task_at(anggota, process, "draft")

    problem(
        anggota.send(f"{task}/complete", {"values": LETTER["values"]}),
        422,
        "running.checklist-incomplete",
    )
    problem(
        anggota.send(f"{task}/complete", {**LETTER, "ticks": ["Bukan baris"]}),
        422,
        "running.requirement-unknown",
    )
    problem(anggota.send(f"{task}/arrival", LETTER), 422, "running.complete-instead")
    assert anggota.send(f"{task}/complete", LETTER).status_code == 200
    ketua = world.program("ketua")
    task = task_at(ketua, process, "decide")
    problem(
        ketua.send(f"{task}/complete", {"outcome": "kembalikan"}), 422, "running.reason-missing"
    )
    problem(
        ketua.send(f"{task}/complete", {"outcome": "ke mana saja"}), 422, "running.outcome-unknown"
    )


def test_only_who_uploaded_a_file_may_hand_it_in(world):
    process = world.start()
    anggota, second = world.program("anggota"), world.program("anggota-2")
    begun = second.send("/uploads", {"name": "a.txt", "size": 3}).json
    place = f"/uploads/{begun['id']}"
    whole = second.send(
        place,
        method="PUT",
        query_string={"from": 0},
        data=b"isi",
        content_type="application/octet-stream",
    ).json
    files = {"berkas": [{"sha256": whole["sha256"], "name": "a.txt"}]}
    task = task_at(anggota, process, "draft")

    problem(
        anggota.send(f"{task}/complete", {**LETTER, "files": files}), 422, "running.file-not-yours"
    )
    problem(anggota.get(place), 404, "errors.not-found")
    problem(
        anggota.send(
            place, method="PUT", query_string={"from": 0}, data=b"", content_type="x/octets"
        ),
        404,
        "errors.not-found",
    )


def test_a_piece_out_of_place_is_a_conflict_and_a_file_beyond_the_limit_is_refused(world):
    anggota = world.program("anggota")
    begun = anggota.send("/uploads", {"name": "a.pdf", "size": 10}).json

    answer = anggota.send(
        f"/uploads/{begun['id']}", method="PUT", query_string={"from": 5}, data=b"lima!"
    )

    problem(answer, 409, "store.piece-refused")
    too_large = {"name": "a.pdf", "size": 200 * 1024 * 1024 + 1}
    problem(anggota.send("/uploads", too_large), 413, "store.upload-too-large")
    piece = anggota.send(
        f"/uploads/{begun['id']}", method="PUT", query_string={"from": 0}, data=b"x" * 5_000_000
    )
    problem(piece, 413, "web.http-413")


def test_a_file_is_asked_what_its_name_says_as_on_the_page(world):
    anggota = world.program("anggota")

    def send(content, name):
        begun = anggota.send("/uploads", {"name": name, "size": len(content)}).json
        place = f"/uploads/{begun['id']}"
        return anggota.send(place, method="PUT", query_string={"from": 0}, data=content)

    for content, name in (
        (b"\x7fELF", "surat.pdf"),
        (b"Surat ini hanya teks.", "surat.pdf"),
        (b"PK\x03\x04 bukan Word", "surat.docx"),
    ):
        problem(send(content, name), 422, "forms.file-not-as-named")
    assert send(b"%PDF-1.7", "surat.pdf").json["sha256"]
    empty = anggota.send("/uploads", {"name": "surat.pdf", "size": 0})
    problem(empty, 422, "forms.file-empty")


def test_a_file_that_was_refused_or_has_another_name_now_is_not_handed_in(world):
    process, anggota = world.start(), world.program("anggota")
    task, text = task_at(anggota, process, "draft"), b"Surat ini hanya teks."

    def upload(name):
        place = (
            f"/uploads/{anggota.send('/uploads', {'name': name, 'size': len(text)}).json['id']}"
        )
        return place, anggota.send(place, method="PUT", query_string={"from": 0}, data=text)

    def hand_in():
        files = {"berkas": [{"sha256": sha256(text).hexdigest(), "name": "surat.pdf"}]}
        return anggota.send(f"{task}/complete", {**LETTER, "files": files})

    place, refused = upload("surat.pdf")
    problem(refused, 422, "forms.file-not-as-named")
    end = {"from": len(text)}
    problem(anggota.send(place, method="PUT", query_string=end, data=b""), 404, "errors.not-found")
    problem(hand_in(), 422, "running.file-not-yours")
    assert upload("surat.txt")[1].status_code == 200
    renamed = hand_in()
    problem(renamed, 422, "forms.rejected")
    assert entries(renamed) == {"/values/berkas": "forms.file-not-as-named"}


def test_a_step_that_asks_for_the_password_is_closed_to_programs(world):
    paraf = DIAGRAM.replace(
        b'<alur:decision variable="putusan"/>',
        b'<alur:act kind="paraf" document="surat"/><alur:decision variable="putusan"/>',
    )
    sop_id, _ = add_letters(
        world.session,
        world.pemda.id,
        world.pemda.offices["Dinas Koperasi"],
        world.people["analis"].person_id,
        diagram=paraf,
        key="surat-paraf",
    )
    process = world.start(sop_id=str(sop_id))
    anggota, ketua = world.program("anggota"), world.program("ketua")
    begun = anggota.send("/uploads", {"name": "a.txt", "size": 3}).json
    whole = anggota.send(
        f"/uploads/{begun['id']}", method="PUT", query_string={"from": 0}, data=b"isi"
    ).json
    files = {"berkas": [{"sha256": whole["sha256"], "name": "a.txt"}]}
    task = task_at(anggota, process, "draft")
    assert anggota.send(f"{task}/complete", {**LETTER, "files": files}).status_code == 200
    task = task_at(ketua, process, "decide")

    assert ketua.get(task).json["acts"] == [{"kind": "paraf", "document": "surat"}]
    problem(ketua.send(f"{task}/complete", {"outcome": "teruskan"}), 403, "access.password-needed")


# ---------------------------------------------------------------- 404, 403, 409


def test_who_may_not_see_gets_404_who_may_not_do_gets_403(world):
    process = world.start()
    task = task_at(world.program("anggota"), process, "draft")

    for who in ("tetangga", "analis", "auditor", "bkad"):
        outsider = world.program(who)
        problem(outsider.get(f"/processes/{process}"), 404, "errors.not-found")
        problem(outsider.get(task), 404, "errors.not-found")
        problem(outsider.send(f"{task}/complete", LETTER), 404, "errors.not-found")
        assert outsider.get("/processes").json["total"] == 0
    problem(world.program("kadis").send(f"{task}/complete", LETTER), 403, "access.not-your-task")
    problem(world.program("kadis").send(f"{task}/claim"), 403, "access.not-your-task")


def test_who_may_not_start_gets_403_where_the_sop_is_open_and_404_where_it_is_not(world):
    given = {"title": "S", "year": 2027, "kind": "murni", "basis": "D"}
    hidden, _ = add_letters(
        world.session,
        world.pemda.id,
        world.pemda.offices["Dinas Koperasi"],
        world.people["analis"].person_id,
        key="surat-coba",
    )
    tetangga = world.program("tetangga")

    open_to_all = tetangga.send("/processes", {**given, "sop_id": str(world.sop_id)})
    on_trial = tetangga.send("/processes", {**given, "sop_id": str(hidden)})

    problem(open_to_all, 403, "access.not-your-office")
    problem(on_trial, 404, "errors.not-found")


def test_a_taken_task_is_a_conflict_that_names_the_jabatan(world):
    process = world.start()
    anggota, second = world.program("anggota"), world.program("anggota-2")
    task = task_at(anggota, process, "draft")
    assert anggota.send(f"{task}/claim").status_code == 200

    said = problem(second.send(f"{task}/complete", LETTER), 409, "access.claimed-by-another")

    assert "Anggota Tim 1" in said["detail"]
    problem(second.send(f"{task}/release"), 403, "running.not-yours-to-release")
    assert anggota.send(f"{task}/release").status_code == 200
    assert second.send(f"{task}/complete", LETTER).status_code == 200
    problem(anggota.send(f"{task}/complete", LETTER), 409, "running.task-not-open")


def test_only_who_collects_waives_and_never_the_last_unit(world):
    process = world.to_element("answer")
    steps = world.program("ketua").get(f"/processes/{process}").json["open_steps"]
    first, second = (f"/tasks/{process}/{step['task_no']}/waive" for step in steps)
    reason = {"reason": "Terlambat"}

    problem(world.program("ketua").send(first, reason), 403, "running.not-the-collector")
    anggota = world.program("anggota")
    problem(anggota.send(first, {"reason": " "}), 422, "running.reason-missing")
    assert anggota.send(first, reason).status_code == 200
    problem(anggota.send(second, reason), 422, "running.last-unit")


def test_the_agency_itself_and_the_recorder_are_told_apart(world):
    process = world.to_element("arrival")
    bkad = world.program("bkad")
    task = task_at(bkad, process, "arrival")
    assert not bkad.get(task).json["recording"]
    assert [card["group"] for card in world.program("sekretaris").get("/tasks").json["items"]] == [
        "recording"
    ]
    problem(
        world.program("ketua").send(f"{task}/arrival", {"values": {"nomor_jawaban": "1"}}),
        403,
        "access.not-your-task",
    )

    answer = bkad.send(f"{task}/arrival", {"values": {"nomor_jawaban": "1"}})

    assert answer.status_code == 200, answer.json
    told = world.program("ketua").get(f"/processes/{process}/history").json["items"][-1]
    assert (told["position"], told["behalf"]) == ("Petugas BKAD", None)


def test_a_second_process_of_the_same_year_and_kind_needs_a_confirmation(world):
    world.start()
    ketua = world.program("ketua")
    given = {
        "sop_id": str(world.sop_id),
        "title": "Lagi",
        "year": 2027,
        "kind": "murni",
        "basis": "Disposisi 2",
    }

    said = problem(ketua.send("/processes", given), 409, "api.twin-runs")

    assert "0001/2026" in said["detail"]
    again = ketua.send("/processes", {**given, "confirmed": True})
    assert (again.status_code, again.json["number"]) == (201, "0002/2026")


def test_knowing_the_hash_of_a_file_is_no_right_to_it(world):
    one, other = world.start(), world.start(year=2028)
    anggota = world.program("anggota")
    begun = anggota.send("/uploads", {"name": "a.txt", "size": 3}).json
    whole = anggota.send(
        f"/uploads/{begun['id']}", method="PUT", query_string={"from": 0}, data=b"isi"
    ).json
    files = {"berkas": [{"sha256": whole["sha256"], "name": "a.txt"}]}
    task = task_at(anggota, one, "draft")
    assert anggota.send(f"{task}/complete", {**LETTER, "files": files}).status_code == 200

    assert anggota.get(f"/processes/{one}/files/{whole['sha256']}").data == b"isi"
    problem(anggota.get(f"/processes/{other}/files/{whole['sha256']}"), 404, "errors.not-found")
    problem(
        world.program("tetangga").get(f"/processes/{one}/files/{whole['sha256']}"),
        404,
        "errors.not-found",
    )


# ---------------------------------------------------------------- the key


def test_a_write_without_a_key_is_refused(world):
    process = world.start()
    anggota = world.program("anggota")
    task = task_at(anggota, process, "draft")

    for path, body in ((f"{task}/claim", None), (f"{task}/complete", LETTER)):
        problem(anggota.send(path, body, key=None), 400, "api.key-needed")
        problem(anggota.send(path, body, key="x" * 101), 400, "api.key-needed")


def test_the_same_request_twice_happens_once_and_is_answered_alike(world):
    process = world.start()
    anggota = world.program("anggota")
    task = task_at(anggota, process, "draft")

    first = anggota.send(f"{task}/complete", LETTER, key="satu")
    second = anggota.send(f"{task}/complete", LETTER, key="satu")

    assert first.status_code == second.status_code == 200
    assert first.json == second.json
    kinds = [
        event["kind"]
        for event in world.program("ketua").get(f"/processes/{process}/history").json["items"]
    ]
    assert kinds == ["ProcessStarted", "UserTaskCompleted"]


def test_starting_twice_with_one_key_starts_one_process(world):
    ketua = world.program("ketua")
    given = {
        "sop_id": str(world.sop_id),
        "title": "Satu",
        "year": 2027,
        "kind": "murni",
        "basis": "Disposisi 1",
    }

    answers = [ketua.send("/processes", given, key="mulai") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    assert answers[0].headers["Location"] == f"/api/v1/processes/{answers[0].json['process_id']}"
    assert ketua.get("/processes").json["total"] == 1


def test_a_key_stands_for_one_request_only(world):
    process = world.start()
    anggota = world.program("anggota")
    task = task_at(anggota, process, "draft")
    assert anggota.send(f"{task}/claim", key="satu").status_code == 200

    problem(anggota.send(f"{task}/complete", LETTER, key="satu"), 422, "store.key-reused")
    other = {**LETTER, "values": {"nomor": "99", "tanggal": "2026-11-23"}}
    assert anggota.send(f"{task}/complete", LETTER, key="dua").status_code == 200
    problem(anggota.send(f"{task}/complete", other, key="dua"), 422, "store.key-reused")


def test_the_keys_of_two_persons_are_two_keys(world):
    process = world.start()
    task = task_at(world.program("anggota"), process, "draft")

    assert world.program("anggota").send(f"{task}/claim", key="satu").status_code == 200
    problem(
        world.program("anggota-2").send(f"{task}/claim", key="satu"),
        409,
        "access.claimed-by-another",
    )
