"""Long work is done once, says how far it is, and is finished or reported when its worker dies."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext

from maturity.jobs import services
from maturity.jobs.models import Job, JobState
from maturity.web import chapters
from maturity.web.http import Refusal
from tests.factories import cast

pytestmark = pytest.mark.django_db
SEEN: list[int] = []


def good_work(working: services.Working) -> dict:
    working.step("reading", 40)
    SEEN.append(working.job.pk)
    return {"answer": 42}


def refused_work(working: services.Working) -> dict:
    raise Refusal("There is nothing to plan yet.")


def broken_work(working: services.Working) -> dict:
    raise ZeroDivisionError


def work_that_is_cancelled_meanwhile(working: services.Working) -> dict:
    services.cancel(job=working.job)
    working.step("reading", 50)
    return {"answer": 42}


def work_that_loses_its_lease(working: services.Working) -> dict:
    Job.objects.filter(pk=working.job.pk).update(attempts=2)
    return {"answer": "late"}


def work_that_is_told_to_stop(working: services.Working) -> dict:
    before = working.told_to_stop()
    working.step("planning", 50, {"value": 3})
    services.stop(job=working.job)
    return {"before": before, "after": working.told_to_stop(), "so far": Job.objects.get(pk=working.job.pk).result}


@pytest.fixture(autouse=True)
def known_work(monkeypatch):
    works = {name: work for name, work in globals().items() if name.endswith("_work") or name.startswith("work_")}
    monkeypatch.setitem(chapters.REGISTERED, "plan", replace(chapters.REGISTERED["plan"], jobs={"plan": None, **works}))
    SEEN.clear()


def asked(engagement, kind: str) -> Job:
    return services.ask_for(engagement=engagement, kind=kind, asked_by=None)


def done(job: Job) -> Job:
    services.run(job_id=job.pk)
    job.refresh_from_db()
    return job


def test_job_done_keeps_its_result(engagement):
    job = done(asked(engagement, "good_work"))
    assert (job.state, job.result, job.percent, job.error) == (JobState.DONE, {"answer": 42}, 100, "")


def test_job_asked_for_twice_is_one_job(engagement):
    assert asked(engagement, "good_work") == asked(engagement, "good_work")


def test_job_run_twice_works_once(engagement):
    job = done(asked(engagement, "good_work"))
    services.run(job_id=job.pk)
    assert list(SEEN) == [job.pk]


def test_job_refused_says_why(engagement):
    job = done(asked(engagement, "refused_work"))
    assert (job.state, job.error) == (JobState.FAILED, "There is nothing to plan yet.")


def test_job_speaks_the_language_of_whoever_asked(engagement, ane):
    ane.language = "da"
    ane.save()
    job = services.ask_for(engagement=engagement, kind="broken_work", asked_by=ane)
    with pytest.raises(ZeroDivisionError):
        services.run(job_id=job.pk)
    job.refresh_from_db()
    assert job.error != "This failed unexpectedly. It has been noted; trying again may help."
    assert job.error == said_in("This failed unexpectedly. It has been noted; trying again may help.", "da")


def said_in(text: str, language: str) -> str:
    with translation.override(language):
        return gettext(text)


def test_job_that_breaks_is_reported_and_raised(engagement):
    job = asked(engagement, "broken_work")
    with pytest.raises(ZeroDivisionError):
        services.run(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.FAILED, None)
    assert "trying again may help" in job.error


def test_job_cancelled_stops_at_its_next_step(engagement):
    assert done(asked(engagement, "work_that_is_cancelled_meanwhile")).state == JobState.CANCELLED


def test_job_whose_lease_was_lost_writes_nothing(engagement):
    job = done(asked(engagement, "work_that_loses_its_lease"))
    assert (job.state, job.result) == (JobState.RUNNING, None)


def test_job_of_a_dead_worker_is_taken_up_again(engagement):
    job = asked(engagement, "good_work")
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, attempts=1, lease_until=timezone.now() - timedelta(seconds=1)
    )
    assert services.recover() == 1
    assert done(job).result == {"answer": 42}


def test_job_that_died_three_times_is_reported(engagement):
    job = asked(engagement, "good_work")
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, attempts=3, lease_until=timezone.now() - timedelta(seconds=1)
    )
    services.recover()
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "The work was interrupted three times. Please try again.")


def test_job_held_by_a_living_worker_is_left_alone(engagement):
    job = asked(engagement, "good_work")
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, attempts=1, lease_until=timezone.now() + timedelta(minutes=1)
    )
    assert (services.recover(), services.take(job_id=job.pk)) == (0, None)


def test_worker_that_is_alone_takes_up_at_once_what_another_left(engagement):
    job = asked(engagement, "good_work")
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, attempts=1, lease_until=timezone.now() + timedelta(minutes=1)
    )
    assert services.recover(alone=True) == 1
    assert done(job).result == {"answer": 42}


def test_progress_is_seen_by_members_alone(client, engagement, as_ane):
    job = asked(engagement, "good_work")
    assert as_ane.get(f"/jobs/{job.pk}/").status_code == 200
    client.force_login(cast.person(name="Dag"))
    assert client.get(f"/jobs/{job.pk}/").status_code == 404


@pytest.mark.parametrize(("kind", "chapter"), [("plan", "plan"), ("report", "report"), ("case", "business-case")])
def test_page_of_a_job_leads_back_to_its_chapter(engagement, as_ane, kind, chapter):
    job = Job.objects.create(engagement=engagement, kind=kind, state=JobState.DONE, percent=100)
    page = as_ane.get(f"/jobs/{job.pk}/").content.decode()
    assert (f'href="/engagements/{engagement.pk}/{chapter}/"' in page, "This takes a moment" in page) == (True, False)


def test_progress_of_a_done_job_reloads_the_page_that_waits(engagement, as_ane):
    job = done(asked(engagement, "good_work"))
    assert as_ane.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_cancel_is_the_facilitators(client, engagement):
    job = asked(engagement, "good_work")
    client.force_login(cast.executive(engagement))
    assert client.post(f"/jobs/{job.pk}/cancel/").status_code == 403


def test_whoever_asked_may_cancel(client, engagement):
    eve = cast.executive(engagement)
    job = services.ask_for(engagement=engagement, kind="good_work", asked_by=eve)
    client.force_login(eve)
    assert client.post(f"/jobs/{job.pk}/cancel/").status_code == 302
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_work_hears_that_it_is_to_stop_and_ends_with_what_it_has(engagement):
    job = done(asked(engagement, "work_that_is_told_to_stop"))
    assert (job.state, job.result) == (JobState.DONE, {"before": False, "after": True, "so far": {"value": 3}})


def test_stopping_what_has_ended_changes_nothing(engagement):
    job = done(asked(engagement, "good_work"))
    services.stop(job=job)
    job.refresh_from_db()
    assert (job.state, job.parameters, job.result) == (JobState.DONE, {}, {"answer": 42})
