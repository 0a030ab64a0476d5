"""What people type: ratings with comma, pasted scores, names, and what their form saw."""

from decimal import Decimal

import pytest
from django.http import QueryDict

from maturity.clients.models import Viewer
from maturity.clients.rules import Role
from maturity.journey.forms import JourneyForm, RatingsForm, TouchpointForm
from maturity.web.editing import EditedMeanwhile, token
from tests.factories import journeys


@pytest.fixture
def viewed(engagement, ane):
    engagement.viewer = Viewer(ane, Role.FACILITATOR, None)
    journeys.journey(engagement, ane, {"Buy": ("Orders", "Pays")})
    return engagement


def form_of(engagement, cell, query):
    touchpoint = journeys.touchpoint(engagement, "Orders")
    return TouchpointForm(QueryDict(query), engagement=engagement, touchpoint=touchpoint, cell=cell)


@pytest.mark.parametrize(
    ("typed", "expected"), [("4", Decimal(4)), ("4,5", Decimal("4.5")), ("4.25", Decimal("4.25")), ("", None)]
)
def test_own_rating_is_read_with_comma_or_point(viewed, typed, expected):
    form = form_of(viewed, "ratings", f"own_rating={typed}")

    assert (form.errors, form.cleaned_data) == ({}, {"own_rating": expected})


@pytest.mark.parametrize("typed", ["0", "6", "5,01", "four", "NaN", "1e400", "4.567"])
def test_own_rating_outside_the_scale_is_refused(viewed, typed):
    assert list(form_of(viewed, "ratings", f"own_rating={typed}").errors) == ["own_rating"]


def test_cell_form_takes_no_other_field(viewed):
    form = form_of(viewed, "need", "need=x&name=Stolen&ending=on")

    assert form.is_valid()
    assert form.cleaned_data == {"need": "x"}


def test_a_name_that_is_another_touchpoints_is_refused(viewed):
    assert list(form_of(viewed, "name", "name=PAYS").errors) == ["name"]


def test_a_reason_without_a_kind_is_asked_back(viewed):
    assert list(form_of(viewed, "gap", "gap_kind=&gap_reason=Nobody+asks").errors) == ["gap_kind"]


def test_form_knows_what_its_editor_saw(viewed):
    form = form_of(viewed, "ratings", f"own_rating=4&seen={token({'own_rating': Decimal('3.5')})}")

    assert form.is_valid()
    assert form.edit().changes({"own_rating": Decimal("3.50")}) == {"own_rating": [Decimal("3.50"), Decimal(4)]}


def test_theirs_is_shown_beside_mine_and_a_second_press_replaces_it(viewed):
    form = form_of(viewed, "need", f"need=Mine&seen={token({'need': ''})}")
    assert form.is_valid()

    form.show_theirs(EditedMeanwhile({"need": "Theirs"}), "Bo")

    assert form.errors["need"] == ["Bo changed this to “Theirs” meanwhile. Save again to replace it with yours."]
    assert 'value="Mine"' in str(form["need"])
    assert f'value="{token({"need": "Theirs"})}"' in str(form["seen"])


@pytest.mark.parametrize(
    ("pasted", "scores"), [("7\n8\n\n9", [7, 8, 9]), ("10\r\n0", [10, 0]), (" 7,0 \n8.0", [7, 8]), ("6", [6])]
)
def test_scores_are_read_line_by_line(pasted, scores):
    form = RatingsForm({"scores": pasted})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["scores"] == scores


def test_every_faulty_line_is_named_and_the_text_kept():
    form = RatingsForm({"scores": "7\n11\nseven\n7.5\n-1\n²"})

    assert not form.is_valid()
    assert form.errors["scores"] == [
        "Line 2: “11” is no whole number from 0 to 10.",
        "Line 3: “seven” is no whole number from 0 to 10.",
        "Line 4: “7.5” is no whole number from 0 to 10.",
        "Line 5: “-1” is no whole number from 0 to 10.",
        "Line 6: “²” is no whole number from 0 to 10.",
    ]
    assert "seven" in str(form["scores"])


def test_two_stages_of_the_same_name_are_refused(viewed):
    form = JourneyForm({"name": "New", "stages": "Buy\nbuy"}, engagement=viewed)

    assert list(form.errors) == ["stages"]
