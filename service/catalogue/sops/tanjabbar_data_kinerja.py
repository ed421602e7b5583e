"""The flow of tanjabbar-data-kinerja; row 10 archives the signed document."""

from __future__ import annotations

from service.catalogue.flow import Output, Step
from service.catalogue.sops.tanjabbar_from_disposisi import describe

DESCRIPTION = describe(
    "tanjabbar-data-kinerja",
    naskah="Dokumen Mekanisme Pengumpulan Data Kinerja",
    collecting="pengumpulan data kinerja",
    outputs={
        1: "Disposisi",
        2: "Persiapan/ Draft",
        3: "Bahan- bahan Materi/ Draft",
        4: "Draft data Kinerja",
        5: "Draft data Kinerja",
        6: "Dokumen Final Penyusunan Data Kinerja",
        7: "Dokumen Final Penyusunan Data Kinerja",
        8: "Dokumen Mekanisme Pengumpulan Data Kinerja",
        9: "Dokumen Mekanisme Pengumpulan Data Kinerja",
    },
    last=Step(
        "10",
        form="arsip",
        starts_from="naskah",
        outputs=(
            Output("record", "Dokumen Mekanisme Pengumpulan Data Kinerja disahkan", "naskah"),
        ),
    ),
)
