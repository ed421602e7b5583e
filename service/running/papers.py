"""What a completed step does to documents: versions, paraf, approvals, kelengkapan.

A document of a process has versions; a paraf or an approval points to one version, and a newer one
makes it void, within that document only (decisions §4.5).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from service.access.roles import today_in
from service.events.process_parts import (
    SIGNATURES,
    ActDone,
    ActVoided,
    Certified,
    ChecklistLine,
    FileAttached,
    VersionAdded,
)
from service.feel import FeelError, compile_expression, evaluate_condition
from service.running.definitions import DefinitionBroken
from service.running.hats import doubling, stage_of
from service.running.refusals import (
    ChecklistBeforeAct,
    ChecklistIncomplete,
    DocumentFrozen,
    NothingToAct,
    OneFileOnly,
    PaperBeforeParaf,
    ParafMissing,
    ReasonMissing,
    RequirementUnknown,
    SignatureNeeded,
    TwoHatsUndeclared,
    VersionReplaced,
)
from service.running.signed_copies import COPY_FIELD
from service.store.changes import NewAct, NewAttachment, NewVersion
from service.store.ids import new_id
from service.store.instances import Version
from service.store.parts import Part
from service.store.private_texts import reference, seal
from service.tte.refusals import TteBeforeParaf, TteBeforeVersion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from service.diagrams.extensions import Act, NodeExtension
    from service.events.process_parts import ActKind, LineState
    from service.forms import FileRef
    from service.running.signed_copies import SignedCopy
    from service.store.changes import ActedOnPaper
    from service.store.instances import StandingAct
    from service.store.parts import Hat
    from service.store.private_texts import PrivateText
    from service.values import Value


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies before the person who completes a step."""

    extension: NodeExtension
    #: how people call the step
    step: str
    #: newest version of each document that the step speaks of
    newest: Mapping[str, Version]
    #: acts on those versions that are not void
    standing: tuple[StandingAct, ...]
    #: documents for which the diagram draws a paraf
    needing_paraf: frozenset[str]
    #: file field → files that were brought
    files: Mapping[str, tuple[FileRef, ...]]
    #: file field → document of which it makes a version
    documents: Mapping[str, str]
    #: what `when` of outputs and acts may read
    scope: Mapping[str, Value]
    #: in what the person acts, and what the same person did with those versions before
    hat: Hat
    jabatan: str
    own: tuple[Part, ...]
    #: *rangkap peran* is declared
    two_hats: bool
    timezone: str
    now: datetime
    #: the acts were done on paper, by another than who records them
    on_paper: ActedOnPaper | None = None
    #: an approval stands in for a signature: in a trial run, in a demo
    stands_in: bool = False
    #: document → copy of its newest version that the person signed electronically
    signed: Mapping[str, SignedCopy] = field(default_factory=dict)


@dataclass(slots=True)
class Papers:
    """What the step did, as events tell it and as the store keeps it."""

    texts: list[PrivateText] = field(default_factory=list)
    versions: list[NewVersion] = field(default_factory=list)
    attachments: list[NewAttachment] = field(default_factory=list)
    acts: list[NewAct] = field(default_factory=list)
    #: (document, version) that are no longer the newest
    outdated: list[tuple[str, int]] = field(default_factory=list)
    told_versions: list[VersionAdded] = field(default_factory=list)
    told_attachments: list[FileAttached] = field(default_factory=list)
    told_acts: list[ActDone] = field(default_factory=list)
    told_voided: list[ActVoided] = field(default_factory=list)
    #: what the person did with versions, before and in this step
    own: list[Part] = field(default_factory=list)


def documents_named(extension: NodeExtension) -> frozenset[str]:
    """Return the documents that a step's outputs, acts and kelengkapan speak of."""
    named = (
        *(output.document for output in extension.outputs),
        *(act.document for act in extension.acts),
        *(requirement.document for requirement in extension.requirements),
    )
    return frozenset(document for document in named if document is not None)


def active_acts(desk: Desk) -> tuple[Act, ...]:
    """Return the acts that completing the step is, under its present data."""
    return tuple(act for act in desk.extension.acts if _applies(act.when, desk))


def only_attached(brought: Mapping[str, tuple[FileRef, ...]]) -> Papers:
    """Return what sending back does: files that were brought are kept, nothing else happens."""
    papers = Papers()
    for key, files in brought.items():
        _attach(papers, key, files)
    return papers


