"""The switch behind `parity switch` and the demo: lock, gate, confirmation, and the way to production."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from parity.audit.approval import shared_logins
from parity.audit.ledger_entries import record_approval, record_project, record_result
from parity.audit.other_tenants import names_one, other_tenants
from parity.audit.statement import operator_statement, switch_text
from parity.config.project import Project
from parity.errors import ConfigError, DriverError, SwitchRefused
from parity.integrity.canonical import digest
from parity.integrity.files import read_whole
from parity.integrity.printable import printable
from parity.ledger.history import holder, in_production
from parity.ledger.lock import switch_lock
from parity.ledger.records import Draft, EntryKind, utc_text
from parity.ledger.states import UNDER_WAY, State
from parity.snapshot.ids import same_org
from parity.snapshot.records import Role
from parity.switch.asking import asked, yes
from parity.switch.context import Output, SwitchContext
from parity.switch.drivers.interface import Instruction
from parity.switch.drivers.registry import open_driver
from parity.switch.gate.conditions import ConditionResult, Outcome, evaluate, exit_code, is_open, unmet
from parity.switch.gate.evidence import Evidence, ResultFiles
from parity.switch.gate.gather import gather
from parity.switch.machine import go_on, instruction, settle, write
from parity.verdict.result_files import RESULT

_GATE_HOLDS_FOR = timedelta(minutes=15)
_MOST_LOOKS, _LOOKS_FOR_A_NEWER_NAME = 60, 3
_MARKS = {Outcome.PASS: "ok  ", Outcome.FAIL: "FAIL", Outcome.UNKNOWN: "?   "}
_COST = """
What is about to happen to the tenant {tenant}:
  - Its connection to the sandbox org {sandbox} is deleted. That resets the tenant: all CRM data that was downloaded \
and all touchpoints are deleted, for ever.
  - It is without attribution from then on until production is connected and read: up to 3 days.
  - It is connected to the production org {production}. There is no way back: never again a sandbox, and never \
