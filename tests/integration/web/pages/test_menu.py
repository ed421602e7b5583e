"""The menu on every page: the same entries on a wide and on a narrow screen."""

from __future__ import annotations

import pytest

from tests.integration.web.pages.reading import page_of

#: What a narrow screen has a line for.
IN_LINE = 3


def entries(page, path):
    return [" ".join(link.text_content().split()) for link in page.xpath(f"//nav//li{path}/a")]


@pytest.mark.parametrize("who", ["ketua", "kadis"])
def test_what_a_narrow_screen_has_no_line_for_stands_under_lainnya(app, office, who):
    page = page_of(office.signed_in(app, who).get("/sop"))

    wide = entries(page, "[not(ancestor::li)]")
    hidden = entries(page, "[@class='wide']")
    assert entries(page, "[ancestor::details]") == hidden
    assert hidden in ([], wide[IN_LINE:])
    assert len(hidden) != 1, "one alone would gain nothing"


def test_lainnya_says_when_the_page_is_one_of_its_own(app, office):
    browser = office.signed_in(app, "kadis")

    def marked(address):
        page = page_of(browser.get(address))
        return bool(page.xpath("//nav//summary[@class='here']"))

    assert marked("/struktur")
    assert not marked("/sop")
