"""The shape that three SOPs of Kalimantan Barat share: a report is drafted, checked and signed.

Their documents number the same ten steps, word for word but for the name of the report. What they
imply is proposed: each Bidang hands in its data (part of 4); the Surat Pengantar that step 9 signs
is drafted (part of 9) before the Sekretaris looks at both; the Ketua Tim passes them on to the
Kadis (part of 8: "mengembalikan ke ketua Tim untuk diteruskan ke Kadis" is a hand-over, not a
return), and afterwards the order of the Kadis to the Sekretaris (part of 9). A report that goes to
an agency is waited for there (part of 10).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.catalogue.flow import (
    Act,
    Arrival,
    Back,
    Choice,
    Description,
    End,
    Onward,
    Output,
    Proposed,
    Start,
    Step,
)
from service.catalogue.sops.bidang import hand_in

if TYPE_CHECKING:
    from service.catalogue.flow import Node

_DRAFTING = Back("5", "rapat penyusunan draft")
_CORRECTION = Back("7", "koreksi Ketua Tim")


@dataclass(frozen=True, slots=True)
class Report:
    """What one SOP of the shape says differently."""

    key: str
    #: how the steps call the report
    name: str
    #: what the Kadis orders, after "memerintahkan Sekretaris melalui Ketua Tim untuk"
    order: str
    #: the form of the meeting that drafts it
    drafting_form: str = "laporan-rapat-draft"
    #: where it goes; None: it stays in the office
    agency: str | None = None


def describe(report: Report) -> Description:
    """Return the flow of a report's SOP."""
    return Description(
        key=report.key,
        documents=_documents(report),
        nodes=(*_collecting(report), *_deciding(report), *_sending(report)),
    )


def _documents(report: Report) -> tuple[tuple[str, str], ...]:
    sent = (
        (("surat-keluar", "Surat Pengantar bernomor"), ("tanda-terima", "Tanda terima"))
        if report.agency
        else ()
    )
    return (
        ("sk-tim", f"SK Tim Penyusunan {report.name}"),
        ("hasil-rapat", "Hasil rapat persiapan"),
        ("nota-dinas", "Nota Dinas permintaan data"),
        ("bahan-bidang", "Bahan dari Bidang"),
        ("bahan", f"Bahan {report.name}"),
        ("laporan", report.name),
        ("surat-pengantar", "Surat Pengantar"),
        *sent,
    )


def _collecting(report: Report) -> tuple[Node, ...]:
    """Return the nodes from the start to the draft in the hands of the Ketua Tim."""
    return (
        Start("ketua_tim"),
        Step(
            "1",
            form="kalbar-sk-tim",
            outputs=(Output("newDocument", f"SK Tim Penyusunan {report.name}", "sk-tim"),),
            forms_team=True,
        ),
        Step(
            "2",
            form="kalbar-rapat-persiapan",
            outputs=(Output("newDocument", "Hasil Rapat", "hasil-rapat"),),
        ),
        Step(
            "3",
            form="kalbar-nota-dinas",
            outputs=(Output("newDocument", "Nota Dinas", "nota-dinas"),),
        ),
        hand_in(
            f"Menyerahkan data {report.name} sesuai Nota Dinas",
            part_of="4",
            reason="Langkah 3 dan 4 mengumpulkan data dari setiap bidang, tetapi penyerahannya "
            "oleh Bidang tidak mempunyai langkah dan kolom pelaksana.",
            asked_by="step_3",
            starts_from="nota-dinas",
            time_iso="P1M",
        ),
        Step(
            "4",
            form="kalbar-bahan",
            starts_from="bahan-bidang",
            outputs=(Output("newDocument", f"Bahan {report.name}", "bahan"),),
        ),
        Step(
            "5",
            form=report.drafting_form,
            starts_from="bahan",
            outputs=(Output("newVersion", f"Konsep {report.name}", "laporan"),),
        ),
        Step(
            "6",
            form="penyerahan",
            starts_from="laporan",
            outputs=(Output("record", f"Konsep {report.name}", "laporan"),),
        ),
    )


