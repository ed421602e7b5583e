"""Write diagrams of the catalogue anew; what was edited in them since is overwritten.

python -m service.catalogue.build KEY … [--transcriptions FOLDER] [--to FOLDER]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from service.catalogue.sops import (
    balangan_lakip,
    bandarlampung_data_kinerja,
    cirebon_lakip,
    kalbar_evaluasi_penyerapan_anggaran,
    kalbar_lakip,
    kalbar_lkpj,
    kalbar_lppd,
    kalbar_renja_renstra,
    kalbar_rka_dpa,
    tanjabbar_anggaran,
    tanjabbar_data_kinerja,
    tanjabbar_iku,
    tanjabbar_lakip,
    tanjabbar_renstra_renja,
)
from service.catalogue.transcription import read_transcription
from service.catalogue.writing import write_diagram

if TYPE_CHECKING:
    from collections.abc import Sequence

DESCRIPTIONS = {
    sop.DESCRIPTION.key: sop.DESCRIPTION
    for sop in (
        balangan_lakip,
        bandarlampung_data_kinerja,
        cirebon_lakip,
        kalbar_evaluasi_penyerapan_anggaran,
        kalbar_lakip,
        kalbar_lkpj,
        kalbar_lppd,
        kalbar_renja_renstra,
        kalbar_rka_dpa,
        tanjabbar_anggaran,
        tanjabbar_data_kinerja,
        tanjabbar_iku,
        tanjabbar_lakip,
        tanjabbar_renstra_renja,
    )
}


def build(key: str, *, transcriptions: Path, to: Path) -> Path:
    """Write the diagram of one SOP and return its path.

    Raises KeyError for a SOP without a flow description, OSError for a file that is missing.
    """
    description = DESCRIPTIONS[key]
    transcription = read_transcription(transcriptions / f"{key}.toml")
    path = to / f"{key}.bpmn"
    path.write_bytes(write_diagram(transcription, description))
    return path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m service.catalogue.build")
    parser.add_argument("keys", nargs="+", choices=sorted(DESCRIPTIONS), metavar="KEY")
    parser.add_argument("--transcriptions", type=Path, default=Path("tests/catalogue"))
    parser.add_argument("--to", type=Path, default=Path("bpmn"))
    options = parser.parse_args(arguments)
    for key in options.keys:
        path = build(key, transcriptions=options.transcriptions, to=options.to)
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
