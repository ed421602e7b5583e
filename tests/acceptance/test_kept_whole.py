"""Files opened and saved by the modeller: nothing is lost, and everything stays where it was.

All of them go through one page: what is asked is what our editor keeps, not how pages load.
Comments of XML (`<!-- -->`) moddle does not read; what saves the drawing puts them back.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from service.diagrams import examine
from service.diagrams.comments import with_comments
from service.diagrams.opening import opened
from service.diagrams.xml import BPMN
from tests.acceptance.kept import added, lost
from tests.acceptance.looking import furnished
from tests.conformance.corpora import MIWG

pytestmark = pytest.mark.browser

SOPS = sorted(Path("bpmn").glob("*.bpmn"))
TOOLS = sorted(Path("tests/corpus/tools").glob("*.bpmn"))

#: The interchange models of the OMG's working group, which are no part of this repository.
MODELS = sorted(MIWG.glob("*.bpmn")) or [MIWG]

#: moddle writes either of them as the other, where they mean the same.
EXPRESSIONS = [f"{{{BPMN}}}{name}" for name in ("expression", "formalExpression")]

_OPEN_AND_SAVE = """async (xml) => {
    const { editor } = document.querySelector("[data-modeller]");
    const { warnings } = await editor.importXML(xml);
    const saved = await editor.saveXML({ format: true });
    const shown = editor.get("elementRegistry").getAll().map(({ id }) => id);
    return { warnings: warnings.map(({ message }) => message), xml: saved.xml, shown };
}"""


@pytest.fixture(scope="module")
def modeller(browser, tmp_path_factory):
    """Give a function that opens and saves a file in the modeller."""
    with furnished(tmp_path_factory.mktemp("rumah"), ()) as house:
        window = house.context(browser, "analis", viewport={"width": 1400, "height": 1000})
        page = window.new_page()
        page.goto(f"{house.address}/sop/draf/{house.draft}")
        page.locator("[data-modeller][data-open=yes]").wait_for()

        def through(raw):
            # As a browser reads an answer: its encoding is that of the XML declaration.
            text = etree.tostring(
                etree.fromstring(opened(raw).raw).getroottree(), encoding="unicode"
            )
            kept = page.evaluate(_OPEN_AND_SAVE, text)
            return {**kept, "raw": kept["xml"].encode()}

        yield through
        window.close()


def named(found):
    return [path.name for path in found]


@pytest.mark.parametrize("path", SOPS, ids=named(SOPS))
def test_an_sop_comes_back_as_it_was(modeller, path):
    raw = path.read_bytes()

    kept = modeller(raw)

    before, after = etree.fromstring(raw), etree.fromstring(kept["raw"])
    assert kept["warnings"] == []
    assert (lost(before, after), added(before, after)) == ([], [])
    assert examine(kept["raw"]).findings == examine(raw).findings


def test_a_name_keeps_its_line_ends_whatever_system_wrote_them(modeller):
    raw = SOPS[0].read_bytes().replace(b'name="Mulai"', b'name="Mulai&#13;&#10;kerja"', 1)

    kept = etree.fromstring(modeller(raw)["raw"])

    assert kept.xpath("//*[starts-with(@name, 'Mulai')]/@name") == ["Mulai\r\nkerja"]


@pytest.mark.slow
@pytest.mark.parametrize("path", TOOLS, ids=named(TOOLS))
def test_a_file_of_another_tool_is_saved_with_what_alur_does_not_know(modeller, path):
    kept = modeller(path.read_bytes())

    expect_kept(path, kept)


@pytest.mark.slow
@pytest.mark.parametrize("path", TOOLS, ids=named(TOOLS))
def test_every_node_and_flow_of_another_tool_is_shown(modeller, path):
    root = etree.fromstring(opened(path.read_bytes()).raw)
    in_closed = {
        each.get("id")
        for scope in root.iter("{*}subProcess")
        for each in scope.iter("{*}*")
        if each is not scope
    }

    shown = set(modeller(path.read_bytes())["shown"])

    drawn = {each.get("bpmnElement", "").rpartition(":")[2] for each in root.iter("{*}BPMNShape")}
    lines = {each.get("id") for each in root.iter("{*}sequenceFlow")} - in_closed
    assert drawn - {""} <= shown
    assert lines <= shown


@pytest.mark.slow
@pytest.mark.parametrize("path", MODELS, ids=named(MODELS))
def test_a_model_of_the_interchange_group_is_saved_whole(modeller, path):
    if not path.is_file():
        pytest.skip("the MIWG models are not part of a clone")

    expect_kept(path, modeller(path.read_bytes()))


@pytest.mark.slow
@pytest.mark.parametrize("path", [*SOPS, *TOOLS], ids=named([*SOPS, *TOOLS]))
def test_a_comment_before_each_element_stands_before_it_when_the_file_is_saved(modeller, path):
    root = etree.fromstring(opened(path.read_bytes()).raw, etree.XMLParser(remove_comments=True))
    for element in list(root.iterdescendants("*")):
        if element.tag not in EXPRESSIONS:
            element.addprevious(etree.Comment(called(element)))
    before = etree.tostring(root.getroottree())

    after = etree.fromstring(with_comments(modeller(before)["raw"], before))

    put = [each.text for each in root.iter(etree.Comment)]
    kept = [(each.text, called(each.getnext())) for each in after.iter(etree.Comment)]
    assert sorted(kept) == sorted((text, text) for text in put)


def called(element):
    """Return what a comment may say of an element: its name and id."""
    return f"{etree.QName(element).localname} {element.get('id', '').replace('-', '_')} "


def expect_kept(path, kept):
    raw = path.read_bytes()
    before, after = etree.fromstring(opened(raw).raw), etree.fromstring(kept["raw"])
    assert (lost(before, after), added(before, after)) == ([], [])
    told = [(each.code, each.element) for each in examine(raw).findings]
    assert [(each.code, each.element) for each in examine(kept["raw"]).findings] == told
