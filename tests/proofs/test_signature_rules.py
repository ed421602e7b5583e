"""Each rule of paraf and signature (decisions §3), and somebody who tries to break it.

Refused means: with the sentence that the person sees, and with nothing changed.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from service.access.refusals import (
    ClaimedByAnother,
    NotTheSigner,
    NotYourTask,
    OnlyRecorders,
    PasswordNeeded,
)
from service.commands.approve_for_signature import approve_for_signature
from service.commands.cancel_signature import cancel_signature
from service.commands.claim_task import claim_task
from service.commands.end_mandate import end_mandate
from service.commands.record_on_paper import record_on_paper
from service.commands.retry_incident import retry_incident
from service.commands.waive_unit import waive_unit
from service.errors import NotFound
from service.queries.history import history_of
from service.queries.instances import process_view
from service.queries.tasks import signers_of, task_view
from service.running.on_paper import Paper
from service.running.refusals import (
    ChecklistBeforeAct,
    DocumentFrozen,
    FileNotYours,
    IncidentGone,
    NotHeldThatDay,
    NothingToApprove,
    NotOnPaper,
    NotSigned,
    NotWaivable,
    OwnPaper,
    PaperBeforeParaf,
    PaperBeforeVersion,
    ParafMissing,
    ReasonMissing,
    ReturnNotOnPaper,
    SignatureNeeded,
    TimeContradicts,
    TwoHatsUndeclared,
)
from service.sentences import sentence
from service.store import tables
from service.store.database import transaction
from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON, TODAY
from tests.proofs.refusing import acts, untouched

pytestmark = pytest.mark.slow

TOMORROW, NEXT_WEEK = NOON + timedelta(days=1), NOON + timedelta(days=7)

SCAN = b"%PDF-1.7 halaman bertanda tangan"


@pytest.fixture
def signing(world):
    """A version in force whose third step signs."""
    return world.publish("signing", diagrams.SIGNING, status="effective")


@pytest.fixture
def trial(world):
    """The same, not in force yet."""
    return world.publish("signing", diagrams.SIGNING)


@pytest.fixture
def at_once(world):
    """A version in force in which paraf, signature and a correction wait at the same time."""
    return world.publish("signing-at-once", diagrams.SIGNING_AT_ONCE, status="effective")


def drafted(world, version, now=NOON):
    made = world.start(version, by="ketua", now=now).instance_id
    draft(world, made, b"rka 1", now=now)
    return made


def draft(world, process, content, element="draft", now=NOON):
    files = {"berkas": [world.file("anggota", content, "rka.pdf")]}
    world.complete("anggota", process, element, files=files, now=now)


def initialled(world, version, now=NOON):
    made = drafted(world, version, now)
    world.complete("sekretaris", made, "initial", outcome="teruskan", now=now)
    return made


def paper(world, by="kadis", day=TODAY, who="sekretaris", *, mandate=None):
    return Paper(day, mandate or world.holdings[by], world.file(who, SCAN, "halaman.pdf"))


def on_paper(world, process, written, who="sekretaris", element="sign", now=NOON, **more):
    """Record a step from paper as somebody of the Sekretariat."""
    confirmed = more.pop("confirmed", True)
    given = {"outcome": "kirim", "ticks": ["Telaahan"]} if element == "sign" else {}
    return record_on_paper(
        world.session,
        world.caller(who, now, confirmed=confirmed),
        instance_id=process,
        task_no=world.task_no(process, element),
        paper=written,
        typed={},
        now=now,
        **(given | more),
    )


def approve(world, process, who="kadis", now=NOON, **more):
    confirmed = more.pop("confirmed", True)
    return approve_for_signature(
        world.session,
        world.caller(who, now, confirmed=confirmed),
        instance_id=process,
        task_no=world.task_no(process, "sign"),
        now=now,
        **({"ticks": ["Telaahan"]} | more),
    )


def unsign(world, process, who="kadis", now=NOON, **more):
    confirmed = more.pop("confirmed", True)
    return cancel_signature(
        world.session,
        world.caller(who, now, confirmed=confirmed),
        instance_id=process,
        now=now,
        **({"document": "rka", "reason": "Pagu berubah"} | more),
    )


@pytest.fixture
def refused(world):
    """Check that an act is refused in these words and leaves everything as it was."""

    def check(process, kind, words, act):
        with untouched(world, process):
            with pytest.raises(kind) as found:
                act()
            assert sentence(found.value.code, **found.value.params) == words

    return check


# ---------------------------------------------------------------- paraf before signature


def test_signing_on_paper_before_the_paraf_is_refused(world, at_once, refused):
    process = drafted(world, at_once)

    refused(
        process,
        ParafMissing,
        "Versi 1 dokumen rka belum diparaf. Paraf lebih dahulu, baru persetujuan tanda tangan.",
        lambda: on_paper(world, process, paper(world), outcome=None, ticks=()),
    )
    refused(
        process,
        ParafMissing,
        "Versi 1 dokumen rka belum diparaf. Paraf lebih dahulu, baru persetujuan tanda tangan.",
        lambda: approve(world, process, ticks=()),
    )


def test_a_version_that_changed_after_the_paraf_is_not_signed(world, at_once, refused):
    process = drafted(world, at_once)
    world.complete("sekretaris", process, "initial")
    draft(world, process, b"rka 2", "mend")

    assert acts(world) == [("paraf", 1, "newer_version")]
    refused(
        process,
        ParafMissing,
        "Versi 2 dokumen rka belum diparaf. Paraf lebih dahulu, baru persetujuan tanda tangan.",
        lambda: on_paper(world, process, paper(world), outcome=None, ticks=()),
    )


def test_a_paper_that_is_older_than_the_version_signs_an_old_one(world, signing, refused):
    process = initialled(world, signing)
    world.complete(
        "kadis", process, "sign", outcome="kembalikan", reason="Angka salah", now=TOMORROW
    )
    draft(world, process, b"rka 2", now=TOMORROW)
    world.complete("sekretaris", process, "initial", outcome="teruskan", now=TOMORROW)

    refused(
        process,
        PaperBeforeVersion,
        "Tanggal pada kertas mendahului versi 2 dokumen rka; naskah itu belum ada saat itu.",
        lambda: on_paper(world, process, paper(world), now=TOMORROW),
    )


def test_a_paper_that_is_older_than_the_paraf_is_refused(world, signing, refused):
    process = drafted(world, signing)
    world.complete("sekretaris", process, "initial", outcome="teruskan", now=TOMORROW)

    refused(
        process,
        PaperBeforeParaf,
        "Tanggal pada kertas mendahului paraf versi 1 dokumen rka. Paraf lebih dahulu, baru tanda"
        " tangan.",
        lambda: on_paper(world, process, paper(world), now=TOMORROW),
    )


def test_a_paraf_on_paper_counts_by_the_day_on_the_paper(world, signing):
    """Recorded on the third day, given on the first: the signature of the second day is right."""
    process = drafted(world, signing)
    written = paper(world, "sekretaris", who="ketua")
    on_paper(world, process, written, "ketua", "initial", NEXT_WEEK, outcome="teruskan")
    signed = paper(world, day=TODAY + timedelta(days=1))

    on_paper(world, process, signed, now=NEXT_WEEK)

    assert acts(world) == [("paraf", 1, None), ("wet_signature", 1, None)]
    world.assert_whole(process)


# ---------------------------------------------------------------- a click is not a signature


def test_in_force_a_click_does_not_sign(world, signing, refused):
    process = initialled(world, signing)

    refused(
        process,
        SignatureNeeded,
        "Langkah ini menandatangani: selesai setelah tanda tangan basah dicatat Sekretariat, atau"
        " dengan TTE. Anda dapat menyatakan “Disetujui untuk ditandatangani” lebih dahulu.",
        lambda: world.complete("kadis", process, "sign", outcome="kirim", ticks=["Telaahan"]),
    )


def test_an_approval_before_the_signature_leaves_the_step_waiting(world, signing):
    process = initialled(world, signing)

    approve(world, process)

    assert world.open(process) == ["sign"]
    assert acts(world) == [("paraf", 1, None), ("approved_for_signature", 1, None)]
    view = process_view(world.session, world.caller("kadis"), process, today=TODAY)
    assert [step.awaiting_signature for step in view.open_steps] == [True]
    [version] = view.documents
    assert [(act.act, act.stands_in) for act in version.acts] == [
        ("paraf", False),
        ("approved_for_signature", False),
    ]
    world.assert_whole(process)

    on_paper(world, process, paper(world))
    assert world.open(process) == ["send"]
    world.assert_whole(process)


def test_in_a_trial_run_the_approval_stands_in_and_says_so(world, trial, refused):
    process = initialled(world, trial)
    refused(
        process,
        NothingToApprove,
        "Langkah ini tidak menunggu tanda tangan yang dapat didahului persetujuan.",
        lambda: approve(world, process),
    )

    world.complete("kadis", process, "sign", outcome="kirim", ticks=["Telaahan"])

    assert world.events(process)[-1][1]["acts"][0]["stands_in"] is True
    caller = world.caller("kadis")
    [version] = process_view(world.session, caller, process, today=TODAY).documents
    assert [(act.act, act.stands_in) for act in version.acts][-1] == (
        "approved_for_signature",
        True,
    )
    last = history_of(world.session, caller, process).entries[-1]
    assert (
        "Disetujui untuk ditandatangani, menggantikan tanda tangan dalam uji coba",
        "rka versi 1",
    ) in last.details
    world.assert_whole(process)


def test_a_trial_is_never_turned_real(world, trial):
    """The version is put in force meanwhile: what began as a trial ends as one."""
    begun = initialled(world, trial)
    with transaction(world.session) as tx:
        tx.execute(
            update(tables.sop_version)
            .where(
                tables.sop_version.c.pemda_id == world.pemda_id, tables.sop_version.c.id == trial
            )
            .values(status="effective", effective_from=TODAY)
        )
    after = world.start(trial, by="ketua", year=2028).instance_id

    world.complete("kadis", begun, "sign", outcome="kirim", ticks=["Telaahan"])
    world.complete("anggota", begun, "send")

    assert (world.process(begun).trial, world.process(begun).status) == (True, "completed")
    assert world.process(begun).number.startswith("UC-")
    assert not world.process(after).trial
    assert acts(world) == [("paraf", 1, None), ("approved_for_signature", 1, None)]
    world.assert_whole(begun)


# ---------------------------------------------------------------- who records, who signed


def test_the_event_says_who_signed_and_who_recorded(world, signing):
    process = initialled(world, signing)
    on_paper(world, process, paper(world), now=TOMORROW)

    _, payload, row = world.events(process)[-1]
    assert (row["jabatan"], row["behalf"], row["letter"]) == (
        "Jabatan sekretaris",
        "Jabatan kadis",
        None,
    )
    assert row["occurred_at"] < row["recorded_at"] == TOMORROW
    assert payload["paper"] == {
        "person_id": str(world.people["kadis"]),
        "holding_id": str(world.holdings["kadis"]),
        "jabatan": "Jabatan kadis",
    }
    act = world.rows(tables.document_act)[-1]
    assert (act.act, act.person_id, act.holding_id, act.recorded_by) == (
        "wet_signature",
        world.people["kadis"],
        world.holdings["kadis"],
        world.people["sekretaris"],
    )
    caller = world.caller("ketua")
    [version] = process_view(world.session, caller, process, today=TODAY).documents
    mark = version.acts[-1]
    assert (mark.jabatan, mark.recorded_by) == ("Jabatan kadis", "Jabatan sekretaris")
    last = history_of(world.session, caller, process).entries[-1]
    assert last.title == "Dicatat dari kertas: sign"
    assert ("Dilakukan di atas kertas oleh", "Jabatan kadis") in last.details
    assert [name for name, _ in last.details].count("Pindaian") == 1


def test_nobody_records_the_own_paper_signature(world, signing, refused):
    """Not even a Sekretaris, who records for the office, as Plh. of the head."""
    mandate = world.acting("sekretaris", "kadis")
    process = initialled(world, signing)
    words = (
        "Yang menandatangani di atas kertas tidak mencatatnya sendiri. Mintalah pegawai lain"
        " mencatatnya."
    )

    refused(
        process,
        OwnPaper,
        words,
        lambda: on_paper(world, process, paper(world, mandate=mandate), two_hats=True),
    )
    caller, task_no = world.caller("sekretaris"), world.task_no(process, "sign")
    offered = signers_of(world.session, caller, process, task_no)
    assert [signer.title for signer in offered] == ["Jabatan kadis"]


def test_only_the_sekretariat_of_the_office_records_paper(world, signing, refused):
    process = initialled(world, signing)
    words = (
        "Hanya Sekretaris atau pegawai Sekretariat kantor ini yang mencatat naskah dan dokumen"
        " fisik."
    )

    for who in ("kadis", "bidang_1"):
        written = paper(world, who=who)
        refused(process, OnlyRecorders, words, lambda: on_paper(world, process, written, who))  # noqa: B023 - called at once
    written = paper(world, who="stranger")
    with pytest.raises(NotFound):
        on_paper(world, process, written, "stranger")


def test_recording_from_paper_asks_for_the_password_and_the_own_scan(world, signing, refused):
    process = initialled(world, signing)
    foreign = Paper(TODAY, world.holdings["kadis"], world.file("anggota", b"%PDF-1.7 lain"))

    refused(
        process,
        PasswordNeeded,
        "Ketik kata sandi Anda sekali lagi untuk melanjutkan.",
        lambda: on_paper(world, process, paper(world), confirmed=False),
    )
    refused(
        process,
        FileNotYours,
        "Berkas tidak ditemukan di antara unggahan Anda. Unggah sekali lagi.",
        lambda: on_paper(world, process, foreign),
    )


def test_what_a_third_person_has_taken_is_not_recorded_over(world, signing, refused):
    world.acting("bidang_1", "kadis")
    process = initialled(world, signing)
    task_no = world.task_no(process, "sign")
    claim_task(
        world.session, world.caller("bidang_1"), instance_id=process, task_no=task_no, now=NOON
    )

    refused(
        process,
        ClaimedByAnother,
        "Tugas ini sudah diambil oleh Plh. Jabatan kadis.",
        lambda: on_paper(world, process, paper(world)),
    )


@pytest.mark.parametrize(
    ("day", "kind", "words"),
    [
        pytest.param(
            date(2026, 11, 25),
            TimeContradicts,
            "Waktu yang dinyatakan tidak mungkin: di masa depan atau sebelum proses dimulai.",
            id="in the future",
        ),
        pytest.param(
            date(2026, 11, 20),
            TimeContradicts,
            "Waktu yang dinyatakan tidak mungkin: di masa depan atau sebelum proses dimulai.",
            id="before the process began",
        ),
        pytest.param(
            date(2024, 12, 31),
            NotHeldThatDay,
            "Pada tanggal itu pejabat yang dipilih tidak memegang jabatannya, atau penugasannya"
            " belum dicatat di Alur.",
            id="while somebody else, or nobody, held the jabatan",
        ),
    ],
)
def test_a_day_on_which_it_cannot_have_happened_is_refused(
    world, signing, refused, day, kind, words
):
    process = initialled(world, signing)

    refused(process, kind, words, lambda: on_paper(world, process, paper(world, day=day)))


def test_only_paraf_signature_and_disposisi_are_recorded_from_paper(world, signing, refused):
    process = world.start(signing, by="ketua").instance_id

    refused(
        process,
        NotOnPaper,
        "Yang dicatat dari kertas hanya paraf, tanda tangan, dan disposisi.",
        lambda: on_paper(world, process, paper(world, "anggota"), element="draft"),
    )


def test_sending_back_is_done_in_alur(world, signing, refused):
    process = initialled(world, signing)

    refused(
        process,
        ReturnNotOnPaper,
        "Pengembalian untuk perbaikan dilakukan di Alur oleh pejabatnya, tidak dicatat dari"
        " kertas.",
        lambda: on_paper(world, process, paper(world), outcome="kembalikan"),
    )


def test_a_disposisi_on_paper_is_recorded_with_its_scan(world):
    """A step of the head or the secretary without any act on a document."""
    process = world.run("one-task", diagrams.ONE_TASK)
    written = paper(world, "sekretaris", who="ketua")

    record_on_paper(
        world.session,
        world.caller("ketua"),
        instance_id=process,
        task_no=world.task_no(process, "work"),
        paper=written,
        typed={"catatan": "Tindak lanjuti"},
        now=NOON,
    )

    kept = [row for row in world.rows(tables.attachment) if row.field == "alur_pindaian"]
    assert [row.sha256 for row in kept] == [written.scan.sha256]
    assert acts(world) == []
    world.assert_whole(process)


# ---------------------------------------------------------------- Plt. and Plh.


def test_an_expired_plh_neither_approves_nor_has_signed(world, signing, refused):
    mandate = world.acting("bidang_1", "kadis")
    process = initialled(world, signing)
    later = TODAY + timedelta(days=7)

    refused(
        process,
        NotYourTask,
        "Tugas ini untuk jabatan lain.",
        lambda: approve(world, process, "bidang_1", NEXT_WEEK),
    )
    refused(
        process,
        NotHeldThatDay,
        "Pada tanggal itu pejabat yang dipilih tidak memegang jabatannya, atau penugasannya belum"
        " dicatat di Alur.",
        lambda: on_paper(world, process, paper(world, day=later, mandate=mandate), now=NEXT_WEEK),
    )
    # What was signed while it lasted stands, though it is recorded afterwards.
    on_paper(world, process, paper(world, mandate=mandate), now=NEXT_WEEK)
    _, _, row = world.events(process)[-1]
    assert (row["behalf"], row["letter"]) == ("Plh. Jabatan kadis", "800/7/SP")
    world.assert_whole(process)


def test_a_plh_that_was_entered_later_validates_no_earlier_paper(world, signing, refused):
    process = initialled(world, signing)
    mandate = world.acting("bidang_1", "kadis", letter_date=TODAY, from_date=TODAY, now=TOMORROW)

    refused(
        process,
        NotHeldThatDay,
        "Pada tanggal itu pejabat yang dipilih tidak memegang jabatannya, atau penugasannya belum"
        " dicatat di Alur.",
        lambda: on_paper(world, process, paper(world, mandate=mandate), now=TOMORROW),
    )
    signed = paper(world, day=TODAY + timedelta(days=1), mandate=mandate)
    on_paper(world, process, signed, now=TOMORROW)
    world.assert_whole(process)


def test_a_plh_that_ended_early_signed_nothing_after(world, signing, refused):
    mandate = world.acting("bidang_1", "kadis")
    end_mandate(world.session, world.caller("admin"), mandate_id=mandate, now=NOON)
    process = initialled(world, signing, TOMORROW)

    refused(
        process,
        NotHeldThatDay,
        "Pada tanggal itu pejabat yang dipilih tidak memegang jabatannya, atau penugasannya belum"
        " dicatat di Alur.",
        lambda: on_paper(
            world,
            process,
            paper(world, day=TODAY + timedelta(days=1), mandate=mandate),
            now=TOMORROW,
        ),
    )


def test_one_person_in_two_hats_signs_on_paper_only_when_declared(world, signing, refused):
    mandate = world.acting("sekretaris", "kadis")
    process = initialled(world, signing)
    written = paper(world, who="ketua", mandate=mandate)

    refused(
        process,
        TwoHatsUndeclared,
        "Pada versi ini Anda sudah bertindak sebagai Jabatan sekretaris. Centang pernyataan"
        " rangkap peran bila Anda memang harus melanjutkan.",
        lambda: on_paper(world, process, written, "ketua"),
    )
    refused(
        process,
        TwoHatsUndeclared,
        "Pada versi ini Anda sudah bertindak sebagai Jabatan sekretaris. Centang pernyataan"
        " rangkap peran bila Anda memang harus melanjutkan.",
        lambda: approve(world, process, "sekretaris"),
    )
    on_paper(world, process, written, "ketua", two_hats=True)
    assert world.rows(tables.document_act)[-1].two_hats
    world.assert_whole(process)


# ---------------------------------------------------------------- kelengkapan


def test_no_signature_without_what_the_step_needs(world, signing, refused):
    process = initialled(world, signing)
    words = "Sebelum paraf atau persetujuan tanda tangan, kelengkapan harus ada: Telaahan."

    refused(process, ChecklistBeforeAct, words, lambda: _without(world, process))
    refused(process, ChecklistBeforeAct, words, lambda: approve(world, process, ticks=()))
    refused(
        process,
        ChecklistBeforeAct,
        words,
        lambda: on_paper(world, process, paper(world), ticks=()),
    )


def _without(world, process):
    world.complete("kadis", process, "sign", outcome="kirim", without="Menyusul")


# ---------------------------------------------------------------- frozen after the signature


def test_a_signed_version_is_frozen(world, signing, refused):
    process = initialled(world, signing)
    on_paper(world, process, paper(world))
    changed = {"berkas": [world.file("anggota", b"rka lain", "rka.pdf")]}

    refused(
        process,
        DocumentFrozen,
        "Versi 1 dokumen rka sudah ditandatangani, jadi isinya tidak dapat diganti. Batalkan tanda"
        " tangannya lebih dahulu, atau unggah sebagai dokumen lain.",
        lambda: world.complete("anggota", process, "send", files=changed),
    )
    beside = {"pengantar": [world.file("anggota", b"surat", "surat.pdf")]}
    world.complete("anggota", process, "send", files=beside)
    assert sorted(row.document for row in world.rows(tables.document_version)) == ["rka", "surat"]
    world.assert_whole(process)


def test_a_cancelled_signature_is_void_and_lets_the_content_change(world, signing):
    process = initialled(world, signing)
    approve(world, process)
    on_paper(world, process, paper(world))

    unsign(world, process)

    assert acts(world) == [
        ("paraf", 1, None),
        ("approved_for_signature", 1, "cancelled"),
        ("wet_signature", 1, "cancelled"),
    ]
    last = history_of(world.session, world.caller("kadis"), process).entries[-1]
    assert last.title == "Tanda tangan dibatalkan: rka"
    assert ("Alasan", "Pagu berubah") in last.details
    world.assert_whole(process)
    changed = {"berkas": [world.file("anggota", b"rka lain", "rka.pdf")]}
    world.complete("anggota", process, "send", files=changed)
    assert acts(world)[0] == ("paraf", 1, "newer_version")
    world.assert_whole(process)


def test_only_the_signer_or_the_head_cancels_a_signature(world, signing, refused):
    mandate = world.acting("bidang_1", "kadis")
    process = initialled(world, signing)
    on_paper(world, process, paper(world, mandate=mandate))
    words = (
        "Tanda tangan dibatalkan oleh pejabat yang menandatangani atau kepala perangkat daerah."
    )

    for who in ("sekretaris", "ketua", "anggota"):
        refused(process, NotTheSigner, words, lambda: unsign(world, process, who))  # noqa: B023 - called at once
    with pytest.raises(NotFound):
        unsign(world, process, "stranger")
    unsign(world, process, "bidang_1")
    world.assert_whole(process)


def test_cancelling_a_signature_asks_for_a_reason_the_password_and_a_signature(
    world, signing, refused
):
    process = initialled(world, signing)
    refused(
        process,
        NotSigned,
        "Versi terbaru dokumen rka belum ditandatangani.",
        lambda: unsign(world, process),
    )
    on_paper(world, process, paper(world))

    refused(process, ReasonMissing, "Isi alasannya.", lambda: unsign(world, process, reason=" "))
    refused(
        process,
        PasswordNeeded,
        "Ketik kata sandi Anda sekali lagi untuk melanjutkan.",
        lambda: unsign(world, process, confirmed=False),
    )


# ---------------------------------------------------------------- no repair steps over a paraf


def test_no_repair_takes_a_process_past_a_paraf_or_a_signature(world, signing, refused):
    process = drafted(world, signing)
    manager, task_no = world.caller("kadis"), world.task_no(process, "initial")
    given = {"instance_id": process, "now": NOON}

    refused(
        process,
        IncidentGone,
        sentence("running.incident-gone"),
        lambda: retry_incident(world.session, manager, number=1, **given),
    )
    refused(
        process,
        NotWaivable,
        "Hanya bagian sebuah Bidang pada langkah pengumpulan yang dapat dilewati.",
        lambda: waive_unit(world.session, manager, task_no=task_no, reason="Lama", **given),
    )
    refused(
        process,
        NotYourTask,
        "Tugas ini untuk jabatan lain.",
        lambda: world.complete("kadis", process, "initial", outcome="teruskan"),
    )


def test_a_retry_repeats_the_automatic_step_only(world):
    """The act before it stands as it was; what follows still waits for its own official."""
    process = world.run("faulty", diagrams.FAULTY)
    world.complete("sekretaris", process, "work")
    before = acts(world)

    retry_incident(world.session, world.caller("kadis"), instance_id=process, number=1, now=NOON)

    assert (acts(world), world.open(process)) == (before, [])
    world.assert_whole(process)


# ---------------------------------------------------------------- what the page says before


def test_the_task_says_that_it_signs_and_what_it_waits_for(world, signing):
    process = initialled(world, signing)
    task_no = world.task_no(process, "sign")

    def view(who):
        caller = world.caller(who)
        return task_view(world.session, caller, process, task_no, today=TODAY, now=NOON)

    first = view("kadis")
    assert (first.signs, first.approved, first.records_paper) == (True, False, False)
    approve(world, process)
    second = view("sekretaris")
    assert (second.signs, second.approved, second.records_paper) == (True, True, True)
