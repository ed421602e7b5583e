"""`python -m tests.corpus.vendors_page` writes `service/docs/vendor-extensions.md`."""

from __future__ import annotations

from typing import Final

from service.diagrams.vendor_words import VENDORS
from tests.conformance.corpora import ROOT

PAGE: Final = ROOT / "service" / "docs" / "vendor-extensions.md"

_HEAD: Final = """\
# Extensions of other engines

Written by `python -m tests.corpus.vendors_page` from `service/diagrams/vendor_words.py`; a test
compares. Alur executes what is BPMN in a file. What another engine wrote into it stays there,
through the modeller and back. A word of this table changes what its own engine does: the gate
names it at its element (`vendor-behaviour`, an information that refuses nothing). Anything else of
these vendors is told once for a file (`vendor-extension`). Bizagi, Signavio, ADONIS, ARIS, Visual
Paradigm, Trisotech, Modelio, Sparx and others write notes of their editors only; they are kept
and not named. `zeebe:calledDecision` is read, and so it is not in the table.

| vendor | namespace | words that change behaviour there |
|---|---|---|
"""


def page() -> str:
    """Return the whole page."""
    rows = (
        f"| {name} | `{namespace}` | {', '.join(sorted(words))} |"
        for namespace, (name, words) in VENDORS.items()
    )
    return _HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
