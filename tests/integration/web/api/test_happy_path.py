"""A process from the start to its end through the API alone."""

from __future__ import annotations

import pytest

from tests.integration.web.api.conftest import DINAS, task_at
from tests.integration.web.letters import DIAGRAM, sha256_of

pytestmark = pytest.mark.slow


def uploaded(program, content, name="surat.pdf"):
    begun = program.send("/uploads", {"name": name, "size": len(content)})
    assert begun.status_code == 201
    place = f"/uploads/{begun.json['id']}"
    half = begun.json["chunk_bytes"]
    for start in range(0, len(content), half):
        answer = program.send(
            place,
            method="PUT",
            key=None,
            query_string={"from": start},
            data=content[start : start + half],
            content_type="application/octet-stream",
        )
        assert answer.status_code == 200, answer.json
    assert program.get(place).json["sha256"] == sha256_of(content)
    return {"sha256": answer.json["sha256"], "name": name}


VALUES = {"nomor": "01/2026", "tanggal": "2026-11-23", "nilai": 1500.25, "segera": True}
CONTENT = b"%PDF-1.7\n" + b"isi surat " * 50_000


def test_a_process_runs_from_start_to_end_through_the_api_alone(world):
    programs = {who: world.program(who) for who in ("ketua", "anggota", "bidang-1", "sekretaris")}
    look_around(world, programs["ketua"])
    process = world.start()
    draft_and_return(programs, process)
    hand_in_a_file(programs, process)
    ask_the_bidang(world, programs, process)
    record_what_arrived(programs["sekretaris"], process)
    read_what_happened(programs["ketua"], process)
    fetch_the_file(programs["ketua"], process)


def look_around(world, ketua):
    me = ketua.get("/me").json
    assert (me["position"]["title"], me["position"]["role"]) == ("Ketua Tim", "ketua_tim")
    assert (me["token"]["label"], me["zone"]) == ("uji ketua", "Asia/Jakarta")
    found = ketua.get("/sops").json
    assert [(line["key"], line["may_start"]) for line in found["items"]] == [("surat-uji", True)]
    versions = ketua.get(f"/sops/{world.sop_id}").json["versions"]
    assert [version["status"] for version in versions] == ["trial", "effective"]
    assert ketua.get(f"/sops/{world.sop_id}/versions").json["items"] == versions


def draft_and_return(programs, process):
    ketua, anggota = programs["ketua"], programs["anggota"]
    task = task_at(anggota, process, "draft")
    assert [card["title"] for card in anggota.get("/tasks").json["items"]] == ["Menyusun surat"]
    shown = anggota.get(task).json
    assert shown["form"]["schema"]["required"] == ["nomor", "tanggal"]
    assert [field["key"] for field in shown["form"]["files"]] == ["berkas"]
    assert [line["name"] for line in shown["requirements"]] == ["Disposisi"]
    done(anggota.send(f"{task}/claim"))
    done(anggota.send(f"{task}/complete", {"values": VALUES, "ticks": ["Disposisi"]}))

    task = task_at(ketua, process, "decide")
    shown = ketua.get(task).json
    assert [way["outcome"] for way in shown["forward"]] == ["teruskan"]
    assert [way["outcome"] for way in shown["returns"]] == ["kembalikan"]
    done(ketua.send(f"{task}/complete", {"outcome": "kembalikan", "reason": "Nomor keliru"}))


def hand_in_a_file(programs, process):
    ketua, anggota = programs["ketua"], programs["anggota"]
    task = task_at(anggota, process, "draft")
    shown = anggota.get(task).json
    assert (shown["returned"], shown["round"]) == (True, 1)
    assert shown["last_return"]["reason"] == "Nomor keliru"
    files = {"berkas": [uploaded(anggota, CONTENT)]}
    values = {**VALUES, "nomor": "02/2026"}
    given = {"values": values, "ticks": ["Disposisi"], "files": files}
    done(anggota.send(f"{task}/complete", given))
    done(ketua.send(f"{task_at(ketua, process, 'decide')}/complete", {"outcome": "teruskan"}))


def ask_the_bidang(world, programs, process):
    """Let one Bidang answer; the other one is late and is waived."""
    ketua, anggota, bidang = programs["ketua"], programs["anggota"], programs["bidang-1"]
    task = task_at(ketua, process, "choose")
    options = ketua.get(task).json["form"]["options"]["alur_bidang"]
    assert {option["value"] for option in options} == set(world.units())
    done(ketua.send(f"{task}/complete", {"values": {"bidang": world.units()}}))
    done(bidang.send(f"{task_at(bidang, process, 'answer')}/complete", {}))
    waiting = anggota.get(f"/processes/{process}").json
    assert waiting["units"] == [
        {"title": "Menjawab surat", "received": 1, "waived": 0, "total": 2}
    ]
    late = next(step["task_no"] for step in waiting["open_steps"] if step["waivable"])
    done(anggota.send(f"/tasks/{process}/{late}/waive", {"reason": "Terlambat"}))
    done(anggota.send(f"{task_at(anggota, process, 'collect')}/complete", {}))


