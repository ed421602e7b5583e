"""How a file calls the SOP that it would become."""

from __future__ import annotations

import pytest

from service.diagrams.naming import sop_named

POOL = (
    '<collaboration id="c"><participant id="p" name="Pendaftaran" processRef="pr"/>'
    "</collaboration>"
)


def file_of(process, pools=POOL):
    head = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
    return f"{head}{pools}{process}</definitions>".encode()


@pytest.mark.parametrize(
    ("process", "name"),
    [
        ('<process id="pr" name="Izin usaha"/>', "Izin usaha"),
        ('<process id="pr"/>', "Pendaftaran"),
        ('<process id="lain"/>', ""),
    ],
)
def test_a_process_without_a_name_is_called_like_its_pool(process, name):
    named = sop_named(file_of(process))

    assert named is not None
    assert named.name == name


def test_what_has_neither_name_is_called_by_nothing():
    named = sop_named(file_of('<process id="pr"/>', pools=""))

    assert named is not None
    assert (named.key, named.name) == ("pr", "")
