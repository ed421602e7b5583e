"""What goes through completing a task: what was given, what was seen, what was thought."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from service.access.model import Holder
    from service.diagrams.extensions import NodeExtension
    from service.engine.api import CompleteTask, Step
    from service.events.process_parts import ChecklistLine
    from service.forms import FileRef, Option, Problem
    from service.running.definitions import PinnedDefinition, PinnedForm
    from service.running.on_paper import Paper
    from service.running.papers import Papers
    from service.running.signed_copies import SignedCopies
    from service.store.certificates import BoundCertificate
    from service.store.changes import NewMember
    from service.store.idempotency import RequestKey
    from service.store.instances import Instance, StandingAct, Task, Version
    from service.store.parts import Part
    from service.store.private_texts import PrivateText
    from service.store.signers import Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a person gave to complete a task."""

    instance_id: UUID
    task_no: int
    #: it is the arrival of an outside agency's part
    arriving: bool = False
    #: field key → what was typed, as `forms.typed_from_post` has it
    typed: Mapping[str, Any] = field(default_factory=dict)
    #: value of the drawn flow that was chosen; None: the only forward one, or the form's choice
    outcome: str | None = None
    reason: str | None = None
    #: names of the lines of the kelengkapan that were ticked
    ticks: frozenset[str] = frozenset()
    #: reason of "Selesaikan tanpa …"
    without: str | None = None
    #: *rangkap peran* is declared: the person had another role on the version that is acted on
    two_hats: bool = False
    #: document → SHA-256 of the version that was ticked in a list, which this person must have
    #: opened before; None: it is completed on its own page
    reviewed: Mapping[str, str] | None = None
    #: file field → files, uploaded before
    files: Mapping[str, tuple[FileRef, ...]] = field(default_factory=dict)
    #: terjadi: when it happened, where that was before it was recorded
    occurred_at: datetime | None = None
    #: it was done on paper, by another than who records it
    paper: Paper | None = None
    #: copies that the person signed electronically, checked, and with which certificate
    signed: SignedCopies | None = None
    certificate: BoundCertificate | None = None
    request: RequestKey | None = None
    now: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """The process, the task and everything around it, as they were when they were read."""

    instance: Instance
    task: Task
    holder: Holder
    definition: PinnedDefinition
    form: PinnedForm | None
    #: file field → why its files are not what they are called
    misnamed: Mapping[str, Problem]
    newest: Mapping[str, Version]
    standing: tuple[StandingAct, ...]
    #: what the person who acts did with those versions
    own: tuple[Part, ...]
    #: hashes of the versions that the caller opened; read when the task is completed from a list
    opened: frozenset[str]
    #: who acted on paper
    signer: Signer | None
    #: an approval stands in for a signature: in a trial run, in a demo
    stands_in: bool
    #: units that can be asked for their part, where the form offers them
    units: list[Option]
    #: holding id → (person id, title), where the form offers them or the step names a team
    people: Mapping[UUID, tuple[UUID, str]]

    @property
    def extension(self) -> NodeExtension:
        """Return what the diagram says of the step in our words."""
        return self.definition.engine.node(self.task.path).extension


@dataclass(slots=True)
class Thought:
    """What completing the task does, all but the rounds of the tasks that it opens."""

    command: CompleteTask
    step: Step
    outcome: str | None
    returned: bool
    papers: Papers
    checklist: tuple[ChecklistLine, ...]
    team: tuple[NewMember, ...]
    texts: list[PrivateText] = field(default_factory=list)
    reason: str | None = None
    without_reason: str | None = None
