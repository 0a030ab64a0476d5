"""A query that is built once answers as the plain one does, for whatever ids."""

import pytest
from django.urls import reverse

from maturity.models import Engagement, Member
from maturity.web.prepared import Prepared
from tests.factories import cast, rooms

pytestmark = pytest.mark.django_db


def test_prepared_query_answers_as_the_plain_one(engagement):
    plain = Engagement.objects.order_by("pk").values_list("pk", "title", "quarters")
    second = cast.rival()
    prepared = Prepared(lambda *ids: plain.filter(pk__in=ids))

    assert [tuple(row) for row in prepared.rows(engagement.pk)] == list(plain.filter(pk=engagement.pk))
    assert [tuple(row) for row in prepared.rows(engagement.pk, second.pk)] == list(plain)
    assert list(prepared.rows(0, -1)) == []


def test_prepared_query_is_built_once(engagement):
    built = []

    def build(pk: int):
        built.append(pk)
        return Engagement.objects.filter(pk=pk).values_list("title")

    prepared = Prepared(build)
    assert [prepared.rows(pk) for pk in (engagement.pk, 0, engagement.pk)] == [
        [("Omnichannel",)],
        [],
        [("Omnichannel",)],
    ]
    assert len(built) == 1


def test_member_who_is_removed_is_out_at_the_next_poll(client, engagement, ane):
    session = rooms.open_session(engagement)
    poll = reverse("workshop:board", args=[engagement.pk, session.pk])
    client.force_login(ane)
    before = client.get(poll).status_code
    Member.objects.filter(user=ane).update(role="executive")
    refused = client.get(poll).status_code
    Member.objects.filter(user=ane).delete()

    assert (before, refused, client.get(poll).status_code) == (200, 403, 404)
