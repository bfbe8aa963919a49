"""The whole switch, as `parity switch` and the demo run it: lock, gate, confirmation, and the way to production."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct

from parity.audit.ledger_entries import record_approval, record_project, record_result
from parity.cli.terminal.console import Console
from parity.config.project import Project
from parity.errors import ConfigError, SwitchRefused
from parity.integrity.files import read_whole
from parity.integrity.printable import printable
from parity.ledger.history import holder, in_production, last_change
from parity.ledger.lock import switch_lock
from parity.ledger.records import Actor, Draft, EntryKind
from parity.ledger.states import UNDER_WAY, State
from parity.ledger.store import Ledger, project_ledger
from parity.orgs.client import OrgClient
from parity.orgs.collect_pair import Progress
from parity.snapshot.ids import full_id, same_org
from parity.switch.drivers.interface import Action, Driver, DriverContext, Instruction, Person, Verification
from parity.switch.drivers.registry import open_driver
from parity.switch.gate.conditions import ConditionResult, Outcome, evaluate, exit_code, is_open
from parity.switch.gate.evidence import Evidence, ResultFiles
from parity.switch.gate.gather import Sources, gather, production_client
from parity.switch.machine import Run, go_on, order_key, settle

_GATE_HOLDS_FOR = timedelta(minutes=15)
_MOST_LOOKS, _LOOKS_FOR_A_NEWER_NAME = 60, 3
_MARKS = {Outcome.PASS: "ok  ", Outcome.FAIL: "FAIL", Outcome.UNKNOWN: "?   "}
_COST = """
What is about to happen to the tenant {tenant}:
  - Its connection to the sandbox org {sandbox} is deleted. That resets the tenant: all CRM data that was downloaded
    and all touchpoints are deleted, for ever.
  - It is without attribution from then on until production is connected and read: up to 3 days.
  - It is connected to the production org {production}. There is no way back: never again a sandbox, and never
    another production org.
Source: Adobe, Salesforce sandbox to production migration."""


class SwitchSettings(Struct, frozen=True, kw_only=True):
    """What a run of the switch needs from outside. `folder` is that of parity.yaml; `clock` gives UTC."""

    project: Project
    folder: Path
    result: Path
    environment: Mapping[str, str]
    clock: Callable[[], datetime]
    operator: Actor
    person: Person
    console: Console
    sleep: Callable[[float], None] = time.sleep
    statement: Callable[[Verification], dict[str, str] | None] = lambda _verification: None


def dry_run(settings: SwitchSettings) -> int:
    """Evaluate the gate and show it; changes nothing, not even the ledger."""
    ledger = _ledger(settings, to_write=False)
    sources = _sources(settings)
    driver = switch_driver(settings)[0]
    under_way = _state(ledger, settings) in UNDER_WAY
    judged = evaluate(gather(sources, ledger, driver, under_way=under_way), under_way=under_way)
    show_gate(judged, settings.console)
    settings.console.say("This was a dry run: nothing was changed.")
    return exit_code(judged)


def run_switch(settings: SwitchSettings) -> int:
    """Carry the switch out, or go on with it; the exit code is that of docs/exit-codes.md."""
    _refuse_unnamed_orgs(settings.project)
    ledger = _ledger(settings, to_write=True)
    with switch_lock(ledger.database, settings.project.tenant.name) as mine:
        if mine:
            return _carry_out(settings, ledger)
    raise refused(settings, ledger, "switch-lock", _who_is_at_it(settings, ledger))


def _carry_out(settings: SwitchSettings, ledger: Ledger) -> int:
    tenant = settings.project.tenant.name
    ended = in_production(ledger.entries(), tenant)
    if ended is not None:
        why = f"{tenant} has been in PRODUCTION since {ended.at}, switched by {ended.actor}; that is final"
        raise refused(settings, ledger, "tenant-state", why)
    record_project(ledger, settings.project, settings.operator)
    ledger.append(Draft(kind=EntryKind.ATTEMPT, tenant=tenant), settings.operator)
    sources = _sources(settings)
    run = _run(settings, ledger, switch_driver(settings)[0])
    settle(run)
    under_way = run.state in UNDER_WAY
    evidence = gather(sources, ledger, run.driver, under_way=under_way)
    judged = evaluate(evidence, under_way=under_way)
    show_gate(judged, settings.console)
    if not is_open(judged):
        _write_refusal(settings, ledger, {one.name: one.why for one in judged if one.outcome is not Outcome.PASS})
        settings.console.say(f"Refused; nothing was done. Head of the ledger: {_head(ledger)}")
        return exit_code(judged)
    _confirm(settings, ledger, run.order)
    if settings.clock() - evidence.now > _GATE_HOLDS_FOR:
        raise refused(
            settings, ledger, "typed-confirmation", "the gate was evaluated too long ago: run the switch again"
        )
    if not under_way:
        _record_gate(run, evidence, judged)
    go_on(run)
    settings.console.result(
        f"{tenant} is in PRODUCTION ({run.order.production_org}), for ever.\nHead of the ledger: {_head(ledger)}"
    )
    settings.console.say("Next: `parity checklist` for what is to do after the switch, and `parity status --look`.")
    return 0


def _sources(settings: SwitchSettings) -> Sources:
    return Sources(
        project=settings.project,
        result=settings.result,
        environment=settings.environment,
        clock=settings.clock,
        watcher=Progress(tell=settings.console.detail, warn=settings.console.warn),
        operator=settings.operator,
    )


def switch_driver(settings: SwitchSettings) -> tuple[Driver, Callable[[], OrgClient]]:
    """The tenant's driver, and a way to sign in to production."""
    sources = _sources(settings)

    def production() -> OrgClient:
        return production_client(sources)

    around = DriverContext(
        project=settings.project, environment=settings.environment, person=settings.person, production=production
    )
    return open_driver(around), production


