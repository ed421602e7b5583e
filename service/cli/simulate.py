"""`./alur simulate`: walk a diagram through in memory, with a simulated clock."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from service.cli.frame.commands import command
from service.cli.frame.program_codes import DONE, INCIDENT, REFUSED, WAITING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.cli.frame.talk import Talk
    from service.diagrams import Verdict
    from service.diagrams.model import Process
    from service.engine.simulation import Outcome

_EXIT = {"completed": DONE, "waiting": WAITING, "incident": INCIDENT, "refused": REFUSED}

#: The simulated clock begins here, so that the same call gives the same answer on any day.
_BEGIN = datetime(2026, 1, 5, 0, 30, tzinfo=UTC)


class JsonText(click.ParamType[Any]):
    """An option whose value is JSON."""

    name = "json"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value, parse_float=_number)
        except ValueError as problem:
            self.fail(str(problem), param, ctx)


@command("simulate")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--process", "process_id")
@click.option("--data", type=JsonText(), default="{}")
@click.option("--answers", type=JsonText(), default="{}")
@click.option("--max-steps", type=click.IntRange(1), default=10_000)
def simulate(
    talk: Talk,
    *,
    file: Path,
    process_id: str | None,
    data: Any,
    answers: Any,
    max_steps: int,
) -> int:
    """Judge the file, then walk one of its processes."""
    from service.cli.frame.diagram_files import judge_files, processes_of
    from service.engine import compile_process
    from service.engine.simulation import simulate as walk

    _require_shapes(data, answers)
    verdict = judge_files((file,))[file]
    process = None if not verdict.deployable else _chosen(verdict, process_id)
    if process is None:
        return _give(talk, verdict, None)
    siblings = (file, *sorted(file.parent.glob("*.bpmn")))
    outcome = walk(
        compile_process(process, processes_of(siblings)),
        data=data,
        answers=answers,
        start=_BEGIN,
        max_steps=max_steps,
    )
    return _give(talk, verdict, outcome)


def _chosen(verdict: Verdict, process_id: str | None) -> Process:
    assert verdict.diagram is not None  # noqa: S101 - a deployable verdict has a diagram
    processes = verdict.diagram.processes
    if process_id is None:
        return next((item for item in processes if item.executable), processes[0])
    found = verdict.diagram.process(process_id)
    if found is None:
        raise click.BadParameter(process_id, param_hint="--process")
    return found


def _require_shapes(data: Any, answers: Any) -> None:
    if not isinstance(data, dict):
        raise click.BadParameter("{…}", param_hint="--data")
    lists = isinstance(answers, dict) and all(
        isinstance(given, list) and all(isinstance(item, dict) for item in given)
        for given in answers.values()
    )
    if not lists:
        raise click.BadParameter('{"element": [{…}]}', param_hint="--answers")


def _give(talk: Talk, verdict: Verdict, outcome: Outcome | None) -> int:
    from service.cli.check import findings
    from service.values import encode

    state = "refused" if outcome is None else outcome.state
    document: dict[str, Any] = {
        "state": state,
        "trace": [] if outcome is None else list(outcome.trace),
        "waiting": []
        if outcome is None
        else [{"element": item.element, "kind": item.kind} for item in outcome.waiting],
        "data": {} if outcome is None else encode(outcome.data),
        "findings": findings(talk, verdict),
    }
    if outcome is not None and outcome.incident is not None:
        incident = outcome.incident
        document["incident"] = {
            "element": incident.element_id,
            "code": incident.code,
            "message": talk.text(incident.code, element=incident.element_id, **incident.params),
        }
    talk.result(document, _lines(talk, document))
    return _EXIT[state]


def _lines(talk: Talk, document: Mapping[str, Any]) -> list[str]:
    said = [talk.text(f"cli-simulate.{document['state']}", count=len(document["trace"]))]
    said.extend(f"  {place}. {element}" for place, element in enumerate(document["trace"], 1))
    said.extend(
        "  " + talk.text(f"cli-simulate.waits-{item['kind']}", element=item["element"])
        for item in document["waiting"]
    )
    if "incident" in document:
        said.append(f"  [{document['incident']['element']}] {document['incident']['message']}")
    if document["state"] == "refused":
        said.extend(
            f"  {item['code']} [{item['element']}]: {item['message']}"
            for item in document["findings"]
            if item["severity"] == "error"
        )
    return said


def _number(text: str) -> Any:
    from decimal import Decimal

    return Decimal(text)
