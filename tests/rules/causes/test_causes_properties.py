"""Any combination of causes with any drift on top: every drift is still reported, and each cause explains its own."""

import copy
import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parity.rules.causes.features import BY_SWITCH
from parity.rules.finding import Certainty
from parity.snapshot.file import snapshot_bytes
from parity.snapshot.names import is_custom
from parity.snapshot.records import Role
from tests.compare.test_compare_properties import MANY, Change, Plain, as_snapshot, one_change
from tests.rules.causes.test_causes import Snapshots, judged, own
from tests.simulated import NEXT_RELEASE

FIELD = {"custom": False, "createable": False, "updateable": False, "picklistValues": [], "calculated": False}


def _add(plain: dict[str, Any], name: str, field: str, **properties: Any) -> None:
    described = plain["objects"][name]
    model = next((one for one in described["fields"] if one["name"] == "CreatedDate"), described["fields"][0])
    described["fields"].append({**model, **FIELD, "name": field, "custom": is_custom(field), **properties})
    described["defined_fields"].append(field)


def _person_accounts(plain: dict[str, Any]) -> None:
    for name in ("IsPersonAccount", "PersonEmail", "PersonBirthdate", "FirstName"):
        _add(plain, "Account", name)
    _add(plain, "Account", "Role__pc")
    _add(plain, "Contact", "IsPersonAccount")


def _package(plain: dict[str, Any]) -> None:
    plain["packages"].append({"namespace": "pkgx", "name": "Extra", "version": "1.2.0.1"})
    for name in ("Lead", "Account", "Opportunity"):
        _add(plain, name, "pkgx__Extra__c")
    trigger = next((one for one in plain["triggers"] if one["NamespacePrefix"] == "q2c"), plain["triggers"][0])
    plain["triggers"].append({**trigger, "Name": "ExtraGuard", "NamespacePrefix": "pkgx"})


def _other_version(plain: dict[str, Any]) -> None:
    package = next(one for one in plain["packages"] if one["namespace"] == "lmatch")
    package["version"] = "4.0.0.1"
    _add(plain, "Lead", "lmatch__Score__c")


def _currency(plain: dict[str, Any]) -> None:
    for name in plain["objects"]:
        _add(plain, name, "CurrencyIsoCode")


def _addresses(plain: dict[str, Any]) -> None:
    for name, starts in {"Account": ["Billing", "Shipping"], "Contact": ["Mailing", "Other"], "Lead": [""]}.items():
        for start in starts:
            _add(plain, name, f"{start}StateCode")
            _add(plain, name, f"{start}CountryCode")


def _portal(plain: dict[str, Any]) -> None:
    for name in ("IsPartner", "IsCustomerPortal"):
        _add(plain, "Account", name)
    _add(plain, "Lead", "PartnerAccountId")


def _release(plain: dict[str, Any]) -> None:
    plain["api"]["versions_offered"].append(NEXT_RELEASE)
    _add(plain, "Lead", "ActivityMetricId")
    _add(plain, "Case", "Language")


def _record_types(plain: dict[str, Any]) -> None:
    model = plain["objects"]["Lead"]["record_types"][0]
    plain["objects"]["Account"]["record_types"].append({**model, "developerName": "Shipper", "master": False})
    _add(plain, "Account", "RecordTypeId")


def _hidden(plain: dict[str, Any]) -> None:
    for name, field in (("Lead", "Freight_Score__c"), ("Account", "Fleet_Size__c")):
        fields = plain["objects"][name]["fields"]
        fields[:] = [one for one in fields if one["name"] != field]


SWITCHES: dict[str, Callable[[dict[str, Any]], None]] = {
    "cause-person-accounts": _person_accounts,
    "cause-package-missing": _package,
    "cause-package-version": _other_version,
    "cause-multi-currency": _currency,
    "cause-address-picklists": _addresses,
    "cause-portal": _portal,
    "cause-release": _release,
    "cause-record-types": _record_types,
    "cause-fields-hidden": _hidden,
}
#: Left alone by drift: what a switch itself changes, and the one trigger of the package whose version a switch changes.
#: Nobody but its package adds, removes or edits a managed trigger, so such a change is the other version's.
KEPT_AS_IT_IS = {
    ("Lead", "Freight_Score__c"),
    ("Account", "Fleet_Size__c"),
    ("Lead", "lmatch__LeadMatch"),
    *BY_SWITCH,
}


@pytest.fixture(scope="module")
def base(snapshots: Snapshots) -> Plain:
    """A realistic snapshot of a sandbox, as plain JSON, without contents: sources would tell code from line ends."""
    return Plain({**json.loads(snapshot_bytes(snapshots("identical")[0])), "contents": None})


@pytest.mark.parametrize("cause", SWITCHES)
def test_each_switch_alone_is_explained_whole_by_its_cause(cause: str, base: Plain) -> None:
    other = copy.deepcopy(base)
    SWITCHES[cause](other)
    for sides in ((base, other), (other, base)):
        result = judged((as_snapshot(sides[0], Role.SANDBOX), as_snapshot(sides[1], Role.PRODUCTION)))
        assert {one.rule for one in own(result)} == {cause}
        loose = [one for one in result.findings if one.kind not in {"cause", "readiness"} and one.cause is None]
        assert loose == []
        # What production alone has may come with a feature as well as with its newer release.
        unsure = cause == "cause-release" and sides == (base, other)
        assert all((one.certainty is Certainty.LIKELY) == unsure for one in result.causes)


@settings(MANY, max_examples=60)
@given(
    seed=st.integers(0, 2**32),
    causes=st.sets(st.sampled_from(sorted(SWITCHES))),
    drifts=st.integers(1, 6),
    switch_sandbox=st.booleans(),
    drift_sandbox=st.booleans(),
)
def test_no_cause_ever_swallows_a_drift(  # noqa: PLR0917 (Hypothesis gives them by name)
    base: Plain, seed: int, causes: set[str], drifts: int, switch_sandbox: bool, drift_sandbox: bool
) -> None:
    sides = {Role.SANDBOX: copy.deepcopy(base), Role.PRODUCTION: copy.deepcopy(base)}
    chance = random.Random(seed)
    drifted = sides[Role.SANDBOX if drift_sandbox else Role.PRODUCTION]
    expected = set()
    made: set[Change] = set()
    for _ in range(drifts):
        before = copy.deepcopy(drifted)
        change = one_change(drifted, chance)
        # The same change once more would take it back.
        again, made = change in made, made | {change}
        if again or change[:2] in KEPT_AS_IT_IS or (change[0] == "Case" and change[2] == "updateable"):
            drifted.clear()
            drifted.update(before)
        else:
            expected.add(change[:2])
    switched = sides[Role.SANDBOX if switch_sandbox else Role.PRODUCTION]
    for cause in sorted(causes):
        SWITCHES[cause](switched)
    result = judged(
        (as_snapshot(sides[Role.SANDBOX], Role.SANDBOX), as_snapshot(sides[Role.PRODUCTION], Role.PRODUCTION))
    )
    loose = {(one.object, one.component) for one in result.findings if one.cause is None}
    assert expected <= loose
    listed = {one.fingerprint for one in result.findings}
    assert {one for cause in result.causes for one in cause.explains} <= listed
