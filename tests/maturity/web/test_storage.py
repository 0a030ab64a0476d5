"""Static files by their hashed names, as a server without DEBUG hands them out."""

import re
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from maturity.config import settings as ours


def test_scripts_import_each_other_by_hashed_names(tmp_path: Path) -> None:
    storages = {**settings.STORAGES, "staticfiles": ours.STORAGES["staticfiles"]}
    with override_settings(STORAGES=storages, STATIC_ROOT=tmp_path, DEBUG=False):
        call_command("collectstatic", interactive=False, verbosity=0)
    folder = tmp_path / "maturity"
    for name in ("phone", "board", "workshop"):
        [script] = folder.glob(f"{name}.*.js")
        [imported] = re.findall(r'from "([^"]+)";', script.read_text())
        assert re.fullmatch(r"\./live\.\w{12}\.js", imported)
        assert (folder / Path(imported).name).is_file()
