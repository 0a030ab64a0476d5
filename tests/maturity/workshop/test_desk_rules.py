"""What the console works out: the stop rule, the meeting's pace, and the statement to open next."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from maturity.workshop.domain.distribution import Answer, distribution
from maturity.workshop.domain.pace import Pause, Slot, pace_of
from maturity.workshop.domain.proposals import Candidate, Proposal, Reason, propose
from maturity.workshop.domain.stopping import Verdict, verdict_on

START = datetime(2026, 11, 23, 9, tzinfo=UTC)


def minutes(count: float) -> datetime:
    return START + timedelta(minutes=count)


@pytest.mark.parametrize(
    ("rungs", "share", "by_rand", "verdict", "stops"),
    [
        ([3, 3, 3, 4], "0.75", True, Verdict(4, 4, 3, False), True),
        ([1, 3, 3, 4], "0.75", True, Verdict(3, 4, 3, False), True),
        ([1, 2, 2, 3, 4, 4], "0.75", True, Verdict(4, 6, 5, True), False),
        ([2, 2, 2, 4, 4, 4], "0.50", True, Verdict(3, 6, 3, True), False),
        ([2, 2, 2, 4, 4, 4], "0.50", False, Verdict(3, 6, 3, None), True),
        ([1, 1, 1, 5], "1.00", False, Verdict(3, 4, 4, None), False),
        # 0.75 of 8 is 6 exactly: no rounding error asks for a seventh.
        ([3] * 6 + [5, 5], "0.75", False, Verdict(6, 8, 6, None), True),
    ],
)
def test_stop_rule_on_a_round(rungs, share, by_rand, verdict, stops) -> None:
    found = distribution([Answer(1, 1, "Sales", rung, "") for rung in rungs], [1])
    told = verdict_on(found, share=Decimal(share), by_rand=by_rand)
    assert (told, told.stops) == (verdict, stops)


def test_stop_rule_looks_at_the_newest_round_alone() -> None:
    answers = [
        Answer(1, number, "Sales", rung, "")
        for number, rungs in ((1, [1, 1, 5, 5]), (2, [3, 3, 3, 3]))
        for rung in rungs
    ]
    assert verdict_on(distribution(answers, [1, 2]), share=Decimal(1), by_rand=True) == Verdict(4, 4, 4, False)


@pytest.mark.parametrize("second", [[], [3, 3], [None, None, None]])
def test_stop_rule_is_silent_where_the_newest_round_is_too_few(second) -> None:
    answers = [Answer(1, 1, "Sales", 3, "")] * 4 + [Answer(1, 2, "Sales", rung, "") for rung in second]
    assert verdict_on(distribution(answers, [1, 2]), share=Decimal(1), by_rand=True) is None


@pytest.mark.parametrize(
    ("slots", "pauses", "since", "now", "behind", "used", "over"),
    [
        # Two statements of five minutes, the first just opened: on time.
        ([Slot(5, begun=True), Slot(5)], [], 0, 0, 0, 0, 0),
        ([Slot(5, begun=True), Slot(5)], [], 0, 4, 0, 4, 0),
        # Seven minutes on the first: two behind.
        ([Slot(5, begun=True), Slot(5)], [], 0, 7, 2, 7, 2),
        # The second, opened after seven minutes, is in its third minute.
        ([Slot(5, begun=True, left=True), Slot(5, begun=True)], [], 7, 10, 2, 3, 0),
        # A skipped statement wins its minutes back.
        ([Slot(5, begun=True, left=True), Slot(5, left=True), Slot(5, begun=True)], [], 7, 7, -3, 0, 0),
        # A break that is still to come counts with what was planned, and one that is over was taken.
        ([Slot(5, begun=True), Slot(5)], [Pause(1, 10)], 0, 0, 0, 0, 0),
        ([Slot(5, begun=True, left=True), Slot(5, begun=True)], [Pause(1, 10)], 15, 15, 0, 0, 0),
        ([Slot(5, begun=True, left=True), Slot(5, begun=True)], [Pause(1, 10)], 5, 5, -10, 0, 0),
        # Nothing opened, twenty minutes after the start.
        ([Slot(5), Slot(5)], [], None, 20, 20, 0, 0),
        ([Slot(5), Slot(5)], [Pause(0, 10)], None, 0, 0, 0, 0),
    ],
)
def test_pace_of_a_meeting(slots, pauses, since, now, behind, used, over) -> None:
    opened = None if since is None else minutes(since)
    found = pace_of(slots, pauses, start=START, since=opened, now=minutes(now))
    assert (found.behind, found.used, found.over, found.ahead) == (behind, used, over, max(0, -behind))
    assert found.ends == minutes(sum(slot.minutes for slot in slots) + sum(pause.minutes for pause in pauses))


@pytest.mark.parametrize(
    ("waiting", "left", "proposed"),
    [
        # Nothing is known: the order decides.
        ([Candidate(2, 5), Candidate(3, 5)], None, Proposal(2, Reason.ORDER, None, None, 2)),
        # The one most apart before the meeting, then the dimension most apart.
        (
            [Candidate(2, 5, 0.2, alone=True), Candidate(3, 5, 0.8, alone=True)],
            30,
            Proposal(3, Reason.PRESURVEY, None, True, 2),
        ),
        ([Candidate(2, 5, 0.2), Candidate(3, 5, 0.8)], 30, Proposal(3, Reason.DIMENSION, None, True, 2)),
        # Equals go by the order.
        ([Candidate(2, 5, 0.5), Candidate(3, 5, 0.5)], 30, Proposal(2, Reason.ORDER, None, True, 2)),
        # The gap to the target weighs; a target that is reached weighs nothing.
        ([Candidate(2, 5, 0.5, gap=1), Candidate(3, 5, 0.4, gap=2)], 30, Proposal(3, Reason.DIMENSION, 2, True, 2)),
        ([Candidate(2, 5, 0.9, gap=0), Candidate(3, 5, 0.1)], 30, Proposal(3, Reason.DIMENSION, None, True, 2)),
        ([Candidate(2, 5), Candidate(3, 5, gap=2)], 30, Proposal(3, Reason.GAP, 2, True, 2)),
        # Of what is not known as much is expected as of the others.
        (
            [Candidate(2, 5, 0.2), Candidate(3, 5), Candidate(4, 5, 0.4)],
            30,
            Proposal(4, Reason.DIMENSION, None, True, 2),
        ),
        # What does not fit any more is left aside, unless nothing fits.
        ([Candidate(2, 5, 0.2), Candidate(3, 15, 0.8)], 10, Proposal(2, Reason.ORDER, None, True, 2)),
        ([Candidate(2, 5, 0.2), Candidate(3, 15, 0.8)], -4, Proposal(3, Reason.DIMENSION, None, False, 2)),
    ],
)
def test_proposed_statement(waiting, left, proposed) -> None:
    assert propose(waiting, left) == proposed


def test_nothing_is_proposed_where_nothing_waits() -> None:
    assert propose([], 30) is None
