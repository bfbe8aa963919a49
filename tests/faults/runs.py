"""One fault at one request of one org of one scenario: what a check makes of it, and what it costs."""

import random
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from parity.config.collect_options import CollectOptions
from parity.config.orgs import ApiSettings, ClientCredentialsSignIn
from parity.config.policy import Policy
from parity.errors import ParityError
from parity.integrity.secret import Secret
from parity.orgs.client import OrgClient
from parity.orgs.collect import collect
from parity.orgs.sign_in.client_credentials import sign_in
from parity.orgs.sign_in.connection import Connection, SignInContext
from parity.orgs.to_the_question import table_of
from parity.orgs.transport import OrgSession
from parity.simulator import Fault, RunningOrg, load_scenario, serve
from parity.snapshot.records import Role, Snapshot
from parity.verdict.judge import judge
from parity.verdict.result import Result
from tests.faults.kinds import PARTS, WHOLE, Kind
from tests.simulated import NOON, READ_AT

SCENARIOS = ("identical", "drifted")
#: Parts that stand for their sort where the org refuses composites: what a whole answer suffers is the same for all.
ALONE = frozenset(
    {
        "sobjects/Organization/ID",
        "sobjects/Case/describe",
        "sobjects/Campaign/describe/layouts",
        "sobjects/bizible2__Bizible_Person__c/describe",
        "query OpportunityStage",
        "query ApexTrigger",
        "query FieldDefinition (Case ...)",
    }
)
#: Rules that say that something could not be told: no finding that an answer invented.
_SAY_SO = frozenset({"cause-field-list-unreadable", "field-missing-or-not-visible"})
#: Info lines that count the contents which were not read: beyond the depth, which calls in vain use up, or not shown.
_LEFT_OUT = frozenset({"contents-left-out", "contents-not-shown"})
#: Queries that every org answers with rows.
_WITH_ROWS = frozenset({"query UserPermissionAccess", "query PermissionSet"})
TOKEN = "POST /services/oauth2/token"
_NO_COMPOSITES = Fault(match="/composite", status=403, error_code="FUNCTIONALITY_NOT_ENABLED")
USUAL = ApiSettings(max_answer_mb=8)
_SHORT = ApiSettings(max_answer_mb=8, attempts=2, read_timeout=1.5, total_timeout=2.5)


class Asked(Struct, frozen=True, kw_only=True):
    """A request, or a part of one: what a person calls it, what a fault matches it by, and one to mistake it for."""

    name: str
    match: str
    other: str
    is_part: bool = False


class Cell(Struct, frozen=True, kw_only=True):
    """One place of the matrix. `alone`: the org refuses composites, so each part is a request of its own."""

    scenario: str
    role: Role
    asked: Asked
    kind: Kind
    alone: bool = False

    @property
    def place(self) -> str:
        """Where the fault is, for a person."""
        return f"{self.asked.name}{', asked alone' if self.alone else ''}"


class Outcome(Struct, frozen=True, kw_only=True):
    """What came of it: `verdict` is `same`, a verdict, or `refused`; `wrong` says what must not be.

    `megabytes` is by how much the process grew at most, the simulated org's share included; 0 where it is not told.
    """

    verdict: str
    wrong: str
    seconds: float
    megabytes: float
    requests: int
    told: str = ""


class Bench(Struct, frozen=True, kw_only=True):
    """The running orgs of a scenario, and what an honest check of them finds."""

    scenario: str
    orgs: dict[Role, RunningOrg]
    honest: dict[Role, Snapshot]
    result: Result
    #: By the org that refuses composites: each row of contents then takes a call, so that more lie beyond the depth.
    result_alone: dict[Role, Result]


@contextmanager
def bench(scenario: str) -> Iterator[Bench]:
    """Both orgs of a scenario, running."""
    pair = load_scenario(scenario, NOON.date())
    with ExitStack() as stack:
        orgs = {
            Role.SANDBOX: stack.enter_context(serve(pair.sandbox, seed="faults")),
            Role.PRODUCTION: stack.enter_context(serve(pair.production, seed="faults")),
        }
        honest = {role: read(org, role, USUAL) for role, org in orgs.items()}
        alone = {role: judged({**honest, role: _read_alone(org, role)}) for role, org in orgs.items()}
        yield Bench(scenario=scenario, orgs=orgs, honest=honest, result=judged(honest), result_alone=alone)


def _read_alone(org: RunningOrg, role: Role) -> Snapshot:
    org.fail(_NO_COMPOSITES)
    snapshot = read(org, role, USUAL)
    org.forget_faults()
    return snapshot


def cells(benches: list[Bench]) -> list[Cell]:
    """The whole matrix, in a fixed order."""
    return [
        Cell(scenario=one.scenario, role=role, asked=asked, kind=kind, alone=alone)
        for one in benches
        for role, org in one.orgs.items()
        for asked in asked_of(org, role)
        for kinds, alone in _kinds_for(asked, one.scenario)
        for kind in kinds
    ]


def _kinds_for(asked: Asked, scenario: str) -> list[tuple[tuple[Kind, ...], bool]]:
    if not asked.is_part:
        return [(WHOLE, False)]
    return [(PARTS, False), *([(WHOLE, True)] if scenario == SCENARIOS[0] and asked.name in ALONE else [])]


