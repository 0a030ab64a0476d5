#!/usr/bin/env python3
"""The one entry point: first use makes the project's environment (`maturity/bootstrap.py`), inside it is Django's."""

import os
import sys

# Before any import of ours, in words that every old Python can read.
if sys.version_info < (3, 11):
    sys.exit("Python 3.11 or newer is needed; this is %s (%s)." % (sys.version.split()[0], sys.executable))

from maturity.bootstrap import enter_environment

# Without other wishes: all tests, on every core up to four, each file in one process.
WHOLE_SUITE = ["--numprocesses=auto", "--maxprocesses=4", "--dist=loadfile", "--no-loadscope-reorder"]

if __name__ == "__main__":
    enter_environment(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maturity.config.settings")
    if sys.argv[1:2] == ["test"]:
        import pytest

        sys.exit(pytest.main(sys.argv[2:] or WHOLE_SUITE))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
