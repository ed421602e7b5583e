"""Takes the pictures of the README, from a demo store of its own:

ALUR_TEST_BROWSER=/usr/bin/chromium-headless-shell .venv/bin/python -m tests.acceptance.pictures
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

from tests.acceptance.pages import Person
from tests.acceptance.serving import chromium, serving
from tests.acceptance.walk import ANGGOTA, AUDITOR, BIDANG, KETUA, SEKRETARIS, TEAM, Walk

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER: Final = Path("service/docs/pictures")

#: Wide enough for two columns, and still to be read when GitHub makes it smaller.
SIZE: Final = (1120, 1000)

LARGEST_BYTES: Final = 200_000


def main() -> None:
    """Work up to the paraf of a draft, then take a task page and the replay."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        paper = Path(folder) / "RKA 2027.pdf"
        paper.write_bytes(b"%PDF-1.4\n%%EOF\n")
        with chromium() as browser:
            take(browser, server.address, paper)


def take(browser: Browser, address: str, paper: Path) -> None:
    desks: dict[str, Person] = {}

    def office(jabatan: str) -> Person:
        if jabatan not in desks:
            desks[jabatan] = Person.arrive(browser, address, size=SIZE).enter_as(jabatan)
        return desks[jabatan]

    walk = Walk(office, paper)
    walk.start(KETUA, "RKA dan DPA", "RKA 2027 Dinas Koperasi dan UKM")
    walk.complete(KETUA, "Menyusun SK Tim", TEAM)
    walk.complete(KETUA, "Mengadakan rapat persiapan")
    walk.complete(
        ANGGOTA, "Menyiapkan Nota Dinas", {"Bidang yang diminta menyerahkan bahan": BIDANG}
    )
    walk.supply(*BIDANG)
    for step in ("Mengumpulkan data", "Mengadakan Rapat penyusunan", "Menyerahkan Draft"):
        walk.complete(ANGGOTA, step)
    walk.complete(KETUA, "Mengoreksi Draft")
    walk.send_back(
        SEKRETARIS, "Memberikan paraf", "Kode rekening belanja modal keliru.", to="rapat"
    )

    office(ANGGOTA).open_task("Mengadakan Rapat penyusunan", walk.number)
    keep(office(ANGGOTA), "task.png")
    replay = office(AUDITOR).open_process(walk.number).open_replay()
    replay.go_to_end()
    expect(office(AUDITOR).page.locator("#hasil-pemeriksaan")).to_contain_text("0 perbedaan")
    office(AUDITOR).page.evaluate("document.querySelector('.replay').scrollIntoView()")
    keep(office(AUDITOR), "replay.png")


def keep(person: Person, name: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    place = FOLDER / name
    person.page.screenshot(path=place)
    size = place.stat().st_size
    assert size < LARGEST_BYTES, f"{place} has {size} bytes"


if __name__ == "__main__":
    main()
