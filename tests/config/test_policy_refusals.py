"""Waivers and severities that no check could use are refused, each with one message that has its line."""

import time
from pathlib import Path

import pytest

from parity.cli.workflows.project import judging_project
from parity.config.policy import Policy
from parity.config.project import load_project, load_with_places
from parity.errors import ConfigError

GOOD = """\
tenant: {name: Acme}
orgs:
  sandbox: {sign_in: {method: sf-cli, alias: acme-uat}}
  production: {sign_in: {method: sf-cli, alias: acme}}
"""
WHO = "by: Dana Hill, reason: known, expires: 2027-01-31"
MARK = "0123456789abcdef"
NAMES = "rule: field-type-changed, object: Lead, component: Score__c"


def policy_of(folder: Path, *lines: str) -> Policy:
    return judging_project(written(folder, *lines)).policy


def written(folder: Path, *lines: str) -> Path:
    """A parity.yaml whose policy has these lines; the first is line 7 of the file."""
    file = folder / "parity.yaml"
    body = "".join(f"  {line}\n" for line in lines)
    file.write_text(f"{GOOD}# the policy\npolicy:\n{body}", "utf-8")
    return file


def refusal(folder: Path, *lines: str) -> str:
    with pytest.raises(ConfigError) as refused:
        policy_of(folder, *lines)
    assert refused.value.exit_code == 2
    return str(refused.value).replace(f"{folder}/", "")


WRONG_WAIVERS = {
    "no seen": (f"{{fingerprint: {MARK}, {WHO}}}", "has no seen", "parity waive"),
    "no form of a fingerprint": (f"{{fingerprint: the first one, seen: {MARK}, {WHO}}}", "`the first one`", "16 hex"),
    "a fingerprint cut short": (f"{{fingerprint: 01234567, seen: {MARK}, {WHO}}}", "", "quotation marks"),
    "no form of a digest": (f"{{{NAMES}, seen: yes-it-is, {WHO}}}", "`seen: yes-it-is`", "16 hexadecimal"),
    "names nothing": (f"{{seen: {MARK}, {WHO}}}", "has no fingerprint", "rule"),
    "too broad": (f"{{rule: field-type-changed, object: Lead, seen: {MARK}, {WHO}}}", "no component", "accept many"),
    "a pattern": (
        f"{{rule: field-type-changed, object: Lead, component: '*__c', seen: {MARK}, {WHO}}}",
        "names no component",
        "severities",
    ),
    "no rule": (f"{{object: Lead, component: Score__c, seen: {MARK}, {WHO}}}", "names no rule", "`rule`"),
    "every object": (
        f"{{rule: field-type-changed, object: 'L*', component: A, seen: {MARK}, {WHO}}}",
        "more than one object",
        "one object",
    ),
    "named twice": (f"{{fingerprint: {MARK}, {NAMES}, seen: {MARK}, {WHO}}}", "names its finding twice", "not both"),
    "fields of a finding": (f"{{{NAMES}, fields: [A], seen: {MARK}, {WHO}}}", "has `fields`", "`items`"),
    "no owner": (f"{{{NAMES}, seen: {MARK}, by: ' ', reason: known, expires: 2027-01-31}}", "has no by", "person"),
    "no reason": (f"{{{NAMES}, seen: {MARK}, by: Dana, reason: '', expires: 2027-01-31}}", "has no reason", "person"),
    "nobody to be seen": (
        f'{{{NAMES}, seen: {MARK}, by: "\\u200b", reason: known, expires: 2027-01-31}}',
        "has no by",
        "person",
    ),
    "no name that people read": (
        f'{{{NAMES}, seen: {MARK}, by: "Da\\u200bna", reason: known, expires: 2027-01-31}}',
        "a character that nobody sees",
        "name",
    ),
    "nothing to be read": (
        f'{{{NAMES}, seen: {MARK}, by: Dana, reason: "\\u3164", expires: 2027-01-31}}',
        "has no reason",
        "person",
    ),
    "unknown rule": (
        f"{{rule: field-typ-changed, object: Lead, component: A, seen: {MARK}, {WHO}}}",
        "`field-typ-changed`",
        "Did you mean 'field-type-changed'?",
    ),
    "gap and finding": (f"{{gap: field-not-compared, {NAMES}, fields: [A], {WHO}}}", "names a finding besides", "both"),
    "gap without fields": (f"{{gap: field-not-compared, object: Lead, {WHO}}}", "has no fields", "List the fields"),
    "gap without object": (f"{{gap: field-not-compared, fields: [A], {WHO}}}", "has no object", "List the fields"),
}


