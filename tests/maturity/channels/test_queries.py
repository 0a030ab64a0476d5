"""What the pages show, from rows to figures: literal results, in a literal number of queries."""

from decimal import Decimal

import pytest

from maturity.channels.domain.analysis import analysed, measured_of
from maturity.channels.domain.contribution import contributions
from maturity.channels.queries.pages import channels_page, paths_page, systems_page
from maturity.channels.rules import Identity
from maturity.models import Channel, Handoff, Path
from tests.factories import waterways

pytestmark = pytest.mark.django_db


def test_contributions_of_a_small_client(engagement) -> None:
    waterways.waterways(engagement)
    page = channels_page(engagement)
    found = [
        (
            row.channel,
            round(row.conversions, 3),
            round(row.share, 3),
            round(row.lost, 3),
            row.yearly,
            round(row.each, 2),
        )
        for row in page.rows
    ]
    # By hand, of 200 customers 100 start in Search (60 go on to Web), 80 in Web, 20 in Phone; of 140 in Web 40 go on to
    # Phone. Phone converts 40 of 60, Web (40 + 40 × 4/6) of 140 = 10/21, Search 6/10 of that = 2/7. Lost without a
    # channel: who come to it × what it converts ÷ 8/20, so Web 14/20 × 10/21, Phone 6/20 × 4/6, Search 10/20 × 2/7.
    assert page.analysis.found.conversion_probability == 0.4
    assert found == [
        ("Web", 39.437, 0.493, 0.833, 2000, 7.1),
        ("Phone", 23.662, 0.296, 0.5, 19200, 121.71),
        ("Search", 16.901, 0.211, 0.357, 2000, 11.83),
    ]


def test_credits_add_up_to_all_conversions(engagement) -> None:
    waterways.waterways(engagement)
    assert sum(row.conversions for row in channels_page(engagement).rows) == pytest.approx(80)


def test_channel_on_no_path_has_no_contribution_rather_than_none_at_all(engagement) -> None:
    waterways.waterways(engagement)
    waterways.channel(engagement, "Fax", contacts_per_year=None, cost_per_contact=None)
    fax = channels_page(engagement).rows[-1]
    assert (fax.channel, fax.conversions, fax.share, fax.lost, fax.yearly, fax.each) == (
        "Fax",
        None,
        None,
        None,
        None,
        None,
    )


def test_handoffs_in_customers_a_year_largest_first(engagement) -> None:
    waterways.waterways(engagement)
    found = [
        (row.origin, row.destination, row.customers, row.identity, row.by_owner)
        for row in channels_page(engagement).handoffs
    ]
    assert found == [
        ("Search", "Web", 600, Identity.LOST, True),
        ("Web", "Phone", 200, Identity.LOST, True),
        ("Phone", "Web", 40, Identity.FOLLOWS, False),
    ]


def test_share_of_customers_whose_identity_is_lost(engagement) -> None:
    _search, web, phone = waterways.waterways(engagement)
    Handoff.objects.filter(origin=phone).update(identity_follows=None)
    assert channels_page(engagement).share_lost == 1
    Handoff.objects.filter(origin=web).update(identity_follows=True)
    assert channels_page(engagement).share_lost == 0.75


def test_shares_over_the_whole_are_told(engagement) -> None:
    search, _web, phone = waterways.waterways(engagement)
    waterways.handoff(search, phone, share="0.5")
    assert channels_page(engagement).overfull == (("Search", pytest.approx(1.1)),)


def test_no_paths_is_a_result(engagement) -> None:
    waterways.channel(engagement, "Web")
    page = channels_page(engagement)
    assert (page.analysis, page.top, page.rows[0].conversions) == (None, None, None)


