from __future__ import annotations

from pathlib import Path

import pytest

from tests.databases import (  # noqa: F401 - pytest finds fixtures by their names here
    database,
    kept,
    postgres_database,
    postgres_server,
    postgres_template,
    session,
    sqlite_database,
    sqlite_template,
)

FOLDER = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one worker do all walks of a SOP: the demo in which they begin is made once there."""
    for item in items:
        if item.path.parent != FOLDER or not item.get_closest_marker("slow"):
            continue
        params = getattr(item, "callspec", None)
        key = params and params.params.get("key")
        item.add_marker(pytest.mark.xdist_group(f"walks-{key or item.path.stem}"))