def record_what_arrived(sekretaris, process):
    """Record what BKAD sent, on its behalf."""
    task = task_at(sekretaris, process, "arrival")
    assert sekretaris.get(task).json["recording"]
    given = {"values": {"nomor_jawaban": "900/1"}, "occurred_at": "2026-11-23T08:00:00+07:00"}
    assert done(sekretaris.send(f"{task}/arrival", given))["status"] == "completed"


def read_what_happened(ketua, process):
    history = ketua.get(f"/processes/{process}/history").json
    events = history["items"]
    kinds = [event["kind"] for event in events]
    assert (kinds[0], kinds[-1]) == ("ProcessStarted", "ArrivalRecorded")
    assert kinds.count("UserTaskCompleted") == 7
    assert (events[-1]["behalf"], events[-1]["position"]) == ("BKAD", "Sekretaris")
    assert events[-1]["occurred_at"] == "2026-11-23T01:00:00+00:00"
    assert events[-1]["hash"] == history["last_hash"]
    rest = ketua.get(f"/processes/{process}/history", after=3, size=2).json["items"]
    assert [event["seq"] for event in rest] == [4, 5]
    chain = ketua.get(f"/processes/{process}/verification").json
    assert (chain["whole"], chain["checked"]) == (True, len(kinds))
    rerun = ketua.get(f"/processes/{process}/reexecution").json
    assert (rerun["result"], rerun["seq"]) == ("same", None)


def fetch_the_file(ketua, process):
    document = ketua.get(f"/processes/{process}").json["documents"][0]
    assert (document["name"], document["file_name"]) == ("Surat", "surat.pdf")
    file = ketua.get(f"/processes/{process}/files/{document['sha256']}")
    assert file.data == CONTENT
    assert file.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert file.headers["Content-Disposition"].startswith("attachment")


def done(answer):
    assert answer.status_code == 200, answer.json
    return answer.json


def test_the_diagram_of_a_version_comes_back_byte_for_byte(world):
    answer = world.program("ketua").get(f"/sops/{world.sop_id}/versions/1/diagram")

    assert (answer.status_code, answer.data) == (200, DIAGRAM)


def test_the_diagram_of_a_process_comes_back_byte_for_byte(world):
    answer = world.program("ketua").get(f"/processes/{world.start()}/diagram")

    assert (answer.status_code, answer.data) == (200, DIAGRAM)


def test_processes_are_found_by_words_and_state_in_pages(world):
    ketua = world.program("ketua")
    for year in (2027, 2028, 2029):
        world.start(year=year, title=f"Surat tahun {year}")

    first = ketua.get("/processes", size=2).json
    assert (first["total"], first["pages"], len(first["items"])) == (3, 2, 2)
    assert len(ketua.get("/processes", size=2, page=2).json["items"]) == 1
    found = ketua.get("/processes", search="2028 surat", status="running").json["items"]
    assert [(line["year"], line["office"]) for line in found] == [(2028, DINAS)]
    assert ketua.get("/processes", status="completed").json["total"] == 0


def test_a_draft_is_one_for_the_page_and_the_program(world):
    process = world.start()
    anggota = world.program("anggota")
    task = task_at(anggota, process, "draft")
    given = {
        "values": {"nomor": "01/2026", "nilai": 2500.5, "segera": True},
        "ticks": ["Disposisi"],
        "files": {"berkas": [{"sha256": "0" * 64, "name": "a.pdf"}]},
    }

    assert anggota.send(f"{task}/draft", given, method="PUT", key=None).status_code == 204

    draft = anggota.get(task).json["draft"]
    assert draft["values"] == {"nomor": "01/2026", "nilai": "2500,5", "segera": True}
    assert draft["ticks"] == ["Disposisi"]
    assert draft["files"] == given["files"]
    assert world.program("anggota-2").get(task).json["draft"] is None


def test_the_gate_judges_a_posted_diagram_and_stores_nothing(world):
    analis = world.program("analis")

    good = analis.send("/check", data=DIAGRAM, content_type="application/xml")
    bad = analis.send(
        "/check", data=DIAGRAM.replace(b'targetRef="decide"', b'targetRef="gone"'), key=None
    )

    assert good.json["deployable"]
    assert good.json["processes"][0]["user_tasks"] == [
        "draft",
        "decide",
        "choose",
        "answer",
        "collect",
    ]
    assert not bad.json["deployable"]
    assert ("dangling-reference", "draft_decide") in {
        (finding["code"], finding["element"]) for finding in bad.json["findings"]
    }
    assert all(finding["message"] for finding in bad.json["findings"])
    assert len(analis.get("/sops").json["items"][0]["newest"]["sha256"]) == 64
