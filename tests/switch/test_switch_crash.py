"""kill -9 between any two writes: the next run ends in the right state, and nothing was done twice."""

import json
from pathlib import Path

from parity.ledger.history import in_production, open_intent
from parity.simulator.tenant import SimulatedTenant
from tests.runs import pipe, runner
from tests.tenants import TENANT, Case, ready


def fresh(case: Case, ledger: bytes) -> None:
    """Back to the moment before the switch: another tenant of the same name, the ledger as it was prepared."""
    for path in case.folder.glob("*parity-ledger*"):
        path.unlink()
    (case.folder / "parity-ledger.db").write_bytes(ledger)
    case.tenant.tenant = SimulatedTenant(TENANT, str(case.pair.sandbox.org.organization["Id"]), deletion_looks=1)


def prepared_ledger(case: Case) -> bytes:
    with case.ledger.database.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return (case.folder / "parity-ledger.db").read_bytes()


def test_killed_after_any_write_or_driver_call_the_next_run_goes_on(tmp_path: Path) -> None:
    with ready(tmp_path, deletion_looks=1) as case, runner(case, "kill") as process:
        prepared = prepared_ledger(case)

        def run(kill_after: int) -> str:
            pipe(process.stdin).write(f"{kill_after}\n")
            pipe(process.stdin).flush()
            return pipe(process.stdout).readline().strip()

        points = 0
        while True:
            fresh(case, prepared)
            outcome = run(points + 1)
            if outcome != "killed":
                assert json.loads(outcome)["code"] == 0
                break
            points += 1
            again = json.loads(run(0))
            entries = case.ledger.entries()
            # Killed after the very last write, the tenant is there already, and the next run says so.
            assert again["code"] == 0 or "that is final" in again["err"], (points, again)
            assert in_production(entries, TENANT) is not None, (points, again)
            assert open_intent(entries, TENANT) is None
            assert case.ledger.problems() == ()
            assert [one.action for one in case.tenant.tenant.done] == ["deletion", "connection"], points
            assert case.tenant.tenant.production_org == case.pair.production.org.organization["Id"]
        pipe(process.stdin).close()
        assert points > 20
