"""What the pages say of certainty, weights and departments."""

import pytest

from maturity.assessment.queries.pages import assessment_page, dimension_page
from maturity.framework.models import EngagementFramework
from maturity.framework.services import shipped_framework
from maturity.methods.departments import DifferenceVerdict, Heterogeneity
from tests.factories import rooms

pytestmark = pytest.mark.django_db
FIRST, SECOND = "customer-insight.1", "recognition.1"
APART = {"Sales": [2, 2, 3, 2, 2], "IT": [4, 4, 5, 4, 4]}
ALIKE = {"Sales": [3, 2, 3, 3, 3], "IT": [3, 2, 3, 3, 3]}


@pytest.fixture
def engagement(engagement):
    EngagementFramework.objects.get_or_create(engagement=engagement, defaults={"framework": shipped_framework()})
    return engagement


def home(engagement, client) -> str:
    return " ".join(client.get(f"/engagements/{engagement.pk}/assessment/").text.split())


def dimension(engagement, client, key="customer-insight") -> str:
    return " ".join(client.get(f"/engagements/{engagement.pk}/assessment/dimensions/{key}/").text.split())


@pytest.mark.parametrize(
    ("votes", "said"),
    [
        ({"Sales": [3] * 12}, "is at Player"),
        ({"Sales": [3, 3, 3]}, "is probably at Player"),
        ({"Sales": [2, 3, 2, 3, 3, 2]}, "is probably between Curious and Player"),
        ({"Sales": [3, 3, 2, 3]}, "is probably at Player"),
        ({"Sales": [1, 5, 1, 5]}, "is anywhere from"),
        ({"Sales": [3], "IT": [3], "Service": [3]}, "is nearest to Player"),
    ],
)
def test_heading_says_how_sure_the_rung_is(engagement, as_ane, votes, said):
    rooms.voted(engagement, {FIRST: votes})
    assert said in home(engagement, as_ane)


def test_probabilities_stand_in_a_table_and_cut_the_bar(engagement, as_ane):
    rooms.voted(engagement, {FIRST: {"Sales": [3, 3, 3]}})
    segments = assessment_page(engagement).probabilities
    shares = [each.share for each in segments]
    assert sum(shares) == pytest.approx(1)
    assert shares[2] == max(shares) < 0.98
    assert sum(each.width for each in segments) == pytest.approx(500, abs=0.1)
    cells = "".join(f"<td>{round(100 * share)}%</td>" for share in shares)
    assert cells in home(engagement, as_ane)


def test_departments_that_differ_are_named_with_size_and_p(engagement, as_ane):
    rooms.voted(engagement, {FIRST: APART, SECOND: ALIKE})
    page = assessment_page(engagement)
    assert [row.dimension.key for row in page.differing] == ["customer-insight"]
    assert [row.difference.verdict for row in page.rows[:3]] == [
        DifferenceVerdict.DIFFER,
        DifferenceVerdict.MAY_BE_CHANCE,
        DifferenceVerdict.TOO_FEW,
    ]
    text = home(engagement, as_ane)
    assert "Departments really differ in 1 dimension" in text
    assert "from Sales at 2.2 to IT at 4.2." in text
    assert "Large difference (η² 0.84, p 0.008, adjusted for all dimensions 0.016)." in text


def test_differences_that_may_be_chance_are_said_to_be(engagement, as_ane):
    rooms.voted(engagement, {FIRST: ALIKE})
    assert "Differences between departments may be chance" in home(engagement, as_ane)
    assert "What departments differ by may be chance" in dimension(engagement, as_ane)


def test_department_that_is_hidden_is_neither_compared_nor_pooled(engagement, as_ane):
    rooms.voted(engagement, {FIRST: APART | {"Service": [1, 5]}})
    page = dimension_page(engagement, "customer-insight")
    shown = {score.department for score, _pooled in page.departments if score.shown}
    assert {score.department: pooled is not None for score, pooled in page.departments} == {
        name: name in shown and len(shown) > 1 for name in ("IT", "Sales", "Service")
    }
    assert page.row.difference.verdict is DifferenceVerdict.TOO_FEW
    assert "in the whole only" in dimension(engagement, as_ane)


def test_department_means_stand_raw_and_pooled(engagement, as_ane):
    rooms.voted(engagement, {FIRST: APART})
    page = dimension_page(engagement, "customer-insight")
    assert page.pooling.state is Heterogeneity.VARY
    for score, pooled in page.departments:
        assert abs(pooled.pooled - 3.2) < abs(score.mean - 3.2)
    assert "The departments see it differently" in dimension(engagement, as_ane)


def test_departments_that_vary_no_more_than_noise_are_pooled_to_one(engagement, as_ane):
    rooms.voted(engagement, {FIRST: ALIKE})
    assert dimension_page(engagement, "customer-insight").pulled_together
    assert "vary no more than chance makes them" in dimension(engagement, as_ane)


def test_all_who_answer_alike_leave_no_noise(engagement, as_ane):
    rooms.voted(engagement, {FIRST: {"Sales": [3, 3, 3], "IT": [3, 3, 3]}})
    text = dimension(engagement, as_ane)
    assert "All departments answered alike" in text
    assert "Inside each department all answered alike" in text


def test_weights_are_said_to_matter_or_not(engagement, as_ane):
    rooms.voted(engagement, {FIRST: {"Sales": [1, 1, 1]}, SECOND: {"Sales": [4, 4, 4]}})
    text = home(engagement, as_ane)
    assert "the overall lies between 1.6 and 3.4" in text
    assert "What counts how much decides which rung is nearest" in text
    assert "Customer insight moves it most: without it the overall is 4.00 instead of 2.50." in text


def test_weakest_dimension_stands_beside_the_overall(engagement, as_ane):
    rooms.voted(engagement, {FIRST: {"Sales": [4, 4, 4]}, SECOND: {"Sales": [2, 2, 2]}})
    assert assessment_page(engagement).weakest.dimension.key == "recognition"
    assert "Weakest dimension" in home(engagement, as_ane)


def test_only_one_dimension_has_nothing_to_be_weighed_against(engagement, as_ane):
    rooms.voted(engagement, {FIRST: {"Sales": [3, 3, 3]}})
    assert assessment_page(engagement).moves_most is None
    assert "Weights matter little" in home(engagement, as_ane)


def test_dimension_without_votes_says_so(engagement, as_ane):
    rooms.voted(engagement, {FIRST: {"Sales": [3, 3, 3]}})
    assert "Too few answers to say where you stand" in dimension(engagement, as_ane, "leadership")
