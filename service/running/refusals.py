"""Why a command on a process is refused: the sentences are in `sentences/running.toml`."""

from __future__ import annotations

from service.errors import Conflict, Forbidden, Rejected


class TaskNotOpen(Conflict):
    """The task was completed, waived or cancelled in the meantime."""

    code = "running.task-not-open"


class ProcessNotRunning(Conflict):
    """The process has ended or was cancelled."""

    code = "running.process-not-running"


class ProcessSuspended(Conflict):
    """The process is suspended: nobody does anything in it until it is resumed."""

    code = "running.process-suspended"


class AlreadySuspended(Conflict):
    """The process is suspended already."""

    code = "running.already-suspended"


class NotSuspended(Conflict):
    """The process is not suspended, so there is nothing to resume."""

    code = "running.not-suspended"


class RepairNotPossible(Rejected):
    """The process cannot be repaired like that: `reasons`."""

    code = "running.repair-not-possible"


class NotCorrectable(Rejected):
    """No form of the process filled the variable, or it is a file or a choice of people."""

    code = "running.not-correctable"


class NothingCorrected(Rejected):
    """The variable has this value already: `label`."""

    code = "running.nothing-corrected"


class RepairWaits(Conflict):
    """Another repair of the process waits for a second person."""

    code = "running.repair-waits"


class NoSuchRequest(Conflict):
    """The repair that was asked for was approved or refused already."""

    code = "running.no-such-request"


class SecondPersonNeeded(Forbidden):
    """Who asked for a repair does not approve it."""

    code = "running.second-person-needed"


class NotYoursToRelease(Forbidden):
    """Only who took a task, or who leads the office, may let it go."""

    code = "running.not-yours-to-release"


class RecordInstead(Rejected):
    """The task waits for an outside agency: what arrives is recorded, not completed."""

    code = "running.record-instead"


class CompleteInstead(Rejected):
    """The task is not an outside agency's."""

    code = "running.complete-instead"


class OutcomeUnknown(Rejected):
    """The diagram draws no such way on from the task."""

    code = "running.outcome-unknown"


class OutcomeMissing(Rejected):
    """More than one way leads on and none was chosen."""

    code = "running.outcome-missing"


class ReasonMissing(Rejected):
    """Sending back, waiving and cancelling need a reason."""

    code = "running.reason-missing"


class ChecklistIncomplete(Rejected):
    """Lines of the kelengkapan are neither there nor explained; `lines` names them."""

    code = "running.checklist-incomplete"


class ChecklistBeforeAct(Rejected):
    """Before a paraf or a signature nothing of the kelengkapan may be missing."""

    code = "running.checklist-before-act"


class RequirementUnknown(Rejected):
    """A ticked line is not in the kelengkapan of the step."""

    code = "running.requirement-unknown"


class NothingToAct(Rejected):
    """The document has no version yet that could get a paraf or an approval."""

    code = "running.nothing-to-act"


class ParafMissing(Rejected):
    """The newest version has no paraf that still counts; nobody signs before it."""

    code = "running.paraf-missing"


class DocumentNotOpened(Rejected):
    """The person acts from a list and has not opened this version of the document."""

    code = "running.document-not-opened"


class VersionReplaced(Rejected):
    """The document has another version than the one that the person ticked in a list."""

    code = "running.version-replaced"


class TwoHatsUndeclared(Rejected):
    """The person had another role on this version, `jabatan`, and does not declare it."""

    code = "running.two-hats-undeclared"


class SignatureNeeded(Rejected):
    """The step signs: a click does not complete it, only a signature on paper or a TTE does."""

    code = "running.signature-needed"


class NothingToApprove(Rejected):
    """The step asks for no signature that an approval could go before."""

    code = "running.nothing-to-approve"


class DocumentFrozen(Rejected):
    """The version is signed; its content changes only after *Batalkan tanda tangan*."""

    code = "running.document-frozen"


class NotSigned(Rejected):
    """The newest version of the document is not signed, so there is nothing to cancel."""

    code = "running.not-signed"


