"""One decision is one line: one finding for each component and rule, and a waiver that holds for just that."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from parity.config.policy import Policy
from parity.rules.finding import Finding
from parity.snapshot.file import read_snapshot, snapshot_bytes
from parity.snapshot.records import Snapshot
from parity.verdict.decide import VerdictName
from parity.verdict.judge import judge
from parity.verdict.result import Result, read_result, result_bytes
from parity.verdict.waivers import WaiverStatus
from tests.rules.drift.edits import field, trigger, value
from tests.simulated import NOON
from tests.waivers import waiver_of

Plain = dict[str, Any]
Edit = Callable[[Plain], object]


def same(_plain: Plain) -> None:
    """No edit."""


@pytest.fixture(scope="module")
def base(snapshots: Callable[[str], tuple[Snapshot, Snapshot]]) -> tuple[bytes, bytes]:
    sandbox, production = (snapshot_bytes(one) for one in snapshots("identical"))
    return sandbox, production


def judged(base: tuple[bytes, bytes], sandbox: Edit = same, production: Edit = same, *waived: Finding) -> Result:
    """The result of two equal orgs after an edit of each, with waivers as written for earlier findings."""
    pair = []
    for data, edit in zip(base, (sandbox, production), strict=True):
        plain = json.loads(data)
        edit(plain)
        pair.append(read_snapshot(json.dumps(plain).encode(), "test"))
    policy = Policy(waivers=tuple(waiver_of(one) for one in waived))
    return judge(pair[0], pair[1], policy, tenant="Tests", judged_at=NOON)


def lose_values(*names: str) -> Edit:
    def edit(plain: Plain) -> None:
        source = field(plain, "Lead.LeadSource")
        source["picklistValues"] = [one for one in source["picklistValues"] if one["value"] not in names]

    return edit


def test_many_missing_values_of_one_field_are_one_finding(base: tuple[bytes, bytes]) -> None:
    def many(plain: Plain) -> None:
        values = field(plain, "Lead.LeadSource")["picklistValues"]
        values += [{**values[0], "value": f"Campaign {number:03}"} for number in range(150)]

    result = judged(base, production=many)
    found = [one for one in result.findings if one.component == "LeadSource"]
    assert [one.rule for one in found] == ["picklist-value-missing-in-sandbox"]
    assert result.counts.blocker == 1
    assert len(found[0].items) == 150
    assert found[0].items[149].name == "picklistValues[Campaign 149]"
    assert "150 values" in found[0].message
    assert "Campaign 000" in found[0].message
    assert read_result(result_bytes(result), "test") == result


def test_a_type_change_is_one_finding_with_what_follows_from_it(base: tuple[bytes, bytes]) -> None:
    changes = {"type": "double", "length": 0, "precision": 18, "scale": 2, "soapType": "xsd:double", "sortable": False}
    result = judged(base, production=lambda plain: field(plain, "Lead.Campaign_Note__c").update(changes))
    assert [one.rule for one in result.findings] == ["field-type-changed"]
    assert {"type", "length", "precision", "scale"} <= {one.name for one in result.findings[0].items}


def test_a_type_change_hides_nothing_that_does_not_follow(base: tuple[bytes, bytes]) -> None:
    result = judged(
        base, production=lambda plain: field(plain, "Lead.Campaign_Note__c").update({"type": "double", "unique": True})
    )
    assert {one.rule for one in result.findings} == {"field-type-changed", "field-unique-in-production"}


def test_plain_text_that_became_rich_is_another_type(base: tuple[bytes, bytes]) -> None:
    def text(kind: str, html: bool) -> Edit:
        return lambda plain: field(plain, "Lead.Campaign_Note__c").update(
            {"type": "textarea", "extraTypeInfo": kind, "htmlFormatted": html}
        )

    result = judged(base, text("plaintextarea", False), text("richtextarea", True))
    assert [(one.rule, one.severity.value) for one in result.findings] == [("field-type-changed", "blocker")]


def test_a_waiver_holds_for_its_items_or_fewer(base: tuple[bytes, bytes]) -> None:
    accepted = judged(base, lose_values("Web", "Other")).findings[0]
    assert [one.name for one in accepted.items] == ["picklistValues[Other]", "picklistValues[Web]"]
    fewer = judged(base, lose_values("Web"), same, accepted)
    assert (fewer.verdict, fewer.waivers[0].status) == (VerdictName.GO_WITH_WAIVERS, WaiverStatus.APPLIED)
    more = judged(base, lose_values("Web", "Other", "Partner Referral"), same, accepted)
    assert (more.verdict, more.waivers[0].status) == (VerdictName.NO_GO, WaiverStatus.EXCEEDED)
    assert more.waivers[0].exceeded == ("picklistValues[Partner Referral]",)
    assert any("Partner Referral" in reason for reason in more.reasons)
    other = judged(base, lose_values("Partner Referral"), same, accepted)
    assert other.verdict is VerdictName.NO_GO


def test_a_waiver_ends_where_production_changes(base: tuple[bytes, bytes]) -> None:
    def gone(plain: Plain) -> None:
        plain["triggers"] = [one for one in plain["triggers"] if one["Name"] != "LeadRouting"]

    accepted = judged(base, gone).findings[0]
    assert accepted.rule == "trigger-missing-in-sandbox"
    assert judged(base, gone, same, accepted).verdict is VerdictName.GO_WITH_WAIVERS
    for changes in ({"BodyCrc": 7.0}, {"UsageBeforeDelete": True}, {"ApiVersion": 61.0}):
        changed = judged(base, gone, lambda plain, new=changes: trigger(plain, "LeadRouting").update(new), accepted)  # type: ignore[misc]
        assert changed.verdict is VerdictName.NO_GO, changes
        assert changed.waivers[0].status is WaiverStatus.CHANGED
        assert "production changed since it was accepted" in changed.waivers[0].instead
    compiled = judged(base, gone, lambda plain: trigger(plain, "LeadRouting").update(IsValid=False), accepted)
    assert compiled.waivers[0].status is WaiverStatus.APPLIED


def test_a_waiver_outlives_another_change_of_the_sandbox_and_of_labels(base: tuple[bytes, bytes]) -> None:
    accepted = judged(base, lambda plain: field(plain, "Lead.Campaign_Note__c").update(length=300)).findings[0]
    assert accepted.rule == "field-narrower-in-production"

    def relabelled(plain: Plain) -> None:
        field(plain, "Lead.Campaign_Note__c").update(label="Notiz")

    wider = judged(base, lambda plain: field(plain, "Lead.Campaign_Note__c").update(length=400), relabelled, accepted)
    assert wider.waivers[0].status is WaiverStatus.APPLIED
    narrower = judged(
        base,
        lambda plain: field(plain, "Lead.Campaign_Note__c").update(length=400),
        lambda plain: field(plain, "Lead.Campaign_Note__c").update(length=100),
        accepted,
    )
    assert narrower.waivers[0].status is WaiverStatus.CHANGED


def test_a_waiver_without_items_accepts_no_item(base: tuple[bytes, bytes]) -> None:
    found = judged(base, lose_values("Web")).findings[0]
    bare = Policy(waivers=tuple(type(waiver_of(found))(**{**_plain(waiver_of(found)), "items": ()}) for _ in range(1)))
    sandbox = json.loads(base[0])
    lose_values("Web")(sandbox)
    pair = [read_snapshot(json.dumps(sandbox).encode(), "test"), read_snapshot(base[1], "test")]
    result = judge(pair[0], pair[1], bare, tenant="Tests", judged_at=NOON)
    assert (result.verdict, result.waivers[0].status) == (VerdictName.NO_GO, WaiverStatus.EXCEEDED)


def _plain(waiver: Any) -> dict[str, Any]:
    return {name: getattr(waiver, name) for name in waiver.__struct_fields__}


def test_the_value_of_a_picklist_is_pinned_with_its_activity(base: tuple[bytes, bytes]) -> None:
    accepted = judged(base, lose_values("Web")).findings[0]
    off = judged(
        base, lose_values("Web"), lambda plain: value(plain, "Lead.LeadSource", "Web").update(active=False), accepted
    )
    assert off.waivers[0].status is WaiverStatus.CHANGED