def _run(settings: SwitchSettings, ledger: Ledger, driver: Driver) -> Run:
    tenant = settings.project.tenant
    production = full_id(str(tenant.production_org))
    return Run(
        ledger=ledger,
        driver=driver,
        order=Instruction(
            tenant=tenant.name,
            sandbox_org=full_id(str(tenant.sandbox_org)),
            production_org=production,
            key=order_key(tenant.name, production, Action.AUTHORISE_PRODUCTION),
        ),
        actor=settings.operator,
        tell=settings.console.say,
        sleep=settings.sleep,
        statement=settings.statement,
    )


def _ledger(settings: SwitchSettings, *, to_write: bool) -> Ledger:
    return project_ledger(settings.project, settings.environment, settings.folder, settings.clock, to_write=to_write)


def _refuse_unnamed_orgs(project: Project) -> None:
    for key in ("sandbox_org", "production_org"):
        if getattr(project.tenant, key) is None:
            raise ConfigError(
                f"tenant.{key} is not set",
                where="parity.yaml",
                fix="Add the org's id, 00D...: Setup > Company Information > Salesforce.com Organization ID.",
            )


def _state(ledger: Ledger, settings: SwitchSettings) -> State | None:
    change = last_change(ledger.entries(), settings.project.tenant.name)
    return State(change.state) if change is not None and change.state is not None else None


def show_gate(judged: tuple[ConditionResult, ...], console: Console) -> None:
    """Every condition with its outcome and why."""
    console.result("The gate:")
    for one in judged:
        first, *more = one.why.splitlines() or [""]
        console.result(f"  {_MARKS[one.outcome]} {one.name:<18} {printable(first)}")
        for line in more:
            console.result(f"       {'':<18} {printable(line)}")


def _confirm(settings: SwitchSettings, ledger: Ledger, order: Instruction) -> None:
    person = settings.person
    person.tell(_COST.format(tenant=order.tenant, sandbox=order.sandbox_org, production=order.production_org))
    typed_org = person.ask("Type the org id of PRODUCTION to go on")
    if not same_org(typed_org.strip(), order.production_org):
        raise refused(settings, ledger, "typed-confirmation", "the production org id that was typed is another")
    typed_name = person.ask("Type the tenant's business name to go on")
    if typed_name.strip() != order.tenant:
        raise refused(settings, ledger, "typed-confirmation", "the business name that was typed is another")


def _record_gate(run: Run, evidence: Evidence, judged: tuple[ConditionResult, ...]) -> None:
    files = evidence.judged
    assert isinstance(files, ResultFiles)  # noqa: S101 (the gate is open)
    tenant, digests = run.order.tenant, {"result.json": files.digest}
    record_result(run.ledger, tenant, files.result, digests, run.actor)
    for approval in evidence.approvals:
        if approval.statement.result == files.digest:
            record_approval(run.ledger, tenant, approval, run.actor)
    if run.state is None:
        run.write(EntryKind.STATE, {"seen": str(evidence.view)}, state=State.SANDBOX)
    body: dict[str, object] = {
        "result": files.digest,
        "sandbox_org": run.order.sandbox_org,
        "production_org": run.order.production_org,
        "conditions": {one.name: one.why[:400] for one in judged},
        "confirmed": "production org id and business name typed",
    }
    run.write(EntryKind.GATE, body, state=State.GATE_PASSED, after=run.state)


def refused(settings: SwitchSettings, ledger: Ledger, condition: str, why: str) -> SwitchRefused:
    """A refusal that stands in the ledger."""
    _write_refusal(settings, ledger, {condition: why})
    return SwitchRefused(why, fix="Nothing was done. See `parity status`.")


def _write_refusal(settings: SwitchSettings, ledger: Ledger, conditions: dict[str, str]) -> None:
    body = {"conditions": {name: why[:400] for name, why in conditions.items()}, "result": _digest_of(settings.result)}
    ledger.append(Draft(kind=EntryKind.REFUSED, tenant=settings.project.tenant.name, body=body), settings.operator)


def _digest_of(path: Path) -> str | None:
    from parity.integrity.canonical import digest

    return digest(read_whole(path)) if path.is_file() else None


def _who_is_at_it(settings: SwitchSettings, ledger: Ledger) -> str:
    """Who holds the lock. Its name is its first entry, which can take a moment on a busy machine."""
    tenant, before = settings.project.tenant.name, ledger.head()
    for look in range(_MOST_LOOKS):
        settings.sleep(0.5)
        entries = ledger.entries()
        ended, attempt = in_production(entries, tenant), holder(entries, tenant)
        if ended is not None:
            return f"{tenant} has been in PRODUCTION since {ended.at}, switched by {ended.actor}; that is final"
        is_new = attempt is not None and (before is None or attempt.seq > before.seq)
        if attempt is not None and (is_new or look >= _LOOKS_FOR_A_NEWER_NAME):
            return f"{attempt.actor} is carrying the switch of {tenant} out, since {attempt.at}"
    return f"another process is carrying the switch of {tenant} out"


def _head(ledger: Ledger) -> str:
    return str(ledger.head() or "empty")
