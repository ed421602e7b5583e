"""The pages as a person meets them: by their words, their labels and their buttons."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import Self

    from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response

PHONE: Final = (390, 800)
DESKTOP: Final = (1200, 900)

#: What an answer is: text for a field, the label of a choice, the labels of several.
Answer = str | list[str]

_DEMAND: Final = re.compile(r"\s*\((tidak )?wajib\).*$", re.DOTALL)

#: Tells of every blocked thing, from the first script on; read by `Person.troubles`.
_WATCH_POLICY: Final = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`);
});
"""

#: The visible fields of a task's form, as the page labels them.
_FIELDS: Final = """(form) => [...form.querySelectorAll("[data-field]")]
  .filter((field) => !field.classList.contains("away"))
  .filter((field) => field.querySelector("input, select, textarea"))
  .map((field) => {
    const label = field.querySelector("legend, label");
    const control = field.querySelector("input:not([name^='berkas.']), select, textarea");
    return {
      id: field.dataset.field,
      label: label.textContent,
      kind: control.inputMode ? "number" : control.type,
      required: Boolean(label.querySelector(".must")),
      kept: Boolean(field.querySelector("[name^='berkas.']:checked")),
    };
  })"""


@dataclass
class Person:
    """Somebody at a browser of their own, signed in as one jabatan."""

    context: BrowserContext
    page: Page
    address: str
    jabatan: str = ""
    #: whether the browser runs JavaScript
    scripted: bool = True
    #: what the browser complained about, except answers that refuse a form
    troubles: list[str] = field(default_factory=list)

    @classmethod
    def arrive(
        cls,
        browser: Browser,
        address: str,
        *,
        size: tuple[int, int] = DESKTOP,
        javascript: bool = True,
        dark: bool = False,
    ) -> Self:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            locale="id-ID",
        )
        if javascript:
            context.add_init_script(_WATCH_POLICY)
        person = cls(context, context.new_page(), address, scripted=javascript)
        person.page.on("console", lambda said: person._heard(said.type, said.text))
        person.page.on("pageerror", lambda error: person.troubles.append(str(error)))
        return person

    def enter_as(self, jabatan: str) -> Self:
        self.go("/masuk")
        self.page.get_by_role("button", name=re.compile(rf"^{re.escape(jabatan)}\b")).click()
        expect(self.page.get_by_text("Jabatan Anda:").locator("..")).to_contain_text(jabatan)
        self.jabatan = jabatan
        return self

    def leave(self) -> None:
        self.context.close()

    def go(self, place: str) -> Response | None:
        return self.page.goto(f"{self.address}{place}")

    @property
    def place(self) -> str:
        """The address of the page without the server's."""
        return self.page.url.removeprefix(self.address)

    def links(self) -> list[str]:
        """Return the places of this server to which the page leads, without parts of pages."""
        found = self.page.locator("a[href]:not([download])").evaluate_all(
            "(links) => links.map((link) => link.href.split('#')[0])"
        )
        ours = [link.removeprefix(self.address) for link in found if self.address in link]
        return list(dict.fromkeys(ours))

    @property
    def words(self) -> str:
        """The page's main part as it reads, blanks folded."""
        return folded(self.page.locator("main").inner_text())

    # ------------------------------------------------------------ where work is

    def start(self, sop: str, *, title: str, year: int, basis: str) -> Next:
        self.describe(sop, title=title, year=year, basis=basis)
        self.page.wait_for_url("**/dimulai")
        return Next(self)

    def describe(self, sop: str, *, title: str, year: int, basis: str) -> None:
        """Fill in and send the form that starts a process, whatever comes of it."""
        self.go("/proses/mulai")
        self.page.get_by_role("link", name=sop).click()
        self.page.get_by_label("Judul").fill(title)
        self.page.get_by_label("Tahun").fill(str(year))
        self.page.get_by_label("Dasar").fill(basis)
        self.page.get_by_role("button", name="Mulai proses").click()

    def tasks(self, process: str = "") -> list[str]:
        """Return the titles of the open tasks in *Tugas Saya*, of one process or of all."""
        self.go("/tugas")
        cards = self.page.locator(".work-list > li").filter(has_text=process)
        return [folded(text) for text in cards.locator("h3").all_inner_texts()]

    def open_task(self, title: str, process: str = "") -> Task:
        self.go("/tugas")
        cards = self.page.locator(".work-list > li").filter(has_text=process)
        cards.get_by_role("link", name=title).first.click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(title)
        return Task(self)

    def open_process(self, number: str) -> Process:
        self.go(f"/proses?cari={number}")
        row = self.page.get_by_role("row").filter(has_text=number)
        row.get_by_role("link").first.click()
        expect(self.page.get_by_role("heading", level=2, name="Diagram")).to_be_visible()
        return Process(self)

    def _heard(self, kind: str, text: str) -> None:
        # A refused form is an answer, not a fault; Chromium complains of its status all the same.
        if kind == "error" and "the server responded with a status of 4" not in text:
            self.troubles.append(text)