def put_down(desk: Desk) -> Papers:
    """Return what completing the step does to its documents.

    Raises OneFileOnly, DocumentFrozen, NothingToAct, ParafMissing, PaperBeforeParaf,
    SignatureNeeded, TwoHatsUndeclared, VersionReplaced, TteBeforeVersion, TteBeforeParaf.
    """
    papers = Papers(own=list(desk.own))
    newest = dict(desk.newest)
    making = {
        output.document
        for output in desk.extension.outputs
        if output.kind in ("new_document", "new_version") and _applies(output.when, desk)
    }
    for key, files in desk.files.items():
        document = desk.documents.get(key)
        if document in making and document is not None:
            _add_version(papers, newest, desk, document, files)
        else:
            _attach(papers, key, files)
    for act in active_acts(desk):
        _do(papers, newest, desk, act)
    return papers


def approve(desk: Desk, signing: tuple[Act, ...]) -> Papers:
    """Return the approvals that go before signatures; the signatures are still to come.

    Raises NothingToAct, ParafMissing, TwoHatsUndeclared.
    """
    papers = Papers(own=list(desk.own))
    for act in signing:
        _do(papers, desk.newest, desk, replace(act, kind="approve_for_signature"))
    return papers


def checklist(
    extension: NodeExtension,
    newest: Mapping[str, Version],
    *,
    ticks: frozenset[str],
    without: str | None,
    acting: bool,
) -> tuple[ChecklistLine, ...]:
    """Return the kelengkapan as it stood when the step was completed.

    What an earlier step made counts by itself. Raises RequirementUnknown, ChecklistIncomplete,
    ChecklistBeforeAct, and ReasonMissing when "Selesaikan tanpa …" says nothing.
    """
    known = {requirement.name for requirement in extension.requirements}
    if not ticks <= known:
        raise RequirementUnknown(lines="; ".join(sorted(ticks - known)))
    lines = tuple(
        ChecklistLine(item.name, _line_state(item.document in newest, item.name in ticks))
        for item in extension.requirements
    )
    missing = "; ".join(line.name for line in lines if line.state == "missing")
    if missing and acting:
        raise ChecklistBeforeAct(lines=missing)
    if missing and without is None:
        raise ChecklistIncomplete(lines=missing)
    if missing and not (without or "").strip():
        raise ReasonMissing
    return lines


def _line_state(made: bool, ticked: bool) -> LineState:  # noqa: FBT001 - two facts of one line
    if made:
        return "made"
    return "ticked" if ticked else "missing"


def _applies(when: str | None, desk: Desk) -> bool:
    if when is None:
        return True
    try:
        return evaluate_condition(compile_expression(when), desk.scope)
    except FeelError as error:
        raise DefinitionBroken(step=desk.step) from error


def _add_version(
    papers: Papers,
    newest: dict[str, Version],
    desk: Desk,
    document: str,
    files: tuple[FileRef, ...],
) -> None:
    if not files:
        return
    if len(files) > 1:
        raise OneFileOnly(document=document)
    before = newest.get(document)
    if before is not None and any(act.act in SIGNATURES for act in _standing_on(desk, before)):
        raise DocumentFrozen(document=document, version=before.number)
    number = 1 if before is None else before.number + 1
    name = seal("file_name", files[0].name)
    papers.texts.append(name)
    papers.versions.append(NewVersion(document, number, files[0].sha256, name.id))
    papers.told_versions.append(VersionAdded(document, number, files[0].sha256, reference(name)))
    newest[document] = Version(document, number, files[0].sha256, desk.now)
    papers.own.append(Part(document, number, "made", desk.hat, desk.jabatan))
    papers.told_voided += [
        ActVoided(act.act, act.document, act.number, act.holding_id)
        for act in _standing_on(desk, before)
    ]
    if before is not None:
        papers.outdated.append((document, before.number))


def attach_scan(papers: Papers, field_key: str, scan: FileRef) -> None:
    """Keep the scan of a paper with what was done on it."""
    _attach(papers, field_key, (scan,))


def _attach(papers: Papers, key: str, files: tuple[FileRef, ...]) -> None:
    before = sum(one.field == key for one in papers.attachments)
    for number, file in enumerate(files, start=before):
        name = seal("file_name", file.name)
        papers.texts.append(name)
        papers.attachments.append(NewAttachment(key, number, file.sha256, name.id))
        papers.told_attachments.append(FileAttached(key, file.sha256, reference(name)))


