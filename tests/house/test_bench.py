"""What `./alur bench` makes of its figures."""

from service.cli.bench import LIMITS, judged

NAMES = ("step", "age-1000", "width-100", "width-1000")


def measured(**ratios):
    found = {name: {"median": ratios.get(name.replace("-", "_"), 1.0)} for name in NAMES}
    return {"databases": {"sqlite": {"ratios": found}, "postgresql": {"ratios": found}}}


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


def test_each_database_has_every_limit():
    assert {tuple(limits) for limits in LIMITS.values()} == {NAMES}
