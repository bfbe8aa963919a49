"""A whole project ready for the switch: two running orgs, a running tenant, keys, ledger, a judged result."""

import atexit
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from msgspec import Struct

from parity.cli.terminal.console import Console
from parity.config.project import Project, load_project
from parity.integrity.files import write_all
from parity.integrity.signing import public_line
from parity.integrity.signing_keys import KeyInMemory
from parity.ledger.records import Actor, Draft, EntryKind
from parity.ledger.store import Ledger, project_ledger
from parity.orgs.collect_pair import Progress, collect_pair
from parity.simulator.authorize import authorize
from parity.simulator.tenant import SimulatedTenant
from parity.simulator.tenant_server import RunningTenant, serve_tenant
from parity.snapshot.file import snapshot_bytes
from parity.snapshot.records import Role
from parity.switch.checklist import about, record_of
from parity.switch.context import SwitchContext
from parity.switch.items import ITEMS
from parity.verdict.judge import judge
from parity.verdict.result import Result, result_bytes
from parity.verdict.result_files import DEFAULT_RESULT, snapshot_name
from tests.program import Outcome, parity
from tests.simulated import RunningPair, running, yaml_for

TENANT = "Northwind Haulage"
TOKEN = "tenant-token-that-nobody-may-see"
OPERATOR = Actor(os_user="tester", name="Olga Operator", host="bench")


def utc() -> datetime:
    return datetime.now(UTC)


def key_of(name: str) -> Ed25519PrivateKey:
    """A key that is the same in every run."""
    return Ed25519PrivateKey.from_private_bytes(name.encode().ljust(32, b".")[:32])


def pem(name: str) -> str:
    return key_of(name).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def signer(name: str, role: str = "Approver") -> dict[str, str]:
    return {"name": name, "role": role, "public_key": public_line(key_of(name).public_key())}


def key_file(folder: Path, name: str) -> Path:
    """That person's private key in a file that nobody else may read."""
    path = folder / "key"
    path.touch(mode=0o600)
    path.write_text(pem(name))
    return path


class _WithoutAliases(yaml.SafeDumper):
    """parity.yaml takes no aliases."""

    def ignore_aliases(self, data: object) -> bool:
        del data
        return True


class ScriptedPerson:
    """An operator whose answers are known beforehand; keeps what was shown."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.shown: list[str] = []

    def tell(self, text: str) -> None:
        self.shown.append(text)

    def ask(self, question: str) -> str:
        self.shown.append(question)
        if not self.answers:
            raise AssertionError(f"nobody was to ask: {question}")
        return self.answers.pop(0)

    def open_page(self, url: str) -> None:
        self.shown.append(url)


class Case(Struct, kw_only=True):
    """One project in a folder of its own."""

    folder: Path
    pair: RunningPair
    tenant: RunningTenant
    environment: dict[str, str]
    production_org: str

    @property
    def config(self) -> Path:
        return self.folder / "parity.yaml"

    @property
    def result(self) -> Path:
        return self.folder / DEFAULT_RESULT

    @property
    def project(self) -> Project:
        return load_project(self.config)

    @property
    def whom(self) -> dict[str, str | None]:
        """The user and org that an answer is about."""
        org = self.pair.production.org
        return about(self.project, org.users[org.signs_in].username)

    @property
    def ledger(self) -> Ledger:
        return project_ledger(self.project, self.environment, self.folder, utc, to_write=True)

    @property
    def typed(self) -> tuple[str, str]:
        """What an operator types to confirm."""
        return self.production_org, TENANT

    def context(self, *answers: str, **changes: Any) -> SwitchContext:
        """A run of the switch in this process."""
        given: dict[str, Any] = {
            "project": self.project,
            "ledger": project_ledger(
                self.project, self.environment, self.folder, changes.get("clock", utc), to_write=True
            ),
            "result": self.result,
            "folder": self.folder,
            "environment": self.environment,
            "clock": utc,
            "operator": OPERATOR,
            "person": ScriptedPerson(*(answers or self.typed)),
            "output": Console(quiet=True),
            "operator_key": KeyInMemory(key_of(OPERATOR.name)),
            "sleep": lambda _seconds: None,
            **changes,
        }
        return SwitchContext(**given)

    def edit(self, **changes: Any) -> None:
        """Change parity.yaml: dotted keys with `__` for the dots."""
        data = yaml.safe_load(self.config.read_text())
        for path, value in changes.items():
            *parents, last = path.split("__")
            place = data
            for one in parents:
                place = place.setdefault(one, {})
            place[last] = value
        self.config.write_text(yaml.dump(data, Dumper=_WithoutAliases))

    def check(self) -> Result:
        """Collect and judge anew, as `parity check` does, and write the files."""
        project = self.project
        sandbox, production = collect_pair(project, self.environment, utc, Progress())
        head = self.ledger.head()
        result = judge(sandbox, production, project.policy, tenant=project.tenant.name, judged_at=utc(), ledger=head)
        out = self.result.parent
        write_all(
            {
                out / snapshot_name(Role.SANDBOX): snapshot_bytes(sandbox),
                out / snapshot_name(Role.PRODUCTION): snapshot_bytes(production),
                self.result: result_bytes(result),
            }
        )
        return result

    def record_settings(self) -> None:
        """The checklist before the switch, done."""
        for item in ITEMS:
            if item.before:
                body = record_of(item, "none in use", (), self.whom)
                self.ledger.append(Draft(kind=EntryKind.CHECKLIST, tenant=TENANT, body=body), OPERATOR)

    def prepare(self) -> None:
        """Everything that the gate asks for."""
        self.record_settings()
        self.check()

    def parity(self, *arguments: str | Path, answers: tuple[str, ...] = ()) -> Outcome:
        """Run the command line in the project's folder, with what is typed."""
        return parity(
            *arguments, cwd=self.folder, environment=self.environment, typed="".join(f"{one}\n" for one in answers)
        )


