"""The ladder's bar of shares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.charts.ladder import WIDTH, Segment, segments


def test_bar_is_cut_where_the_shares_end():
    assert segments((0.0, 0.5, 0.25, 0.25, 0.0)) == (
        Segment(1, 0.0, 0.0, 0.0),
        Segment(2, 0.5, 0.0, 250.0),
        Segment(3, 0.25, 250.0, 125.0),
        Segment(4, 0.25, 375.0, 125.0),
        Segment(5, 0.0, 500.0, 0.0),
    )


def test_no_shares_make_no_bar():
    assert segments(()) == ()


@given(st.lists(st.integers(0, 100), min_size=5, max_size=5).filter(any))
def test_segments_stand_side_by_side_and_fill_the_bar(counts):
    found = segments([count / sum(counts) for count in counts])
    ends = [each.x + each.width for each in found]
    assert ends[:-1] == pytest.approx([each.x for each in found[1:]], abs=0.02)
    assert ends[-1] == pytest.approx(WIDTH, abs=0.02)
