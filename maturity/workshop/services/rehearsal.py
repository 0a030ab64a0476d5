"""A rehearsal: a session with simulated people in it, of which nothing stays.

Nobody runs in the background: whenever the console asks, what the simulated people have done by then is written down.
Asked twice, or late, it is the same.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.clients.models import Change, User
from maturity.web.languages import Language, speaking
from maturity.web.names import named

from ..models import Ball, Ballot, Break, Card, Dot, Extra, Participant, Round, Session, SessionStatement
from ..queries.rehearsal import (
    MOST_OF_A_DEPARTMENT,
    Person,
    answer,
    answers_after,
    ball_of,
    cards_of,
    comes_after,
    draw,
    people_of,
)
from ..rules import ALONE, DOTS, Activity, Phase, Presurvey, Selection, SessionState
from .room import free_label
from .sessions import NotNow, create_session, hold

COPIED: Final = ("minutes", "length", "stop_share", "stop_by_rand", "asks_names")
LONGEST_TITLE: Final = Session._meta.get_field("title").max_length or 0
AT_A_TIME: Final = 3  # cards, dots or balls that appear each time the console asks
Joined = dict[Person, Participant]


@transaction.atomic
def rehearse(*, session: Session, by: User | None, people: Mapping[int, int]) -> Session:
    """A rehearsal of ``session``: a copy of its statements, minutes and breaks, with ``people`` simulated people of
    each department (by id). A session that is a rehearsal itself takes them in; those who came in before stay.

    Raises NotNow where the numbers cannot be, CannotPrepare where the session has no statement to ask.
    """
    known = set(session.engagement.departments.values_list("pk", flat=True))
    if not set(people) <= known or not all(0 <= number <= MOST_OF_A_DEPARTMENT for number in people.values()):
        raise NotNow(_("Choose at most %(most)d people of each department.") % {"most": MOST_OF_A_DEPARTMENT})
    rehearsal = session if session.rehearsal else copy_of(session, by)
    Extra.objects.filter(session=rehearsal).delete()
    Extra.objects.bulk_create(
        Extra(session=rehearsal, department_id=department, people=number)
        for department, number in sorted(people.items())
        if number
    )
    return rehearsal


def copy_of(session: Session, by: User | None) -> Session:
    """An open rehearsal that asks what ``session`` asks, as long as it does."""
    asked = list(session.statements.filter(skipped_at=None))
    made = create_session(
        engagement=session.engagement,
        by=by,
        title=free_title(session),
        selection=Selection.OWN,
        statements=[each.statement_id for each in asked],
        rehearsal=True,
        starts_at=timezone.now() if session.starts_at else None,
        **{name: getattr(session, name) for name in COPIED},
    )
    for each in asked:
        made.statements.filter(statement=each.statement_id).update(minutes=each.minutes)
    Break.objects.bulk_create(
        Break(session=made, after=each.after, minutes=each.minutes, title=each.title) for each in session.breaks.all()
    )
    return made


def free_title(session: Session) -> str:
    """``Rehearsal: Autumn``, with a number where that is taken."""
    first = _("Rehearsal: %(title)s") % {"title": session.title}
    title, number = first[:LONGEST_TITLE], 1
    while named(session.engagement.sessions.all(), title, "title"):
        number += 1
        ending = f" {number}"
        title = first[: LONGEST_TITLE - len(ending)] + ending
    return title


@transaction.atomic
def play_along(*, session: Session, now: datetime | None = None) -> None:
    """Write down what the simulated people of a rehearsal have done by ``now``: joined, answered, put up cards and
    dots, dropped balls. Real sessions and closed ones stay as they are."""
    held, now = hold(session), now or timezone.now()
    if not held.rehearsal or held.state == SessionState.CLOSED:
        return
    come_in(held, now)
    people = people_of(held)
    joined = {person: participant for person, participant in people.items() if participant}
    departments = sorted({person.department for person in people})
    with speaking(held.engagement.language):
        answer_rounds(held, joined, departments, now)
        add_to_the_room(held, joined)


def come_in(session: Session, now: datetime) -> None:
    """Let those join whose time has come."""
    for person, participant in people_of(session).items():
        due = session.opened_at + timedelta(seconds=comes_after(session.pk, person))
        if participant is None and due <= now:
            department = session.engagement.departments.get(pk=person.department)
            Participant.objects.create(
                session=session,
                department=department,
                language=Language(session.engagement.language),
                label=free_label(session, department),
            )


def answer_rounds(session: Session, joined: Joined, departments: Sequence[int], now: datetime) -> None:
    """Cast the ballots that are due in the rounds that are open; one that is there stays."""
    rounds = open_rounds(session)
    cast = set(Ballot.objects.filter(round__in=rounds).values_list("round", "participant"))
    Ballot.objects.bulk_create(
        ballot(session.pk, voting, person, participant, departments)
        for voting in rounds
        for person, participant in joined.items()
        if (voting.pk, participant.pk) not in cast and is_due(session.pk, voting, person, now)
    )


def is_due(seed: int, voting: Round, person: Person, now: datetime) -> bool:
    after = answers_after(seed, person, voting.session_statement.statement_id, voting.number)
    return voting.opened_at + timedelta(seconds=after) <= now


def ballot(seed: int, voting: Round, person: Person, participant: Participant, departments: Sequence[int]) -> Ballot:
    given = answer(seed, person, departments, voting.session_statement.statement_id, voting.number)
    return Ballot(
        round=voting,
        participant=participant,
        rung=given.rung,
        comment=_(given.comment) if given.comment else "",
        responsible=given.responsible,
    )


def open_rounds(session: Session) -> list[Round]:
    """The rounds in which phones may vote now: the one before the room, or those of the pre-survey."""
    alone = Q(number=ALONE, session_statement__session=session)
    here = Q(number__gt=ALONE, session_statement=session.current_id)
    asked = alone if session.presurvey == Presurvey.OPEN else here
    return list(Round.objects.filter(asked, phase=Phase.VOTING).select_related("session_statement"))


def add_to_the_room(session: Session, joined: Joined) -> None:
    """Some cards, then dots, while the board is open; balls in the closing round."""
    if session.activity == Activity.BOARD and not put_up_cards(session, joined):
        place_dots(session, joined)
    if session.activity == Activity.CLOSING:
        drop_balls(session, joined)


def put_up_cards(session: Session, joined: Joined) -> bool:
    """The next cards that are not there yet, by the first of each department; False where all are there."""
    first = {person.department: participant for person, participant in reversed(joined.items())}
    there = set(Card.objects.filter(session=session).values_list("participant", "key"))
    waiting = [
        Card(session=session, kind=kind, department_id=department, participant=author, text=_(text), key=f"{number}")
        for department, author in first.items()
        for number, (kind, text) in enumerate(cards_of(session.pk, department))
        if (author.pk, f"{number}") not in there
    ]
    Card.objects.bulk_create(waiting[:AT_A_TIME])
    return bool(waiting)


def place_dots(session: Session, joined: Joined) -> None:
    """Everybody's dots, some people at a time."""
    cards = list(Card.objects.filter(session=session, hidden=False).order_by("pk"))
    done = set(Dot.objects.filter(card__session=session).values_list("participant", flat=True))
    waiting = [(person, each) for person, each in joined.items() if each.pk not in done][:AT_A_TIME]
    Dot.objects.bulk_create(
        Dot(card=card, participant=participant)
        for person, participant in waiting
        for card in draw(session.pk, person, "dots").sample(cards, min(DOTS, len(cards)))
    )


