"""The check of a signed file: what is good, and everybody who tries to have something else taken.

Each case runs the program that checks, as it is run for people.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter, copy_into_new_writer

from service.sentences import sentence
from service.tte import Trust, check, set_trust, trust
from service.tte import refusals as no
from service.tte.trust import Anchor
from tests.certified import Provider, issued, pdf, revocations, rsa_key, signed, with_revocations
from tests.unit.tte.spoilt import (
    bomb,
    content_replaced,
    contents,
    field_added,
    moved,
    note_added,
    page_added,
    script_added,
    updated,
)

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
BEFORE = NOW - timedelta(hours=2)


@pytest.fixture(scope="module")
def provider():
    return Provider()


@pytest.fixture(scope="module")
def signer(provider):
    return provider.signer("WARSA TELADAN", number="1234567890123456")


@pytest.fixture(scope="module")
def original():
    return pdf("Rencana Kerja 2027")


@pytest.fixture(scope="module")
def good(original, signer):
    return signed(original, signer, NOW)


@pytest.fixture(autouse=True)
def trusted(provider):
    before = trust()
    set_trust(Trust(anchors=(anchor(provider.root),)))
    yield
    set_trust(before)


def anchor(identity):
    certificate = identity.certificate
    root = certificate.subject == certificate.issuer
    return Anchor("Induk", identity.pem, certificate.not_valid_after_utc, root)


def checked(original, content, now=NOW):
    return check(lambda: [original], lambda: [content], size=len(content), now=now)


def refused(original, content, kind, now=NOW):
    with pytest.raises(no.TteRefused) as found:
        checked(original, content, now)
    assert type(found.value) is kind
    assert sentence(found.value.code, **found.value.params)


# ---------------------------------------------------------------- good ones


def test_a_good_signature_tells_whose_it_is(original, good, signer):
    found = checked(original, good)

    assert (found.name, found.provider) == ("WARSA TELADAN", "PSrE Contoh")
    assert found.serial == f"{signer.certificate.serial_number:x}"
    assert found.signed_at == NOW
    assert (found.stamped, found.revocation) == (False, False)


def test_a_visible_and_a_certifying_signature_are_good_too(original, signer):
    assert checked(original, signed(original, signer, NOW, visible=True)).signed_at == NOW
    assert checked(original, signed(original, signer, NOW, certify=True)).signed_at == NOW


def test_what_an_original_had_before_stays_its_own(provider, signer):
    """A form, and a signature of somebody else: they were there when it was approved."""
    earlier = signed(pdf("Berita acara"), provider.signer("PIHAK LAIN"), BEFORE, name="Lain")

    assert checked(earlier, signed(earlier, signer, NOW)).name == "WARSA TELADAN"


def test_a_trusted_timestamp_says_when(original, provider, signer):
    content = signed(
        original, signer, NOW + timedelta(days=9), stamper=provider.stamper, stamped_at=NOW
    )

    found = checked(original, content)

    assert (found.signed_at, found.stamped) == (NOW, True)


def test_a_timestamp_of_somebody_unknown_says_nothing(original, signer):
    content = signed(original, signer, NOW, stamper=Provider().stamper, stamped_at=BEFORE)

    found = checked(original, content)

    assert (found.signed_at, found.stamped) == (NOW, False)


def test_what_was_not_revoked_may_be_added_later(original, good, provider):
    lists = [revocations(provider.issuer, BEFORE), revocations(provider.root, BEFORE)]

    found = checked(original, with_revocations(good, *lists))

    assert found.revocation


def test_half_of_what_was_not_revoked_is_none(original, good, provider):
    found = checked(original, with_revocations(good, revocations(provider.issuer, BEFORE)))

    assert not found.revocation


def test_an_issuer_that_the_file_forgot_may_lie_beside_the_root(original, provider, signer):
    alone = type(signer)(signer.certificate, signer.key)
    content = signed(original, alone, NOW)
    refused(original, content, no.NotTrusted)

    set_trust(Trust(anchors=(anchor(provider.root), anchor(provider.issuer))))

    assert checked(original, content).name == "WARSA TELADAN"


# ---------------------------------------------------------------- not this version


def test_another_version_is_refused(good):
    refused(pdf("Rencana Kerja 2028"), good, no.OtherVersion)


def test_the_original_itself_is_not_signed(original):
    refused(original, original, no.TteUnsigned)


def test_an_update_without_a_signature_is_not_signed(original):
    refused(original, updated(original), no.TteUnsigned)


def test_a_file_that_an_application_wrote_anew_is_refused(original, signer):
    out = BytesIO()
    copy_into_new_writer(PdfFileReader(BytesIO(original))).write(out)

    refused(original, signed(out.getvalue(), signer, NOW), no.OtherVersion)


def test_an_original_that_is_only_passed_over_is_refused(original, signer):
    """Its bytes stand in front, but the chain of revisions leads to another document."""
    hidden = pdf("Naskah lain sama sekali")
    elsewhere = moved(hidden, len(original))

    refused(original, signed(original + elsewhere, signer, NOW), no.OtherVersion)


# ---------------------------------------------------------------- more than a signature


@pytest.mark.parametrize(
    "mend",
    [
        pytest.param(page_added, id="page"),
        pytest.param(content_replaced, id="content"),
        pytest.param(note_added, id="note"),
        pytest.param(script_added, id="script"),
        pytest.param(field_added, id="field"),
    ],
)
def test_what_changes_the_document_together_with_the_signature_is_refused(original, signer, mend):
    refused(original, signed(original, signer, NOW, mend=mend), no.ChangedBesideSignature)


@pytest.mark.parametrize(
    "mend",
    [
        pytest.param(page_added, id="page"),
        pytest.param(content_replaced, id="content"),
        pytest.param(note_added, id="note"),
    ],
)
def test_what_changes_the_document_after_the_signature_is_refused(original, good, mend):
    writer = IncrementalPdfFileWriter(BytesIO(good))
    mend(writer)
    out = BytesIO()
    writer.write(out)

    refused(original, out.getvalue(), no.ChangedBesideSignature)


def test_a_second_signature_is_refused(original, good, provider):
    content = signed(good, provider.signer("ORANG LAIN"), NOW, name="Kedua")

    refused(original, content, no.SeveralSignatures)


def test_bytes_after_the_end_are_refused(original, good):
    refused(original, good + b"% sesuatu\n", no.TteUnreadable)
    refused(original, good + b"startxref\n9\n%%EOF\n", no.TteUnreadable)


def test_a_byte_changed_after_signing_is_refused(original, signer):
    content = bytearray(signed(original, signer, NOW, reason="Disetujui"))
    content[content.rindex(b"Disetujui")] ^= 1

    refused(original, bytes(content), no.SignatureBroken)


def test_a_signature_of_another_file_is_refused(original, provider):
    """The bytes between the angle brackets are of the same length, and of other content."""
    signer = provider.signer("WARSA TELADAN", key=rsa_key(2))
    good = signed(original, signer, NOW)
    other = signed(pdf("Rencana Kerja 2029"), signer, NOW)
    (begin, end), (start, stop) = contents(good), contents(other)
    assert end - begin == stop - start

    refused(original, good[:begin] + other[start:stop] + good[end:], no.SignatureBroken)


# ---------------------------------------------------------------- whose certificate


def test_a_self_signed_certificate_is_refused(original):
    refused(original, signed(original, issued("WARSA TELADAN"), NOW), no.NotTrusted)


def test_another_authority_is_refused(original, good):
    set_trust(Trust(anchors=(anchor(Provider().root),)))

    refused(original, good, no.NotTrusted)


def test_an_authority_that_has_ended_is_trusted_no_more(original, provider, good):
    ended = replace(anchor(provider.root), ends=NOW - timedelta(seconds=1))
    set_trust(Trust(anchors=(ended,)))

    refused(original, good, no.NotTrusted)


def test_an_authority_of_the_same_name_is_another(original, good):
    """Names prove nothing: the invented provider is made anew, with another key."""
    refused(original, signed(original, Provider().signer("WARSA TELADAN"), NOW), no.NotTrusted)


def test_a_signer_certifies_nobody(original, provider, signer):
    below = issued("WARSA TELADAN", signer)

    refused(original, signed(original, below, NOW), no.NotTrusted)


def test_a_certificate_that_is_not_for_signing_is_refused(original, provider):
    other = provider.signer("WARSA TELADAN", usage=("key_encipherment",))

    refused(original, signed(original, other, NOW), no.NotForSigning)


@pytest.mark.parametrize(
    "valid",
    [
        {"until": NOW - timedelta(minutes=1)},
        {"since": NOW + timedelta(minutes=1)},
    ],
)
def test_a_certificate_that_was_not_valid_then_is_refused(original, provider, valid):
    other = provider.signer("WARSA TELADAN", **valid)

    refused(original, signed(original, other, NOW), no.NotValidThen)


def test_an_ended_certificate_that_claims_an_earlier_time_is_refused(original, provider):
    other = provider.signer("WARSA TELADAN", until=NOW - timedelta(days=1))
    claimed = NOW - timedelta(days=2)

    refused(original, signed(original, other, claimed), no.NotValidThen)
    proved = signed(original, other, claimed, stamper=provider.stamper, stamped_at=claimed)
    assert checked(original, proved).stamped


@pytest.mark.parametrize("whose", ["signer", "issuer"])
def test_what_the_file_itself_calls_revoked_is_refused(original, good, provider, signer, whose):
    lists = {
        "signer": (
            revocations(provider.issuer, BEFORE, signer),
            revocations(provider.root, BEFORE),
        ),
        "issuer": (
            revocations(provider.issuer, BEFORE),
            revocations(provider.root, BEFORE, provider.issuer),
        ),
    }

    refused(original, with_revocations(good, *lists[whose]), no.CertificateRevoked)


def test_a_list_of_somebody_else_proves_nothing(original, good):
    other = Provider()
    lists = [revocations(other.issuer, BEFORE), revocations(other.root, BEFORE)]

    assert not checked(original, with_revocations(good, *lists)).revocation


# ---------------------------------------------------------------- hostile files


def test_what_is_no_pdf_is_refused(original):
    refused(original, original + b"PK\x03\x04" + bytes(1000), no.TteUnreadable)


def test_a_file_that_was_cut_off_is_refused(original, good):
    refused(original, good[: len(original) + 500], no.TteUnreadable)
    refused(original, good[: len(original) // 2], no.OtherVersion)


def test_a_locked_file_is_refused(signer):
    out = BytesIO()
    writer = copy_into_new_writer(PdfFileReader(BytesIO(pdf("Terkunci"))))
    assert isinstance(writer, PdfFileWriter)
    writer.encrypt(owner_pass="pemilik", user_pass="")  # noqa: S106 - locks a test's file
    writer.write(out)
    locked = out.getvalue()

    refused(locked, locked + b"\n", no.TteEncrypted)


def test_a_file_that_unpacks_to_far_more_is_refused_in_time(original, good):
    set_trust(
        Trust(anchors=trust().anchors, seconds=20, memory=700 * 1024 * 1024),
    )

    refused(original, bomb(good), no.SignatureBroken)


def test_a_file_that_is_too_large_is_not_looked_at(original, good):
    set_trust(Trust(anchors=trust().anchors, largest=len(good) - 1))

    refused(original, good, no.TteTooLarge)
