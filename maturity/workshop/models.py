"""The room: a session, its statements, rounds, participants and their raw ballots."""

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import FilteredRelation, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from maturity.clients.models import Department, Engagement
from maturity.framework.models import Statement
from maturity.web.languages import Language, language_choices

from .rules import MOST_ROUNDS, Activity, CardKind, Phase, Presurvey, SessionState


class Session(models.Model):
    """One meeting in which departments vote on chosen statements."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="sessions")
    title = models.CharField(_("title"), max_length=120)
    state = models.CharField(max_length=6, choices=SessionState, default=SessionState.OPEN)
    code = models.CharField(
        max_length=6, unique=True, null=True, help_text="Typed to join; none once the session is closed."
    )
    join_token = models.CharField(max_length=22, unique=True, null=True, help_text="128 bits, in the QR code's link.")
    version = models.PositiveIntegerField(default=1, help_text="Grows with every change that a live page must show.")
    current = models.ForeignKey("SessionStatement", models.SET_NULL, null=True, blank=True, related_name="+")
    activity = models.CharField(max_length=10, choices=Activity, default=Activity.STATEMENTS)
    turned_at = models.DateTimeField(null=True, help_text="When the room turned to what it is doing.")
    balls_shown_at = models.DateTimeField(null=True, help_text="When the closing round's tubes and words were shown.")
    presurvey = models.CharField(max_length=5, choices=Presurvey, default=Presurvey.NONE)
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True)
    length = models.PositiveSmallIntegerField(_("length in minutes"), default=90)
    minutes = models.PositiveSmallIntegerField(_("minutes per statement"), default=5)
    # The stop rule is fixed before the vote: how many must be within one rung, and whether the RAND rule counts too.
    stop_share = models.DecimalField(
        _("share within one rung"), max_digits=3, decimal_places=2, default=Decimal("0.75")
    )
    stop_by_rand = models.BooleanField(_("and no disagreement by the RAND rule"), default=True)
    asks_names = models.BooleanField(_("ask for names"), default=False)
    rehearsal = models.BooleanField(_("rehearsal"), default=False)
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-opened_at", "-pk")
        constraints = [
            models.UniqueConstraint("engagement", Lower("title"), name="session_titled_once"),
            models.CheckConstraint(
                condition=Q(state=SessionState.OPEN, code__isnull=False)
                | Q(state=SessionState.CLOSED, code__isnull=True),
                name="session_code_while_open",
            ),
            models.CheckConstraint(condition=Q(stop_share__gt=0, stop_share__lte=1), name="stop_share_0_to_1"),
        ]

    def __str__(self) -> str:
        return self.title


class SessionStatement(models.Model):
    """A statement's place in a session, with what was said and decided about it."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="statements")
    statement = models.ForeignKey(Statement, models.RESTRICT, related_name="in_sessions")
    position = models.PositiveSmallIntegerField()
    discussion = models.TextField(blank=True)
    decision = models.TextField(blank=True)
    decided_rung = models.PositiveSmallIntegerField(null=True, blank=True)
    evidence = models.TextField(blank=True)
    evidenced_rung = models.PositiveSmallIntegerField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    skipped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint("session", "statement", name="statement_once_in_session"),
            models.CheckConstraint(
                condition=Q(decided_rung__isnull=True) | Q(decided_rung__range=(1, 5)), name="decided_rung_1_to_5"
            ),
            models.CheckConstraint(
                condition=Q(evidenced_rung__isnull=True) | Q(evidenced_rung__range=(1, 5)), name="evidenced_rung_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.statement}"

    @property
    def capped(self) -> bool:
        """Whether the evidence bears out less than what was decided: "claimed 4, evidenced 3"."""
        return bool(self.decided_rung and self.evidenced_rung and self.evidenced_rung < self.decided_rung)


class Round(models.Model):
    """One round of voting on one statement; 0 is the pre-survey's. It may change until the reveal, never after."""

    session_statement = models.ForeignKey(SessionStatement, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    phase = models.CharField(max_length=8, choices=Phase, default=Phase.VOTING)
    opened_at = models.DateTimeField(auto_now_add=True)
    revealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint("session_statement", "number", name="round_number_once"),
            models.CheckConstraint(condition=Q(number__range=(0, MOST_ROUNDS)), name="round_0_to_9"),
        ]

    def __str__(self) -> str:
        return f"{self.session_statement} #{self.number}"


class Participant(models.Model):
    """A phone in the room: a department, a language and the hash of a random key. No address, and no name unless the
    session asks for names. One who came back with a new key may be merged into the participant that he was."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="participants")
    department = models.ForeignKey(Department, models.RESTRICT, related_name="participants")
    language = models.CharField(max_length=2, choices=language_choices, default=Language.ENGLISH)
    label = models.CharField(max_length=40, help_text="A pseudonym that is unique in the session, such as MAR-1.")
    key_hash = models.CharField(max_length=64, unique=True, null=True)
    name = models.CharField(max_length=80, blank=True)
    merged_into = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="merged")
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint("session", Lower("label"), name="participant_label_once")]

    def __str__(self) -> str:
        return self.label


class BallotQuerySet(models.QuerySet["Ballot"]):
    """Ballots by who may see them: ``rules.may_see`` as a query. Nobody else writes this rule."""

    def seen_by(self, viewer: int | None) -> Self:
        """Those that ``rules.may_see`` grants to ``viewer``, a participant's id; None is everybody else."""
        own = Q() if viewer is None else Q(participant=viewer)
        return self.filter(Q(round__phase=Phase.REVEALED) | own)

    def in_earnest(self) -> Self:
        """Without those of rehearsals."""
        return self.filter(round__session_statement__session__rehearsal=False)


class RevealedManager(models.Manager["Ballot"]):
    """Ballots that everybody may see: their round is revealed. A merged phone's second ballot in a round is none of
    them, so that each person counts once."""

    def get_queryset(self) -> BallotQuerySet:
        return BallotQuerySet(self.model, using=self._db).seen_by(None).filter(participant__merged_into=None)

    def in_earnest(self) -> BallotQuerySet:
        return self.get_queryset().in_earnest()


class Ballot(models.Model):
    """One participant's answer in one round. No rung is "don't know", which is an answer too.

    Who reads what others answered takes ``Ballot.revealed``; ``Ballot.objects`` is for writes and for one's own.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="ballots")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="ballots")
    rung = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.CharField(max_length=500, blank=True)
    comment_hidden = models.BooleanField(default=False)
    responsible = models.BooleanField(default=False, help_text="The voter is responsible for what is scored.")
    sequence = models.BigIntegerField(default=0, help_text="Grows on the phone: a late ballot never replaces a newer.")
    cast_at = models.DateTimeField(auto_now=True)
    # No index: a thousand phones pay for each in the same second, and only the undoing of a merge looks here.
    moved_from = models.ForeignKey(
        Participant,
        models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
        help_text="Who cast it, where that one was merged into the participant.",
    )

    objects = BallotQuerySet.as_manager()
    revealed = RevealedManager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("round", "participant", name="one_ballot_a_round"),
            models.CheckConstraint(condition=Q(rung__isnull=True) | Q(rung__range=(1, 5)), name="ballot_rung_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.rung}"


def own_ballot(participant: Participant) -> FilteredRelation:
    """In a query of rounds: each round's ballot of this participant, and nobody else's."""
    return FilteredRelation("ballots", condition=Q(ballots__participant=participant))


class Break(models.Model):
    """A pause on the agenda, after the statement at ``after``; 0 is before the first."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="breaks")
    after = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(default=10)
    title = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("after", "pk")
        constraints = [models.UniqueConstraint("session", "after", name="break_once_after")]

    def __str__(self) -> str:
        return self.title or f"{self.session} +{self.minutes}"


class Dissent(models.Model):
    """Somebody does not agree with what was decided, and wants that to follow the result."""

    session_statement = models.ForeignKey(SessionStatement, models.CASCADE, related_name="dissents")
    participant = models.ForeignKey(Participant, models.CASCADE, null=True, blank=True, related_name="dissents")
    department = models.ForeignKey(Department, models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=500)
    registered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                "session_statement", "participant", name="dissent_once", condition=Q(participant__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.text


class Card(models.Model):
    """What a department put on the board: an area it is responsible for, or a challenge; ``group`` joins some."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="cards")
    kind = models.CharField(max_length=9, choices=CardKind)
    department = models.ForeignKey(Department, models.SET_NULL, null=True, blank=True, related_name="+")
    participant = models.ForeignKey(Participant, models.CASCADE, null=True, blank=True, related_name="cards")
    text = models.CharField(max_length=160)
    group = models.CharField(max_length=80, blank=True)
    # The phone gives each card a key of its own, so that one sent twice is one card.
    key = models.CharField(max_length=40, blank=True)
    hidden = models.BooleanField(default=False)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("kind", "pk")
        constraints = [
            models.UniqueConstraint("session", "participant", "key", name="card_sent_once", condition=~Q(key=""))
        ]

    def __str__(self) -> str:
        return self.text


class Dot(models.Model):
    """A participant's vote for a card."""

    card = models.ForeignKey(Card, models.CASCADE, related_name="dots")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="dots")

    class Meta:
        constraints = [models.UniqueConstraint("card", "participant", name="dot_once")]

    def __str__(self) -> str:
        return f"{self.participant}: {self.card}"


class Ball(models.Model):
    """A participant's evaluation of the meeting, dropped into one of five tubes, with a word on why."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="balls")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="balls")
    score = models.PositiveSmallIntegerField()
    word = models.CharField(max_length=80, blank=True)
    dropped_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("session", "participant", name="one_ball_each"),
            models.CheckConstraint(condition=Q(score__range=(1, 5)), name="ball_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.score}"


class Extra(models.Model):
    """How many people of a department only play along: simulated, in a rehearsal."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="extras")
    department = models.ForeignKey(Department, models.CASCADE, related_name="+")
    people = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint("session", "department", name="extras_once_a_department")]

    def __str__(self) -> str:
        return f"{self.department}: {self.people}"
