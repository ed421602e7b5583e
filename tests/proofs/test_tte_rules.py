"""Each rule of TTE (decisions §3.7), and somebody who tries to break it.

Refused means: with the sentence that the person sees, and with nothing changed. What the check of
the file itself refuses stands in tests/unit/tte.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from service import confinement
from service.access.refusals import (
    ClaimedByAnother,
    NotYourTask,
    OnlyAdministrators,
    PasswordNeeded,
)
from service.commands.bind_certificate import bind_certificate
from service.commands.cancel_signature import cancel_signature
from service.commands.claim_task import claim_task
from service.commands.erase_person import erase_person
from service.commands.release_certificate import CertificateNotBound, release_certificate
from service.commands.sign_electronically import sign_electronically
from service.errors import NotFound
from service.queries.history import history_of
from service.queries.instances import process_view
from service.running.refusals import (
    FileNotYours,
    ParafMissing,
    SignatureNeeded,
    TwoHatsUndeclared,
)
from service.sentences import sentence
from service.store import tables
from service.store.database import read, transaction
from service.store.history import events_of
from service.store.idempotency import RequestKey
from service.store.structure import structure_stream
from service.tte import Trust, set_trust, trust
from service.tte import refusals as no
from service.values import parse
from tests.certified import Provider, pdf, revocations, signed, with_revocations
from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON, TODAY
from tests.proofs.refusing import acts, untouched

#: Both databases in one worker, where each file is checked once.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("tte-rules")]

HOUR = timedelta(hours=1)
LATER = NOON + 2 * HOUR

VERSION = pdf("RKA 2027")
NIK = "6171012345678901"


@pytest.fixture(scope="module")
def provider():
    return Provider()


@pytest.fixture(scope="module")
def head(provider):
    """The certificate of the head: the account's name in capitals, with titles."""
    return provider.signer("Dr. KADIS, S.E.", number=NIK)


@pytest.fixture(autouse=True)
def trusted(provider):
    with provider.trusted():
        yield


@pytest.fixture(scope="module", autouse=True)
def checked_once():
    """Let a file be checked once for all tests that bring it to the same instant.

    The program takes longer to load than the rest of a test; tests/unit/tte is about it.
    """
    answers: dict[str, dict[str, Any]] = {}
    ask = confinement.answer_of

    def remembered(program, job, **limits):
        files = [sha256(Path(job[it]).read_bytes()).hexdigest() for it in ("original", "signed")]
        others = {name: it for name, it in job.items() if name not in {"original", "signed"}}
        key = repr((files, others, limits))
        if key not in answers:
            answers[key] = ask(program, job, **limits)
        return answers[key].copy()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(confinement, "answer_of", remembered)
        yield


@pytest.fixture
def signing(world):
    return world.publish("signing", diagrams.SIGNING, status="effective")


@pytest.fixture
def waiting(world, signing):
    """A process whose version 1 has its paraf and waits for the head's signature."""
    return initialled(world, signing)


def initialled(world, version, content=VERSION):
    made = world.start(version, by="ketua").instance_id
    files = {"berkas": [world.file("anggota", content, "rka.pdf")]}
    world.complete("anggota", made, "draft", files=files)
    world.complete("sekretaris", made, "initial", outcome="teruskan", now=NOON + HOUR)
    return made


def given(world, process, content, who, now, **more):
    confirmed = more.pop("confirmed", True)
    name = more.pop("name", "rka-signed.pdf")
    copies = more.pop("copies", None) or {"rka": world.file(who, content, name)}
    return {
        "session": world.session,
        "caller": world.caller(who, now, confirmed=confirmed),
        "instance_id": process,
        "task_no": more.pop("task_no", None) or world.task_no(process, "sign"),
        "copies": copies,
        "now": now,
    }, more


def bind(world, process, content, who="kadis", now=LATER, **more):
    known, _ = given(world, process, content, who, now, **more)
    return bind_certificate(known.pop("session"), known.pop("caller"), **known)


def sign(world, process, content, who="kadis", now=LATER, **more):
    known, more = given(world, process, content, who, now, **more)
    rest = {"typed": {}, "outcome": "kirim", "ticks": ["Telaahan"]} | more
    return sign_electronically(known.pop("session"), known.pop("caller"), **known, **rest)


def structure_events(world):
    with read(world.session) as connection:
        rows = list(events_of(connection, structure_stream(world.pemda_id)))
    return [(row["kind"], parse(row["payload"])) for row in rows]


@pytest.fixture
def refused(world):
    """Check that an act is refused in these words and leaves everything as it was."""

    def check(process, kind, words, act):
        with untouched(world, process):
            with pytest.raises(kind) as found:
                act()
            assert words in sentence(found.value.code, **found.value.params)

    return check


