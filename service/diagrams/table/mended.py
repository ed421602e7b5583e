"""What mends a finding, done to the file: for who has no modeller open.

The mends are those of `diagrams.mending`; where a shape would have to be drawn the table says it
with a row instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

from service.diagrams.extensions import NAMESPACE
from service.diagrams.table.tree import add_ours, ours, set_condition
from service.diagrams.xml import BPMN, parse, to_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.diagrams.mending import Mend
    from service.diagrams.xml import Limits


def can_mend(mend: Mend) -> bool:
    """Say whether `mended` knows how."""
    return mend.kind in _MENDS


def mended(raw: bytes, mend: Mend, limits: Limits | None = None) -> bytes:
    """Return the file after a mend; everything else of it stays. Raises DiagramRefused."""
    root = parse(raw, limits, comments=True)
    found = next(
        (each for each in root.iter(etree.Element) if each.get("id") == mend.element), None
    )
    if found is None or mend.kind not in _MENDS:
        return raw
    _MENDS[mend.kind](found, mend)
    return to_bytes(root)


def _bind_role(lane: etree._Element, mend: Mend) -> None:
    lane.set(f"{{{NAMESPACE}}}role", mend.params["role"])


def _make_executable(process: etree._Element, _: Mend) -> None:
    process.set("isExecutable", "true")


def _drop_condition(flow: etree._Element, _: Mend) -> None:
    set_condition(flow, "")


def _make_default(flow: etree._Element, _: Mend) -> None:
    source = flow.get("sourceRef")
    for each in flow.getroottree().getroot().iter(f"{{{BPMN}}}*"):
        if each.get("id") == source:
            each.set("default", flow.get("id", ""))


def _make_user_task(task: etree._Element, _: Mend) -> None:
    task.tag = f"{{{BPMN}}}userTask"


def _make_step(node: etree._Element, _: Mend) -> None:
    """Let the node carry the next row of the SOP."""
    if ours(node, "step") is not None:
        return
    steps = node.getroottree().getroot().iter(f"{{{NAMESPACE}}}step")
    places = [int(each.get("seq", "0")) for each in steps if each.get("seq", "").isdigit()]
    place = str(max(places, default=0) + 1)
    step = add_ours(node, "step", {"seq": place, "number": place})
    activity = etree.SubElement(step, f"{{{NAMESPACE}}}activity")
    activity.text = node.get("name") or "Langkah"


def _set_form(node: etree._Element, mend: Mend) -> None:
    """Let the node name the form; one that it names already stays."""
    if ours(node, "form") is None:
        add_ours(node, "form", {"key": mend.params["form"]})


def _change_form(node: etree._Element, mend: Mend) -> None:
    form = ours(node, "form")
    if form is not None:
        form.set("key", mend.params["form"])


def _ask_units(node: etree._Element, mend: Mend) -> None:
    _set_form(node, mend)
    _change_form(node, mend)


def _add_act(node: etree._Element, mend: Mend) -> None:
    add_ours(node, "act", {"kind": mend.params["act"], "document": mend.params["document"]})


def _confirm_performer(node: etree._Element, _: Mend) -> None:
    step = ours(node, "step")
    if step is not None:
        for name in {"confidence", "reason"} & set(step.attrib):
            del step.attrib[name]


_MENDS: Final[dict[str, Callable[[etree._Element, Mend], None]]] = {
    "bind-role": _bind_role,
    "make-executable": _make_executable,
    "drop-condition": _drop_condition,
    "make-default": _make_default,
    "make-user-task": _make_user_task,
    "make-step": _make_step,
    "set-form": _set_form,
    "change-form": _change_form,
    "ask-units": _ask_units,
    "add-act": _add_act,
    "confirm-performer": _confirm_performer,
}
