"""Whether an answer is what the OpenAPI description promises: every member, no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from werkzeug.routing import RequestRedirect

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

_REFUSED = 400


def assert_as_described(app: Flask, answer: TestResponse) -> None:
    """Fail unless the answer's JSON has exactly the members of its schema."""
    if answer.mimetype not in ("application/json", "application/problem+json"):
        return
    document = app.extensions["alur_openapi"]
    operation = _operation(app, document, answer)
    if operation is None:
        return
    if answer.status_code >= _REFUSED:
        assert answer.mimetype == "application/problem+json"
        members = set(document["components"]["schemas"]["Problem"]["properties"])
        assert set(answer.json or {}) <= members
        return
    content = operation["responses"][str(answer.status_code)]["content"]
    _compare(document, content["application/json"]["schema"], answer.json, "")


def _operation(app: Flask, document: Any, answer: TestResponse) -> Any:
    environ = answer.request.environ
    try:
        rule, _ = app.url_map.bind_to_environ(environ).match(return_rule=True)
    except RequestRedirect:
        return None
    except Exception:  # noqa: BLE001 - an address or a method that does not exist
        return None
    wanted = rule.endpoint.partition(".")[2]
    return next(
        (
            operation
            for methods in document["paths"].values()
            for operation in methods.values()
            if isinstance(operation, dict) and operation.get("operationId") == wanted
        ),
        None,
    )


def _compare(document: Any, schema: Any, value: Any, at: str) -> None:
    schema = _followed(document, schema)
    if value is None:
        return
    if "properties" in schema:
        assert set(value) == set(schema["properties"]), at
        for name, inside in schema["properties"].items():
            _compare(document, inside, value[name], f"{at}/{name}")
    elif schema.get("type") == "array" and isinstance(value, list):
        for number, item in enumerate(value):
            _compare(document, schema.get("items", {}), item, f"{at}/{number}")


def _followed(document: Any, schema: Any) -> Any:
    # Nullable objects stand as {"anyOf"/"allOf": [{"$ref": …}, {"type": "null"}]}.
    for choice in ("anyOf", "allOf", "oneOf"):
        if choice in schema:
            schema = next(one for one in schema[choice] if "$ref" in one)
    if "$ref" not in schema:
        return schema
    found = document
    for part in schema["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return found