# ---------------------------------------------------------------- the act


def test_a_good_copy_signs_and_everything_tells_of_it(world, waiting, head):
    content = signed(VERSION, head, NOON + HOUR)
    bind(world, waiting, content)

    sign(world, waiting, content)

    assert world.open(waiting) == ["send"]
    assert acts(world) == [("paraf", 1, None), ("tte", 1, None)]
    row = world.rows(tables.document_act)[-1]
    assert (row.person_id, row.recorded_by) == (world.people["kadis"], None)
    assert row.occurred_at == NOON + HOUR
    _, payload, _ = world.events(waiting)[-1]
    (act,) = payload["acts"]
    assert act["certified"]["provider"] == "PSrE Contoh"
    assert "KADIS" not in str(payload)
    caller = world.caller("kadis", LATER)
    [version] = process_view(world.session, caller, waiting, today=TODAY).documents
    mark = version.acts[-1].certified
    assert mark is not None
    assert (mark.name, mark.stamped, mark.revocation) == ("Dr. KADIS, S.E.", False, False)
    entry = history_of(world.session, caller, waiting).entries[-1]
    assert entry.title.startswith("Ditandatangani elektronik (TTE)")
    serial = f"{head.certificate.serial_number:x}"
    assert (
        "Sertifikat TTE",
        (
            f"Dr. KADIS, S.E., nomor {serial}, dari PSrE Contoh; ditandatangani"
            " 23 November 2026 pukul 11.00 WIB (menurut penanda tangan, tanpa penanda waktu);"
            " status pencabutan tidak disertakan"
        ),
    ) in entry.details
    world.assert_whole(waiting)


def test_timestamp_and_revocation_stand_in_the_record(world, waiting, head, provider):
    at = NOON + HOUR
    content = with_revocations(
        signed(VERSION, head, at, stamper=provider.stamper, stamped_at=at),
        revocations(provider.issuer, NOON),
        revocations(provider.root, NOON),
    )
    bind(world, waiting, content)

    sign(world, waiting, content)

    (act,) = world.events(waiting)[-1][1]["acts"]
    assert (act["certified"]["stamped"], act["certified"]["revocation"]) == (True, True)
    world.assert_whole(waiting)


def test_a_signed_version_is_frozen_and_can_be_cancelled(world, waiting, head):
    content = signed(VERSION, head, NOON + HOUR)
    bind(world, waiting, content)
    sign(world, waiting, content)

    cancel_signature(
        world.session,
        world.caller("kadis", LATER),
        instance_id=waiting,
        document="rka",
        reason="Pagu berubah",
        now=LATER,
    )

    assert acts(world)[-1] == ("tte", 1, "cancelled")
    world.assert_whole(waiting)


def test_the_same_request_again_gets_the_first_answer(world, waiting, head):
    content = signed(VERSION, head, NOON + HOUR)
    bind(world, waiting, content)
    task_no = world.task_no(waiting, "sign")
    key = RequestKey("kunci", "tte", "isi")
    first = sign(world, waiting, content, request=key, task_no=task_no)

    again = sign(world, waiting, content, request=key, task_no=task_no)

    assert again == first
    assert acts(world) == [("paraf", 1, None), ("tte", 1, None)]


# ---------------------------------------------------------------- who


@pytest.mark.parametrize(
    ("who", "kind"),
    [
        ("sekretaris", NotYourTask),
        ("anggota", NotYourTask),
        ("bkad", NotFound),
        ("admin", NotFound),
    ],
)
def test_nobody_else_brings_a_signed_copy(world, waiting, provider, refused, who, kind):
    """Not the Sekretariat either, which records paper: a TTE is personal."""
    content = signed(VERSION, provider.signer(who.upper()), NOON + HOUR)

    refused(waiting, kind, "", lambda: sign(world, waiting, content, who))
    refused(waiting, kind, "", lambda: bind(world, waiting, content, who))
    assert world.rows(tables.signing_certificate) == []


def test_a_plh_signs_with_the_own_certificate(world, waiting, provider):
    world.acting("sekretaris", "kadis", now=NOON)
    content = signed(VERSION, provider.signer("Sekretaris"), NOON + HOUR)
    bind(world, waiting, content, "sekretaris")

    with pytest.raises(TwoHatsUndeclared):
        sign(world, waiting, content, "sekretaris")
    sign(world, waiting, content, "sekretaris", two_hats=True)

    _, payload, row = world.events(waiting)[-1]
    assert row["jabatan"].startswith("Plh.")
    assert payload["acts"][0]["two_hats"] is True
    world.assert_whole(waiting)


