"""When something may happen in a session, and who may see a ballot. Values in, values out."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class SessionState(TextChoices):
    OPEN = "open", pgettext_lazy("session", "Open")
    CLOSED = "closed", pgettext_lazy("session", "Closed")


class Phase(TextChoices):
    """Where one round of voting on one statement is."""

    VOTING = "voting", pgettext_lazy("round", "Voting")
    REVEALED = "revealed", pgettext_lazy("round", "Answers shown")


ROUNDS = 2
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31 characters: no 0/O, 1/I/L
CODE_LENGTH = 6
