"""The sheets of who takes part: the engagement itself, and the departments with their capacity."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import list_currencies
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.web.formats import add_quarters
from maturity.web.languages import language_choices, spoken
from maturity.web.names import fold, visible
from maturity.web.sheets.book import Book, Count, SheetRow
from maturity.web.sheets.cell_types import (
    Anything,
    Day,
    KnownWord,
    One,
    Out,
    Unreadable,
    number,
    share,
    shown,
    text,
    whole,
)
from maturity.web.sheets.cells import Cell
from maturity.web.sheets.declare import Column, Sheet
from maturity.web.sheets.faults import shortened
from maturity.web.sheets.names import called, readings_of
from maturity.web.sheets.reading import needed
from maturity.web.sheets.saving import also_changed, save_rows

from .models import Capacity, Department, Engagement, Member, Organisation, User
from .rules import Role


class Detail(KnownWord):
    """The name of one of the engagement's details. What is not known is left alone, so it is no fault."""

    def read(self, cell: Cell) -> str:
        return readings_of(self.where).get(fold(shown(cell)), shown(cell))


class Tongue(One):
    """A language of ours, by its code or its own name."""

    def expected(self) -> str:
        return _("a language: en, da or sv")

    def read(self, cell: Cell) -> str:
        names = {fold(name): value for value, label in language_choices() for name in (value, str(label))}
        if fold(shown(cell)) not in names:
            raise Unreadable(self.expected())
        return names[fold(shown(cell))]

    def write(self, value: str, language: str) -> Out:
        return value


class Currency(One):
    """A currency by its three letters (ISO 4217)."""

    def expected(self) -> str:
        return _("a currency of ISO 4217, such as DKK")

    def read(self, cell: Cell) -> str:
        code = visible(shown(cell)).strip().upper()
        if len(code) != 3 or code not in list_currencies():
            raise Unreadable(self.expected())
        return code

    def write(self, value: str, language: str) -> Out:
        return value


THIS_LANGUAGE = lazy(lambda: str(spoken()), str)()
DETAILS = (
    Column("organisation", text(Organisation, "name"), required=True),
    Column("title", text(Engagement, "title"), "title", required=True),
    Column("language", Tongue(), "language"),
    Column("currency", Currency(), "currency"),
    Column("start", Day(), "start"),
    Column("quarters", whole(1, 40, unit="quarters"), "quarters"),
    Column("discount rate", share(Engagement, "discount_rate"), "discount_rate"),
)
ENGAGEMENT = Sheet(
    "Engagement",
    (Column("key", Detail("keys of Engagement"), required=True), Column("value", Anything())),
    key=("key",),
    compulsory=True,
    examples=(
        {
            "key": "organisation",
            "value": gettext_lazy("Example Ltd"),
        },
        {
            "key": "title",
            "value": gettext_lazy("Omnichannel plan"),
        },
        {
            "key": "language",
            "value": THIS_LANGUAGE,
        },
        {
            "key": "currency",
            "value": "EUR",
        },
        {
            "key": "start",
            "value": date(2027, 1, 1),
        },
        {
            "key": "quarters",
            "value": 12,
        },
        {
            "key": "discount rate",
            "value": Decimal("0.08"),
        },
    ),
)
DEPARTMENTS = Sheet(
    "Departments",
    (
        Column("department", text(Department, "name"), "name", required=True, names="department"),
        Column("lead", text(Department, "lead"), "lead"),
        Column("email", text(Department, "email"), "email"),
        Column("capacity", number(Capacity, "person_weeks", 0, thousands=False, unit="weeks")),
    ),
    key=("department",),
    examples=(
        {
            "department": gettext_lazy("Marketing"),
            "lead": "Mette Holm",
            "email": "mette@example.com",
            "capacity": 8,
        },
        {
            "department": gettext_lazy("Customer service"),
            "lead": "Erik Lind",
            "email": "erik@example.com",
            "capacity": Decimal("6.5"),
        },
    ),
)
SHEETS = (ENGAGEMENT, DEPARTMENTS)


@dataclass
class Home:
    """Where a workbook belongs: its details, and the organisation and engagement that are there already."""

    details: dict[str, Any]
    organisation: Organisation | None = None
    engagement: Engagement | None = None


def find_home(book: Book, facilitator: User | None) -> Home:
    """The engagement of this organisation and title, among those that the facilitator may change."""
    home = Home(read_details(book))
    book.currency = home.details.get("currency", "")
    stated = any(row["key"] == "currency" for row in book.rows("Engagement"))
    name, title = home.details.get("organisation"), home.details.get("title")
    if not name or not title:
        return home
    candidates = organisations_named(name, facilitator)
    if facilitator is not None and not candidates and is_mere_member(name, facilitator):
        fault(book, "organisation", name, _("an organisation that you facilitate"))
    if len(candidates) > 1:
        advice = _("a name that only one organisation has; from the command line, say whose with --facilitator")
        fault(book, "organisation", name, advice)
    if len(candidates) == 1:
        home.organisation = candidates[0]
        engagements = home.organisation.engagements.select_for_update().select_related("organisation")
        home.engagement = next((one for one in engagements if fold(one.title) == fold(title)), None)
    if not stated:
        book.currency = (home.engagement or Engagement()).currency
    return home