def test_a_task_that_another_took_is_refused(world, waiting, head, refused):
    world.acting("sekretaris", "kadis", now=NOON)
    claim_task(
        world.session,
        world.caller("sekretaris"),
        instance_id=waiting,
        task_no=world.task_no(waiting, "sign"),
        now=NOON,
    )
    content = signed(VERSION, head, NOON + HOUR)

    refused(waiting, ClaimedByAnother, "", lambda: sign(world, waiting, content))


def test_the_password_is_asked_for_again(world, waiting, head, refused):
    content = signed(VERSION, head, NOON + HOUR)

    refused(waiting, PasswordNeeded, "", lambda: sign(world, waiting, content, confirmed=False))
    refused(waiting, PasswordNeeded, "", lambda: bind(world, waiting, content, confirmed=False))


def test_a_file_of_another_is_not_ones_own(world, waiting, head, refused):
    copies = {"rka": world.file("anggota", signed(VERSION, head, NOON + HOUR))}

    refused(waiting, FileNotYours, "", lambda: sign(world, waiting, b"", copies=copies))


# ---------------------------------------------------------------- whose certificate


def test_a_certificate_is_bound_by_its_person_before_it_signs(world, waiting, head, refused):
    content = signed(VERSION, head, NOON + HOUR)

    refused(
        waiting,
        no.CertificateUnbound,
        "Sertifikat “Dr. KADIS, S.E.” dari PSrE Contoh belum diikat ke akun Anda.",
        lambda: sign(world, waiting, content),
    )
    bind(world, waiting, content)

    [(kind, said)] = structure_events(world)
    assert kind == "CertificateBound"
    assert said["person_id"] == str(world.people["kadis"])
    [row] = world.rows(tables.signing_certificate)
    kept = [str(text.text) for text in world.rows(tables.private_text)]
    assert not any(NIK in text for text in [*kept, str(said), str(row)])
    bind(world, waiting, content)
    assert len(structure_events(world)) == 1


def test_a_certificate_of_another_name_is_refused(world, waiting, provider, refused):
    content = signed(VERSION, provider.signer("ANGGOTA"), NOON + HOUR)

    for act in (sign, bind):
        refused(
            waiting,
            no.CertificateNamesAnother,
            "Sertifikat pada berkas ini atas nama “ANGGOTA”, bukan nama Anda di Alur.",
            lambda act=act: act(world, waiting, content),
        )


def test_a_namesake_is_another_person(world, waiting, provider, head, refused):
    bind(world, waiting, signed(VERSION, head, NOON + HOUR))
    namesake = provider.signer("Dr. KADIS, S.E.", number="6171019999999999")
    content = signed(VERSION, namesake, NOON + HOUR)

    for act in (sign, bind):
        refused(
            waiting,
            no.CertificateOfAnother,
            "Berkas ini ditandatangani dengan sertifikat lain daripada yang diikat ke akun Anda.",
            lambda act=act: act(world, waiting, content),
        )


def test_a_newer_certificate_of_the_same_person_signs(world, waiting, provider, head):
    bind(world, waiting, signed(VERSION, head, NOON + HOUR))
    newer = provider.signer("Dr. KADIS, S.E.", number=NIK, since=NOON - HOUR)

    sign(world, waiting, signed(VERSION, newer, NOON + HOUR))

    assert world.open(waiting) == ["send"]


def test_an_older_certificate_of_the_same_person_does_not(world, waiting, provider, head, refused):
    newer = provider.signer("Dr. KADIS, S.E.", number=NIK, since=NOON - HOUR)
    bind(world, waiting, signed(VERSION, newer, NOON + HOUR))

    content = signed(VERSION, head, NOON + HOUR)
    refused(waiting, no.CertificateOfAnother, "", lambda: sign(world, waiting, content))


def test_one_certificate_is_bound_to_one_person(world, waiting, head, refused):
    content = signed(VERSION, head, NOON + HOUR)
    bind(world, waiting, content)
    world.acting("sekretaris", "kadis", now=NOON)
    rename(world, "sekretaris", "Kadis")

    refused(waiting, no.CertificateTaken, "", lambda: bind(world, waiting, content, "sekretaris"))


