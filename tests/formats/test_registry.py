"""A new format is a new file, and nothing else."""

import subprocess
import sys
from pathlib import Path

from parity.formats.registry import all_formats

_NEW = """
from parity.formats.registry import Format

FORMAT = Format(
    name="shout",
    title="the verdict in capitals",
    file="shout.txt",
    about="Loud.",
    render=lambda result: result.verdict.upper().encode(),
    is_own=lambda data: data.isupper(),
)
"""
_HELP = """
import sys
from parity import formats
formats.__path__.append(sys.argv[1])
from parity.cli.main import main
main(["report", "--help"])
"""


def test_a_new_file_is_found_and_shows_in_the_help(tmp_path: Path) -> None:
    def help_text() -> str:
        done = subprocess.run([sys.executable, "-c", _HELP, str(tmp_path)], capture_output=True, text=True, check=True)
        return " ".join(done.stdout.split())

    assert "shout" not in help_text()
    (tmp_path / "shouting.py").write_text(_NEW)
    (tmp_path / "beside.py").write_text("NOTHING = 1\n")
    text = help_text()
    assert f"[{'|'.join(sorted([*all_formats(), 'shout']))}],..." in text
    assert "shout: the verdict in capitals" in text
    assert "beside" not in text