def drop_balls(session: Session, joined: Joined) -> None:
    """Everybody's ball, some at a time, until they are shown."""
    if session.balls_shown_at:
        return
    done = set(Ball.objects.filter(session=session).values_list("participant", flat=True))
    waiting = [(person, each) for person, each in joined.items() if each.pk not in done]
    for person, participant in waiting[: max(AT_A_TIME, len(joined) // 8)]:
        score, word = ball_of(session.pk, person)
        Ball.objects.create(session=session, participant=participant, score=score, word=_(word) if word else "")


@transaction.atomic
def end_rehearsal(*, session: Session) -> None:
    """Delete all that a rehearsal was: the session with its people, answers, notes and cards, and its lines in the
    trail. Raises NotNow for a session that is none."""
    held = hold(session)
    if not held.rehearsal:
        raise NotNow(_("This is no rehearsal: a session stays, with all that was said in it."))
    # Ballots that are being cast hold their round; those that come later find none.
    list(Round.objects.select_for_update(of=("self",)).filter(session_statement__session=held))
    asked = SessionStatement.objects.filter(session=held).values_list("pk", flat=True)
    subjects = [f"session:{held.pk}", *(f"sessionstatement:{pk}" for pk in asked)]
    Change.objects.filter(engagement=held.engagement, subject__in=subjects).delete()
    held.delete()
