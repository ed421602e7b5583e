"""Finds the Chromium that the tests drive; none is downloaded, Debian's is taken."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from service.cli.frame.talk import Talk

#: Tests read the browser's path from here.
BROWSER_VARIABLE: Final = "ALUR_TEST_BROWSER"

#: The one without windows comes first: it draws the same pages with two thirds of the work.
_NAMES: Final = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    # Where Debian puts them, also when the caller's PATH is shorter.
    "/usr/bin/chromium-headless-shell",
    "/usr/bin/chromium",
)

#: Debian's packages; an older release has only the second.
_PACKAGES: Final = ("chromium-headless-shell", "chromium")


def find_browser() -> str | None:
    """Return the path of a Chromium or Chrome of this machine."""
    wanted = os.environ.get(BROWSER_VARIABLE)
    if wanted:
        return shutil.which(wanted)
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def ensure_browser(talk: Talk) -> str | None:
    """Find a browser; root on Debian installs one. None: nothing was found, and it was said."""
    found = find_browser() or _installed_by_apt(talk)
    if found is None:
        talk.aside(talk.text("setup.no-browser"))
    return found


def _installed_by_apt(talk: Talk) -> str | None:
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return None
    talk.aside(talk.text("setup.install-browser"))
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}

    def done(*arguments: str) -> bool:
        return (
            subprocess.run(  # noqa: S603 - Debian's own tool
                [apt, "-q", *arguments], env=environment, stdin=subprocess.DEVNULL, check=False
            ).returncode
            == 0
        )

    if not done("update"):
        return None
    install = ("install", "--yes", "--no-install-recommends")
    if not any(done(*install, package) for package in _PACKAGES):
        return None
    return find_browser()
