"""The whole story against simulated orgs: drift, refusal, repair, approval, switch, and no way back."""

import os
import shutil
from pathlib import Path

import click
import requests
import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from msgspec import Struct

from parity.audit.verify import audit_files, audit_ledger
from parity.cli.terminal.console import Console
from parity.cli.terminal.context import utc_now
from parity.cli.terminal.operator import actor
from parity.cli.terminal.streams import write_out
from parity.cli.workflows.approve import ApprovalContext, Approver, approve
from parity.cli.workflows.check import CheckRun, run_check
from parity.cli.workflows.switch import run_switch
from parity.config.project import Project, load_project
from parity.errors import InputError, SwitchRefused
from parity.integrity.signing import public_line
from parity.integrity.signing_keys import KeyInMemory
from parity.ledger.records import Draft, EntryKind
from parity.ledger.store import Ledger, project_ledger
from parity.simulator import RunningOrg, load_scenario
from parity.simulator.authorize import authorize
from parity.simulator.tenant import SimulatedTenant
from parity.simulator.tenant_server import RunningTenant, serve_tenant
from parity.switch.checklist import about, last_user, record_of
from parity.switch.context import SwitchContext
from parity.switch.items import ITEMS
from parity.switch.status import status_lines
from parity.verdict.result import Result
from parity.verdict.result_files import REPORT, RESULT, file_names

_TENANT = "Northwind Haulage"
_OPERATOR, _APPROVER, _ROLE = "Olga Operator", "Dana Approver", "Head of CRM"
_MARK = "# Written by `parity simulate --demo`; the next demo writes it again.\n"
_TOKEN = "demo"  # noqa: S105 (of a simulated tenant)


class _DemoPerson:
    """Types what an operator would type, and shows it."""

    def __init__(self, *answers: str) -> None:
        self._answers = list(answers)

    def tell(self, text: str) -> None:
        write_out(text)

    def ask(self, question: str) -> str:
        answer = self._answers.pop(0)
        write_out(f"{question}\n> {answer}")
        return answer

    def open_page(self, url: str) -> None:
        write_out(url)


def run_demo(console: Console, sandbox: RunningOrg, production: RunningOrg, out: Path) -> int:
    """Tell the story and leave its files in `out`; ends with 0, because it is a demo."""
    folder = _fresh_folder(out / "demo")
    ledger_key, approver, operator = (Ed25519PrivateKey.generate() for _ in range(3))
    os.environ.update(_secrets(sandbox, production, ledger_key))
    simulated = SimulatedTenant(
        _TENANT,
        str(sandbox.org.organization["Id"]),
        authorizing=lambda: authorize(production.org, "integration", "Marketo Measure"),
    )
    with serve_tenant(simulated, _TOKEN) as tenant:
        signers = [
            {"name": _APPROVER, "role": _ROLE, "public_key": public_line(approver.public_key())},
            {"name": _OPERATOR, "role": "Operator", "public_key": public_line(operator.public_key())},
        ]
        text = _settings(sandbox, production, tenant, public_line(ledger_key.public_key()), signers)
        (folder / "parity.yaml").write_text(_MARK + text, "utf-8")
        demo = _Demo(
            console=console,
            project=load_project(folder / "parity.yaml"),
            folder=folder,
            approver=KeyInMemory(approver),
            operator=KeyInMemory(operator),
        )
        first = _drift_and_refusal(demo, out)
        _repair(sandbox, production)
        _approval_and_switch(demo)
        _chapter("6. No way back")
        _try_to_go_back(demo.switch_context(demo.result), tenant)
    _chapter("7. parity status, parity audit verify")
    _prove(demo)
    _say_what_is_next(demo, out, first.exit_code)
    return 0


def _secrets(sandbox: RunningOrg, production: RunningOrg, ledger_key: Ed25519PrivateKey) -> dict[str, str]:
    """The variables that the demo's parity.yaml names. The key lives as long as this process: no file has it."""
    pem = ledger_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return {
        "PARITY_SANDBOX_SESSION_ID": sandbox.credentials.session_id,
        "PARITY_PRODUCTION_SESSION_ID": production.credentials.session_id,
        "PARITY_DEMO_TENANT_TOKEN": _TOKEN,
        "PARITY_DEMO_LEDGER_KEY": pem.decode(),
    }


class _Demo(Struct, frozen=True, kw_only=True):
    """What every chapter needs; `folder` is that of the demo's own parity.yaml."""

    console: Console
    project: Project
    folder: Path
    approver: KeyInMemory
    operator: KeyInMemory

    @property
    def result(self) -> Path:
        """Where the result of the repaired orgs is."""
        return self.folder / "result" / RESULT

    def ledger(self, *, to_write: bool) -> Ledger:
        return project_ledger(self.project, os.environ, self.folder, utc_now, to_write=to_write)

    def switch_context(self, result: Path) -> SwitchContext:
        return SwitchContext(
            project=self.project,
            ledger=self.ledger(to_write=True),
            result=result,
            folder=self.folder,
            environment=os.environ,
            clock=utc_now,
            operator=actor(_OPERATOR),
            person=_DemoPerson(str(self.project.tenant.production_org), _TENANT),
            output=self.console,
            operator_key=self.operator,
        )


