"""A report.html in an empty folder and beside its evidence: `parity audit verify` and `parity report` of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from parity.cli.main import main
from parity.formats.html import render
from parity.integrity.canonical import digest
from parity.integrity.sealed_page import opened, seal
from parity.integrity.signing import public_line
from parity.verdict.result import Result, read_result, result_bytes
from parity.verdict.result_files import APPROVALS_FOLDER, REPORT
from tests.program import Outcome
from tests.tenants import Case, key_file, key_of, ready, signer


@pytest.fixture
def page(tmp_path: Path, result_of: Callable[..., Result]) -> Path:
    path = tmp_path / "report.html"
    path.write_bytes(render(result_of("drifted")))
    return path


Run = Callable[..., Outcome]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line in this very process: a page needs no other to be verified."""

    def parity(*arguments: str | Path, cwd: Path = tmp_path, environment: dict[str, str] | None = None) -> Outcome:
        monkeypatch.chdir(cwd)
        for name, value in (environment or {}).items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([*map(str, arguments)])
        told = capsys.readouterr()
        return Outcome(code=int(str(ended.value.code)), out=told.out, err=told.err)

    return parity


def test_a_page_alone_is_intact_and_gives_its_result_back(
    run: Run, page: Path, result_of: Callable[..., Result]
) -> None:
    told = run("audit", "verify", page.name)
    assert told.code == 0, told.err
    assert "intact, as written by parity" in told.out
    assert "Not proven" in told.out
    for name in ("json", "text"):
        given = run("report", page.name, "--format", name, "-o", f"again.{name}")
        assert given.code == 0, given.err
    assert (page.parent / "again.json").read_bytes() == result_bytes(result_of("drifted"))
    again = run("report", page.name, "-o", "again.html")
    assert again.code == 0, again.err
    assert (page.parent / "again.html").read_bytes() == page.read_bytes()
    assert run("audit", "verify", page.name, "--head", f"3:sha256:{'0' * 64}").code == 3, (
        "asked for a proof, and there is none"
    )


