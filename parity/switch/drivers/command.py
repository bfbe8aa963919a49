"""Runs the customer's own program, JSON in, JSON out: docs/driver-contract.md."""

import fcntl
import hashlib
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec import structs

from parity.config.drivers import CommandDriver
from parity.config.project import Project
from parity.errors import ConfigError, DriverError
from parity.ledger.records import tenant_key
from parity.snapshot.records import Role
from parity.switch.drivers.contract import MOST_BYTES, outside_contract, read_view, refuse_without_effect, trace_in
from parity.switch.drivers.interface import (
    Action,
    DriverContext,
    DriverKind,
    Instruction,
    TenantView,
    Verification,
    refuse_unless_allowed,
)

CONTRACT = 1
_SUPERVISOR = Path(__file__).with_name("supervise.py")
#: How long the supervisor may take to end what it runs.
_ENDS_WITHIN = 10.0
_LOOKS_FOR_THE_LOCK = 0.05
#: Where the supervisor alone was killed, the program may hold its output open for ever.
_LOOKS_FOR_THE_SUPERVISOR = 0.1


class CommandTenant:
    """A tenant behind a program. Each action is a run of its own, and never repeated here."""

    name = "command"
    takes_statement = False

    def __init__(self, settings: CommandDriver, project: Project, environment: Mapping[str, str], folder: Path) -> None:
        self.poll_seconds = settings.poll_seconds
        self.wait_seconds = settings.wait_seconds
        self._settings = settings
        self._tenant = project.tenant.name
        self._folder = folder
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
        """Ask again."""
        return trace_in(self.observe(), order, "the program says")

    def _act(self, action: Action, name: str, order: Instruction) -> str:
        view = self._run(name, structs.asdict(order))
        refuse_without_effect(view, action, order, f"tenant.driver.run ({self._settings.run[0]}), {name}")
        return str(view)

    def _run(self, action: str, order: dict[str, Any]) -> TenantView:
        request = json.dumps({"contract": CONTRACT, "action": action, "tenant": self._tenant, **order}).encode()
        where = f"tenant.driver.run ({self._settings.run[0]}), {action}"
        self._refuse_what_cannot_be_started(where)
        with _only_one(self._folder, self._tenant, self._settings.timeout, where) as lock:
            code, out = self._supervised(request, lock, where)
        if code != 0:
            how = f"was killed by signal {-code}" if code < 0 else "failed"
            raise _dead(f"the program {how} (exit code {code})", where)
        if not out.strip():
            raise outside_contract("the program printed nothing", where)
        return read_view(out, self._tenant, where)

    def _refuse_what_cannot_be_started(self, where: str) -> None:
        name, path = self._settings.run[0], self._environment.get("PATH")
        found = str(self._folder / name) if os.sep in name else name
        if shutil.which(found, path=path) is None:
            raise ConfigError(
                "the program cannot be started: there is no such program that may be run",
                where=where,
                fix="Check the path, from the folder of parity.yaml on, and its rights.",
            )

    def _supervised(self, request: bytes, lock: int, where: str) -> tuple[int, bytes]:
        """The exit code of the program, and what it printed; it and all that it started are gone afterwards."""
        child_end, parent_end = os.pipe()
        try:
            program = subprocess.Popen(  # noqa: S603 (the program is the customer's own, named in parity.yaml)
                [sys.executable, "-I", "-S", str(_SUPERVISOR), str(child_end), str(lock), *self._settings.run],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=self._environment,
                cwd=self._folder,
                pass_fds=[child_end, lock],
                start_new_session=True,
            )
        except OSError as problem:
            os.close(parent_end)
            raise ConfigError(f"the program cannot be started: {problem.strerror}", where=where) from None
        finally:
            os.close(child_end)
        try:
            out = self._printed(program, request, where)
            with suppress(subprocess.TimeoutExpired):
                program.wait(timeout=_ENDS_WITHIN)
        finally:
            # The end of this pipe is what the supervisor waits for: it kills all that still runs.
            os.close(parent_end)
            _ended(program)
        return program.returncode, out

    def _printed(self, program: "subprocess.Popen[bytes]", request: bytes, where: str) -> bytes:
        """All that the program prints, within the time and the size that an answer may take."""
        assert program.stdin is not None and program.stdout is not None  # noqa: S101, PT018 (both are pipes)
        # A request is far smaller than a pipe's buffer: writing it never waits for the program.
        with suppress(BrokenPipeError):
            os.write(program.stdin.fileno(), request)
        with suppress(BrokenPipeError):
            program.stdin.close()
        out, end = b"", time.monotonic() + self._settings.timeout
        with selectors.DefaultSelector() as ready:
            ready.register(program.stdout, selectors.EVENT_READ)
            while len(out) <= MOST_BYTES:
                is_ready = bool(ready.select(_LOOKS_FOR_THE_SUPERVISOR))
                if not is_ready and program.poll() is not None:
                    return out
                part = os.read(program.stdout.fileno(), 65536) if is_ready else b""
                if is_ready and not part:
                    return out
                out += part
                if time.monotonic() > end:
                    raise self._too_late(where)
        raise outside_contract(f"the program printed more than {MOST_BYTES:,} bytes and was stopped", where)

    def _too_late(self, where: str) -> DriverError:
        return _dead(f"the program did not end within {self._settings.timeout:g} s and was stopped", where)


@contextmanager
def _only_one(folder: Path, tenant: str, timeout: float, where: str) -> Iterator[int]:
    """The file descriptor of a lock that the program inherits: one that outlived an earlier run is waited for."""
    name = hashlib.sha256(tenant_key(tenant).encode()).hexdigest()[:12]
    path = folder / f".parity-program.{name}.lock"
    try:
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as problem:
        raise ConfigError(
            f"the lock of the program cannot be taken: {problem.strerror}",
            where=str(path),
            fix="Check the folder of parity.yaml and its rights.",
        ) from None
    try:
        end = time.monotonic() + timeout
        while not _locked(lock):
            if time.monotonic() > end:
                raise _dead("the program of an earlier run is still at work", where)
            time.sleep(_LOOKS_FOR_THE_LOCK)
        yield lock
    finally:
        os.close(lock)


def _locked(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _ended(program: "subprocess.Popen[bytes]") -> None:
    """Wait for the supervisor to end, and end it where it does not."""
    try:
        program.wait(timeout=_ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()
    if program.stdout is not None:
        program.stdout.close()


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
    return CommandTenant(settings, context.project, context.environment, context.folder)


DRIVER = DriverKind(
    settings=CommandDriver, explained="runs a program of yours ([contract](driver-contract.md))", open=open_driver
)