def organisations_named(name: str, facilitator: User | None) -> list[Organisation]:
    # Compared here and not by the database: SQLite folds no letters but a to z.
    found = Organisation.objects.all()
    if facilitator is not None:
        found = found.filter(members__user=facilitator, members__role=Role.FACILITATOR)
    return [organisation for organisation in found if fold(organisation.name) == fold(name)]


def is_mere_member(name: str, user: User) -> bool:
    return any(fold(organisation.name) == fold(name) for organisation in user.organisations.all())


def read_details(book: Book) -> dict[str, Any]:
    rows = {row["key"]: row for row in book.rows("Engagement") if row["key"]}
    details = {}
    for column in DETAILS:
        row = rows.pop(column.name, None)
        value = None if row is None else detail_of(book, column, row)
        if value is not None:
            details[column.name] = value
        elif row is None and column.required and "Engagement" in book.tables:
            table = book.tables["Engagement"]
            expected = _("a row “%(key)s”") % {"key": called("value: keys of Engagement", column.name, table.language)}
            book.faults.add(table.title, None, table.heading("key"), "", expected)
    for name in rows:
        book.remarks.append(_("Engagement: “%(key)s” is not known and was left alone.") % {"key": shortened(name)})
    return details


def detail_of(book: Book, column: Column, row: SheetRow) -> Any:
    table, cell = book.tables["Engagement"], row["value"]
    if cell is None:
        if column.required and "value" in row.values:
            table.fault(row, "value", needed(column))
        return None
    try:
        return column.kind.read(cell)
    except Unreadable as unreadable:
        table.fault(row, "value", str(unreadable))
        return None


def fault(book: Book, key: str, found: str, expected: str) -> None:
    row = next(row for row in book.rows("Engagement") if row["key"] == key)
    book.tables["Engagement"].fault(row, "value", expected, found)


def learn(book: Book, engagement: Engagement) -> None:
    for department in engagement.departments.all():
        book.known.learn("department", department.name, department)


def check(book: Book, engagement: Engagement | None) -> None:
    """Nothing that the sheets do not tell by themselves."""


def save_engagement(book: Book, home: Home, facilitator: User | None) -> Engagement:
    """The engagement with the details of the workbook; the organisation too where it is new."""
    values = {
        column.field: home.details[column.name] for column in DETAILS if column.field and column.name in home.details
    }
    if home.engagement is not None:
        return change_engagement(book, home.engagement, values)
    if home.organisation is None:
        home.organisation = Organisation.objects.create(name=home.details["organisation"])
        if facilitator is not None:
            Member.objects.create(organisation=home.organisation, user=facilitator, role=Role.FACILITATOR)
    values.setdefault("start", add_quarters(timezone.localdate(), 1))
    book.counts["Engagement"] = Count(made=1)
    return Engagement.objects.create(organisation=home.organisation, **values)


def change_engagement(book: Book, engagement: Engagement, values: dict[str, Any]) -> Engagement:
    changed = [field for field, value in values.items() if field != "title" and getattr(engagement, field) != value]
    for field in changed:
        setattr(engagement, field, values[field])
    if changed:
        engagement.save(update_fields=changed)
    book.counts["Engagement"] = Count(changed=1) if changed else Count(unchanged=1)
    return engagement


def save(book: Book, engagement: Engagement, by: User | None) -> None:
    if "Departments" not in book.tables:
        return
    stored = {(fold(one.name),): one for one in engagement.organisation.departments.all()}
    saved = save_rows(book, "Departments", Department, stored, fixed={"organisation": engagement.organisation})
    capacities = {one.department_id: one for one in engagement.capacities.all()}
    there = {one.pk for one in saved.rows.values()}
    book.absent["Departments"] = [one for one in capacities.values() if one.department_id not in there]
    table = book.tables["Departments"]
    made, changed, keys = [], [], []
    for key, row in table.keyed():
        department = saved.rows[key]
        capacity = capacities.get(department.pk)
        if capacity is None:
            made.append(Capacity(engagement=engagement, department=department, person_weeks=row["capacity"]))
            keys.append(key)
        elif "capacity" in table.headings and capacity.person_weeks != row["capacity"]:
            capacity.person_weeks = row["capacity"]
            changed.append(capacity)
            keys.append(key)
    Capacity.objects.bulk_create(made)
    Capacity.objects.bulk_update(changed, ["person_weeks"])
    also_changed(book, "Departments", Department, saved, keys)


def rows(engagement: Engagement) -> tuple[QuerySet[Any], ...]:
    """What the sheets write, those that others point at first."""
    organisation = engagement.organisation_id
    return (
        Organisation.objects.filter(pk=organisation),
        Member.objects.filter(organisation=organisation),
        Department.objects.filter(organisation=organisation),
        Engagement.objects.filter(pk=engagement.pk),
        Capacity.objects.filter(engagement=engagement),
    )


def export(engagement: Engagement) -> Iterator[tuple[Sheet, list[tuple[Any, ...]]]]:
    yield ENGAGEMENT, [("organisation", engagement.organisation.name), *details_of(engagement)]
    capacities = engagement.capacities.values_list(
        "department__name", "department__lead", "department__email", "person_weeks"
    )
    yield DEPARTMENTS, list(capacities)


def details_of(engagement: Engagement) -> Iterator[tuple[str, Out]]:
    for column in DETAILS:
        if column.field:
            yield column.name, column.kind.write(getattr(engagement, column.field), "en")