def run(bench_: Bench, cell: Cell) -> Outcome:
    """Read the faulty org, judge it beside the honest other one, and compare with what an honest check finds."""
    org = bench_.orgs[cell.role]
    org.forget_faults()
    for fault in cell.kind.made(cell.asked.match, cell.asked.other):
        org.fail(fault)
    if cell.alone:
        org.fail(_NO_COMPOSITES)
    before, started, size = len(org.requests), time.monotonic(), _size(anew=True)
    verdict = wrong = told = ""
    try:
        settings = _SHORT if cell.kind.slow else USUAL
        snapshot = read(org, cell.role, settings, with_token=cell.asked.match == TOKEN)
        result = judged({**bench_.honest, cell.role: snapshot})
        honest = bench_.result_alone[cell.role] if cell.alone else bench_.result
        verdict, wrong = _compared(honest, result, cell.kind.proves)
        told = "; ".join(sorted({gap.reason for gap in result.gaps}))
    except ParityError as refused:
        verdict, told = "refused", str(refused)
        wrong = "" if refused.exit_code in {2, 3} else f"exit code {refused.exit_code}"
    except Exception as bug:  # noqa: BLE001 (whatever it is, it is what a user would see as a traceback)
        verdict, wrong = "traceback", f"{type(bug).__name__}: {bug}"
    finally:
        org.forget_faults()
    return Outcome(
        verdict=verdict,
        wrong=wrong,
        seconds=time.monotonic() - started,
        megabytes=max(0.0, _size() - size),
        requests=len(org.requests) - before,
        told=told,
    )


def _size(*, anew: bool = False) -> float:
    """The most megabytes that this process has held, from now on where `anew`; 0 where the system does not tell."""
    try:
        if anew:
            Path("/proc/self/clear_refs").write_text("5")
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return 0.0


def _compared(honest: Result, found: Result, proves: bool) -> tuple[str, str]:
    known, seen = ({one.fingerprint for one in each.findings if one.rule not in _LEFT_OUT} for each in (honest, found))
    if (seen, found.verdict, found.gaps) == (known, honest.verdict, honest.gaps):
        return "same", ""
    if found.verdict.is_go:
        return str(found.verdict), "a GO on part of the data"
    invented = sorted({one.rule for one in found.findings if one.fingerprint not in known} - _SAY_SO - _LEFT_OUT)
    if invented and not proves:
        return str(found.verdict), f"invented: {', '.join(invented)}"
    if not found.gaps and not proves:
        return str(found.verdict), "less was found, and no gap says why"
    return str(found.verdict), ""


def judged(snapshots: dict[Role, Snapshot]) -> Result:
    return judge(snapshots[Role.SANDBOX], snapshots[Role.PRODUCTION], Policy(), tenant=None, judged_at=NOON)


def read(org: RunningOrg, role: Role, settings: ApiSettings, *, with_token: bool = False) -> Snapshot:
    session = OrgSession(settings, lambda _seconds: None, random.Random(1))
    known = org.credentials
    around = SignInContext(role=role, session=session, environment={"ORG_SECRET": known.client_secret})
    app = ClientCredentialsSignIn(login_url=org.url, client_id=known.client_id, client_secret_env="ORG_SECRET")
    had = Connection(instance_url=org.url, session_id=Secret(known.session_id), how="session id")
    client = OrgClient(role, session, lambda: sign_in(app, around) if with_token else had)
    return collect(client, READ_AT, client.versions(), NOON, CollectOptions(me=True))


def asked_of(org: RunningOrg, role: Role) -> list[Asked]:
    """Every request and every part of a check of this org, as an honest run asks them."""
    org.forget_faults()
    org.requests.clear()
    read(org, role, USUAL)
    made = list(org.requests)
    whole = sorted({f"{one.method} {one.path}" for one in made})
    parts = sorted({part for one in made for part in one.parts})
    versions = "/services/data"
    found = [Asked(name="POST token", match=TOKEN, other=versions)]
    found += [Asked(name=_whole_name(one), match=_exact(one), other=versions) for one in whole]
    return found + [
        Asked(name=_part_name(one), match=f"GET {one}", other=_other(one, parts), is_part=True) for one in parts
    ]


def _exact(request: str) -> str:
    """The address of the list of versions is the beginning of all others; nothing follows it."""
    return f"{request} " if request.endswith("/services/data") else request


def _whole_name(request: str) -> str:
    method, _, path = request.partition(" ")
    return f"{method} {path.removeprefix(f'/services/data/v{READ_AT}/').removeprefix('/services/')}"


def _part_name(path: str) -> str:
    parts = urlsplit(path.removeprefix(f"/services/data/v{READ_AT}/"))
    words = unquote(parts.query).partition("q=")[2]
    if not words:
        return parts.path if "describe" in parts.path else "/".join(parts.path.split("/")[:2]) + "/ID"
    about = table_of(words)
    group = words.partition(" IN ('")[2].partition("'")[0] if about == "FieldDefinition" else ""
    return f"query {about}{f' ({group} ...)' if group else ''}"


def _other(path: str, parts: list[str]) -> str:
    """Another part of the same sort, for a describe a describe, for a query a query of another table that has rows.

    An answer without rows tells no table: to another question it is the same as to this one.
    """
    alike = [one for one in parts if one != path and _sort(one) == _sort(path) and _part_name(one) != _part_name(path)]
    alike.sort(key=lambda one: _part_name(one) not in _WITH_ROWS)
    return alike[0] if alike else next(one for one in parts if one != path)


def _sort(path: str) -> str:
    return "query" if "/query/" in path else "describe" if path.endswith("/describe") else "row"


def seeded(found: list[Cell], number: int, seed: int) -> list[Cell]:
    """A sample of the matrix: the same for the same seed, every kind of fault at least once where it has room."""
    chance = random.Random(seed)
    by_kind: dict[str, list[Cell]] = {}
    for one in found:
        by_kind.setdefault(one.kind.name, []).append(one)
    first = [chance.choice(one) for one in by_kind.values()]
    rest = [one for one in found if one not in first and not one.kind.slow]
    return (first + chance.sample(rest, max(0, number - len(first))))[:number]
