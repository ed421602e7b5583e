"""`python -m tests.benchmarks.modeller_opening`: how soon an analyst can draw, on a slow computer.

The largest SOP of the catalogue as a draft, served by gunicorn as `./alur serve` does, opened in
Chromium with an empty cache, 200 KiB/s down and up, 150 ms a round trip and a processor four times
slowed. The bound is 6 s until a step can be chosen and its panel stands there. Behind the table
of moments stands what came over the wire.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.acceptance.pages import Person
from tests.acceptance.serving import chromium, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_TURNS: Final = 5
_BYTES_A_SECOND: Final = 200 * 1024
_ROUND_TRIP_MS: Final = 150
_SLOWED: Final = 4
_BOUND_MS: Final = 6_000

#: The SOP with most elements, and its first step.
_SOP: Final = "RKA"
_STEP: Final = "step_1"
_STEP_NAME: Final = "Menyusun SK Tim"

#: Notes when the drawing is there, and when the panel of a chosen step is.
_WATCH: Final = """
window.moments = {};
const note = (name) => { window.moments[name] ??= performance.now(); };
new MutationObserver(() => {
  if (document.querySelector("h1")) note("page");
  if (document.querySelector("[data-part=canvas] .djs-shape")) note("drawn");
  if (document.querySelector("[data-modeller][data-open=yes]")) note("open");
  if (document.querySelector(".bio-properties-panel-group")) note("panel");
}).observe(document, { subtree: true, childList: true, attributes: true });
"""


def main() -> None:
    """Print the moments of each opening and their medians, in milliseconds."""
    with (
        tempfile.TemporaryDirectory() as name,
        serving(Path(name)) as server,
        chromium() as browser,
    ):
        cookies, place = _draft(browser, server.address)
        found = [_opened(browser, cookies, place) for _ in range(_TURNS)]
    names = ("page", "drawn", "panel", "open", "usable")
    sys.stdout.write(f"{'':10}{''.join(f'{name:>10}' for name in names)}{'KB':>10}\n")
    for number, one in enumerate(found, 1):
        _tell(str(number), one, names)
    _tell("median", {key: statistics.median(one[key] for one in found) for key in found[0]}, names)


def _tell(title: str, one: dict[str, float], names: tuple[str, ...]) -> None:
    times = "".join(f"{one.get(name, -1):10.0f}" for name in names)
    sys.stdout.write(f"{title:10}{times}{one['bytes'] / 1000:10.0f}\n")
    sys.stdout.flush()


def _draft(browser: Browser, address: str) -> tuple[Any, str]:
    """Let the analyst begin a draft, and return what signs in and the draft's address."""
    analyst = Person.arrive(browser, address).enter_as("Analis SOP")
    page = analyst.page
    analyst.go("/sop")
    page.get_by_role("link", name=_SOP).first.click()
    page.get_by_role("button", name="Ubah di modeller versi 1").click()
    page.wait_for_url("**/sop/draf/**")
    cookies, place = analyst.context.cookies(), page.url
    analyst.leave()
    return cookies, place


def _opened(browser: Browser, cookies: Any, place: str) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="id-ID")
    context.add_cookies(cookies)
    context.add_init_script(_WATCH)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    received = [0.0]
    devtools.on("Network.loadingFinished", lambda told: received.append(told["encodedDataLength"]))
    devtools.send("Network.enable")
    devtools.send("Network.clearBrowserCache")
    devtools.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": _ROUND_TRIP_MS,
            "downloadThroughput": _BYTES_A_SECOND,
            "uploadThroughput": _BYTES_A_SECOND,
        },
    )
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWED})
    page.goto(place, wait_until="commit")
    page.locator("[data-modeller][data-open=yes]").wait_for(timeout=60_000)
    step = page.locator(f"[data-element-id={_STEP}] > .djs-hit").first.bounding_box()
    assert step is not None
    page.mouse.click(step["x"] + step["width"] / 2, step["y"] + step["height"] / 2)
    page.locator(".bio-properties-panel-header-label", has_text=_STEP_NAME).wait_for()
    usable = page.evaluate("performance.now()")
    moments = page.evaluate("window.moments")
    context.close()
    return {**moments, "usable": usable, "bytes": sum(received)}


if __name__ == "__main__":
    main()
