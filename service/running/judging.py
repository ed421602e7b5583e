"""What a version of a SOP would be bound to, and what the gate says of it with just that."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from service.diagrams import DiagramRefused, Finding, Verdict, examine
from service.diagrams.gate.subject import Subject
from service.diagrams.model import CallActivity
from service.errors import Rejected
from service.events.sop import Pin
from service.forms import FormRefused, read_usable_form
from service.running.outlines import outline_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from service.diagrams import FormOutline
    from service.diagrams.model import Diagram, Node, Process

#: Calls deeper than this are refused by the gate; looking further would be no use.
_DEEPEST: Final = 12

#: What an SOP says of itself before it binds anybody (PermenPANRB 35/2012). Number and dates are
#: given with its ratification; the other parts can be empty in truth.
IDENTITY_PARTS: Final = ("legal_basis", "qualifications", "ratified_by")


class FormsRefused(Rejected):
    """A form of the upload is not one that Alur shows and checks as its author meant it."""

    code = "sop.form-refused"

    def __init__(self, key: str, refused: FormRefused) -> None:
        self.key = key
        self.findings = refused.findings
        super().__init__(form=key, count=len(refused.findings))


class NoSuchProcess(Rejected):
    """The diagram holds no executable process, or several and it was not said which."""

    code = "sop.no-such-process"


class SameKeyOtherForm(Rejected):
    """Two diagrams of one version mean different forms by one name."""

    code = "sop.same-key-other-form"


@dataclass(frozen=True, slots=True)
class Called:
    """A diagram that a call activity leads to, with the forms it is bound to."""

    raw: bytes
    diagram: Diagram
    process: Process
    #: bytes of its forms, by key
    forms: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Judged:
    """A diagram with everything it needs, ready to be stored as a version."""

    raw: bytes
    process: Process
    verdict: Verdict
    pins: tuple[Pin, ...]
    #: bytes of every pinned form and diagram, by their hash
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def xml_sha256(self) -> str:
        return _sha256(self.raw)

    @property
    def setup_findings(self) -> int:
        """Return how many findings keep it from being published."""
        return sum(finding.severity == "setup" for finding in self.verdict.findings)

    @property
    def proposed(self) -> tuple[str, ...]:
        """Return the elements that the document does not show: proposed nodes and performers."""
        return tuple(
            node.id
            for node in _nodes(self.verdict, self.process)
            if node.extension.proposed is not None
            or (node.extension.step is not None and node.extension.step.confidence is not None)
        )

    @property
    def open_points(self) -> int:
        """Return how many points of the document are marked *perlu konfirmasi*."""
        return len(self.process.identity.open_points) if self.process.identity else 0

    @property
    def unsaid(self) -> tuple[str, ...]:
        """Return which of IDENTITY_PARTS the diagram leaves empty."""
        return unsaid_of(self.process)

    @property
    def without_identity(self) -> bool:
        """Say whether its identity is empty, which nobody can confirm."""
        return len(self.unsaid) == len(IDENTITY_PARTS)

    @property
    def adds(self) -> bool:
        """Say whether an analyst has to confirm something before it binds (decisions §4.8)."""
        return bool(self.proposed or self.open_points or self.unsaid)


def unsaid_of(process: Process) -> tuple[str, ...]:
    """Return which of IDENTITY_PARTS a process leaves empty."""
    return tuple(part for part in IDENTITY_PARTS if not getattr(process.identity, part, None))


def judge(
    raw: bytes,
    process_id: str | None,
    *,
    find_form: Callable[[str], bytes | None],
    find_called: Callable[[str], Called | None],
) -> Judged:
    """Read a diagram, find what it refers to, and ask the gate.

    `process_id` may be None when the file has one executable process. Raises DiagramRefused for
    what Alur would not run as BPMN says, FormsRefused, NoSuchProcess, SameKeyOtherForm.
    """
    diagram = _sound(raw)
    process = _chosen(diagram, process_id)
    called = _reached(diagram, raw, process, find_called)
    forms = _forms(diagram, process, called, find_form)
    outlines = {key: _outline(key, content) for key, content in forms.items()}
    verdict = examine(
        raw, forms=outlines, called={key: target.process for key, target in called.items()}
    )
    if not verdict.deployable:
        raise DiagramRefused(verdict.findings)
    contents = [*forms.values(), *(target.raw for target in called.values())]
    pins = [
        *(Pin(pin_kind="form", key=key, sha256=_sha256(forms[key])) for key in forms),
        *(
            Pin(pin_kind="process", key=key, sha256=_sha256(target.raw))
            for key, target in called.items()
        ),
    ]
    return Judged(
        raw=raw,
        process=process,
        verdict=verdict,
        pins=tuple(sorted(pins)),
        files={_sha256(content): content for content in contents},
    )


def process_of(raw: bytes, process_id: str | None) -> Process:
    """Return the process of a file that `judge` would take. Raises the same."""
    return _chosen(_sound(raw), process_id)


def findings_that_hinder(verdict: Verdict) -> tuple[Finding, ...]:
    """Return the findings that keep a version from being published: errors and setup."""
    return tuple(finding for finding in verdict.findings if finding.severity != "info")


def _sound(raw: bytes) -> Diagram:
    alone = examine(raw)
    if alone.diagram is None or not alone.deployable:
        raise DiagramRefused(alone.findings)
    return alone.diagram


def _chosen(diagram: Diagram, process_id: str | None) -> Process:
    if process_id is not None:
        found = diagram.process(process_id)
        if found is None:
            raise NoSuchProcess(process=process_id)
        return found
    executable = [process for process in diagram.processes if process.executable]
    if len(executable) == 1:
        return executable[0]
    if not executable and len(diagram.processes) == 1:
        return diagram.processes[0]
    raise NoSuchProcess(process="")


def _reached(
    diagram: Diagram,
    raw: bytes,
    process: Process,
    find_called: Callable[[str], Called | None],
) -> dict[str, Called]:
    """Return every process that calls lead to, by id, those of the same file included."""
    found: dict[str, Called] = {}
    waiting = list(_calls(diagram, process))
    depth = 0
    while waiting and depth <= _DEEPEST:
        depth += 1
        calls, waiting = waiting, []
        for name in calls:
            if name in found or name == process.id:
                continue
            own = diagram.process(name)
            target = Called(raw, diagram, own, {}) if own is not None else find_called(name)
            if target is not None:
                found[name] = target
                waiting.extend(_calls(target.diagram, target.process))
    return found


def _forms(
    diagram: Diagram,
    process: Process,
    called: Mapping[str, Called],
    find_form: Callable[[str], bytes | None],
) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    nothing: Mapping[str, bytes] = {}
    wanted = [
        (diagram, process, nothing),
        *((one.diagram, one.process, one.forms) for one in called.values()),
    ]
    for owner, one, bound in wanted:
        for key in _form_keys(owner, one):
            content = bound.get(key) or find_form(key)
            if content is None:
                continue
            if found.setdefault(key, content) != content:
                raise SameKeyOtherForm(form=key)
    return found


def _outline(key: str, content: bytes) -> FormOutline:
    try:
        return outline_of(read_usable_form(content))
    except FormRefused as refused:
        raise FormsRefused(key, refused) from None


def _nodes(verdict: Verdict, process: Process) -> Iterator[Node]:
    if verdict.diagram is not None:
        yield from _nodes_of(verdict.diagram, process)


def _nodes_of(diagram: Diagram, process: Process) -> Iterator[Node]:
    for area in Subject(diagram, process, None, None).areas():
        yield from area.nodes()


def _calls(diagram: Diagram, process: Process) -> Iterator[str]:
    for node in _nodes_of(diagram, process):
        if isinstance(node, CallActivity) and node.called:
            yield node.called


def _form_keys(diagram: Diagram, process: Process) -> Iterator[str]:
    for node in _nodes_of(diagram, process):
        if node.extension.form is not None:
            yield node.extension.form


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
