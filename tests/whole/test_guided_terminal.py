"""A guided switch on a real terminal (a pseudo-terminal), from start to PRODUCTION over two days."""

import os
import pty
import select
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import structs

from parity.ledger.history import in_production, of_tenant
from parity.ledger.records import EntryKind
from parity.ledger.states import State
from tests.operators import HonestOperator
from tests.program import ROOT
from tests.tenants import TENANT, Case, ready, utc

SANDBOX, PRODUCTION = "00D8F0000008NwSUAU", "00D300000001NwhEAE"
#: Before that, each look asked for the phase and the org id, and each run for both confirmations: 11 questions on the
#: first day, and 10 on the second.
QUESTIONS_BEFORE, QUESTIONS_NOW = (11, 10), (6, 3)
PROMPT = "\n> "


def on_a_terminal(case: Case, person: HonestOperator, now: datetime) -> tuple[int, str]:
    """Run `parity switch` at that time with this operator at the keyboard; the exit code and all that was shown."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, **case.environment, "PYTHONPATH": str(ROOT), "TESTS_CLOCK": now.isoformat()}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.run_parity", "switch", "--as", "Olga Operator"],
        cwd=case.folder,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as program:
        os.close(theirs)
        raw, shown, answered = b"", "", 0
        while select.select([ours], [], [], 300)[0]:
            try:
                raw += os.read(ours, 65536)
            except OSError:  # the terminal's other end is closed: the program has ended
                break
            # What is read may end in the middle of a character or of the end of a line.
            shown = raw.decode(errors="ignore").replace("\r\n", "\n")
            if shown[answered:].endswith(PROMPT):
                question = shown.removesuffix(PROMPT).rpartition("\n")[2]
                os.write(ours, f"{person.ask(question)}\n".encode())
                answered = len(shown)
        os.close(ours)
        return program.wait(), shown


def test_two_days_at_a_terminal(tmp_path: Path) -> None:
    with ready(tmp_path, deletion_looks=1) as case:
        case.edit(tenant__driver={"kind": "guided"}, orgs__production__integration_user="integration@northwind.example")
        case.prepare()
        monday = utc() + timedelta(minutes=1)
        person = HonestOperator(case.tenant.tenant, SANDBOX, PRODUCTION)
        person.instead = {"Type the tenant's": ["Northwind Haulag"]}
        code, shown = on_a_terminal(case, person, monday)
        assert code == 3, shown
        assert "deletion in progress" in shown
        typo = 1
        assert len(person.questions) == QUESTIONS_NOW[0] + typo, person.questions
        assert shown.count("The gate:") == 1, "the gate is not run anew for a typo"

        case.tenant.tenant.connection = None
        tuesday = monday + timedelta(hours=27)
        person = HonestOperator(case.tenant.tenant, SANDBOX, PRODUCTION)
        person.after_authorize = lambda: authorised(case, tuesday)
        code, shown = on_a_terminal(case, person, tuesday)
        assert code == 0, shown
        assert "is in PRODUCTION" in shown
        assert len(person.questions) == QUESTIONS_NOW[1], person.questions
        assert sum(QUESTIONS_NOW) < sum(QUESTIONS_BEFORE)

        entries = case.ledger.entries()
        assert in_production(entries, TENANT) is not None
        assert case.ledger.problems() == ()
        days = [one.at[:10] for one in of_tenant(entries, TENANT) if one.state in {State.DELETING, State.PRODUCTION}]
        assert days == [f"{monday:%Y-%m-%d}", f"{tuesday:%Y-%m-%d}"]
        traces = [one.body["trace"] for one in of_tenant(entries, TENANT, EntryKind.VERIFICATION)]
        assert traces == ["found"]


def authorised(case: Case, at: datetime) -> None:
    """Production shows the token that Authorize made."""
    org = case.pair.production.org
    made = f"{at:%Y-%m-%dT%H:%M:%S}.000+0000"
    user = org.users["integration"].id
    token = {"AppName": "Marketo Measure", "UserId": user, "CreatedDate": made, "LastUsedDate": None}
    tables = {**org.tables, "OAuthToken": (token,), "LoginHistory": ()}
    case.pair.production.replace(structs.replace(org, tables=tables))
