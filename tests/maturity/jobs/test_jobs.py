"""Long work is done once, says how far it is, and is finished or reported when its worker dies."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext
from django_tasks_db.models import DBTaskResult

from maturity.jobs import services
from maturity.jobs.models import Job, JobState
from maturity.web import chapters
from maturity.web.http import Refusal
from tests.factories import cast, databases

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


def died(job: Job, *, attempts: int = 1) -> None:
    """Its worker was killed, and its lease has run out."""
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now() - timedelta(hours=1))
    lapsed = timezone.now() - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempts=attempts, lease_until=lapsed)


def queue() -> list[tuple[str, list]]:
    return [(entry.status, entry.args_kwargs["args"]) for entry in DBTaskResult.objects.order_by("enqueued_at")]


def test_job_and_its_entry_of_the_queue_are_made_together(engagement):
    job = asked(engagement, "good_work")
    assert (str(DBTaskResult.objects.get().pk), queue()) == (str(job.entry), [("READY", [job.pk])])


def test_ten_open_pages_of_a_dead_job_queue_nothing(engagement, as_ane):
    job = asked(engagement, "good_work")
    died(job)
    before = queue()
    for _page in range(10):
        as_ane.get(f"/jobs/{job.pk}/")
        as_ane.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true"})
    job.refresh_from_db()
    assert (queue(), job.state, job.attempts) == (before, JobState.RUNNING, 1)


def test_workers_that_look_round_at_once_give_a_job_back_once(engagement):
    job = asked(engagement, "good_work")
    died(job)
    seen_by_two = [Job.objects.get(), Job.objects.get()]
    assert [services.give_back(each) for each in seen_by_two] == [True, False]
    job.refresh_from_db()
    assert (job.state, services.recover()) == (JobState.WAITING, 0)
    assert queue() == [("FAILED", [job.pk]), ("READY", [job.pk])]


@pytest.mark.parametrize("status", ["RUNNING", "FAILED", "SUCCESSFUL", None])
def test_job_that_waits_for_nothing_is_queued_again(engagement, status):
    """A worker died between taking the entry and beginning, or the entry is gone."""
    job = asked(engagement, "good_work")
    entries = DBTaskResult.objects.all()
    if status:
        entries.update(status=status, started_at=timezone.now() - timedelta(hours=1))
    else:
        entries.delete()
    assert (services.recover(), services.recover()) == (1, 0)
    assert queue()[-1] == ("READY", [job.pk])


def test_job_that_waits_in_the_queue_or_was_taken_just_now_is_left_alone(engagement):
    asked(engagement, "good_work")
    assert services.recover() == 0
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now())
    assert services.recover() == 0


@pytest.mark.django_db(transaction=True)
def test_heartbeat_renews_the_lease_while_work_says_nothing(engagement, tmp_path, monkeypatch):
    monkeypatch.setattr(services, "BEAT", timedelta(milliseconds=20))
    with databases.on_disk(tmp_path / "jobs.sqlite3"):
        job = services.take(job_id=asked(engagement, "good_work").pk)
        before = job.lease_until
        with services.heartbeat(job):
            deadline = time.monotonic() + 30
            while Job.objects.get(pk=job.pk).lease_until <= before and time.monotonic() < deadline:
                time.sleep(0.02)
        assert Job.objects.get(pk=job.pk).lease_until > before
