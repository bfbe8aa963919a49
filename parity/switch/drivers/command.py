"""Runs the customer's own program, JSON in, JSON out: docs/driver-contract.md."""

import json
import os
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from msgspec import structs

from parity.config.drivers import CommandDriver
from parity.config.project import Project
from parity.errors import ConfigError, DriverError
from parity.snapshot.ids import same_org
from parity.snapshot.records import Role
from parity.switch.drivers.contract import outside_contract, read_view, refuse_without_effect
from parity.switch.drivers.interface import (
    Action,
    DriverContext,
    DriverKind,
    Instruction,
    Phase,
    TenantView,
    Trace,
    Verification,
    refuse_unless_allowed,
)

CONTRACT = 1


class CommandTenant:
    """A tenant behind a program. Each action is a run of its own, and never repeated here."""

    name = "command"
    takes_statement = False

    def __init__(self, settings: CommandDriver, project: Project, environment: Mapping[str, str]) -> None:
        self.poll_seconds = settings.poll_seconds
        self.wait_seconds = settings.wait_seconds
        self._settings = settings
        self._tenant = project.tenant.name
        self._environment = {key: value for key, value in environment.items() if key not in _our_secrets(project)}

    def observe(self) -> TenantView:
        """A run with the action `observe`."""
        return self._run("observe", {})

    def ask_deletion(self, order: Instruction) -> str:
        """A run with the action `ask-deletion`."""
        refuse_unless_allowed(self.observe(), Action.ASK_DELETION, order)
        return self._act(Action.ASK_DELETION, "ask-deletion", order)

    def authorise_production(self, order: Instruction) -> str:
        """A run with the action `authorise-production`."""
        refuse_unless_allowed(self.observe(), Action.AUTHORISE_PRODUCTION, order)
        return self._act(Action.AUTHORISE_PRODUCTION, "authorise-production", order)

    def look_for_trace(self, order: Instruction, since: datetime) -> Verification:  # noqa: ARG002 (the contract's)
        """Ask again: what an action answered is not yet what the tenant shows."""
        view = self.observe()
        seen = view.phase is Phase.PRODUCTION and same_org(view.org_id, order.production_org)
        return Verification(trace=Trace.FOUND if seen else Trace.NOT_FOUND, detail=f"the program says: {view}")

    def _act(self, action: Action, name: str, order: Instruction) -> str:
        view = self._run(name, structs.asdict(order))
        refuse_without_effect(view, action, order, f"tenant.driver.run ({self._settings.run[0]}), {name}")
        return str(view)

    def _run(self, action: str, order: dict[str, Any]) -> TenantView:
        request = json.dumps({"contract": CONTRACT, "action": action, "tenant": self._tenant, **order}).encode()
        where = f"tenant.driver.run ({self._settings.run[0]}), {action}"
        try:
            program = subprocess.Popen(  # noqa: S603 (the program is the customer's own, named in parity.yaml)
                self._settings.run,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=self._environment,
                start_new_session=True,
            )
        except OSError as problem:
            raise ConfigError(
                f"the program cannot be started: {problem.strerror}",
                where=where,
                fix="Check the path and its rights.",
            ) from None
        try:
            out, _ = program.communicate(request, timeout=self._settings.timeout)
        except subprocess.TimeoutExpired:
            raise _dead(f"the program did not end within {self._settings.timeout:g} s and was stopped", where) from None
        finally:
            _stop(program)
        if program.returncode != 0:
            how = f"was killed by signal {-program.returncode}" if program.returncode < 0 else "failed"
            raise _dead(f"the program {how} (exit code {program.returncode})", where)
        if not out.strip():
            raise outside_contract("the program printed nothing", where)
        return read_view(out, self._tenant, where)


def _stop(program: "subprocess.Popen[bytes]") -> None:
    """End the program and all that it started, where it still runs."""
    if program.poll() is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()
    for pipe in (program.stdin, program.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()


def _dead(what: str, where: str) -> DriverError:
    return DriverError(
        what,
        where=where,
        fix="Run the program by hand to see what it says on stderr. What was asked for may have happened: run "
        "`parity switch` again, it looks at the tenant first.",
    )


def _our_secrets(project: Project) -> set[str]:
    """Variables that are parity's own: the customer's program has no business with them."""
    records = [project.sign_in(role) for role in Role]
    named = [getattr(one, key) for one in records for key in one.__struct_fields__ if key.endswith("_env")]
    if project.ledger is not None:
        named += [project.ledger.key_env, project.ledger.url_env]
    return {name for name in named if name}


def open_driver(settings: CommandDriver, context: DriverContext) -> CommandTenant:
    """The driver; the program is not run yet."""
    return CommandTenant(settings, context.project, context.environment)


DRIVER = DriverKind(settings=CommandDriver, open=open_driver)
