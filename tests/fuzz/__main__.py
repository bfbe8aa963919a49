"""python -m tests.fuzz SECONDS [NAME ...]: atheris on every target, or on these, for so long each; tells how many runs.

Exit code 1 where a target raised what it must not; the input is written beside, as atheris names it.
"""

import re
import subprocess
import sys
import tempfile

from tests.fuzz.targets import TARGETS


def main() -> int:
    """Each target in a process of its own."""
    seconds, *named = sys.argv[1:]
    failed = 0
    for name in named or TARGETS:
        with tempfile.TemporaryDirectory() as corpus:
            command = [sys.executable, "-m", "tests.fuzz.one", name, seconds, corpus]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        runs = re.search(r"Done (\d+) runs", done.stderr)
        print(f"{name}: {f'{int(runs[1]):,} runs, nothing found' if runs else 'FAILED'}", flush=True)
        if runs is None:
            failed += 1
            print((done.stdout + done.stderr)[-3000:])
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
