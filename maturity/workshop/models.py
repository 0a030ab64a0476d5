"""The room: a session, its statements, rounds, participants and their raw ballots."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from maturity.clients.models import Department, Engagement
from maturity.framework.models import Statement
from maturity.web.languages import Language

from .rules import Phase, SessionState


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
        ]

    def __str__(self) -> str:
        return self.title


class SessionStatement(models.Model):
    """A statement's place in a session, with what was said and decided about it."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="statements")
    statement = models.ForeignKey(Statement, models.RESTRICT, related_name="in_sessions")
    position = models.PositiveSmallIntegerField()
    discussion = models.TextField(_("discussion"), blank=True)
    decision = models.TextField(_("decision"), blank=True)
    decided_rung = models.PositiveSmallIntegerField(_("decided rung"), null=True, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint("session", "statement", name="statement_once_in_session"),
            models.CheckConstraint(
                condition=Q(decided_rung__isnull=True) | Q(decided_rung__range=(1, 5)), name="decided_rung_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.statement}"


class Round(models.Model):
    """One round of voting on one statement. Its ballots can be changed until it is revealed, never after."""

    session_statement = models.ForeignKey(SessionStatement, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    phase = models.CharField(max_length=8, choices=Phase, default=Phase.VOTING)
    opened_at = models.DateTimeField(auto_now_add=True)
    revealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint("session_statement", "number", name="round_number_once"),
            models.CheckConstraint(condition=Q(number__range=(1, 2)), name="round_1_or_2"),
        ]

    def __str__(self) -> str:
        return f"{self.session_statement} #{self.number}"


class Participant(models.Model):
    """A phone in the room: a department, a language and the hash of a random key. No name, no address."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="participants")
    department = models.ForeignKey(Department, models.RESTRICT, related_name="participants")
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    label = models.CharField(max_length=40, help_text="A pseudonym that is unique in the session, such as MAR-1.")
    key_hash = models.CharField(max_length=64, unique=True, null=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint("session", Lower("label"), name="participant_label_once")]

    def __str__(self) -> str:
        return self.label


class Ballot(models.Model):
    """One participant's answer in one round. No rung is "don't know", which is an answer too."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="ballots")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="ballots")
    rung = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.CharField(max_length=500, blank=True)
    cast_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("round", "participant", name="one_ballot_a_round"),
            models.CheckConstraint(condition=Q(rung__isnull=True) | Q(rung__range=(1, 5)), name="ballot_rung_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.rung}"
