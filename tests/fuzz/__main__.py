"""python -m tests.fuzz SECONDS [NAME]: atheris on every target, or on one, for so long each; prints how many runs.

Exit code 1 where a target raised what it must not; the input is written beside, as atheris names it.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fuzz.targets import TARGETS

_MOST_BYTES = 65_536


def _one(name: str, seconds: str, corpus: str) -> None:
    """Fuzz one target in this process, which ends with it."""
    import atheris

    target = TARGETS[name]
    for number, seed in enumerate(target.seeds()):
        (Path(corpus) / f"seed-{number}").write_bytes(seed[:_MOST_BYTES])
    options = [f"-max_total_time={seconds}", f"-max_len={_MOST_BYTES}", "-seed=1", "-rss_limit_mb=2048", corpus]
    atheris.Setup([sys.argv[0], *options], target.reads)
    atheris.instrument_all()
    atheris.Fuzz()


def main() -> int:
    """Each target in a process of its own."""
    seconds, *named = sys.argv[1:]
    failed = 0
    for name in named or TARGETS:
        with tempfile.TemporaryDirectory() as corpus:
            command = [
                sys.executable,
                "-c",
                f"from tests.fuzz.__main__ import _one; _one({name!r}, {seconds!r}, {corpus!r})",
            ]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        runs = re.search(r"Done (\d+) runs", done.stderr)
        print(f"{name}: {runs[1] + ' runs, nothing found' if runs else 'FAILED'}", flush=True)
        if runs is None:
            failed += 1
            print((done.stdout + done.stderr)[-3000:])
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