def test_an_administrator_releases_a_certificate_and_nobody_else(world, waiting, head, refused):
    content = signed(VERSION, head, NOON + HOUR)
    bind(world, waiting, content)
    person_id = world.people["kadis"]

    for who in ("kadis", "sekretaris"):
        with pytest.raises(OnlyAdministrators):
            release_certificate(
                world.session, world.caller(who, LATER), person_id=person_id, now=LATER
            )
    with pytest.raises(PasswordNeeded):
        release_certificate(
            world.session,
            world.caller("admin", LATER, confirmed=False),
            person_id=person_id,
            now=LATER,
        )
    admin = world.caller("admin", LATER)
    release_certificate(world.session, admin, person_id=person_id, now=LATER)

    assert world.rows(tables.signing_certificate) == []
    assert [kind for kind, _ in structure_events(world)][-1] == "CertificateReleased"
    with pytest.raises(CertificateNotBound):
        release_certificate(world.session, admin, person_id=person_id, now=LATER)
    refused(waiting, no.CertificateUnbound, "", lambda: sign(world, waiting, content))


def test_erasing_a_person_erases_the_certificate_and_its_name(world, waiting, head):
    content = signed(VERSION, head, NOON + HOUR)
    bind(world, waiting, content)
    of_kadis = (
        tables.person.c.pemda_id == world.pemda_id,
        tables.person.c.id == world.people["kadis"],
    )
    with transaction(world.session) as tx:
        tx.execute(update(tables.person).where(*of_kadis).values(active=False))

    erase_person(
        world.session,
        world.caller("admin", LATER),
        person_id=world.people["kadis"],
        reason="Permohonan",
        now=LATER,
    )

    assert world.rows(tables.signing_certificate) == []
    known = [
        text.text
        for text in world.rows(tables.private_text)
        if text.label in ("certificate_name", "certificate_subject")
    ]
    assert known == [None, None]


# ---------------------------------------------------------------- when


def test_a_signature_before_the_version_is_refused(world, waiting, head, refused):
    content = signed(VERSION, head, NOON - HOUR)
    bind(world, waiting, content)

    refused(
        waiting,
        no.TteBeforeVersion,
        "Menurut berkas ini tanda tangannya mendahului versi 1 dokumen rka",
        lambda: sign(world, waiting, content),
    )


def test_a_signature_before_the_paraf_is_refused(world, waiting, head, refused):
    content = signed(VERSION, head, NOON + HOUR / 2)
    bind(world, waiting, content)

    refused(
        waiting,
        no.TteBeforeParaf,
        "Menurut berkas ini tanda tangannya mendahului paraf versi 1 dokumen rka.",
        lambda: sign(world, waiting, content),
    )


def test_a_signature_of_the_future_is_refused(world, waiting, head, refused):
    content = signed(VERSION, head, LATER + timedelta(minutes=6))

    refused(waiting, no.TteInFuture, "belum tiba", lambda: sign(world, waiting, content))


def test_a_clock_that_is_a_little_ahead_signs_now(world, waiting, head):
    content = signed(VERSION, head, LATER + timedelta(minutes=4))
    bind(world, waiting, content)

    sign(world, waiting, content)

    assert world.rows(tables.document_act)[-1].occurred_at == LATER
    world.assert_whole(waiting)


def test_without_a_paraf_nothing_is_signed(world, head, refused):
    version = world.publish("signing-at-once", diagrams.SIGNING_AT_ONCE, status="effective")
    process = world.start(version, by="ketua").instance_id
    files = {"berkas": [world.file("anggota", VERSION, "rka.pdf")]}
    world.complete("anggota", process, "draft", files=files)
    content = signed(VERSION, head, NOON + HOUR)
    bind(world, process, content)

    refused(
        process,
        ParafMissing,
        "Versi 1 dokumen rka belum diparaf.",
        lambda: sign(world, process, content, outcome=None, ticks=()),
    )


# ---------------------------------------------------------------- which file


def test_a_copy_of_another_version_is_refused(world, waiting, head, refused):
    content = signed(pdf("RKA 2027, pagu lain"), head, NOON + HOUR)

    refused(
        waiting,
        no.OtherVersion,
        "Isi berkas ini bukan versi yang harus ditandatangani, byte demi byte.",
        lambda: sign(world, waiting, content),
    )


def test_a_copy_of_a_version_that_was_sent_back_is_refused(world, waiting, head, refused):
    content = signed(VERSION, head, NOON + HOUR)
    bind(world, waiting, content)
    world.complete("kadis", waiting, "sign", outcome="kembalikan", reason="Salah", now=LATER)
    files = {"berkas": [world.file("anggota", pdf("RKA 2027 perbaikan"), "rka.pdf")]}
    world.complete("anggota", waiting, "draft", files=files, now=LATER)
    world.complete("sekretaris", waiting, "initial", outcome="teruskan", now=LATER)

    refused(waiting, no.OtherVersion, "", lambda: sign(world, waiting, content))