another production org.
Source: Adobe, Salesforce sandbox to production migration."""


def dry_run(context: SwitchContext) -> int:
    """Evaluate the gate and show it; changes nothing, not even the ledger."""
    under_way = context.state in UNDER_WAY
    results = evaluate(gather(context, open_driver(context), under_way=under_way), under_way=under_way)
    show_gate(results, context.output)
    context.output.info("This was a dry run: nothing was changed.")
    return exit_code(results)


def run_switch(context: SwitchContext) -> int:
    """Carry the switch out, or go on with it; the exit code is that of docs/exit-codes.md."""
    _refuse_unnamed_orgs(context.project)
    with switch_lock(context.ledger.database, context.tenant) as mine:
        if mine:
            return _carry_out(context)
    raise refused(context, "switch-lock", _who_is_at_it(context))


def _carry_out(context: SwitchContext) -> int:
    ended = in_production(context.ledger.entries(), context.tenant)
    if ended is not None:
        why = f"{context.tenant} has been in PRODUCTION since {ended.at}, switched by {ended.actor}; that is final"
        raise refused(context, "tenant-state", why)
    record_project(context.ledger, context.project, context.operator)
    context.ledger.append(Draft(kind=EntryKind.ATTEMPT, tenant=context.tenant), context.operator)
    driver = open_driver(context)
    settle(context, driver)
    under_way = context.state in UNDER_WAY
    evidence = gather(context, driver, under_way=under_way)
    results = evaluate(evidence, under_way=under_way)
    show_gate(results, context.output)
    if not is_open(results):
        _write_refusal(context, {one.name: one.why for one in unmet(results)})
        context.output.info(f"Refused; nothing was done. Head of the ledger: {_head(context)}")
        return exit_code(results)
    order = instruction(context)
    if not under_way:
        _confirm(context, order)
        if context.clock() - evidence.now > _GATE_HOLDS_FOR:
            raise refused(context, "typed-confirmation", "the gate was evaluated too long ago: run the switch again")
        _record_gate(context, evidence, results)
    go_on(context, driver)
    context.output.result(
        f"{context.tenant} is in PRODUCTION ({order.production_org}), for ever.\nHead of the ledger: {_head(context)}"
    )
    context.output.info("Next: `parity checklist` for what is to do after the switch, and `parity status --look`.")
    return 0


def state_that_a_clock_ran_ahead(context: SwitchContext) -> int:
    """Have the operator state that the newest entry was written by a clock that ran ahead, and write it down."""
    entries = context.ledger.entries()
    now = utc_text(context.clock())
    if entries:
        newest = entries[-1].content
        context.person.tell(
            f"The newest ledger entry ({newest.seq}, by {newest.actor}) is of {newest.at}.\n"
            f"This machine's clock says {now}.\n"
            "Look at a clock that you trust. The statement is signed and kept in the ledger for ever."
        )
        if not yes(context.person, "Is the time of this machine right, and did that entry's clock run ahead?"):
            raise SwitchRefused("nobody stated that a clock ran ahead", fix="Nothing was written.")
    entry = context.ledger.correct_clock(context.tenant, context.operator).content
    context.output.result(f"Recorded: {entry.body['ahead']} was ahead, it is {entry.body['now']}")
    return 0


def _refuse_unnamed_orgs(project: Project) -> None:
    for role in Role:
        if project.tenant.org_id(role) is None:
            raise ConfigError(
                f"tenant.{role}_org is not set",
                where="parity.yaml",
                fix="Add the org's id, 00D...: Setup > Company Information > Salesforce.com Organization ID.",
            )


def show_gate(results: tuple[ConditionResult, ...], output: Output) -> None:
    """Print every condition with its outcome and reason; a reason that several share is printed once."""
    output.result("The gate:")
    told: dict[str, str] = {}
    for one in results:
        known = one.name if one.outcome is Outcome.PASS else told.setdefault(one.why, one.name)
        first, *more = (one.why if known == one.name else f"as {known}").splitlines() or [""]
        mark = _MARKS[one.outcome] if one.holds or one.outcome is Outcome.PASS else "note"
        output.result(f"  {mark} {one.name:<18} {printable(first)}")
        for line in more:
            output.result(f"       {'':<18} {printable(line)}")


def _confirm(context: SwitchContext, order: Instruction) -> None:
    person = context.person
    person.tell(_COST.format(tenant=order.tenant, sandbox=order.sandbox_org, production=order.production_org))
    _confirm_other_names(context, order)
    _typed(
        context,
        "Type the org id of PRODUCTION to go on",
        "production org id",
        lambda it: same_org(it, order.production_org),
    )
    _typed(context, "Type the tenant's business name to go on", "business name", lambda it: it == order.tenant)


def _confirm_other_names(context: SwitchContext, order: Instruction) -> None:
    """Have the name typed of another tenant of this ledger that has one of these orgs, where there is one."""
    others = other_tenants(context.ledger.entries(), order.tenant, order.sandbox_org, order.production_org)
    if not others:
        return
    named = ", ".join(printable(one) for one in others)
    context.person.tell(
        f"This ledger knows one of these orgs as another tenant's: {named}. If {printable(order.tenant)} is only"
        " another spelling of that name, leave with Ctrl+C and write it in parity.yaml as it was: its history is there."
    )
    _typed(
        context,
        "They are two tenants: type the name of the other to go on",
        "tenant's name",
        lambda it: names_one(it, others),
    )


def _typed(context: SwitchContext, question: str, what: str, is_right: Callable[[str], bool]) -> None:
    """Have it typed; a typo is asked again. Raises SwitchRefused where it stays another."""

    def read(answer: str) -> None:
        if not is_right(answer):
            raise ValueError(f"That is another {what}. Type it again, or leave with Ctrl+C.")

    try:
        asked(context.person, question, read)
    except DriverError:
        raise refused(context, "typed-confirmation", f"the {what} that was typed is another") from None


def _record_gate(context: SwitchContext, evidence: Evidence, results: tuple[ConditionResult, ...]) -> None:
    files = evidence.files
    assert isinstance(files, ResultFiles)  # noqa: S101 (the gate is open)
    record_result(context.ledger, context.tenant, files.result, {RESULT: files.digest}, context.operator)
    approvals = [one for one in evidence.approvals if one.statement.result == files.digest]
    for approval in approvals:
        record_approval(context.ledger, context.tenant, approval, context.operator)
    if context.state is None:
        write(context, EntryKind.STATE, {"seen": str(evidence.view)}, after=None, state=State.SANDBOX)
    order = instruction(context)
    body: dict[str, object] = {
        "result": files.digest,
        "sandbox_org": order.sandbox_org,
        "production_org": order.production_org,
        "conditions": {one.name: one.why[:400] for one in results},
        "confirmed": "production org id and business name typed",
        "warnings": shared_logins(approvals, context.operator),
        "statement": _operator_signs(context, order, files.digest),
    }
    for warning in shared_logins(approvals, context.operator):
        context.output.warning(warning)
    write(context, EntryKind.GATE, body, after=context.state, state=State.GATE_PASSED)


def _operator_signs(context: SwitchContext, order: Instruction, result: str) -> dict[str, str] | None:
    """Who carries the switch out signs too, wherever the policy wants approvals; null where it wants none."""
    if context.operator_key is None or not context.project.policy.approvals:
        return None
    name = context.operator.name
    text = switch_text(name, order.tenant, order.sandbox_org, order.production_org, result)
    return operator_statement(name, text, context.operator_key)


def refused(context: SwitchContext, condition: str, why: str) -> SwitchRefused:
    """A refusal, recorded in the ledger."""
    _write_refusal(context, {condition: why})
    return SwitchRefused(why, fix="Nothing was done. See `parity status`.")


def _write_refusal(context: SwitchContext, conditions: dict[str, str]) -> None:
    body = {"conditions": {name: why[:400] for name, why in conditions.items()}, "result": _digest_of(context.result)}
    context.ledger.append(Draft(kind=EntryKind.REFUSED, tenant=context.tenant, body=body), context.operator)


def _digest_of(path: Path) -> str | None:
    return digest(read_whole(path)) if path.is_file() else None


def _who_is_at_it(context: SwitchContext) -> str:
    """Who holds the lock. Its name is its first entry, which can take a moment on a busy machine."""
    tenant, before = context.tenant, context.ledger.head()
    for look in range(_MOST_LOOKS):
        context.sleep(0.5)
        entries = context.ledger.entries()
        ended, attempt = in_production(entries, tenant), holder(entries, tenant)
        if ended is not None:
            return f"{tenant} has been in PRODUCTION since {ended.at}, switched by {ended.actor}; that is final"
        is_new = attempt is not None and (before is None or attempt.seq > before.seq)
        if attempt is not None and (is_new or look >= _LOOKS_FOR_A_NEWER_NAME):
            return f"{attempt.actor} is carrying the switch of {tenant} out, since {attempt.at}"
    return f"another process is carrying the switch of {tenant} out"


def _head(context: SwitchContext) -> str:
    return str(context.ledger.head() or "empty")
