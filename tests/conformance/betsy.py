"""The diagrams of the engine test suite betsy, executed and compared with what it expects.

Its manifest says of every diagram which work items must have been done at the end, their order
free. A diagram is right, refused by the gate (never executed), or wrong: executed, and something
else came of it than BPMN says.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import patch

from service.diagrams import examine, timer_text
from service.engine import compile_process
from tests.conformance.corpora import BETSY
from tests.conformance.host import Host, NeverRests
from tests.conformance.judgement import Judgement
from tests.conformance.placeholders import MARKER, readable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from service.diagrams import Finding
    from service.diagrams.model import Diagram
    from service.engine import Definition
    from tests.conformance.placeholders import Readable

#: Betsy's cycles fire every few seconds; Alur refuses more than one firing a minute.
SHORTEST_PERIOD: Final = timedelta(seconds=1)
#: How Alur tells that what is left of a process waits for ever, which betsy does not ask.
WAITS_FOR_EVER: Final = "engine.deadlock"
#: What an error finding is about, beside its element.
_ABOUT: Final = ("tag", "attribute", "kind")


def judgements() -> Iterator[Judgement]:
    """Judge one diagram after the other."""
    for entry in json.loads((BETSY / "manifest.json").read_text("utf-8")):
        raw = (BETSY / entry["file"]).read_bytes()
        yield judged(raw, entry["group"], entry["name"], entry["cases"])


def judged(raw: bytes, group: str, name: str, cases: Iterable[Mapping[str, Any]]) -> Judgement:
    """Return what came of the process `name` of a diagram, started once for each case."""
    file = readable(raw)
    with patch.object(timer_text, "SHORTEST_PERIOD", SHORTEST_PERIOD):
        verdict = examine(file.raw, called={})
        if verdict.diagram is None or not verdict.deployable:
            errors = [item for item in verdict.findings if item.severity == "error"]
            return Judgement(group, name, "refused", tuple(dict.fromkeys(map(reason, errors))))
        definitions = compiled(verdict.diagram)
    told = [difference(file, definitions, name, case) for case in cases]
    different = tuple(each for each in told if each is not None)
    return Judgement(group, name, "wrong" if different else "right", different)


def reason(finding: Finding) -> str:
    """Return the code of a finding and what it is about."""
    about = next((finding.params[key] for key in _ABOUT if key in finding.params), "")
    return f"{finding.code} {about}".strip()


def compiled(diagram: Diagram) -> dict[str, Definition]:
    processes = {process.id: process for process in diagram.processes if process.scope.nodes}
    return {key: compile_process(process, processes) for key, process in processes.items()}


def difference(
    file: Readable, definitions: Mapping[str, Definition], process: str, case: Mapping[str, Any]
) -> str | None:
    """Return how a case came out otherwise than the manifest says, None when it did not."""
    host = Host(definitions, file.waits)
    try:
        host.run(process, data_of(case))
    except NeverRests:
        return f"{case['input']}: never rests"
    expected, found = Counter(case["expect"]), work_of(file, host)
    if MARKER not in expected:
        # Whether the file was made is only looked at where a test is about it.
        del found[MARKER]
    code = None if host.incident is None else host.incident.code
    failed = code not in (None, WAITS_FOR_EVER)
    if found == expected and failed == ("outcome" in case):
        return None
    items = ", ".join(sorted(found.elements())) or "nothing"
    wanted = ", ".join(sorted(expected.elements())) or "nothing"
    return f"{case['input']}: {items} ({code}) instead of {wanted} ({case.get('outcome')})"


def data_of(case: Mapping[str, Any]) -> dict[str, object]:
    """Return what a process starts with."""
    text = {} if case["input"] is None else {"test": case["input"]}
    return {"integerVariable": case["integerVariable"], **text}


def work_of(file: Readable, host: Host) -> Counter[str]:
    return Counter(file.items[element] for element in host.done if element in file.items)
