"""What people type and choose, read and checked."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maturity.clients.models import Department, Engagement
from maturity.web.fields import offer_choices, offer_rows
from maturity.web.formats import share
from maturity.web.languages import Language
from maturity.web.middleware import LARGEST_ID

from .models import Ballot, Dissent, Participant, Session
from .queries.pages import Offer
from .queries.preparing import Asked, Line, Preparation
from .queries.rehearsal import MOST_OF_A_DEPARTMENT
from .queries.room import Door
from .rules import CardKind, Selection, read_code

FEW: Final = 4  # simulated people of a department, unless somebody says otherwise
DONT_KNOW = "dont-know"
RUNGS = [(str(number), str(number)) for number in range(1, 6)]
RUNG_VALUES: Final = frozenset(value for value, _name in RUNGS)
START: Final = "%Y-%m-%dT%H:%M"
STOP_SHARES: Final = tuple(map(Decimal, ("0.60", "0.70", "0.75", "0.80", "0.90", "1.00")))
MOVES: Final = {"up": -1, "down": 1}
LONGEST_ROW: Final = len(str(LARGEST_ID))
LONGEST_COMMENT: Final = Ballot._meta.get_field("comment").max_length or 0


def stop_choices(*shares: Decimal) -> list[tuple[Decimal, str]]:
    """The stop rule's shares, each with its words."""
    return [(each, gettext("%(share)s are within one rung") % {"share": share(each)}) for each in sorted({*shares})]


class MinutesField(forms.IntegerField):
    """Whole minutes; empty where none are set."""

    def __init__(self, *, most: int = 240, least: int = 1, **options: Any) -> None:
        super().__init__(min_value=least, max_value=most, **options)
        self.widget.attrs["inputmode"] = "numeric"


class StartField(forms.DateTimeField):
    """A day and a time of day, as the browser's own picker writes it, in the site's time zone."""

    widget = forms.DateTimeInput(format=START, attrs={"type": "datetime-local"})

    def __init__(self, **options: Any) -> None:
        super().__init__(label=_("Starts"), required=False, input_formats=[START, START + ":%S"], **options)


