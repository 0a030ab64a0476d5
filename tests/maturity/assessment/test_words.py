"""What results become as sentences, without any page."""

from types import SimpleNamespace

import pytest

from maturity.assessment.words import agreement, departments, standing, waves
from maturity.framework.rules import SHIPPED, read_library
from maturity.methods.agreement import RoomVerdict, disagreement
from maturity.methods.departments import Size
from maturity.methods.noise import NoiseVerdict
from maturity.methods.scoring import DepartmentScore
from maturity.methods.scoring import ScoreState as Enough
from maturity.methods.scoring.standing import Certainty, Standing
from maturity.methods.split import Split
from maturity.web.languages import speaking

MODEL = read_library(SHIPPED.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("certainty", "said", "small"),
    [
        (Certainty.AT, "At Curious", ""),
        (Certainty.PROBABLY, "Probably at Curious", "probably"),
        (Certainty.BETWEEN, "Probably between Curious and Player", "2 or 3"),
        (Certainty.ANYWHERE, "Anywhere from Curious to Player", "2–3"),
        (Certainty.NEAREST, "Nearest to Curious", ""),
    ],
)
def test_standing(certainty, said, small):
    found = Standing(certainty, 2, 3, None)
    assert (standing.standing_in_words(found, MODEL), standing.certainty_in_words(found)) == (said, small)


@pytest.mark.parametrize(
    ("state", "target", "said"),
    [
        (Enough.ENOUGH, None, "Nordlys is at Player"),
        (Enough.ENOUGH, 3.2, "Nordlys is at Player"),
        (Enough.ENOUGH, 3.84, "Nordlys is at Player, 0.8 rungs below its target"),
        (Enough.TOO_FEW, None, "Too few answers to say where you stand"),
    ],
)
def test_finding_names_a_gap_of_more_than_half_a_rung(state, target, said):
    at = Standing(Certainty.AT, 3, 3, 0.95)
    overall = SimpleNamespace(standing=at, mean=3.0, target=target, gap=None if target is None else target - 3.0)
    page = SimpleNamespace(found=state is Enough.ENOUGH, overall=overall, model=MODEL)
    assert standing.finding(page, "Nordlys") == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "7 say Curious, 6 say Purposeful."),
        ("da", "7 siger “Den nysgerrige”, 6 siger “Den målbevidste”."),
    ],
)
def test_camps(language, said):
    with speaking(language):
        assert (
            agreement.split_in_words(Split(lower=2, upper=4, lower_count=7, upper_count=6, below=7, above=6), MODEL)
            == said
        )


@pytest.mark.parametrize(
    ("rungs", "said"),
    [
        ([1, 1, 1, 5, 5, 5], "Far apart: 3 of 6 stand on the two lowest rungs, 3 on the two highest."),
        ([3, 3, 3, 3], "Not far apart: the middle four tenths lie on rung 3."),
        ([2, 2, 3, 3], "Not far apart: the middle four tenths lie on rungs 2 to 3."),
    ],
)
def test_rule(rungs, said):
    assert agreement.rule_in_words(disagreement(rungs)) == said


def test_every_verdict_on_a_room_has_words():
    said = [agreement.room_in_words(SimpleNamespace(verdict=verdict)) for verdict in RoomVerdict]
    assert sorted(said) == ["The answers are spread.", "The room agrees.", "The room is divided."]


@pytest.mark.parametrize(
    ("between", "share", "reliable", "said"),
    [
        (None, None, False, "Too few departments to say."),
        ("icc", 0.0, False, "Nothing that could be seen lies between departments."),
        (
            "icc",
            0.45,
            True,
            "45% of the differences lie between departments, and their means can be relied on.",
        ),
        (
            "icc",
            0.1,
            False,
            "Perhaps 10% of the differences lie between departments, but their means are too unsure to compare.",
        ),
    ],
)
def test_between_departments(between, share, reliable, said):
    room = SimpleNamespace(between=between, share_between=share, reliable=reliable)
    assert agreement.between_in_words(room) == said


@pytest.mark.parametrize(
    ("size", "p", "said"),
    [
        (Size.LARGE, 0.0002, "Large difference (η² 0.20, p <\u00a00.001, adjusted for all dimensions 0.040)."),
        (Size.NEGLIGIBLE, 0.02, "Hardly any difference (η² 0.20, p 0.020, adjusted for all dimensions 0.040)."),
    ],
)
def test_effect(size, p, said):
    difference = SimpleNamespace(test=SimpleNamespace(effect=0.2, p=p), size=size, adjusted_p=0.04)
    assert departments.effect_in_words(difference) == said


@pytest.mark.parametrize(
    ("difference", "said"),
    [(1.26, "Sales sees it 1.3 higher than the rest."), (-1.26, "Sales sees it 1.3 lower than the rest.")],
)
def test_departments_that_differ(difference, said):
    assert departments.sees_it(DepartmentScore("Sales", 5, 3.0, difference, True)) == said


@pytest.mark.parametrize(
    ("shown", "verdict", "said"),
    [
        (None, None, "Spring and Autumn cannot be compared"),
        (0.3, None, "+0.3 rungs since Spring; whether that is noise cannot be told"),
        (0.3, NoiseVerdict.NOISE, "No change since Spring that can be told from chance (+0.3)"),
        (0.3, NoiseVerdict.MORE_THAN_NOISE, "0.3 rungs up since Spring: more than noise"),
        (-0.3, NoiseVerdict.MORE_THAN_NOISE, "0.3 rungs down since Spring: more than noise"),
    ],
)
def test_change(shown, verdict, said):
    overall = SimpleNamespace(
        shown=shown,
        found=SimpleNamespace(change=shown, verdict=verdict),
        real=verdict is NoiseVerdict.MORE_THAN_NOISE,
    )
    compared = SimpleNamespace(
        overall=overall, before=SimpleNamespace(name="Spring"), after=SimpleNamespace(name="Autumn")
    )
    assert waves.change_in_words(compared) == said
