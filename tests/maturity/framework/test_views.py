"""The model to read, the choice of it and the library, for each who asks."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from maturity.framework.queries import framework_of
from maturity.framework.services import load_framework, shipped_framework
from maturity.models import Engagement, Framework, User
from tests.factories import cast, frameworks
from tests.factories.frameworks import SMALL

NEWER = SMALL.replace('version = "1"', 'version = "2"')


def page(engagement: Engagement, name: str = "home") -> str:
    return reverse(f"framework:{name}", args=[engagement.pk])


def upload(client: Client, engagement: Engagement, content: bytes):
    file = SimpleUploadedFile("own.toml", content)
    return client.post(reverse("library:home"), {"organisation": engagement.organisation_id, "file": file})


def test_home_shows_every_statement_with_its_five_rungs(as_ane: Client, engagement: Engagement) -> None:
    frameworks.use_small(engagement)

    content = as_ane.get(page(engagement)).content.decode()

    assert "3 statements in 2 dimensions, on five rungs" in content
    assert content.count('<article class="statement"') == 3
    assert content.count('class="rung-text') == 15
    assert 'id="insight"' in content


def test_home_shows_the_quick_scan_where_the_address_says_so(as_ane: Client, engagement: Engagement) -> None:
    frameworks.use_small(engagement)

    content = as_ane.get(page(engagement), {"scan": "quick"}).content.decode()

    assert "2 statements in 2 dimensions, on five rungs" in content
    assert content.count('<article class="statement"') == 2


def test_home_speaks_the_readers_language(as_ane: Client, ane: User, engagement: Engagement) -> None:
    frameworks.use_small(engagement)
    ane.language = "sv"
    ane.save()

    assert "Svensk insight" in as_ane.get(page(engagement)).content.decode()


def test_home_without_framework_offers_to_choose_one(as_ane: Client, client: Client, engagement: Engagement) -> None:
    assert page(engagement, "choose") in as_ane.get(page(engagement)).content.decode()

    client.force_login(cast.executive(engagement))
    assert "The facilitator chooses it." in client.get(page(engagement)).content.decode()


@pytest.mark.parametrize("own", [0, 3])
def test_pages_take_few_queries_whatever_is_loaded(
    as_ane: Client, engagement: Engagement, django_assert_num_queries, own: int
) -> None:
    frameworks.use_small(engagement)
    for version in range(own):
        load_framework(
            text=SMALL.replace('version = "1"', f'version = "1.{version}"'), organisation=engagement.organisation
        )

    with django_assert_num_queries(6):
        as_ane.get(page(engagement))
    with django_assert_num_queries(11):
        as_ane.get(page(engagement, "choose"))
    with django_assert_num_queries(6):
        as_ane.get(reverse("library:home"))


def test_members_read_and_outsiders_find_nothing(client: Client, engagement: Engagement) -> None:
    frameworks.use_small(engagement)
    answers = {}
    for user in (cast.executive(engagement), cast.lead(engagement), cast.person(name="Dag")):
        client.force_login(user)
        answers[user.name] = [
            client.get(page(engagement)).status_code,
            client.get(page(engagement, "choose")).status_code,
            client.post(page(engagement, "use")).status_code,
            client.get(reverse("library:home")).status_code,
        ]

    assert answers == {"Eve": [200, 403, 403, 403], "Dora": [200, 403, 403, 403], "Dag": [404, 404, 404, 403]}


def test_facilitator_chooses_another_framework(as_ane: Client, engagement: Engagement) -> None:
    frameworks.use_small(engagement)
    newer = load_framework(text=NEWER, organisation=engagement.organisation)

    as_ane.post(page(engagement, "use"), {"framework": newer.pk})

    assert framework_of(engagement) == newer


def test_another_organisations_framework_cannot_be_chosen(as_ane: Client, engagement: Engagement) -> None:
    used = frameworks.use_small(engagement)
    theirs = load_framework(text=NEWER, organisation=cast.rival().organisation)

    as_ane.post(page(engagement, "use"), {"framework": theirs.pk})

    assert framework_of(engagement) == used
    assert as_ane.get(reverse("library:file", args=[theirs.pk])).status_code == 404


def test_choice_is_refused_with_its_reason_once_a_session_was_made(as_ane: Client, engagement: Engagement) -> None:
    frameworks.use_small(engagement)
    newer = load_framework(text=NEWER, organisation=engagement.organisation)
    engagement.sessions.create(title="Kick-off", code="ABC234")

    refused = as_ane.post(page(engagement, "use"), {"framework": newer.pk})

    assert refused.status_code == 409
    assert "A workshop session has been made from this framework." in refused.content.decode()
    assert "disabled" in as_ane.get(page(engagement, "choose")).content.decode()


def test_own_file_is_loaded(as_ane: Client, engagement: Engagement) -> None:
    answer = upload(as_ane, engagement, SMALL.encode())

    assert answer.status_code == 302
    assert Framework.objects.get().organisation == engagement.organisation


def test_faulty_file_is_told_every_fault_with_its_line_and_not_saved(as_ane: Client, engagement: Engagement) -> None:
    broken = SMALL.replace('da = "Lille", ', "").replace("number = 5", "number = 6")

    answer = upload(as_ane, engagement, broken.encode())

    assert answer.status_code == 422
    assert "The file has 2 faults; nothing was saved" in answer.content.decode()
    assert [fault.line for fault in answer.context["faults"].faults] == [3, 31]
    assert not Framework.objects.exists()


def test_file_that_is_too_large_is_refused(as_ane: Client, engagement: Engagement) -> None:
    answer = upload(as_ane, engagement, b"#" * 1_500_000)

    assert [fault.message[:30] for fault in answer.context["faults"].faults] == ["The file is larger than 1 MB. "]


def test_file_cannot_be_loaded_for_another_organisation(as_ane: Client, engagement: Engagement) -> None:
    answer = upload(as_ane, cast.rival(), SMALL.encode())

    assert answer.status_code == 422
    assert not Framework.objects.exists()


def test_shipped_file_is_downloaded_as_it_is(as_ane: Client, engagement: Engagement) -> None:
    framework = shipped_framework()

    answer = as_ane.get(reverse("library:file", args=[framework.pk]))

    assert answer.content.decode() == framework.source
    assert answer["Content-Disposition"].startswith('attachment; filename="digital-maturity-')
