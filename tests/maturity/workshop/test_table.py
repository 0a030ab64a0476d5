"""The one table of the workshop, asked over HTTP: each action at each moment, by each who may and may not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from maturity.models import (
    Ball,
    Ballot,
    Card,
    Change,
    Dissent,
    Dot,
    Participant,
    Round,
    Session,
    SessionStatement,
    User,
)
from maturity.web import process_cache
from maturity.workshop import services
from maturity.workshop.rules import ALONE, Action, Activity, Moment, may, moment_of
from tests.factories import cast, rooms
from tests.maturity.workshop.test_pages import begin, browser_of, login, show

ROWS = (Session, SessionStatement, Round, Participant, Ballot, Dissent, Card, Dot, Ball, Change)
# A phone's script is told by the status; a form without script is led to its page, which says the reason.
BY_SCRIPT = {"HTTP_ACCEPT": "application/json", "HTTP_LIVE": "part"}
NOWHERE = 999_999
# Pressed once more where it is done already, a step is answered as done, and nothing changes.
DONE_ALREADY = {
    (Moment.PRESURVEY, Action.START_PRESURVEY),
    (Moment.SHOWN, Action.REVEAL),
    (Moment.SHOWN_AGAIN, Action.REVEAL),
    (Moment.BOARD, Action.REVEAL),
    (Moment.BREAK, Action.REVEAL),
    (Moment.CLOSING, Action.REVEAL),
    (Moment.VOTING_AGAIN, Action.OPEN_SECOND_ROUND),
    (Moment.VOTING_AGAIN, Action.REOPEN_STATEMENT),
    (Moment.CLOSED, Action.CLOSE),
}
# Before a statement is opened there is no round and no statement to say it of; a closed session has no door.
NOT_THERE = {(Moment.LOBBY, Action.REVEAL), (Moment.CLOSED, Action.JOIN)}
OF_A_PHONE = {Action.ANSWER_ALONE, Action.CAST, Action.ADD_CARD, Action.DROP_BALL}


class Scene:
    """A session at a moment, and everything that its people can send."""

    def __init__(self, session: Session) -> None:
        self.session, self.phone = session, rooms.phone(session)
        self.door = reverse("join:door", args=[session.join_token])
        self.card = Card.objects.create(
            session=session, kind="area", department=self.phone.participant.department, text="Returns"
        )

    def go_to(self, moment: Moment) -> None:
        if moment == Moment.PRESURVEY:
            services.start_presurvey(session=self.session, by=None)
        elif moment != Moment.LOBBY:
            begin(self.session)
            self.beyond(moment)
        self.session.refresh_from_db()

    def beyond(self, moment: Moment) -> None:
        """From the first round on."""
        if moment != Moment.VOTING:
            show(self.session)
        if moment in (Moment.VOTING_AGAIN, Moment.SHOWN_AGAIN):
            services.open_second_round(session=self.session, statement=self.session.current)
        if moment == Moment.SHOWN_AGAIN:
            show(self.session)
        if moment in (Moment.BOARD, Moment.BREAK, Moment.CLOSING):
            services.turn_to(session=self.session, activity=Activity(moment))
        if moment == Moment.CLOSED:
            services.close_session(session=self.session, by=None)

    @property
    def moment(self) -> Moment:
        session = Session.objects.select_related("current").get(pk=self.session.pk)
        rounds = session.current.rounds.filter(number__gt=ALONE) if session.current else Round.objects.none()
        phases = list(rounds.values_list("phase", flat=True))
        return moment_of(session.state, phases, session.activity, session.presurvey)

    @property
    def here(self) -> SessionStatement:
        return self.session.current or self.session.statements.first()

    @property
    def round_id(self) -> int:
        """The newest round, also one that is not for the room."""
        newest = self.here.rounds.last()
        return newest.pk if newest else NOWHERE

    def address(self, name: str, *more: object) -> str:
        return reverse(f"workshop:{name}", args=[self.session.engagement_id, self.session.pk, *more])

    def room(self, name: str) -> str:
        return reverse(f"join:{name}", args=[self.session.pk])

    def notes(self, **written: str) -> dict[str, str]:
        row = self.here
        before = {
            "notes_of": row.pk, "discussion_before": row.discussion, "discussion": row.discussion,
            "decision_before": "", "decided_rung_before": "", "evidence_before": "", "evidenced_rung_before": "",
        }  # fmt: skip
        return {name: str(value) for name, value in before.items()} | written

    def requests(self) -> dict[Action, Callable[[Client], HttpResponse]]:
        """Every action as its page sends it."""
        last = self.session.statements.last().pk
        elsewhere = Activity.STATEMENTS if self.session.activity == Activity.BREAK else Activity.BREAK
        ballot = {"round": self.round_id, "rung": "3", "sequence": "1"}
        sales = self.session.engagement.departments.get(name="Sales").pk
        card = {"kind": "area", "text": "Complaints", "key": "k-1"}
        step = self.address
        sent: dict[Action, tuple[Any, ...]] = {
            Action.JOIN: (self.door, {"department": sales, "language": "en"}),
            Action.START_PRESURVEY: (step("start_presurvey"),),
            Action.ANSWER_ALONE: (self.room("ballot"), ballot if self.alone else ballot | {"round": NOWHERE}),
            Action.END_PRESURVEY: (step("end_presurvey"),),
            Action.OPEN_STATEMENT: (step("open", last),),
            Action.CAST: (self.room("ballot"), ballot | {"round": NOWHERE} if self.alone else ballot),
            Action.REVEAL: (step("reveal", self.round_id),),
            Action.OPEN_SECOND_ROUND: (step("second_round", self.here.pk),),
            Action.REOPEN_STATEMENT: (step("reopen_statement", self.here.pk),),
            Action.SKIP: (step("skip", last),),
            Action.DISCUSS: (step("notes"), self.notes(discussion="Said")),
            Action.DECIDE: (step("notes"), self.notes(decision="Decided", decided_rung="3")),
            Action.TURN_TO: (step("turn_to", elsewhere),),
            Action.ADD_CARD: (self.room("add_card"), card),
            Action.ARRANGE_CARDS: (step("group_cards"), {"card": self.card.pk, "name": "All"}),
            Action.DROP_BALL: (self.room("ball"), {"score": "4", "word": "Good"}),
            Action.CLOSE: (step("close"),),
            Action.REOPEN_SESSION: (step("reopen_session"), {"reason": "Once more"}),
        }
        return {action: lambda client, each=each: client.post(*each) for action, each in sent.items()}

    @property
    def alone(self) -> bool:
        """Whether the newest round is the pre-survey's."""
        return self.here.rounds.filter(pk=self.round_id, number=ALONE).exists()

    def kept(self) -> list[list[dict[str, object]]]:
        return [list(model.objects.order_by("pk").values()) for model in ROWS]

    def client_for(self, action: Action, facilitator: User) -> Client:
        if action == Action.JOIN:
            newcomer = Client()
            newcomer.get(self.door)
            return newcomer
        if action in OF_A_PHONE:
            client = browser_of(self.phone)
            client.defaults |= BY_SCRIPT
            return client
        return login(facilitator)


