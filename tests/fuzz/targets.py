"""What reads bytes, what it may raise, and good inputs to start from."""

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib import resources
from pathlib import Path

import msgspec
from msgspec import Struct

from parity.audit.approval import read_approval
from parity.audit.report_page import by_itself
from parity.audit.verify import audit_files
from parity.config.project import TEMPLATE_TENANT, Project, parse_project
from parity.errors import ParityError
from parity.formats.html import render
from parity.formats.registry import all_formats
from parity.integrity.sealed_page import opened
from parity.ledger.records import read_content
from parity.orgs.describe import object_from_describe
from parity.orgs.sf_output import InTheWay, json_text
from parity.orgs.whole_answer import NotAsAgreed, strict_json
from parity.simulator import load_scenario
from parity.snapshot.file import read_snapshot
from parity.switch.drivers.contract import read_view
from parity.verdict.result import read_result

GOLDEN = Path(__file__).parent.parent / "golden" / "files"


class Target(Struct, frozen=True, kw_only=True):
    """`reads` raises `refusals` alone, for any bytes; `seeds` are good inputs, short enough to be changed often."""

    reads: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]
    refusals: tuple[type[Exception], ...] = (ParityError,)

    def attempt(self, data: bytes) -> None:
        """Any bytes: they are read or refused."""
        with suppress(*self.refusals):
            self.reads(data)


def _describe(data: bytes) -> None:
    object_from_describe(strict_json(data), "describe")


def _snapshot(data: bytes) -> None:
    read_snapshot(data, "snapshot")


def _result(data: bytes) -> None:
    read_result(data, "result")


def _report(data: bytes) -> None:
    """A result that can be read can be shown in every format."""
    result = read_result(data, "result")
    for one in all_formats().values():
        if one.needs is None:
            one.render(result)


def _page(data: bytes) -> None:
    """A page that is changed is refused, or told as such; what it carries is a result or is refused."""
    page = opened(data, "report.html")
    by_itself(page, "report.html")


def _config(data: bytes) -> None:
    parse_project(data.decode("utf-8", "replace"), "parity.yaml", {})


def _waivers(data: bytes) -> None:
    """A policy's waivers, in a project that is well otherwise."""
    waivers = "\n".join(f"    {line}" for line in data.decode("utf-8", "replace").splitlines())
    parse_project(f"{_PROJECT}policy:\n  waivers:\n{waivers}\n", "parity.yaml", {})


def _ledger(data: bytes) -> None:
    read_content(data.decode("utf-8"))


def _approval(data: bytes) -> None:
    read_approval(data, "approval")


def _bundle(data: bytes) -> None:
    """The files of a bundle beside a result: every problem is a link that does not hold."""
    whole = {one.name: one.read_bytes() for one in GOLDEN.iterdir()}
    audit_files({**whole, "result.json": data}, (), _project())
    audit_files({**whole, "production.snapshot.json": data}, (), _project())


def _driver(data: bytes) -> None:
    read_view(data, "Acme", "driver")


def _cli_output(data: bytes) -> None:
    json_text(data.decode("utf-8", "replace"))


_PROJECT = """\
tenant: {name: Acme}
orgs:
  sandbox: {sign_in: {method: sf-cli, alias: a}}
  production: {sign_in: {method: sf-cli, alias: b}}
"""
_WAIVER = b"""\
- fingerprint: 0123456789abcdef
  seen: fedcba9876543210
  items: [length]
  by: Dana Hill
  reason: The field is retired next week
  expires: 2027-01-31
"""


@cache
def _project() -> Project:
    return parse_project(_PROJECT, "parity.yaml", {})


def _golden(*names: str) -> list[bytes]:
    return [(GOLDEN / name).read_bytes() for name in names]


def _contents() -> list[bytes]:
    """What the hashes of the first entries of a ledger cover."""
    lines = _golden("ledger.jsonl")[0].splitlines()[:4]
    return [msgspec.json.decode(line)["content"].encode() for line in lines]


def _describes() -> list[bytes]:
    describes = load_scenario("identical").sandbox.describes
    small = {**describes["Case"], "fields": describes["Case"]["fields"][:6]}
    return [msgspec.json.encode(small)]


def _template() -> list[bytes]:
    template = resources.files("parity.templates").joinpath("parity.yaml.txt").read_bytes()
    return [template.replace(TEMPLATE_TENANT.encode(), b"Acme"), _PROJECT.encode()]


_VIEW = b'{"tenant":"Acme","connection":{"environment":"sandbox","status":"connected","org_id":"00D000000000001"}}'

TARGETS = {
    "describe": Target(reads=_describe, seeds=_describes, refusals=(NotAsAgreed, ParityError)),
    "snapshot": Target(reads=_snapshot, seeds=lambda: _golden("sandbox.snapshot.json")),
    "result": Target(reads=_result, seeds=lambda: _golden("result.json")),
    "report": Target(reads=_report, seeds=lambda: _golden("result.json")),
    "page": Target(reads=_page, seeds=lambda: [render(read_result(_golden("result.json")[0], "golden"))]),
    "config": Target(reads=_config, seeds=_template),
    "waivers": Target(reads=_waivers, seeds=lambda: [_WAIVER]),
    "ledger": Target(
        reads=_ledger,
        seeds=_contents,
        refusals=(msgspec.DecodeError, UnicodeDecodeError),
    ),
    "approval": Target(reads=_approval, seeds=lambda: _golden("approval.json")),
    "bundle": Target(reads=_bundle, seeds=lambda: _golden("result.json", "production.snapshot.json"), refusals=()),
    "driver answer": Target(reads=_driver, seeds=lambda: [_VIEW]),
    "Salesforce CLI output": Target(
        reads=_cli_output, seeds=lambda: [b'Warning: update\n{"status": 0, "result": {}}'], refusals=(InTheWay,)
    ),
}
