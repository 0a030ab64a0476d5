"""Reading a library file: what a right one gives, and that a faulty one tells every fault with its line."""

import re
import tomllib

import pytest

from maturity.framework.lines import Lines
from maturity.framework.rules import LibraryFault, LibraryFaults, Text, read_library
from tests.factories.frameworks import SMALL, THEMES, statement


def faults(source: str | bytes) -> list[tuple[int, str]]:
    with pytest.raises(LibraryFaults) as caught:
        read_library(source)
    return [(fault.line, fault.message) for fault in caught.value.faults]


def line_of(part: str, *, source: str = SMALL, after: str = "") -> int:
    start = source.index(after)
    return source.count("\n", 0, source.index(part, start)) + 1


def test_library_gives_the_model_in_its_order() -> None:
    model = read_library(SMALL)

    assert (model.key, model.version, model.name.in_("sv")) == ("small", "1", "Liten")
    assert [(rung.number, rung.key) for rung in model.rungs] == [(n, f"rung-{n}") for n in range(1, 6)]
    assert [(dimension.key, dimension.theme) for dimension in model.dimensions] == [
        ("insight", "customer"),
        ("care", "customer"),
    ]
    assert [statement.key for statement in model.statements] == ["insight.1", "insight.2", "care.1"]
    assert [statement.key for statement in model.quick] == ["insight.1", "care.1"]


def test_statement_is_found_by_its_key() -> None:
    found = read_library(SMALL).statement("insight.2")

    assert (found.dimension, found.number, found.text["en"]) == ("insight", 2, "insight 2")
    assert found.rungs[4] == Text(en="Seen 5", da="Set 5", sv="Sett 5")


def test_text_falls_back_to_english_for_other_languages() -> None:
    text = Text(en="Rung", da="Trin", sv="Steg")

    assert [text.in_(language) for language in ("en", "da", "sv", "de")] == ["Rung", "Trin", "Steg", "Rung"]


def test_library_is_read_alike_from_bytes_with_mark_and_windows_line_ends() -> None:
    assert read_library(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()) == read_library(SMALL)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('key = "small"', "", "“key” is missing."),
        ('version = "1"', "version = 1", "Expected text in quotation marks."),
        (
            'key = "small"',
            'key = "Small Model"',
            "“Small Model” is no key: use small letters a–z and digits, with a hyphen between words.",
        ),
        (
            'version = "1"',
            'version = "1"\nauthor = "me"',
            "“author” is not known here. What may stand here: key, version, name, about, rungs, themes, dimensions.",
        ),
        ('name = { en = "Small", da', 'name = { en = " ", da', "The text is empty."),
        ('da = "Lille", ', "", "“da” is missing."),
        (
            'name = { en = "Small", da = "Lille", sv = "Liten" }',
            'name = "Small"',
            "Expected a text in each language: { en = “…”, da = “…”, sv = “…” }.",
        ),
        ('en = "About"', f'en = "{"a" * 401}"', "The text has 401 characters; at most 400."),
        ("number = 3", "number = 4", "Rungs are numbered from the lowest: here 3."),
        ("number = 3", "number = true", "Rungs are numbered from the lowest: here 3."),
        ('theme = "customer"', 'theme = "nobody"', "There is no theme “nobody” under [[themes]]."),
        (
            "  " + '{ en = "Seen 5", da = "Set 5", sv = "Sett 5" },\n',
            "",
            "A statement describes all five rungs; here are 4.",
        ),
    ],
)
def test_fault_is_told_with_what_would_be_right(old: str, new: str, message: str) -> None:
    assert [text for _, text in faults(SMALL.replace(old, new, 1))] == [message]


def test_every_fault_is_told_at_once_with_its_line() -> None:
    broken = (
        SMALL.replace('key = "care"', 'key = "insight"')
        .replace('da = "Trin 3"', 'da = ""')
        .replace('theme = "customer"', 'theme = "x"', 1)
        .replace('sv = "Sett 2"', "sv = 2", 1)
    )

    first = line_of('key = "insight"')
    assert faults(broken) == [
        (line_of('name = { en = "Rung 3"'), "The text is empty."),
        (line_of('theme = "customer"'), "There is no theme “x” under [[themes]]."),
        (line_of("Seen 2"), "Expected text in quotation marks."),
        (line_of('key = "care"'), f"The key “insight” is already used on line {first}."),
    ]


def test_ladder_of_four_rungs_is_refused() -> None:
    four = re.sub(r"\n\[\[rungs\]\]\nnumber = 5.*?(?=\n\[\[themes)", "", SMALL, flags=re.DOTALL)

    assert faults(four) == [(line_of("[[rungs]]"), "A ladder has five rungs; here are 4.")]