class SessionForm(forms.ModelForm[Session]):
    """A new session: its title, which statements it asks, when, and whether it is only a rehearsal."""

    selection = forms.ChoiceField(
        label=_("Statements"), choices=Selection.choices, initial=Selection.QUICK, widget=forms.RadioSelect
    )
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    statements = forms.TypedMultipleChoiceField(coerce=int, required=False)
    starts_at = StartField()
    length = MinutesField(label=_("Length in minutes"), most=600, least=10, initial=90)
    minutes = MinutesField(label=_("Minutes per statement"), most=60, initial=5)

    class Meta:
        model = Session
        fields = ("title", "starts_at", "length", "minutes", "rehearsal")

    def __init__(self, *arguments: Any, offer: Offer, language: str = "en", **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer_choices(self.fields["statements"], [(pk, key) for key, pk in offer.ids.items()])
        offer_choices(self.fields["theme"], [(each.key, each.name.in_(language)) for each in offer.model.themes])
        self.fields["length"].required = self.fields["minutes"].required = False
        self.fields["title"].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("selection") == Selection.OWN and not cleaned.get("statements"):
            self.add_error("statements", _("Choose at least one statement."))
        if cleaned.get("selection") == Selection.THEME and not cleaned.get("theme"):
            self.add_error("theme", _("Choose a theme."))
        return cleaned

    @property
    def settings(self) -> dict[str, Any]:
        """The session's own fields; what was left empty is as a new session has it."""
        fields = ("starts_at", "length", "minutes", "rehearsal")
        return {name: self.cleaned_data[name] for name in fields if self.cleaned_data[name] is not None}


class PreparationForm(forms.ModelForm[Session]):
    """A session's times and rules, and per statement its place, its minutes and the break after it.

    The fields of a statement: ``place-<row>``, ``minutes-<row>`` and ``break-<place>``.
    """

    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)
    starts_at = StartField()
    length = MinutesField(label=_("Length in minutes"), most=600, least=10)
    minutes = MinutesField(label=_("Minutes per statement"), most=60)
    stop_share = forms.TypedChoiceField(label=_("Agreed enough when"), coerce=Decimal)
    add = forms.TypedMultipleChoiceField(coerce=int, required=False)

    class Meta:
        model = Session
        fields = ("title", "starts_at", "length", "minutes", "stop_share", "stop_by_rand", "asks_names")

    def __init__(self, *arguments: Any, found: Preparation, **named: Any) -> None:
        # A copy: the form writes what was typed into its instance, and the page still tells what is kept.
        named["instance"] = copy(found.session)
        super().__init__(*arguments, **named)
        self.found = found
        pauses = {each.after: each.minutes for each in found.breaks}
        self.fields["break-0"] = MinutesField(
            label=gettext("Welcome, in minutes"), required=False, initial=pauses.get(0)
        )
        for line in found.lines:
            self._offer(line, pauses.get(line.place))
        offer_choices(self.fields["add"], [(each.pk, each.text) for each in found.addable])
        self._fix(found)

    def _offer(self, line: Line, pause: int | None) -> None:
        row, number = line.row, {"number": line.place}
        place = forms.IntegerField(label=gettext("Place of statement %(number)d") % number, required=False)
        minutes = MinutesField(
            label=gettext("Minutes for statement %(number)d") % number, required=False, most=60, initial=row.minutes
        )
        rest = MinutesField(
            label=gettext("Minutes of break after statement %(number)d") % number, required=False, initial=pause
        )
        place.initial = line.place
        minutes.widget.attrs["placeholder"] = str(self.found.session.minutes)
        named = {f"place-{row.pk}": place, f"minutes-{row.pk}": minutes, f"break-{line.place}": rest}
        for name, field in named.items():
            field.widget.attrs["aria-label"] = str(field.label)
            self.fields[name] = field

    def _fix(self, found: Preparation) -> None:
        """What may no longer be changed is shown, and not read."""
        offer_choices(self.fields["stop_share"], stop_choices(*STOP_SHARES, found.session.stop_share))
        for name in ("stop_share", "stop_by_rand"):
            self.fields[name].disabled = not found.free.stop_rule
        self.fields["asks_names"].disabled = not found.free.names
        self.fields["add"].disabled = not found.free.statements
        for line in found.lines:
            self.fields[f"place-{line.row.pk}"].disabled = not found.free.order

    @property
    def welcome(self) -> forms.BoundField:
        """The minutes before the first statement."""
        return self["break-0"]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Each statement's row, texts and piece of the agenda, with its three fields."""
        return [
            {
                "row": line.row,
                "wording": line.wording,
                "slot": self.found.agenda.slot(line.row.pk),
                "place": self[f"place-{line.row.pk}"],
                "minutes": self[f"minutes-{line.row.pk}"],
                "pause": self[f"break-{line.place}"],
            }
            for line in self.found.lines
        ]

    @property
    def settings(self) -> dict[str, Any]:
        """The session's own fields."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def breaks(self) -> dict[int, int]:
        places = range(len(self.found.lines) + 1)
        return {place: minutes for place in places if (minutes := self.cleaned_data[f"break-{place}"])}

    def statements(self, press: str) -> list[Asked]:
        """Those that stay, in the order typed. ``press`` is the button: ``up-<row>``, ``down-<row>``, ``remove-<row>``
        or nothing that moves."""
        lines = sorted(self.found.lines, key=self._wished)
        order = [line.row.pk for line in lines]
        move, _dash, row = press.partition("-")
        if row.isdecimal() and row.isascii() and len(row) < LONGEST_ROW and int(row) in order:
            at = order.index(int(row))
            if move == "remove":
                del order[at]
            elif move in MOVES:
                order.insert(max(0, at + MOVES[move]), order.pop(at))
        return [Asked(pk, self.cleaned_data[f"minutes-{pk}"]) for pk in order]

    def _wished(self, line: Line) -> tuple[int, int]:
        """Who is moved up comes before the one that stood there, who is moved down after it."""
        typed = self.cleaned_data[f"place-{line.row.pk}"]
        typed = line.place if typed is None else typed
        return typed, (typed > line.place) - (typed < line.place)


class CodeForm(forms.Form):
    """The code on the projector, typed."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "placeholder": "KX7-M3F",
            }
        ),
    )

    def clean_code(self) -> str | None:
        """Six characters, or None for what cannot be a code: a wrong guess like any other."""
        return read_code(self.cleaned_data["code"])


