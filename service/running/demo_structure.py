"""The pemda of every demo store: offices and jabatan, nobody real and nobody invented.

An account is named by its jabatan, and so is the person behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from service.access.entries import NewOffice, NewPemda, NewPosition, NewUnit

ZONE: Final = "Asia/Jakarta"

PEMDA: Final = NewPemda("Pemerintah Provinsi Contoh", "provinsi", ZONE)


@dataclass(frozen=True, slots=True)
class DemoPosition:
    """A jabatan with the login name of its one account."""

    login: str
    title: str
    role: str | None = None
    duty: str | None = None
    #: login name of the jabatan above it
    superior: str | None = None

    @property
    def entry(self) -> NewPosition:
        return NewPosition(self.title, self.role, self.duty)


@dataclass(frozen=True, slots=True)
class DemoUnit:
    unit: NewUnit
    positions: tuple[DemoPosition, ...]


@dataclass(frozen=True, slots=True)
class DemoOffice:
    office: NewOffice
    units: tuple[DemoUnit, ...]


def _office(name: str, short_name: str, kind: str, *units: DemoUnit) -> DemoOffice:
    return DemoOffice(NewOffice(name, short_name, kind, ZONE), units)


def _bidang(login: str, name: str) -> DemoUnit:
    return DemoUnit(
        NewUnit(f"Bidang {name}", "bidang"),
        (DemoPosition(login, f"Kepala Bidang {name}", "bidang", superior="kepala-dinas"),),
    )


#: The office whose SOPs the demo runs.
DINAS: Final = _office(
    "Dinas Koperasi, Usaha Kecil dan Menengah",
    "Diskop UKM",
    "dinas",
    DemoUnit(
        NewUnit("Pimpinan Dinas", "pimpinan"),
        (DemoPosition("kepala-dinas", "Kepala Dinas", "kepala_dinas"),),
    ),
    DemoUnit(
        NewUnit("Sekretariat", "sekretariat"),
        (
            DemoPosition("sekretaris", "Sekretaris", "sekretaris", superior="kepala-dinas"),
            # Hands in for the Sekretariat, which documents name beside the Bidang (Balangan 3).
            DemoPosition(
                "kasubbag-umum",
                "Kepala Subbagian Umum dan Kepegawaian",
                "bidang",
                superior="sekretaris",
            ),
        ),
    ),
    # A unit of its own: the staff of a Sekretariat would all record for outside agencies.
    DemoUnit(
        NewUnit("Tim Kerja Perencanaan", "tim"),
        (
            DemoPosition(
                "ketua-tim-perencanaan",
                "Ketua Tim Kerja Perencanaan",
                "ketua_tim",
                superior="sekretaris",
            ),
            DemoPosition(
                "anggota-tim-1",
                "Anggota Tim Kerja Perencanaan 1",
                "anggota_tim",
                superior="ketua-tim-perencanaan",
            ),
            DemoPosition(
                "anggota-tim-2",
                "Anggota Tim Kerja Perencanaan 2",
                "anggota_tim",
                superior="ketua-tim-perencanaan",
            ),
        ),
    ),
    _bidang("kabid-kelembagaan", "Kelembagaan Koperasi"),
    _bidang("kabid-pengawasan", "Pengawasan Koperasi"),
    _bidang("kabid-pemberdayaan-koperasi", "Pemberdayaan Koperasi"),
    _bidang("kabid-pemberdayaan-ukm", "Pemberdayaan Usaha Kecil dan Menengah"),
    _bidang("kabid-kewirausahaan", "Kewirausahaan"),
)

OFFICES: Final = (
    DINAS,
    _office(
        "Badan Perencanaan Pembangunan Daerah",
        "Bappeda",
        "bappeda",
        DemoUnit(
            NewUnit("Sekretariat", "sekretariat"),
            (DemoPosition("petugas-bappeda", "Petugas Bappeda"),),
        ),
    ),
    _office(
        "Badan Keuangan dan Aset Daerah",
        "BKAD",
        "bkad",
        DemoUnit(
            NewUnit("Sekretariat", "sekretariat"),
            (DemoPosition("petugas-bkad", "Petugas BKAD"),),
        ),
    ),
    _office(
        "Biro Organisasi",
        "Biro Organisasi",
        "organisasi",
        DemoUnit(
            NewUnit("Bagian Tata Laksana", "bidang"),
            (
                DemoPosition("analis", "Analis SOP", duty="analyst"),
                DemoPosition("administrator", "Pengelola Aplikasi", duty="administrator"),
            ),
        ),
    ),
    _office(
        "Inspektorat",
        "Inspektorat",
        "inspektorat",
        DemoUnit(
            NewUnit("Pimpinan Inspektorat", "pimpinan"),
            (DemoPosition("inspektur", "Inspektur", "kepala_dinas"),),
        ),
        DemoUnit(
            NewUnit("Kelompok Auditor", "tim"),
            (DemoPosition("auditor", "Auditor", duty="auditor", superior="inspektur"),),
        ),
    ),
)

#: What the Dinas calls the SOPs that it took from the catalogue: one office has several of a kind.
TITLES: Final = {
    "balangan-lakip": "Penyusunan LAKIP (Kabupaten Balangan)",
    "bandarlampung-data-kinerja": "Pengumpulan data kinerja (Kota Bandar Lampung)",
    "cirebon-lakip": "Penyusunan LAKIP (Kabupaten Cirebon)",
    "kalbar-evaluasi-penyerapan-anggaran": (
        "Laporan evaluasi dan penyerapan anggaran (Kalimantan Barat)"
    ),
    "kalbar-lakip": "Penyusunan LAKIP (Kalimantan Barat)",
    "kalbar-lkpj": "Penyusunan LKPJ (Kalimantan Barat)",
    "kalbar-lppd": "Penyusunan LPPD (Kalimantan Barat)",
    "kalbar-renja-renstra": "Penyusunan Renja/Renstra (Kalimantan Barat)",
    "kalbar-rka-dpa": "Penyusunan RKA dan DPA SKPD (Kalimantan Barat)",
    "tanjabbar-anggaran": "Penyusunan anggaran (Tanjung Jabung Barat)",
    "tanjabbar-data-kinerja": "Mekanisme pengumpulan data kinerja (Tanjung Jabung Barat)",
    "tanjabbar-iku": "Penyusunan indikator kinerja utama, IKU (Tanjung Jabung Barat)",
    "tanjabbar-lakip": "Penyusunan LAKIP (Tanjung Jabung Barat)",
    "tanjabbar-renstra-renja": "Penyusunan Renstra dan Renja (Tanjung Jabung Barat)",
}

#: Who looks, and who sent them.
AUDITOR: Final = "auditor"
INSPEKTUR: Final = "inspektur"
ANALYST: Final = "analis"
LETTER_NUMBER: Final = "DATA CONTOH 700/1/ST"
SK_NUMBER: Final = "DATA CONTOH"
ADMINISTRATOR: Final = "administrator"

#: Ramadan, where it is known or thought to be known: the demo need not wait for an announcement.
RAMADAN: Final = (
    (date(2026, 2, 19), date(2026, 3, 20)),
    (date(2027, 2, 8), date(2027, 3, 9)),
)
