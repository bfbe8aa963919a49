"""What one user may not see, on two small orgs."""

import pytest

from parity.snapshot.records import SignedInUser
from tests.rules.causes.small import PRODUCTION, SANDBOX, folded, only_in, org

HIDDEN = "field-not-visible"


@pytest.mark.parametrize(
    ("rule", "cause_rule", "proof"),
    [
        (HIDDEN, "cause-fields-hidden", "FieldDefinition lists every one of these fields in that org."),
        (
            "field-missing-or-not-visible",
            "cause-field-list-unreadable",
            "FieldDefinition could not be read in that org (see what could not be read).",
        ),
    ],
)
def test_what_a_user_may_not_see_is_told_once_a_user(rule: str, cause_rule: str, proof: str) -> None:
    in_sandbox = only_in(PRODUCTION, "Lead.A__c", "Case.B__c", rule=rule, undecided=True)
    in_production = only_in(SANDBOX, "Lead.C__c", rule=rule, undecided=True)
    reader = SignedInUser(username="reader@acme.example")
    orgs = org(SANDBOX, user=reader), org(PRODUCTION, user=SignedInUser())
    found = {own.component: (own, cause, names) for own, cause, names in folded((*in_sandbox, *in_production), *orgs)}
    own, cause, names = found["reader@acme.example (sandbox)"]
    assert (own.rule, own.sandbox, own.production) == (cause_rule, "not visible", "visible")
    assert (own.undecided, cause.proof, names) == (True, proof, ["Lead.A__c", "Case.B__c"])
    own, _, names = found["the signed-in user (production)"]
    assert (own.sandbox, own.production, names) == ("visible", "not visible", ["Lead.C__c"])
    assert len(found) == 2
