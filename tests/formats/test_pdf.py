"""The report on paper, by the installed Chromium: the same bytes, few pages, no network, nothing left behind."""

import http.server
import re
import shutil
import stat
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from parity.cli.main import main
from parity.errors import InputError
from parity.formats import chromium, pdf
from parity.formats.html import page_of
from parity.rules.component_paths import name_of
from parity.rules.finding import Severity
from parity.verdict.result import Result, result_bytes, result_digest
from tests.browser import CHROMIUM
from tests.many_findings import with_findings

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
pytestmark = pytest.mark.skipif(CHROMIUM is None or shutil.which("pdftotext") is None, reason="no Chromium, no poppler")


@pytest.fixture(autouse=True)
def _temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever is printed leaves no file behind."""
    with tempfile.TemporaryDirectory(prefix="t-") as folder:
        monkeypatch.setattr("tempfile.tempdir", folder)
        yield
        assert list(Path(folder).iterdir()) == [], f"beside {tmp_path}"


def pages(data: bytes, path: Path) -> list[str]:
    """The text of each page."""
    (path / "made.pdf").write_bytes(data)
    told = subprocess.run(
        ["pdftotext", "-layout", str(path / "made.pdf"), "-"], capture_output=True, text=True, check=True
    )
    return told.stdout.split("\f")[:-1]


def test_a_cio_signs_the_first_page_and_the_rest_is_short(result_of: Callable[..., Result], tmp_path: Path) -> None:
    result = result_of("drifted")
    data = pdf.render(result)
    found = pages(data, tmp_path)
    assert len(found) <= 6
    for words in ("NO-GO", "The switch cannot be undone.", "Signature", "Owner of Salesforce"):
        assert words in found[0]
    for number, text in enumerate(found, start=1):
        assert f"result {result_digest(result)}" in text
        assert text.rstrip().replace(" ", "").endswith(f"{number}/{len(found)}")
    whole = "\n".join(found)
    assert all(one.fingerprint in whole for one in result.findings)
    assert pdf.render(result) == data, "the same result gives the same bytes"
    dates = re.findall(rb"/(CreationDate|ModDate) \((.*?)\)", data)
    assert dates == [(b"CreationDate", b"D:20261124120000+00'00'"), (b"ModDate", b"D:20261124120000+00'00'")]


def test_what_causes_explain_is_counted_and_follows_by_choice(
    result_of: Callable[..., Result], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = result_of("person-accounts-and-packages")
    explained = [one for one in result.findings if one.cause is not None]
    short = pages(pdf.render(result), tmp_path)
    assert len(short) <= 6
    assert "in report.html and result.json" in "\n".join(short)
    (tmp_path / "result.json").write_bytes(result_bytes(result))
    arguments = ["report", str(tmp_path / "result.json"), "--format", "pdf", "-o", str(tmp_path / "long.pdf")]
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--appendix"])
    assert ended.value.code == 0, capsys.readouterr().err
    long = pages((tmp_path / "long.pdf").read_bytes(), tmp_path)
    assert len(short) < len(long) <= 12
    start = next(number for number, text in enumerate(long) if text.strip().startswith("Appendix"))
    appendix = re.sub(r"\s", "", "".join(long[start:]))
    assert all(name_of(one).replace(" ", "") in appendix for one in explained)


def test_printing_asks_nobody(tmp_path: Path) -> None:
    asked = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

    with http.server.HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here = f"127.0.0.1:{server.server_port}"
        page = f'<img src="http://{here}/a.png"><img src="http://localhost:{server.server_port}/b"><p>Printed'
        data = chromium.printed(page.encode(), NOON)
        server.shutdown()
    assert "Printed" in pages(data, tmp_path)[0]
    assert asked == []


def program(path: Path, body: str) -> str:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("echo no display >&2; exit 1", "Chromium printed nothing: no display"),
        ("exit 0", "it said nothing"),
        ('for one; do case "$one" in --print-to-pdf=*) echo half > "${one#*=}";; esac; done', "printed nothing"),
        ("sleep 60 & sleep 60", "was not done after 0.3 seconds"),
    ],
)
def test_a_chromium_that_fails_is_told(body: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARITY_CHROMIUM", program(tmp_path / "browser", body))
    with pytest.raises(InputError, match=why):
        chromium.printed(b"<p>x", NOON, seconds=0.3 if "sleep" in body else 60)


def test_chromium_sees_no_secret_of_this_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen_by = program(tmp_path / "browser", f'env > "{tmp_path}/seen"; echo "$@" >> "{tmp_path}/seen"')
    monkeypatch.setenv("PARITY_CHROMIUM", seen_by)
    monkeypatch.setenv("LEDGER_KEY", "hidden")
    with pytest.raises(InputError):
        chromium.printed(b"<p>x", NOON)
    seen = (tmp_path / "seen").read_text()
    assert "hidden" not in seen
    assert "--user-data-dir=" in seen
    assert "--proxy-server=" in seen


def test_no_chromium_is_told_before_anything_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "_PLACES", ())
    for arguments in (["report", "result.json", "--format", "pdf", "-o", "x.pdf"], ["check", "--format", "pdf"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        told = capsys.readouterr().err
        assert ended.value.code == 2
        assert "no Chromium was found" in told
        assert "open the report.html in any browser and print it" in told


def test_elements_are_numbered_in_their_order() -> None:
    before = b"/ID (node00000267) /Headers [(node00000301) (node00000267)] (node00000268) (nodeX)"
    after = b"/ID (node00000001) /Headers [(node00000003) (node00000001)] (node00000002) (nodeX)"
    assert chromium.numbered(before) == after


@pytest.mark.parametrize(
    ("date", "made"),
    [
        (b"D:20300101000000+02'00'", b"(D:20261124120000+00'00')"),
        (b"D:20300101000000Z", b"(D:20261124120000Z)"),
        (b"D:20300101000000", b"(D:20261124120000)"),
        (b"D:2030", b"(D:2030)"),
    ],
)
def test_dates_are_written_over_in_their_length(date: bytes, made: bytes) -> None:
    before = b"%PDF-1.4\n<</CreationDate (" + date + b")\n/ModDate (" + date + b")>> stream /ModDate (D:1)"
    after = chromium.dated(before, NOON)
    assert len(after) == len(before)
    assert after.count(made) == 2
    assert after.endswith(b"/ModDate (D:1)")


def test_ten_thousand_findings_are_counted_and_the_worst_are_printed(
    result_of: Callable[..., Result], tmp_path: Path
) -> None:
    """Each finding takes 4 kB of a tagged PDF: 10,000 were 43 MB and 580 pages that nobody signs."""
    result = with_findings(result_of("drifted"), 10_000)
    data = pdf.render(result)
    assert len(data) < 3_000_000
    found = pages(data, tmp_path)
    assert len(found) <= 30
    whole = " ".join(" ".join(found).split())
    assert "9,700 more findings are counted here and not printed: in report.html and result.json." in whole
    printed = [one for one in result.findings if one.fingerprint in whole]
    assert {one.severity for one in printed} == {Severity.BLOCKER}
    assert f"{result.counts.blocker:,} blockers" in found[0]


def test_with_the_appendix_every_finding_is_printed(result_of: Callable[..., Result]) -> None:
    page = page_of(with_findings(result_of("drifted"), 301), paper=True, appendix=True)
    assert page.count(b'<article class="finding') == 301
    assert b"not printed" not in page
    assert b"1 more finding is counted here and not printed" in page_of(
        with_findings(result_of("drifted"), 301), paper=True
    )