@pytest.mark.parametrize(
    ("change", "code", "why"),
    [
        (lambda data: data.replace(b"There is no way back", b"There is a way back"), 1, "the page was edited after"),
        (lambda data: data[: len(data) // 2], 2, "the page is cut off after"),
        (lambda data: data.replace(b'content="parity 0', b'content="nobody 0'), 2, "not a report that parity wrote"),
    ],
)
def test_a_page_that_is_not_as_it_was_written_is_told_and_not_rendered(
    run: Run, page: Path, change: Callable[[bytes], bytes], code: int, why: str
) -> None:
    page.write_bytes(change(page.read_bytes()))
    told = run("audit", "verify", page.name)
    assert (told.code, why in told.out + told.err) == (code, True), told
    assert "Traceback" not in told.err
    refused = run("report", page.name, "--format", "json")
    assert (refused.code, refused.out) == (2, "")
    assert why in refused.err


def test_a_page_with_another_result_in_its_slot(run: Run, page: Path, result_of: Callable[..., Result]) -> None:
    mark = b'<script type="application/json" id="parity-result">'
    mine, other = page.read_bytes(), render(result_of("identical"))
    page.write_bytes(mine[: mine.rfind(mark)] + other[other.rfind(mark) :])
    told = run("audit", "verify", page.name)
    assert told.code == 1
    assert "the page carries another result than it shows" in told.out


def test_page_and_result_are_not_named_together(run: Run, page: Path) -> None:
    assert run("audit", "verify", page.name, "--result", "result.json").code == 2
    assert run("audit", "verify", "--signer", "key.pub").code == 2


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """A checked and approved project."""
    folder = tmp_path_factory.mktemp("project")
    people = [signer("Dana Hill"), signer("Olga Operator")]
    with ready(folder, prepared=False, policy={"approvals": 1, "signers": people}) as found:
        found.record_settings()
        assert found.parity("check").code == 0
        key = key_file(folder, "Dana Hill")
        arguments = ("approve", found.result, "--as", "Dana Hill", "--role", "Approver", "--key-file", key)
        assert found.parity(*arguments, answers=("yes",)).code == 0
        yield found


def test_ledger_and_signature_prove_a_page_beside_its_evidence(run: Run, case: Case) -> None:
    told = run("audit", "verify", case.result.with_name(REPORT), cwd=case.folder, environment=case.environment)
    assert told.code == 0, told.out + told.err
    assert "names this very page and its result" in told.out
    assert "Dana Hill (Approver) approved its result" in told.out


def test_head_and_signature_prove_a_page_that_was_mailed(run: Run, case: Case, tmp_path: Path) -> None:
    page = tmp_path / "mailed.html"
    page.write_bytes(case.result.with_name(REPORT).read_bytes())
    head = read_result(case.result.read_bytes(), "").ledger
    assert head is not None
    told = run("audit", "verify", page.name, "--head", str(head))
    assert told.code == 0, told.out + told.err
    assert f"Proven: its result was made when entry {head.seq}" in told.out
    wrong = run("audit", "verify", page.name, "--head", f"{head.seq}:sha256:{'0' * 64}")
    assert wrong.code == 1
    (tmp_path / "dana.pub").write_text(public_line(key_of("Dana Hill").public_key()) + " dana\n")
    (approval,) = case.result.with_name(APPROVALS_FOLDER).iterdir()
    signed = run("audit", "verify", page.name, "--approval", approval, "--signer", "dana.pub")
    assert signed.code == 0, signed.out + signed.err
    assert "Proven: Dana Hill (Approver) approved its result" in signed.out
    (tmp_path / "olga.pub").write_text(public_line(key_of("Olga Operator").public_key()))
    stranger = run("audit", "verify", page.name, "--approval", approval, "--signer", "olga.pub")
    assert stranger.code == 1
    assert "no --signer has that key" in stranger.out
    both = run("audit", "verify", page.name, "--approval", approval, "--signer", "olga.pub", "--signer", "dana.pub")
    assert both.code == 0, both.out
    unsigned = run("audit", "verify", page.name, "--signer", "dana.pub")
    assert (unsigned.code, "Not proven" in unsigned.out) == (3, True), "a proof was asked for, and nothing lies there"


def test_a_forged_page_is_intact_and_neither_proven_nor_approved(run: Run, case: Case) -> None:
    report = case.result.with_name(REPORT)
    honest = report.read_bytes()
    page = opened(honest, "")
    outside = page.outside.replace(b"There is no way back", b"There is a way back")
    report.write_bytes(seal(outside, page.result))
    try:
        told = run("audit", "verify", report, "--config", "parity.yaml", cwd=case.folder, environment=case.environment)
        assert told.code == 3, told.out + told.err
        assert "What it shows may differ from what its result says" in told.out
        arguments = ("approve", case.result, "--as", "Dana Hill", "--role", "Approver", "--key-file", "key")
        refused = case.parity(*arguments, answers=("yes",))
        assert refused.code == 2
        assert "report.html does not show this result: the page is intact, but not the one" in refused.err
        assert "FAIL report.html" in run("audit", "verify", cwd=case.folder, environment=case.environment).out
    finally:
        report.write_bytes(honest)


def test_a_ledger_that_does_not_know_the_page_matters_only_where_it_was_named(
    run: Run, case: Case, result_of: Callable[..., Result]
) -> None:
    page = case.folder / "foreign.html"
    page.write_bytes(render(result_of("drifted")))
    beside = run("audit", "verify", page, cwd=case.folder, environment=case.environment)
    assert beside.code == 0, beside.out + beside.err
    assert "knows nothing of it" in beside.err
    head = run("audit", "verify", page, "--head", f"1:{digest(b'1')}", cwd=case.folder, environment=case.environment)
    assert head.code == 3, "a head of a ledger that is not here"
    named = run("audit", "verify", page, "--config", "parity.yaml", cwd=case.folder, environment=case.environment)
    assert named.code == 1
    assert "it has no result" in named.out