@dataclass
class Task:
    """The page of one task."""

    person: Person

    @property
    def page(self) -> Page:
        return self.person.page

    @property
    def form(self) -> Locator:
        return self.page.locator("#isian")

    def take(self) -> Self:
        self.page.get_by_role("button", name="Ambil tugas").click()
        expect(self.page.get_by_text("Tugas ini sudah Anda ambil.")).to_be_visible()
        return self

    def tick_all(self) -> Self:
        """Tick the whole kelengkapan; what the process already holds is ticked by itself."""
        for box in self.form.locator("input[name=lengkap]:not(:disabled)").all():
            box.check()
        return self

    def fill(self, paper: Path, answers: Mapping[str, Answer] | None = None) -> Self:
        """Fill in `answers` by label, and something fitting into what else is obligatory."""
        answers = dict(answers or {})
        for item in self.form.evaluate(_FIELDS):
            label = folded(_DEMAND.sub("", item["label"]))
            answer = answers.pop(label, None)
            if answer is None and (not item["required"] or item["kept"]):
                continue
            self._answer(item, label, answer, paper)
        assert not answers, f"{self.title}: no field is called {sorted(answers)}"
        return self

    def _answer(
        self, item: Mapping[str, Any], label: str, answer: Answer | None, paper: Path
    ) -> None:
        place = self.form.locator(f'[data-field="{item["id"]}"]')
        match item["kind"]:
            case "radio" | "checkbox":
                self._choose(place, [answer] if isinstance(answer, str) else answer)
            case "select-one":
                place.locator("select").select_option(label=str(answer))
            case "file":
                self._attach(place, paper)
            case kind:
                fitting = {"date": "2026-01-05", "number": "3"}.get(kind, f"{label} (contoh)")
                place.locator("input, textarea").fill(str(answer or fitting))

    def _choose(self, place: Locator, wanted: list[str] | None) -> None:
        """Check exactly the choices of these labels; None: whichever stands first."""
        if wanted is None:
            place.locator("input").first.check()
            return
        for box in place.locator("input[type=checkbox]").all():
            box.uncheck()
        for label in wanted:
            place.get_by_label(label, exact=True).check()

    def _attach(self, place: Locator, paper: Path) -> None:
        place.locator("input[type=file]").first.set_input_files(paper)
        if self.person.scripted:
            expect(place.get_by_text("sudah terunggah")).to_be_visible()

    @property
    def title(self) -> str:
        return folded(self.page.get_by_role("heading", level=1).inner_text())

    def send(self) -> None:
        """Send the form, whatever comes of it."""
        self.form.locator(".submit-bar button[value=selesai]").click()

    def complete(self) -> Next:
        self.send()
        self.page.wait_for_url("**/selesai")
        return Next(self.person)

    def send_back(self, reason: str, to: str = "") -> Next:
        self.page.get_by_text("Kembalikan untuk perbaikan").click()
        back = self.page.locator("#kembalikan")
        if to:
            back.get_by_label(to).check()
        back.get_by_label("Alasan").fill(reason)
        back.get_by_role("button", name="Kembalikan").click()
        self.page.wait_for_url("**/selesai")
        return Next(self.person)


