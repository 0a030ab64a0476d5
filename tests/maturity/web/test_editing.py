"""Two people edit one thing: what only one changed is merged, what both changed is shown to the second."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string

from maturity.clients.rules import Verb
from maturity.clients.trail import apply_edit, last_editor, record_change
from maturity.models import Change
from maturity.web.editing import Edit, EditedMeanwhile, EditForm, differing, token

SHOWN = {"low": Decimal(1), "likely": Decimal(2), "unit": "hours"}
FIT = (("low", "likely"),)


@pytest.mark.parametrize(
    ("typed", "stored", "written"),
    [
        ({}, {}, {}),
        ({"unit": "days"}, {}, {"unit": ["hours", "days"]}),
        ({}, {"unit": "days"}, {}),
        ({"low": Decimal(0)}, {"unit": "days"}, {"low": [Decimal(1), Decimal(0)]}),
        ({"unit": "days"}, {"unit": "days"}, {}),
        ({"low": Decimal("1.00")}, {}, {}),
        ({"unit": "hours\r\n"}, {}, {}),
    ],
)
def test_what_only_one_changed_is_merged(typed, stored, written):
    assert Edit(SHOWN | typed, token(SHOWN)).changes(SHOWN | stored) == written


@pytest.mark.parametrize(
    ("typed", "stored", "theirs"),
    [
        ({"unit": "days"}, {"unit": "weeks"}, {"unit": "weeks"}),
        ({"unit": "days", "low": Decimal(0)}, {"unit": "weeks"}, {"unit": "weeks"}),
        ({"low": Decimal(2)}, {"likely": Decimal(1)}, {"likely": Decimal(1)}),
        ({"low": Decimal(0)}, {"low": Decimal(2), "likely": Decimal(3)}, {"low": Decimal(2), "likely": Decimal(3)}),
    ],
)
def test_what_both_changed_is_a_conflict_and_so_are_fields_that_must_fit(typed, stored, theirs):
    with pytest.raises(EditedMeanwhile) as refused:
        Edit(SHOWN | typed, token(SHOWN), FIT).changes(SHOWN | stored)
    assert refused.value.theirs == theirs


def test_without_a_token_what_is_stored_counts_as_seen():
    assert Edit({"unit": "days"}).changes({"unit": "weeks"}) == {"unit": ["weeks", "days"]}


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (Decimal("4.50"), 4.5, True),
        (Decimal("100"), 100, True),
        (0, Decimal("-0.0"), True),
        ("a\r\nb ", "a\nb", True),
        ({3, 1}, frozenset({1, 3}), True),
        ([3, 1], [1, 3], False),
        ("", None, False),
        (False, None, False),
        (False, 0, False),
        (date(2027, 1, 1), date(2027, 1, 2), False),
    ],
)
def test_values_that_mean_the_same_are_no_difference(one, other, alike):
    assert differing({"value": one}, {"value": other}) == ({} if alike else {"value": [one, other]})


class DepartmentForm(EditForm):
    name = forms.CharField(label="Name")
    lead = forms.ChoiceField(
        label="Lead", required=False, choices=[("", "Nobody"), ("bo", "Bo Berg"), ("cleo", "Cleo Carlsen")]
    )


def posted(form: DepartmentForm, **typed: str) -> DepartmentForm:
    """The same form, sent with other values and the token that it shows."""
    sent = QueryDict(mutable=True)
    sent.update({"name": "Sales", "lead": "bo"} | typed | {"seen": str(form["seen"].value())})
    again = DepartmentForm(sent)
    assert again.is_valid()
    return again


def test_form_carries_what_it_showed_and_gives_only_what_was_typed():
    form = posted(DepartmentForm(initial={"name": "Sales", "lead": "bo"}), name="Sale")
    assert form.values() == {"name": "Sale", "lead": "bo"}
    assert form.edit().changes({"name": "Sales", "lead": "cleo"}) == {"name": ["Sales", "Sale"]}


def test_form_keeps_what_was_typed_says_theirs_and_a_second_press_replaces_that_alone():
    stored = {"name": "Sales", "lead": "cleo"}
    form = posted(DepartmentForm(initial={"name": "Sales", "lead": "bo"}), name="Sale", lead="")
    with pytest.raises(EditedMeanwhile) as refused:
        form.edit().changes(stored)

    form.show_theirs(refused.value, "Ane")

    words = "Ane changed this to “Cleo Carlsen” meanwhile. Save again to replace it with yours."
    assert form.errors == {"lead": [words]}
    assert (form["name"].value(), form["lead"].value()) == ("Sale", "")
    page = render_to_string("components/_error_summary.html", {"form": form})
    assert "Somebody else saved this while you were writing." in page
    assert words in page
    again = DepartmentForm(form.data)
    assert again.is_valid()
    assert again.edit().changes(stored) == {"name": ["Sales", "Sale"], "lead": ["cleo", ""]}
    with pytest.raises(EditedMeanwhile):
        again.edit().changes({"name": "Sales", "lead": "bo"})


def test_edit_of_a_row_is_written_and_leaves_one_line_in_the_trail(engagement, ane):
    sales, service = (engagement.departments.get(name=name) for name in ("Sales", "Service"))

    assert apply_edit(engagement=engagement, by=ane, row=sales, edit=Edit({"name": "Sales", "lead": "Bo"}))
    assert not apply_edit(engagement=engagement, by=ane, row=sales, edit=Edit({"name": "Sales", "lead": "Bo"}))

    sales.refresh_from_db()
    change = Change.objects.get()
    assert (sales.lead, change.fields) == ("Bo", {"lead": ["", "Bo"]})
    assert (change.chapter, change.subject, change.label) == ("clients", f"department:{sales.pk}", "Sales")
    assert (last_editor(engagement, sales), last_editor(engagement, service)) == ("Ane", "")


def test_trail_keeps_a_row_by_its_name_and_a_caller_may_say_who_it_is_about(engagement, ane):
    sales = engagement.departments.get(name="Sales")
    pair = {"department": [None, sales]}
    record_change(
        engagement=engagement, by=ane, action=Verb.MOVED, fields=pair, chapter="plan", subject="x:1", label="B1"
    )
    change = Change.objects.get()
    assert (change.chapter, change.subject, change.label) == ("plan", "x:1", "B1")
    assert change.fields == {"department": [None, "Sales"]}
