"""What the doctor makes of one org's snapshot and of the gaps that a check holds against it."""

from typing import Any

from msgspec import structs

from parity.orgs.doctor import Health, examine, gaps_of, missing
from parity.snapshot.contents import ContentKind, Contents
from parity.snapshot.grants import READ_PACKAGES, READ_SETUP, read_fields
from parity.snapshot.org_setup import Part, Unread
from parity.snapshot.records import ApiUse, Gap, HiddenField, Role, SignedInUser, Snapshot
from tests.simulated import READ_AT
from tests.small_snapshots import connected_as, described, snapshot

ALL = dict.fromkeys(("PermissionsViewSetup", "PermissionsInstallPackaging", "PermissionsManageSandboxes"), True)


def seen(role: Role = Role.PRODUCTION, **changes: Any) -> Snapshot:
    """A snapshot with what every collected one has."""
    user = SignedInUser(username="reader@example.com", permissions=ALL)
    return snapshot(role, **{"user": user, "api": ApiUse(version=READ_AT, versions_offered=(READ_AT,)), **changes})


def gap(subject: str, fix: str, reason: str = "refused", **more: Any) -> Gap:
    return Gap(area="readiness", role="production", subject=subject, reason=reason, fix=fix, **more)


def test_one_line_for_each_thing_to_do_that_which_opens_most_first() -> None:
    told = missing([gap("packages", READ_PACKAGES), gap("flows", READ_SETUP), gap("duplicate rules", READ_SETUP)])
    assert [(one.what, one.fix) for one in told] == [
        ("flows, duplicate rules", READ_SETUP),
        ("packages", READ_PACKAGES),
    ]
    assert {one.health for one in told} == {Health.BAD}


def test_a_reason_is_told_without_the_rules_that_could_not_be_asked_and_on_one_line() -> None:
    told = missing(
        [gap("flows", READ_SETUP, "refused (INVALID_TYPE: a\n   b); not evaluated: readiness-a, readiness-b")]
    )
    assert told[0].found == "refused (INVALID_TYPE: a b)"


def test_the_names_of_hidden_fields_are_never_cut_off() -> None:
    names = tuple(f"Field_{number}__c" for number in range(80))
    told = missing([gap("Lead fields", read_fields("Lead"), f"not shown: {', '.join(names)}", fields=names)])
    assert told[0].found.endswith("Field_79__c")


def test_an_org_alone_tells_what_was_refused_and_what_is_hidden() -> None:
    lead = structs.replace(described(), hidden_fields=(HiddenField(name="Region__c"),))
    unread = (Unread(part=Part.PACKAGES, reason="refused", fix=READ_PACKAGES),)
    gaps = gaps_of(seen(objects={"Lead": lead}, unread=unread))
    assert [(one.subject, one.fix) for one in gaps] == [
        ("packages", READ_PACKAGES),
        ("Lead fields", read_fields("Lead")),
    ]


def test_signing_in_as_the_integration_user_is_warned_of() -> None:
    as_itself = examine(seen(integration_user=connected_as("Reader@example.com")), ())
    line = next(one for one in as_itself if one.what == "signed in as")
    assert line.health is Health.WEAK
    assert "revoke all its tokens" in line.found
    assert "integration_user: NAME" in line.fix


def test_a_reading_user_of_its_own_is_well() -> None:
    for user in (
        connected_as("measure@example.com"),
        connected_as("reader@example.com", named=False),
        connected_as("reader@example.com", permission_set="Marketo_Measure"),
        None,
    ):
        told = examine(seen(integration_user=user), ())
        assert next(one for one in told if one.what == "signed in as").health is Health.GOOD


def test_permissions_are_listed_and_manage_sandboxes_only_where_sandboxes_are_made() -> None:
    lines = {role: {one.what: one.health for one in examine(seen(role), ())} for role in Role}
    assert lines[Role.PRODUCTION]["Manage Sandboxes"] is Health.GOOD
    assert "Manage Sandboxes" not in lines[Role.SANDBOX]
    denied = seen(
        user=SignedInUser(username="reader@example.com", permissions={**ALL, "PermissionsInstallPackaging": False})
    )
    found = {one.what: one for one in examine(denied, ())}
    assert found["Download AppExchange Packages"].health is Health.WEAK


def test_nothing_is_called_readable_that_has_a_gap() -> None:
    well = {one.what for one in examine(seen(), ())}
    assert {"objects", "fields", "Apex triggers"} <= well
    hidden = Gap(area="field-visibility", role="production", subject="Lead fields", reason="r", fix="f")
    assert "fields" not in {one.what for one in examine(seen(), (hidden,))}


def test_what_was_read_of_contents_and_what_was_left_out_is_told() -> None:
    def told(contents: Contents | None) -> tuple[Health, str, str]:
        line = next(one for one in examine(seen(contents=contents), ()) if one.what == "contents")
        return line.health, line.found, line.fix

    assert told(Contents(depth=10, calls=1)) == (Health.GOOD, "0 read with 1 of 10 calls", "")
    health, found, fix = told(Contents(depth=10, calls=10, left_out={ContentKind.VALIDATION_RULE: 26}))
    assert (health, found) == (Health.WEAK, "0 read with 10 of 10 calls; 26 left out")
    assert "`api.depth_calls` to 12" in fix
    assert told(None)[0] is Health.WEAK
