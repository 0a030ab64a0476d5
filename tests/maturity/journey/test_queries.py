"""What the map shows: gaps, the finding, peak and end, and how it is cut for paper."""

import pytest

from maturity.clients.models import Viewer
from maturity.clients.rules import Role
from maturity.journey import queries, services
from maturity.web.editing import Edit
from tests.factories import cast, journeys

STAGES = {"Buy": ("Orders", "Pays"), "Use": ("First bill",), "Leave": ()}


@pytest.fixture
def viewed(engagement, ane):
    engagement.viewer = Viewer(ane, Role.FACILITATOR, None)
    return engagement


def names(columns) -> list[str]:
    return [each.touchpoint.name for each in columns]


def test_map_of_nothing_is_empty(viewed):
    found = queries.journey_map(viewed)

    assert (found.journey, found.stages, found.largest_gap, found.peak, found.last) == (None, (), None, None, None)


def test_map_compares_own_rating_with_customers_on_one_scale(viewed, ane):
    journeys.journey(viewed, ane, STAGES, own_rating=4)
    journeys.rate(journeys.touchpoint(viewed, "First bill"), [5, 5, 5, 5])
    journeys.rate(journeys.touchpoint(viewed, "Orders"), [10, 10, 10])
    journeys.rate(journeys.touchpoint(viewed, "Pays"), [0, 0])

    found = queries.journey_map(viewed)

    assert [
        (each.touchpoint.name, each.found.customers, each.gap, each.emotion, each.found.n) for each in found.columns
    ] == [
        ("Orders", 5.0, -1.0, 2.0, 3),
        ("Pays", None, None, None, 2),
        ("First bill", 3.0, 1.0, 0.0, 4),
    ]
    assert (
        found.largest_gap.touchpoint.name,
        found.peak.touchpoint.name,
        found.last.touchpoint.name,
        found.n_ratings,
    ) == (
        "First bill",
        "Orders",
        "First bill",
        9,
    )
    assert [(stage.name, len(columns)) for stage, columns in found.stages] == [("Buy", 2), ("Use", 1), ("Leave", 0)]


def test_why_is_asked_where_own_rating_is_higher_until_it_is_said(viewed, ane):
    journeys.journey(viewed, ane, STAGES, own_rating=4)
    bill = journeys.touchpoint(viewed, "First bill")
    journeys.rate(bill, [5, 5, 5, 5])
    assert names(queries.journey_map(viewed).unexplained) == ["First bill"]

    services.edit_touchpoint(engagement=viewed, by=ane, touchpoint=bill, edit=Edit({"gap_kind": "action"}))

    assert queries.journey_map(viewed).unexplained == ()


def test_archived_touchpoints_are_off_the_map_but_offered_back(viewed, ane):
    journeys.journey(viewed, ane, STAGES)
    services.archive_touchpoint(engagement=viewed, by=ane, touchpoint=journeys.touchpoint(viewed, "Pays"))

    found = queries.journey_map(viewed)

    assert names(found.columns) == ["Orders", "First bill"]
    assert [each.name for each in found.archived] == ["Pays"]


def test_map_of_one_persona_leaves_out_the_others_and_empty_stages(viewed, ane):
    journeys.journey(viewed, ane, STAGES)
    persona = services.add_persona(engagement=viewed, by=ane, name="Family")
    viewed.touchpoints.filter(name="First bill").update(persona=persona)

    found = queries.journey_map(viewed, persona_id=persona.pk)

    assert [(stage.name, names(columns)) for stage, columns in found.stages] == [("Use", ["First bill"])]


def test_map_for_a_report_has_nothing_to_edit(engagement, ane):
    journeys.journey(engagement, ane, STAGES)

    assert [each.editable for each in queries.journey_map(engagement).columns] == [False, False, False]


def test_another_engagements_journey_is_not_shown(viewed, ane):
    journeys.journey(viewed, ane, STAGES)
    rival = cast.rival()
    theirs = journeys.journey(rival, ane, {"Secret": ("Hidden",)})

    found = queries.journey_map(viewed, journey_id=theirs.pk)

    assert names(found.columns) == ["Orders", "Pays", "First bill"]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [(8, [["Buy 2", "Use 1"]]), (2, [["Buy 2"], ["Use 1"]]), (1, [["Buy 1"], ["Buy 1"], ["Use 1"]])],
)
def test_slices_cut_the_map_into_even_pieces(viewed, ane, columns, expected):
    journeys.journey(viewed, ane, STAGES)

    pieces = queries.journey_map(viewed).slices(columns)

    assert [[f"{stage.name} {len(shown)}" for stage, shown in piece] for piece in pieces] == expected


def test_touchpoint_page_counts_scores_and_thirds(viewed, ane):
    journeys.journey(viewed, ane, STAGES, own_rating=4)
    bill = journeys.touchpoint(viewed, "First bill")
    journeys.rate(bill, [10, 9, 8, 6, 0])

    page = queries.touchpoint_page(bill)

    nps = page.promoters
    assert (nps.promoters, nps.passives, nps.detractors, nps.score, nps.confidence) == (2, 1, 2, 0.0, 0.9)
    assert [bar.score for bar in page.bars if bar.n] == [0, 6, 8, 9, 10]
