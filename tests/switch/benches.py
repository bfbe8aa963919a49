"""One prepared project whose ledger and tenant are set to any moment of the switch, for each of the three drivers."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from msgspec import structs

from parity.cli.terminal.console import Console
from parity.errors import ParityError
from parity.ledger.records import Draft, EntryKind
from parity.ledger.states import State
from parity.orgs.collect_pair import Progress, collect_pair
from parity.simulator.tenant import SimulatedConnection, SimulatedTenant
from parity.switch.context import SwitchContext
from parity.switch.drivers.interface import Action
from parity.switch.gate import conditions_now
from parity.switch.gate import gather as gathering
from parity.switch.gate.drift_since import drift_since
from parity.switch.gate.evidence import OrgsNow, Unknown
from tests.operators import HonestOperator
from tests.tenants import OPERATOR, TENANT, Case, ready, utc

SANDBOX, PRODUCTION = "00D8F0000008NwSUAU", "00D300000001NwhEAE"
OTHER_SANDBOX, OTHER_PRODUCTION = "00D8F0000009AbCUAU", "00D300000009ZZZEA4"
Shown = SimulatedConnection | None

_GATE: dict[str, Any] = {"sandbox_org": SANDBOX, "production_org": PRODUCTION, "result": "sha256:0"}
_ASK = (EntryKind.INTENT, {"action": Action.ASK_DELETION.value, "key": "1"}, None)
_AUTHORISE = (EntryKind.INTENT, {"action": Action.AUTHORISE_PRODUCTION.value, "key": "2"}, None)
_DONE = {"intent": None, "done": True}
_GATE_PASSED: list[Any] = [(EntryKind.STATE, {}, State.SANDBOX), (EntryKind.GATE, _GATE, State.GATE_PASSED)]
_ASKED = [*_GATE_PASSED, _ASK, (EntryKind.OUTCOME, _DONE, State.DELETION_ASKED)]
_DELETING = [*_ASKED, (EntryKind.STATE, {}, State.DELETING)]
_DELETED = [*_DELETING, (EntryKind.STATE, {}, State.DELETED)]
_AUTHORISED = [*_DELETED, _AUTHORISE, (EntryKind.OUTCOME, _DONE, State.AUTHORISED)]
#: Every moment at which a run can have ended, by what the ledger says then.
STARTS: dict[str, list[Any]] = {
    "gate passed": _GATE_PASSED,
    "gate passed, deletion begun": [*_GATE_PASSED, _ASK],
    "deletion asked": _ASKED,
    "deleting": _DELETING,
    "deleted": _DELETED,
    "deleted, authorisation begun": [*_DELETED, _AUTHORISE],
    "authorised": _AUTHORISED,
    "verified": [*_AUTHORISED, (EntryKind.VERIFICATION, {"trace": "found"}, State.VERIFIED)],
}
DRIVERS = ("http", "command", "guided")


class Bench:
    """A project with one driver. `show` sets what the tenant shows, as if somebody else, or time, had done it."""

    def __init__(self, case: Case, kind: str) -> None:
        self.case, self.kind = case, kind
        if kind == "command":
            _write_program(case.folder)
            case.edit(tenant__driver={"kind": kind, "run": ["./tenant.sh"], "poll_seconds": 0.01, "wait_seconds": 0.05})
        elif kind == "guided":
            case.edit(tenant__driver={"kind": kind}, orgs__production__integration_user="integration@northwind.example")
            case.prepare()
            _new_token(case)
        else:
            case.edit(tenant__driver__poll_seconds=0.01, tenant__driver__wait_seconds=0.05)
        self._project, self.ledger = case.project, case.ledger
        with self.ledger.database.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        self._ledger = (case.folder / "parity-ledger.db").read_bytes()

    def begin(self, start: str | None) -> None:
        """A tenant of the same name and a ledger that is as far as `start`; null: before the switch."""
        for path in self.case.folder.glob("*parity-ledger*"):
            path.unlink()
        (self.case.folder / "parity-ledger.db").write_bytes(self._ledger)
        self.case.tenant.tenant = SimulatedTenant(TENANT, SANDBOX, deletion_looks=1)
        before, intent = None, 0
        for kind, body, state in STARTS.get(start or "", []):
            filled = {**body, "intent": intent} if "intent" in body else body
            draft = Draft(kind=kind, tenant=TENANT, body=filled, state=state, after=before)
            seq = self.ledger.append(draft, OPERATOR).content.seq
            before, intent = state or before, seq if kind is EntryKind.INTENT else intent

    def show(self, shown: Shown) -> None:
        """From now on the tenant shows this."""
        if self.kind == "command":
            (self.case.folder / "shown.json").write_text(_told(shown))
        self.case.tenant.tenant.connection = shown
        # The deletion of the ordered org ends with the next look; that of another one does not end here.
        self.case.tenant.tenant._looks_left = 0 if shown and shown.org_id == SANDBOX else -1
        if shown is not None and shown.environment == "production":
            self.case.tenant.tenant.production_org = shown.org_id

    def shown(self) -> Shown:
        """What the tenant shows at this moment."""
        if self.kind != "command":
            return self.case.tenant.tenant.connection
        told = json.loads((self.case.folder / "shown.json").read_text())["connection"]
        return None if told is None else SimulatedConnection(**told)

    def a_day_passes(self) -> None:
        """A deletion that runs comes to its end."""
        shown = self.shown()
        if shown is not None and shown.status == "deletion in progress":
            self.show(None)

    def context(self) -> SwitchContext:
        """A run of the switch, with an honest operator."""
        return SwitchContext(
            project=self._project,
            ledger=self.ledger,
            result=self.case.result,
            folder=self.case.folder,
            environment=self.case.environment,
            clock=utc,
            operator=OPERATOR,
            person=HonestOperator(self.case.tenant.tenant, SANDBOX, PRODUCTION),
            output=Console(quiet=True),
            sleep=lambda _seconds: None,
        )


def advised(bench: Bench, said: ParityError) -> None:
    """Do what a refusal advises a person to do on the tenant's page; else only time passes."""
    shown = bench.shown()
    if shown is not None and shown.environment == "sandbox" and "elete" in said.fix and shown.org_id in said.fix:
        bench.show(None)
    elif shown is None and f"connect production there ({PRODUCTION})" in said.fix:
        bench.show(SimulatedConnection(environment="production", org_id=PRODUCTION))
    else:
        bench.a_day_passes()


