"""An initiative's fields are declared once: form, page, services, workbook and reader take them from there."""

from dataclasses import fields
from decimal import Decimal

from maturity.clients.models import Viewer
from maturity.clients.rules import Role
from roadmap.initiatives import words
from roadmap.initiatives.domain.facts import InitiativeFacts
from roadmap.initiatives.forms import InitiativeForm
from roadmap.initiatives.queries.detail import form_choices
from roadmap.initiatives.queries.facts import OWN as READ
from roadmap.initiatives.rules import FIELDS, OWN, RELATIONS
from roadmap.initiatives.workbook import INITIATIVES
from roadmap.models import Initiative
from tests.factories.initiatives import initiative
from tests.repository.sources import files_naming

FURTHER = {"id", "engagement", "archived_at"}
# What the reader knows beyond the initiative's fields.
DERIVED = {"pk", "department_id", "unlocks", "estimates", "benefits", "measures"}
LIMIT = 5


def test_every_column_of_an_initiative_is_declared():
    columns = {column.name for column in (*Initiative._meta.fields, *Initiative._meta.many_to_many)} - FURTHER
    assert {field.name for field in FIELDS} == columns | {"efforts"}


def test_the_reader_reads_just_the_fields_that_are_declared():
    assert {each.name for each in fields(InitiativeFacts)} - DERIVED == {field.name for field in FIELDS}
    assert set(READ) - {"pk", "department_id"} == set(OWN)


def test_declaration_gives_form_relations_and_sheet_their_order(engagement, ane):
    engagement.viewer = Viewer(ane, Role.FACILITATOR, None)
    form = InitiativeForm(engagement=engagement, choices=form_choices(engagement, None), initiative=None)
    shown = [field.name for field in form.visible_fields() if not field.name.startswith("effort-")]
    assert shown == [field.name for field in FIELDS if field.name != "efforts"]
    assert {part: len(found) for part, found in form.parts().items()} == {
        "what": 6,
        "purpose": 3,
        "takes": 3,
        "efforts": engagement.departments.count(),
        "limits": 4,
        "why": 1,
    }
    assert RELATIONS == ("other_departments", "dimensions", "touchpoints", "after")
    assert [column.name for column in INITIATIVES.columns] == [
        *("key", "title", "kind", "department", "executive", "other departments", "dimensions", "touchpoints"),
        *("after", "quarters", "effort", "one-off cost", "cost per year", "must", "not before", "reach", "confidence"),
    ]


def test_the_page_lists_what_is_typed(engagement):
    made = initiative(engagement, "A1", one_off_cost=Decimal(1200), argument="A pilot")
    made.refresh_from_db()
    assert words.stated(made, "EUR") == {
        "takes": [("One-off cost", "€1,200"), ("Cost per year", "€0")],
        "purpose": [("Argument", "A pilot")],
    }


def test_a_plain_field_stands_in_few_files():
    """Adding a field like this one touches the model, the declaration, and what computes with it."""
    found = files_naming("argument")
    assert found >= {"roadmap/initiatives/models.py", "roadmap/initiatives/rules.py"}
    assert len(found) <= LIMIT, sorted(found)
