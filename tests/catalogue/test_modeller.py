"""Every diagram of the catalogue opens in bpmn-js without a warning and comes back whole."""

from __future__ import annotations

import json

import pytest
from lxml import etree

from service.diagrams.extensions import NAMESPACE
from tests.catalogue.places import DIAGRAMS, ROOT

pytestmark = pytest.mark.browser

_PACKAGES = ROOT / "service/web/frontend/node_modules"
#: What bpmn-js is told of namespaces: ours, and as the two kinds of Camunda Modeler know them.
_EXTENSIONS = {
    "alur": {"alur": DIAGRAMS / "alur-moddle.json"},
    "camunda-7": {"camunda": _PACKAGES / "camunda-bpmn-moddle/resources/camunda.json"},
    "camunda-8": {"zeebe": _PACKAGES / "zeebe-bpmn-moddle/resources/zeebe.json"},
}
_MODELLER = ROOT / "service/web/frontend/node_modules/bpmn-js/dist/bpmn-modeler.development.js"
_OPEN_AND_SAVE = """async ([xml, moddleExtensions]) => {
    const modeller = new BpmnJS({ container: '#canvas', moddleExtensions });
    try {
        const opened = await modeller.importXML(xml);
        const saved = await modeller.saveXML({ format: true });
        const again = await modeller.importXML(saved.xml);
        return {
            warnings: [...opened.warnings, ...again.warnings].map((warning) => warning.message),
            xml: saved.xml,
        };
    } finally {
        modeller.destroy();
    }
}"""


@pytest.fixture(scope="module")
def page(browser):
    """Give a page with bpmn-js, which takes longer to load than a diagram."""
    if not _MODELLER.exists():
        pytest.skip("the front end is not built, so bpmn-js is not there")
    opened = browser.new_page()
    opened.set_content('<div id="canvas"></div>')
    opened.add_script_tag(path=_MODELLER)
    yield opened
    opened.close()


@pytest.mark.parametrize("known", _EXTENSIONS)
@pytest.mark.parametrize("path", sorted(DIAGRAMS.glob("*.bpmn")), ids=lambda path: path.stem)
def test_a_diagram_opens_without_warnings_and_keeps_what_alur_reads(path, known, page):
    raw = path.read_bytes()
    extensions = {
        prefix: json.loads(place.read_text("utf-8"))
        for prefix, place in _EXTENSIONS[known].items()
    }

    result = page.evaluate(_OPEN_AND_SAVE, [raw.decode("utf-8"), extensions])

    assert result["warnings"] == []
    assert said(etree.fromstring(result["xml"].encode("utf-8"))) == said(etree.fromstring(raw))


def said(root: etree._Element) -> list[tuple[str, ...]]:
    """Return every word of our namespace with the element that it belongs to."""
    words = []
    for element in root.iter():
        name = etree.QName(element)
        if name.namespace == NAMESPACE:
            owner = next(item.get("id", "") for item in element.iterancestors() if item.get("id"))
            text = (element.text or "").strip()
            words.append((owner, name.localname, text, *sorted(map(str, element.attrib.items()))))
        for attribute, value in element.attrib.items():
            key = etree.QName(attribute)
            if key.namespace == NAMESPACE:
                words.append((element.get("id", ""), key.localname, str(value)))
    return sorted(words)
