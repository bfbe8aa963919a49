"""Exports the evidence; it is done only once the bundle's own verify.py has confirmed everything."""

import subprocess  # this very Python, on a file that was just written
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from parity.audit.bundle import VERIFY_PROGRAM, WholeLedger, bundle
from parity.cli.terminal.output_folder import check_file
from parity.cli.terminal.own_files import refuse_another_bundle
from parity.config.project import Project
from parity.errors import InputError, LedgerError
from parity.integrity.canonical import digest
from parity.integrity.files import write_whole
from parity.integrity.signing import public_line
from parity.integrity.signing_keys import KeyInMemory
from parity.ledger.history import of_tenant
from parity.ledger.records import EntryKind
from parity.ledger.store import Ledger
from parity.snapshot.records import Role
from parity.verdict.result_files import REPORT, RESULT, snapshot_name

_SECONDS = 120


def export_evidence(project: Project, ledger: Ledger, files: Mapping[str, bytes], where: Path, output: Path) -> None:
    """Write the bundle of a result to `output`. `files` are the result's by name, `where` is their folder.

    Raises InputError where a piece is missing, LedgerError where the ledger or the bundle does not verify; then
    nothing is written.
    """
    check_file(output, "-o")
    refuse_another_bundle(output, project.tenant.name)
    problems = ledger.problems()
    if problems:
        raise LedgerError(
            f"the ledger does not verify: {problems[0]}",
            where=ledger.database.where,
            fix="See `parity audit verify`. Nothing was exported.",
        )
    missing = missing_pieces(files, ledger, project.tenant.name)
    if missing:
        raise InputError(
            f"the evidence is not whole: {'; '.join(missing)}",
            where=str(where),
            fix="Name the folder that has them with --result; nothing was exported.",
        )
    if ledger.key is None:
        raise InputError(
            "the bundle is signed with the ledger's key, and that key is not here",
            where="ledger.key_env or ledger.key_file",
            fix="Export on the machine that has the key.",
        )
    keys = {key_id: public_line(key) for key_id, key in ledger.keys.items()}
    whole = WholeLedger(rows=ledger.rows(), entries=ledger.entries(), keys=keys)
    data = bundle(files, whole, project, KeyInMemory(ledger.key))
    failed = own_problems(data)
    if failed:
        raise LedgerError(
            f"the bundle does not verify: {failed[0].removeprefix('FAIL').strip()}",
            where=str(where),
            fix=f"What does not hold: {len(failed)}; see `parity audit verify`. Nothing was exported.",
        )
    write_whole(output, data)


def missing_pieces(files: Mapping[str, bytes], ledger: Ledger, tenant: str) -> tuple[str, ...]:
    """What an auditor would miss, in words; empty where everything is there."""
    result_digest = digest(files[RESULT])
    named = [
        one.body for one in of_tenant(ledger.entries(), tenant, EntryKind.RESULT) if one.body["digest"] == result_digest
    ]
    found = [f"{snapshot_name(role)} is not beside the result" for role in Role if snapshot_name(role) not in files]
    if not named:
        found.append(f"the ledger has no entry of this result ({result_digest})")
    if any(one.get("report") for one in named) and REPORT not in files:
        found.append(f"{REPORT}, which the ledger names, is not beside the result")
    gates = of_tenant(ledger.entries(), tenant, EntryKind.GATE)
    if gates and gates[-1].body.get("result") != result_digest:
        found.append(f"this is not the result on which the gate rested ({gates[-1].body.get('result')})")
    return tuple(found)


def own_problems(data: bytes) -> list[str]:
    """What the bundle's own verify.py says does not hold: run as an auditor runs it, by a Python without parity."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            archive.extractall(folder)
        done = subprocess.run(  # noqa: S603 (this very Python)
            [sys.executable, "-I", str(Path(folder) / VERIFY_PROGRAM)],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAIL")]
    if done.returncode and not failed:
        failed = (done.stderr.splitlines() or ["it ended without a word"])[-1:]
    return failed
