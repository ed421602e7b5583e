"""The flow of kalbar-lkpj: the LKPJ, which goes to Biro Pemerintahan."""

from __future__ import annotations

from service.catalogue.sops.kalbar_report import Report, describe

DESCRIPTION = describe(
    Report(
        key="kalbar-lkpj",
        name="LKPJ",
        order="segera mengirim LKPJ ke Biro Pemerintahan",
        agency="Biro Pemerintahan",
    )
)
