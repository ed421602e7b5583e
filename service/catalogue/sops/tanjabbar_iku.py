"""The flow of tanjabbar-iku; row 10 has no verb, its output says that the document is sent.

Its remarks name another SOP (“SOP pengangendaan surat keluar”), which the catalogue does not have:
that is an open point and no call activity.
"""

from __future__ import annotations

from service.catalogue.flow import Output, Step
from service.catalogue.sops.tanjabbar_from_disposisi import describe

DESCRIPTION = describe(
    "tanjabbar-iku",
    naskah="Dokumen Indikator Kinerja Utama",
    collecting="penyusunan Indikator Kinerja Utama",
    outputs={
        1: "Disposisi",
        2: "Disposisi pada surat masuk",
        3: "Bahan- bahan Materi/ Draft",
        4: "Draft Indikator Kinerja Utama",
        5: "Draft data Kinerja",
        6: "Dokumen Penyusunan Indikator Kinerja Utama",
        7: "Dokumen Indikator Kinerja Utama",
        8: "Dokumen Final Indikator Kinerja Utama",
        9: "Dokumen Indikator Kinerja Utama disahkan",
    },
    last=Step(
        "10",
        form="agenda-surat-keluar",
        starts_from="naskah",
        outputs=(
            Output("newDocument", "Agenda surat keluar, bukti pengiriman", "bukti-pengiriman"),
        ),
    ),
    documents=(("bukti-pengiriman", "Bukti pengiriman"),),
)
