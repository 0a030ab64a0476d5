"""What the pages show, from rows to figures: literal results, in a literal number of queries."""

from decimal import Decimal

import pytest

from maturity.channels.queries.contribution import attributed, contributions, measured_of
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
    # By hand, of 20 customers 10 start in Search (6 go on to Web), 8 in Web, 2 in Phone; of 14 in Web 4 go on to Phone.
    # Phone converts 4 of 6, Web (4 + 4 × 4/6) of 14 = 10/21, Search 6/10 of that = 2/7. Lost without a channel: who
    # come to it × what it converts ÷ 8/20, so Web 14/20 × 10/21, Phone 6/20 × 4/6, Search 10/20 × 2/7.
    assert page.found.conversion_probability == 0.4
    assert found == [
        ("Web", 3.944, 0.493, 0.833, 2000, 7.1),
        ("Phone", 2.366, 0.296, 0.5, 19200, 121.71),
        ("Search", 1.69, 0.211, 0.357, 2000, 11.83),
    ]


def test_credits_add_up_to_all_conversions(engagement) -> None:
    waterways.waterways(engagement)
    assert sum(row.conversions for row in channels_page(engagement).rows) == pytest.approx(8)


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
    assert (page.found, page.top, page.rows[0].conversions) == (None, None, None)


@pytest.mark.parametrize(("customers", "known"), [(0, False), (5, True)])
def test_nobody_converts(engagement, customers: int, known: bool) -> None:
    waterways.path(waterways.channel(engagement, "Web"), customers=customers, conversions=0)
    page = channels_page(engagement)
    assert (page.found is not None, page.top) == (known, None)


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
    before = channels_page(engagement).found
    Channel.objects.filter(name="Web").update(name="Homepage")
    assert channels_page(engagement).found == before


def test_weighted_counts_are_allowed(engagement) -> None:
    web = waterways.channel(engagement, "Web")
    Path.objects.create(engagement=engagement, route=[web.pk], customers=Decimal("2.5"), conversions=Decimal("1.25"))
    measured = measured_of(engagement.paths.all())
    assert contributions([web], measured, attributed(measured))[0].conversions == 1.25


def test_paths_through_one_channel(engagement) -> None:
    _search, _web, phone = waterways.waterways(engagement)
    page = paths_page(engagement, phone.pk, "-rate")
    assert [(" > ".join(row.channels), row.customers, row.conversions) for row in page.rows] == [
        ("Web > Phone", 4, 3),
        ("Phone", 2, 1),
    ]
    assert (page.channel, page.customers, page.conversions) == ((phone.pk, "Phone"), 6, 4)


def test_systems_and_links_with_what_is_missing(engagement) -> None:
    waterways.systems(engagement)
    page = systems_page(engagement)
    assert [row.system for row in page.ownerless] == ["Telephony"]
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
