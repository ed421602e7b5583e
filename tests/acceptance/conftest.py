from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest

from tests.acceptance.looking import furnished
from tests.acceptance.pages import Person
from tests.acceptance.serving import serving

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory):
    with serving(tmp_path_factory.mktemp("alur")) as started:
        yield started
        assert started.faults() == []


#: Years of processes that tests start; a second one of a SOP in a year would be warned about.
_YEARS = itertools.count(2030)


@pytest.fixture
def own_year():
    """Give a year in which nobody on this server has started a process."""
    return next(_YEARS)


@pytest.fixture
def arrive(browser, server):
    """Let somebody come to the first page: `arrive(size=PHONE)`."""
    people: list[Person] = []

    def come(**how: Any) -> Person:
        person = Person.arrive(browser, server.address, **how)
        people.append(person)
        return person

    yield come
    for person in people:
        person.leave()


@pytest.fixture
def office(arrive: Callable[..., Person]):
    """Each jabatan of the demo at a desk of its own: `office("Sekretaris")`."""
    desks: dict[str, Person] = {}

    def desk(jabatan: str) -> Person:
        if jabatan not in desks:
            desks[jabatan] = arrive().enter_as(jabatan)
        return desks[jabatan]

    return desk


@pytest.fixture(scope="module")
def house(request, tmp_path_factory):
    """Serve a demo store; a module in which processes wait names their stages, `WAITING`."""
    stages = getattr(request.module, "WAITING", ())
    with furnished(tmp_path_factory.mktemp("rumah"), stages) as made:
        yield made


@pytest.fixture
def desk(browser, house):
    """Give people a window of the house: `desk("analis")`."""
    windows = []

    def opened(who="analis", **how):
        window = house.context(
            browser, who, **{"viewport": {"width": 1400, "height": 1000}, **how}
        )
        windows.append(window)
        page = window.new_page()
        page.set_default_timeout(8_000)
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        return page

    yield opened
    for window in windows:
        window.close()


@pytest.fixture
def draft(house, desk):
    """Return the address of a fresh draft of the SOP, with the modeller as its page."""
    page = desk()
    page.goto(f"{house.address}/sop/{house.sop_id}")
    page.get_by_role("button", name="Ubah di modeller versi 1").click()
    page.locator("[data-modeller][data-open=yes]").wait_for()
    return page.url


@pytest.fixture
def paper(tmp_path):
    """A document to upload: a PDF of one blank page."""
    place = tmp_path / "naskah.pdf"
    place.write_bytes(_BLANK)
    return place


_BLANK = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""