@dataclass
class Next:
    """The page after an act: who is next, and how to tell them."""

    person: Person

    @property
    def heading(self) -> str:
        return folded(self.person.page.get_by_role("heading", level=1).inner_text())

    @property
    def steps(self) -> list[str]:
        cards = self.person.page.locator("section.card")
        return [folded(text) for text in cards.locator("h2").all_inner_texts()]

    @property
    def words(self) -> str:
        return self.person.words

    @property
    def messages(self) -> list[str]:
        return [box.input_value() for box in self.person.page.locator(".share textarea").all()]

    @property
    def whatsapp(self) -> list[str]:
        links = self.person.page.get_by_role("link", name="Kirim lewat WhatsApp")
        return [str(link.get_attribute("href")) for link in links.all()]

    @property
    def process_number(self) -> str:
        return folded(self.person.page.locator(".notice .number").first.inner_text()).lstrip("· ")


@dataclass
class Process:
    """The page of a process."""

    person: Person

    @property
    def words(self) -> str:
        return self.person.words

    @property
    def year(self) -> int:
        found = re.search(r"Tahun(?: dan jenis)? (\d{4})", self.words)
        assert found, self.words
        return int(found[1])

    def waive(self, unit: str, reason: str) -> None:
        page = self.person.page
        page.get_by_text(f"Lewati {unit}", exact=True).click()
        form = page.locator("details[open] form")
        form.get_by_label("Alasan").fill(reason)
        form.get_by_role("button", name="Lewati dengan alasan ini").click()
        expect(page.get_by_text(f"Lewati {unit}", exact=True)).to_have_count(0)

    def open_history(self) -> History:
        self.person.page.get_by_role("link", name="Riwayat", exact=True).click()
        self.person.page.wait_for_url("**/riwayat")
        return History(self.person)

    def open_replay(self) -> Replay:
        self.person.page.get_by_role("link", name="Putar ulang riwayat").click()
        self.person.page.wait_for_url("**/putar-ulang")
        expect(self.person.page.locator(".replay.ready")).to_be_visible()
        return Replay(self.person)


@dataclass
class History:
    """The printable list."""

    person: Person

    @property
    def rows(self) -> list[str]:
        rows = self.person.page.locator("table.history tbody th")
        return [folded(text) for text in rows.all_inner_texts()]

    @property
    def hashes(self) -> list[str]:
        cells = self.person.page.locator("table.history tbody td.hash")
        return [folded(text) for text in cells.all_inner_texts()]

    @property
    def last_hash(self) -> str:
        line = self.person.page.get_by_text("Sidik rantai terakhir").first.inner_text()
        found = re.search(r"[0-9a-f]{64}", line)
        assert found, line
        return found[0]

    def checked(self) -> str:
        """Return what the page says of the chain and of executing again, once both are done."""
        section = self.person.page.locator("#hasil-pemeriksaan")
        expect(section).to_contain_text("Dijalankan ulang")
        return folded(section.inner_text())


@dataclass
class Replay:
    """The history on the diagram."""

    person: Person

    @property
    def events(self) -> list[str]:
        items = self.person.page.locator(".replay-list li button strong")
        return [folded(text) for text in items.all_inner_texts()]

    def frames(self) -> list[dict[str, Any]]:
        """Return what the page plays, as the server gave it to this person."""
        place = self.person.page.locator("[data-replay]").get_attribute("data-replay")
        answer = self.person.context.request.get(f"{self.person.address}{place}")
        found: list[dict[str, Any]] = answer.json()["frames"]
        return found

    def go_to_end(self) -> None:
        """Choose the last event of the list."""
        last = self.person.page.locator(".replay-list [data-frame]").last
        last.click()
        expect(last).to_have_attribute("aria-current", "step")

    def drawn(self, mark: str) -> set[str]:
        """Return the ids of the shapes and lines that carry a mark of the replay now."""
        return set(
            self.person.page.locator(f".replay-stage .{mark}").evaluate_all(
                "(shapes) => shapes.map((shape) => shape.dataset.elementId)"
            )
        )

    def follow_to_end(self) -> list[str]:
        """Step from the first event to the last; return the account that is shown of each."""
        page = self.person.page
        shown = []
        for item in page.locator(".replay-list [data-frame]").all():
            item.click()
            expect(item).to_have_attribute("aria-current", "step")
            shown.append(folded(page.locator("[data-part=now]").inner_text()))
        return shown


def folded(text: str) -> str:
    return " ".join(text.split())


def pairs(path: Sequence[str]) -> list[tuple[str, str]]:
    return list(itertools.pairwise(path))
