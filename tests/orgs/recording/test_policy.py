"""The settings of a project in a recording: what decides stays, names become stand-ins, and nothing slips in later."""

from datetime import date

from parity.config.policy import Policy, Profile, ReadinessPolicy, SeverityOverride, Signer, Waiver
from parity.orgs.recording.policy import NO_FINDING, without_names
from tests.recordings import held, scrubber

MINE = Policy(
    profile=Profile.INTEGRATION,
    max_warnings=3,
    fields=("Lead.Zanzibar_Tier__c", "Lead.Email"),
    readiness=ReadinessPolicy(stage_fields=("Opportunity.Quarry__c",), custom_revenue_automation="Quarry_Amount"),
    waivers=(
        Waiver(
            fingerprint="0123456789abcdef", items=("Quarry",), by="Ann Lee", reason="Quarry", expires=date(2027, 1, 1)
        ),
        Waiver(
            gap="field-not-compared",
            object="Lead",
            fields=("Quarry__c",),
            by="Ann",
            reason="x",
            expires=date(2027, 1, 1),
        ),
    ),
    severities=(
        SeverityOverride(rule="field-label", field="Lead.Quarry__c", raise_to="warning", by="Ann", reason="Quarry"),
    ),
    signers=(Signer(name="Ann Lee", role="admin", public_key="ssh-ed25519 AAAA"),),
)


def test_names_become_stand_ins_and_what_decides_stays() -> None:
    mine = scrubber()
    found = without_names(MINE, mine.texts)
    assert held(["zanzibar", "quarry", "ann", "0123456789abcdef", "ssh"], str(found)) == []
    assert (found.profile, found.max_warnings, found.fields[1]) == (Profile.INTEGRATION, 3, "Lead.Email")
    assert found.fields[0] == f"Lead.{mine.value({'name': 'Zanzibar_Tier__c'})['name']}"
    assert [(one.fingerprint, one.gap, one.expires) for one in found.waivers] == [
        (NO_FINDING, None, date(2027, 1, 1)),
        ("", "field-not-compared", date(2027, 1, 1)),
    ]


def test_every_setting_of_the_policy_is_decided_on() -> None:
    """A new one fails here: say in parity/orgs/recording/policy.py how it goes into a recording, then name it."""
    assert set(Policy.__struct_fields__) == {
        *("profile", "max_warnings", "fields", "readiness", "waivers", "result_max_age_hours"),
        *("waivers_file", "waiver_max_days", "severities"),
        *("approvals", "signers"),  # of the switch alone
    }
    assert set(ReadinessPolicy.__struct_fields__) == {
        *("daily_api_limit", "export_batch_size", "stage_fields", "custom_revenue_automation"),
    }
    assert set(Waiver.__struct_fields__) == {
        *("fingerprint", "items", "gap", "object", "fields", "by", "reason", "expires"),
        *("rule", "component", "seen", "ticket"),
    }
    assert set(SeverityOverride.__struct_fields__) == {
        *("rule", "object", "field", "raise_to", "lower_to", "by", "reason", "ticket", "expires"),
    }
