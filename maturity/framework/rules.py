"""What a maturity model is, and how one is read from a library file. Values in, values out.

A library file is TOML: what the model is called, its five rungs, its themes, and its dimensions with their statements;
every text in the languages of the product side by side. Reading a faulty file tells all of its faults at once, each
with its line and what would be right.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maturity.web.languages import KNOWN, text_in, whole_languages

from .lines import Lines, Place

SHIPPED = Path(__file__).parent / "library" / "digital-maturity-1.toml"
RUNGS = 5
STATEMENTS = range(1, 10)
MOST_BYTES = 1_000_000
# A legal line that repeats "a." a million times would keep the parser busy for minutes.
LONGEST_LINE = 10_000
LONGEST_TEXT = 400
LONGEST_KEY = 60
LONGEST_VERSION = 20
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
HEAD = ("key", "version", "name", "about", "rungs", "themes", "dimensions")


class Text(Mapping[str, str]):
    """One text by language. One that is missing in a language is read in the nearest language that has it."""

    def __init__(self, **texts: str) -> None:
        self._texts = texts

    def __getitem__(self, language: str) -> str:
        return self._texts[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __hash__(self) -> int:
        return hash(frozenset(self._texts.items()))

    def __repr__(self) -> str:
        return f"Text({self._texts!r})"

    def in_(self, language: str) -> str:
        """The text in ``language``, or in the nearest language that has it; at last in English."""
        return text_in(language, self)


@dataclass(frozen=True)
class Rung:
    """One of the five steps of the ladder; ``number`` is 1 for the lowest."""

    number: int
    key: str
    name: Text
    description: Text


@dataclass(frozen=True)
class Theme:
    """What several dimensions have in common."""

    key: str
    name: Text


@dataclass(frozen=True)
class ModelStatement:
    """What people vote on: ``rungs[0]`` says what one would see on rung 1. The key is ``<dimension>.<number>``."""

    key: str
    text: Text
    rungs: tuple[Text, Text, Text, Text, Text]

    @property
    def dimension(self) -> str:
        return self.key.rpartition(".")[0]

    @property
    def number(self) -> int:
        return int(self.key.rpartition(".")[2])


@dataclass(frozen=True)
class ModelDimension:
    """One of the things that are scored, by its statements; ``theme`` is the theme's key."""

    key: str
    theme: str
    name: Text
    about: Text
    statements: tuple[ModelStatement, ...]


@dataclass(frozen=True)
class Model:
    """A maturity model as its library file says it, in the file's order."""

    key: str
    version: str
    name: Text
    about: Text
    rungs: tuple[Rung, Rung, Rung, Rung, Rung]
    themes: tuple[Theme, ...]
    dimensions: tuple[ModelDimension, ...]

    @cached_property
    def statements(self) -> tuple[ModelStatement, ...]:
        """All statements: the full scan."""
        return tuple(statement for dimension in self.dimensions for statement in dimension.statements)

    @cached_property
    def quick(self) -> tuple[ModelStatement, ...]:
        """The first statement of each dimension: the quick scan."""
        return tuple(dimension.statements[0] for dimension in self.dimensions)

    def statement(self, key: str) -> ModelStatement:
        """The statement called ``<dimension>.<number>``; KeyError where there is none."""
        return self._statements[key]

    def dimension(self, key: str) -> ModelDimension:
        """The dimension with this key; KeyError where there is none."""
        return self._dimensions[key]

    @cached_property
    def _statements(self) -> dict[str, ModelStatement]:
        return {statement.key: statement for statement in self.statements}

    @cached_property
    def _dimensions(self) -> dict[str, ModelDimension]:
        return {dimension.key: dimension for dimension in self.dimensions}


def same_statements(one: Model, other: Model) -> bool:
    """Whether two models differ in texts alone, so that a ballot in one means the same in the other."""
    return [statement.key for statement in one.statements] == [statement.key for statement in other.statements]


@dataclass(frozen=True, order=True)
class LibraryFault:
    """What is wrong on one line of a library file, and what would be right."""

    line: int
    message: str

    def __str__(self) -> str:
        return _("Line %(line)d: %(message)s") % {"line": self.line, "message": self.message}


class LibraryFaults(ValueError):
    """A library file that cannot be read. ``faults`` are all that was found, in the file's order."""

    def __init__(self, faults: Iterable[LibraryFault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))


