"""Writes: every change in the trail, every deletion with its way back, nobody's values lost silently."""

from decimal import Decimal

import pytest

from maturity.channels import services
from maturity.channels.queries.rows import values_of
from maturity.models import Change, Channel, Handoff, Journey, Path, Stage, System, Touchpoint
from maturity.web.editing import Edit, EditedMeanwhile, token
from tests.factories import waterways

pytestmark = pytest.mark.django_db


def touchpoint(engagement, name: str, channel: str) -> Touchpoint:
    journey, _made = Journey.objects.get_or_create(engagement=engagement, name="Customer")
    stage, _made = Stage.objects.get_or_create(journey=journey, name="Buy", position=1)
    return Touchpoint.objects.create(engagement=engagement, stage=stage, position=1, name=name, channel=channel)


def change(engagement, by, row, **values) -> bool:
    seen = values_of(row)
    return services.change(engagement=engagement, by=by, row=row, edit=Edit({**seen, **values}, token(seen)))


def test_added_channel_is_in_the_trail(engagement, ane) -> None:
    values = {"name": "App", "contacts_per_year": Decimal("12.5")}
    app = services.add(engagement=engagement, by=ane, model=Channel, values=values)
    noted = Change.objects.get()
    assert (noted.chapter, noted.subject, noted.label, noted.action, noted.by) == (
        "channels", f"channel:{app.pk}", "App", "added", ane,
    )  # fmt: skip
    assert noted.fields == {"name": [None, "App"], "contacts_per_year": [None, "12.5"]}


def test_name_taken_in_the_same_moment_is_refused_in_words(engagement, ane) -> None:
    waterways.channel(engagement, "Web")
    with pytest.raises(services.AlreadyThere):
        services.add(engagement=engagement, by=ane, model=Channel, values={"name": "web"})
    assert Channel.objects.count() == 1


def test_change_records_only_what_differs_and_counts_the_version(engagement, ane) -> None:
    web = waterways.channel(engagement, "Web")
    web.refresh_from_db()
    assert change(engagement, ane, web, cost_per_contact=Decimal("3.5"))
    assert Change.objects.get().fields == {"cost_per_contact": ["2.0000", "3.5"]}
    web.refresh_from_db()
    assert (web.cost_per_contact, web.version) == (Decimal("3.5"), 2)


def test_change_of_nothing_leaves_no_trace(engagement, ane) -> None:
    web = waterways.channel(engagement, "Web")
    web.refresh_from_db()
    assert not change(engagement, ane, web)
    assert not Change.objects.exists()


def test_second_editor_is_told_and_writes_nothing(engagement, ane) -> None:
    waterways.channel(engagement, "Web")
    mine, theirs = Channel.objects.get(), Channel.objects.get()
    change(engagement, ane, theirs, cost_per_contact=Decimal(9))
    with pytest.raises(EditedMeanwhile) as told:
        change(engagement, ane, mine, cost_per_contact=Decimal(4))
    assert told.value.theirs == {"cost_per_contact": 9}
    assert Channel.objects.get().cost_per_contact == 9


def test_renamed_channel_is_renamed_in_the_touchpoints_of_its_engagement(engagement, ane) -> None:
    search = waterways.channel(engagement, "Søgning")
    touched, other = touchpoint(engagement, "Looks", " SØGNING"), touchpoint(engagement, "Calls", "Telefon")
    search.refresh_from_db()
    change(engagement, ane, search, name="Søg")
    assert dict(Touchpoint.objects.values_list("name", "channel")) == {"Looks": "Søg", "Calls": "Telefon"}
    versions = dict(Touchpoint.objects.values_list("pk", "version"))
    assert (versions[touched.pk], versions[other.pk]) == (2, 1)
    assert Change.objects.get().fields == {"name": ["Søgning", "Søg"], "touchpoints": [None, 1]}


def test_channel_on_measured_paths_cannot_be_deleted(engagement, ane) -> None:
    _search, web, _phone = waterways.waterways(engagement)
    with pytest.raises(services.ChannelInUse, match="3 measured paths go through Web"):
        services.delete(engagement=engagement, by=ane, row=web)
    assert Channel.objects.filter(pk=web.pk).exists()


def test_deleted_channel_comes_back_with_its_handoffs(engagement, ane) -> None:
    _search, web, _phone = waterways.waterways(engagement)
    Path.objects.all().delete()
    before = [values_of(row) for row in (*Channel.objects.order_by("pk"), *Handoff.objects.order_by("pk"))]
    deletion = services.delete(engagement=engagement, by=ane, row=web)
    assert (Channel.objects.count(), Handoff.objects.count()) == (2, 0)
    services.restore(engagement=engagement, by=ane, deletion=deletion)
    assert [values_of(row) for row in (*Channel.objects.order_by("pk"), *Handoff.objects.order_by("pk"))] == before


def test_deleted_path_comes_back_and_is_named_by_its_channels(engagement, ane) -> None:
    waterways.waterways(engagement)
    last = Path.objects.order_by("pk")[1]
    deletion = services.delete(engagement=engagement, by=ane, row=last)
    assert deletion.label == "Search > Web"
    assert services.restore(engagement=engagement, by=ane, deletion=deletion).pk == last.pk
    assert values_of(Path.objects.get(pk=last.pk)) == values_of(last)


def test_deleted_system_comes_back_with_its_links(engagement, ane) -> None:
    link = waterways.systems(engagement)
    deletion = services.delete(engagement=engagement, by=ane, row=link.origin)
    assert System.objects.count() == 1
    services.restore(engagement=engagement, by=ane, deletion=deletion)
    assert [str(each) for each in System.objects.get(name="Telephony").links_out.all()] == ["Telephony → CRM"]


def test_deletion_is_undone_only_once(engagement, ane) -> None:
    link = waterways.systems(engagement)
    deletion = services.delete(engagement=engagement, by=ane, row=link)
    services.restore(engagement=engagement, by=ane, deletion=deletion)
    with pytest.raises(services.AlreadyThere):
        services.restore(engagement=engagement, by=ane, deletion=deletion)


def test_handoff_whose_channel_has_gone_cannot_come_back(engagement, ane) -> None:
    search, web = waterways.channel(engagement, "Search"), waterways.channel(engagement, "Web")
    deletion = services.delete(engagement=engagement, by=ane, row=waterways.handoff(search, web))
    services.delete(engagement=engagement, by=ane, row=web)
    with pytest.raises(services.AlreadyThere):
        services.restore(engagement=engagement, by=ane, deletion=deletion)


def test_channel_whose_name_was_given_away_cannot_come_back(engagement, ane) -> None:
    web = waterways.channel(engagement, "Web")
    deletion = services.delete(engagement=engagement, by=ane, row=web)
    waterways.channel(engagement, "Web")
    with pytest.raises(services.AlreadyThere):
        services.restore(engagement=engagement, by=ane, deletion=deletion)
