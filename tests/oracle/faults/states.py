"""Faults of state."""

from __future__ import annotations

import orjson

from service.engine import codec, execution
from tests.oracle.faults.planting import fault


def _changing_rows(monkeypatch, change):
    """Let `change` spoil each row of a state on its way out."""
    right = codec.dump

    def dump(instance):
        content = orjson.loads(right(instance))
        for row in content[5]:
            change(row)
        return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)

    monkeypatch.setattr(execution, "dump", dump)


@fault
def codec_loses_data_of_inner_scopes(monkeypatch):
    def change(row):
        if row[1] >= 0 and row[5] is not None:
            row[5] = {}

    _changing_rows(monkeypatch, change)


@fault
def codec_loses_the_order_of_arming(monkeypatch):
    def change(row):
        if "armed" in row[4]:
            row[4]["armed"] = 10**6 - row[4]["armed"]

    _changing_rows(monkeypatch, change)


@fault
def codec_loses_the_flow_by_which_a_token_came(monkeypatch):
    def change(row):
        if "via" in row[4]:
            row[4]["via"] = "f1"

    _changing_rows(monkeypatch, change)
