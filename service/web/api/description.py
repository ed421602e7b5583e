"""The API described: OpenAPI as JSON, and the same to read, without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import orjson
from flask import Blueprint, Response, current_app, render_template

from service.sentences import sentence
from service.web.api.blueprint import PREFIX
from service.web.guard import Who, allowed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

description = Blueprint("api_description", __name__, url_prefix=PREFIX)

_KEY: Final = "alur_openapi"
_METHODS: Final = ("get", "post", "put", "patch", "delete")


def keep(app: Flask, document: dict[str, Any]) -> None:
    """Give the application its description; every summary comes from the catalogue."""
    for _, _, operation in _operations(document):
        operation["summary"] = sentence(_code(operation), "en")
    app.extensions[_KEY] = document


@description.get("/openapi.json")
@allowed(Who.ANYONE)
def openapi() -> Response:
    """Give the description as programs read it."""
    return Response(orjson.dumps(_document()), mimetype="application/json")


@description.get("")
@allowed(Who.ANYONE)
def show() -> str:
    """Show the routes and what each takes, for people."""
    document = _document()
    return render_template(
        "api/show.html",
        groups=[(tag["name"], list(_lines(document, tag["name"]))) for tag in document["tags"]],
    )


def _lines(document: dict[str, Any], tag: str) -> Iterator[dict[str, Any]]:
    for path, method, operation in _operations(document):
        if tag in operation["tags"]:
            yield {
                "method": method.upper(),
                "path": path,
                "words": sentence(_code(operation)),
                "open": operation.get("security") == [],
                "takes": _names(document, operation),
            }


def _names(document: dict[str, Any], operation: dict[str, Any]) -> list[tuple[str, bool]]:
    """Return the members that an operation takes, and whether each is needed."""
    found = []
    for item in operation.get("parameters", ()):
        one = _followed(document, item)
        found.append((one["name"], one.get("required", False)))
    content = operation.get("requestBody", {}).get("content", {})
    schema = _followed(document, content.get("application/json", {}).get("schema", {}))
    needed = set(schema.get("required", ()))
    found += [(name, name in needed) for name in schema.get("properties", ())]
    return found


def _followed(document: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    reference = item.get("$ref")
    if reference is None:
        return item
    found: Any = document
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return cast("dict[str, Any]", found)


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method in _METHODS:
            if method in methods:
                yield path, method, methods[method]


def _code(operation: dict[str, Any]) -> str:
    return f"api.do-{operation['operationId'].replace('_', '-')}"


def _document() -> dict[str, Any]:
    return cast("dict[str, Any]", current_app.extensions[_KEY])
