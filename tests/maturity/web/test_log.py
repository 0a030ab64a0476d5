"""A refusal is one line in the server's log; a fault keeps its traceback."""

import logging
import sys

import pytest

from maturity.web.log import Refusals


@pytest.mark.parametrize(("status", "kept"), [(403, False), (404, False), (422, False), (500, True)])
def test_only_a_fault_keeps_its_traceback(status, kept):
    try:
        raise PermissionError
    except PermissionError:
        record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Refused", (), sys.exc_info())
    record.status_code = status

    assert (Refusals().filter(record), record.exc_info is not None) == (True, kept)
