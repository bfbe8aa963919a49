"""The files of `parity import --queries` hold what a collected snapshot holds."""

import json
import shlex
from pathlib import Path

from parity.config.collect_options import CollectOptions
from parity.orgs.client import OrgClient
from parity.orgs.collect_pair import Progress, collect_pair
from parity.orgs.import_files import snapshot_from_files
from parity.orgs.import_parts import command_for, questions_for_files
from parity.orgs.sign_in.connect import connect
from parity.snapshot.records import Role
from tests.orgs.test_import_files import as_sf_writes
from tests.program import parity
from tests.simulated import NOON, READ_AT, running

#: Permissions that not every org has a column for: a query that names one fails whole where it is not there.
ASKED_OF_SOME_ORGS_ONLY = {
    "PermissionsCanApproveUninstalledApps",
    "PermissionsUpdateWithInactiveOwner",
    "PermissionsViewAllFieldsGlobal",
}


def write_as_asked(folder: Path, client: OrgClient, options: CollectOptions) -> Path:
    """A file for each command of `parity import --queries`, with what the Salesforce CLI would write."""
    folder.mkdir()
    for question in questions_for_files(client.role, options):
        answer = client.ask(READ_AT, question)
        if answer.is_good:
            as_sf_writes(folder, question.name, answer.body)
    return folder


def test_the_files_of_every_query_hold_what_a_collected_snapshot_holds(tmp_path: Path) -> None:
    with running("drifted", integration="integration") as pair:
        collected = collect_pair(pair.project, pair.environment, lambda: NOON, Progress())
        for snapshot in collected:
            role = snapshot.role
            options = CollectOptions(integration_user=pair.project.collect_options(role).integration_user)
            client = connect(role, pair.project.sign_in(role), pair.project.api, pair.environment)
            folder = write_as_asked(tmp_path / role.value, client, options)
            imported, skipped = snapshot_from_files(folder, role, options)
            assert skipped == ()
            for part in (
                "objects",
                "triggers",
                "related_triggers",
                "packages",
                "copies",
                "related",
                "touchpoint_choices",
            ):
                assert getattr(imported, part) == getattr(snapshot, part), part
            assert {one.name for one in imported.automation} == {one.name for one in snapshot.automation}
            seen, told = imported.integration_user, snapshot.integration_user
            assert seen is not None
            assert told is not None
            assert (seen.username, seen.active, seen.permission_sets) == (
                told.username,
                told.active,
                told.permission_sets,
            )
            assert seen.objects == told.objects
            assert seen.fields is not None
            assert told.fields is not None
            assert told.fields.items() <= seen.fields.items()
            assert imported.record_counts == snapshot.record_counts
            assert imported.unread == ()
            assert {name for name in told.permissions if name not in seen.permissions} == ASKED_OF_SOME_ORGS_ONLY


def test_what_the_files_were_not_asked_for_is_never_held_against_a_user(tmp_path: Path) -> None:
    """An honest pair by files, made before anything was known of the org: nothing in it is a blocker."""
    with running("identical", integration="integration") as pair:
        for role in Role:
            named = pair.project.collect_options(role).integration_user
            assert named is not None
            client = connect(role, pair.project.sign_in(role), pair.project.api, pair.environment)
            folder = write_as_asked(tmp_path / f"of-{role.value}", client, CollectOptions(integration_user=named))
            told = ("--role", role.value, "--integration-user", named)
            assert parity("import", folder, "-o", f"{role.value}.json", *told, cwd=tmp_path).code == 0
    outcome = parity("compare", "sandbox.json", "production.json", "-o", "result.json", cwd=tmp_path)
    findings = json.loads((tmp_path / "result.json").read_bytes())["findings"]
    assert [one["message"] for one in findings if one["severity"] == "blocker"] == []
    assert outcome.code == 3
    told = next(one["message"] for one in findings if one["rule"] == "readiness-inactive-owner-or-user")
    assert told.startswith("Update Records with Inactive Owners is not told by the files of ")


def test_no_query_of_the_files_means_more_to_a_shell_than_it_says() -> None:
    options = CollectOptions(integration_user='x$(rm -rf ~)"@acme.example')
    line = next(
        command_for(one, "files")
        for one in questions_for_files(Role.PRODUCTION, options)
        if one.name == "PermissionSet"
    )
    words = shlex.split(line)
    assert words[:4] == ["sf", "data", "query", "--json"]
    assert 'x$(rm -rf ~)"@acme.example' in words[5]
    assert "'\"'\"'" in line
