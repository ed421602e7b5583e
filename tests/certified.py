"""Certificates and signed PDFs for tests: a root, an issuer below it, signers, timestamps, CRLs.

Everybody in them is invented. Nothing is asked over a network.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from asn1crypto import crl as asn1_crl
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

from service.tte import Trust, set_trust, trust
from service.tte.trust import Anchor

if TYPE_CHECKING:
    from collections.abc import Iterator

#: From before every test's clock until after it.
SINCE, UNTIL = datetime(2025, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Identity:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: Any
    issuer: Identity | None = None

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    @property
    def asn1(self) -> asn1_x509.Certificate:
        return asn1_x509.Certificate.load(
            self.certificate.public_bytes(serialization.Encoding.DER)
        )

    @property
    def asn1_key(self) -> asn1_keys.PrivateKeyInfo:
        return asn1_keys.PrivateKeyInfo.load(
            self.key.private_bytes(
                serialization.Encoding.DER,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )

    @property
    def chain(self) -> list[asn1_x509.Certificate]:
        return [] if self.issuer is None else [self.issuer.asn1, *self.issuer.chain]


@cache
def rsa_key(which: int) -> rsa.RSAPrivateKey:
    """Return a key whose signatures have one length, the same for the same number."""
    del which
    return rsa.generate_private_key(65537, 2048)


def issued(
    name: str,
    by: Identity | None = None,
    *,
    ca: bool = False,
    stamping: bool = False,
    number: str | None = None,
    since: datetime = SINCE,
    until: datetime = UNTIL,
    usage: tuple[str, ...] = ("digital_signature", "content_commitment"),
    key: Any = None,
) -> Identity:
    """Return a new certificate; without `by` it signs itself."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Penyelenggara Contoh"),
        x509.NameAttribute(NameOID.COMMON_NAME, name),
    ]
    if number is not None:
        parts.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, number))
    subject = x509.Name(parts)
    usages = ("key_cert_sign", "crl_sign") if ca else usage
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if by is None else by.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(_key_usage(usages), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if by is not None:
        made = made.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(by.key.public_key()),
            critical=False,
        )
    if stamping:
        made = made.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True
        )
    signing_key = key if by is None else by.key
    return Identity(made.sign(signing_key, hashes.SHA256()), key, by)


def _key_usage(usages: tuple[str, ...]) -> x509.KeyUsage:
    every = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: name in usages for name in every})


def revocations(issuer: Identity, at: datetime, *revoked: Identity) -> asn1_crl.CertificateList:
    """Return the issuer's list of what it revoked, good for a week."""
    made = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(at)
        .next_update(at + timedelta(days=7))
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()),
            critical=False,
        )
        .add_extension(x509.CRLNumber(1), critical=False)
    )
    for one in revoked:
        made = made.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(one.certificate.serial_number)
            .revocation_date(at - timedelta(hours=1))
            .build()
        )
    signed = made.sign(issuer.key, hashes.SHA256())
    return asn1_crl.CertificateList.load(signed.public_bytes(serialization.Encoding.DER))


@dataclass
class Provider:
    """An invented Penyelenggara Sertifikasi Elektronik."""

    root: Identity = field(default_factory=lambda: issued("Induk Contoh", ca=True))
    issuer: Identity = field(init=False)
    stamper: Identity = field(init=False)

    def __post_init__(self) -> None:
        self.issuer = issued("PSrE Contoh", self.root, ca=True)
        # The dummy client signs with RSA alone.
        self.stamper = issued(
            "Penanda Waktu Contoh",
            self.issuer,
            stamping=True,
            usage=("digital_signature",),
            key=rsa_key(1),
        )

    def signer(self, name: str, **more: Any) -> Identity:
        return issued(name, self.issuer, **more)

    @contextmanager
    def trusted(self) -> Iterator[None]:
        """Let the installation trust this provider alone; who is revoked is not asked."""
        before = trust()
        ends = self.root.certificate.not_valid_after_utc
        anchor = Anchor("Induk", self.root.pem, ends, root=True)
        set_trust(Trust(anchors=(anchor,), revocation_required=False))
        yield
        set_trust(before)


def pdf(*lines: str, pages: int = 1) -> bytes:
    """Return a small PDF whose pages say these lines."""
    said = "\n".join(lines) or "Naskah contoh"
    content = f"BT /F1 12 Tf 72 720 Td ({said}) Tj ET".encode()
    numbers = [4 + 2 * page for page in range(pages)]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number in numbers:
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {number + 1} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        )
    out = BytesIO()
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    begin = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(
        b"trailer\n<< /Size %d /Root 1 0 R /ID [<00112233445566778899aabbccddeeff>"
        b" <00112233445566778899aabbccddeeff>] >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, begin)
    )
    return out.getvalue()


@cache
def signed(
    content: bytes,
    signer: Identity,
    at: datetime,
    *,
    stamper: Identity | None = None,
    stamped_at: datetime | None = None,
    visible: bool = False,
    certify: bool = False,
    reason: str | None = None,
    name: str = "TandaTangan1",
    mend: Any = None,
) -> bytes:
    """Return the PDF with one signature added; asked again, the same one.

    `mend` changes the writer before it signs.
    """
    writer = IncrementalPdfFileWriter(BytesIO(content))
    if mend is not None:
        mend(writer)
    if visible:
        fields.append_signature_field(
            writer, fields.SigFieldSpec(name, box=(300, 40, 540, 110), on_page=0)
        )
    store = SimpleCertificateStore()
    store.register_multiple(signer.chain)
    made_by = signers.SimpleSigner(
        signing_cert=signer.asn1, signing_key=signer.asn1_key, cert_registry=store
    )
    timestamper = None
    if stamper is not None:
        known = SimpleCertificateStore()
        known.register_multiple(stamper.chain)
        timestamper = DummyTimeStamper(
            stamper.asn1, stamper.asn1_key, certs_to_embed=known, fixed_dt=stamped_at or at
        )
    out = BytesIO()
    made = _Signer(
        at,
        signers.PdfSignatureMetadata(
            field_name=name,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=certify,
            reason=reason,
        ),
        signer=made_by,
        timestamper=timestamper,
    )
    # pyHanko runs a loop of its own, which a thread has not yet: where a browser test ran before,
    # Playwright's goes on in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(made.sign_pdf, writer, output=out).result()
    return out.getvalue()


class _Signer(signers.PdfSigner):
    """Signs at an instant that a test chose."""

    def __init__(self, at: datetime, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._instant = at

    def init_signing_session(self, *given: Any, **more: Any) -> Any:
        session = super().init_signing_session(*given, **more)
        session.system_time = self._instant
        return session


def with_revocations(
    content: bytes, *lists: asn1_crl.CertificateList, certificates: Any = ()
) -> bytes:
    """Return the signed PDF with what was not revoked added for later (DSS)."""
    out = BytesIO(content)
    DocumentSecurityStore.add_dss(
        out, sig_contents=None, certs=list(certificates), ocsps=(), crls=list(lists)
    )
    return out.getvalue()
