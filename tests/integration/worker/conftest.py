from __future__ import annotations

from tests.integration.running.conftest import (  # noqa: F401 - pytest finds it by its name here
    world,
)
