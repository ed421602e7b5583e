"""`./alur check`: what the gate says about diagrams."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from service.cli.frame.commands import command
from service.cli.frame.program_codes import DONE, REFUSED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.cli.frame.talk import Talk
    from service.diagrams import Verdict
    from service.diagrams.model import Process
    from service.forms import FormRefused


@command("check")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
def check(talk: Talk, *, files: tuple[Path, ...]) -> int:
    """Judge each file; several may call each other's processes."""
    from service.cli.frame.diagram_files import judge_files, refused_forms

    verdicts = judge_files(files)
    refused = {file: refused_forms(file, verdict) for file, verdict in verdicts.items()}
    documents = [document(talk, verdict, refused[file]) for file, verdict in verdicts.items()]
    deployable = all(verdict.deployable for verdict in verdicts.values())
    whole: Mapping[str, Any] = documents[0]
    if len(files) > 1:
        named = [{"file": str(file), **item} for file, item in zip(files, documents, strict=True)]
        whole = {"deployable": deployable, "files": named}
    talk.result(whole, lines(talk, verdicts, refused))
    return DONE if deployable else REFUSED


def document(talk: Talk, verdict: Verdict, refused: Mapping[str, FormRefused]) -> dict[str, Any]:
    """Return the verdict as the JSON of decisions §6.2, with what is wrong with its forms."""
    processes: Sequence[Process] = () if verdict.diagram is None else verdict.diagram.processes
    return {
        "deployable": verdict.deployable,
        "processes": [
            {
                "id": process.id,
                "name": process.name,
                "lanes": [lane.name for lane in process.lanes],
                "user_tasks": user_tasks(process),
            }
            for process in processes
        ],
        "findings": findings(talk, verdict),
        "refused_forms": [
            {"form": form, "findings": of_form(talk, found)} for form, found in refused.items()
        ],
    }


def findings(talk: Talk, verdict: Verdict) -> list[dict[str, str]]:
    """Return the findings with their sentences, errors first."""
    return [
        {
            "severity": item.severity,
            "code": item.code,
            "element": item.element,
            "message": talk.text(f"gate.{item.code}", element=item.element, **item.params),
        }
        for item in verdict.findings
    ]


def of_form(talk: Talk, refused: FormRefused) -> list[dict[str, str]]:
    """Return what keeps a form from being used, in words."""
    return [
        {
            "code": item.code,
            "element": item.element,
            "message": talk.text(item.code, element=item.element, **item.params),
        }
        for item in refused.findings
    ]


def user_tasks(process: Process) -> list[str]:
    """Return the ids of the user tasks of a process, in XML order, subprocesses included."""
    from service.diagrams.model import SubProcess, UserTask

    def inside(nodes: Sequence[object]) -> list[str]:
        found: list[str] = []
        for node in nodes:
            if isinstance(node, UserTask):
                found.append(node.id)
            elif isinstance(node, SubProcess):
                found.extend(inside(node.scope.nodes))
        return found

    return inside(process.scope.nodes)


def lines(
    talk: Talk,
    verdicts: Mapping[Path, Verdict],
    refused: Mapping[Path, Mapping[str, FormRefused]],
) -> list[str]:
    """Return the verdicts as a person reads them: file by file, errors first."""
    said: list[str] = []
    for file, verdict in verdicts.items():
        code = "cli-check.deployable" if verdict.deployable else "cli-check.refused"
        said.append(talk.text(code, file=file, count=len(verdict.findings)))
        for item in findings(talk, verdict):
            severity = talk.text(f"cli-check.severity-{item['severity']}")
            place = f" [{item['element']}]" if item["element"] else ""
            said.append(f"  {severity} {item['code']}{place}: {item['message']}")
        for form, found in refused[file].items():
            said.append("  " + talk.text("cli-check.refused-form", form=form))
            said += [f"    {item['code']}: {item['message']}" for item in of_form(talk, found)]
    return said
