"""The board: what departments write on it, how it is arranged, and who gave a dot to what.

A dot is given to a group or to a card of its own. It is kept at one of the group's cards and stays with the group
whichever of its cards goes, so that nobody ever has more than ``DOTS`` and nobody counts twice at one thing.
"""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Min, Q, QuerySet
from django.utils.translation import gettext as _

from maturity.clients.models import User
from maturity.clients.rules import Verb
from maturity.web.names import fold, named, visible

from ..models import Card, Dot, Participant, Session
from ..rules import DOTS, MOST_CARDS, Action, CardKind
from .sessions import NotNow, hold, require, trail

LONGEST_CARD = Card._meta.get_field("text").max_length or 0
LONGEST_GROUP = Card._meta.get_field("group").max_length or 0


@transaction.atomic
def add_card(*, participant: Participant, kind: CardKind, text: str, key: str) -> Card:
    """Put a card of the participant's department on the board.

    ``key`` is the phone's own for this card: sent again it is the same card, as is the same text once more. Raises
    NotNow while the board is not open, for a text that is empty or too long, and for more than ``MOST_CARDS``.
    """
    session = _held_for(participant.session, Action.ADD_CARD)
    own = cards_of(participant)
    sent = own.exclude(key="").filter(key=key).first()
    if sent:
        return sent
    text = _fit(text)
    same = own.filter(kind=kind, text__iexact=text).first()
    if same:
        return same
    if own.count() >= MOST_CARDS:
        most = {"most": MOST_CARDS}
        raise NotNow(_("You have put %(most)d cards on the board, which is the most. Change one of them.") % most)
    return Card.objects.create(
        session=session,
        kind=kind,
        department=participant.department,
        participant=participant,
        text=text,
        key=key,
    )


@transaction.atomic
def change_card(*, participant: Participant, card_id: int, text: str) -> None:
    """Give one's own card another text; NotNow where it is not on the board any more."""
    _held_for(participant.session, Action.ADD_CARD)
    if not cards_of(participant).filter(pk=card_id).update(text=_fit(text)):
        raise NotNow(_("This card is no longer on the board."))


@transaction.atomic
def take_card_back(*, participant: Participant, card_id: int) -> None:
    """Take one's own card off the board. Twice is once."""
    _held_for(participant.session, Action.ADD_CARD)
    for card in cards_of(participant).filter(pk=card_id):
        _leave_dots_with_group(card)
        card.delete()


@transaction.atomic
def give_dot(*, participant: Participant, card_id: int) -> None:
    """Vote for a card, or for the group that it is in. Twice is once; NotNow where no dot is left, or no such card."""
    session = _held_for(participant.session, Action.ADD_CARD)
    card = session.cards.filter(pk=card_id, hidden=False).first()
    if card is None:
        raise NotNow(_("This card is no longer on the board."))
    own = dots_of(participant)
    if own.filter(card__in=_together(card)).exists():
        return
    if own.count() >= DOTS:
        raise NotNow(_("You have no dot left. Take one back first."))
    Dot.objects.create(card=card, participant=participant)


@transaction.atomic
def take_dot_back(*, participant: Participant, card_id: int) -> None:
    """Take one's dot back from a card, or from the group that it is in. Twice is once."""
    session = _held_for(participant.session, Action.ADD_CARD)
    for card in session.cards.filter(pk=card_id):
        dots_of(participant).filter(card__in=_together(card)).delete()


@transaction.atomic
def group_cards(*, session: Session, card_ids: Collection[int], name: str) -> None:
    """Put cards into the group of this name, whether it is there already or not; an empty name takes them out.

    Who gave a dot to two things that become one has given one dot to it, and has the other back.
    """
    held = _held_for(session, Action.ARRANGE_CARDS)
    name = _named(name)
    cards = list(held.cards.filter(pk__in=card_ids))
    if not cards:
        raise NotNow(_("Choose at least one card."))
    for card in cards:
        if fold(card.group) != fold(name):
            _leave_dots_with_group(card)
    _put(held, cards, name)


@transaction.atomic
def rename_group(*, session: Session, group: str, name: str) -> None:
    """Give a group another name; the name of another group makes one group of the two, no name breaks it up."""
    held = _held_for(session, Action.ARRANGE_CARDS)
    cards = list(held.cards.filter(group=group).exclude(group=""))
    if not cards:
        raise NotNow(_("This group is no longer on the board."))
    _put(held, cards, _named(name))


def _put(session: Session, cards: Collection[Card], name: str) -> None:
    """The group keeps the name that it has, whatever the case it is typed in now."""
    put = [card.pk for card in cards]
    there = named(session.cards.exclude(group="").exclude(pk__in=put), name, "group") if name else None
    name = there.group if there else name
    Card.objects.filter(pk__in=put).update(group=name)
    if name:
        _one_dot_each(session.cards.filter(group=name))


@transaction.atomic
def hide_card(*, session: Session, card_id: int, hidden: bool, by: User | None) -> None:
    """Take a card with something unfit off every screen, or show it again. Dots on it alone are given back."""
    held = _held_for(session, Action.ARRANGE_CARDS)
    card = held.cards.filter(pk=card_id).exclude(hidden=hidden).first()
    if card is None:
        return
    if hidden:
        _leave_dots_with_group(card)
        card.dots.all().delete()
    Card.objects.filter(pk=card.pk).update(hidden=hidden)
    trail(held, by, Verb.CHANGED, {"card_hidden": [not hidden, hidden]})


def cards_of(participant: Participant) -> "QuerySet[Card]":
    """A participant's own cards, also those from a phone that was merged into this one."""
    return Card.objects.filter(Q(participant=participant) | Q(participant__merged_into=participant))


def dots_of(participant: Participant) -> "QuerySet[Dot]":
    """A participant's own dots, also those from a phone that was merged into this one."""
    return Dot.objects.filter(Q(participant=participant) | Q(participant__merged_into=participant))


def _held_for(session: Session, action: Action) -> Session:
    held = hold(session)
    require(held, held.current, action)
    return held


def _fit(text: str) -> str:
    text = " ".join(text.replace("\0", "").split())
    if not text:
        raise NotNow(_("Write something on the card first."))
    if len(text) > LONGEST_CARD:
        raise NotNow(_("A card has room for %(most)d characters.") % {"most": LONGEST_CARD})
    return text


def _named(name: str) -> str:
    name = " ".join(visible(name.replace("\0", "")).split())
    if len(name) > LONGEST_GROUP:
        raise NotNow(_("A group’s name has %(most)d characters at most.") % {"most": LONGEST_GROUP})
    return name


def _together(card: Card) -> "QuerySet[Card]":
    """The cards that are voted on with this one: its group, or itself."""
    if not card.group:
        return Card.objects.filter(pk=card.pk)
    return Card.objects.filter(session=card.session_id, group=card.group)


def _leave_dots_with_group(card: Card) -> None:
    """Before a card goes: its dots are the group's, and pass to another of the group's cards, if there is one."""
    stays = _together(card).exclude(pk=card.pk).filter(hidden=False).first()
    if stays:
        card.dots.update(card=stays)


def _one_dot_each(cards: "QuerySet[Card]") -> None:
    dots = Dot.objects.filter(card__in=cards)
    first = dots.values("participant").annotate(first=Min("pk")).values_list("first", flat=True)
    dots.exclude(pk__in=list(first)).delete()
