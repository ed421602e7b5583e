"""The flow of kalbar-evaluasi-penyerapan-anggaran: a report that stays in the office.

Step 9 signs a Surat Pengantar, but no step sends anything: step 10 enters the report in the
agenda.
"""

from __future__ import annotations

from service.catalogue.sops.kalbar_report import Report, describe

DESCRIPTION = describe(
    Report(
        key="kalbar-evaluasi-penyerapan-anggaran",
        name="Laporan Evaluasi Pengawasan dan Penyerapan Anggaran",
        order="menggandakan/mengarsip laporan",
        drafting_form="laporan-anggaran-rapat-draft",
    )
)
