"""A touchpoint's fields are declared once: form, map, card, copy and workbook read the declaration."""

from maturity.clients.models import Viewer
from maturity.clients.rules import Role
from maturity.journey.forms import TouchpointForm
from maturity.journey.rules import CARD_LANES, CELLS, COPIED, FIELDS, LANES
from maturity.journey.workbook import JOURNEY
from maturity.models import Touchpoint
from tests.factories import journeys
from tests.repository.sources import files_naming

FURTHER = {"id", "engagement", "stage", "position", "version", "archived_at"}
LIMIT = 5


def test_every_column_of_a_touchpoint_is_declared():
    assert {field.name for field in FIELDS} == {column.name for column in Touchpoint._meta.fields} - FURTHER


def test_declaration_gives_form_lanes_cards_copy_and_sheet_their_order(engagement, ane):
    engagement.viewer = Viewer(ane, Role.FACILITATOR, None)
    journeys.journey(engagement, ane, {"Buy": ["Orders"]})
    form = TouchpointForm(engagement=engagement, touchpoint=journeys.touchpoint(engagement, "Orders"))
    assert [field.name for field in form.visible_fields()] == [field.name for field in FIELDS]
    assert " ".join(lane.key for lane in LANES) == (
        "phase channel persona need promise ratings gap emotion department systems recognised_by set_pieces ending"
    )
    assert " ".join(lane.key for lane in CARD_LANES) == (
        "ratings gap emotion need promise phase channel department persona systems recognised_by set_pieces ending"
    )
    assert " ".join(COPIED) == "persona phase channel need promise own_rating department systems recognised_by"
    assert [column.name for column in JOURNEY.columns] == [
        *("journey", "persona", "stage", "order", "touchpoint", "phase", "channel", "department", "need", "promise"),
        *("own rating", "ending", "recognised by", "systems"),
    ]
    assert CELLS["gap"] == ("gap_kind", "gap_reason")


def test_a_plain_field_stands_in_few_files():
    """Adding a field like this one touches the model, the declaration, and what translates its heading."""
    found = files_naming("recognised[_ ]by")
    assert found >= {"maturity/journey/models.py", "maturity/journey/rules.py"}
    assert len(found) <= LIMIT, sorted(found)