class NotOnPaper(Rejected):
    """Only a paraf, a signature or a disposisi is recorded from paper."""

    code = "running.not-on-paper"


class ReturnNotOnPaper(Rejected):
    """Sending back is done in Alur, where its reason reaches who mends it."""

    code = "running.return-not-on-paper"


class OwnPaper(Forbidden):
    """Whoever acted on paper does not record it: somebody else does (decisions §3.6)."""

    code = "running.own-paper"


class NotHeldThatDay(Rejected):
    """The chosen official did not hold the jabatan, or act for it, on the day of the paper."""

    code = "running.not-held-that-day"


class PaperBeforeVersion(Rejected):
    """The paper is older than the version that it would be a paraf or a signature on."""

    code = "running.paper-before-version"


class PaperBeforeParaf(Rejected):
    """The paper is older than the paraf; nobody signs before it."""

    code = "running.paper-before-paraf"


class OneFileOnly(Rejected):
    """A version of a document is one file."""

    code = "running.one-file-only"


class FileNotYours(Rejected):
    """The file was not uploaded by this person, or longer ago than a day."""

    code = "running.file-not-yours"


class MemberUnknown(Rejected):
    """Somebody named for the team holds no jabatan of this office today."""

    code = "running.member-unknown"


class NotWaivable(Rejected):
    """Only one unit's part in a step that collects from several can be waived."""

    code = "running.not-waivable"


class LastUnit(Rejected):
    """No other unit has supplied or still can: at least one must."""

    code = "running.last-unit"


class NotTheCollector(Forbidden):
    """Only who collects what the units supply may waive a late one."""

    code = "running.not-the-collector"


class TimeContradicts(Rejected):
    """The stated time lies in the future or before the process began."""

    code = "running.time-contradicts"


class VersionNotStartable(Rejected):
    """Only a version on trial or in force can be started."""

    code = "running.version-not-startable"


class NotInForce(Rejected):
    """The version is in force only from `since` on, or no longer."""

    code = "running.not-in-force"


class EntryRefused(Rejected):
    """A title, kind, basis or reason is empty or too long: `field`, `limit`."""

    code = "running.entry-refused"


class EntryUnseen(EntryRefused):
    """What was typed has characters that nobody sees, or that turn the reading direction."""

    code = "running.entry-unseen"


class HistoryFull(Rejected):
    """The process has as many events, or as much state, as one process may have."""

    code = "running.history-full"


class NothingToErase(Rejected):
    """None of the texts is there any more."""

    code = "running.nothing-to-erase"


class NotTheManager(Forbidden):
    """Only the head or the secretary of the office that owns the process may do this."""

    code = "running.not-the-manager"


class TimerGone(Conflict):
    """The timer fired already, or what it waited for ended."""

    code = "running.timer-gone"


class DispatchGone(Conflict):
    """The process has received it already, or waits for it no more."""

    code = "running.dispatch-gone"


class JobNotLocked(Conflict):
    """The lock of the job has ended, or another system has it now."""

    code = "running.job-not-locked"


class ResultUnknown(Rejected):
    """The diagram names no such result of the step; `variable` is it."""

    code = "running.result-unknown"


class ResultRefused(Rejected):
    """A result is of another kind than the diagram says."""

    code = "running.result-refused"


class IncidentGone(Conflict):
    """The incident was resolved already."""

    code = "running.incident-gone"


class KindNotOffered(Rejected):
    """The SOP has kinds (murni, perubahan …), and this is none of them: `kinds`."""

    code = "running.kind-not-offered"


class KindNotAsked(Rejected):
    """The processes of the SOP are of no kind, and one was given."""

    code = "running.kind-not-asked"


class WayNeeded(Rejected):
    """The process can begin in several ways, and none was named."""

    code = "running.way-needed"


class WayNotOffered(Rejected):
    """Nobody can start the process in this way."""

    code = "running.way-not-offered"


class UnitNotYours(Rejected):
    """The owning unit is no active unit of the office."""

    code = "running.unit-not-yours"


class UnitUnknown(Rejected):
    """A step belongs to a unit that the process's data do not name."""

    code = "running.unit-unknown"
