"""`python -m tests.benchmarks.bundle_sizes`: what the browser loads for each kind of page.

From the built front end: scripts with all that they import, style sheets and the font of symbols;
kilobytes (1,000 bytes) as they are and as they travel.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from service.web.assets import BUILD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True)
class Weight:
    """Bytes of some files, and of their compressed twins."""

    raw: int
    travelling: int


def weights(folder: Path = BUILD) -> dict[str, Weight]:
    """Return what each entry of the front end weighs, by the name of its source."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    entries = [name for name, entry in manifest.items() if entry.get("isEntry")]
    return {name: _weight(folder, set(_files(manifest, name))) for name in entries}


#: Other formats of the symbols' font; browsers take the first that they know.
_NOT_TAKEN: Final = (".eot", ".ttf", ".woff", ".svg")


def _files(manifest: dict[str, Any], name: str) -> Iterator[str]:
    entry = manifest[name]
    yield entry["file"]
    yield from entry.get("css", [])
    yield from (asset for asset in entry.get("assets", []) if not asset.endswith(_NOT_TAKEN))
    for other in [*entry.get("imports", []), *entry.get("dynamicImports", [])]:
        yield from _files(manifest, other)


def _weight(folder: Path, names: set[str]) -> Weight:
    files = [folder / name for name in names]
    twins = [folder / f"{name}.gz" for name in names]
    return Weight(
        sum(one.stat().st_size for one in files),
        sum(
            (twin if twin.exists() else one).stat().st_size
            for one, twin in zip(files, twins, strict=True)
        ),
    )


def main() -> None:
    """Print the table, the lightest first."""
    sys.stdout.write(f"{'entry':20}{'raw':>10}{'travels':>10}\n")
    for name, weight in sorted(weights().items(), key=lambda one: one[1].travelling):
        sys.stdout.write(
            f"{name:20}{weight.raw / 1000:7.0f} KB{weight.travelling / 1000:7.0f} KB\n"
        )


if __name__ == "__main__":
    main()