def test_dimension_without_statements_is_refused() -> None:
    source = SMALL[: SMALL.index("\n[[dimensions.statements]]")]

    assert faults(source) == [(line_of("[[dimensions]]"), "“statements” is missing.")]


def test_dimension_of_ten_statements_is_refused() -> None:
    source = SMALL + statement() * 9

    assert faults(source) == [
        (line_of("[[dimensions.statements]]", after='key = "care"'), "A dimension has 1 to 9 statements; here are 10.")
    ]


def test_file_without_dimensions_is_refused() -> None:
    source = SMALL[: SMALL.index("\n[[dimensions]]")]

    assert faults(source) == [(1, "“dimensions” is missing.")]
    assert faults("dimensions = []\n" + source) == [(1, "At least one of [[dimensions]] is needed.")]
    assert faults("dimensions = [1]\n" + source) == [(1, "Expected tables, each under its own [[dimensions]].")]
    assert faults('dimensions = "x"\n' + source) == [(1, "Expected tables, each under its own [[dimensions]].")]


def test_theme_named_twice_is_refused() -> None:
    source = SMALL.replace(THEMES, THEMES * 2)
    first = line_of('key = "customer"')

    assert faults(source) == [(first + 4, f"The key “customer” is already used on line {first}.")]


def test_syntax_fault_names_its_line() -> None:
    [(line, message)] = faults(SMALL.replace('version = "1"', 'version = "1'))

    assert line == 2
    assert message.startswith("This is not TOML: Illegal character")


def test_file_that_ends_too_early_names_its_last_line() -> None:
    [(line, message)] = faults('key = "small"\nname = {')

    assert (line, message.split(":")[0]) == (2, "This is not TOML")


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        (b'key = "a"\nname = "\xe6"', (2, "This is not UTF-8 text. Save the file as UTF-8.")),
        (b"#" * 1_000_001, (1, "The file is larger than 1 MB. A framework is a text file of some 100 kB.")),
        ("\n" + "a." * 6000, (2, "The line is longer than 10000 characters. Break it, with one text per line.")),
        ("a = " + "[" * 5000, (1, "The file is nested too deeply, or a number in it is too long.")),
        ("a = " + "1" * 5000, (1, "The file is nested too deeply, or a number in it is too long.")),
    ],
)
def test_hostile_file_is_refused_before_it_costs(source: str | bytes, fault: tuple[int, str]) -> None:
    assert faults(source) == [fault]


def test_empty_file_tells_what_is_needed() -> None:
    assert faults("") == [
        (1, f"“{name}” is missing.") for name in ("about", "dimensions", "key", "name", "rungs", "themes", "version")
    ]


def test_fault_reads_as_a_line() -> None:
    assert str(LibraryFault(12, "The text is empty.")) == "Line 12: The text is empty."


AWKWARD = '''# a comment with = and [brackets]
plain = 1979-05-27 07:32:00
"quoted key" = 'C:\\path'  # "more"
dotted.key = [1, 2.5,
  [3, "]"], { deep = true },
]
long = """
first ""quoted\\""" [x]
last""""

[a.b]
c = { d.e = 1, f = [] }

[[a.list]]
x = 1
[[a.list.inner]]
y = 2
[[a.list]]
x = \'\'\'
]]\'\'\'
[a.list.table]
z = 3
'''


def test_lines_are_found_in_awkward_toml() -> None:
    tomllib.loads(AWKWARD)
    lines = Lines(AWKWARD)

    assert {
        place: lines.of(place)
        for place in [
            ("plain",),
            ("quoted key",),
            ("dotted", "key", 2),
            ("dotted", "key", 2, 1),
            ("dotted", "key", 3, "deep"),
            ("long",),
            ("a", "b", "c", "d", "e"),
            ("a", "list", 0, "inner", 0, "y"),
            ("a", "list", 1),
            ("a", "list", 1, "x"),
            ("a", "list", 1, "table", "z"),
            ("a", "list", 1, "missing"),
        ]
    } == {
        ("plain",): 2,
        ("quoted key",): 3,
        ("dotted", "key", 2): 5,
        ("dotted", "key", 2, 1): 5,
        ("dotted", "key", 3, "deep"): 5,
        ("long",): 7,
        ("a", "b", "c", "d", "e"): 12,
        ("a", "list", 0, "inner", 0, "y"): 17,
        ("a", "list", 1): 18,
        ("a", "list", 1, "x"): 19,
        ("a", "list", 1, "table", "z"): 22,
        ("a", "list", 1, "missing"): 18,
    }
