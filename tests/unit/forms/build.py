"""Form files for tests."""

from __future__ import annotations

import json

from service.forms import read_form


def form_bytes(*components, **top):
    """Return a form file; components without an id get one by their key or place."""
    for number, component in enumerate(components):
        if isinstance(component, dict):
            component.setdefault("id", f"c_{component.get('key', number)}")
    members = {"type": "default", "id": "f", "schemaVersion": 19, "components": list(components)}
    return json.dumps(members | top).encode()


def form_of(*components):
    return read_form(form_bytes(*components))


def textfield(key="nama", **members):
    return {"type": "textfield", "key": key, "label": key.title()} | members


def textarea(key="catatan", **members):
    return {"type": "textarea", "key": key, "label": key.title()} | members


def number(key="jumlah", **members):
    return {"type": "number", "key": key, "label": key.title()} | members


def datetime_of(subtype="date", key="tanggal", **members):
    members = {"dateLabel": key.title()} | members
    return {"type": "datetime", "subtype": subtype, "key": key} | members


def radio(key="keputusan", values=("teruskan", "kembalikan"), **members):
    return choice("radio", key, values, **members)


def choice(kind, key, values=("a", "b", "c"), **members):
    options = [{"label": value.title(), "value": value} for value in values]
    return {"type": kind, "key": key, "label": key.title(), "values": options} | members


def checkbox(key="setuju", **members):
    return {"type": "checkbox", "key": key, "label": key.title()} | members


def filepicker(key="berkas", **members):
    return {"type": "filepicker", "key": key, "label": key.title()} | members


def group(*components, **members):
    for number_, component in enumerate(components):
        component.setdefault("id", f"g_{component.get('key', number_)}")
    return {"type": "group", "components": list(components)} | members


def required(component, **more):
    return component | {"validate": {"required": True} | component.get("validate", {}) | more}


def hidden_if(condition, component):
    return component | {"conditional": {"hide": condition}}