@pytest.mark.parametrize("name", WRONG_WAIVERS)
def test_a_waiver_that_cannot_hold_is_refused(name: str, tmp_path: Path) -> None:
    entry, what, fix = WRONG_WAIVERS[name]
    message = refusal(tmp_path, "waivers:", f"  - {entry}")
    assert message.startswith("parity.yaml, line 8: policy.waivers")
    assert what in message
    assert fix in message
    assert len(message.splitlines()) == 2


@pytest.mark.parametrize(
    "pair",
    [
        (f"{{fingerprint: {MARK}, seen: {MARK}, {WHO}}}",) * 2,
        (f"{{{NAMES}, seen: {MARK}, {WHO}}}", f"{{{NAMES}, seen: {MARK[::-1]}, items: [length], {WHO}}}"),
        (f"{{gap: field-not-compared, object: Lead, fields: [A], {WHO}}}",) * 2,
    ],
    ids=["fingerprint", "names", "gap"],
)
def test_a_waiver_that_stands_twice_is_refused_with_both_lines(pair: tuple[str, str], tmp_path: Path) -> None:
    message = refusal(tmp_path, "waivers:", *(f"  - {one}" for one in pair))
    assert message.startswith("parity.yaml, line 9: policy.waivers: entry 2 accepts what entry 1 accepts")
    assert "line 8" in message


@pytest.mark.parametrize("name", ["Region__c", "", "Lead.", "Lead.Region__c.X", "Lead.*", "Lead.Region__c, Lead.City"])
@pytest.mark.parametrize("key", ["fields: [Lead.Email, '{}']", "readiness: {{stage_fields: [Lead.Email, '{}']}}"])
def test_what_names_no_field_is_refused_instead_of_protecting_nothing(key: str, name: str, tmp_path: Path) -> None:
    message = refusal(tmp_path, "max_warnings: 3", key.format(name))
    assert message.startswith("parity.yaml, line 8: policy.")
    assert f"[2] is `{name}`, which names no field" in message


WRONG_SEVERITIES = {
    "selects nothing": ("{raise_to: blocker, reason: r}", "selects nothing"),
    "no direction": ("{rule: field-label-changed, reason: r}", "neither `raise_to` nor `lower_to`"),
    "both directions": (
        "{object: Lead, raise_to: blocker, lower_to: info, reason: r, by: D, expires: 2027-01-31}",
        "at once",
    ),
    "no reason": ("{object: Lead, raise_to: blocker, reason: ' '}", "has no reason"),
    "lowered by nobody": ("{object: Lead, lower_to: info, reason: r, expires: 2027-01-31}", "has no by"),
    "lowered for ever": ("{object: Lead, lower_to: info, reason: r, by: Dana}", "has no expires"),
    "no field": ("{field: Legacy, raise_to: blocker, reason: r}", "Object.Field"),
    "raised to nothing": ("{object: Lead, raise_to: info, reason: r}", "one of blocker, warning"),
    "lowered to the worst": ("{object: Lead, lower_to: blocker, reason: r}", "one of info, warning"),
    "lowered by nobody to be seen": (
        '{object: Lead, lower_to: info, reason: r, by: "\\u200b", expires: 2027-01-31}',
        "a character that nobody sees",
    ),
    "raised until a day": ("{object: Lead, raise_to: blocker, reason: r, expires: 2027-01-31}", "raises until a day"),
    "a pattern of objects": ("{object: 'Le*', raise_to: blocker, reason: r}", "has `object` with a `*`"),
    "a pattern of rules": ("{rule: 'field-*', raise_to: blocker, reason: r}", "has `rule` with a `*`"),
    "unknown rule": ("{rule: field-lable-changed, raise_to: blocker, reason: r}", "'field-label-changed'"),
    "guards the switch": (
        "{rule: readiness-not-a-copy-of-production, lower_to: info, reason: r, by: D, expires: 2027-01-31}",
        "guards the switch itself",
    ),
}


