"""The table of the workshop: when something may happen, and who may see a ballot."""

import itertools
import re

import pytest

from maturity.workshop.rules import (
    ALLOWED,
    CODE_ALPHABET,
    Action,
    Activity,
    Moment,
    Phase,
    Presurvey,
    SessionState,
    hash_key,
    label_prefix,
    may,
    may_see,
    moment_of,
    new_code,
    new_key,
    poll_interval,
    read_code,
    show_code,
    why_not,
)

EVERY = list(itertools.product(Moment, Action))

# action × moment: x where it may happen
TABLE = """
                    presurvey lobby voting shown voting-again shown-again board break closing closed
join                x         x     x      x     x            x           x     x     x       .
start-pre-survey    .         x     .      .     .            .           .     .     .       .
answer-alone        x         .     .      .     .            .           .     .     .       .
end-pre-survey      x         .     .      .     .            .           .     .     .       .
open-statement      .         x     .      x     .            x           x     x     x       .
cast                .         .     x      .     x            .           .     .     .       .
reveal              .         .     x      .     x            .           .     .     .       .
open-second-round   .         .     .      x     .            .           .     .     .       .
reopen-statement    .         .     .      .     .            x           .     .     .       .
skip                .         x     .      x     .            x           x     x     x       .
discuss             .         .     x      x     x            x           x     x     x       .
decide              .         .     .      x     x            x           x     x     x       .
turn-to             .         x     .      x     .            x           x     x     x       .
add-card            .         .     .      .     .            .           x     .     .       .
arrange-cards       .         .     .      .     .            .           x     .     .       .
drop-ball           .         .     .      .     .            .           .     .     x       .
close               .         x     .      x     .            x           x     x     x       .
reopen-session      .         .     .      .     .            .           .     .     .       x
"""


def words(name: str) -> str:
    """``open-second-round`` is the action "open second round"; the pre-survey keeps its hyphen."""
    return name.replace("-", " ").replace("pre survey", "pre-survey")


def rows() -> dict[tuple[str, str], bool]:
    head, *lines = TABLE.strip().splitlines()
    return {
        (moment, words(line.split()[0])): mark == "x"
        for line in lines
        for moment, mark in zip(head.split(), line.split()[1:], strict=True)
    }


def test_table_has_every_moment_and_every_action() -> None:
    assert set(rows()) == {(moment.value, action.value) for moment, action in EVERY}
    assert set(ALLOWED) == set(Moment)


@pytest.mark.parametrize(("moment", "action"), EVERY)
def test_may_follows_the_table(moment: Moment, action: Action) -> None:
    assert may(moment, action) == rows()[moment.value, action.value]


@pytest.mark.parametrize(("moment", "action"), EVERY)
def test_every_refusal_has_its_reason(moment: Moment, action: Action) -> None:
    assert may(moment, action) or str(why_not(moment, action)).endswith(".")


@pytest.mark.parametrize(
    ("phases", "moment"),
    [
        ([], Moment.LOBBY),
        ([Phase.VOTING], Moment.VOTING),
        ([Phase.REVEALED], Moment.SHOWN),
        ([Phase.REVEALED, Phase.VOTING], Moment.VOTING_AGAIN),
        ([Phase.REVEALED, Phase.REVEALED], Moment.SHOWN_AGAIN),
    ],
)
def test_moment_follows_the_rounds_until_the_session_is_closed(phases: list[Phase], moment: Moment) -> None:
    assert moment_of(SessionState.OPEN, phases) == moment
    assert moment_of(SessionState.CLOSED, phases) == Moment.CLOSED


@pytest.mark.parametrize("activity", [Activity.BOARD, Activity.BREAK, Activity.CLOSING])
def test_moment_is_what_the_room_is_doing_whatever_the_statement(activity: Activity) -> None:
    assert moment_of(SessionState.OPEN, [Phase.REVEALED], activity) == Moment(activity)
    assert moment_of(SessionState.CLOSED, [Phase.REVEALED], activity) == Moment.CLOSED


def test_moment_is_the_pre_survey_until_it_ends() -> None:
    assert moment_of(SessionState.OPEN, [], presurvey=Presurvey.OPEN) == Moment.PRESURVEY
    assert moment_of(SessionState.OPEN, [], presurvey=Presurvey.ENDED) == Moment.LOBBY


@pytest.mark.parametrize(
    ("phase", "viewer", "seen"),
    [
        (Phase.VOTING, 7, True),
        (Phase.VOTING, 8, False),
        (Phase.VOTING, None, False),
        (Phase.REVEALED, 7, True),
        (Phase.REVEALED, 8, True),
        (Phase.REVEALED, None, True),
    ],
)
def test_ballot_is_blind_to_all_but_its_author_until_the_reveal(phase: Phase, viewer: int | None, seen: bool) -> None:
    assert may_see(phase, author=7, viewer=viewer) == seen


@pytest.mark.parametrize("typed", ["KX7M3F", "kx7-m3f", " kx7 m3f ", "KX7–M3F", "k-x-7-m-3-f"])
def test_code_is_read_whatever_case_hyphens_and_spaces(typed: str) -> None:
    assert read_code(typed) == "KX7M3F"


@pytest.mark.parametrize("typed", ["", "KX7M3", "KX7M3FF", "KX7M30", "KX7M3I", "KX7M3ø", "……"])
def test_code_that_cannot_be_one_is_none(typed: str) -> None:
    assert read_code(typed) is None


def test_code_is_six_of_31_unambiguous_characters() -> None:
    assert (len(CODE_ALPHABET), set(CODE_ALPHABET) & set("01OIL")) == (31, set())
    assert all(read_code(show_code(code)) == code for code in (new_code() for _each in range(50)))
    assert show_code("KX7M3F") == "KX7-M3F"


def test_key_has_128_bits_and_only_its_hash_is_kept() -> None:
    keys = {new_key() for _each in range(50)}
    assert len(keys) == 50
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", key) for key in keys)
    assert hash_key("a") == "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"


@pytest.mark.parametrize(
    ("name", "prefix"), [("Marketing", "MAR"), ("IT", "IT"), ("Økonomi", "ØKO"), ("R & D", "RD"), ("–", "X")]
)
def test_label_begins_with_the_departments_letters(name: str, prefix: str) -> None:
    assert label_prefix(name) == prefix


@pytest.mark.parametrize(("phones", "milliseconds"), [(0, 700), (300, 700), (600, 1400), (1000, 2333)])
def test_poll_interval_grows_above_300_phones(phones: int, milliseconds: int) -> None:
    assert poll_interval(phones) == milliseconds
