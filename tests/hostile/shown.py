"""Files with pictures and texts that want much once they are opened or drawn."""

from tests.hostile.corpus import Hostile
from tests.unit.diagrams.written import (
    SIMPLE,
    chain,
    diagram,
    document,
    end,
    small,
    start,
    task,
)

SIXTY = "<x:y " + " ".join(f'a{n}=""' for n in range(60)) + "/>"
PREFIXES = b" ".join(b'xmlns:p%d="urn:%d"' % (n, n) for n in range(20_000))
RLO, ZERO_WIDTH = "\u202e", "\u200b"


def pictured(shapes, waypoints=""):
    """Return start → task → end with a picture: (element, bounds) and the first line's points."""
    drawn = "".join(
        f'<bpmndi:BPMNShape bpmnElement="{element}"><dc:Bounds {bounds}/></bpmndi:BPMNShape>'
        for element, bounds in shapes
    )
    line = f'<bpmndi:BPMNEdge bpmnElement="f_s_t">{waypoints}</bpmndi:BPMNEdge>'
    return _with_picture(small(), drawn + line)


def _with_picture(raw, drawn):
    plane = f'<bpmndi:BPMNPlane bpmnElement="P">{drawn}</bpmndi:BPMNPlane>'
    last = f"<bpmndi:BPMNDiagram>{plane}</bpmndi:BPMNDiagram></bpmn:definitions>"
    return raw.replace(b"</bpmn:definitions>", last.encode())


def bounds(x="0", y="0", width="100", height="80"):
    return f'x="{x}" y="{y}" width="{width}" height="{height}"'


def at(x, y):
    return f'<di:waypoint x="{x}" y="{y}"/>'


def scattered(placed):
    """Return 300 tasks in a row, of which some have places on top of each other."""
    ids = [f"t{number}" for number in range(300)]
    raw = diagram(start(), *map(task, ids), end(), chain("s", *ids, "e"))
    drawn = "".join(
        f'<bpmndi:BPMNShape bpmnElement="{each}">'
        f"<dc:Bounds {bounds(number * 37 % 900, number * 91 % 700)}/></bpmndi:BPMNShape>"
        for number, each in enumerate(["s", "e", *ids[:placed]])
    )
    return _with_picture(raw, drawn)


FAR = at(36, 18) + at("1e308", "-1e308") + at("NaN", "inf")
ENDS = [("s", bounds()), ("e", bounds(300))]
PICTURES = [
    Hostile(f"a place of {text[:9]}", pictured([("t", bounds(text, text)), *ENDS]), "", "")
    for text in ("NaN", "1e308", "-1e308", "inf", "1e-320", "", "dua", "0x10", "9" * 5000)
] + [
    Hostile("a size below nothing", pictured([("t", bounds(0, 0, -100, "-1e9")), *ENDS]), "", ""),
    Hostile(
        "a line to the end of the world",
        pictured([("t", bounds(150)), *ENDS], FAR),
        "",
        "",
    ),
    Hostile("a shape without bounds", pictured([("t", ""), *ENDS]), "", ""),
    Hostile("300 shapes on top of each other", scattered(300), "", ""),
    Hostile("150 shapes and 150 without a place", scattered(150), "", ""),
]


def encoded(encoding):
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    return (head + small().decode()).encode(encoding)


TEXTS = [
    *(
        Hostile(f"in {encoding}", encoded(encoding), "", "")
        for encoding in ("utf-7", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig")
    ),
    Hostile(
        "UTF-7 that hides a tag",
        b'<?xml version="1.0" encoding="UTF-7"?>+ADw-bpmn:definitions/+AD4-',
        "not-xml",
        "",
    ),
    Hostile(
        "an encoding that is another one",
        b'<?xml version="1.0" encoding="utf-16"?>' + small(),
        "not-xml",
        "",
    ),
    Hostile("half a pair", small().replace(b'"t"', b'"\xed\xa0\x80"'), "not-xml", ""),
    Hostile("a NUL", small(attributes='name="a\0b"'), "not-xml", ""),
    Hostile("a NUL by its number", small(attributes='name="a&#0;b"'), "not-xml", ""),
    Hostile("a name backwards", small(attributes=f'name="{RLO}gnp.exe{ZERO_WIDTH}"'), "", ""),
    Hostile("a name of 300,000 letters", small(attributes=f'name="{"n" * 300_000}"'), "", ""),
    Hostile(
        "400 names of 1,800 letters",
        diagram(
            start(),
            *(task(f"t{n}", attributes=f'name="{"w " * 900}"') for n in range(400)),
            end(),
            chain("s", *(f"t{n}" for n in range(400)), "e"),
        ),
        "",
        "",
    ),
    Hostile(
        "an id of 200,000 letters",
        diagram(start(), task("t" * 200_000), end(), chain("s", "t" * 200_000, "e")),
        "too-large",
        "",
    ),
    Hostile(
        "20,000 prefixes",
        small().replace(
            b"<bpmn:definitions",
            b"<bpmn:definitions "
            + b" ".join(b'xmlns:p%d="urn:%d"' % (n, n) for n in range(20_000)),
        ),
        "",
        "",
    ),
    Hostile(
        "the prefix of another namespace",
        small('<bpmn:group xmlns:bpmn="urn:other" id="g"/>'),
        "foreign-element",
        "g",
    ),
    Hostile(
        "a second task under another prefix",
        small('<z:userTask xmlns:z="http://www.omg.org/spec/BPMN/20100524/MODEL" id="zz"/>'),
        "implicit-start",
        "zz",
    ),
    Hostile("no namespace", small('<userTask id="zz"/>'), "foreign-element", "zz"),
    Hostile(
        "1,500 elements of 60 attributes",
        small('<x:y xmlns:x="urn:x">' + SIXTY * 1500 + "</x:y>"),
        "foreign-element",
        "P",
    ),
    Hostile(
        "an item of itself",
        document('<bpmn:itemDefinition id="I" structureRef="I" isCollection="true"/>', SIMPLE),
        "",
        "",
    ),
]