@pytest.mark.parametrize("name", WRONG_SEVERITIES)
def test_a_severity_that_cannot_hold_is_refused(name: str, tmp_path: Path) -> None:
    entry, what = WRONG_SEVERITIES[name]
    message = refusal(tmp_path, "severities:", f"  - {entry}")
    assert message.startswith("parity.yaml, line 8: policy.severities")
    assert what in message
    assert len(message.splitlines()) == 2


def test_what_is_well_written_is_taken(tmp_path: Path) -> None:
    policy = policy_of(
        tmp_path,
        "waivers:",
        f"  - {{fingerprint: {MARK}, seen: {MARK}, items: [length], {WHO}}}",
        f"  - {{{NAMES}, seen: {MARK}, ticket: CRM-12, {WHO}}}",
        f"  - {{rule: readiness-copy-is-old, component: UAT, seen: {MARK}, {WHO}}}",
        f"  - {{gap: field-not-compared, object: Lead, fields: [A], {WHO}}}",
        "severities:",
        "  - {rule: field-label-changed, raise_to: blocker, reason: Our screens are part of the rehearsal}",
        f"  - {{field: 'Lead.Legacy_*', lower_to: info, {WHO}}}",
    )
    assert [one.ticket for one in policy.waivers] == ["", "CRM-12", "", ""]
    assert [(one.raise_to, one.lower_to) for one in policy.severities] == [("blocker", None), (None, "info")]


def test_waivers_of_a_file_of_their_own_are_part_of_the_policy(tmp_path: Path) -> None:
    own = f"  - {{{NAMES}, seen: {MARK}, {WHO}}}"
    file = written(tmp_path, "waivers_file: accepted/waivers.yaml", "waivers:", own)
    (tmp_path / "accepted").mkdir()
    more = tmp_path / "accepted" / "waivers.yaml"
    more.write_text(f"# reviewed by the board\nwaivers:\n  - {{fingerprint: {MARK}, seen: {MARK}, {WHO}}}\n", "utf-8")
    project, places = load_with_places(file)
    assert [one.fingerprint for one in project.policy.waivers] == ["", MARK]
    assert [place.removeprefix(f"{tmp_path}/") for place in places.waivers] == [
        "parity.yaml, line 9",
        "accepted/waivers.yaml, line 3",
    ]
    before = project.policy.digest
    more.write_text(more.read_text("utf-8").replace("known", "known since May"), "utf-8")
    assert load_project(file).policy.digest != before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "there is no such file"),
        ("", "write `waivers: []`"),
        ("# nothing was accepted yet\n", "write `waivers: []`"),
        ("waivers:\n  # - fingerprint: a\n", "stands below it: write `waivers: []`."),
        ("waivers: {}", "waivers is a mapping"),
        ("waiver: []", "Did you mean `waivers`?"),
        (
            f"waivers:\n  - {{fingerprint: {MARK}, {WHO}}}\n",
            "waivers.yaml, line 2: policy.waivers: entry 2 has no seen",
        ),
        (f"waivers:\n  - {{{NAMES}, seen: {MARK}, {WHO}}}\n", "entry 2 accepts what entry 1 accepts"),
        ("waivers: [{by: force://x}]", "holds a secret"),
    ],
    ids=[
        "missing",
        "empty",
        "comments",
        "comments below it",
        "no list",
        "another key",
        "no seen",
        "in both files",
        "secret",
    ],
)
def test_a_wrong_file_of_waivers_is_refused(text: str | None, said: str, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "waivers.yaml").write_text(text, "utf-8")
    message = refusal(tmp_path, "waivers_file: waivers.yaml", "waivers:", f"  - {{{NAMES}, seen: {MARK}, {WHO}}}")
    assert said in message
    assert "waivers.yaml" in message


def test_ten_thousand_waivers_are_read_quickly(tmp_path: Path) -> None:
    entry = "  - {{rule: field-type-changed, object: Lead, component: F{}__c, seen: a123456789abcdef, {}}}"
    file = written(tmp_path, "waivers:", *(entry.format(number, WHO) for number in range(10_000)))
    began = time.process_time()
    assert len(judging_project(file).policy.waivers) == 10_000
    assert time.process_time() - began < 15
