"""The flow of tanjabbar-renstra-renja; its column names the agency: Bappeda."""

from __future__ import annotations

from service.catalogue.sops.tanjabbar_from_assignment import describe

DESCRIPTION = describe(
    "tanjabbar-renstra-renja",
    naskah="Renstra dan Renja",
    agency="Bappeda",
    sending="kirim-bappeda",
    kinds=("murni", "perubahan"),
)
