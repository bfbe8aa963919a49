"""A Salesforce release that one org already has: its new standard fields and wider picklists were nobody's decision.

The API versions that an org offers reveal its release. parity/rules/causes/standard_fields.csv lists the standard
fields of older releases: none of those ever counts as new.
"""

import csv
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from parity.compare.difference import Kind
from parity.compare.follows import PICKLIST_TYPES
from parity.rules.causes.cause import CauseRule, Explanation, OrgPair, only_in, value_in
from parity.rules.finding import Finding, Severity
from parity.rules.sources import Source
from parity.snapshot.records import Role

_OLD_LENGTH, _NEW_LENGTH = 40, 255


@cache
def _long_known() -> frozenset[tuple[str, str]]:
    text = files("parity.rules.causes").joinpath("standard_fields.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return frozenset((row["object"], row["field"]) for row in rows)


def _explain(orgs: OrgPair, findings: tuple[Finding, ...]) -> Iterable[Explanation]:
    newest = {role: _newest(snapshot.api.versions_offered) for role, snapshot in orgs.snapshots.items()}
    sandbox, production = newest[Role.SANDBOX], newest[Role.PRODUCTION]
    if sandbox is None or production is None or sandbox == production:
        return
    newer = Role.SANDBOX if sandbox > production else Role.PRODUCTION
    yield Explanation(
        component="Salesforce release",
        sandbox=f"API {sandbox}",
        production=f"API {production}",
        proof=f"GET /services/data: the sandbox offers versions up to {sandbox}, production up to {production}.",
        explained=tuple(one for one in findings if _comes_with_it(orgs, one, newer)),
        # A field that production alone has may come with a feature as well as with the release.
        proven=newer is Role.SANDBOX,
    )


def _newest(versions: tuple[str, ...]) -> float | None:
    return max((float(one) for one in versions), default=None)


def _comes_with_it(orgs: OrgPair, finding: Finding, newer: Role) -> bool:
    if finding.kind is not Kind.FIELD or "__" in finding.component:
        return False
    if [one.name for one in finding.items] == ["length"]:
        field = orgs.field(newer, finding.object, finding.component)
        length = finding.items[0]
        widened = (value_in(length, newer.other), value_in(length, newer)) == (_OLD_LENGTH, _NEW_LENGTH)
        return widened and field is not None and field.type in PICKLIST_TYPES
    return only_in(finding) is newer and (finding.object, finding.component) not in _long_known()


CAUSES = (
    CauseRule(
        id="cause-release",
        title="One org is on a newer Salesforce release",
        message="One org is on a newer release ({sandbox} in the sandbox, {production} in production): {number}",
        why="Preview sandboxes get a release four to six weeks before production. Its new standard fields and wider "
        "picklists are no decision of this company and were not there to be rehearsed against, so they never block; "
        "what else differs is reported by itself.",
        fix="Check again when both orgs are on the same release (status.salesforce.com tells the dates), or rehearse in a "
        "sandbox that is not in the preview.",
        source=Source.VERSIONS,
        explain=_explain,
        order=90,
        at_most=Severity.WARNING,
    ),
)
