"""Nobody can be worked out from a dimension's page: all its means attacked together by linear algebra."""

import pytest

from maturity.assessment.queries.pages import assessment_page, dimension_page
from maturity.framework.models import EngagementFramework
from maturity.framework.services import shipped_framework
from maturity.methods.suppression import reached
from tests.factories import rooms

pytestmark = pytest.mark.django_db
KEY = "customer-insight"
ONE, TWO, THREE = (f"{KEY}.{number}" for number in (1, 2, 3))

ROOMS = {
    "two of four do not know on the third": {
        ONE: {"Sales": [1, 2, 2, 3], "IT": [3, 3, 4, 4], "Service": [2, 2, 3]},
        TWO: {"Sales": [2, 2, 2, 3], "IT": [3, 4, 4, 5], "Service": [2, 3, 3]},
        THREE: {"Sales": [1, 5, None, None], "IT": [2, 2, 3, 3], "Service": [4, 4, 4]},
    },
    "two people alone answer the third": {
        ONE: {"Sales": [1, 2, 2, 3], "IT": [3, 3, 4]},
        TWO: {"Sales": [2, 2, 2, 3], "IT": [3, 4, 4]},
        THREE: {"Sales": [1, 5]},
    },
    "a department of two is hidden everywhere": {
        ONE: {"Sales": [1, 2, 2, 3], "IT": [3, 3, 4, 4], "Service": [1, 5]},
        TWO: {"Sales": [2, 2, 2, None], "IT": [3, 4, 4, 5], "Service": [1, 4]},
        THREE: {"Sales": [1, 5, None, None], "IT": [2, 2, 3, 3], "Service": [2, 2]},
    },
}


@pytest.fixture
def engagement(engagement):
    EngagementFramework.objects.get_or_create(engagement=engagement, defaults={"framework": shipped_framework()})
    return engagement


def cells_of(votes):
    """Who chose a rung, by statement and department."""
    found = {
        f"{statement} {department}": {f"{department} {place}" for place, rung in enumerate(rungs) if rung is not None}
        for statement, departments in votes.items()
        for department, rungs in departments.items()
    }
    return {cell: people for cell, people in found.items() if people}


def figures_of(page, cells):
    """Every mean on the page, as weights of the cells that it averages."""
    counted = set()
    figures = []
    for statement, rounds, _movements in page.statements:
        for shown in rounds:
            of_statement = [cell for cell in cells if cell.startswith(f"{statement.key} ")]
            if shown.score.mean is None:
                continue
            counted |= set(of_statement)
            figures.append(dict.fromkeys(of_statement, 1.0))
            figures += [{f"{statement.key} {each.department}": 1.0} for each in shown.score.departments if each.shown]
    everything = {}
    for department in {cell.split()[1] for cell in cells}:
        own = [cell for cell in sorted(cells) if cell.endswith(f" {department}") and in_the_mean(page, cell, counted)]
        mean = dict.fromkeys(own, 1 / len(own)) if own else {}
        everything |= mean
        if any(each.shown and each.department == department for each in page.row.score.departments):
            figures.append(mean)
    return [*figures, everything]


def in_the_mean(page, cell, counted):
    """A hidden statement is part of the dimension unless it was left out: then its answers are not counted."""
    return cell in counted or page.row.score.answers > sum(
        sum(shown.score.distribution)
        for _statement, rounds, _movements in page.statements
        for shown in rounds
        if shown.score.distribution
    )


@pytest.mark.parametrize("votes", ROOMS.values(), ids=ROOMS)
def test_no_combination_of_means_on_a_dimension_page_is_about_fewer_than_three_people(engagement, votes):
    rooms.voted(engagement, votes)
    cells = cells_of(votes)
    assert reached(figures_of(dimension_page(engagement, KEY), cells), cells) is None


def test_statement_of_two_people_is_no_part_of_a_dimension_that_shows_the_others(engagement):
    rooms.voted(engagement, ROOMS["two people alone answer the third"])
    row = next(each for each in assessment_page(engagement).rows if each.dimension.key == KEY)
    assert (row.score.n, row.score.answers, row.score.distribution) == (7, 14, (1, 5, 5, 3, 0))


def test_statements_of_few_people_are_counted_where_they_hide_each_other(engagement):
    rooms.voted(engagement, {ONE: {"Sales": [1, 2]}, TWO: {"IT": [3, 4]}})
    row = next(each for each in assessment_page(engagement).rows if each.dimension.key == KEY)
    assert (row.score.n, row.score.answers) == (4, 4)
