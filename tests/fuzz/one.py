"""python -m tests.fuzz.one NAME SECONDS CORPUS: atheris on one target, in a process that ends with it."""

import sys
from pathlib import Path

import atheris

# What is written in C gives no coverage; our own readers and YAML's are Python.
with atheris.instrument_imports(include=["parity", "yaml"]):
    from tests.fuzz.targets import TARGETS

_MOST_BYTES = 65_536


def main() -> None:
    """Fuzz until the time is over, or until something is raised that must not be."""
    name, seconds, corpus = sys.argv[1:]
    target = TARGETS[name]
    for number, seed in enumerate(target.seeds()):
        (Path(corpus) / f"seed-{number}").write_bytes(seed[:_MOST_BYTES])
    options = [f"-max_total_time={seconds}", f"-max_len={_MOST_BYTES}", "-seed=1", "-rss_limit_mb=2048", corpus]
    atheris.Setup([sys.argv[0], *options], target.attempt)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
