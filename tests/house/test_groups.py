"""Tests that share what takes long to make are run by one process."""

from __future__ import annotations

import pytest


@pytest.mark.xdist_group("together")
def test_the_group_of_a_test_is_known_where_tests_are_given_out(request, worker_id):
    # pytest-xdist goes by the name of a test alone, and writes the group into it.
    named = request.node.nodeid.endswith("@together")

    assert named or worker_id == "master"
