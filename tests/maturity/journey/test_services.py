"""The order of the map, its edits, and what can be undone."""

from decimal import Decimal

import pytest

from maturity.journey import services
from maturity.journey.domain.layout import Direction
from maturity.models import Change, SetPiece, Stage
from maturity.web.editing import Edit, EditedMeanwhile, token
from tests.factories import journeys

STAGES = {"Buy": ("Orders", "Pays"), "Use": ("First bill",)}
PIECE = {"deviation": "Three times too high", "likelihood": 3, "consequence": None, "plan": "Ring first"}


@pytest.fixture
def journey(engagement, ane):
    return journeys.journey(engagement, ane, STAGES)


def move(engagement, ane, name, direction):
    found = journeys.touchpoint(engagement, name)
    return services.move_touchpoint(engagement=engagement, by=ane, touchpoint=found, direction=direction)


@pytest.mark.parametrize(
    ("name", "direction", "expected"),
    [
        ("Orders", Direction.RIGHT, [("Buy", "Pays", 1), ("Buy", "Orders", 2), ("Use", "First bill", 3)]),
        ("Pays", Direction.LEFT, [("Buy", "Pays", 1), ("Buy", "Orders", 2), ("Use", "First bill", 3)]),
        ("Pays", Direction.RIGHT, [("Buy", "Orders", 1), ("Use", "Pays", 2), ("Use", "First bill", 3)]),
        ("First bill", Direction.LEFT, [("Buy", "Orders", 1), ("Buy", "Pays", 2), ("Buy", "First bill", 3)]),
        ("Orders", Direction.LATER_STAGE, [("Buy", "Pays", 1), ("Use", "Orders", 2), ("Use", "First bill", 3)]),
    ],
)
def test_move_goes_one_place_and_past_the_edge_into_the_next_stage(engagement, ane, journey, name, direction, expected):
    assert move(engagement, ane, name, direction) is True
    assert journeys.order(journey) == expected


@pytest.mark.parametrize(
    ("name", "direction"),
    [("Orders", Direction.LEFT), ("First bill", Direction.RIGHT), ("Orders", Direction.EARLIER_STAGE)],
)
def test_move_beyond_the_journey_changes_nothing(engagement, ane, journey, name, direction):
    before = journeys.order(journey)

    assert move(engagement, ane, name, direction) is False
    assert journeys.order(journey) == before


def test_put_places_a_touchpoint_as_a_drag_does(engagement, ane, journey):
    stage = journey.stages.get(name="Use")

    services.put_touchpoint(
        engagement=engagement, by=ane, touchpoint=journeys.touchpoint(engagement, "Orders"), stage=stage, place=9999
    )

    assert journeys.order(journey) == [("Buy", "Pays", 1), ("Use", "First bill", 2), ("Use", "Orders", 3)]


def test_put_into_another_journey_is_refused(engagement, ane, journey):
    other = journeys.journey(engagement, ane, {"Leave": ()}, name="Other")

    with pytest.raises(services.JourneyRefusal):
        services.put_touchpoint(
            engagement=engagement,
            by=ane,
            touchpoint=journeys.touchpoint(engagement, "Orders"),
            stage=other.stages.get(),
            place=0,
        )


def test_positions_with_holes_and_doubles_become_dense_at_the_next_move(engagement, ane, journey):
    engagement.touchpoints.update(position=7)

    move(engagement, ane, "Orders", Direction.RIGHT)

    assert [position for _stage, _name, position in journeys.order(journey)] == [1, 2, 3]


def test_two_moves_made_from_the_same_old_page_come_one_after_the_other(engagement, ane, journey):
    first, second = (journeys.touchpoint(engagement, name) for name in ("Orders", "Pays"))

    services.move_touchpoint(engagement=engagement, by=ane, touchpoint=first, direction=Direction.LATER_STAGE)
    services.move_touchpoint(engagement=engagement, by=ane, touchpoint=second, direction=Direction.RIGHT)

    assert journeys.order(journey) == [("Use", "Pays", 1), ("Use", "Orders", 2), ("Use", "First bill", 3)]


def test_archive_keeps_ratings_and_restore_puts_back_in_place(engagement, ane, journey):
    found = journeys.touchpoint(engagement, "Pays")
    journeys.rate(found, [7, 8, 9])

    services.archive_touchpoint(engagement=engagement, by=ane, touchpoint=found)
    assert journeys.order(journey) == [("Buy", "Orders", 1), ("Use", "First bill", 2)]

    services.restore_touchpoint(engagement=engagement, by=ane, touchpoint=found)
    assert journeys.order(journey) == [("Buy", "Orders", 1), ("Buy", "Pays", 2), ("Use", "First bill", 3)]
    assert found.ratings.count() == 3


def test_restore_is_refused_where_the_name_was_taken_meanwhile(engagement, ane, journey):
    found = journeys.touchpoint(engagement, "Pays")
    services.archive_touchpoint(engagement=engagement, by=ane, touchpoint=found)
    services.add_touchpoint(engagement=engagement, by=ane, stage=found.stage, name="pays")

    with pytest.raises(services.JourneyRefusal):
        services.restore_touchpoint(engagement=engagement, by=ane, touchpoint=found)


