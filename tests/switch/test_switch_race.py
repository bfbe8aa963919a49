"""20 or 50 processes want to switch one tenant at the same moment: one does, the others are told who."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from parity.ledger.history import of_tenant
from parity.ledger.records import EntryKind
from tests.postgres import postgres
from tests.runs import runner
from tests.tenants import TENANT, Case, ready

RACERS = (20, 50)
#: How long each waits for the others to write, on a busy machine: no race is lost by it.
_PATIENCE = 300


@pytest.fixture(params=["sqlite", "postgresql"])
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Case]:
    if request.param == "sqlite":
        with ready(tmp_path, deletion_looks=1) as found:
            found.edit(ledger__wait_seconds=_PATIENCE)
            yield found
        return
    with postgres() as url, ready(tmp_path, prepared=False, deletion_looks=1) as found:
        found.environment["LEDGER_URL"] = url
        found.edit(ledger__url_env="LEDGER_URL", ledger__wait_seconds=_PATIENCE)
        found.record_settings()
        found.check()
        yield found


@pytest.mark.parametrize("racers", RACERS)
def test_exactly_one_of_many_switches_the_tenant(case: Case, racers: int) -> None:
    with runner(case, "race", str(racers)) as process:
        out, _ = process.communicate(timeout=600)
    ended = [json.loads(line) for line in out.splitlines()]
    assert len(ended) == racers
    winners = [one["name"] for one in ended if one["code"] == 0]
    others = [f"{one['out']}{one['err']}" for one in ended if "is carrying" not in one["err"]]
    assert len(winners) == 1, "\n".join(others)
    losers = [one for one in ended if one["code"] != 0]
    assert {one["code"] for one in losers} == {1}
    assert all(f"{winners[0]} (" in one["err"] for one in losers), [one["err"] for one in losers][:3]
    entries = case.ledger.entries()
    assert case.ledger.problems() == ()
    assert len(of_tenant(entries, TENANT, EntryKind.REFUSED)) == racers - 1
    assert [one.action for one in case.tenant.tenant.done] == ["deletion", "connection"]
    states = [one.state for one in of_tenant(entries, TENANT) if one.state]
    assert states.count("PRODUCTION") == 1
    assert states[-1] == "PRODUCTION"