def read_library(text: str | bytes) -> Model:
    """The maturity model that a library file (TOML) describes; LibraryFaults with every fault where it does not."""
    source = _decoded(text)
    try:
        data, lines = tomllib.loads(source), Lines(source)
    except tomllib.TOMLDecodeError as error:
        raise LibraryFaults([_syntax_fault(str(error), source)]) from error
    except (RecursionError, ValueError) as error:
        raise LibraryFaults(
            [LibraryFault(1, _("The file is nested too deeply, or a number in it is too long."))]
        ) from error
    reading = _Reading(lines)
    model = reading.model(data)
    if reading.faults:
        raise LibraryFaults(reading.faults)
    return model


def _decoded(text: str | bytes) -> str:
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if len(raw) > MOST_BYTES:
        raise LibraryFaults(
            [LibraryFault(1, _("The file is larger than 1 MB. A framework is a text file of some 100 kB."))]
        )
    try:
        source = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise LibraryFaults([LibraryFault(line, _("This is not UTF-8 text. Save the file as UTF-8."))]) from error
    long = [number for number, line in enumerate(source.split("\n"), start=1) if len(line) > LONGEST_LINE]
    if long:
        message = _("The line is longer than %(limit)d characters. Break it, with one text per line.")
        raise LibraryFaults(LibraryFault(number, message % {"limit": LONGEST_LINE}) for number in long)
    return source


def _syntax_fault(message: str, source: str) -> LibraryFault:
    found = re.search(r"\(at line (\d+), column (\d+)\)$", message)
    line = int(found[1]) if found else source.count("\n") + 1
    detail = message[: found.start()].strip() if found else message.removesuffix("(at end of document)").strip()
    return LibraryFault(line, _("This is not TOML: %(detail)s.") % {"detail": detail})


