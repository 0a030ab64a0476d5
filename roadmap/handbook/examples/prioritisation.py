"""The examples of the initiatives' pages, by the methods themselves."""

from roadmap.methods.precedence import critical_path
from roadmap.methods.prioritisation import (
    Estimate,
    Summary,
    Waiting,
    delay_cost,
    dominated_by,
    rice,
    summarise,
    weigh_departments,
)
from roadmap.methods.robustness import rank_robustness


def three_raters() -> dict[str, float]:
    """Two of one department who like it, and one of another who does not."""
    rated = [Estimate("Bo", "Sales", 5, 2), Estimate("Cleo", "Sales", 5, 2), Estimate("Dan", "IT", 2, 4)]
    return {**figures(summarise(rated, "Sales").all), **figures(weigh_departments(rated), "alike_")}


def figures(summary: Summary, prefix: str = "") -> dict[str, float]:
    value, effort, ratio = summary.value or 0.0, summary.effort or 0.0, summary.ratio or 0.0
    return {f"{prefix}value": value, f"{prefix}effort": effort, f"{prefix}ratio": ratio}


def one_sure_two_open() -> dict[str, float]:
    """One that all like for little effort, and two that divide them or leave them cool."""
    values = {"liked": ((5, 4, 5), 1), "split": ((1, 5, 3), 3), "mixed": ((3, 3, 2), 3)}
    found = rank_robustness(
        {
            key: [Estimate(rater, "Sales", value, effort) for rater, value in zip("abc", given, strict=True)]
            for key, (given, effort) in values.items()
        },
        first=1,
    )
    return {"first": found.standings[0].among_first, "order": float(found.above[1, 2])}


def one_outdone() -> dict[str, float]:
    found = dominated_by({"A": Summary(3, 4.0, 2.0), "B": Summary(3, 3.0, 3.0), "C": Summary(3, 2.0, 1.0)})
    return {"outdone": float(sum(bool(by) for by in found.values()))}


def two_by_rice() -> dict[str, float]:
    return {"reminder": rice(1200, 1, 0.8, 6), "portal": rice(4000, 2, 0.5, 80)}


def two_that_wait() -> dict[str, float]:
    both = {"portal": Waiting(300, 3), "reminder": Waiting(200, 1)}
    return {
        "portal": both["portal"].cd3,
        "reminder": both["reminder"].cd3,
        "good": delay_cost(["reminder", "portal"], both),
        "bad": delay_cost(["portal", "reminder"], both),
    }


def two_chains() -> dict[str, float]:
    path = critical_path(
        {"data": 2, "portal": 3, "reminder": 1}, {"data": [], "portal": ["data"], "reminder": ["data"]}
    )
    return {"length": float(path.length), "slack": float(path.slack["reminder"])}
