"""What causes and readiness add to a comparison, as ratios in one run, and the calls and round trips of every scenario.

    python -m benchmarks.causes

Scenario `large`: six objects with 500 custom fields each and ten picklists of 1,000 values, in both orgs. Scenario
`person-accounts-and-packages` has the most to fold.
"""

import time

from benchmarks.compare import seconds
from parity.compare.snapshots import compare
from parity.config.policy import Policy
from parity.orgs.collect_pair import Progress, collect_pair
from parity.rules.causes.fold import fold
from parity.rules.drift.findings_of import explain
from parity.rules.readiness.evaluate import evaluate
from parity.simulator import Fault, scenario_names
from parity.snapshot.records import Snapshot
from tests.simulated import NOON, RunningPair, collected, running

_TARGET = 0.2
#: How late every answer comes where round trips are counted, in seconds: much more than an answer takes.
_LATE = 1.0


def main() -> None:
    """Measure and print."""
    for scenario in ("large", "person-accounts-and-packages"):
        _measure(scenario, *collected(scenario))
    print("API calls for each org (sign-in not counted), and round trips: how many of them wait for one another")
    for scenario in scenario_names():
        with running(scenario) as pair:
            (sandbox, production), quick = _collected(pair)
            for org in (pair.sandbox, pair.production):
                org.fail(Fault(match="/services/data", delay_seconds=_LATE))
            late = _collected(pair)[1]
        calls = f"sandbox {sandbox.api.calls}, production {production.api.calls}"
        print(f"  {scenario:<30} {calls}, {(late - quick) / _LATE:.1f} round trips")


def _collected(pair: RunningPair) -> tuple[tuple[Snapshot, Snapshot], float]:
    begun = time.perf_counter()
    return collect_pair(pair.project, pair.environment, lambda: NOON, Progress()), time.perf_counter() - begun


def _measure(scenario: str, sandbox: Snapshot, production: Snapshot) -> None:
    findings = explain(compare(sandbox, production).differences)
    compared = seconds(lambda: compare(sandbox, production), repeat=15)
    folded = seconds(lambda: fold(findings, sandbox, production), repeat=15)
    ready = seconds(lambda: evaluate(sandbox, production, Policy(), NOON.date()), repeat=15)
    target = f"(target: under {_TARGET:.0%})  {'reached' if folded / compared < _TARGET else 'NOT REACHED'}"
    print(f"scenario {scenario}: {len(findings)} findings")
    print(f"  compare     {compared:8.4f} s    1.0")
    print(
        f"  causes      {folded:8.4f} s  {folded / compared:6.1%} of compare  {target if scenario == 'large' else ''}"
    )
    print(f"  readiness   {ready:8.4f} s  {ready / compared:6.1%} of compare")


if __name__ == "__main__":
    main()
