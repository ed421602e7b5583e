"""Rangkap peran: nobody has two roles on one version of a document unnoticed."""

from __future__ import annotations

import pytest

from service.queries.history import history_of
from service.queries.instances import process_view
from service.queries.tasks import task_view
from service.running.refusals import TwoHatsUndeclared
from service.sentences import sentence
from service.store import tables
from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON, TODAY


def drafted(world, by="anggota", *, lead="ketua"):
    """Return a process whose document somebody brought; it waits for the paraf."""
    made = world.run("review", diagrams.REVIEW, by="ketua")
    team = {"ketua_tim": str(world.holdings[lead]), "anggota_tim": [str(world.holdings[by])]}
    world.complete("ketua", made, "team", team)
    draft = {"berkas": [world.file(by, b"rka 1", "rka.pdf")]}
    world.complete(by, made, "draft", ticks=["Peraturan"], files=draft)
    return made


def initial(world, process, by="sekretaris", **more):
    world.complete(by, process, "initial", ticks=["Telaahan"], outcome="teruskan", **more)


def approve(world, process, by, **more):
    world.complete(by, process, "approve", outcome="setujui", **more)


def acts(world):
    return [(act.act, act.two_hats) for act in world.rows(tables.document_act)]


def said(refused):
    return sentence(refused.value.code, **refused.value.params)


def test_the_secretary_who_gave_the_paraf_approves_as_plh_only_when_declared(world):
    process = drafted(world)
    initial(world, process)
    world.acting("sekretaris", "kadis")

    with pytest.raises(TwoHatsUndeclared) as refused:
        approve(world, process, "sekretaris")
    assert said(refused) == (
        "Pada versi ini Anda sudah bertindak sebagai Jabatan sekretaris. Centang pernyataan"
        " rangkap peran bila Anda memang harus melanjutkan."
    )
    assert acts(world) == [("paraf", False)]

    approve(world, process, "sekretaris", two_hats=True)
    assert acts(world) == [("paraf", False), ("approved_for_signature", True)]
    assert world.events(process)[-1][1]["acts"][0]["two_hats"] is True
    world.assert_whole(process)


def test_the_declaration_shows_in_documents_and_history(world):
    process = drafted(world)
    initial(world, process)
    world.acting("sekretaris", "kadis")
    approve(world, process, "sekretaris", two_hats=True)
    caller = world.caller("kadis")

    [version] = process_view(world.session, caller, process, today=TODAY).documents
    last = history_of(world.session, caller, process).entries[-1]

    assert [(act.jabatan, act.two_hats) for act in version.acts] == [
        ("Jabatan sekretaris", False),
        ("Plh. Jabatan kadis", True),
    ]
    assert (
        "Disetujui untuk ditandatangani",
        "rka versi 1, dengan pernyataan rangkap peran",
    ) in last.details


def test_who_made_the_version_gives_no_paraf_in_another_jabatan_unnoticed(world):
    world.acting("anggota", "sekretaris")
    process = drafted(world)

    with pytest.raises(TwoHatsUndeclared) as refused:
        initial(world, process, "anggota")

    assert refused.value.params["jabatan"] == "Jabatan anggota"
    initial(world, process, "anggota", two_hats=True)
    assert acts(world) == [("paraf", True)]


def test_who_made_the_version_approves_it_only_when_declared(world):
    """Even in one and the same jabatan: drafting and signing are two roles."""
    process = drafted(world, by="kadis")
    initial(world, process)

    with pytest.raises(TwoHatsUndeclared):
        approve(world, process, "kadis")

    approve(world, process, "kadis", two_hats=True)
    assert acts(world) == [("paraf", False), ("approved_for_signature", True)]


def test_another_person_needs_no_declaration_and_makes_none(world):
    process = drafted(world)
    initial(world, process, two_hats=True)
    approve(world, process, "kadis")

    assert acts(world) == [("paraf", False), ("approved_for_signature", False)]
    assert all("two_hats" not in act for act in world.events(process)[-1][1]["acts"])


def test_the_same_paraf_once_more_in_the_same_jabatan_is_one_role(world):
    process = drafted(world)
    initial(world, process)
    world.complete("kadis", process, "approve", outcome="paraf_ulang", reason="Belum rapi")

    initial(world, process)

    assert acts(world) == [("paraf", False), ("paraf", False)]


def test_a_new_version_begins_anew(world):
    world.acting("sekretaris", "kadis")
    process = drafted(world)
    initial(world, process)
    world.complete("kadis", process, "approve", outcome="kembalikan", reason="Angka salah")
    draft = {"berkas": [world.file("anggota", b"rka 2", "rka.pdf")]}
    world.complete("anggota", process, "draft", ticks=["Peraturan"], files=draft)
    initial(world, process, "sekretaris")

    approve(world, process, "kadis")

    assert acts(world)[-1] == ("approved_for_signature", False)


def test_the_page_says_before_that_the_act_would_be_a_second_role(world):
    process = drafted(world)
    initial(world, process)
    world.acting("sekretaris", "kadis")
    task_no = world.task_no(process, "approve")

    def doubled(who):
        caller = world.caller(who)
        view = task_view(world.session, caller, process, task_no, today=TODAY, now=NOON)
        return view.doubled

    assert doubled("sekretaris") == {"rka": "Jabatan sekretaris"}
    assert doubled("kadis") == {}
