"""The program that checks a signed PDF: alone, limited, and killed when it is slow.

Like those of `imaging` it knows nothing of Alur. It reads one job as JSON from stdin and answers
on stdout:

`{"original": path, "signed": path, "anchors": [PEM, …], "helpers": [PEM, …], "now": instant,
"bytes": …, "seconds": …}` → `{"name": CN, "subject": hash, "issuer": hash, "provider": text,
"serial": hex, "key": hash, "begins": instant, "signed_at": instant, "stamped": bool,
"revocation": bool, "anchor": hash}`

Hashes are SHA-256 in hex: of the DER of the two names, of the public key, and of the certificate
that is trusted. Instants are ISO 8601 with an offset. `stamped`: `signed_at` is what a trusted
timestamp says, else what the signer says. `revocation`: the file holds, for every certificate of
the chain, a statement that it was not revoked.

What cannot be accepted is answered `{"fault": why}`; `refusals` has the sentence of each. The
caller compares the bytes of the original with the beginning of the signed file.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import re
import resource
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from asn1crypto import crl, ocsp, pem, x509
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DocInfoRule,
    DSSCompareRule,
    FieldComparisonContext,
    FieldComparisonSpec,
    FormUpdate,
    FormUpdatingRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    ReferenceUpdate,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    WhitelistRule,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.constants import ROOT_EXEMPT_STRICT_COMPARISON
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import (
    extract_tst_data_iter,
    message_imprint_checker,
    validate_tst_signed_data,
)
from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel, TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from asn1crypto.cms import SignedData
    from pyhanko.pdf_utils.generic import Reference
    from pyhanko.pdf_utils.reader import HistoricalResolver
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import PdfSignatureStatus

_OPEN_FILES: Final = 64
#: Bytes of a file that it may write: none.
_LARGEST_FILE: Final = 0

#: What a program that checks never does; where it is asked to, the check fails.
_FORBIDDEN: Final = (
    "socket.connect",
    "socket.getaddrinfo",
    "socket.gethostby",
    "socket.bind",
    "socket.sendto",
    "subprocess.Popen",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
)

#: Of /AcroForm where the original had none; a form of another kind (XFA) shows other pages.
_FORM_KEYS: Final = frozenset({"/Fields", "/SigFlags", "/DR", "/DA"})


#: How a PDF ends (ISO 32000-2, 7.5.5), and how many bytes of the end are looked at.
_END: Final = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF\s*\Z")
_TAIL: Final = 1024


#: Characters of a name that is one, and of a number in hex (RFC 5280, 4.1.2.2: 20 octets).
_NAME: Final = 200
_SERIAL: Final = 40


class Fault(Exception):
    """The file cannot be accepted."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def main() -> None:
    """Do the job that stands on stdin."""
    job = json.loads(sys.stdin.buffer.read())
    _bound(job)
    # It would tell of certificates and their holders.
    logging.disable()
    try:
        answer = _checked(job)
    except Fault as fault:
        answer = {"fault": fault.why}
    sys.stdout.write(json.dumps(answer))


def _bound(job: dict[str, Any]) -> None:
    """Take from this process what it does not need, for good."""
    seconds = job["seconds"]
    resource.setrlimit(resource.RLIMIT_AS, (job["bytes"], job["bytes"]))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, _: object) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)


def _checked(job: dict[str, Any]) -> dict[str, Any]:
    """Return what the file says of its one new signature. Raises Fault."""
    with ExitStack() as stack:
        original = stack.enter_context(Path(job["original"]).open("rb"))
        signed = stack.enter_context(Path(job["signed"]).open("rb"))
        try:
            reader = _read(signed)
            base = _base(_read(original), reader)
            signature = _only_new(reader, base)
        except Fault:
            raise
        except Exception as error:
            raise Fault("unreadable") from error
        try:
            return asyncio.run(_judged(job, reader, base, signature))
        except Fault:
            raise
        except Exception as error:
            raise Fault("broken") from error


# ---------------------------------------------------------------- the file


def _read(stream: Any) -> PdfFileReader:
    # Strict: what two programs could read in two ways is not read at all.
    reader = PdfFileReader(stream, strict=True)
    if reader.encrypted:
        raise Fault("encrypted")
    _require_end(stream, reader)
    return reader


