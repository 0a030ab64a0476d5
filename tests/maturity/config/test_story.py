"""How far an engagement is with a chapter."""

import pytest

from maturity.clients.queries import steps_of
from maturity.models import Engagement
from roadmap.models import Progress
from tests.factories.initiatives import initiative

pytestmark = pytest.mark.django_db


def follow_up(engagement: Engagement) -> str:
    return next(step.state for step in steps_of(engagement) if step.chapter.key == "follow_up")


def test_follow_up_is_done_when_everything_is(engagement):
    first, second = initiative(engagement, "A"), initiative(engagement, "B")
    assert follow_up(engagement) == "empty"
    progress = Progress.objects.create(initiative=first, status="done")
    assert follow_up(engagement) == "begun"
    Progress.objects.create(initiative=second, status="dropped")
    assert follow_up(engagement) == "done"
    Progress.objects.filter(pk=progress.pk).update(status="at risk")
    assert follow_up(engagement) == "begun"
