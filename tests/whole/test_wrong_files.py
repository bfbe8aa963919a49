"""Every kind of our files, given where another is wanted, is called by its name, with where to get the wanted one."""

import json
import sqlite3
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from parity.cli.main import main
from parity.formats.history_picture import history_svg
from parity.formats.history_table import history_page
from parity.formats.registry import all_formats
from parity.integrity.file_kind import FileKind, kind_of
from parity.orgs.recording.cassette import Exchange, cassette_bytes
from parity.verdict.decide import VerdictName
from parity.verdict.history import HistoryPoint
from parity.verdict.result import read_result
from tests.tenants import pem

_GOLDEN = Path(__file__).parent.parent / "golden/files"
_PROJECT = """tenant: {{name: Tests}}
orgs:
  sandbox: {{sign_in: {{method: session, instance_url: "https://s.invalid", session_id_env: S}}}}
  production: {{sign_in: {{method: session, instance_url: "https://p.invalid", session_id_env: P}}}}
{more}
"""
#: By the command line in which FILE stands: what it takes, and first what a message says that it wants.
_WANTED: dict[str, tuple[FileKind, ...]] = {
    "report FILE": (FileKind.RESULT, FileKind.REPORT),
    "compare FILE FILE": (FileKind.SNAPSHOT,),
    "digest FILE": (FileKind.SNAPSHOT, FileKind.RESULT, FileKind.REPORT),
    "history FILE": (),
    "waive FILE 1b1bb77e --by A --reason B --expires 2026-12-01": (FileKind.RESULT, FileKind.REPORT),
    "waive FILE --interactive": (FileKind.RESULT, FileKind.REPORT),
    "approve FILE --as A --role B --key-env KEY": (FileKind.RESULT,),
    "approve result --as A --role B --key-file FILE": (FileKind.KEY,),
    "policy explain FILE": (FileKind.RESULT,),
    "repair FILE --explain": (FileKind.RESULT, FileKind.REPORT),
    "report result --baseline FILE": (FileKind.RESULT, FileKind.REPORT),
    "audit verify FILE": (FileKind.REPORT,),
    "check --config FILE": (FileKind.PROJECT,),
    "status --config FILE": (FileKind.PROJECT,),
    "check --config waivers.yaml": (FileKind.WAIVERS,),
    "audit log --config ledger.yaml": (FileKind.LEDGER,),
    "status --config checkpoint.yaml": (FileKind.HEAD,),
}


def _manifest() -> bytes:
    return json.dumps({"schema_version": 1, "replaced": {}, "outcome": {}, "orgs": {}}).encode()


def _database(path: Path) -> bytes:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE other (id)")
    connection.close()
    return path.read_bytes()


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[FileKind, bytes]:
    golden = {path.name: path.read_bytes() for path in _GOLDEN.iterdir()}
    result = read_result(golden["result.json"], "golden")
    point = HistoryPoint(at="2026-11-24T12:00:00Z", verdict=VerdictName.GO, digest="sha256:0")
    exchange = Exchange(method="GET", url="https://a.invalid/", asked=None, status=200, headers={}, body=b"{}")
    with zipfile.ZipFile(BytesIO(golden["bundle.zip"])) as bundle:
        statement = bundle.read("approvals/01.statement.json")
    return {
        FileKind.SNAPSHOT: golden["sandbox.snapshot.json"],
        FileKind.RESULT: golden["result.json"],
        FileKind.REPORT: all_formats()["html"].render(result),
        FileKind.HISTORY: history_page([point], "Tests"),
        FileKind.APPROVAL: golden["approval.json"],
        FileKind.STATEMENT: statement,
        FileKind.HEAD: b'{"hash":"sha256:0","seq":3}\n',
        FileKind.LEDGER: _database(tmp_path_factory.mktemp("ledger") / "x.db"),
        FileKind.EXPORTED: golden["ledger.jsonl"],
        FileKind.BUNDLE: golden["bundle.zip"],
        FileKind.RECORDING: _manifest(),
        FileKind.CASSETTE: cassette_bytes([exchange]),
        FileKind.PROJECT: _PROJECT.format(more="").encode(),
        FileKind.WAIVERS: b"# reviewed\nwaivers: []\n",
        FileKind.KEY: b"-----BEGIN PRIVATE KEY-----\n",
        FileKind.SIGNATURE: b"-----BEGIN SSH SIGNATURE-----\n",
        FileKind.SARIF: all_formats()["sarif"].render(result),
        FileKind.WORKBOOK: all_formats()["xlsx"].render(result),
        FileKind.PDF: b"%PDF-1.4\n",
    }


def test_each_kind_is_known_by_its_content(samples: dict[FileKind, bytes]) -> None:
    assert {kind: kind_of(data) for kind, data in samples.items()} == {kind: kind for kind in samples}
    point = HistoryPoint(at="2026-11-24T12:00:00Z", verdict=VerdictName.GO, digest="sha256:0")
    assert kind_of(history_svg([point]).encode()) is FileKind.HISTORY
    for text in (b"", b"note", b"[]", b"{", b"{}", b"<html>", b"PK\x03\x04", b"\xff\xfet\x00"):
        assert kind_of(text) not in samples


@pytest.mark.parametrize("words", _WANTED)
def test_a_file_in_the_wrong_place_is_named_for_what_it_is(
    words: str,
    samples: dict[FileKind, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KEY", pem("Dana Hill"))
    (tmp_path / "parity.yaml").write_text(_PROJECT.format(more=""))
    for name, more in {
        "waivers": "policy: {waivers_file: FILE}",
        "ledger": "ledger: {path: FILE, key_env: KEY}",
        "checkpoint": "ledger: {path: none.db, checkpoint: FILE, key_env: KEY}",
    }.items():
        (tmp_path / f"{name}.yaml").write_text(_PROJECT.format(more=more))
    (tmp_path / "result").write_bytes(samples[FileKind.RESULT])
    for kind, data in samples.items():
        if kind in _WANTED[words]:
            continue
        (tmp_path / "FILE").write_bytes(data)
        with pytest.raises(SystemExit) as end:
            main(words.split())
        told = capsys.readouterr().err
        assert end.value.code == 2, (kind, told)
        assert f"this is {kind}, and " in told, (kind, told)
        assert (_WANTED[words] or ("in a folder",))[0] in told, (kind, told)
        assert "\n  " in told, told
        assert (tmp_path / "FILE").read_bytes() == data


@pytest.mark.parametrize("words", ["report .", "digest .", "waive . --interactive", "check --config ."])
def test_a_folder_where_a_file_is_wanted(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "parity.yaml").write_text(_PROJECT.format(more=""))
    with pytest.raises(SystemExit) as end:
        main(words.split())
    assert end.value.code == 2
    assert "this is a folder" in capsys.readouterr().err