def _do(papers: Papers, newest: Mapping[str, Version], desk: Desk, act: Act) -> None:
    version = newest.get(act.document)
    if version is None:
        raise NothingToAct(document=act.document)
    if act.kind != "paraf" and act.document in desk.needing_paraf:
        _require_paraf(papers, desk, version)
    done = _done(desk, act)
    two_hats = _two_hats(papers, desk, act, version)
    place = (version.document, version.number, version.sha256)
    certified = _certified(papers, desk, version) if done == "tte" else None
    signed_at = None if certified is None else certified.signed_at
    papers.acts.append(NewAct(new_id(), *place, done, two_hats, desk.on_paper, signed_at))
    # What is not so is not said, as in every event before there was a word for it.
    stands_in = act.kind == "sign" and done == "approved_for_signature" and desk.stands_in
    papers.told_acts.append(
        ActDone(
            done,
            *place,
            two_hats=two_hats or None,
            stands_in=stands_in or None,
            certified=certified,
        )
    )
    part = Part(version.document, version.number, stage_of(act.kind), desk.hat, desk.jabatan)
    papers.own.append(part)


def _done(desk: Desk, act: Act) -> ActKind:
    """Return what the act is when it is done so. Raises SignatureNeeded.

    Whoever signs or approves on paper has signed it; a click is never more than an approval.
    """
    if act.kind == "paraf":
        return "paraf"
    if desk.on_paper is not None:
        return "wet_signature"
    if act.kind == "sign" and act.document in desk.signed:
        return "tte"
    if act.kind == "sign" and not desk.stands_in:
        raise SignatureNeeded
    return "approved_for_signature"


def _certified(papers: Papers, desk: Desk, version: Version) -> Certified:
    """Return what is told of a TTE, its copy kept beside the version.

    Raises VersionReplaced, TteBeforeVersion, TteBeforeParaf.
    """
    copy = desk.signed[version.document]
    facts = {"document": version.document, "version": version.number}
    if copy.version != version.sha256:
        raise VersionReplaced(**facts)
    found = copy.signature
    # A file says seconds.
    if found.signed_at < version.made_at.replace(microsecond=0):
        raise TteBeforeVersion(**facts)
    if any(
        mark.act == "paraf" and found.signed_at < _not_before(desk, mark)
        for mark in _standing_on(desk, version)
    ):
        raise TteBeforeParaf(**facts)
    _attach(papers, COPY_FIELD, (copy.file,))
    name = seal("certificate_name", found.name)
    papers.texts.append(name)
    return Certified(
        copy=copy.file.sha256,
        name=reference(name),
        provider=found.provider,
        serial=found.serial,
        anchor=found.anchor,
        signed_at=min(found.signed_at, desk.now),
        stamped=found.stamped,
        revocation=found.revocation,
    )


def _not_before(desk: Desk, mark: StandingAct) -> datetime:
    """Return when a paraf was given at the earliest; a paper has no hour."""
    if mark.recorded_by is None:
        return mark.occurred_at.replace(microsecond=0)
    day = _day(desk, mark.occurred_at)
    return datetime.combine(day, time(), ZoneInfo(desk.timezone)).astimezone(UTC)


def _require_paraf(papers: Papers, desk: Desk, version: Version) -> None:
    """Raise ParafMissing, or PaperBeforeParaf when the only paraf is younger than the paper."""
    if any(done.act == "paraf" and done.document == version.document for done in papers.told_acts):
        return
    given = [mark.occurred_at for mark in _standing_on(desk, version) if mark.act == "paraf"]
    if not given:
        raise ParafMissing(document=version.document, version=version.number)
    if desk.on_paper is not None and _day(desk, desk.on_paper.occurred_at) < min(
        _day(desk, instant) for instant in given
    ):
        raise PaperBeforeParaf(document=version.document, version=version.number)


def _day(desk: Desk, instant: datetime) -> date:
    return today_in(desk.timezone, instant)


def _two_hats(papers: Papers, desk: Desk, act: Act, version: Version) -> bool:
    """Say whether the act is a second role of the person. Raises TwoHatsUndeclared."""
    on_it = [
        part
        for part in papers.own
        if (part.document, part.number) == (version.document, version.number)
    ]
    other = doubling(desk.hat, act, on_it)
    if other is not None and not desk.two_hats:
        raise TwoHatsUndeclared(jabatan=other.jabatan, document=act.document)
    return other is not None


def _standing_on(desk: Desk, version: Version | None) -> Iterator[StandingAct]:
    for act in desk.standing:
        if version is not None and (act.document, act.number) == (
            version.document,
            version.number,
        ):
            yield act
