"""Two clients side by side with a row of every kind, so that every address of the site leads to something real."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from maturity.assessment.services import save_wave
from maturity.channels.services import delete
from maturity.config.workbook import import_workbook
from maturity.framework.services import load_framework
from maturity.journey.services import add_set_piece, add_touchpoint, archive_touchpoint, remove_set_piece
from maturity.models import Engagement, Job, Member, Session, User, Wave
from maturity.workshop.services import create_session, go_on
from roadmap.business_case.services import add_assumption, save_case
from roadmap.initiatives.services import archive_initiative
from roadmap.models import Report
from roadmap.plan.services import save_best_plan
from tests.factories import cast, frameworks, initiatives, rooms, workbooks

Rows = dict[type[Model], set[Any]]
PDF = b"%PDF-1.7 made once"


@dataclass(frozen=True)
class House:
    """One client: its engagement, its people, a phone in its open session, and an id for every kind of object.

    What has a department belongs to Sales (``Salg``); ``elsewhere`` are objects of the same kinds that belong to IT.
    """

    engagement: Engagement
    facilitator: User
    executive: User
    lead: User
    phone: rooms.Phone
    ids: dict[str, Any]
    elsewhere: dict[str, Any]


def house(*, organisation: str, title: str, facilitator: str, executive: str, lead: str) -> House:
    """An imported engagement with everything on top that a workbook cannot bring."""
    by = cast.person(name=facilitator)
    sheets = workbooks.small()
    heads = {row[0]: row for row in sheets["Engagement"]}
    heads["organisation"][1], heads["title"][1] = organisation, title
    engagement = import_workbook(workbooks.file_of(sheets), facilitator=by).engagement
    people = cast.executive(engagement, name=executive), cast.lead(engagement, department="Salg", name=lead)
    phone = room(engagement, by)
    return House(engagement, by, *people, phone, ids(engagement, by, phone), elsewhere(engagement))


def room(engagement: Engagement, by: User) -> rooms.Phone:
    """An open session with a ballot cast on its first statement, and a phone in it."""
    session = create_session(engagement=engagement, by=by, title="Autumn", selection="quick")
    go_on(session=session, after=None)
    phone = rooms.phone(session, department="Salg")
    rooms.vote(session, phone, 3, "My own words")
    return phone


def ids(engagement: Engagement, by: User, phone: rooms.Phone) -> dict[str, Any]:
    """An object of each kind, by the word that the permission table uses for it."""
    return (
        at_work(engagement, by)
        | in_the_room(phone.participant.session)
        | on_the_map(engagement, by)
        | ahead(engagement, by)
    )


def at_work(engagement: Engagement, by: User) -> dict[str, Any]:
    text = frameworks.SMALL.replace('"small"', f'"small-{engagement.pk}"')
    own = load_framework(text=text, organisation=engagement.organisation)
    return {
        "engagement": engagement.pk,
        "department": engagement.departments.get(name="Salg").pk,
        "member": Member.objects.get(organisation=engagement.organisation, role="executive").pk,
        "framework": own.pk,
        "imported": engagement.imports.get().pk,
        "job": Job.objects.create(engagement=engagement, kind="plan", asked_by=by, state="waiting").pk,
    }


def in_the_room(session: Session) -> dict[str, Any]:
    session.refresh_from_db()
    return {
        "session": session.pk,
        "token": session.join_token,
        "statement": session.current_id,
        "round": session.current.rounds.get().pk,
        "participant": session.participants.get().pk,
        "ballot": session.current.rounds.get().ballots.get().pk,
        "dissent": session.current.dissents.create(text="We see it otherwise").pk,
        "wave": wave_of(session).pk,
    }


def wave_of(session: Session) -> Wave:
    """A wave that the session is in."""
    by = session.engagement.organisation.members.filter(role="facilitator").first().user
    return save_wave(engagement=session.engagement, by=by, name="Autumn 2027", sessions=[session.pk])


def on_the_map(engagement: Engagement, by: User) -> dict[str, Any]:
    journey = engagement.journeys.get()
    stage = journey.stages.first()
    sales = engagement.departments.get(name="Salg")
    touchpoint = engagement.touchpoints.get(name="Bestiller")
    away = add_touchpoint(engagement=engagement, by=by, stage=stage, name="Put away", department=sales)
    archive_touchpoint(engagement=engagement, by=by, touchpoint=away)
    gone = add_set_piece(engagement=engagement, by=by, touchpoint=touchpoint, deviation="Forgotten")
    piece = add_set_piece(engagement=engagement, by=by, touchpoint=touchpoint, deviation="Too late")
    web = engagement.channels.get(name="Web")
    fax = engagement.channels.create(name="Fax", kind="physical")
    return {
        "journey": journey.pk,
        "stage": stage.pk,
        "persona": engagement.personas.get().pk,
        "touchpoint": touchpoint.pk,
        "archived touchpoint": away.pk,
        "removed set piece": remove_set_piece(engagement=engagement, by=by, piece=gone).pk,
        "set piece": piece.pk,
        "channel": web.pk,
        "handoff": web.handoffs_out.get().pk,
        "path": engagement.paths.first().pk,
        "system": engagement.systems.get(name="CRM").pk,
        "link": engagement.systems.get(name="CRM").links_out.get().pk,
        "deleted row": delete(engagement=engagement, by=by, row=fax).pk,
    }


def ahead(engagement: Engagement, by: User) -> dict[str, Any]:
    first = engagement.initiatives.get(key="A1")
    away = initiatives.initiative(engagement, "Z9", department="Salg")
    archive_initiative(initiative=away, by=by)
    save_best_plan(engagement=engagement, by=by)
    case = save_case(engagement=engagement, by=by)
    stated = add_assumption(
        engagement=engagement, by=by, values={"text": "Customers stay", "likely": 3, "source": "Us"}
    )
    engagement.reports.create(
        language="da", data={}, pdf=PDF, sha256="0" * 64, made_at=timezone.now(), made_by=by, made_by_name=str(by)
    )
    return {
        "initiative": first.pk,
        "archived initiative": away.pk,
        "estimate": first.estimates.get().pk,
        "benefit": first.benefits.get().pk,
        "measure": first.measures.get().pk,
        "reading": first.measures.get().readings.get().pk,
        "case": case.pk,
        "assumption": stated.pk,
        "report": Report.objects.get(engagement=engagement).pk,
    }


def elsewhere(engagement: Engagement) -> dict[str, Any]:
    other = engagement.initiatives.get(key="B1")
    benefit = other.benefits.create(driver="price", low=1, likely=2, high=3)
    measure = other.measures.create(name="Logins", kind="lagging")
    touchpoint = engagement.touchpoints.get(name="Ringer")
    return {
        "touchpoint": touchpoint.pk,
        "set piece": touchpoint.set_pieces.get().pk,
        "channel": engagement.channels.get(name="Telefon").pk,
        "system": engagement.systems.get(name="Afregning").pk,
        "initiative": other.pk,
        "benefit": benefit.pk,
        "measure": measure.pk,
        "reading": measure.readings.create(date=timezone.localdate(), value=1).pk,
    }


def rows() -> Rows:
    """Every row of our tables."""
    ours = [model for app in ("maturity", "roadmap") for model in apps.get_app_config(app).get_models()]
    return {model: set(model._default_manager.values_list("pk", flat=True)) for model in ours}


def client_of(user: User) -> Client:
    """A browser in which this person is logged in. What a page breaks is an answer of 500, as in the world."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def browser_of(phone: rooms.Phone) -> Client:
    """A participant's browser: it holds the phone's key and nothing else."""
    client = Client(raise_request_exception=False)
    client.cookies[f"room-{phone.participant.session_id}"] = phone.key
    return client
