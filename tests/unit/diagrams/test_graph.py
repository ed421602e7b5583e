"""Walks over what leads to what."""

from service.diagrams.graph import along, cycles, dominators, reachable


def test_each_node_stands_behind_all_that_lead_to_it() -> None:
    after = {"start": ("long", "end"), "long": ("way",), "way": ("end",), "end": ()}

    assert along(after, ["start"]) == ["start", "long", "way", "end"]


def test_what_parts_stands_in_the_order_of_its_flows() -> None:
    after = {"gateway": ("yes", "no"), "yes": ("end",), "no": ("end",), "end": ()}

    assert along(after, ["gateway"]) == ["gateway", "yes", "no", "end"]


def test_a_way_back_moves_nothing_to_another_place() -> None:
    after = {"draft": ("check",), "check": ("draft", "sign"), "sign": ()}

    assert along(after, ["draft"]) == ["draft", "check", "sign"]
    assert cycles(after) == (frozenset({"draft", "check"}),)


def test_only_what_all_paths_visit_dominates() -> None:
    after = {"split": ("left", "right"), "left": ("join",), "right": ("join",), "join": ("split",)}

    assert dominators(after, "split") == {"left": "split", "right": "split", "join": "split"}


def test_a_path_that_visits_the_forbidden_node_does_not_count() -> None:
    after = {"a": ("b",), "b": ("c",), "c": ()}

    assert reachable(after, ["a"], without="b") == {"a"}
    assert reachable(after, ["b"], without="b") == frozenset()
