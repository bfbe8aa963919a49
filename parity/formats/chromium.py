"""Prints a page with the installed Chromium: no network, no scripts, a temporary profile, fixed dates.

Chromium's command line: https://developer.chrome.com/docs/chromium/headless and
https://peter.sh/experiments/chromium-command-line-switches/.
"""

import os
import re
import shutil
import signal
import subprocess  # the browser, on a page that parity wrote
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from parity.errors import InputError
from parity.integrity.printable import printable

#: Names on the PATH, then where macOS and Windows keep the program.
PROGRAMS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
#: 10,000 findings, 567 pages, take a minute and a half on two busy cores.
SECONDS = 300
_LOOKS, _PAUSE = 40, 0.05
#: Chromium puts a socket below it, whose path may have 103 characters on macOS.
_LONGEST_PLACE = 40
#: All that Chromium sees of the environment: no token or key of this process.
_KEPT = ("PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "SYSTEMROOT", "WINDIR", "LD_LIBRARY_PATH")
_OPTIONS = (
    "--headless",
    "--disable-gpu",
    "--no-pdf-header-footer",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-extensions",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-component-update",
    "--disable-background-networking",
    "--disable-domain-reliability",
    "--disable-breakpad",
    "--disable-dev-shm-usage",
    "--no-pings",
    "--metrics-recording-only",
    # Whatever would be asked of any address, of this machine too, goes to a port where nobody can listen.
    "--proxy-server=127.0.0.1:0",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
_DATE = re.compile(rb"(/(?:CreationDate|ModDate) ?)\((D:[0-9+\-'Z]*)\)")
_ELEMENT = re.compile(rb"\(node(\d{8})\)")
#: The information dictionary is the first object of the file.
_INFORMATION = 2048


def installed() -> str:
    """The program: what the variable PARITY_CHROMIUM names, else the first that is there; raises InputError."""
    named = os.environ.get("PARITY_CHROMIUM")
    found = [shutil.which(name) for name in ((named,) if named else PROGRAMS)]
    places = [] if named else [place for place in _PLACES if Path(place).is_file()]
    program = next((one for one in (*found, *places) if one), None)
    if program is None:
        raise InputError(
            f"{named} is no program" if named else "no Chromium was found, and the PDF is printed with it",
            where="PARITY_CHROMIUM" if named else "--format pdf",
            fix="Install chromium, Chrome or Edge, or name the program in PARITY_CHROMIUM. Or open the report.html in "
            "any browser and print it: it is laid out for paper.",
        )
    return program


def printed(page: bytes, moment: datetime, seconds: float = SECONDS) -> bytes:
    """The page as a PDF that says it was made at `moment` (UTC).

    Raises InputError where no Chromium is installed, where it fails, or where it takes longer than `seconds`. Leaves
    no file and no process behind.
    """
    program = installed()
    with _folder() as folder:
        source, made = folder / "report.html", folder / "report.pdf"
        source.write_bytes(page)
        told = _run([program, *_OPTIONS, *_of_this_user(), *_to(folder, made), source.as_uri()], folder, seconds)
        data = made.read_bytes() if made.is_file() else b""
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-32:]:
        raise InputError(
            f"Chromium printed nothing: {printable(told) or 'it said nothing'}",
            where=program,
            fix="Try it: chromium --headless --print-to-pdf=x.pdf about:blank. PARITY_CHROMIUM names another program.",
        )
    return numbered(dated(data, moment))


def numbered(data: bytes) -> bytes:
    """A tagged PDF whose elements are numbered from 1: Chromium begins where it happens to, by how busy it was.

    Their order is kept, by which readers find them in the name tree, and so is their length.
    """
    ranks = {name: rank for rank, name in enumerate(sorted(set(_ELEMENT.findall(data))), start=1)}
    return _ELEMENT.sub(lambda found: b"(node%08d)" % ranks[found[1]], data)


def dated(data: bytes, moment: datetime) -> bytes:
    """A PDF whose dates are `moment`, of the same length: nothing in it moves."""
    text = f"D:{moment.astimezone(UTC):%Y%m%d%H%M%S}"

    def date(found: re.Match[bytes]) -> bytes:
        ends = ("+00'00'", "+00'00", "Z", "")
        fitting = next((text + end for end in ends if len(text + end) <= len(found[2])), "")
        return found[1] + f"({fitting})".ljust(len(found[2]) + 2).encode() if fitting else found[0]

    return _DATE.sub(date, data[:_INFORMATION]) + data[_INFORMATION:]


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder of our own that is gone afterwards, though what was just ended may still write into it for a moment."""
    usual = tempfile.gettempdir()
    place = "/tmp" if len(usual) > _LONGEST_PLACE and Path("/tmp").is_dir() else usual  # nosec B108  # noqa: S108 (made for us alone)
    folder = Path(tempfile.mkdtemp(prefix="parity-pdf-", dir=place))
    try:
        yield folder
    finally:
        for _ in range(_LOOKS):
            shutil.rmtree(folder, ignore_errors=True)
            if not folder.exists():
                break
            time.sleep(_PAUSE)


def _of_this_user() -> tuple[str, ...]:
    """Chromium has a sandbox of its own, which it refuses to start without saying so for root."""
    return ("--no-sandbox",) if sys.platform != "win32" and os.geteuid() == 0 else ()


def _to(folder: Path, made: Path) -> tuple[str, ...]:
    return f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={made}"


def _run(command: list[str], folder: Path, seconds: float) -> str:
    """Run it to its end, or end it with all that it started; what it said last."""
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {"HOME": str(folder), "TMPDIR": str(folder), "TEMP": str(folder), "TZ": "UTC", "LANG": "C.UTF-8"}
    log = folder / "said.txt"
    with log.open("wb") as said:
        running = subprocess.Popen(  # noqa: S603 (the browser, by its path)
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        try:
            running.wait(seconds)
        except subprocess.TimeoutExpired:
            raise InputError(
                f"Chromium was not done after {seconds:g} seconds and was ended",
                where=command[0],
                fix="Try again when the machine has less to do.",
            ) from None
        finally:
            _end(running)
    lines = log.read_text("utf-8", "replace").splitlines()
    return lines[-1][-200:] if lines else ""


def _end(running: "subprocess.Popen[bytes]") -> None:
    """Its whole family, also where it has ended itself and left some behind."""
    with suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            running.kill()
        else:
            os.killpg(running.pid, signal.SIGKILL)
    running.wait()