def _require_end(stream: Any, reader: PdfFileReader) -> None:
    """Raise Fault when anything stands behind the last revision: no signature covers it."""
    stream.seek(0, 2)
    stream.seek(max(0, stream.tell() - _TAIL))
    end = _END.search(stream.read())
    last = reader.xrefs.total_revisions - 1
    if end is None or int(end[1]) != reader.xrefs.get_startxref_for_revision(last):
        raise Fault("unreadable")


def _base(original: PdfFileReader, signed: PdfFileReader) -> int:
    """Return the revision of the signed file that is the original. Raises Fault.

    The bytes in front may be the same and yet be passed over: the chain of revisions must lead
    through them.
    """
    last: int = original.xrefs.total_revisions - 1
    if signed.xrefs.total_revisions <= last:
        raise Fault("other-version")
    here = signed.xrefs.get_startxref_for_revision(last)
    if here != original.xrefs.get_startxref_for_revision(last):
        raise Fault("other-version")
    if signed.xrefs.total_revisions == last + 1:
        raise Fault("unsigned")
    return last


def _only_new(reader: PdfFileReader, base: int) -> EmbeddedPdfSignature:
    """Return the one signature that was added to the original. Raises Fault."""
    new: list[EmbeddedPdfSignature] = [
        one for one in reader.embedded_signatures if one.signed_revision > base
    ]
    signatures = [one for one in new if one.sig_object_type == "/Sig"]
    if not signatures:
        raise Fault("unsigned")
    if len(signatures) > 1:
        raise Fault("several")
    return signatures[0]


def _require_nothing_else(reader: PdfFileReader, base: int, status: PdfSignatureStatus) -> None:
    """Raise Fault when anything but the signature differs from the original."""
    covered = status.coverage
    if covered is None or covered < SignatureCoverageLevel.ENTIRE_REVISION:
        raise Fault("changed")
    after = status.modification_level
    if after is None or after > ModificationLevel.LTA_UPDATES or not status.docmdp_ok:
        raise Fault("changed")
    whole = _POLICY.review_file(reader, base)
    if isinstance(whole, SuspiciousModification):
        raise Fault("changed")
    if whole.modification_level > ModificationLevel.FORM_FILLING:
        raise Fault("changed")


class _FirstForm(FormUpdatingRule):
    """Lets an update bring the form of a file that had none: nothing in it but signatures.

    pyHanko compares what came after a signature, where a form is always there; an original may
    have none.
    """

    def apply(
        self, old: HistoricalResolver, new: HistoricalResolver
    ) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
        if "/AcroForm" in old.root:
            yield from super().apply(old, new)
        elif "/AcroForm" in new.root:
            yield from self._first(old, new)

    def _first(
        self, old: HistoricalResolver, new: HistoricalResolver
    ) -> Iterator[tuple[ModificationLevel, FormUpdate]]:
        form = new.root["/AcroForm"]
        if not isinstance(form, DictionaryObject) or not set(form) <= _FORM_KEYS:
            raise SuspiciousModification("a form of another kind")
        added = [
            *_reference(new.root.raw_get("/AcroForm")),
            *_reference(form.raw_get("/Fields")),
        ]
        if "/DR" in form:
            added += new.collect_dependencies(form.raw_get("/DR"), old.revision + 1)
        for reference in added:
            if old.is_ref_unassignable(reference):
                update = FormUpdate(updated_ref=reference, field_name=None)
                yield ModificationLevel.LTA_UPDATES, update
        context = FieldComparisonContext(
            field_specs=dict(_fields(form["/Fields"])), old=old, new=new
        )
        for rule in self.field_rules:
            yield from rule.apply(context)


