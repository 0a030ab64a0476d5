"""What people type and choose in the room: at the door, on the phone, at the console."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from maturity.clients.models import Department, Engagement
from maturity.web.editing import SEEN, EditForm
from maturity.web.fields import offer_choices, offer_rows
from maturity.web.languages import language_choices
from maturity.web.middleware import LARGEST_ID

from ..models import Ballot, Dissent, Participant, Session
from ..queries.rehearsal import MOST_OF_A_DEPARTMENT
from ..queries.room import Door
from ..rules import CardKind, read_code

FEW: Final = 4  # simulated people of a department, unless somebody says otherwise
DONT_KNOW = "dont-know"
RUNGS = [(str(number), str(number)) for number in range(1, 6)]
RUNG_VALUES: Final = frozenset(value for value, _name in RUNGS)
LONGEST_COMMENT: Final = Ballot._meta.get_field("comment").max_length or 0


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
    language = forms.ChoiceField(choices=language_choices, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Your name"),
        help_text=_("You may leave it empty."),
        required=False,
        max_length=Participant._meta.get_field("name").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *arguments: Any, door: Door, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer_rows(self.fields["department"], door.session.engagement.departments.all())
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
    language = forms.ChoiceField(choices=language_choices)


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


class NoteField(forms.CharField):
    """A text of the notes, which may be empty; ``place`` is the page's own id for it."""

    def __init__(self, *, place: str, **options: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"id": place}), **options)


class RungField(forms.TypedChoiceField):
    """A rung, or none; ``place`` is the page's own id for it."""

    def __init__(self, *, place: str, **options: Any) -> None:
        widget = forms.Select(attrs={"id": place})
        rungs = [("", ""), *RUNGS]
        super().__init__(choices=rungs, coerce=int, empty_value=None, required=False, widget=widget, **options)


class NotesForm(EditForm):
    """What the facilitator wrote at a statement; a decision goes with its rung, and so does the evidence."""

    together = (("decision", "decided_rung"), ("evidence", "evidenced_rung"))

    notes_of = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    discussion = NoteField(label=_("Discussion: what was said"), place="discussion", max_length=20_000)
    decision = NoteField(label=_("Decision: what the room agreed on"), place="decision-text", max_length=5_000)
    decided_rung = RungField(label=_("Decided rung"), place="decided-rung")
    evidence = NoteField(label=_("Evidence: what was shown for it"), place="evidence", max_length=5_000)
    evidenced_rung = RungField(label=_("The rung that the evidence bears out"), place="evidenced-rung")

    def clean(self) -> dict[str, Any]:
        """Browsers send line ends as CR LF, whatever was stored. A page without the decision changes none of it."""
        cleaned = super().clean() or {}
        absent = {name for group in self.together for name in group if group[0] not in self.data}
        self.typed = {
            name: value.replace("\r\n", "\n") if isinstance(value, str) else value
            for name, value in cleaned.items()
            if name not in absent | {"notes_of", SEEN}
        }
        return cleaned

    def stored(self) -> dict[str, Any]:
        return {name: value for name, value in super().stored().items() if name != "notes_of"}

    def values(self) -> dict[str, Any]:
        return dict(self.typed)


class DepartmentDissentForm(forms.Form):
    """A dissent that the facilitator registers for a department, or for the room."""

    dissent = forms.CharField(required=False, max_length=500)
    dissent_of = forms.ModelChoiceField(queryset=Department.objects.none(), required=False)

    def __init__(self, *arguments: Any, engagement: Engagement, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer_rows(self.fields["dissent_of"], engagement.departments.all())


class MergeForm(forms.Form):
    """Two participants who are one person: who stays, and who is added to him."""

    duplicate = forms.ModelChoiceField(label=_("This phone"), queryset=Participant.objects.none())
    keep = forms.ModelChoiceField(label=_("is the same person as"), queryset=Participant.objects.none())

    def __init__(self, *arguments: Any, session: Session, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for field in self.fields.values():
            offer_rows(field, session.participants.filter(merged_into=None))
