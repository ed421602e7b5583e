"""The flow of kalbar-lppd: the LPPD, which goes to Biro Pemerintahan.

Step 9 of the document says "Menandatangani LKPJ SKPD"; its kelengkapan and output are the LPPD's,
so that is what is signed.
"""

from __future__ import annotations

from service.catalogue.sops.kalbar_report import Report, describe

DESCRIPTION = describe(
    Report(
        key="kalbar-lppd",
        name="LPPD",
        order="segera mengirim LPPD ke Biro Pemerintahan",
        agency="Biro Pemerintahan",
    )
)
