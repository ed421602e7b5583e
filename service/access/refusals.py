"""Why a person may not: one class per reason, the sentence in `sentences/access.toml`."""

from __future__ import annotations

from service.errors import Conflict, Forbidden, Rejected


class NotYourTask(Forbidden):
    """The caller sees the process, but the task is for another jabatan."""

    code = "access.not-your-task"


class ClaimedByAnother(Conflict):
    """Somebody else took the task; `jabatan` says who."""

    code = "access.claimed-by-another"


class NotYourOffice(Forbidden):
    """Only people of the owning office may do this."""

    code = "access.not-your-office"


class OnlyRecorders(Forbidden):
    """Only the Sekretariat of the owning office records what came in on paper."""

    code = "access.only-recorders"


class OnlyAnalysts(Forbidden):
    """Only an analyst with this office in scope may do this."""

    code = "access.only-analysts"


class OnlyAuthors(Forbidden):
    """Only an analyst, or the head or secretary of the office, writes its SOPs."""

    code = "access.only-authors"


class OnlyHead(Forbidden):
    """Only the head of the owning office may do this."""

    code = "access.only-head"


class AuthorMayNotRatify(Forbidden):
    """Who wrote the version does not make it binding (decisions §3.11)."""

    code = "access.author-may-not-ratify"


class OnlyAdministrators(Forbidden):
    """Only an administrator of the application changes the structure."""

    code = "access.only-administrators"


class OnlyCalendarKeepers(Forbidden):
    """Only who keeps a working calendar changes it."""

    code = "access.only-calendar-keepers"


class OnlyInspectorate(Forbidden):
    """Only the head or secretary of the Inspektorat records a surat tugas."""

    code = "access.only-inspectorate"


class NoAssignmentToOneself(Forbidden):
    """A surat tugas is an order from somebody else."""

    code = "access.no-assignment-to-oneself"


class OnlyMandators(Forbidden):
    """Only the head or secretary of the office, or an administrator, records a penugasan."""

    code = "access.only-mandators"


class NoMandateToOneself(Forbidden):
    """A penugasan is an order from somebody else, and so is its record."""

    code = "access.no-mandate-to-oneself"


class NotTheSigner(Forbidden):
    """Only who holds the jabatan that signed, or the head of the office, cancels a signature."""

    code = "access.not-the-signer"


class PasswordNeeded(Forbidden):
    """The act asks for the password again (decisions §3.8)."""

    code = "access.password-needed"


class LoginRefused(Rejected):
    """Login name or password is wrong; the answer never says which."""

    code = "access.login-refused"
    status = 401


class TooManyAttempts(Rejected):
    """Too many failed attempts; `minutes` says how long to wait."""

    code = "access.too-many-attempts"
    status = 429


class PasswordRefused(Rejected):
    """The new password breaks a rule; `reason` is the code of the rule's sentence."""

    code = "access.password-refused"


class SlipRefused(Rejected):
    """The one-time code is wrong, used or expired; the answer never says which."""

    code = "access.slip-refused"


class SetUpClosed(Forbidden):
    """The first administrator exists, or the link is not the newest one."""

    code = "access.set-up-closed"


class NotADemo(Forbidden):
    """Only a store that was made with --demo knows this act."""

    code = "access.not-a-demo"


class DemoHasNoPasswords(Forbidden):
    """A demo store keeps no passwords."""

    code = "access.demo-has-no-passwords"


class NotYourHolding(Forbidden):
    """The jabatan is not one that the caller holds today, or acts for under a penugasan."""

    code = "access.not-your-holding"