def _fields(listed: Any) -> Iterator[tuple[str, FieldComparisonSpec]]:
    """Yield the fields of a form in which everything is new. Raises SuspiciousModification."""
    if not isinstance(listed, ArrayObject):
        raise SuspiciousModification("no list of fields")
    for position in range(len(listed)):
        place = listed.raw_get(position)
        one = listed[position]
        if not isinstance(place, IndirectObject) or not isinstance(one, DictionaryObject):
            raise SuspiciousModification("no field")
        if one.get("/FT") != "/Sig" or "/T" not in one:
            raise SuspiciousModification("a field that is no signature")
        yield str(one["/T"]), FieldComparisonSpec("/Sig", None, place.reference, None)


class _FirstPermissions(WhitelistRule):
    """Lets a signature certify the document, which forbids changes and shows nothing."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        if "/Perms" not in new.root:
            return
        if "/Perms" in old.root:
            if old.root["/Perms"] != new.root["/Perms"]:
                raise SuspiciousModification("other permissions")
            return
        if not set(new.root["/Perms"]) <= {"/DocMDP"}:
            raise SuspiciousModification("permissions of another kind")
        for reference in _reference(new.root.raw_get("/Perms")):
            if old.is_ref_unassignable(reference):
                yield ReferenceUpdate(reference)


def _reference(value: Any) -> list[Reference]:
    return [value.reference] if isinstance(value, IndirectObject) else []


_HARMLESS: Final = (
    DocInfoRule(),
    XrefStreamRule(),
    ObjectStreamRule(),
    DSSCompareRule(),
    MetadataUpdateRule(),  # type: ignore[no-untyped-call]
    _FirstPermissions(),
)

#: What an update may change: a signature and what belongs to it. As pyHanko's own, without the
#: rule by which other fields of a form may be filled in.
_POLICY: Final = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(  # type: ignore[no-untyped-call]
            ROOT_EXEMPT_STRICT_COMPARISON | {"/Perms"}
        ),
        *(rule.as_qualified(ModificationLevel.LTA_UPDATES) for rule in _HARMLESS),
    ],
    form_rule=_FirstForm(
        [
            SigFieldCreationRule(),  # type: ignore[no-untyped-call]
            SigFieldModificationRule(),
        ]
    ),
)


# ---------------------------------------------------------------- the signature


@dataclass(slots=True)
class _Known:
    """What the file brings to judge its certificates by."""

    anchors: list[x509.Certificate]
    certificates: list[x509.Certificate] = field(default_factory=list)
    crls: list[Any] = field(default_factory=list)
    ocsps: list[Any] = field(default_factory=list)

    def at(self, moment: datetime, revocation: str) -> ValidationContext:
        return ValidationContext(
            trust_roots=self.anchors,
            other_certs=self.certificates,
            crls=self.crls,
            ocsps=self.ocsps,
            moment=moment,
            allow_fetching=False,
            revocation_mode=revocation,
            # A statement of later than the signature says as much of then.
            retroactive_revinfo=True,
        )


async def _judged(
    job: dict[str, Any], reader: PdfFileReader, base: int, signature: EmbeddedPdfSignature
) -> dict[str, Any]:
    known = _known(job, reader, signature)
    stamped = await _stamped(known, signature)
    signed_at = stamped or signature.self_reported_timestamp
    if signed_at is None or signed_at.tzinfo is None:
        raise Fault("no-time")
    status = await _status(signature, known.at(signed_at, "require"))
    if not (status.intact and status.valid):
        raise Fault("broken")
    _require_nothing_else(reader, base, status)
    certificate = signature.signer_cert
    _require_in_time(certificate, signed_at, stamped, datetime.fromisoformat(job["now"]))
    complete = status.trusted
    if not complete and not status.revoked:
        status = await _status(signature, known.at(signed_at, "soft-fail"))
    _require_trusted(status, certificate)
    path = status.validation_path
    if path is None or path.pkix_len == 0:
        raise Fault("untrusted")
    return {
        **_told(certificate),
        "signed_at": signed_at.isoformat(),
        "stamped": stamped is not None,
        "revocation": complete,
        "anchor": _hash(path.first.dump()),
    }


def _require_in_time(
    certificate: x509.Certificate, signed_at: datetime, stamped: datetime | None, now: datetime
) -> None:
    """Raise Fault unless the certificate was valid when it signed.

    A time that only the signer states may be chosen to lie before the end: then it must be valid
    now as well.
    """
    begins, ends = certificate.not_valid_before, certificate.not_valid_after
    if not begins <= signed_at <= ends or (stamped is None and now > ends):
        raise Fault("not-valid-then")


def _require_trusted(status: PdfSignatureStatus, certificate: x509.Certificate) -> None:
    if status.trusted:
        return
    if certificate.self_signed != "no":
        raise Fault("untrusted")
    match status.trust_problem_indic:
        case AdESIndeterminate.REVOKED_NO_POE | AdESIndeterminate.REVOKED_CA_NO_POE:
            raise Fault("revoked")
        case (
            AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE
            | AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE
            | AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE
        ):
            raise Fault("unusable")
        case _:
            raise Fault("untrusted")


async def _status(
    signature: EmbeddedPdfSignature, context: ValidationContext
) -> PdfSignatureStatus:
    return await async_validate_pdf_signature(
        signature, signer_validation_context=context, diff_policy=_POLICY
    )


async def _stamped(known: _Known, signature: EmbeddedPdfSignature) -> datetime | None:
    """Return when a timestamp that is trusted says that it was signed. Raises Fault.

    One of somebody whom nobody here trusts says nothing; one that is broken breaks the file.
    """
    for token in extract_tst_data_iter(signature.signer_info, signed=False):
        known.certificates += _certificates_in(token)
        made = token["encap_content_info"]["content"].parsed["gen_time"].native
        found = await validate_tst_signed_data(
            token, known.at(made, "soft-fail"), message_imprint_checker(signature.signer_info)
        )
        status = TimestampSignatureStatus(**found)
        if not (status.intact and status.valid):
            raise Fault("broken")
        if status.trusted:
            return status.timestamp
    return None


def _known(job: dict[str, Any], reader: PdfFileReader, signature: EmbeddedPdfSignature) -> _Known:
    known = _Known(
        [_certificate(text) for text in job["anchors"]],
        [*map(_certificate, job["helpers"]), *signature.other_embedded_certs],
    )
    _add_archived(known, signature)
    _add_stored(known, reader)
    return known


def _certificate(text: str) -> x509.Certificate:
    return x509.Certificate.load(pem.unarmor(text.encode())[2])


def _add_archived(known: _Known, signature: EmbeddedPdfSignature) -> None:
    """Add what the signature itself brings (adbe-revocationInfoArchival)."""
    for attribute in signature.signer_info["signed_attrs"]:
        if attribute["type"].native == "adobe_revocation_info_archival":
            for archived in attribute["values"]:
                known.crls += list(archived["crl"] or ())
                known.ocsps += list(archived["ocsp"] or ())


def _add_stored(known: _Known, reader: PdfFileReader) -> None:
    """Add what the file keeps for later (DSS, ETSI EN 319 142-1 §5.4.2)."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return
    known.certificates += list(store.load_certs())
    for reference in store.crls:
        raw = reference.get_object().read_data(DecodePurpose.CRL)
        known.crls.append(crl.CertificateList.load(raw))
    for reference in store.ocsps:
        raw = reference.get_object().read_data(DecodePurpose.OCSP_RESPONSE)
        known.ocsps.append(ocsp.OCSPResponse.load(raw))


def _certificates_in(token: SignedData) -> list[x509.Certificate]:
    return [one.chosen for one in token["certificates"] if one.name == "certificate"]


def _told(certificate: x509.Certificate) -> dict[str, Any]:
    issuer = certificate.issuer.native
    serial = f"{certificate.serial_number:x}"
    if len(serial) > _SERIAL:
        raise Fault("unusable")
    return {
        "name": _text(certificate.subject.native.get("common_name")),
        "subject": _hash(certificate.subject.dump()),
        "issuer": _hash(certificate.issuer.dump()),
        "provider": _text(issuer.get("common_name") or issuer.get("organization_name")),
        "serial": serial,
        "key": _hash(certificate.public_key.dump()),
        "begins": certificate.not_valid_before.isoformat(),
    }


def _text(value: object) -> str:
    """Return the one text that a name holds; "" where it has none, several, or no name at all."""
    return value if isinstance(value, str) and len(value) <= _NAME else ""


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    main()
