"""The SOP *Laporan Kinerja*: its rows as a spreadsheet has them, and the table that they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.diagrams.table import with_proposed_forms
from service.diagrams.table.sheet import read_sheet

if TYPE_CHECKING:
    from service.diagrams.table import SopTable

TITLE: Final = "Laporan Kinerja"

ROWS: Final = "\n".join(
    "\t".join(cells)
    for cells in (
        ("No", "Kegiatan", "Pelaksana", "Kelengkapan", "Waktu", "Output", "Ket", "Berkas"),
        ("1", "Menugaskan penyusunan laporan", "Kepala Dinas", "Surat edaran", "1 jam",
         "Disposisi", "", ""),
        ("2", "Meminta bahan laporan", "Ketua Tim", "Disposisi", "2 jam", "Nota dinas", "", ""),
        ("3", "Menyerahkan bahan laporan", "Bidang", "Nota dinas", "1 minggu", "Bahan", "", ""),
        ("4", "Menyusun konsep laporan", "Anggota Tim", "Bahan", "3 hari", "Konsep", "",
         "dokumen baru: Laporan"),
        ("5", "Memeriksa konsep laporan", "Ketua Tim", "Konsep", "1 hari", "Koreksi",
         "Jika tidak, kembali ke langkah 4", ""),
        ("6", "Memaraf laporan", "Sekretaris", "Konsep", "2 jam", "Laporan terparaf", "",
         "paraf: Laporan"),
        ("7", "Menandatangani laporan", "Kepala Dinas", "Konsep", "1 jam", "Laporan", "",
         "tanda tangan: Laporan"),
        ("8", "Mengarsipkan laporan", "Anggota Tim", "Konsep", "15 menit", "Arsip", "", ""),
    )
)  # fmt: skip


def typed_table() -> SopTable:
    """Return the table of the rows, with the forms that they propose."""
    table = read_sheet(ROWS, process="laporan-kinerja", title=TITLE).table
    assert table is not None
    return with_proposed_forms(table)