@pytest.mark.parametrize(("customers", "known"), [(0, False), (5, True)])
def test_nobody_converts(engagement, customers: int, known: bool) -> None:
    waterways.path(waterways.channel(engagement, "Web"), customers=customers, conversions=0)
    page = channels_page(engagement)
    assert (page.analysis is not None, page.top) == (known, None)


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("channel", ["Fax", "Phone", "Search", "Web"]),
        ("-channel", ["Web", "Search", "Phone", "Fax"]),
        ("cost", ["Search", "Web", "Phone", "Fax"]),
        ("-yearly", ["Phone", "Search", "Web", "Fax"]),
        ("nonsense", ["Web", "Phone", "Search", "Fax"]),
    ],
)
def test_table_sorted_from_the_address_what_is_not_known_last(engagement, sort: str, order: list[str]) -> None:
    waterways.waterways(engagement)
    waterways.channel(engagement, "Fax", contacts_per_year=None, cost_per_contact=None)
    page = channels_page(engagement, sort)
    assert [row.channel for row in page.rows] == order
    assert page.graph == channels_page(engagement).graph


def test_figures_stay_when_a_channel_is_renamed(engagement) -> None:
    waterways.waterways(engagement)
    before = channels_page(engagement).analysis.found
    Channel.objects.filter(name="Web").update(name="Homepage")
    assert channels_page(engagement).analysis.found == before


def test_weighted_counts_are_allowed(engagement) -> None:
    web = waterways.channel(engagement, "Web")
    Path.objects.create(engagement=engagement, route=[web.pk], customers=Decimal("62.5"), conversions=Decimal("31.25"))
    measured = measured_of(engagement.paths.all())
    assert contributions([web], measured, analysed(measured))[0].conversions == 31.25


def test_paths_through_one_channel(engagement) -> None:
    _search, _web, phone = waterways.waterways(engagement)
    page = paths_page(engagement, phone.pk, "-rate")
    assert [(" > ".join(row.channels), row.customers, row.conversions) for row in page.rows] == [
        ("Web > Phone", 40, 30),
        ("Phone", 20, 10),
    ]
    assert (page.channel, page.customers, page.conversions) == ((phone.pk, "Phone"), 60, 40)


def test_systems_and_links_with_what_is_missing(engagement) -> None:
    waterways.systems(engagement)
    page = systems_page(engagement)
    assert [row.name for row in page.ownerless] == ["Telephony"]
    assert [(link.differs, link.unready) for link in page.links] == [(True, ("Telephony",))]
    assert page.differing == 1


def test_three_queries_whatever_the_size(engagement, django_assert_num_queries) -> None:
    waterways.waterways(engagement)
    with django_assert_num_queries(3):
        channels_page(engagement)
    for number in range(20):
        added = waterways.channel(engagement, f"Channel {number}")
        waterways.handoff(added, Channel.objects.get(name="Web"))
        waterways.path(added, customers=3, conversions=1)
    with django_assert_num_queries(3):
        channels_page(engagement)


def test_shares_come_with_intervals_around_them(engagement) -> None:
    waterways.waterways(engagement)
    for row in channels_page(engagement).rows:
        assert row.share_interval.low < row.share < row.share_interval.high
        assert row.lost_interval.low <= row.lost <= row.lost_interval.high


def test_channel_that_too_few_passed_is_not_judged(engagement) -> None:
    _search, web, _phone = waterways.waterways(engagement)
    fax = waterways.channel(engagement, "Fax")
    waterways.path(fax, web, customers=29, conversions=29)
    row = next(row for row in channels_page(engagement).rows if row.channel == "Fax")
    assert (row.too_few, row.conversions, row.share, row.lost, row.each, row.share_interval) == (
        True, None, None, None, None, None,
    )  # fmt: skip


def test_too_few_customers_in_all_credit_no_channel(engagement) -> None:
    web = waterways.channel(engagement, "Web")
    waterways.path(web, customers=20, conversions=8)
    page = channels_page(engagement)
    assert (page.top, page.analysis.says, page.analysis.intervals, page.movable) == (None, False, None, ())


