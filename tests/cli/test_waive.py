"""`parity waive` and `parity policy explain`, as a person uses them on the result of a drifted pair."""

import json
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from parity.cli.workflows.project import judging_project
from parity.formats.registry import format_named
from parity.snapshot.file import snapshot_bytes
from parity.snapshot.records import Snapshot
from parity.verdict.judge import judge
from parity.verdict.result import Result, result_bytes
from tests.program import Outcome, parity
from tests.simulated import NOON

SETTINGS = """\
tenant: {name: Acme}
orgs:
  sandbox: {sign_in: {method: sf-cli, alias: acme-uat}}
  production: {sign_in: {method: sf-cli, alias: acme}}
policy:
  profile: integration   # what Marketo Measure uses
  waivers:
    # accepted in May
    - {rule: field-label-changed, object: Lead, component: Gone__c, seen: aaaaaaaaaaaaaaaa, by: Ann, reason: r,
       expires: 2026-12-01}
  # For the switch:
  approvals: 1
"""
WHO = ("--by", "Dana Hill", "--reason", "Retired: in May", "--expires", "2027-01-31")


class Desk:
    """A folder with parity.yaml and the result of a pair by its policy."""

    def __init__(self, folder: Path, pair: tuple[Snapshot, Snapshot], settings: str = SETTINGS) -> None:
        self.folder = folder
        self.config = folder / "parity.yaml"
        self.config.write_text(settings, "utf-8")
        self.pair = pair
        self.result = self.check()

    def check(self) -> Result:
        """Judge the pair by the policy as it is now, and write the files of the result."""
        project = judging_project(self.config)
        result = judge(*self.pair, project.policy, tenant=project.tenant.name, judged_at=NOON)
        out = self.folder / "parity-out"
        out.mkdir(exist_ok=True)
        (out / "result.json").write_bytes(result_bytes(result))
        for one in self.pair:
            (out / f"{one.role}.snapshot.json").write_bytes(snapshot_bytes(one))
        return result

    def run(self, *arguments: str, typed: str = "") -> Outcome:
        return parity(*arguments, cwd=self.folder, environment={"TESTS_CLOCK": NOON.isoformat()}, typed=typed)

    def waive(self, *arguments: str, typed: str = "") -> Outcome:
        return self.run("waive", "parity-out/result.json", *arguments, typed=typed)

    def entries(self, file: str = "parity.yaml") -> list[dict[str, Any]]:
        data = yaml.safe_load((self.folder / file).read_text("utf-8"))
        return list(data.get("policy", data)["waivers"])

    def fingerprint(self, rule: str) -> str:
        return next(one.fingerprint for one in self.result.findings if one.rule == rule)


@pytest.fixture
def desk(tmp_path: Path, snapshots: Callable[[str], tuple[Snapshot, Snapshot]]) -> Desk:
    return Desk(tmp_path, snapshots("drifted"))


def test_a_waiver_is_written_and_holds_at_the_next_check(desk: Desk) -> None:
    marks = [desk.fingerprint("trigger-missing-in-sandbox"), desk.fingerprint("trigger-update-events-changed")]
    done = desk.waive(marks[0][:8], marks[1], *WHO, "--ticket", "CRM-12")
    assert (done.code, done.err.count("accepted by Dana Hill until 2027-01-31")) == (0, 2)
    assert "Wrote 2 waivers into parity.yaml." in done.out
    assert "check again: parity check --config parity.yaml" in done.out
    old, *new = desk.entries()
    assert old["component"] == "Gone__c"
    by_mark = {one.fingerprint: one for one in desk.result.findings}
    for mark, entry in zip(marks, new, strict=True):
        found = by_mark[mark]
        assert (entry["rule"], entry["object"], entry["component"]) == (found.rule, found.object, found.component)
        assert (entry["seen"], entry["items"]) == (found.seen, [one.name for one in found.items])
        assert (entry["by"], entry["reason"], entry["ticket"]) == ("Dana Hill", "Retired: in May", "CRM-12")
    written = desk.config.read_text("utf-8")
    assert [line for line in written.splitlines() if line in SETTINGS.splitlines()] == SETTINGS.splitlines()
    assert written.endswith("  # For the switch:\n  approvals: 1\n")
    again = desk.check()
    assert again.counts.blocker == desk.result.counts.blocker - 2
    assert [one.status.value for one in again.waivers] == ["unmatched", "applied", "applied"]


