"""The driver `command` by itself: its program ends with parity, runs alone, answers in bounds, and starts where
parity.yaml is."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs

from parity.config.drivers import CommandDriver
from parity.errors import ConfigError, DriverError
from parity.switch.drivers import command
from parity.switch.drivers.command import CommandTenant
from parity.switch.drivers.interface import Instruction, Phase
from tests.switch.drivers.clocks import JumpingClock
from tests.switch.gate.whole_evidence import TENANT, project

SANDBOX, PRODUCTION = "00D8F0000008NwSUAU", "00D300000001NwhEAE"
ORDER = Instruction(tenant=TENANT, sandbox_org=SANDBOX, production_org=PRODUCTION, key="k")
SHOWN = f'{{"tenant": "{TENANT}", "connection": {{"environment": "sandbox", "org_id": "%s", "status": "%s"}}}}'
CONNECTED = SHOWN % (SANDBOX, "connected")
ROOT = Path(__file__).parents[3]


def program(folder: Path, text: str, name: str = "tenant.sh") -> str:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return f"./{name}"


def driver(folder: Path, text: str, *, timeout: float = 60.0) -> CommandTenant:
    settings = CommandDriver(run=(program(folder, text),), timeout=timeout)
    return CommandTenant(settings, project(), dict(os.environ), folder)


def number_in(path: Path) -> int | None:
    """The number of a process that a program writes down; null before it has written it whole."""
    text = path.read_text() if path.exists() else ""
    return int(text) if text.endswith("\n") else None


def is_gone(folder: Path, name: str = "pid") -> bool:
    """Whether the process whose number is in that file has ended, though nobody may have asked for its exit code."""
    number = number_in(folder / name)
    assert number is not None, f"no number in {name}"
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] in {"Z", "X"}
    except (FileNotFoundError, ProcessLookupError):
        return True


def wait_for(condition: Callable[[], object], seconds: float = 120.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_paths_are_those_of_the_folder_of_parity_yaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, elsewhere = tmp_path / "project", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    (folder / "shown.json").write_text(CONNECTED)
    monkeypatch.chdir(elsewhere)
    assert driver(folder, "cat shown.json").observe().phase is Phase.SANDBOX


def test_a_program_that_is_not_there_is_named(tmp_path: Path) -> None:
    settings = CommandDriver(run=("./no-such-program",))
    with pytest.raises(ConfigError, match="cannot be started"):
        CommandTenant(settings, project(), dict(os.environ), tmp_path).observe()


@pytest.mark.parametrize("away", ["sleep 60 &", "setsid sleep 60 &", "(setsid sleep 60 & echo $! > pid) &"])
def test_what_hangs_ends_with_all_that_it_started(away: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep = away if "pid" in away else f"{away} echo $! > pid"
    monkeypatch.setattr(command, "time", JumpingClock(lambda: number_in(tmp_path / "pid") is not None))
    with pytest.raises(DriverError, match="did not end within"):
        driver(tmp_path, f"{keep}\nsleep 60").observe()
    assert is_gone(tmp_path)


@pytest.mark.parametrize("away", ["sleep 60 >/dev/null &", "setsid sleep 60 &"])
def test_what_a_program_leaves_behind_is_ended(away: str, tmp_path: Path) -> None:
    view = driver(tmp_path, f"{away} echo $! > pid\necho '{CONNECTED}'").observe()
    assert view.phase is Phase.SANDBOX
    assert is_gone(tmp_path)


RUN = """
import os, sys
from pathlib import Path
from parity.config.drivers import CommandDriver
from parity.switch.drivers.command import CommandTenant
from tests.switch.gate.whole_evidence import project
CommandTenant(CommandDriver(run=("./tenant.sh",)), project(), dict(os.environ), Path(sys.argv[1])).observe()
"""


def run_of_its_own(folder: Path) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-c", RUN, str(folder)], env=environment)


def test_killed_with_parity_even_by_kill_9(tmp_path: Path) -> None:
    program(tmp_path, "setsid sleep 600 & echo $! > child; echo $$ > pid; sleep 600")
    with run_of_its_own(tmp_path) as parity:
        assert wait_for(lambda: number_in(tmp_path / "pid"))
        parity.send_signal(signal.SIGKILL)
    assert wait_for(lambda: is_gone(tmp_path) and is_gone(tmp_path, "child"))


def test_a_second_run_waits_while_a_program_lives(tmp_path: Path) -> None:
    program(tmp_path, f"echo begin >> log; sleep 0.5; echo end >> log; echo '{CONNECTED}'")
    with run_of_its_own(tmp_path) as first, run_of_its_own(tmp_path) as second:
        assert (first.wait(), second.wait()) == (0, 0)
    assert (tmp_path / "log").read_text().split() == ["begin", "end", "begin", "end"]


def test_a_program_that_outlives_all_of_parity_is_waited_for_and_named(tmp_path: Path) -> None:
    """Its supervisor killed too, nobody is left to end it: it holds the lock that it inherited."""
    program(tmp_path, "echo $PPID > supervisor; echo $$ > pid; exec sleep 600")
    with run_of_its_own(tmp_path) as parity:
        assert wait_for(lambda: number_in(tmp_path / "pid"))
        os.kill(int((tmp_path / "supervisor").read_text()), signal.SIGKILL)
        parity.wait()
    assert not is_gone(tmp_path)
    with pytest.raises(DriverError, match="an earlier run is still at work"):
        driver(tmp_path, f"echo '{CONNECTED}'", timeout=0.3).observe()
    os.kill(int((tmp_path / "pid").read_text()), signal.SIGKILL)
    assert driver(tmp_path, f"echo '{CONNECTED}'").observe().phase is Phase.SANDBOX


def test_an_answer_without_end_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(DriverError, match="more than 1,000,000 bytes"):
        driver(tmp_path, "yes 0123456789").observe()


def test_a_byte_now_and_then_does_not_hold_it(tmp_path: Path) -> None:
    with pytest.raises(DriverError, match="did not end within"):
        driver(tmp_path, "while true; do printf x; sleep 0.1; done", timeout=0.5).observe()


@pytest.mark.parametrize(
    ("org_id", "status"), [("00D8F0000009AbCUAU", "deletion in progress"), ("00D8F0000009AbCUAU", "connected")]
)
def test_a_deletion_answer_that_names_another_org_is_refused(org_id: str, status: str, tmp_path: Path) -> None:
    other = SHOWN % (org_id, status)
    text = f"case \"$(cat)\" in *observe*) echo '{CONNECTED}';; *) echo '{other}';; esac"
    with pytest.raises(DriverError, match=r"after the request to ask for the deletion.*00D8F0000009AbC"):
        driver(tmp_path, text).ask_deletion(ORDER)


def test_an_order_reaches_the_program_whole(tmp_path: Path) -> None:
    deleting = SHOWN % (SANDBOX, "deletion in progress")
    answers = f"case $asked in *observe*) echo '{CONNECTED}';; *) echo '{deleting}';; esac"
    text = f'asked="$(cat)"; echo "$asked" >> log\n{answers}'
    driver(tmp_path, text).ask_deletion(structs.replace(ORDER, key="the key"))
    assert '"key": "the key"' in (tmp_path / "log").read_text()