@pytest.fixture
def scene(session: Session) -> Scene:
    return Scene(session)


def test_every_action_has_its_address_and_every_moment_is_reached(session: Session) -> None:
    assert set(Scene(session).requests()) == set(Action)
    for number, moment in enumerate(Moment):
        made = Scene(rooms.open_session(session.engagement, title=f"S{number}"))
        made.go_to(moment)
        assert made.moment == moment


def verdict(answer: HttpResponse, *, changed: bool) -> str:
    if changed:
        return "done" if answer.status_code in (200, 302) else f"done, and answered {answer.status_code}"
    return {200: "nothing", 302: "done already", 404: "not there", 409: "refused"}.get(answer.status_code, "?")


def expected(moment: Moment, action: Action) -> str:
    if may(moment, action):
        return "done"
    if (moment, action) in DONE_ALREADY:
        return "done already"
    return "not there" if (moment, action) in NOT_THERE else "refused"


@pytest.mark.parametrize("moment", Moment)
def test_addresses_answer_as_the_table_says_and_change_nothing_where_it_says_no(
    scene: Scene, ane: User, moment: Moment
) -> None:
    scene.go_to(moment)
    found, before, requests = {}, scene.kept(), scene.requests()
    for action in Action:
        client = scene.client_for(action, ane)
        process_cache.forget()
        with transaction.atomic():
            answer = requests[action](client)
            found[action] = verdict(answer, changed=scene.kept() != before)
            transaction.set_rollback(True)
    assert found == {action: expected(moment, action) for action in Action}


FACILITATORS = [action for action in Action if action not in OF_A_PHONE | {Action.JOIN}]


@pytest.mark.parametrize("moment", Moment)
def test_nobody_but_the_facilitator_takes_a_step_whatever_the_moment(scene: Scene, moment: Moment) -> None:
    scene.go_to(moment)
    engagement, before = scene.session.engagement, scene.kept()
    people = {
        403: [login(cast.executive(engagement)), login(cast.lead(engagement))],
        404: [login(cast.person(name="Dag"))],
        302: [Client(), browser_of(scene.phone)],
    }
    requests = scene.requests()
    for status, clients in people.items():
        for client in clients:
            assert [requests[action](client).status_code for action in FACILITATORS] == [status] * len(FACILITATORS)
    assert scene.kept() == before


@pytest.mark.parametrize("moment", Moment)
def test_facilitator_without_a_key_does_nothing_that_phones_do(scene: Scene, ane: User, moment: Moment) -> None:
    scene.go_to(moment)
    before, requests = scene.kept(), scene.requests()
    for action in OF_A_PHONE:
        answer = requests[action](login(ane))
        assert (answer.status_code, answer.headers["Location"]) == (302, "/join/")
    assert scene.kept() == before