def test_waivers_go_into_a_file_of_their_own_where_the_policy_names_one(
    tmp_path: Path, snapshots: Callable[[str], tuple[Snapshot, Snapshot]]
) -> None:
    (tmp_path / "waivers.yaml").write_text("# reviewed by the board\nwaivers: []\n", "utf-8")
    settings = SETTINGS.replace("  profile:", "  waivers_file: waivers.yaml\n  profile:")
    desk = Desk(tmp_path, snapshots("drifted"), settings)
    done = desk.waive(desk.fingerprint("trigger-missing-in-sandbox"), *WHO)
    assert (done.code, "into waivers.yaml" in done.out) == (0, True)
    assert desk.config.read_text("utf-8") == settings
    assert [one["rule"] for one in desk.entries("waivers.yaml")] == ["trigger-missing-in-sandbox"]
    assert (tmp_path / "waivers.yaml").read_text("utf-8").startswith("# reviewed by the board\nwaivers:\n")
    assert [one.status.value for one in desk.check().waivers] == ["unmatched", "applied"]


def test_the_file_keeps_its_permissions(desk: Desk) -> None:
    desk.config.chmod(0o640)
    assert desk.waive(desk.fingerprint("trigger-missing-in-sandbox"), *WHO).code == 0
    assert stat.S_IMODE(desk.config.stat().st_mode) == 0o640
    assert [one.name for one in desk.folder.iterdir() if one.name.startswith(".")] == []


def test_a_waiver_is_renewed_in_its_place(desk: Desk) -> None:
    mark = desk.fingerprint("trigger-missing-in-sandbox")
    desk.waive(mark, *WHO)
    desk.waive(mark, "--by", "Ann", "--reason", "one more month", "--expires", "2027-02-15")
    assert [(one["by"], str(one["expires"])) for one in desk.entries()] == [
        ("Ann", "2026-12-01"),
        ("Ann", "2027-02-15"),
    ]


