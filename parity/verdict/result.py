"""result.json: everything a report needs, and the digests that tie it to its evidence.

Published as docs/result.schema.json. A result is read strictly, and its verdict is worked out again from its own
findings. Whether it was edited in another way shows in its digest, and by working it out again from the snapshots.
"""

from datetime import UTC, datetime
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from parity.compare.difference import ComparedObject, Kind
from parity.config.policy import Profile
from parity.errors import ResultEdited, ResultError
from parity.integrity.canonical import canonical_bytes, digest, other_schema
from parity.integrity.file_kind import FileKind, refuse_misplaced
from parity.integrity.unreadable import why_unreadable
from parity.ledger.head import Head
from parity.marketo_measure.api_budget import ApiBudget
from parity.marketo_measure.authorize import Check
from parity.marketo_measure.rehearsal import Proof
from parity.marketo_measure.runs_on_save import Exposure
from parity.rules.finding import Cause, Certainty, Finding, fingerprint
from parity.snapshot.records import INSTANT, BothOrgs, Gap, Org, SignedInUser
from parity.verdict.decide import Counts, VerdictName, count, decide
from parity.verdict.history import History
from parity.verdict.severities import AppliedSeverity
from parity.verdict.waivers import AppliedWaiver
from parity.verdict.who import Changed

SCHEMA_VERSION = 3


