"""Every text file ends its lines in LF: with CRLF among them, an editor changes the whole file with one line."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_no_file_ends_its_lines_in_crlf():
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    contents = {name: (ROOT / name).read_bytes() for name in tracked.stdout.split("\0") if (ROOT / name).is_file()}
    texts = {name: content for name, content in contents.items() if b"\0" not in content}
    assert [name for name, content in texts.items() if b"\r\n" in content] == []
