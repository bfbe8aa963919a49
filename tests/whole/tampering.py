"""Ways to tamper with an evidence bundle, and the line by which its own verify.py names each.

The hands that tamper are of three kinds: anybody, who
edits files; somebody who lists them anew in SHA256SUMS; and the worst, somebody who has the ledger's key, signs that
list anew, and may write the whole chain of entries again.
"""

import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from parity.audit.bundle import BUNDLE_PURPOSE, manifest_of
from parity.cli.workflows.switch import run_switch
from parity.integrity.signing import signed
from parity.ledger.records import Draft, EntryKind
from tests.tenants import OPERATOR, Case, key_file, key_of, ready, signer

APPROVER = "Dana Hill"
OTHER = "Another Tenant"
Files = dict[str, bytes]


class Hand(StrEnum):
    """Who tampers, by what they do after it."""

    ANYBODY = "anybody"
    LISTS = "lists the files anew"
    SIGNS = "has the ledger's key: lists and signs anew"


class Kind(Struct, frozen=True):
    """One way to tamper: what is done, by whom, and the text of verify.py's line that names it."""

    what: str
    hand: Hand
    change: Callable[[Files], None]
    named: str


@contextmanager
def switched(folder: Path) -> Iterator[Case]:
    """A tenant that was switched as it should be: checked, approved by one person, switched by another."""
    people = [signer(APPROVER), signer(OPERATOR.name)]
    with ready(folder, prepared=False, policy={"approvals": 1, "signers": people}) as case:
        case.ledger.append(Draft(kind=EntryKind.PROJECT, tenant=OTHER, body={"tenant": OTHER}), OPERATOR)
        case.record_settings()
        checked = case.parity("check")
        assert checked.code == 0, checked.err
        key = key_file(folder, APPROVER)
        given = ("approve", case.result, "--as", APPROVER, "--role", "Approver", "--key-file", key)
        approved = case.parity(*given, answers=("yes",))
        assert approved.code == 0, approved.err
        assert run_switch(case.context()) == 0
        yield case


def exported(case: Case) -> Files:
    """The bundle of the switch, as `parity audit export` writes it."""
    done = case.parity("audit", "export", "-o", "evidence.zip")
    assert done.code == 0, done.err
    with zipfile.ZipFile(case.folder / "evidence.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def head_of(files: Files) -> str:
    """The head as parity prints it."""
    head = json.loads(files["head.json"])
    return f"{head['seq']}:{head['hash']}"


def tampered(honest: Files, kind: Kind) -> Files:
    """The bundle after this hand was at it."""
    files = dict(honest)
    kind.change(files)
    if kind.hand is not Hand.ANYBODY:
        listed = {name: data for name, data in files.items() if not name.startswith("SHA256SUMS")}
        files["SHA256SUMS"] = manifest_of(listed)
    if kind.hand is Hand.SIGNS:
        text = files["SHA256SUMS"].decode()
        files["SHA256SUMS.sig"] = signed(key_of("ledger"), BUNDLE_PURPOSE, text).encode()
    return files


def verified(files: Files, *arguments: str) -> tuple[int, list[str]]:
    """The exit code of the honest verify.py on these files, and the lines of what does not hold."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            path = Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        program = str(Path(folder) / "verify.py")
        done = subprocess.run([sys.executable, "-I", program, *arguments], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, [line[6:] for line in done.stdout.splitlines() if line.startswith("FAIL")]
