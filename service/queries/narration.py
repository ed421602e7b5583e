"""How an event of a process is told: a title, and what was decided, in the words of the page.

Which step, which way, which reason, which documents: everything comes from the event, the diagram
of its version and the private texts beside the history; a text that was erased says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from service.diagrams.called import scope_of
from service.queries.answers import AnswerWords, answers_in
from service.queries.places import element_place
from service.running.on_paper import SCAN_FIELD
from service.running.signed_copies import COPY_FIELD
from service.sentences import sentence
from service.sentences.words import written_instant, written_span
from service.working_time.spent import spent_by_person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from service.diagrams.model import Diagram, Scope, SequenceFlow
    from service.forms import Form
    from service.sentences import Language
    from service.working_time import OfficeCalendar

Detail = tuple[str, str]

#: Kinds whose title names the step that they are about.
_OF_A_STEP: Final = frozenset(
    {
        "UserTaskClaimed",
        "UserTaskReleased",
        "DocumentOpened",
        "UserTaskCompleted",
        "ArrivalRecorded",
        "UserTaskWaived",
        "SignatureApproved",
        "TaskEscalated",
        "TimerFired",
        "JobCompleted",
        "JobFailed",
        "JobGivenUp",
        "JobErrorThrown",
        "IncidentRaised",
        "IncidentRetried",
        "IncidentResolved",
        "TokenMoved",
        "RepairRequested",
    }
)

#: What a file is that no form asked for.
_FILES: Final = {SCAN_FIELD: "scan", COPY_FIELD: "signed-copy"}

_ROLES: Final = {"ketua_tim": "Ketua Tim", "anggota_tim": "Anggota Tim"}


class Narrator:
    """Tells the events of one process in a language; what the SOP says stays in its own."""

    def __init__(
        self,
        diagram: Diagram,
        process_id: str,
        *,
        texts: Mapping[str, str | None],
        names: Mapping[str, str | None],
        forms: Mapping[str, Form],
        clock: OfficeCalendar,
        lang: Language = "id",
    ) -> None:
        self._lang = lang
        self._diagram = diagram
        self._process_id = process_id
        self._process = diagram.process(process_id)
        self._words = AnswerWords(texts=texts, names=names, lang=lang)
        self._names = names
        self._forms = forms
        self._calendar = clock.calendar
        self._drawn = set() if self._process is None else _ids(self._process.scope)

    def drawn(self, path: str | None) -> str | None:
        """Return the element of this diagram that a path of the engine belongs to.

        Inside a called process it is the call activity, since that is what the picture shows.
        """
        parts = (path or "").split("/")
        return next((part for part in reversed(parts) if part in self._drawn), None)

    def title(self, kind: str, element_id: str | None, payload: Mapping[str, Any]) -> str:
        """Return what happened, in one line."""
        code = f"history.{kind}"
        if payload.get("returned"):
            code = "history.returned"
        if "paper" in payload:
            code = "history.on-paper"
        if kind == "RepairRequested" and "variable" in payload:
            code = "history.correction-requested"
        if any("certified" in act for act in payload.get("acts", ())):
            code = "history.signed-electronically"
        return self._say(
            code,
            document=self._document(str(payload.get("document", ""))),
            step=self.step(element_id) if kind in _OF_A_STEP else "",
            label=self._label(payload),
            target=self._target(element_id, payload)
            if "target" not in payload
            else self.step(payload["target"]),
            message=payload.get("message", payload.get("signal", "")),
            unit=self._names.get(str(payload.get("unit_id"))) or "",
            version=payload.get("version", ""),
        )

    def details(
        self, kind: str, element_id: str | None, payload: Mapping[str, Any], at: datetime
    ) -> tuple[Detail, ...]:
        """Return what else the event says, each with its name. `at`: when it was recorded."""
        found = self._of_process(kind, payload, at)
        found += self._between(payload)
        found += self._decision(element_id, payload)
        found += self._values(payload)
        found += self._papers(payload)
        found += self._checklist(payload)
        for name in ("reason", "without_reason"):
            if name in payload:
                found.append((self._word(name), self._words.text(payload[name])))
        if "members" in payload:
            order = list(_ROLES)
            members = sorted(payload["members"], key=lambda member: order.index(member["role"]))
            found += [self._member(member) for member in members]
        if kind == "DocumentOpened":
            where = {"document": self._document(payload["document"]), "number": payload["number"]}
            found.append((self._word("opened"), self._say("history.act-on", **where)))
        if kind == "UserTaskCompleted":
            found.append((self._word("time"), self._times(payload, at)))
        if kind == "TaskEscalated":
            found.append((self._word("superior"), payload["title"]))
        found += [self._moved_due(moved) for moved in payload.get("moves", ())]
        if kind in ("IncidentRaised", "IncidentRetried"):
            cause = self._say(payload["code"], **payload.get("params", {}))
            found.append((self._word("cause"), cause))
        return tuple(found)

    # ------------------------------------------------------------ parts of an event

    def _of_process(self, kind: str, payload: Mapping[str, Any], at: datetime) -> list[Detail]:
        if kind == "ProcessStarted":
            return self._start(payload)
        if kind == "ProcessMoved":
            return self._versions(payload)
        if "variable" in payload:
            return self._corrected(payload)
        if kind in ("TokenMoved", "RepairRequested"):
            return self._left_out(payload)
        return self._suspended(payload, at)

    def _start(self, payload: Mapping[str, Any]) -> list[Detail]:
        begun = payload["input"].get("start", "")
        way = [(self._word("way"), self.step(begun))] if begun else []
        return [
            (self._word("number"), payload["number"]),
            (self._word("title"), self._words.text(payload["title"])),
            self._year(payload),
            (self._word("basis"), self._words.text(payload["basis"])),
            (self._word("version"), f"{payload['version']} ({payload['diagram']})"),
            *way,
        ]

    def _between(self, payload: Mapping[str, Any]) -> list[Detail]:
        """Return from which process it came, and what went out to others."""
        found = []
        if "sender" in payload:
            sent_by = self._say("history.sent-by", **payload["sender"])
            found.append((self._word("sender"), sent_by))
        return found + [
            (self._word(f"sent-{sent['what']}"), sent["name"]) for sent in payload.get("sent", ())
        ]

    def _versions(self, payload: Mapping[str, Any]) -> list[Detail]:
        return [
            (
                self._word("version-before"),
                f"{payload['from_version']} ({payload['from_diagram']})",
            ),
            (self._word("version"), f"{payload['version']} ({payload['diagram']})"),
        ]

    def _label(self, payload: Mapping[str, Any]) -> str:
        form = self._forms.get(str(payload.get("form")))
        field = None if form is None else form.field(str(payload.get("variable")))
        return str(payload.get("variable", "")) if field is None else field.label

    def _corrected(self, payload: Mapping[str, Any]) -> list[Detail]:
        """Return what a variable was and became, in the words of its form."""
        new = payload.get("input", payload.get("wanted", {})).get("value")
        found = []
        for word, value in (("old", payload.get("old")), ("new", new)):
            form = self._forms.get(str(payload["form"]))
            told = {} if form is None else self._words.told(form, {payload["variable"]: value})
            said = dict(told).get(self._label(payload), self._say("history.unanswered"))
            found.append((self._word(word), said))
        if "asked" in payload:
            found.append((self._word("asked"), payload["asked"]["jabatan"]))
        return found

    def _left_out(self, payload: Mapping[str, Any]) -> list[Detail]:
        """Return which steps a move left out, and who asked for it where another approved it."""
        steps = "; ".join(self.step(path) for path in payload.get("left_out", ()))
        found = [(self._word("left-out"), steps or self._say("history.nothing-left-out"))]
        if "asked" in payload:
            found.append((self._word("asked"), payload["asked"]["jabatan"]))
        return found

    def _suspended(self, payload: Mapping[str, Any], at: datetime) -> list[Detail]:
        """Return how long a process was suspended, and what came of messages meanwhile."""
        found: list[Detail] = []
        if payload.get("held"):
            found.append((self._word("held"), self._say("history.held")))
        if "suspended_at" in payload:
            since = payload["suspended_at"]
            spent = spent_by_person(since, since, at, self._calendar)
            said = self._say(
                "history.suspended-span",
                since=written_instant(since, self._calendar.zone.key, self._lang),
                span=written_span(spent.work, self._lang),
            )
            found.append((self._word("suspended"), said))
        if payload.get("unclaimed"):
            found.append((self._word("unclaimed"), ", ".join(payload["unclaimed"])))
        return found

    def _year(self, payload: Mapping[str, Any]) -> Detail:
        if not payload["variety"]:
            return (self._word("year-alone"), str(payload["year"]))
        return (self._word("year"), f"{payload['year']}, {payload['variety']}")

    def _decision(self, element_id: str | None, payload: Mapping[str, Any]) -> list[Detail]:
        outcome = payload.get("outcome")
        # A choice in the form is told among its answers, under the form's own label.
        if outcome is None or outcome in self._answers(payload).values():
            return []
        flow = self._flow_of(element_id, outcome)
        return [(self._word("decision"), flow.name if flow and flow.name else str(outcome))]

    def _values(self, payload: Mapping[str, Any]) -> list[Detail]:
        form = self._forms.get(str(payload.get("form")))
        return [] if form is None else self._words.told(form, answers_in(form, payload))

    def _answers(self, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        form = self._forms.get(str(payload.get("form")))
        return {} if form is None else answers_in(form, payload)

    def _papers(self, payload: Mapping[str, Any]) -> list[Detail]:
        found = [
            (
                self._document(version["document"]),
                self._say(
                    "history.version",
                    number=version["number"],
                    file=self._words.text(version["file_name"]),
                    hash=version["sha256"][:12],
                ),
            )
            for version in payload.get("documents", ())
        ]
        if "paper" in payload:
            found.append((self._word("on-paper"), payload["paper"]["jabatan"]))
        found += [
            (
                self._word(_FILES.get(file["field"], "attachment")),
                f"{self._words.text(file['file_name'])} ({file['sha256'][:12]})",
            )
            for file in payload.get("attachments", ())
        ]
        found += [
            (
                self._say(f"history.act-{'stands-in' if act.get('stands_in') else act['act']}"),
                self._say(
                    "history.act-on-twice" if act.get("two_hats") else "history.act-on",
                    document=self._document(act["document"]),
                    number=act["number"],
                ),
            )
            for act in payload.get("acts", ())
        ]
        found += [
            (self._word("certificate"), self._certified(act["certified"]))
            for act in payload.get("acts", ())
            if "certified" in act
        ]
        found += [
            (
                self._say("history.voided"),
                self._say(
                    "history.voided-act",
                    act=self._say(f"history.act-{act['act']}"),
                    document=self._document(act["document"]),
                    number=act["number"],
                ),
            )
            for act in payload.get("voided", ())
        ]
        return found

    def _certified(self, found: Mapping[str, Any]) -> str:
        """Return what the check of a signed file found."""
        return self._say(
            "history.certificate",
            name=self._words.text(found["name"]),
            provider=found["provider"],
            serial=found["serial"],
            at=written_instant(found["signed_at"], self._calendar.zone.key, self._lang),
            time=self._say(f"history.time-{'stamped' if found['stamped'] else 'claimed'}"),
            revocation=self._say(
                f"history.revocation-{'checked' if found['revocation'] else 'missing'}"
            ),
        )

    def _checklist(self, payload: Mapping[str, Any]) -> list[Detail]:
        missing = [
            line["name"] for line in payload.get("checklist", ()) if line["state"] == "missing"
        ]
        return [(self._word("missing"), "; ".join(missing))] if missing else []

    def _times(self, payload: Mapping[str, Any], at: datetime) -> str:
        """Return queue and work of a task that a person completed, by the calendar of now."""
        taken = None if payload.get("claimed_by_completing") else payload["claimed_at"]
        spent = spent_by_person(payload["opened_at"], taken, at, self._calendar)
        return self._say(
            "history.times" if taken else "history.times-untaken",
            queue=written_span(spent.queue, self._lang),
            work=written_span(spent.work, self._lang),
        )

    def _moved_due(self, moved: Mapping[str, Any]) -> Detail:
        before, after = (
            written_instant(moved[name], self._calendar.zone.key, self._lang)
            for name in ("before", "after")
        )
        return (
            self.step(moved["path"]),
            self._say("history.due-moved", before=before, after=after),
        )

    def _member(self, member: Mapping[str, Any]) -> Detail:
        name = self._names.get(member["person_id"])
        return (_ROLES.get(member["role"], member["role"]), name or self._say("history.erased"))

    # ------------------------------------------------------------ words

    def _say(self, code: str, /, **params: object) -> str:
        return sentence(code, self._lang, **params)

    def _word(self, name: str) -> str:
        return self._say(f"history.word-{name}")

    def step(self, element_id: str | None) -> str:
        """Return what people call the step that a path of the engine belongs to."""
        place = element_place(self._diagram, self._process_id, self.drawn(element_id) or "")
        if place.step_number is None:
            return place.title
        return self._say("history.step", number=place.step_number, title=place.title)

    def _target(self, element_id: str | None, payload: Mapping[str, Any]) -> str:
        flow = self._flow_of(element_id, payload.get("outcome"))
        if flow is None:
            return ""
        return self.step(flow.target)

    def _flow_of(self, element_id: str | None, outcome: object) -> SequenceFlow | None:
        """Return the flow that an outcome of a deciding task takes out of the gateway after it."""
        drawn = self.drawn(element_id)
        scope = (
            None
            if self._process is None or drawn is None
            else (scope_of(self._process.scope, drawn))
        )
        if scope is None or drawn is None or outcome is None:
            return None
        near = {flow.target for flow in scope.outgoing(drawn)} | {drawn}
        return next(
            (flow for flow in scope.flows if flow.source in near and flow.outcome == str(outcome)),
            None,
        )

    def _document(self, key: str) -> str:
        identity = self._process.identity if self._process else None
        names = (
            {document.key: document.name for document in identity.documents} if (identity) else {}
        )
        return names.get(key, key)


def _ids(scope: Scope) -> set[str]:
    nodes = {node.id for node in scope.all_nodes()}
    boundaries = {
        boundary.id for node in scope.all_nodes() for boundary in getattr(node, "boundaries", ())
    }
    return nodes | boundaries | {flow.id for flow in scope.all_flows()}