def _deciding(report: Report) -> tuple[Node, ...]:
    """Return the nodes from the correction to the signature."""
    draft = f"Konsep {report.name} DISKOPUKM"
    return (
        Step(
            "7",
            form="koreksi",
            starts_from="laporan",
            outputs=(Output("record", f"{draft} yang telah dikoreksi", "laporan"),),
            decides="putusan_7",
        ),
        Choice("gw_7", "Draft layak diteruskan?", (Onward("teruskan", "Teruskan"), _DRAFTING)),
        Proposed(
            "p_pengantar",
            f"Menyusun konsep Surat Pengantar {report.name}",
            role="anggota_tim",
            part_of="9",
            reason="Langkah 9 menandatangani Surat Pengantar, tetapi penyusunannya tidak "
            "mempunyai langkah; disusun sebelum langkah 8 supaya Sekretaris memeriksa keduanya.",
            form="surat-pengantar",
            outputs=(Output("newVersion", "Konsep Surat Pengantar", "surat-pengantar"),),
        ),
        Step(
            "8",
            form="paraf",
            starts_from="laporan",
            outputs=(
                Output("act", f"{draft} yang telah diparaf Sekretaris", "laporan"),
                Output("act", "Surat Pengantar yang telah diparaf", "surat-pengantar"),
            ),
            acts=(Act("paraf", "laporan"), Act("paraf", "surat-pengantar")),
            decides="putusan_8",
        ),
        Choice(
            "gw_8",
            "Konsep diparaf?",
            (Onward("teruskan", "Diparaf, teruskan"), _DRAFTING, _CORRECTION),
        ),
        Proposed(
            "p_teruskan",
            f"Meneruskan konsep {report.name} yang telah diparaf ke Kadis",
            role="ketua_tim",
            part_of="8",
            reason="“Mengembalikan ke ketua Tim untuk diteruskan ke Kadis”: penerusannya oleh "
            "Ketua Tim tidak mempunyai langkah.",
            form="penyerahan",
            outputs=(Output("record", "Konsep yang diteruskan", "laporan"),),
        ),
        Step(
            "9",
            form="tanda-tangan-perintah",
            starts_from="laporan",
            outputs=(
                Output("act", f"{draft} yang sudah ditandatangani Kadis", "laporan"),
                Output("act", "Surat Pengantar yang ditandatangani", "surat-pengantar"),
            ),
            acts=(Act("sign", "laporan"), Act("sign", "surat-pengantar")),
            decides="putusan_9",
        ),
        Choice(
            "gw_9",
            "Ditandatangani?",
            (Onward("setujui", "Ditandatangani"), _DRAFTING, _CORRECTION),
        ),
        Proposed(
            "p_perintah",
            f"Meneruskan perintah Kadis kepada Sekretaris untuk {report.order}",
            role="ketua_tim",
            part_of="9",
            reason="“Memerintahkan Sekretaris melalui Ketua Tim”: penerusan perintah oleh Ketua "
            "Tim tidak mempunyai langkah.",
            form="perintah",
            outputs=(Output("record", "Perintah yang diteruskan"),),
        ),
    )


def _sending(report: Report) -> tuple[Node, ...]:
    """Return the nodes after the order of the Kadis."""
    done = Output("record", f"{report.name} DISKOPUKM Prov. Kalbar dan Arsip", "laporan")
    if report.agency is None:
        return (
            Step("10", form="agenda-arsip", starts_from="laporan", outputs=(done,)),
            End("anggota_tim"),
        )
    return (
        Step(
            "10",
            form="kirim-bernomor",
            starts_from="laporan",
            # What was signed stays as it is: the number stands on a copy of its own.
            outputs=(Output("newDocument", "Surat Pengantar bernomor", "surat-keluar"), done),
        ),
        Arrival(
            "r_terima",
            f"tanda terima {report.name}",
            agency=report.agency,
            message="tanda-terima",
            part_of="10",
            reason=f"Langkah 10 mengirimkan ke {report.agency}, tetapi penerimaannya tidak "
            "tertulis.",
            form="tanda-terima",
            outputs=(Output("newDocument", "Tanda terima", "tanda-terima"),),
        ),
        End("anggota_tim"),
    )
