"""Comments of a file come through a modeller that knows none, each with what it belongs to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from service.diagrams import DiagramRefused
from service.diagrams.comments import with_comments
from service.diagrams.opening import opened

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"

#: All the kinds of files that there are: of the catalogue, of other tools, of each construct.
FILES = [
    *sorted(Path("bpmn").glob("*.bpmn")),
    *sorted(Path("tests/corpus/tools").glob("*.bpmn")),
    *sorted(Path("tests/constructs").glob("*.bpmn")),
]


def file(inside, *, head="", foot=""):
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>\n{head}"
        f'<definitions xmlns="{BPMN}" id="d" targetNamespace="urn:uji">{inside}\n</definitions>'
        f"\n{foot}"
    ).encode()


def process(inside):
    return f'\n  <process id="p">{inside}\n  </process>'


def drawn(raw):
    """Return a file as a modeller gives it back: all of it but its comments, each on a line."""
    plain = etree.XMLParser(remove_comments=True, remove_blank_text=True)
    root = etree.fromstring(opened(raw).raw, plain)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def comments(raw):
    return [each[4:-3] for each in re.findall("<!--.*?-->", raw.decode())]


PLACED = file(
    process("""
    <!-- isi proses -->
    <startEvent id="mulai"/> <!-- di belakang mulai -->
    <!-- sebelum langkah -->
    <!-- dua baris -->
    <userTask id="langkah"><!-- di dalam langkah --></userTask>
    <endEvent id="selesai"/>
    <!-- penutup proses -->"""),
    head="<!-- hak cipta -->\n<!-- baris kedua -->\n",
    foot="<!-- sampai di sini -->\n",
)


def test_every_comment_comes_back_at_its_place():
    kept = with_comments(drawn(PLACED), PLACED)

    # Behind the process the modeller put the picture.
    said, end, foot = PLACED.partition(b"\n</definitions>")
    assert kept.startswith(said)
    assert kept.endswith(end + foot)


def test_the_same_drawing_again_is_the_same_bytes():
    once = with_comments(drawn(PLACED), PLACED)

    assert with_comments(drawn(once), once) == once
    assert with_comments(drawn(PLACED), once) == once


def test_without_comments_the_drawn_bytes_stay_as_they_are():
    raw = file(process('<startEvent id="mulai"/>'))

    assert with_comments(raw, drawn(raw)) is raw


def test_a_file_with_comments_of_its_own_stays_as_it_is():
    own = file(process('<!-- baru --><startEvent id="mulai"/>'))

    assert with_comments(own, PLACED) is own


def test_comments_go_with_the_element_that_they_stand_before_and_with_what_is_in_it():
    without = drawn(PLACED).replace(b'<userTask id="langkah"/>', b"")

    assert comments(with_comments(without, PLACED)) == [
        " hak cipta ",
        " baris kedua ",
        " isi proses ",
        " di belakang mulai ",
        " penutup proses ",
        " sampai di sini ",
    ]


def test_comments_follow_their_element_to_another_place():
    moved = file(
        process('<subProcess id="s"><userTask id="langkah"/></subProcess><endEvent id="selesai"/>')
    )

    kept = with_comments(moved, PLACED).decode()

    assert "<!-- dua baris --><userTask" in kept
    assert "<!-- di dalam langkah --></userTask>" in kept


def test_a_step_of_another_kind_and_an_id_that_stands_twice_are_told_apart():
    inside = '<extensionElements><x id="t"/></extensionElements>'
    twice = process(f'<!-- ini --><userTask id="t">{inside}</userTask>')
    other = drawn(file(twice)).replace(b"userTask", b"receiveTask")

    assert re.search(rb"<!-- ini -->\s*<receiveTask", with_comments(other, file(twice)))


ROWS = file(
    process("""
    <laneSet id="ls"><lane id="l">
      <flowNodeRef>mulai</flowNodeRef>
      <!-- langkah kedua -->
      <flowNodeRef>langkah</flowNodeRef>
    </lane></laneSet>""")
)


def test_what_has_no_id_is_known_by_what_it_says():
    swapped = re.sub(
        rb">mulai<(.*)>langkah<", rb">langkah<\1>mulai<", drawn(ROWS), flags=re.DOTALL
    )

    kept = with_comments(swapped, ROWS).decode()

    assert re.search(r"<!-- langkah kedua -->\s*<flowNodeRef>langkah<", kept)


def test_what_has_no_id_and_says_something_else_is_known_by_its_place():
    kept = with_comments(drawn(ROWS).replace(b">langkah<", b">telaah<"), ROWS).decode()

    assert re.search(r"<!-- langkah kedua -->\s*<flowNodeRef>telaah<", kept)


def test_what_has_no_id_and_is_gone_takes_its_comment_along():
    gone = drawn(ROWS).replace(b"<flowNodeRef>langkah</flowNodeRef>", b"")

    assert comments(with_comments(gone, ROWS)) == []


def test_a_flow_without_an_id_keeps_its_comment_under_the_id_that_it_got():
    raw = file(
        process(
            '<startEvent id="mulai"/><endEvent id="selesai"/>'
            '<!-- langsung --><sequenceFlow sourceRef="mulai" targetRef="selesai"/>'
        )
    )

    kept = with_comments(drawn(raw), raw).decode()

    assert re.search(r'<!-- langsung -->\s*<sequenceFlow [^>]*id="sequenceFlow_', kept)


def test_a_comment_in_a_text_leaves_the_text_whole():
    said = process('<userTask id="t"><documentation>satu<!-- c --> dua</documentation></userTask>')

    kept = etree.fromstring(with_comments(drawn(file(said)), file(said)))

    (text,) = kept.iter("{*}documentation")
    assert (text.text, [each.text for each in text]) == ("satu dua", [" c "])


def test_what_would_grow_too_large_is_kept_as_it_is_drawn():
    raw = file(process('<startEvent id="mulai"/>'), head=f"<!-- {'x' * 1024 * 1024} -->")

    assert comments(with_comments(drawn(raw), raw)) == []


def test_what_is_no_bpmn_is_refused():
    with pytest.raises(DiagramRefused):
        with_comments(b"bukan xml", PLACED)


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_a_comment_before_each_element_of_a_file_comes_back_before_it(path):
    root = etree.fromstring(opened(path.read_bytes()).raw)
    for number, element in enumerate(list(root.iterdescendants("*"))):
        element.addprevious(etree.Comment(f" {number} {element.tag} "))
    before = etree.tostring(root.getroottree())

    after = with_comments(drawn(before), before)

    assert told(after) == told(before)


def told(raw):
    """Return everything that a file says, in its order, comments among it."""
    root = etree.fromstring(raw)
    return [
        (str(each.tag), sorted(each.attrib.items()), (each.text or "").strip())
        for each in root.iter()
    ]