def test_copy_stands_behind_with_set_pieces_but_without_ratings(engagement, ane, journey):
    found = journeys.touchpoint(engagement, "Orders")
    journeys.rate(found, [7, 8, 9])
    services.add_set_piece(
        engagement=engagement, by=ane, touchpoint=found, deviation="Sold out", likelihood=3, consequence=4, plan=""
    )

    made = services.copy_touchpoint(engagement=engagement, by=ane, touchpoint=found)

    assert journeys.order(journey)[:2] == [("Buy", "Orders", 1), ("Buy", "Orders (2)", 2)]
    assert (made.ratings.count(), [piece.deviation for piece in made.set_pieces.all()]) == (0, ["Sold out"])


def test_two_editors_of_different_fields_both_keep_their_edit(engagement, ane, journey):
    found = journeys.touchpoint(engagement, "Orders")
    seen = token({"need": "", "promise": ""})

    for new in ({"need": "Be done", "promise": ""}, {"need": "", "promise": "Five fields"}):
        services.edit_touchpoint(engagement=engagement, by=ane, touchpoint=found, edit=Edit(new, seen))

    found.refresh_from_db()
    assert (found.need, found.promise, found.version) == ("Be done", "Five fields", 3)


def test_the_second_editor_of_the_same_field_is_told_what_the_first_saved(engagement, ane, journey):
    found = journeys.touchpoint(engagement, "Orders")
    seen = token({"own_rating": None})
    first = Edit({"own_rating": Decimal(4)}, seen)
    second = Edit({"own_rating": Decimal(2)}, seen)
    services.edit_touchpoint(engagement=engagement, by=ane, touchpoint=found, edit=first)

    with pytest.raises(EditedMeanwhile) as told:
        services.edit_touchpoint(engagement=engagement, by=ane, touchpoint=found, edit=second)

    found.refresh_from_db()
    assert (told.value.theirs, found.own_rating) == ({"own_rating": Decimal(4)}, Decimal(4))


def test_edit_leaves_before_and_after_in_the_trail(engagement, ane, journey):
    found = journeys.touchpoint(engagement, "Orders")
    sales = engagement.departments.get(name="Sales")

    services.edit_touchpoint(
        engagement=engagement, by=ane, touchpoint=found, edit=Edit({"department": sales, "need": ""})
    )

    change = Change.objects.get(action="changed")
    assert (change.subject, change.by, change.fields) == (
        f"touchpoint:{found.pk}",
        ane,
        {"department": [None, "Sales"]},
    )


def test_a_stage_that_holds_archived_touchpoints_is_not_taken_away(engagement, ane, journey):
    found = journeys.touchpoint(engagement, "First bill")
    services.archive_touchpoint(engagement=engagement, by=ane, touchpoint=found)

    with pytest.raises(services.JourneyRefusal):
        services.remove_stage(engagement=engagement, by=ane, stage=found.stage)


def test_move_stage_takes_its_touchpoints_along(engagement, ane, journey):
    services.move_stage(engagement=engagement, by=ane, stage=journey.stages.get(name="Use"), later=False)

    assert journeys.order(journey) == [("Use", "First bill", 1), ("Buy", "Orders", 2), ("Buy", "Pays", 3)]


def test_names_of_stages_are_unique_in_a_journey(engagement, ane, journey):
    with pytest.raises(services.JourneyRefusal):
        services.add_stage(engagement=engagement, by=ane, journey=journey, name="buy")
    with pytest.raises(services.JourneyRefusal):
        services.rename(engagement=engagement, by=ane, row=journey.stages.get(name="Use"), edit=Edit({"name": "Buy"}))
    assert sorted(Stage.objects.values_list("name", flat=True)) == ["Buy", "Use"]


def test_names_are_taken_whatever_the_case_of_their_letters(engagement, ane, journey):
    write = {"engagement": engagement, "by": ane}
    stage = services.add_stage(**write, journey=journey, name="Før")
    persona = services.add_persona(**write, name="Åse")
    bill = services.add_touchpoint(**write, stage=stage, name="Årsopgørelse")
    services.add_set_piece(**write, touchpoint=bill, **PIECE | {"deviation": "Øde"})

    for again in (
        lambda: services.add_stage(**write, journey=journey, name="FØR"),
        lambda: services.rename(**write, row=journey.stages.get(name="Use"), edit=Edit({"name": "FØR"})),
        lambda: services.add_persona(**write, name="ÅSE"),
        lambda: services.add_touchpoint(**write, stage=stage, name="ÅRSOPGØRELSE"),
        lambda: services.add_set_piece(**write, touchpoint=bill, **PIECE | {"deviation": "ØDE"}),
    ):
        with pytest.raises(services.JourneyRefusal):
            again()
    assert services.rename(**write, row=persona, edit=Edit({"name": "ÅSE"}))


def test_set_piece_taken_away_comes_back_whole(engagement, ane, journey):
    found = journeys.touchpoint(engagement, "First bill")
    piece = services.add_set_piece(engagement=engagement, by=ane, touchpoint=found, **PIECE)

    change = services.remove_set_piece(engagement=engagement, by=ane, piece=piece)
    assert not SetPiece.objects.exists()

    services.restore_set_piece(engagement=engagement, by=ane, touchpoint=found, change=change)
    assert list(SetPiece.objects.values(*PIECE)) == [PIECE]


def test_example_fills_an_empty_map_and_only_an_empty_one(engagement, ane):
    made = services.add_example(engagement=engagement, by=ane)

    assert [name for _stage, name, _position in journeys.order(made)] == [
        "Compares prices",
        "Places the order",
        "Receives the first bill",
        "Gets an answer",
    ]
    with pytest.raises(services.JourneyRefusal):
        services.add_example(engagement=engagement, by=ane)
