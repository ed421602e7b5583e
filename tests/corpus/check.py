"""Check the samples themselves: well-formed, every id that is referred to exists, the lists are complete.

    python3 tests/corpus/check.py
"""
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

HERE = Path(__file__).parent
REFS = ("sourceRef", "targetRef", "attachedToRef", "default", "processRef", "messageRef", "errorRef",
        "bpmnElement", "activityRef", "dataObjectRef", "categoryValueRef")
INNER = ("incoming", "outgoing", "flowNodeRef", "sourceRef", "targetRef", "dataInputRefs")
BROKEN = {"07-dangling-source.bpmn": {"missing Verifkasi"}, "08-duplicate-id.bpmn": {"twice Kegiatan_Catat"}}


def findings(path):
    root = ET.fromstring(path.read_bytes())
    ids, found = set(), set()
    for element in root.iter():
        i = element.get("id")
        if i and element.tag.startswith("{http://www.omg.org/spec/"):
            if i in ids:
                found.add(f"twice {i}")
            ids.add(i)
    for element in root.iter():
        used = [element.get(name) for name in REFS]
        if element.tag.split("}")[-1] in INNER and element.text:
            used.append(element.text.strip())
        found |= {f"missing {u}" for u in used if u and u.split(":")[-1] not in ids}
    return ids, found


def main():
    wrong = []
    for folder, lists in (("faulty", "expected.toml"), ("tools", "about.toml")):
        samples = tomllib.loads((HERE / folder / lists).read_text("utf-8"))["sample"]
        if {s["file"] for s in samples} != {p.name for p in (HERE / folder).glob("*.bpmn")}:
            wrong.append(f"{folder}: {lists} and the files differ")
        for sample in samples:
            ids, found = findings(HERE / folder / sample["file"])
            if found != BROKEN.get(sample["file"], set()):
                wrong.append(f"{sample['file']}: {sorted(found)}")
            marked = sample.get("element", [])
            for one in [marked] if isinstance(marked, str) else marked:
                if one not in ids:
                    wrong.append(f"{sample['file']}: marks {one}, which is not there")
    print("\n".join(wrong) or "all as it should be")
    return bool(wrong)


if __name__ == "__main__":
    raise SystemExit(main())