_RUNNING = ExitStack()
atexit.register(_RUNNING.close)


@cache
def _running_for_all(scenario: str) -> RunningPair:
    return _RUNNING.enter_context(running(scenario, now=utc()))


@contextmanager
def shared_pair(scenario: str) -> Iterator[RunningPair]:
    """Both orgs of a scenario, running once for all tests; what a test changes in them is undone."""
    pair = _running_for_all(scenario)
    orgs = pair.sandbox.org, pair.production.org
    try:
        yield pair
    finally:
        pair.sandbox.replace(orgs[0])
        pair.production.replace(orgs[1])


@contextmanager
def ready(
    folder: Path, scenario: str = "identical", *, deletion_looks: int = 2, prepared: bool = True, **changes: Any
) -> Iterator[Case]:
    """A project that the gate lets through, unless `changes` of parity.yaml see to something else."""
    with shared_pair(scenario) as pair:
        sandbox_org = str(pair.sandbox.org.organization["Id"])
        production_org = str(pair.production.org.organization["Id"])
        simulated = SimulatedTenant(
            TENANT,
            sandbox_org,
            deletion_looks,
            lambda: authorize(pair.production.org, "integration", "Marketo Measure"),
        )
        with serve_tenant(simulated, TOKEN) as tenant:
            # A ledger runs on the true time, and so does everything that is compared with it.
            real_time = {key: value for key, value in pair.environment.items() if key != "TESTS_CLOCK"}
            case = Case(
                folder=folder,
                pair=pair,
                tenant=tenant,
                environment={**real_time, "TENANT_TOKEN": TOKEN, "LEDGER_KEY": pem("ledger")},
                production_org=production_org,
            )
            case.config.write_text(yaml_for(pair))
            case.edit(
                tenant={
                    "name": TENANT,
                    "sandbox_org": sandbox_org,
                    "production_org": production_org[:15],
                    "driver": {
                        "kind": "http",
                        "url": tenant.url,
                        "token_env": "TENANT_TOKEN",
                        "poll_seconds": 0.01,
                        "wait_seconds": 60,
                        "timeout": 120,
                    },
                },
                ledger={"key_env": "LEDGER_KEY", "public_keys": [public_line(key_of("ledger").public_key())]},
            )
            case.edit(policy__readiness={"daily_api_limit": 150_000})
            policy = changes.pop("policy", {})
            case.edit(**changes, **{f"policy__{key}": value for key, value in policy.items()})
            if prepared and not changes and not policy:
                _prepare_once(case, scenario)
            elif prepared:
                case.prepare()
            yield case


_PREPARED: dict[str, Path] = {}


def _prepare_once(case: Case, scenario: str) -> None:
    """Preparing takes a while and always gives the same: done once a scenario, copied after that."""
    if scenario not in _PREPARED:
        case.prepare()
        kept = Path(_RUNNING.enter_context(TemporaryDirectory()))
        shutil.copytree(case.folder, kept, dirs_exist_ok=True, ignore=shutil.ignore_patterns("parity.yaml"))
        _PREPARED[scenario] = kept
    shutil.copytree(_PREPARED[scenario], case.folder, dirs_exist_ok=True)
