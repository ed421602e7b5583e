"""The SOP of `laporan` on its way from a draft to the replay of its first process, with a count.

What is counted: every single thing that the analyst and the head do to make the SOP, from the
first page after signing in until it is in force. A click counts as one. A key counts as one, each
letter that is typed is a key, and a chord counts each of its keys (Ctrl+V: two). The rows come
from the clipboard, as somebody copies them from the spreadsheet in which they stand; copying them
there is not counted. Choosing in a drop-down list would count two. What the staff do to run the
process is no part of making the SOP: it is printed beside, as the number of their steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

from tests.acceptance.walk import ANGGOTA, BIDANG, KADIS, KETUA, SEKRETARIS, Walk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.acceptance.pages import Person

ANALIS: Final = "Analis SOP"
MOST: Final = 120


@dataclass
class Hands:
    """Somebody's hands at a page; every key and click goes through them and is counted."""

    page: Page
    done: int = 0

    def click(self, what: Locator) -> None:
        self.done += 1
        what.click()

    def press(self, chord: str) -> None:
        self.done += len(chord.split("+"))
        self.page.keyboard.press(chord)

    def type(self, text: str) -> None:
        self.done += len(text)
        self.page.keyboard.type(text)

    def button(self, name: str, *, exact: bool = True) -> None:
        self.click(self.page.get_by_role("button", name=name, exact=exact).first)

    def link(self, name: str, *, exact: bool = True) -> None:
        self.click(self.page.get_by_role("link", name=name, exact=exact).first)


def copied(page: Page, rows: str) -> None:
    """Let the clipboard hold rows, as if they came from a spreadsheet."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("(text) => navigator.clipboard.writeText(text)", rows)


def begun(hands: Hands, title: str, how: str) -> None:
    """Begin a new SOP; `how`: the button that begins it."""
    hands.link("SOP")
    hands.link("Draf dan SOP baru")
    hands.click(hands.page.get_by_label("Judul SOP"))
    hands.type(title)
    hands.button(how)


def counted(analyst: Hands, head: Hands) -> int:
    """Return what both did to make the SOP, and print it."""
    made = analyst.done + head.done
    print(f"\nmaking the SOP: {made} key presses and clicks (at most {MOST})")  # noqa: T201 - to be read
    return made


def tried(hands: Hands) -> None:
    """Walk through the draft to its end, once sent back."""
    page = hands.page
    hands.button("Mulai uji jalan")
    for title in ("Menugaskan", "Meminta bahan"):
        done(hands, title)
    for _ in range(3):
        expect(page.get_by_role("heading", level=2, name="Menyerahkan bahan")).to_be_visible()
        hands.click(page.get_by_label("Melalui Alur saja"))
        hands.button("Selesaikan")
    done(hands, "Menyusun konsep")
    expect(page.get_by_role("heading", level=2, name="Memeriksa konsep")).to_be_visible()
    hands.click(page.get_by_text("Kembalikan untuk perbaikan"))
    hands.click(page.get_by_label("Alasan"))
    hands.type("cek")
    hands.button("Kembalikan")
    for title in ("Menyusun", "Memeriksa", "Memaraf", "Menandatangani", "Mengarsipkan"):
        done(hands, title)
    expect(page.get_by_role("heading", name="Proses selesai")).to_be_visible()


def done(hands: Hands, title: str) -> None:
    expect(hands.page.get_by_role("heading", level=2, name=title)).to_be_visible()
    hands.button("Selesaikan")


def published(hands: Hands) -> None:
    """Make a version of the draft that is open, and publish it as uji coba."""
    hands.button("Simpan sebagai versi")
    hands.button("Simpan versi")
    hands.button("Terbitkan sebagai uji coba")
    expect(hands.page.get_by_text("Uji coba", exact=True).first).to_be_visible()
    # Neither rows nor drawing say on what law it stands.
    hands.button("Konfirmasi identitas apa adanya")


def put_into_force(hands: Hands, title: str) -> None:
    """Let the head of the Dinas read what is new and put it into force, from today."""
    page = hands.page
    hands.link("SOP")
    hands.link(title)
    hands.click(page.locator("summary", has_text="Berlakukan"))
    hands.button("Berlakukan")
    expect(page.get_by_text("Berlaku efektif", exact=True).first).to_be_visible()


def run_and_replayed(office: Callable[[str], Person], paper: Path, title: str, year: int) -> None:
    """Let the staff run a process of the SOP, and somebody look at its whole history."""
    walk = Walk(office, paper)
    steps = run(walk, title, year)
    print(f"running it: {steps} steps of the staff")  # noqa: T201 - to be read
    expect_whole_history(walk)


def run(walk: Walk, title: str, year: int) -> int:
    """Let the staff run a process to its end; return how many steps that took."""
    walk.start(KETUA, title, f"{title} {year}", year=year)
    walk.complete(KADIS, "Menugaskan")
    walk.complete(KETUA, "Meminta bahan", {"Bidang yang diminta menyerahkan data": BIDANG[:2]})
    walk.supply(*BIDANG[:2])
    walk.complete(ANGGOTA, "Menyusun konsep")
    back = walk.send_back(KETUA, "Memeriksa konsep", "Angka capaian belum lengkap.", to="")
    assert back.steps == ["Langkah 4: Menyusun konsep laporan"]
    walk.complete(ANGGOTA, "Menyusun konsep")
    walk.complete(KETUA, "Memeriksa konsep")
    walk.give_paraf(SEKRETARIS, "Memaraf", "Laporan")
    walk.approve(KADIS, "Menandatangani", "Laporan")
    finished = walk.complete(ANGGOTA, "Mengarsipkan")
    assert finished.heading == "Seluruh proses selesai"
    return 11


def expect_whole_history(walk: Walk) -> None:
    """Expect that the history replays, and that executing it again gives the same."""
    replay = walk.look_as(KADIS).open_replay()
    told = " ".join(replay.follow_to_end())
    assert "Menandatangani laporan" in told
    assert "end_1" in replay.drawn("replay-done") or "selesai" in replay.drawn("replay-done")
    history = walk.look_as(KADIS).open_history()
    checked = history.checked()
    assert "Rantai riwayat utuh" in checked
    assert "Dijalankan ulang: sama persis" in checked
    assert "0 perbedaan" in checked