class Tool(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which program made the result."""

    name: str
    version: str


class PolicyUsed(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The policy in force, and its digest."""

    profile: Profile
    max_warnings: int | None
    fields: tuple[str, ...]
    digest: str


class SnapshotUsed(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One snapshot: its digest, and how it was made. `api_calls` counts every HTTP request.

    `metadata` is the digest of the org's metadata alone: it stays the same until somebody changes the org.
    """

    digest: str
    metadata: str
    source: str
    collected_at: str | None
    collected_by: SignedInUser
    api_version: str | None
    api_calls: int
    sign_in_requests: int
    fallback: str | None
    daily_max: int | None
    daily_remaining: int | None


class RuleText(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a rule says in general, kept so that the result can be read years later."""

    title: str
    family: str
    why: str
    source: str


class Sides(BothOrgs[Org], frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Both orgs."""


class SnapshotsUsed(BothOrgs[SnapshotUsed], frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Both snapshots."""


class Readiness(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What readiness rests on. `user` says whose access was looked at, and whether parity.yaml named it; `authorize`
    what Authorize in production can fail on, and what of it is a question for a person."""

    user: str
    user_named: bool
    evaluated: tuple[str, ...]
    not_evaluated: tuple[str, ...]
    budget: ApiBudget | None
    proof: Proof
    exposure: tuple[Exposure, ...]
    authorize: tuple[Check, ...] = ()


class Result(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole outcome of one comparison under one policy.

    `judged_at` (UTC) decides which waivers were in force and how old the snapshots were. `ledger` is the newest ledger
    entry when the result was made; null where no ledger is kept. `changed` names, by fingerprint, who changed what a
    finding is about; empty unless somebody asked for it. `history` sums up earlier results; absent unless somebody
    asked for it.
    """

    schema_version: int = SCHEMA_VERSION
    tool: Tool
    judged_at: Annotated[str, Meta(pattern=INSTANT)]
    verdict: VerdictName
    exit_code: int
    reasons: tuple[str, ...]
    tenant: str | None
    policy: PolicyUsed
    orgs: Sides
    snapshots: SnapshotsUsed
    counts: Counts
    gaps: tuple[Gap, ...]
    waivers: tuple[AppliedWaiver, ...]
    severities: tuple[AppliedSeverity, ...]
    findings: tuple[Finding, ...]
    causes: tuple[Cause, ...]
    readiness: Readiness
    checked: tuple[ComparedObject, ...]
    notes: tuple[str, ...]
    rules: dict[str, RuleText]
    changed: dict[str, Changed] = {}
    ledger: Head | None = None
    history: History | UnsetType = UNSET


class _ResultEnvelope(Struct):
    """What a result of any schema has. Without a verdict it is another file of ours."""

    schema_version: int
    verdict: str


def result_bytes(result: Result) -> bytes:
    """The bytes of result.json: canonical content, indented for people."""
    return msgspec.json.format(canonical_bytes(result), indent=2) + b"\n"


def result_digest(result: Result) -> str:
    """The digest of result.json as `result_bytes` writes it: what `sha256sum result.json` prints."""
    return digest(result_bytes(result))


def metadata_key(result: Result) -> str:
    """One digest over the metadata of both orgs and the policy: the key under which a cache keeps what came of it."""
    used = result.snapshots
    return digest(canonical_bytes([used.sandbox.metadata, used.production.metadata, result.policy.digest]))


def instant(moment: datetime) -> str:
    """A UTC time as results and snapshots write it: `YYYY-MM-DDTHH:MM:SSZ`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def judged_at(result: Result) -> datetime:
    """The moment (UTC) as of which a result was judged: judging again as of it gives the same result."""
    return datetime.fromisoformat(result.judged_at)


def read_result(data: bytes, where: str) -> Result:
    """A result from the bytes of a file. Raises ResultError for one that is damaged, newer or edited."""
    try:
        version = msgspec.json.decode(data, type=_ResultEnvelope).schema_version
        if version != SCHEMA_VERSION:
            refuse_misplaced(data, FileKind.RESULT, where=where, error=ResultError)
        if version != SCHEMA_VERSION:
            raise ResultError(
                f"this result cannot be used: {other_schema(version, SCHEMA_VERSION)}",
                where=where,
                fix="Run `parity check` again with this version, or read it with the version that wrote it.",
            )
        result = msgspec.json.decode(data, type=Result)
    except (ValueError, RecursionError) as problem:
        refuse_misplaced(data, FileKind.RESULT, where=where, error=ResultError)
        raise ResultError(
            f"this is not a result that can be read: {why_unreadable(problem, data)}",
            where=where,
            fix="The file may be cut off or edited. Write it again with `parity check`.",
        ) from None
    _refuse_edited(result, where)
    return result


def _refuse_edited(result: Result, where: str) -> None:
    if not _is_folded_rightly(result):
        raise ResultEdited(
            "the findings are not folded under the causes that the result states",
            where=where,
            fix="It was edited after it was written. Compare the snapshots again.",
        )
    verdict = decide(result.findings, result.gaps, result.waivers, result.policy.max_warnings, result.severities)
    stated = (result.verdict, result.exit_code, result.counts)
    worked_out = (verdict.name, verdict.name.exit_code, count(result.findings, result.gaps, result.waivers))
    if stated != worked_out:
        other = result.verdict is not verdict.name
        raise ResultEdited(
            f"the result says {result.verdict.value}, but its own findings give {verdict.name.value}"
            if other
            else "the result states another exit code, or other counts, than its own findings give",
            where=where,
            fix="It was edited after it was written. Compare the snapshots again.",
        )


def _is_folded_rightly(result: Result) -> bool:
    """Each cause explains exactly the findings that name it, its fingerprint says so, and none is milder by guess."""
    own = {one.fingerprint: one for one in result.findings if one.kind is Kind.CAUSE}
    named: dict[str, list[Finding]] = {}
    for one in result.findings:
        if one.cause is not None:
            named.setdefault(one.cause, []).append(one)
    stated = {one.fingerprint: one for one in result.causes}
    if not own.keys() == stated.keys() == named.keys() or len(stated) != len(result.causes):
        return False
    return all(_agrees(own[key], stated[key], named[key]) for key in own)


def _agrees(own: Finding, cause: Cause, explained: list[Finding]) -> bool:
    if own.cause is not None or sorted(cause.explains) != sorted(one.fingerprint for one in explained):
        return False
    named = fingerprint(own.rule, own.object, own.component, own.seen)
    if named != own.fingerprint or cause.rule != own.rule or [one.name for one in own.items] != sorted(cause.explains):
        return False
    if any(one.undecided for one in explained) and not own.undecided:
        return False
    worst = min(one.by_rule.rank for one in explained)
    return cause.certainty is Certainty.PROVEN or own.by_rule.rank <= worst
