"""The catalogue: the SOPs that come with Alur, as files in `bpmn/` and `forms/`.

It belongs to no office and starts nothing: an office adopts an SOP, a person publishes it
(decisions §2.9). A file that cannot be read is left out and named in the log.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from service.diagrams import DiagramRefused, read_diagram
from service.errors import NotFound
from service.running.catalogue_files import ROOT, diagrams_in, forms_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from service.diagrams.model import Diagram, Process

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One SOP of the catalogue: a process of a file."""

    #: id of the BPMN process
    key: str
    #: title as the document has it
    title: str
    #: file name, relative to the root
    source: str
    sha256: str
    raw: bytes
    diagram: Diagram
    process: Process


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every SOP and every form of the repository, as they are now."""

    entries: Mapping[str, CatalogueEntry]
    #: bytes of forms/<key>.form
    forms: Mapping[str, bytes]

    def entry(self, key: str) -> CatalogueEntry:
        """Return the entry of a process id. Raises NotFound."""
        found = self.entries.get(key)
        if found is None:
            raise NotFound
        return found


def read_catalogue(root: Path = ROOT) -> Catalogue:
    """Read `bpmn/` and `forms/` below `root`; the first file of a process id counts.

    Files that have not changed since are not read again.
    """
    files = (*diagrams_in(root), *forms_in(root))
    return _read(
        root, tuple((file, file.stat().st_mtime_ns, file.stat().st_size) for file in files)
    )


@lru_cache(maxsize=2)
def _read(root: Path, _state: tuple[tuple[Path, int, int], ...]) -> Catalogue:
    entries: dict[str, CatalogueEntry] = {}
    for file in diagrams_in(root):
        raw = file.read_bytes()
        try:
            diagram = read_diagram(raw)
        except DiagramRefused as refused:
            _LOG.warning(
                "A file of the catalogue was left out.",
                extra={
                    "action": "catalogue_file_refused",
                    "file": file.name,
                    "finding": refused.params["code"],
                },
            )
            continue
        for process in diagram.processes:
            if process.executable and process.id not in entries:
                entries[process.id] = _entry(file, raw, diagram, process)
    forms = {file.stem: file.read_bytes() for file in forms_in(root)}
    return Catalogue(entries, forms)


def _entry(file: Path, raw: bytes, diagram: Diagram, process: Process) -> CatalogueEntry:
    return CatalogueEntry(
        key=process.id,
        title=process.identity.name if process.identity else process.name,
        source=f"bpmn/{file.name}",
        sha256=hashlib.sha256(raw).hexdigest(),
        raw=raw,
        diagram=diagram,
        process=process,
    )