def _drift_and_refusal(demo: _Demo, out: Path) -> Result:
    """The first two chapters; returns the result of the drifted orgs."""
    _chapter(f"1. The sandbox has drifted: parity check --out {out}")
    first = run_check(demo.project, CheckRun(out=out, folder=demo.folder), demo.console)
    _chapter("2. The switch is refused: parity switch")
    run_switch(demo.switch_context(out / RESULT))
    return first


def _repair(sandbox: RunningOrg, production: RunningOrg) -> None:
    _chapter("3. Both orgs are repaired, and checked again")
    repaired = load_scenario("identical")
    sandbox.replace(repaired.sandbox)
    production.replace(repaired.production)


def _approval_and_switch(demo: _Demo) -> None:
    run_check(demo.project, CheckRun(out=demo.result.parent, folder=demo.folder), demo.console)
    _chapter("4. The in-app settings are recorded, and a named person approves the result")
    _record_settings(demo)
    context = ApprovalContext(
        project=demo.project,
        folder=demo.folder,
        clock=utc_now,
        console=demo.console,
        person=_DemoPerson("yes"),
    )
    approve(demo.result, Approver(actor(_APPROVER), _ROLE, demo.approver), context)
    _chapter("5. The switch: gate, confirmation, and state by state to production")
    run_switch(demo.switch_context(demo.result))


def _say_what_is_next(demo: _Demo, out: Path, exit_code: int) -> None:
    config = demo.folder / "parity.yaml"
    demo.console.result(
        "\n".join(
            [
                "",
                f"This was a demo against simulated orgs and a simulated tenant. A real `parity check` with the first "
                f"verdict ends with exit code {exit_code}; the demo ends with 0.",
                f"Next: open {out / REPORT} in a browser; then",
                f"  parity status --config {config}",
                f"  parity audit verify --config {config} --result {demo.result}",
                "and `parity init` for your own orgs.",
            ]
        )
    )


def _chapter(title: str) -> None:
    write_out(f"\n{click.style(title, bold=True)}\n")


def _fresh_folder(folder: Path) -> Path:
    """An empty folder: an earlier demo's is removed, anybody else's is left alone."""
    config = folder / "parity.yaml"
    if folder.exists() and not (config.is_file() and config.read_text("utf-8").startswith(_MARK)):
        raise InputError(
            "the folder exists and is not of an earlier demo", where=str(folder), fix="Name another --out."
        )
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _settings(
    sandbox: RunningOrg, production: RunningOrg, tenant: RunningTenant, ledger_key: str, signers: list[dict[str, str]]
) -> str:
    def sign_in(org: RunningOrg, variable: str) -> dict[str, object]:
        how = {"method": "session", "instance_url": org.url, "session_id_env": variable}
        return {"sign_in": how, "integration_user": "me"}

    project = {
        "tenant": {
            "name": _TENANT,
            "sandbox_org": sandbox.org.organization["Id"],
            "production_org": production.org.organization["Id"],
            "driver": {
                "kind": "http",
                "url": tenant.url,
                "token_env": "PARITY_DEMO_TENANT_TOKEN",
                "poll_seconds": 0.1,
            },
        },
        "orgs": {
            "sandbox": sign_in(sandbox, "PARITY_SANDBOX_SESSION_ID"),
            "production": sign_in(production, "PARITY_PRODUCTION_SESSION_ID"),
        },
        "policy": {"readiness": {"daily_api_limit": 150_000}, "approvals": 1, "signers": signers},
        "ledger": {"key_env": "PARITY_DEMO_LEDGER_KEY", "public_keys": [ledger_key]},
    }
    return yaml.safe_dump(project, sort_keys=False)


def _record_settings(demo: _Demo) -> None:
    ledger = demo.ledger(to_write=True)
    whom = about(demo.project, last_user(ledger.entries(), _TENANT))
    for item in ITEMS:
        if item.before:
            body = record_of(item, "a demo: nothing to record", (), whom)
            ledger.append(Draft(kind=EntryKind.CHECKLIST, tenant=_TENANT, body=body), actor(_OPERATOR))


def _try_to_go_back(context: SwitchContext, tenant: RunningTenant) -> None:
    try:
        run_switch(context)
    except SwitchRefused as refused:
        write_out(f"parity switch: {refused}")
    with requests.Session() as direct:
        direct.trust_env = False  # A proxy of the environment does not lead to this machine.
        answer = direct.post(
            f"{tenant.url}/v1/tenants/{_TENANT}/connection",
            json={"environment": "sandbox", "org_id": context.project.tenant.sandbox_org},
            headers={"Authorization": f"Bearer {_TOKEN}"},
            timeout=60,
        )
    write_out(f"the tenant, asked past parity for its sandbox: HTTP {answer.status_code}, {answer.json()['message']}")


def _prove(demo: _Demo) -> None:
    project, console = demo.project, demo.console
    ledger = demo.ledger(to_write=False)
    entries = ledger.entries()
    for line in status_lines(entries, _TENANT, utc_now(), about(project, last_user(entries, _TENANT))):
        console.result(line)
    files = {name: demo.result.with_name(name).read_bytes() for name in file_names()}
    console.result("")
    for one in (*audit_ledger(entries, ledger.problems(), project), *audit_files(files, entries, project)):
        console.result(f"{'ok  ' if one.holds else 'FAIL'} {one.link:<26} {one.why}")
