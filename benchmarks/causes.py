"""What causes and readiness add to a comparison, as ratios in the same run, and the API calls of every scenario.

    python -m benchmarks.causes

Scenario `large`: six objects with 500 custom fields each and ten picklists of 1,000 values, in both orgs. Scenario
`person-accounts-and-packages` has the most to fold.
"""

from benchmarks.compare import seconds
from parity.compare.snapshots import compare
from parity.config.policy import Policy
from parity.rules.causes.fold import fold
from parity.rules.drift.findings_of import explain
from parity.rules.readiness.evaluate import evaluate
from parity.simulator import scenario_names
from parity.snapshot.records import Snapshot
from tests.simulated import NOON, collected

_TARGET = 0.2


def main() -> None:
    """Measure and print."""
    for scenario in ("large", "person-accounts-and-packages"):
        _measure(scenario, *collected(scenario))
    print("API calls for each org (sign-in not counted)")
    for scenario in scenario_names():
        sandbox, production = collected(scenario)
        print(f"  {scenario:<30} sandbox {sandbox.api.calls}, production {production.api.calls}")


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
