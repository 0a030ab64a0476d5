"""What a facilitator types to make a session and to prepare it."""

from collections.abc import Collection, Iterable
from copy import copy
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maturity.framework.rules import Theme
from maturity.web.chapters import Askables
from maturity.web.editing import EditedMeanwhile, EditForm
from maturity.web.fields import NameField, offer_choices
from maturity.web.formats import share
from maturity.web.languages import text_in
from maturity.web.middleware import LARGEST_ID

from ..models import Session
from ..queries.preparing import SETTINGS, Line, Preparation
from ..rules import Selection

START: Final = "%Y-%m-%dT%H:%M"
STOP_SHARES: Final = tuple(map(Decimal, ("0.60", "0.70", "0.75", "0.80", "0.90", "1.00")))
MOVES: Final = {"up": -1, "down": 1}
LONGEST_ROW: Final = len(str(LARGEST_ID))


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
        field_classes = {"title": NameField}

    def __init__(
        self, *arguments: Any, offered: Askables, themes: Iterable[Theme], language: str = "en", **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        rows = [(row, text_in(language, text)) for _heading, texts in offered for row, text in texts.items()]
        offer_choices(self.fields["statements"], rows)
        offer_choices(self.fields["theme"], [(each.key, each.name.in_(language)) for each in themes])
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


class PreparationForm(EditForm, forms.ModelForm[Session]):
    """A session's times and rules, and per statement its place, its minutes and the break after it.

    The fields of a statement: ``place-<row>``, ``minutes-<row>`` and ``break-<place>``.
    """

    seen = forms.CharField(widget=forms.HiddenInput)
    starts_at = StartField()
    length = MinutesField(label=_("Length in minutes"), most=600, least=10)
    minutes = MinutesField(label=_("Minutes per statement"), most=60)
    stop_share = forms.TypedChoiceField(label=_("Agreed enough when"), coerce=Decimal)
    add = forms.TypedMultipleChoiceField(coerce=int, required=False)

    class Meta:
        model = Session
        fields = SETTINGS

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
        self.together = [[f"place-{line.row.pk}" for line in found.lines]]
        offer_choices(self.fields["add"], [each for _heading, texts in found.addable for each in texts.items()])
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

    def stored(self) -> dict[str, Any]:
        return self.found.stored

    def values(self) -> dict[str, Any]:
        """What was typed and pressed. A statement that the page did not show stays as it is."""
        shown = {name for name in self.found.stored if name in self.data or name in SETTINGS}
        typed = {name: value for name, value in self.cleaned_data.items() if name in shown}
        return typed | {f"break-{place}": minutes or None for place, minutes in self._breaks(shown)} | self._places()

    def _breaks(self, shown: Collection[str]) -> Iterable[tuple[int, int | None]]:
        places = range(len(self.found.lines) + 1)
        return ((place, self.cleaned_data[f"break-{place}"]) for place in places if f"break-{place}" in shown)

    def _places(self) -> dict[str, int | None]:
        """Each statement's place in the order typed, after the button was pressed: ``up-<row>``, ``down-<row>``,
        ``remove-<row>`` or nothing that moves. None: it goes."""
        lines = sorted(self.found.lines, key=self._wished)
        order = [line.row.pk for line in lines]
        move, _dash, row = self.data.get("do", "").partition("-")
        if row.isdecimal() and row.isascii() and len(row) < LONGEST_ROW and int(row) in order:
            at = order.index(int(row))
            if move == "remove":
                del order[at]
            elif move in MOVES:
                order.insert(max(0, at + MOVES[move]), order.pop(at))
        gone = {f"place-{line.row.pk}": None for line in lines}
        return gone | {f"place-{pk}": place for place, pk in enumerate(order, start=1)}

    def show_theirs(self, meanwhile: EditedMeanwhile, editor: str = "") -> None:
        """As any form; rows that were moved by a button stay where it put them."""
        moved = {self.add_prefix(name): str(place) for name, place in self._places().items() if place}
        super().show_theirs(meanwhile, editor)
        self.data.update(moved)  # type: ignore[attr-defined]  # a copy, made above

    def _wished(self, line: Line) -> tuple[int, int]:
        """Who is moved up comes before the one that stood there, who is moved down after it."""
        typed = self.cleaned_data[f"place-{line.row.pk}"]
        typed = line.place if typed is None else typed
        return typed, (typed > line.place) - (typed < line.place)
