"""What a command writes over is what it would have written itself: everything else is refused and stays as it is."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs

from parity.cli.main import main
from parity.cli.terminal.console import Console
from parity.cli.terminal.own_files import (
    NotOurs,
    refuse_another_bundle,
    refuse_another_history,
    refuse_another_org,
    refuse_another_result,
    refuse_another_role,
    refuse_other_evidence,
    refuse_others_files,
)
from parity.cli.workflows.kept_results import set_aside_older_formats
from parity.formats.history_table import history_page
from parity.formats.registry import all_formats
from parity.ledger.head import Head
from parity.orgs.grant import Rights, is_of_own_project, project_files
from parity.snapshot.file import read_snapshot, snapshot_bytes
from parity.snapshot.records import Role, Snapshot
from parity.verdict.result import Result, read_result, result_bytes

_GOLDEN = Path(__file__).parent.parent / "golden/files"
_FORMATS = tuple(name for name in all_formats() if name != "pdf")


def _workbook(title: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("docProps/core.xml", f"<dc:title>{title}</dc:title>")
    return made.getvalue()


#: What somebody may have under the name that a format is to be written to.
_SOMEBODYS = {
    "csv": b'"Name","Mail"\r\n"Ada","ada@example.com"\r\n',
    "html": b'<!doctype html>\n<meta name="generator" content="pandoc">\n',
    "json": b'{"dependencies": {}}\n',
    "junit": b'<?xml version="1.0"?>\n<testsuites name="shop"></testsuites>\n',
    "markdown": b"# parity: what I noted\n",
    "pdf": b"%PDF-1.4\n/Title (contract)\n",
    "sarif": b'{"version": "2.1.0", "runs": [{"automationDetails": {"id": "codeql/"}}]}\n',
    "text": b"NO-GO was told to me on the telephone\nby Dana\n",
    "xlsx": _workbook("budget"),
}


@pytest.fixture(scope="module")
def result() -> Result:
    return read_result((_GOLDEN / "result.json").read_bytes(), "golden")


@pytest.fixture(scope="module")
def sandbox() -> Snapshot:
    return read_snapshot((_GOLDEN / "sandbox.snapshot.json").read_bytes(), "golden")


def test_a_format_knows_its_own_files_and_no_others(result: Result) -> None:
    made = {name: all_formats()[name].render(result) for name in _FORMATS}
    for name, one in all_formats().items():
        assert [other for other in made if one.is_own(made[other])] == [other for other in made if other == name]
        assert [other for other, data in _SOMEBODYS.items() if one.is_own(data)] == []


def test_a_verdict_of_any_scenario_is_known_as_ours(result_of: Callable[..., Result]) -> None:
    for scenario in ("identical", "drifted", "no-tooling"):
        for name in _FORMATS:
            assert all_formats()[name].is_own(all_formats()[name].render(result_of(scenario))), (scenario, name)


@pytest.mark.parametrize("name", _FORMATS)
def test_a_report_is_written_over_itself_and_over_nothing_else(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "golden").write_bytes((_GOLDEN / "result.json").read_bytes())
    words = ["report", "golden", "--format", name, "-o", "out"]
    for _ in range(2):
        with pytest.raises(SystemExit) as end:
            main(words)
        assert end.value.code == 0, capsys.readouterr().err
    for theirs in _SOMEBODYS.values():
        (tmp_path / "out").write_bytes(theirs)
        with pytest.raises(SystemExit) as end:
            main(words)
        assert (end.value.code, (tmp_path / "out").read_bytes()) == (2, theirs)
        assert "Name another file" in capsys.readouterr().err


def test_a_history_is_not_drawn_over_a_report(result: Result, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(all_formats()["html"].render(result))
    with pytest.raises(NotOurs, match="a report page is there, and a page of the history is to be written"):
        refuse_another_history(page)
    page.write_bytes(history_page([], "Tests"))
    refuse_another_history(page)


def test_a_snapshot_is_not_written_over_that_of_another_role_or_org(sandbox: Snapshot, tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_bytes(snapshot_bytes(sandbox))
    refuse_another_org(path, sandbox)
    with pytest.raises(NotOurs, match="a snapshot of the sandbox is there, and one of the production"):
        refuse_another_role(path, Role.PRODUCTION)
    for other in ("00D000000000999EAA", None):
        with pytest.raises(NotOurs, match=str(sandbox.org.id)):
            refuse_another_org(path, structs.replace(sandbox, org=structs.replace(sandbox.org, id=other)))
    # Files that named no org are replaced by those that do.
    path.write_bytes(snapshot_bytes(structs.replace(sandbox, org=structs.replace(sandbox.org, id=None))))
    refuse_another_org(path, sandbox)


def test_a_comparison_is_not_written_over_a_check_nor_over_other_orgs(result: Result, tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    own = structs.replace(result, ledger=None)
    path.write_bytes(result_bytes(own))
    refuse_another_result(path, own)
    path.write_bytes(result_bytes(structs.replace(own, ledger=Head(seq=1, hash="sha256:0"))))
    with pytest.raises(NotOurs, match="evidence"):
        refuse_another_result(path, own)
    path.write_bytes(result_bytes(structs.replace(own, tenant="Another")))
    with pytest.raises(NotOurs, match="other orgs"):
        refuse_another_result(path, own)


def test_a_result_taken_out_of_a_page_is_not_written_over_another(result: Result, tmp_path: Path) -> None:
    path, data = tmp_path / "result.json", result_bytes(result)
    path.write_bytes(data)
    refuse_other_evidence(path, data)
    with pytest.raises(NotOurs, match="evidence"):
        refuse_other_evidence(path, result_bytes(structs.replace(result, judged_at="2027-01-01T00:00:00Z")))


def test_a_check_into_the_folder_of_another_tenant_is_refused(result: Result, tmp_path: Path) -> None:
    (tmp_path / "result.json").write_bytes(result_bytes(result))
    formats = (all_formats()["json"], all_formats()["html"])
    refuse_others_files(tmp_path, formats, str(result.tenant), lambda: False)
    refuse_others_files(tmp_path, formats, "Another", lambda: True)
    with pytest.raises(NotOurs, match=r"parity\.yaml is of Another"):
        refuse_others_files(tmp_path, formats, "Another", lambda: False)
    (tmp_path / "report.html").write_bytes(_SOMEBODYS["html"])
    with pytest.raises(NotOurs, match=r"report\.html"):
        refuse_others_files(tmp_path, formats, str(result.tenant), lambda: False)


def test_a_bundle_is_not_written_over_another_archive_or_tenant(tmp_path: Path) -> None:
    path = tmp_path / "evidence.zip"
    path.write_bytes((_GOLDEN / "bundle.zip").read_bytes())
    refuse_another_bundle(path, "Golden Gäte GmbH")
    with pytest.raises(NotOurs):
        refuse_another_bundle(path, "Another")
    path.write_bytes(_SOMEBODYS["xlsx"])
    with pytest.raises(NotOurs, match="a workbook"):
        refuse_another_bundle(path, "Golden Gäte GmbH")


def test_only_a_project_of_ours_is_granted_into() -> None:
    assert all(map(is_of_own_project, project_files(Rights(), "68.0").values()))
    theirs = b'{"packageDirectories": [{"path": "force-app"}], "name": "shop", "sourceApiVersion": "68.0"}'
    assert not any(map(is_of_own_project, (theirs, b"<PermissionSet/>", b"")))


def test_what_a_check_sets_aside_is_ours_and_takes_nobodys_place(result: Result, tmp_path: Path) -> None:
    (tmp_path / "result.json").write_bytes(result_bytes(result))
    (tmp_path / "junit.xml").write_bytes(_SOMEBODYS["junit"])
    for filled_in in (b"first", b"second"):
        (tmp_path / "fix-list.csv").write_bytes(all_formats()["csv"].render(result) + filled_in)
        set_aside_older_formats(tmp_path, Console(quiet=True))
    assert (tmp_path / "junit.xml").read_bytes() == _SOMEBODYS["junit"]
    kept = {path.name: path.read_bytes()[-5:] for path in (tmp_path / "earlier").iterdir()}
    assert kept == {"fix-list.csv": b"first", "fix-list-2.csv": b"econd"}
