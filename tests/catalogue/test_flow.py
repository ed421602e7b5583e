"""What a description of nodes says of the flows between them."""

from __future__ import annotations

import pytest

from service.catalogue.flow import (
    Back,
    Choice,
    Description,
    End,
    Flow,
    NothingDecided,
    Onward,
    Start,
    Step,
    When,
)

START = Start("sekretaris")
END = End("sekretaris")
DRAFTING = Step("1", form="konsep")
CHECK = Step("2", form="koreksi", decides="putusan_2")


def flows(*nodes):
    return list(Description("contoh", (), nodes).flows())


def test_each_node_leads_to_the_next_and_an_end_to_none():
    assert flows(START, DRAFTING, END, Step("2", form="arsip", then="step_1")) == [
        Flow("start_1", "step_1"),
        Flow("step_1", "end_1"),
        Flow("step_2", "step_1"),
    ]


def test_a_gateway_asks_what_the_task_before_it_decided():
    ways = (
        Onward("teruskan", "Teruskan"),
        Onward("lewati", "Lewati", to="end_1"),
        Back("1", "penyusunan"),
        Back("1", "permintaan", to="p_permintaan"),
    )

    assert flows(CHECK, Choice("gw_2", "Layak?", ways), END)[1:] == [
        Flow("gw_2", "end_1", "Teruskan", 'putusan_2 = "teruskan"', "teruskan"),
        Flow("gw_2", "end_1", "Lewati", 'putusan_2 = "lewati"', "lewati"),
        Flow(
            "gw_2",
            "step_1",
            "Kembalikan ke 1: penyusunan",
            'putusan_2 = "kembalikan_1"',
            "kembalikan_1",
            returns=True,
        ),
        Flow(
            "gw_2",
            "p_permintaan",
            "Kembalikan ke 1: permintaan",
            'putusan_2 = "kembalikan_1"',
            "kembalikan_1",
            returns=True,
        ),
    ]


def test_a_gateway_can_ask_the_data_and_nobody():
    choice = Choice("gw_1", "Yang mana?", (When("murni", "Murni"), When("ubah", "Ubah", "step_1")))

    assert flows(DRAFTING, choice, END)[1:] == [
        Flow("gw_1", "end_1", "Murni", "murni"),
        Flow("gw_1", "step_1", "Ubah", "ubah"),
    ]


def test_an_outcome_that_no_task_decides_is_refused():
    with pytest.raises(NothingDecided, match="gw_1"):
        flows(DRAFTING, Choice("gw_1", "Layak?", (Onward("teruskan", "Teruskan"),)), END)


def test_a_last_node_that_leads_nowhere_is_refused():
    with pytest.raises(IndexError):
        flows(START, DRAFTING)
