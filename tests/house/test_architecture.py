"""Rules of the tree that no linter knows."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "service").rglob("*.py"))
MODULES = [module for module in MODULES if "node_modules" not in module.parts]

#: The only place that ends a transaction.
TRANSACTIONS = ROOT / "service" / "store" / "database.py"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_database_module_commits_or_rolls_back(module):
    calls = [
        f"{node.func.attr}, line {node.lineno}"
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"commit", "rollback"}
    ]

    assert calls == [] or module == TRANSACTIONS
