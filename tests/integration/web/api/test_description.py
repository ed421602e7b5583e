"""The OpenAPI description says what there is: every route, and nothing that is not."""

from __future__ import annotations

import json
import re

import pytest
from lxml import html

from service.sentences import catalogue
from service.web.guard import Who, who_may_call

METHODS = {"get", "post", "put", "patch", "delete"}


def described(app):
    return app.test_client().get("/api/v1/openapi.json").json


def operations(document):
    return {
        (method.upper(), path): operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    }


def routes(app):
    """Return every route of the API that is not the description itself."""
    return {
        (method, re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule)): rule.endpoint
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/v1") and not rule.endpoint.startswith("api_description.")
    }


@pytest.fixture
def document(app):
    return described(app)


def test_every_route_is_described_and_every_description_is_a_route(app, document):
    assert operations(document).keys() == routes(app).keys()


def test_every_operation_has_its_sentence_in_both_languages(document):
    codes = {
        f"api.do-{operation['operationId'].replace('_', '-')}"
        for operation in operations(document).values()
    }

    assert codes <= catalogue().keys()
    assert {code for code in catalogue() if code.startswith("api.do-")} == codes


def test_what_needs_no_token_is_exactly_what_anyone_may_call(app, document):
    opened = {place for place, item in operations(document).items() if item.get("security") == []}
    anyone = {
        place
        for place, endpoint in routes(app).items()
        if who_may_call(app.view_functions[endpoint]) is Who.ANYONE
    }

    assert opened == anyone == {("GET", "/api/v1/health")}
    assert document["security"] == [{"token": []}]


def test_every_write_but_drafts_and_pieces_asks_for_a_key(document):
    keyed = {
        operation["operationId"]
        for operation in operations(document).values()
        if {"$ref": "#/components/parameters/IdempotencyKey"} in operation.get("parameters", [])
    }
    writes = {
        operation["operationId"]
        for (method, _), operation in operations(document).items()
        if method != "GET"
    }

    assert writes - keyed == {"check_diagram", "begin_upload", "add_piece", "keep_draft"}


def test_every_reference_leads_somewhere(document):
    for reference in re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(document)):
        found = document
        for part in reference.split("/"):
            found = found[part]


def test_every_body_refuses_members_that_it_does_not_know(document):
    for operation in operations(document).values():
        content = operation.get("requestBody", {}).get("content", {})
        reference = content.get("application/json", {}).get("schema", {}).get("$ref")
        if reference is not None:
            name = reference.rpartition("/")[2]
            assert document["components"]["schemas"][name]["additionalProperties"] is False


def test_refusals_are_described_as_problems(document):
    for operation in operations(document).values():
        assert operation["responses"]["default"] == {"$ref": "#/components/responses/Problem"}
    answer = document["components"]["responses"]["Problem"]
    assert list(answer["content"]) == ["application/problem+json"]


def test_the_page_lists_every_route_without_a_script_of_its_own(app, document):
    answer = app.test_client().get("/api/v1")

    page = html.fromstring(answer.text)
    listed = set(re.findall(r"<dt><code>([^<]+)</code>", answer.text))
    assert listed == {f"{method} {path}" for method, path in operations(document)}
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    sources = [script.get("src") for script in page.iter("script")]
    assert all(source and source.startswith("/static/") for source in sources)
    assert page.xpath("//*[@style or @onclick]|//style|//iframe|//img[contains(@src,'//')]") == []
