"""The demo's Dinas at work: who sits where, and one process going through their hands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.acceptance.pages import Answer, Next, Person, Process

KADIS = "Kepala Dinas"
SEKRETARIS = "Sekretaris"
KETUA = "Ketua Tim Kerja Perencanaan"
ANGGOTA = "Anggota Tim Kerja Perencanaan 1"
ANGGOTA_LAIN = "Anggota Tim Kerja Perencanaan 2"
AUDITOR = "Auditor"

TEAM: Mapping[str, Answer] = {"Ketua Tim": KETUA, "Anggota Tim": [ANGGOTA, ANGGOTA_LAIN]}
BIDANG = ["Bidang Kelembagaan Koperasi", "Bidang Pengawasan Koperasi", "Bidang Kewirausahaan"]


@dataclass
class Walk:
    """One process in the hands of the people of the demo's Dinas."""

    office: Callable[[str], Person]
    paper: Path
    number: str = ""

    def start(self, jabatan: str, sop: str, title: str, *, year: int = 2027) -> Next:
        begun = self.office(jabatan).start(
            sop, title=title, year=year, basis="Disposisi Kepala Dinas nomor 12"
        )
        self.number = begun.process_number
        return begun

    def complete(
        self, jabatan: str, step: str, answers: Mapping[str, Answer] | None = None
    ) -> Next:
        task = self.office(jabatan).open_task(step, self.number)
        return task.tick_all().fill(self.paper, answers).complete()

    def give_paraf(self, jabatan: str, step: str, document: str) -> Next:
        """Complete a step that is a paraf; the demo has no passwords and asks for none."""
        # Who gave a paraf on an earlier version gives it again.
        button = re.compile(r"^Bubuhkan paraf( ulang)?$")
        return self._act(jabatan, step, ("Membubuhkan paraf", document), button)

    def approve(self, jabatan: str, step: str, document: str) -> Next:
        act = ("Menyetujui untuk ditandatangani", document)
        return self._act(jabatan, step, act, "Setujui untuk ditandatangani")

    def _act(
        self, jabatan: str, step: str, act: tuple[str, str], button: str | re.Pattern[str]
    ) -> Next:
        task = self.office(jabatan).open_task(step, self.number)
        words, document = act
        expect(task.form.locator(".notice").filter(has_text=words)).to_contain_text(document)
        expect(task.form.get_by_role("button", name=button, exact=True)).to_be_visible()
        expect(task.form.get_by_label("Kata sandi Anda")).to_have_count(0)
        return task.tick_all().fill(self.paper).complete()

    def send_back(self, jabatan: str, step: str, reason: str, *, to: str) -> Next:
        return self.office(jabatan).open_task(step, self.number).send_back(reason, to)

    def supply(self, *units: str) -> None:
        """Let Bidang supply side by side: every page is open before the first is sent."""
        forms = [
            self.office(f"Kepala {unit}")
            .open_task("Menyerahkan bahan", self.number)
            .tick_all()
            .fill(self.paper)
            for unit in units
        ]
        for form in forms:
            form.complete()

    def look_as(self, jabatan: str) -> Process:
        return self.office(jabatan).open_process(self.number)