def test_beliefs_furthest_off_first(engagement) -> None:
    waterways.waterways(engagement)
    Handoff.objects.filter(origin__name="Search").update(share="0.9")
    page = channels_page(engagement)
    assert [(row.origin, row.destination, row.stated, row.measured, row.verdict, row.far) for row in page.beliefs] == [
        ("Search", "Web", 0.9, 0.6, "too high", True),
        ("Phone", "Web", 0.1, 0.0, "too high", False),
        ("Web", "Phone", 0.2, pytest.approx(2 / 7), "too low", False),
    ]
    assert (page.furthest_off.origin, page.far_off, page.judged) == ("Search", 1, 3)


def test_handoff_that_nobody_mentioned_is_listed(engagement) -> None:
    waterways.waterways(engagement)
    Handoff.objects.filter(origin__name="Web").delete()
    unstated = channels_page(engagement).beliefs[-1]
    assert (unstated.origin, unstated.destination, unstated.stated, unstated.verdict) == (
        "Web", "Phone", None, "unstated",
    )  # fmt: skip


def test_touches_measured_and_as_stated(engagement) -> None:
    waterways.waterways(engagement)
    rows = {row.channel: row for row in channels_page(engagement).touches}
    # 300 touches of 200 customers, 140 of them in Web; from Web on 1 + 40/140 measured, 1.2 / 0.98 as stated.
    assert rows["Web"].per_hundred == pytest.approx(70)
    assert rows["Web"].ahead == pytest.approx(1 + 2 / 7)
    assert rows["Web"].stated == pytest.approx(1.2 / 0.98)


def test_stated_shares_that_cannot_be_true_leave_touches_to_the_measured(engagement) -> None:
    search, _web, phone = waterways.waterways(engagement)
    waterways.handoff(search, phone, share="0.5")
    assert {row.stated for row in channels_page(engagement).touches} == {None}


def test_touches_as_stated_need_no_paths(engagement) -> None:
    search, web = waterways.channel(engagement, "Search"), waterways.channel(engagement, "Web")
    waterways.handoff(search, web, share="0.5")
    assert [(row.channel, row.each, row.stated) for row in channels_page(engagement).touches] == [
        ("Search", None, 1.5),
        ("Web", None, 1.0),
    ]


@pytest.mark.parametrize(("from_b", "order"), [(100, 1), (0, 2)])
def test_order_that_the_paths_carry(engagement, from_b: int, order: int) -> None:
    a, b, x = (waterways.channel(engagement, name) for name in ("A", "B", "X"))
    waterways.path(a, x, customers=200, conversions=100)
    waterways.path(b, x, customers=200, conversions=from_b)
    analysis = channels_page(engagement).analysis
    assert (analysis.order.best, analysis.drift > 0) == (order, order > 1)


def test_higher_order_tells_how_far_shares_move(engagement) -> None:
    a, b, x = (waterways.channel(engagement, name) for name in ("A", "B", "X"))
    waterways.path(a, x, customers=200, conversions=200)
    waterways.path(b, x, customers=200, conversions=0)
    analysis = channels_page(engagement).analysis
    # Order 1: A and B a quarter each, X half of the conversions; order 2: A and X half each.
    assert (analysis.order.best, round(analysis.drift, 9)) == (2, 0.25)


def test_conversions_if_beliefs_were_true(engagement) -> None:
    search, _web, phone = waterways.waterways(engagement)
    Handoff.objects.filter(origin=phone).delete()
    # By hand: Web converts 2/7 itself (40 of 140) and hands 20 % to Phone, which converts 4/6: 44/105; Search sends
    # 60 % of its 100 customers there, 80 begin in Web, 20 in Phone.
    assert channels_page(engagement).believed == pytest.approx((0.6 * 100 + 80) * 44 / 105 + 20 * 4 / 6)
    waterways.handoff(search, phone, share="0.5")
    assert channels_page(engagement).believed is None