class JoinForm(forms.Form):
    """A participant's department and language, and a name where the session asks for names; nothing else is asked."""

    department = forms.ModelChoiceField(
        label=_("Your department"), queryset=Department.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(choices=Language.choices, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Your name"),
        help_text=_("You may leave it empty."),
        required=False,
        max_length=Participant._meta.get_field("name").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *arguments: Any, door: Door, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer_rows(self.fields["department"], door.session.engagement.departments.order_by("name"))
        if not door.session.asks_names:
            del self.fields["name"]


class RehearsalForm(forms.Form):
    """How many simulated people of each department play along in a rehearsal."""

    def __init__(
        self, *arguments: Any, departments: Sequence[Department], already: Mapping[int, int], **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        for each in departments:
            self.fields[f"people-{each.pk}"] = forms.IntegerField(
                label=each.name,
                min_value=0,
                max_value=MOST_OF_A_DEPARTMENT,
                initial=already.get(each.pk, 0 if already else FEW),
                required=False,
            )

    @property
    def people(self) -> dict[int, int]:
        """The number by the department's id."""
        return {int(name.rpartition("-")[2]): number or 0 for name, number in self.cleaned_data.items()}


class ReopenForm(forms.Form):
    """Why a closed session is opened again."""

    reason = forms.CharField(
        label=_("Why is it opened again?"),
        help_text=_("The reason is kept in the trail, with your name and the time."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=Language.choices)


class DissentForm(forms.Form):
    """A statement of the session, and what somebody sees differently; empty takes it back."""

    statement = forms.IntegerField(min_value=1, max_value=LARGEST_ID)
    text = forms.CharField(required=False, max_length=Dissent._meta.get_field("text").max_length)


@dataclass(frozen=True)
class SentBallot:
    """One answer as a phone sent it: the round that it belongs to, a rung (None: "don't know"), a comment, whether the
    voter is responsible for what is scored, and how many answers of this phone came before."""

    round: int
    rung: int | None
    comment: str
    responsible: bool
    sequence: int


def read_ballot(sent: QueryDict) -> SentBallot:
    """What a phone sent; ValidationError, with a sentence for the phone, where it cannot be read.

    A thousand phones answer in the same second, and a form takes as long as all the rest: so this reads five plain
    values by hand.
    """
    rung = sent.get("rung", "")
    if not rung:
        raise ValidationError(_("Choose a card first; your comment is sent with it."))
    if rung != DONT_KNOW and rung not in RUNG_VALUES:
        raise ValidationError(_("Choose one of the cards."))
    comment = sent.get("comment", "").strip().replace("\r\n", "\n")
    if len(comment) > LONGEST_COMMENT or "\0" in comment:
        raise ValidationError(_("This comment is too long: %(most)d characters at most.") % {"most": LONGEST_COMMENT})
    return SentBallot(
        round=whole(sent.get("round")),
        rung=None if rung == DONT_KNOW else int(rung),
        comment=comment,
        responsible=bool(sent.get("responsible")),
        sequence=whole(sent.get("sequence") or "0"),
    )


def whole(typed: str | None) -> int:
    """A number that a page of ours put there, and nobody types."""
    if not typed or not typed.isascii() or not typed.isdecimal() or len(typed) > len(str(LARGEST_ID)):
        raise ValidationError(_("This page is out of date. Load it again."))
    return min(int(typed), LARGEST_ID)


class CardForm(forms.Form):
    """A card for the board, and the phone's own key for it. How long it may be, the service says."""

    kind = forms.ChoiceField(choices=CardKind.choices)
    text = forms.CharField(required=False)
    key = forms.CharField(required=False, max_length=40)


class ChangedCardForm(forms.Form):
    """One's own card with another text, or taken back."""

    card = forms.IntegerField(min_value=1, max_value=LARGEST_ID)
    text = forms.CharField(required=False)
    take_back = forms.BooleanField(required=False)


class DotForm(forms.Form):
    """The card or group that gets a dot, or has it taken back."""

    give = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    take = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)


class ChosenCardsForm(forms.Form):
    """Cards of the session, and the group that they go into; none where they are taken out."""

    card = forms.TypedMultipleChoiceField(coerce=int, required=False)
    name = forms.CharField(required=False)
    take_out = forms.BooleanField(required=False)

    def __init__(self, *arguments: Any, session: Session, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer_choices(self.fields["card"], [(pk, pk) for pk in session.cards.values_list("pk", flat=True)])


class GroupForm(forms.Form):
    """A group, and the name that it gets."""

    group = forms.CharField()
    name = forms.CharField(required=False)


class HiddenCardForm(forms.Form):
    """The card that is hidden, or shown again."""

    hide = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    show = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)


class BallForm(forms.Form):
    """The tube, and a word on why."""

    score = forms.TypedChoiceField(
        choices=RUNGS, coerce=int, error_messages={"required": _("Choose one of the five tubes.")}
    )
    word = forms.CharField(required=False)


def read(form: forms.Form) -> dict[str, Any]:
    """What was sent; ValidationError, with sentences for the sender, where it cannot be read."""
    if not form.is_valid():
        raise ValidationError([text for texts in form.errors.values() for text in texts])
    return form.cleaned_data


class NotesForm(forms.Form):
    """What the facilitator wrote at a statement, and beside it what she started from."""

    notes_of = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    discussion = forms.CharField(required=False, max_length=20_000)
    decision = forms.CharField(required=False, max_length=5_000)
    decided_rung = forms.TypedChoiceField(choices=[("", ""), *RUNGS], coerce=int, empty_value=None, required=False)
    discussion_before = forms.CharField(required=False, max_length=20_000)
    decision_before = forms.CharField(required=False, max_length=5_000)
    decided_rung_before = forms.TypedChoiceField(
        choices=[("", ""), *RUNGS], coerce=int, empty_value=None, required=False
    )
    evidence = forms.CharField(required=False, max_length=5_000)
    evidence_before = forms.CharField(required=False, max_length=5_000)
    evidenced_rung = forms.TypedChoiceField(choices=[("", ""), *RUNGS], coerce=int, empty_value=None, required=False)
    evidenced_rung_before = forms.TypedChoiceField(
        choices=[("", ""), *RUNGS], coerce=int, empty_value=None, required=False
    )

    def clean(self) -> dict[str, Any]:
        """Browsers send line ends as CR LF, whatever was stored."""
        cleaned = super().clean() or {}
        return {
            name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in cleaned.items()
        }

    @property
    def discussed(self) -> tuple[str, str]:
        """The discussion before and after."""
        return self.cleaned_data["discussion_before"], self.cleaned_data["discussion"]

    @property
    def decided(self) -> tuple[tuple[str, int | None], tuple[str, int | None]]:
        """The decision before and after: text and rung."""
        return self._pair("decision", "decided_rung")

    @property
    def evidenced(self) -> tuple[tuple[str, int | None], tuple[str, int | None]]:
        """The evidence before and after: text and rung."""
        return self._pair("evidence", "evidenced_rung")

    def _pair(self, text: str, rung: str) -> tuple[tuple[str, int | None], tuple[str, int | None]]:
        """A page without the fields changes nothing."""
        before = self.cleaned_data[f"{text}_before"], self.cleaned_data[f"{rung}_before"]
        after = self.cleaned_data[text], self.cleaned_data[rung]
        return before, after if text in self.data else before


class DepartmentDissentForm(forms.Form):
    """A dissent that the facilitator registers for a department, or for the room."""

    dissent = forms.CharField(required=False, max_length=500)
    dissent_of = forms.ModelChoiceField(queryset=Department.objects.none(), required=False)

    def __init__(self, *arguments: Any, engagement: Engagement, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer_rows(self.fields["dissent_of"], engagement.departments.order_by("name"))


class MergeForm(forms.Form):
    """Two participants who are one person: who stays, and who is added to him."""

    duplicate = forms.ModelChoiceField(label=_("This phone"), queryset=Participant.objects.none())
    keep = forms.ModelChoiceField(label=_("is the same person as"), queryset=Participant.objects.none())

    def __init__(self, *arguments: Any, session: Session, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for field in self.fields.values():
            offer_rows(field, session.participants.filter(merged_into=None).order_by("label"))
