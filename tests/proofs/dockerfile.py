"""A Dockerfile without Docker: its stages as folders, its COPY and RUN carried out in them.

An absolute path of the image lies below the folder of its stage. What only a container can do
(making an account) is told and left out.
"""

from __future__ import annotations

import fnmatch
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Folders of an image that its instructions name.
_OF_THE_IMAGE = ("/alur", "/src", "/var/lib/alur")
#: Needs an account that may make accounts.
_LEFT_OUT = ("useradd ",)


@dataclass
class Stage:
    """One stage of a build, as far as it has come."""

    name: str
    root: Path
    workdir: str = "/"
    environment: dict[str, str] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)

    def place(self, path: str) -> Path:
        """Return where a path of the image lies on this machine."""
        if path.startswith("/"):
            return self.root / path.lstrip("/")
        return self.root / os.path.normpath(f"{self.workdir}/{path}").lstrip("/")

    def mapped(self, text: str) -> str:
        """Return a text with the image's folders replaced by those on this machine."""
        for folder in _OF_THE_IMAGE:
            text = re.sub(rf"(?<![\w./]){folder}(?![\w])", str(self.place(folder)), text)
        return text

    def program(self, instruction: str) -> list[str]:
        """Return the program of ENTRYPOINT or CMD."""
        return [self.mapped(word) for word in json.loads(self.told.get(instruction, "[]"))]

    @property
    def health_check(self) -> list[str]:
        words = self.told["HEALTHCHECK"].partition("CMD ")[2]
        return [self.mapped(word) for word in json.loads(words)]


@dataclass
class Build:
    """The stages of a Dockerfile, carried out in folders below `folder`."""

    context: Path
    ignored: tuple[str, ...]
    folder: Path
    stages: dict[str, Stage] = field(default_factory=dict)

    def run(self, dockerfile: Path) -> Stage:
        """Carry out every instruction and return the last stage."""
        stage = None
        for word, rest in instructions(dockerfile.read_text("utf-8")):
            if word == "FROM":
                stage = self._begin(rest)
            elif stage is not None:
                self._do(stage, word, rest)
        assert stage is not None
        return stage

    def _begin(self, rest: str) -> Stage:
        name = rest.partition(" AS ")[2] or "last"
        root = self.folder / name
        root.mkdir()
        self.stages[name] = Stage(name, root)
        return self.stages[name]

    def _do(self, stage: Stage, word: str, rest: str) -> None:
        match word:
            case "WORKDIR":
                stage.workdir = rest
                stage.place(rest).mkdir(parents=True, exist_ok=True)
            case "COPY":
                self._copy(stage, rest)
            case "RUN":
                _run(stage, rest)
            case "ENV":
                for pair in shlex.split(rest):
                    name, _, value = pair.partition("=")
                    stage.environment[name] = stage.mapped(value)
            case _:
                stage.told[word] = rest

    def _copy(self, stage: Stage, rest: str) -> None:
        words = rest.split()
        source = self.context
        ignored = self.ignored
        if words[0].startswith("--from="):
            from_stage = self.stages[words.pop(0).removeprefix("--from=")]
            source, ignored = from_stage.root, ()
        *names, target = words
        for name in names:
            given = source / name.lstrip("/")
            to = stage.place(target)
            if given.is_dir():
                shutil.copytree(
                    given, to, symlinks=True, dirs_exist_ok=True, ignore=_ignoring(source, ignored)
                )
            else:
                to = to / given.name if target.endswith("/") else to
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(given, to)


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """Give the instructions of a Dockerfile: the word and what follows it, on one line."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    for line in joined.splitlines():
        word, _, rest = line.strip().partition(" ")
        if word:
            yield word, rest.strip()


def _run(stage: Stage, command: str) -> None:
    if command.startswith(_LEFT_OUT):
        stage.told[command.split(maxsplit=1)[0]] = command
        return
    # The image's Python is here the one that the environment of the tests was made from.
    python = shlex.quote(str(Path(sys.base_prefix) / "bin" / "python3"))
    line = re.sub(r"^python ", f"{python} ", stage.mapped(command))
    done = subprocess.run(
        ["/bin/sh", "-ec", line],
        cwd=stage.place(stage.workdir),
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (command, done.stdout[-4000:])


def _ignoring(source: Path, patterns: tuple[str, ...]) -> Callable[[str, list[str]], list[str]]:
    def ignored(folder: str, names: list[str]) -> list[str]:
        return [
            name
            for name in names
            if any(_matches((Path(folder) / name).relative_to(source), it) for it in patterns)
        ]

    return ignored


def _matches(path: Path, pattern: str) -> bool:
    if pattern.startswith("**/"):
        return fnmatch.fnmatch(path.name, pattern.removeprefix("**/"))
    return fnmatch.fnmatch(path.as_posix(), pattern)
