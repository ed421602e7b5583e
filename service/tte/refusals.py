"""Why a signed file is not taken in: the sentences are in `sentences/tte.toml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping


class TteRefused(Rejected):
    """The file cannot be taken in as signed with a TTE."""

    code = "tte.refused"


class TteUnavailable(TteRefused):
    """Whoever runs this installation has said of no provider that it is trusted."""

    code = "tte.unavailable"


class TteNeedsPdf(TteRefused):
    """What is to be signed is no PDF."""

    code = "tte.needs-pdf"


class TteFileNotPdf(TteRefused):
    """What was brought is no PDF."""

    code = "tte.file-not-pdf"


class TteTooLarge(TteRefused):
    """The file is larger than one that is checked."""

    code = "tte.too-large"


class TteTooSlow(TteRefused):
    """The check took longer than it may take."""

    code = "tte.too-slow"


class TteBusy(TteRefused):
    """Another file is being checked; what was sent is kept."""

    code = "tte.busy"
    status = 503


class TteUnreadable(TteRefused):
    """The file is damaged, or no PDF that can be read in one way only."""

    code = "tte.unreadable"


class TteEncrypted(TteRefused):
    """The file is closed by a password."""

    code = "tte.encrypted"


class TteUnsigned(TteRefused):
    """Nothing was signed after the original."""

    code = "tte.unsigned"


class OtherVersion(TteRefused):
    """The file does not begin with the very bytes of the version that is to be signed."""

    code = "tte.other-version"


class SeveralSignatures(TteRefused):
    """More than one signature was added."""

    code = "tte.several"


class ChangedBesideSignature(TteRefused):
    """More than the signature was added to the original, with it or after it."""

    code = "tte.changed"


class SignatureBroken(TteRefused):
    """The signature does not fit the bytes that it says it signs."""

    code = "tte.broken"


class TteTimeless(TteRefused):
    """The file does not say when it was signed."""

    code = "tte.no-time"


class NotValidThen(TteRefused):
    """The certificate was not valid when it signed."""

    code = "tte.not-valid-then"


class NotTrusted(TteRefused):
    """No way leads from the certificate to one that is trusted here."""

    code = "tte.untrusted"


class NotForSigning(TteRefused):
    """The certificate is not for signing, or uses what is not safe any more."""

    code = "tte.unusable"


class CertificateRevoked(TteRefused):
    """The file itself says that the certificate was revoked."""

    code = "tte.revoked"


class RevocationUnknown(TteRefused):
    """The file does not say whether the certificate was revoked, and here it must."""

    code = "tte.revocation-unknown"


class TteInFuture(TteRefused):
    """The file says that it will be signed."""

    code = "tte.in-future"


class TteBeforeVersion(TteRefused):
    """The file says that it was signed before the version was there."""

    code = "tte.before-version"


class TteBeforeParaf(TteRefused):
    """The file says that it was signed before a paraf on the version."""

    code = "tte.before-paraf"


class CertificateUnbound(TteRefused):
    """Nobody's certificate yet: `name` and `provider` say what it is. The person binds it once."""

    code = "tte.unbound"


class CertificateNamesAnother(TteRefused):
    """The certificate has another name than the person."""

    code = "tte.names-another"


class CertificateTaken(TteRefused):
    """The certificate is bound to another person's account."""

    code = "tte.taken"


class CertificateOfAnother(TteRefused):
    """The certificate is not the one that is bound to the account, nor a newer one of it."""

    code = "tte.of-another"


#: By what `checking_child` answers.
BY_FAULT: Final[Mapping[str, type[TteRefused]]] = {
    "broken": SignatureBroken,
    "changed": ChangedBesideSignature,
    "encrypted": TteEncrypted,
    "no-time": TteTimeless,
    "not-valid-then": NotValidThen,
    "other-version": OtherVersion,
    "revoked": CertificateRevoked,
    "several": SeveralSignatures,
    "unreadable": TteUnreadable,
    "unsigned": TteUnsigned,
    "untrusted": NotTrusted,
    "unusable": NotForSigning,
}
