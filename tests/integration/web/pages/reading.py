"""What a test takes from a page: the form's own fields, and the facts that it looks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import html

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from werkzeug.test import TestResponse


def page_of(answer: TestResponse) -> HtmlElement:
    return html.fromstring(answer.get_data(as_text=True))


def form_of(answer: TestResponse, ending: str) -> dict[str, list[str]]:
    """Return what a browser would send of the form whose action ends so, as it stands."""
    page = page_of(answer)
    for form in page.iter("form"):
        actions = [form.get("action"), *form.xpath(".//button/@formaction")]
        if any((action or "").endswith(ending) for action in actions):
            return _fields(form)
    raise AssertionError([form.get("action") for form in page.iter("form")])


def csrf_of(answer: TestResponse) -> str:
    return str(page_of(answer).xpath("//input[@name='csrf']/@value")[0])


def place_of(answer: TestResponse) -> str:
    """Return the address to which an act led, without what it says of the act."""
    return str(answer.location).partition("?")[0]


def words_of(answer: TestResponse) -> str:
    """Return the text of the page's main part, blanks folded."""
    main = page_of(answer).find(".//main")
    return " ".join((page_of(answer) if main is None else main).text_content().split())


def errors_of(answer: TestResponse) -> list[str]:
    found = page_of(answer).xpath("//div[contains(@class, 'error-summary')]//li")
    return [" ".join(item.text_content().split()) for item in found]


def _fields(form: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for control in form.xpath(".//input|.//select|.//textarea"):
        if any(each.tag == "template" for each in control.iterancestors()):
            continue
        name, kind = control.get("name"), control.get("type", "")
        if not name or control.get("disabled") is not None or kind == "file":
            continue
        if kind in {"checkbox", "radio"} and control.get("checked") is None:
            continue
        # A browser leaves out the line break behind the opening tag of a textarea.
        if control.tag == "textarea" and (control.text or "").startswith("\n"):
            found.setdefault(name, []).append((control.text or "")[1:])
            continue
        value = control.value if control.tag != "input" else control.get("value")
        found.setdefault(name, []).append(value or "")
    return found
