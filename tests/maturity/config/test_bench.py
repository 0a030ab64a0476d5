"""`manage.py bench` from a checkout, and where the tests were left behind."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from maturity.management.commands.bench import Command, topics


def test_every_topic_of_the_bench_is_offered():
    assert set(topics(Command.folder)) >= {"agreement", "pages", "scheduling", "workshop"}


def test_the_bench_without_its_folder_says_where_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr(Command, "folder", tmp_path / "tests" / "bench")
    with pytest.raises(CommandError, match="is in tests/bench of the source checkout, which is missing here"):
        call_command("bench")


def test_an_unknown_topic_is_refused_with_those_that_there_are():
    with pytest.raises(CommandError, match=r"No such topic: tea\. There are agreement,"):
        call_command("bench", "tea")


def test_a_topic_prints_its_rows(monkeypatch):
    from tests.bench import rates
    from tests.bench.table import Row

    monkeypatch.setattr(rates, "rows", lambda: [Row("one rate", 2.0, at_most=3)])
    out = StringIO()
    call_command("bench", "rates", stdout=out)
    assert out.getvalue().split() == ["rates", "one", "rate", "2", "×", "≤", "3", "held"]
