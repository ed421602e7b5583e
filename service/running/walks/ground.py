"""What is walked over: a diagram with its forms, and how the office counts time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from service.diagrams import KEPT, read_diagram
from service.engine import compile_process
from service.forms import ZONE_NAME, Option, read_form
from service.running.definitions import leaving_flows, step_name
from service.running.walks.jobs import job_form
from service.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.diagrams.model import Process, SequenceFlow
    from service.engine import Definition
    from service.forms import Form
    from service.running.definitions import PinnedDefinition
    from service.running.judging import Judged
    from service.working_time import OfficeCalendar

#: Value → name of what stands in for the Bidang of an office: the office's own may change, and a
#: kept walk may not change with them.
SAMPLE_UNITS: Final[Mapping[str, str]] = {
    f"contoh-{letter.lower()}": f"Bidang contoh {letter}" for letter in "ABC"
}

#: The same for its staff, where a form names a team.
SAMPLE_PEOPLE: Final[Mapping[str, str]] = {
    "contoh-ketua": "Ketua Tim (contoh)",
    "contoh-anggota-1": "Anggota Tim 1 (contoh)",
    "contoh-anggota-2": "Anggota Tim 2 (contoh)",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """A diagram with everything that a walk of it asks for."""

    engine: Definition
    #: path of an element → flows that leave it, in XML order
    leaving: Mapping[str, tuple[SequenceFlow, ...]]
    forms: Mapping[str, Form]
    #: IANA zone of the office
    zone: str
    #: None: no due dates are asked for
    calendar: OfficeCalendar | None = None

    def form_at(self, path: str) -> Form | None:
        """Return the form of the step at `path`; None: it asks nothing, or its form is missing.

        Of a step that a system does it is made of what the system may bring.
        """
        node = self.engine.node(path)
        if (of_job := job_form(node)) is not None:
            return of_job
        key = node.extension.form
        return None if key is None else self.forms.get(key)


def ground_of_version(
    definition: PinnedDefinition, zone: str, calendar: OfficeCalendar | None = None
) -> Ground:
    """Return a stored version as the ground of walks."""
    forms = {key: pinned.form for key, pinned in definition.forms.items()}
    return Ground(definition.engine, definition.leaving, forms, zone, calendar)


def ground_of_judged(judged: Judged, zone: str, calendar: OfficeCalendar | None = None) -> Ground:
    """Return a diagram that the gate let pass, with what it refers to, as the ground of walks."""
    called = {
        pin.key: process
        for pin in judged.pins
        if pin.pin_kind == "process"
        and (process := _process(_file(judged, pin.sha256), pin.key)) is not None
    }
    engine = compile_process(judged.process, called)
    forms = {
        pin.key: read_form(_file(judged, pin.sha256))
        for pin in judged.pins
        if pin.pin_kind == "form"
    }
    return Ground(engine, leaving_flows(engine), forms, zone, calendar)


def called_at(ground: Ground, path: str) -> str:
    """Return how people call the element at `path`; its id, where the diagram has none such.

    What stands behind a "#" tells parts of an element that have no name of their own.
    """
    path = path.partition("#")[0]
    if path not in ground.engine.nodes:
        return path.rpartition("/")[2]
    return step_name(ground, path)


def way_called(ground: Ground, path: str, flow: SequenceFlow) -> str:
    """Return how people call a way on which the task at `path` sends the work: where it leads.

    The words of its outcome are the modeller's own, as ids are.
    """
    target = f"{path.rpartition('/')[0]}/{flow.target}"
    return flow.name or sentence("walk.way-to", step=called_at(ground, target))


def called_element(ground: Ground, element_id: str) -> str:
    """Return how people call the element with this id; the id, where there is none."""
    return called_at(ground, ground.engine.path_of(element_id) or element_id)


def sample_options(ground: Ground) -> dict[str, object]:
    """Return what forms of a walk are offered: units, people, and the zone of its moments."""
    return sample_lists(ground.zone)


def sample_lists(zone: str) -> dict[str, object]:
    """Return what stands in for the lists of an office, with its zone."""
    return {
        ZONE_NAME: zone,
        "alur_bidang": [Option(key, name, proposed=True) for key, name in SAMPLE_UNITS.items()],
        "alur_pegawai": [Option(key, name) for key, name in SAMPLE_PEOPLE.items()],
    }


def _file(judged: Judged, sha256: str) -> bytes:
    return judged.raw if sha256 == judged.xml_sha256 else judged.files[sha256]


def _process(raw: bytes, process_id: str) -> Process | None:
    return read_diagram(raw, KEPT).process(process_id)
