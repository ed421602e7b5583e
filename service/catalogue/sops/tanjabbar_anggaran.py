"""The flow of tanjabbar-anggaran; the document does not name the agency that gets it."""

from __future__ import annotations

from service.catalogue.sops.tanjabbar_from_assignment import describe

DESCRIPTION = describe(
    "tanjabbar-anggaran",
    naskah="Anggaran",
    agency="penerima laporan",
    sending="kirim-sipd",
    kinds=("murni", "perubahan"),
)
