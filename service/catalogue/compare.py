"""Compare every text of every row of the diagrams with the transcriptions, letter by letter.

python -m service.catalogue.compare [KEY …] [--transcriptions FOLDER] [--diagrams FOLDER]
    [--reference FILE]

Prints a table of the SOPs, then each text that is not the same. `--reference` is a `sops.yaml`
with a reading of the same documents; the transcriptions are compared with it too. The exit code
is 0 when nothing differs and 1 otherwise.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from service.catalogue.comparing import Compared, Difference, compare, compare_reference
from service.catalogue.transcription import read_transcription
from service.diagrams import read_diagram

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.diagrams.model import Process

_HEAD: Final = ("SOP", "rows", "tasks", "ends", "sub-steps", "proposed", "texts", "differ")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m service.catalogue.compare")
    parser.add_argument("keys", nargs="*", metavar="KEY")
    parser.add_argument("--transcriptions", type=Path, default=Path("tests/catalogue"))
    parser.add_argument("--diagrams", type=Path, default=Path("bpmn"))
    parser.add_argument("--reference", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    known = {path.stem: path for path in sorted(options.transcriptions.glob("*.toml"))}
    unknown = [key for key in options.keys if key not in known]
    if unknown:
        parser.error(f"no transcription of {', '.join(unknown)}")
    chosen = options.keys or list(known)
    reference = None if options.reference is None else _reference(options.reference)
    compared: list[Compared] = []
    differences: list[Difference] = []
    for key in chosen:
        transcription = read_transcription(known[key])
        one = compare(transcription, _process(options.diagrams, key))
        compared.append(one)
        differences += one.differences
        if reference is not None:
            differences += compare_reference(transcription, reference[key])
    sys.stdout.write("\n".join([*_table(compared), *map(str, differences)]) + "\n")
    return 1 if differences else 0


def _process(folder: Path, key: str) -> Process:
    process = read_diagram((folder / f"{key}.bpmn").read_bytes()).process(key)
    if process is None:
        raise KeyError(key)
    return process


def _reference(path: Path) -> dict[str, Mapping[str, Any]]:
    import yaml  # of the development tools: the program itself reads no YAML

    return {sop["id"]: sop for sop in yaml.safe_load(path.read_text("utf-8"))["sops"]}


def _table(compared: Sequence[Compared]) -> list[str]:
    rows = [_HEAD, *map(_cells, compared), _total(compared)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            [
                row[0].ljust(widths[0]),
                *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
            ]
        )
        for row in rows
    ]


def _cells(one: Compared) -> tuple[str, ...]:
    return (
        one.key,
        f"{one.rows_equal}/{one.rows}",
        str(one.tasks),
        str(one.ends),
        f"{one.sub_steps_equal}/{one.sub_steps}",
        str(one.proposed),
        str(one.texts),
        str(len(one.differences)),
    )


def _total(compared: Sequence[Compared]) -> tuple[str, ...]:
    return _cells(
        Compared(
            key=f"{len(compared)} SOP",
            rows=sum(one.rows for one in compared),
            rows_equal=sum(one.rows_equal for one in compared),
            tasks=sum(one.tasks for one in compared),
            ends=sum(one.ends for one in compared),
            sub_steps=sum(one.sub_steps for one in compared),
            sub_steps_equal=sum(one.sub_steps_equal for one in compared),
            proposed=sum(one.proposed for one in compared),
            texts=sum(one.texts for one in compared),
            differences=tuple(item for one in compared for item in one.differences),
        )
    )


if __name__ == "__main__":
    sys.exit(main())