class _Reading:
    """Builds a model from what TOML gave and notes every fault on the way. After a fault, a stand-in is carried on."""

    def __init__(self, lines: Lines) -> None:
        self.faults: list[LibraryFault] = []
        self._lines = lines

    def model(self, data: dict[str, Any]) -> Model:
        self._keys(data, (), HEAD)
        themes = tuple(self._theme(item, at) for item, at in self._tables(data, (), "themes"))
        self._once([(theme.key, ("themes", index, "key")) for index, theme in enumerate(themes)])
        known = {theme.key for theme in themes}
        dimensions = tuple(self._dimension(item, at, known) for item, at in self._tables(data, (), "dimensions"))
        self._once([(dimension.key, ("dimensions", index, "key")) for index, dimension in enumerate(dimensions)])
        return Model(
            key=self._key(data, ()),
            version=self._word(data, (), "version", LONGEST_VERSION),
            name=self._text(data, (), "name"),
            about=self._text(data, (), "about"),
            rungs=self._rungs(data),
            themes=themes,
            dimensions=dimensions,
        )

    def _rungs(self, data: Mapping[str, Any]) -> Any:
        tables = self._tables(data, (), "rungs")
        if tables and len(tables) != RUNGS:
            self._fault(("rungs",), _("A ladder has five rungs; here are %(count)d."), count=len(tables))
        rungs = tuple(self._rung(item, at, number) for number, (item, at) in enumerate(tables, start=1))
        self._once([(rung.key, ("rungs", index, "key")) for index, rung in enumerate(rungs)])
        return rungs

    def _rung(self, item: Mapping[str, Any], at: Place, number: int) -> Rung:
        self._keys(item, at, ("number", "key", "name", "description"))
        found = item.get("number", number)
        if type(found) is not int or found != number:
            self._fault((*at, "number"), _("Rungs are numbered from the lowest: here %(number)d."), number=number)
        return Rung(number, self._key(item, at), self._text(item, at, "name"), self._text(item, at, "description"))

    def _theme(self, item: Mapping[str, Any], at: Place) -> Theme:
        self._keys(item, at, ("key", "name"))
        return Theme(self._key(item, at), self._text(item, at, "name"))

    def _dimension(self, item: Mapping[str, Any], at: Place, themes: set[str]) -> ModelDimension:
        self._keys(item, at, ("key", "theme", "name", "about", "statements"))
        key, theme = self._key(item, at), self._word(item, at, "theme", LONGEST_KEY)
        if theme and theme not in themes:
            self._fault((*at, "theme"), _("There is no theme “%(theme)s” under [[themes]]."), theme=theme)
        tables = self._tables(item, at, "statements")
        if len(tables) > STATEMENTS[-1]:
            message = _("A dimension has 1 to 9 statements; here are %(count)d.")
            self._fault((*at, "statements"), message, count=len(tables))
        statements = tuple(
            self._statement(table, place, f"{key}.{number}") for number, (table, place) in enumerate(tables, start=1)
        )
        return ModelDimension(key, theme, self._text(item, at, "name"), self._text(item, at, "about"), statements)

    def _statement(self, item: Mapping[str, Any], at: Place, key: str) -> ModelStatement:
        self._keys(item, at, ("text", "rungs"))
        rungs: Any = item.get("rungs", [])
        if not isinstance(rungs, list):
            self._fault((*at, "rungs"), _("Expected a list of five texts: rungs = [ … ]."))
            rungs = []
        elif "rungs" in item and len(rungs) != RUNGS:
            message = ngettext(
                "A statement describes all five rungs; here is %(count)d.",
                "A statement describes all five rungs; here are %(count)d.",
                len(rungs),
            )
            self._fault((*at, "rungs"), message, count=len(rungs))
        texts: Any = tuple(self._languages(rung, (*at, "rungs", index)) for index, rung in enumerate(rungs))
        return ModelStatement(key, self._text(item, at, "text"), texts)

    def _tables(self, data: Mapping[str, Any], at: Place, name: str) -> list[tuple[Mapping[str, Any], Place]]:
        """The tables under ``[[name]]``, each with its place; at least one."""
        found = data.get(name)
        if not isinstance(found, list):
            if name in data:
                self._fault((*at, name), _("Expected tables, each under its own [[%(name)s]]."), name=name)
            return []
        if not found:
            self._fault((*at, name), _("At least one of [[%(name)s]] is needed."), name=name)
        places = [(item, (*at, name, index)) for index, item in enumerate(found)]
        for item, place in places:
            if not isinstance(item, dict):
                self._fault(place, _("Expected tables, each under its own [[%(name)s]]."), name=name)
        return [(item, place) for item, place in places if isinstance(item, dict)]

    def _keys(
        self, data: Mapping[str, Any], at: Place, expected: tuple[str, ...], allowed: tuple[str, ...] = ()
    ) -> None:
        """Every expected key is there, and no other than those and the allowed."""
        allowed = allowed or expected
        for name in expected:
            if name not in data:
                self._fault(at, _("“%(name)s” is missing."), name=name)
        for name in data:
            if name not in allowed:
                message = _("“%(name)s” is not known here. What may stand here: %(expected)s.")
                self._fault((*at, name), message, name=name[:LONGEST_KEY], expected=", ".join(allowed))

    def _key(self, data: Mapping[str, Any], at: Place) -> str:
        key = self._word(data, at, "key", LONGEST_KEY)
        if key and not KEY.fullmatch(key):
            message = _("“%(key)s” is no key: use small letters a–z and digits, with a hyphen between words.")
            self._fault((*at, "key"), message, key=key)
        return key

    def _word(self, data: Mapping[str, Any], at: Place, name: str, longest: int) -> str:
        if name not in data:
            return ""
        return self._string(data[name], (*at, name), longest)

    def _text(self, data: Mapping[str, Any], at: Place, name: str) -> Text:
        if name not in data:
            return Text()
        return self._languages(data[name], (*at, name))

    def _languages(self, found: Any, at: Place) -> Text:
        if not isinstance(found, dict):
            example = ", ".join(f"{code} = “…”" for code in whole_languages())
            self._fault(at, _("Expected a text in each language: %(example)s."), example=f"{{ {example} }}")
            return Text()
        self._keys(found, at, whole_languages(), tuple(KNOWN))
        return Text(
            **{language: self._word(found, at, language, LONGEST_TEXT) for language in KNOWN if language in found}
        )

    def _string(self, found: Any, at: Place, longest: int) -> str:
        if not isinstance(found, str):
            self._fault(at, _("Expected text in quotation marks."))
            return ""
        if not found.strip():
            self._fault(at, _("The text is empty."))
        if len(found) > longest:
            message = _("The text has %(count)d characters; at most %(longest)d.")
            self._fault(at, message, count=len(found), longest=longest)
        return found.strip()

    def _once(self, keys: list[tuple[str, Place]]) -> None:
        seen: dict[str, int] = {}
        for key, place in keys:
            if key in seen:
                message = _("The key “%(key)s” is already used on line %(line)d.")
                self._fault(place, message, key=key, line=seen[key])
            elif key:
                seen[key] = self._lines.of(place)

    def _fault(self, place: Place, message: str, **values: object) -> None:
        self.faults.append(LibraryFault(self._lines.of(place), message % values if values else message))