def test_a_version_that_is_no_pdf_needs_one(world, signing, refused, head):
    process = world.start(signing, by="ketua").instance_id
    word = world.file("anggota", b"PK\x03\x04 naskah", "rka.pdf")
    retype(world, word.sha256, "application/msword")
    world.complete("anggota", process, "draft", files={"berkas": [word]})
    world.complete("sekretaris", process, "initial", outcome="teruskan", now=NOON + HOUR)

    refused(
        process,
        no.TteNeedsPdf,
        "Dokumen rka versi 1 bukan PDF, sedangkan TTE hanya dapat dibubuhkan pada PDF.",
        lambda: sign(world, process, signed(VERSION, head, NOON + HOUR)),
    )


def test_what_is_no_pdf_is_not_checked(world, waiting, head, refused):
    content = signed(VERSION, head, NOON + HOUR)

    refused(
        waiting,
        no.TteFileNotPdf,
        "Yang diunggah bukan PDF.",
        lambda: sign(world, waiting, content, name="rka.docx"),
    )


def test_without_a_file_nothing_is_signed(world, waiting, refused):
    file = world.file("kadis", VERSION)

    refused(waiting, SignatureNeeded, "", lambda: sign(world, waiting, b"", copies={"lain": file}))


def test_a_step_that_signs_two_documents_takes_no_half(world, head, refused):
    version = world.publish("two-signed", diagrams.TWO_SIGNED, status="effective")
    process = world.start(version, by="ketua").instance_id
    other = pdf("Surat pengantar")
    files = {
        "berkas": [world.file("anggota", VERSION, "rka.pdf")],
        "pengantar": [world.file("anggota", other, "surat.pdf")],
    }
    world.complete("anggota", process, "draft", files=files)
    content, letter = (signed(it, head, NOON + HOUR) for it in (VERSION, other))
    bind(world, process, content)
    both = {"rka": world.file("kadis", content), "surat": world.file("kadis", letter)}

    refused(
        process, SignatureNeeded, "", lambda: sign(world, process, content, outcome=None, ticks=())
    )
    sign(world, process, b"", copies=both, outcome=None, ticks=())

    assert sorted(act for act, _, _ in acts(world)) == ["tte", "tte"]
    assert len([row for row in world.rows(tables.attachment) if row.field == "alur_tte"]) == 2
    world.assert_whole(process)


# ---------------------------------------------------------------- what the installation says


def test_without_a_trusted_provider_there_is_no_tte(world, waiting, head, refused):
    set_trust(Trust())
    content = signed(VERSION, head, NOON + HOUR)

    refused(
        waiting,
        no.TteUnavailable,
        "TTE belum tersedia di pemasangan ini",
        lambda: sign(world, waiting, content),
    )


def test_a_missing_revocation_status_can_be_refused(world, waiting, head, provider, refused):
    set_trust(replace(trust(), revocation_required=True))
    content = signed(VERSION, head, NOON + HOUR)

    refused(
        waiting,
        no.RevocationUnknown,
        "Status pencabutan tidak disertakan pada berkas ini",
        lambda: sign(world, waiting, content),
    )
    lists = [revocations(provider.issuer, NOON), revocations(provider.root, NOON)]
    whole = with_revocations(content, *lists)
    bind(world, waiting, whole)
    sign(world, waiting, whole)
    assert world.open(waiting) == ["send"]


# ---------------------------------------------------------------- verify


@pytest.mark.parametrize(
    "column",
    [{"occurred_at": NOON}, {"act": "wet_signature"}, {"sha256": "0" * 64}],
)
def test_a_tte_that_was_changed_by_hand_shows(world, waiting, head, column):
    content = signed(VERSION, head, NOON + HOUR)
    bind(world, waiting, content)
    sign(world, waiting, content)
    with transaction(world.session) as tx:
        tx.execute(
            update(tables.document_act)
            .where(
                tables.document_act.c.pemda_id == world.pemda_id,
                tables.document_act.c.act == "tte",
            )
            .values(column)
        )

    assert world.fault(waiting) is not None


# ---------------------------------------------------------------- below


def rename(world, who, name):
    with transaction(world.session) as tx:
        tx.execute(
            update(tables.person)
            .where(
                tables.person.c.pemda_id == world.pemda_id,
                tables.person.c.id == world.people[who],
            )
            .values(name=name)
        )


def retype(world, sha256, media_type):
    with transaction(world.session) as tx:
        tx.execute(
            update(tables.blob)
            .where(tables.blob.c.pemda_id == world.pemda_id, tables.blob.c.sha256 == sha256)
            .values(media_type=media_type)
        )
