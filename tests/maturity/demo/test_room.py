"""The demo leaves something real behind every chapter."""

import pytest

from maturity.config.workbook import import_workbook
from maturity.demo import room
from maturity.jobs.models import Job
from maturity.jobs.services import run
from maturity.management.commands.demo import HAVBLIK
from roadmap.models import SavedCase, SavedPlan

pytestmark = pytest.mark.django_db


def test_demo_leaves_a_room_to_join_and_a_plan(ane):
    engagement = import_workbook(HAVBLIK, facilitator=ane).engagement
    room.ask_for_results(engagement, ane)
    for job in Job.objects.order_by("pk"):
        run(job_id=job.pk)
    session = room.open_room(engagement, ane)
    assert room.open_session() == session
    assert session.participants.count() == 6
    assert (SavedPlan.objects.count(), SavedCase.objects.count()) == (1, 1)
