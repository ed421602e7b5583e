"""What `./alur bench` makes of its figures."""

from service.cli.bench import ALONE, LIMITS, PARTS, judged
from tests.benchmarks import __main__


def measured(statements=6.0, commits=1.0, **ratios):
    databases = {
        name: {
            "ratios": {it: {"median": ratios.get(it.replace("-", "_"), 1.0)} for it in limits},
            "counts": {"statements": statements, "commits": commits},
            "figures": {it: {"median": ratios.get(it.replace("-", "_"), 1.0)} for it in ALONE},
        }
        for name, limits in LIMITS.items()
    }
    return {"databases": databases}


def test_figures_within_every_limit_hold():
    assert judged(measured())["ok"] is True


def test_a_figure_over_its_limit_is_named_with_its_database():
    found = judged(measured(step=3.0))

    assert found["ok"] is False
    assert found["exceeded"] == ["sqlite step"]


def test_what_grows_with_age_is_over_the_limit_on_both_databases():
    assert judged(measured(age_1000=1.2))["exceeded"] == [
        "sqlite age-1000",
        "postgresql age-1000",
    ]


def test_a_seventh_statement_is_over_the_limit():
    assert judged(measured(statements=7.0))["exceeded"] == [
        "sqlite statements",
        "postgresql statements",
    ]


def test_each_database_is_held_against_its_own_floor():
    assert "step" in LIMITS["sqlite"]
    assert "step-bare" in LIMITS["postgresql"]


def test_what_is_held_against_nothing_else_has_its_limit_on_both_databases():
    assert judged(measured(inbox_page_p95=51))["exceeded"] == [
        "sqlite inbox-page-p95",
        "postgresql inbox-page-p95",
    ]


def test_what_was_not_measured_is_not_judged():
    empty: dict[str, dict[str, object]] = {"ratios": {}, "counts": {}, "figures": {}}

    assert judged({"databases": {"sqlite": empty, "postgresql": empty}})["ok"] is True


def test_every_part_that_can_be_named_is_measured():
    assert tuple(__main__.PARTS) == PARTS
