"""The whole story against simulated orgs: drift, refusal, repair, approval, switch, and no way back."""

import os
import shutil
from pathlib import Path

import click
import requests
import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from parity.audit.verify import audit_files, audit_ledger
from parity.cli.terminal.console import Console
from parity.cli.terminal.context import utc_now
from parity.cli.terminal.operator import actor
from parity.cli.workflows.approve import approve
from parity.cli.workflows.check import run_check
from parity.cli.workflows.switch import run_switch
from parity.config.project import Project, load_project
from parity.errors import InputError, SwitchRefused
from parity.integrity.signing import public_line
from parity.integrity.signing_keys import KeyInMemory
from parity.ledger.records import Draft, EntryKind
from parity.ledger.store import project_ledger
from parity.simulator import RunningOrg, load_scenario
from parity.simulator.authorize import authorize
from parity.simulator.tenant import SimulatedTenant
from parity.simulator.tenant_server import RunningTenant, serve_tenant
from parity.switch.checklist import about, last_user, record_of
from parity.switch.context import SwitchContext
from parity.switch.items import ITEMS
from parity.switch.status import status_lines
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
        click.echo(text)

    def ask(self, question: str) -> str:
        answer = self._answers.pop(0)
        click.echo(f"{question}\n> {answer}")
        return answer

    def open_page(self, url: str) -> None:
        click.echo(url)


def run_demo(console: Console, sandbox: RunningOrg, production: RunningOrg, out: Path) -> int:
    """Tell the story and leave its files in `out`; ends with 0, because it is a demo."""
    folder = _fresh_folder(out / "demo")
    ledger_key, approver, operator = (Ed25519PrivateKey.generate() for _ in range(3))
    os.environ["PARITY_SANDBOX_SESSION_ID"] = sandbox.credentials.session_id
    os.environ["PARITY_PRODUCTION_SESSION_ID"] = production.credentials.session_id
    os.environ["PARITY_DEMO_TENANT_TOKEN"] = _TOKEN
    # The key lives as long as this process: parity writes no private key.
    os.environ["PARITY_DEMO_LEDGER_KEY"] = ledger_key.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    ).decode()
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
        project = load_project(folder / "parity.yaml")
        _tell(console, sandbox, production, tenant, project, out, folder, KeyInMemory(approver), KeyInMemory(operator))
    return 0


def _tell(  # noqa: PLR0913, PLR0917
    console: Console,
    sandbox: RunningOrg,
    production: RunningOrg,
    tenant: RunningTenant,
    project: Project,
    out: Path,
    folder: Path,
    approver: KeyInMemory,
    operator: KeyInMemory,
) -> None:
    result = folder / "result" / RESULT
    _chapter(f"1. The sandbox has drifted: parity check --out {out}")
    first = run_check(project, out, console, folder)
    _chapter("2. The switch is refused: parity switch")
    run_switch(_switch_context(project, folder, out / RESULT, console, operator))
    _chapter("3. Both orgs are repaired, and checked again")
    repaired = load_scenario("identical")
    sandbox.replace(repaired.sandbox)
    production.replace(repaired.production)
    run_check(project, result.parent, console, folder)
    _chapter("4. The in-app settings are recorded, and a named person approves the result")
    _record_settings(project, folder)
    approve(project, folder, result, actor(_APPROVER), _ROLE, approver, utc_now, console, _DemoPerson("yes"))
    _chapter("5. The switch: gate, confirmation, and state by state to production")
    run_switch(_switch_context(project, folder, result, console, operator))
    _chapter("6. No way back")
    _try_to_go_back(_switch_context(project, folder, result, console, operator), tenant)
    _chapter("7. parity status, parity audit verify")
    _prove(console, project, folder, result)
    console.result(
        "\n".join(
            [
                "",
                f"This was a demo against simulated orgs and a simulated tenant. A real `parity check` with the first "
                f"verdict ends with exit code {first.exit_code}; the demo ends with 0.",
                f"Next: open {out / REPORT} in a browser; then",
                f"  parity status --config {folder / 'parity.yaml'}",
                f"  parity audit verify --config {folder / 'parity.yaml'} --result {result}",
                "and `parity init` for your own orgs.",
            ]
        )
    )


def _chapter(title: str) -> None:
    click.echo(f"\n{click.style(title, bold=True)}\n")


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


def _switch_context(
    project: Project, folder: Path, result: Path, console: Console, operator: KeyInMemory
) -> SwitchContext:
    return SwitchContext(
        project=project,
        ledger=project_ledger(project, os.environ, folder, utc_now, to_write=True),
        result=result,
        folder=folder,
        environment=os.environ,
        clock=utc_now,
        operator=actor(_OPERATOR),
        person=_DemoPerson(str(project.tenant.production_org), _TENANT),
        output=console,
        operator_key=operator,
    )


def _record_settings(project: Project, folder: Path) -> None:
    ledger = project_ledger(project, os.environ, folder, utc_now, to_write=True)
    whom = about(project, last_user(ledger.entries(), _TENANT))
    for item in ITEMS:
        if item.before:
            body = record_of(item, "a demo: nothing to record", (), whom)
            ledger.append(Draft(kind=EntryKind.CHECKLIST, tenant=_TENANT, body=body), actor(_OPERATOR))


def _try_to_go_back(context: SwitchContext, tenant: RunningTenant) -> None:
    try:
        run_switch(context)
    except SwitchRefused as refused:
        click.echo(f"parity switch: {refused}")
    with requests.Session() as direct:
        direct.trust_env = False  # A proxy of the environment does not lead to this machine.
        answer = direct.post(
            f"{tenant.url}/v1/tenants/{_TENANT}/connection",
            json={"environment": "sandbox", "org_id": context.project.tenant.sandbox_org},
            headers={"Authorization": f"Bearer {_TOKEN}"},
            timeout=60,
        )
    click.echo(f"the tenant, asked past parity for its sandbox: HTTP {answer.status_code}, {answer.json()['message']}")


def _prove(console: Console, project: Project, folder: Path, result: Path) -> None:
    ledger = project_ledger(project, os.environ, folder, utc_now, to_write=False)
    entries = ledger.entries()
    for line in status_lines(entries, _TENANT, utc_now(), about(project, last_user(entries, _TENANT))):
        console.result(line)
    files = {name: result.with_name(name).read_bytes() for name in file_names()}
    console.result("")
    for one in (*audit_ledger(entries, ledger.problems(), project), *audit_files(files, entries, project)):
        console.result(f"{'ok  ' if one.holds else 'FAIL'} {one.link:<26} {one.why}")
