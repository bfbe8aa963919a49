"""How fast the comparison is, as ratios of what stands beside it in the same run.

    python -m benchmarks.compare

Scenario `large`: six objects with 500 custom fields each and ten picklists of 1,000 values, in both orgs.
The snapshots come from a pair of simulated orgs, as the product collects them.
"""

import resource
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from typing import Any

import msgspec
from deepdiff import DeepDiff

from parity.compare.snapshots import compare
from parity.config.policy import Policy
from parity.snapshot.file import read_snapshot, snapshot_bytes
from parity.snapshot.records import Snapshot
from parity.verdict.judge import judge
from tests.simulated import collected

_TARGET_PARSE, _TARGET_NAIVE, _TARGET_HELP = 2.0, 40.0, 2.0


def main() -> None:
    """Measure and print."""
    pair = collected("large")
    data = [snapshot_bytes(one) for one in pair]
    sandbox, production = (read_snapshot(one, "benchmark") for one in data)
    print(f"scenario large: {_fields(sandbox)} fields an org, {sum(map(len, data)) / 1e6:.1f} MB of snapshots")
    parse = seconds(lambda: [msgspec.json.decode(one) for one in data])
    typed = seconds(lambda: [read_snapshot(one, "benchmark") for one in data])
    compared = seconds(lambda: compare(sandbox, production))
    judged = seconds(lambda: judge(sandbox, production, Policy(), tenant=None, judged_at=datetime.now(UTC)))
    naive = seconds(lambda: _naive(data), repeat=1)
    print(f"  parse both, bare JSON             {parse:8.3f} s    1.0")
    print(f"  read both, checked and canonical  {typed:8.3f} s  {typed / parse:5.1f} x the parse")
    print(f"  compare                           {compared:8.3f} s  {compared / parse:5.1f} x the parse", end="")
    print(f"  (target: at most {_TARGET_PARSE:.0f})  {_verdict(compared / parse <= _TARGET_PARSE)}")
    print(f"  compare, rules and verdict        {judged:8.3f} s  {judged / parse:5.1f} x the parse")
    print(f"  naive DeepDiff of the describes   {naive:8.3f} s  compare is {naive / compared:.0f} x as fast", end="")
    print(f"  (target: at least {_TARGET_NAIVE:.0f})  {_verdict(naive / compared >= _TARGET_NAIVE)}")
    print(f"  memory added by a comparison      {_added_megabytes(sandbox, production):8.1f} MB at its peak")
    print(f"  memory of this process            {_peak_megabytes():8.1f} MB at its peak, the naive way included")
    click, shown = start("-c", "import click"), start("-m", "parity", "--help")
    print(f"  python -c 'import click'          {click:8.3f} s    1.0")
    print(f"  parity --help                     {shown:8.3f} s  {shown / click:5.1f} x", end="")
    print(f"  (target: under {_TARGET_HELP:.0f})  {_verdict(shown / click < _TARGET_HELP)}")


def seconds(work: Callable[[], Any], repeat: int = 5) -> float:
    """The median time of a piece of work, in seconds."""
    times = []
    for _ in range(repeat):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return median(times)


def start(*arguments: str) -> float:
    """The median time of a Python process with these arguments, in seconds."""
    return seconds(lambda: subprocess.run([sys.executable, *arguments], capture_output=True, check=True), repeat=11)


def _naive(data: list[bytes]) -> DeepDiff:
    """What one would write first: DeepDiff over everything, with order ignored by sorting as the snapshots do."""
    sandbox, production = (msgspec.json.decode(one)["objects"] for one in data)
    return DeepDiff(sandbox, production)


def _fields(snapshot: Snapshot) -> int:
    return sum(len(one.fields) for one in snapshot.objects.values())


def _added_megabytes(sandbox: Snapshot, production: Snapshot) -> float:
    tracemalloc.start()
    compare(sandbox, production)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def _peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def _verdict(reached: bool) -> str:
    return "reached" if reached else "NOT REACHED"


if __name__ == "__main__":
    main()
