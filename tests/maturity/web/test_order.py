"""Names in the order of the reader's language, held against ICU 78 with the rules of CLDR 48."""

import pytest
from django import forms

from maturity.clients.queries import listed_capacities
from maturity.models import Department, Engagement
from maturity.web.fields import offer_rows
from maturity.web.languages import speaking
from maturity.web.order import in_order, order_key

BY_ICU = {
    "da": "Ole Vera Vilma Walter Wilma zebra Ärlig Ærø Øst Östen aa Aage ål Aalborg Århus Aarhus Åse",
    "sv": "aa Aage Aalborg Aarhus Ole Vera Vilma Walter Wilma zebra ål Århus Åse Ärlig Ærø Øst Östen",
    "en": "aa Aage Aalborg Aarhus Ærø ål Århus Ärlig Åse Ole Øst Östen Vera Vilma Walter Wilma zebra",
}
DEPARTMENTS = {
    "da": "Abe, Çedilla, éclair, zebra, Zoo, Ä-team, Ærø, Ö-drift, Økonomi, Åben, Ålborg, Aarhus",
    "sv": "Aarhus, Abe, Çedilla, éclair, zebra, Zoo, Åben, Ålborg, Ä-team, Ærø, Ö-drift, Økonomi",
    "en": "Ä-team, Aarhus, Abe, Åben, Ærø, Ålborg, Çedilla, éclair, Ö-drift, Økonomi, zebra, Zoo",
}


@pytest.mark.parametrize("language", BY_ICU)
def test_words_stand_as_in_icu(language):
    words = BY_ICU[language].split()
    assert sorted(sorted(words), key=lambda word: order_key(word, language)) == words


@pytest.mark.parametrize("language", DEPARTMENTS)
def test_departments_stand_in_the_readers_order(language):
    names = DEPARTMENTS[language].split(", ")
    with speaking(language):
        assert in_order(sorted(names)) == names


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("da", ["Test 1", "Test 2", "Test 12", "Test A"]),
        ("sv", ["A 1", "A 1b", "A 2", "A 10"]),
        ("en", ["a", "A", "á", "ab", "Ab"]),
        ("da", ["A", "a", "Ab", "ab"]),
        ("da", ["1. linje", "2. linje", "10. linje", "Linje"]),
        ("sv", ["IT drift", "IT-drift", "ITX"]),
        ("en", ["", "-", "1", "a", "я"]),
    ],
)
def test_signs_figures_accents_and_capitals(language, names):
    assert sorted(sorted(names, reverse=True), key=lambda name: order_key(name, language)) == names


def test_what_nobody_sees_does_not_move_a_name():
    names = ["Abe", "\u200bMarketing", "Salg"]
    with speaking("da"):
        assert in_order(reversed(names)) == names


@pytest.mark.django_db
def test_departments_are_listed_and_offered_in_the_readers_order(engagement: Engagement) -> None:
    engagement.capacities.all().delete()
    for name in ("Aarhus", "Økonomi", "zebra", "Zoo", "Test 12", "Test 2"):
        department = Department.objects.create(organisation=engagement.organisation, name=name)
        engagement.capacities.create(department=department, person_weeks=1)
    field = forms.ModelChoiceField(Department.objects.none(), empty_label="Choose")
    with speaking("da"):
        offer_rows(field, engagement.departments.all())
        offered = [label for _value, label in field.choices]
        listed = [capacity.department.name for capacity in listed_capacities(engagement)]
    assert listed == ["Test 2", "Test 12", "zebra", "Zoo", "Økonomi", "Aarhus"]
    assert offered == ["Choose", *listed]
