"""The report: one HTML file that asks nothing of any network and can be read in ten years."""

import base64
import hashlib
import json
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from msgspec import Struct

from parity.compare.difference import PRESENCE, Kind
from parity.formats.picture import WIDTH, budget_bars
from parity.formats.registry import Format
from parity.formats.text import proof_lines
from parity.integrity.printable import printable
from parity.rules.finding import Finding, Severity
from parity.verdict.decide import waived_fingerprints
from parity.verdict.result import Result, result_digest
from parity.verdict.severities import severity_reason
from parity.verdict.waiver_reasons import waiver_problem

_LONGEST_VALUE = 2000
_KEPT = "\n\t"
_SECTIONS = {Kind.CAUSE: "Causes", Kind.READINESS: "Day one"}


class Tally(Struct, frozen=True):
    """A row of the matrix: an object and its standing findings by severity, and those that are waived."""

    object: str
    blocker: int
    warning: int
    info: int
    waived: int


class CauseGroup(Struct, frozen=True):
    """A cause's own finding, what proves it, and the findings that it explains."""

    finding: Finding
    certainty: str
    proof: str
    explained: tuple[Finding, ...]


class Group(Struct, frozen=True):
    """The findings of one object, worst first, under an id that the page can link to."""

    anchor: str
    object: str
    findings: tuple[Finding, ...]


def render(result: Result) -> bytes:
    """The whole report as UTF-8 HTML. Pure: the same result gives the same bytes."""
    style, script = _own_text("report.css"), _own_text("report.js")
    loose = [one for one in result.findings if one.cause is None and one.kind not in _SECTIONS]
    triggers = [one for one in loose if one.kind == Kind.TRIGGER]
    automation = [one for one in loose if one.kind == Kind.AUTOMATION]
    others = [one for one in loose if one.kind not in (Kind.TRIGGER, Kind.AUTOMATION)]
    budget = result.readiness.budget
    page = _environment().get_template("report.html")
    return page.render(
        result=result,
        result_digest=result_digest(result),
        waived=waived_fingerprints(result.waivers),
        matrix=matrix(result),
        causes=causes_of(result),
        ready=[one for one in result.findings if one.kind is Kind.READINESS],
        bars=budget_bars(budget) if budget else (),
        width=WIDTH,
        proofs=[line.partition("  ") for line in proof_lines(result)],
        groups=grouped(others, "object"),
        automation_groups=grouped(automation, "automation"),
        trigger_groups=grouped(triggers, "triggers"),
        severities=tuple(Severity),
        objects=sorted({one.object for one in result.findings} - {""}),
        sides=(("production", result.snapshots.production), ("sandbox", result.snapshots.sandbox)),
        style=style,
        script=script,
        policy=content_security_policy(style, script),
    ).encode()


def matrix(result: Result) -> tuple[Tally, ...]:
    """Objects by severities: causes and readiness, then every object that was compared or has a finding.

    A finding that a cause explains is counted with its cause.
    """
    waived = waived_fingerprints(result.waivers)
    counted = [one for one in result.findings if one.cause is None]
    names = {one.object for one in result.checked} | {_row_of(one) for one in counted}
    first = [name for name in _SECTIONS.values() if name in names]
    rows = [*first, *sorted(names - set(first))]
    return tuple(_tally(name, [one for one in counted if _row_of(one) == name], waived) for name in rows)


def _row_of(finding: Finding) -> str:
    return _SECTIONS.get(finding.kind, finding.object)


def causes_of(result: Result) -> tuple[CauseGroup, ...]:
    """Each cause with what it explains, in the result's order."""
    causes = {one.fingerprint: one for one in result.causes}
    return tuple(
        CauseGroup(
            one,
            causes[one.fingerprint].certainty.value if one.fingerprint in causes else "",
            causes[one.fingerprint].proof if one.fingerprint in causes else "",
            tuple(found for found in result.findings if found.cause == one.fingerprint),
        )
        for one in result.findings
        if one.kind is Kind.CAUSE
    )


def _tally(name: str, findings: list[Finding], waived: frozenset[str]) -> Tally:
    standing = [one.severity for one in findings if one.fingerprint not in waived]
    blocker, warning, info = (standing.count(severity) for severity in Severity)
    return Tally(name, blocker, warning, info, len(findings) - len(standing))


def grouped(findings: Iterable[Finding], prefix: str) -> tuple[Group, ...]:
    """Findings by object, in the result's own order, which is worst first."""
    by_object: dict[str, list[Finding]] = {}
    for one in findings:
        by_object.setdefault(one.object, []).append(one)
    return tuple(Group(f"{prefix}-{name}", name, tuple(by_object[name])) for name in sorted(by_object))


def content_security_policy(style: str, script: str) -> str:
    """Nothing may be loaded, and nothing may run but this very style and script."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def shown(value: Any, attribute: str = "") -> str:
    """A value of one org as a reader sees it: whole up to a length, with words for nothing."""
    if value is None:
        return "missing" if attribute == PRESENCE or attribute.endswith("]") else "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        text = ", ".join(shown(one) for one in value) or "nothing"
    elif isinstance(value, dict):
        text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    else:
        text = str(value) or "an empty text"
    return _cut(text)


def _cut(text: str) -> str:
    if len(text) <= _LONGEST_VALUE:
        return text
    kept = _LONGEST_VALUE - 60
    return f"{text[:kept]}… ({len(text) - kept:,} more characters in result.json)"


def _finalized(value: Any) -> Any:
    """What the page prints: org data cut and with its control characters written out; autoescape does the rest."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else printable(_cut(value), keep=_KEPT)


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("parity.templates", ""),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["shown"] = shown
    environment.filters["problem"] = waiver_problem
    environment.filters["severity_problem"] = severity_reason
    environment.tests["https"] = lambda text: str(text).startswith("https://")
    return environment


def _own_text(name: str) -> Markup:
    """A file of the package, which needs no escaping: nothing in it comes from an org."""
    return Markup(files("parity.templates").joinpath(name).read_text("utf-8"))  # noqa: S704


FORMAT = Format(
    name="html",
    title="the report, one self-contained page",
    file="report.html",
    about=(
        "For the people who decide, and for whoever reads in years what was decided on: it asks nothing of any "
        "network and prints the digests of what it rests on. `parity check` always writes it."
    ),
    render=render,
)