@contextmanager
def bench_of(kind: str) -> Iterator[Bench]:
    """A bench; both orgs and the result are read once: what is under test is the order of events."""
    with (
        TemporaryDirectory() as folder,
        ready(Path(folder), deletion_looks=1) as case,
        pytest.MonkeyPatch.context() as patch,
    ):
        bench = Bench(case, kind)
        sandbox, production = collect_pair(case.project, case.environment, utc, Progress())
        files = gathering.result_files(case.project, case.result, utc())
        left = Unknown("the sandbox is not looked at any more")
        patch.setattr(gathering, "collect_pair", lambda *_: (sandbox, production))
        both = gathering._orgs(bench.context())
        patch.setattr(gathering, "_orgs", lambda _context: both)
        patch.setattr(gathering, "result_files", lambda *_: files)
        drift = {role: drift_since(one, one) for role, one in (("sandbox", sandbox), ("production", production))}
        patch.setattr(conditions_now, "drift_since", lambda then, _now: drift[then.role])
        alone = OrgsNow(sandbox=left, production=production, fresh_result=left)
        patch.setattr(gathering, "_production_alone", lambda _context: alone)
        yield bench


def _told(shown: Shown) -> str:
    connection = None if shown is None else {**structs.asdict(shown)}
    return json.dumps({"tenant": TENANT, "connection": connection})


def _write_program(folder: Path) -> None:
    """A tenant in a file, changed by a program; a deletion has ended at the second look."""
    (folder / "deleting.json").write_text(
        _told(SimulatedConnection(environment="sandbox", org_id=SANDBOX, status="deletion in progress"))
    )
    (folder / "production.json").write_text(_told(SimulatedConnection(environment="production", org_id=PRODUCTION)))
    (folder / "none.json").write_text(_told(None))
    program = folder / "tenant.sh"
    program.write_text(
        """#!/bin/sh
case "$(cat)" in
*ask-deletion*) cp deleting.json shown.json; cat shown.json; exit;;
*authorise-production*) cp production.json shown.json; cat shown.json; exit;;
esac
cat shown.json
if grep -q "deletion in progress" shown.json && grep -q 00D8F0000008NwS shown.json; then cp none.json shown.json; fi
"""
    )
    program.chmod(0o755)


def _new_token(case: Case) -> None:
    """A token of the connected app in production that is newer than whatever a test does."""
    org = case.pair.production.org
    user = org.users["integration"].id
    made = "2099-01-01T00:00:00.000+0000"
    token = {"AppName": "Marketo Measure", "UserId": user, "CreatedDate": made, "LastUsedDate": None}
    tables = {**org.tables, "OAuthToken": (token,), "LoginHistory": ()}
    case.pair.production.replace(structs.replace(org, tables=tables))