REFUSED: dict[str, tuple[tuple[str, ...], str]] = {
    "nobody": ((*WHO[2:],), "--by"),
    "an empty name": (("--by", " ", *WHO[2:]), "--by"),
    "a name that nobody sees": (("--by", "Da\u200bna", *WHO[2:]), "this name is refused"),
    "no reason": ((*WHO[:2], *WHO[4:]), "--reason"),
    "a reason that nobody sees": ((*WHO[:3], "\u200b", *WHO[4:]), "--reason"),
    "a day in another form": ((*WHO[:5], "2027-W01-1"), "'2027-W01-1' is no day"),
    "no day": ((*WHO[:4],), "--expires"),
    "a day that is none": ((*WHO[:5], "2027-02-30"), "'2027-02-30' is no day"),
    "a day in the past": ((*WHO[:5], "2026-11-23"), "2026-11-23 is over"),
    "a day too far away": (
        (*WHO[:5], (NOON.date() + timedelta(days=91)).isoformat()),
        "more than 90 days away\n  Write a day from 2026-11-24 to 2027-02-22",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_who_and_until_when_are_asked_for(name: str, desk: Desk) -> None:
    options, said = REFUSED[name]
    done = desk.waive(desk.fingerprint("trigger-missing-in-sandbox"), *options)
    assert (done.code, said in done.err, "Traceback" in done.err) == (2, True, False)
    assert desk.config.read_text("utf-8") == SETTINGS


def test_a_finding_that_is_not_there_or_not_one_is_refused(desk: Desk) -> None:
    mark = desk.fingerprint("trigger-missing-in-sandbox")
    note = desk.fingerprint("field-label-changed")
    nearest = f"The nearest is trigger-missing-in-sandbox on Account.AccountErpSync ({mark})"
    for name, said in {
        f"{mark[:-1]}{'0' if mark[-1] != '0' else '1'}": nearest,
        mark[:2]: "is too short to name one finding",
        "zzzz": "no finding of this result has the fingerprint",
        note: "is a note, which needs no waiver",
    }.items():
        done = desk.waive(name, *WHO)
        assert (done.code, said in done.err) == (2, True), done.err
    both = desk.waive(mark, "--interactive")
    assert (both.code, "one of the two" in both.err) == (2, True)
    assert desk.config.read_text("utf-8") == SETTINGS


def test_what_a_cause_explains_and_what_is_open_lead_elsewhere(
    tmp_path: Path, snapshots: Callable[[str], tuple[Snapshot, Snapshot]]
) -> None:
    desk = Desk(tmp_path, snapshots("hidden-fields"))
    folded = next(one for one in desk.result.findings if one.cause is not None)
    cause = next(one for one in desk.result.findings if one.fingerprint == folded.cause)
    done = desk.waive(folded.fingerprint, *WHO)
    assert (done.code, f"Waive the cause, {cause.fingerprint}." in done.err) == (2, True)
    assert cause.undecided
    done = desk.waive(cause.fingerprint, *WHO)
    assert (done.code, "nobody can accept what nobody has seen" in done.err, cause.fix in done.err) == (2, True, True)


def test_a_result_of_another_tenant_or_an_old_form_is_refused(desk: Desk) -> None:
    desk.config.write_text(SETTINGS.replace("Acme", "Other"), "utf-8")
    done = desk.waive(desk.fingerprint("trigger-missing-in-sandbox"), *WHO)
    assert (done.code, "the result is of Acme, and parity.yaml is of Other" in done.err) == (2, True)
    file = desk.folder / "parity-out/result.json"
    plain = json.loads(file.read_bytes())
    file.write_text(json.dumps({**plain, "schema_version": 2}), "utf-8")
    done = desk.waive("abcd", *WHO)
    assert (done.code, "this result cannot be used" in done.err, "Traceback" in done.err) == (2, True, False)


def test_a_file_that_cannot_take_it_stays_as_it_is(desk: Desk) -> None:
    odd = SETTINGS.partition("  waivers:")[0] + "  waivers: [ # none yet\n  ]\n"
    desk.config.write_text(odd, "utf-8")
    done = desk.waive(desk.fingerprint("trigger-missing-in-sandbox"), *WHO)
    assert (done.code, "Nothing was written" in done.err) == (2, True)
    assert desk.config.read_text("utf-8") == odd


def test_a_person_walks_through_what_is_open_worst_first(desk: Desk) -> None:
    answers = [
        "no",
        "ja",
        "",
        "YES",
        "",
        "Retired in May",
        "",
        "Dana Hill",
        "2029-01-01",
        "2027-01-31",
        "y",
        "Known",
        "quit",
    ]
    done = desk.waive("--interactive", typed="".join(f"{one}\n" for one in answers))
    assert done.code == 0, done.err
    new = desk.entries()[1:]
    assert [(one["by"], one["reason"], str(one["expires"])) for one in new] == [
        ("Dana Hill", "Retired in May", "2027-01-31"),
        ("Dana Hill", "Known", "2027-01-31"),
    ]
    assert "1 of " in done.err
    assert done.err.count("Type yes, no or quit.") == 1
    assert done.err.index("  blocker: ") < done.err.index("2029-01-01 is more than 90 days away")
    assert all(f"{one['rule']} " in done.err for one in new)
    assert "restrictedPicklist: false in the sandbox, true in production" in done.err


def test_a_finding_is_waived_from_the_page_alone(desk: Desk) -> None:
    (desk.folder / "mailed.html").write_bytes(format_named("html").bytes_of(desk.result))
    done = desk.run("waive", "mailed.html", desk.fingerprint("trigger-missing-in-sandbox"), *WHO)
    assert done.code == 0, done.err
    assert desk.entries()[-1]["rule"] == "trigger-missing-in-sandbox"


@pytest.mark.parametrize("typed", ["", "yes\n", "yes\nRetired\nDana Hill\n"])
def test_a_walk_that_ends_early_writes_nothing(typed: str, desk: Desk) -> None:
    done = desk.waive("--interactive", typed=typed)
    assert (done.code, "nothing more is done" in done.err) == (2, True)
    assert desk.config.read_text("utf-8") == SETTINGS


def test_a_walk_on_which_nothing_is_accepted_says_so(desk: Desk) -> None:
    done = desk.waive("--interactive", typed="no\nq\n")
    assert (done.code, done.out.strip()) == (0, "Nothing was accepted, and nothing was written.")
    assert desk.config.read_text("utf-8") == SETTINGS


def test_a_walk_that_ends_too_early_says_that_nothing_was_written(desk: Desk) -> None:
    done = desk.waive("--interactive", typed="yes\nKnown\n")
    assert done.code == 2
    assert "nothing was written, and no acceptance counts" in done.err
    assert desk.config.read_text("utf-8") == SETTINGS


def test_each_line_of_the_policy_is_explained(
    tmp_path: Path, snapshots: Callable[[str], tuple[Snapshot, Snapshot]]
) -> None:
    settings = SETTINGS.replace(
        "  # For the switch:",
        "  fields: [Account.ERP_Id__c, Lead.Email]\n"
        "  max_warnings: 0\n"
        "  severities:\n"
        "    - {rule: field-label-changed, raise_to: blocker, reason: our screens}\n"
        "    - {rule: trigger-body-changed, lower_to: info, by: Dana, reason: comments, expires: 2027-01-31}\n"
        "  # For the switch:",
    )
    desk = Desk(tmp_path, snapshots("drifted"), settings)
    mark = desk.fingerprint("trigger-missing-in-sandbox")
    desk.waive(mark, *WHO)
    desk.check()
    done = desk.run("policy", "explain", "parity-out/result.json")
    assert done.code == 0, done.err
    lines = {part.splitlines()[0]: part for part in done.out.split("\n\n")[1:]}
    assert list(lines) == [
        "parity.yaml, line 6  profile: integration (left out: strict)",
        "parity.yaml, line 20  max_warnings: 0 (left out: null)",
        "parity.yaml, line 19  fields: Account.ERP_Id__c",
        "parity.yaml, line 19  fields: Lead.Email",
        "parity.yaml, line 22  rule field-label-changed: raised to blocker: our screens",
        "parity.yaml, line 23  rule trigger-body-changed: lowered to info by Dana, until 2027-01-31: comments",
        "parity.yaml, line 9  field-label-changed on Lead.Gone__c by Ann, until 2026-12-01: r",
        "parity.yaml, line 11  trigger-missing-in-sandbox on Account.AccountErpSync by Dana Hill, until 2027-01-31: "
        "Retired: in May",
        "parity.yaml, line 25  approvals",
    ]
    profile, bar, erp, nothing, label, body, gone, waived, switch = lines.values()
    assert "blocker then: " in profile
    assert "without it: the same result" in nothing
    assert "warning then: field-missing-in-sandbox on Account.ERP_Id__c" in erp
    assert "1 finding changed" in label
    assert "info then: field-label-changed on Contact.Role__c" in label
    assert "without it" in bar
    assert "trigger-body-changed on Contact.ContactDedupe guards" not in body
    assert "matches no finding" in gone
    assert "applied\n    without it: blocker: " in waived
    assert switch.splitlines()[1:] == ["    for the switch: no result depends on it"]


def test_a_result_of_another_policy_is_not_explained(desk: Desk) -> None:
    desk.config.write_text(SETTINGS.replace("integration", "strict"), "utf-8")
    other = desk.config.rename(desk.folder / "other.yaml")
    done = desk.run("policy", "explain", "parity-out/result.json", "--config", other.name)
    assert (done.code, "parity-out/result.json: the policy in other.yaml is not the one by which" in done.err) == (
        2,
        True,
    )
