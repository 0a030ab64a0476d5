"""Two people who edit one thing at once are kept apart in one way: ``maturity/web/editing.py``."""

import re

from .test_names import ROOT, modules

OWN = ROOT / "maturity" / "web" / "editing.py"
REFUSAL = re.compile(r"^class (\w*(?:Meanwhile|Changed|Taken))\(", re.MULTILINE)
SIGN = re.compile(r"^ *def (\w*(?:fingerprint|edition)\w*)\(|^    (version) = forms\.", re.MULTILINE)
# Called alike, though nobody else wrote in the same fields: another wave has the session, a version is loaded already.
OTHER_REFUSALS = {"SessionTaken", "VersionTaken"}
# Signs of files.
OTHER_SIGNS = {"fingerprint", "fingerprint_of_sources"}


def test_nobody_else_says_that_somebody_saved_meanwhile():
    found = {name for path in modules() if path != OWN for name in REFUSAL.findall(path.read_text(encoding="utf-8"))}
    assert found - OTHER_REFUSALS == set()


def test_nobody_else_compares_what_an_editor_saw():
    found = {
        one or other
        for path in modules()
        if path != OWN
        for one, other in SIGN.findall(path.read_text(encoding="utf-8"))
    }
    assert found - OTHER_SIGNS == set()
