"""A waiver is put into a file of settings, and nothing else of the file changes: no comment, no blank, no order."""

from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from parity.config.policy import Waiver
from parity.config.waiver_text import with_waivers
from parity.errors import ConfigError

DAY = date(2027, 1, 31)
MINE = Waiver(
    fingerprint="0123456789abcdef",
    rule="field-type-changed",
    object="Lead",
    component="Score__c",
    seen="1234567890123456",
    items=("length", "type"),
    by="Dana Hill",
    reason="Known: retired in May",
    ticket="CRM-12",
    expires=DAY,
)
SAYS = {
    "rule": "field-type-changed",
    "object": "Lead",
    "component": "Score__c",
    "seen": "1234567890123456",
    "items": ["length", "type"],
    "by": "Dana Hill",
    "reason": "Known: retired in May",
    "ticket": "CRM-12",
    "expires": DAY,
}
OTHER = {"fingerprint": "f" * 16, "by": "Ann"}
POLICY = ("policy", "waivers")

FILES = {
    "no policy": "tenant: {name: Acme}  # ours\n",
    "no policy, no line end": "tenant: {name: Acme}",
    "an empty policy": "policy:   # to come\napi:\n  reserve: 5\n",
    "a policy that is null": "policy: null\n",
    "no list": "policy:\n  profile: strict  # an exact replica\n\n# the API\napi:\n  reserve: 5\n",
    "an empty list": (
        "policy:\n  waivers: []  # none yet\n  # waivers:\n  #   - fingerprint: x\n\n"
        "  # For the switch:\n  approvals: 1\n"
    ),
    "a list that is null": "policy:\n  waivers:\n  approvals: 1\n",
    "a block": (
        "policy:\n  waivers:\n    - fingerprint: ffffffffffffffff\n      by: Ann  # on leave\n"
        "      # decided in May\n\n  # For the switch:\n  approvals: 1\n"
    ),
    "a block without indent": (
        "policy:\n  waivers:\n  - fingerprint: ffffffffffffffff\n    by: Ann\n  # For the switch:\n  approvals: 1\n"
    ),
    "the end of the file": "policy:\n    waivers:\n        -   by: Ann\n            fingerprint: ffffffffffffffff",
    "a folded text": (
        "policy:\n  waivers:\n    - fingerprint: ffffffffffffffff\n      by: >\n        Ann\n\n\napi: {}\n"
    ),
    "braces": "policy: {profile: strict, waivers: []}\n",
    "braces without the list": "policy: {profile: strict}  # short\n",
    "empty braces": "policy: {}\n",
    "a list in braces": 'policy: {waivers: [{fingerprint: "ffffffffffffffff", by: Ann}], approvals: 1}\n',
    "JSON": '{"policy": {"waivers": [], "approvals": 1}}',
    "Windows lines": "policy:\r\n  waivers: []\r\n  approvals: 1\r\n",
    "a byte order mark": "\ufeffpolicy:\n  waivers: []\n",
}


@pytest.mark.parametrize("name", FILES)
def test_a_waiver_is_added_and_all_else_stays(name: str) -> None:
    old = FILES[name]
    new = with_waivers(old, "parity.yaml", POLICY, (MINE,))
    before, after = yaml.safe_load(old), yaml.safe_load(new)
    had = (before.get("policy") or {}).get("waivers") or []
    assert after["policy"]["waivers"] == [*had, SAYS]
    assert {key: value for key, value in after.items() if key != "policy"} == {
        key: value for key, value in before.items() if key != "policy"
    }
    comments = [line.partition("#")[2] for line in old.splitlines() if "#" in line]
    assert [line.partition("#")[2] for line in new.splitlines() if "#" in line] == comments
    assert ("\r" in new) == ("\r" in old)
    assert new.replace("\r\n", "").count("\r") == 0
    assert new.startswith("\ufeff") == old.startswith("\ufeff")
    if "\n  # For the switch:\n  approvals: 1\n" in old:
        assert new.endswith("\n  # For the switch:\n  approvals: 1\n")


def test_a_comment_of_the_last_entry_stays_with_it_and_one_below_the_list_stays_below() -> None:
    new = with_waivers(FILES["a block"], "parity.yaml", POLICY, (MINE,))
    lines = new.splitlines()
    assert lines.index("      # decided in May") < lines.index("    - rule: field-type-changed")
    assert lines.index("  # For the switch:") > lines.index("    - rule: field-type-changed")


def test_an_entry_about_the_same_finding_is_renewed_in_its_place() -> None:
    old = """\
policy:
  waivers:
    # the score
    - rule: field-type-changed
      object: Lead   # not Contact
      component: Score__c
      seen: aaaaaaaaaaaaaaaa
      items: [length, type]  # all of it
      by: Ann
      reason: "until May"
      expires: 2026-12-01  # a Tuesday
    - {fingerprint: ffffffffffffffff, by: Ann}
"""
    new = with_waivers(old, "parity.yaml", POLICY, (MINE,))
    assert yaml.safe_load(new)["policy"]["waivers"] == [SAYS, OTHER]
    for comment in ("# the score", "# not Contact", "# all of it", "# a Tuesday"):
        assert comment in new
    assert with_waivers(new, "parity.yaml", POLICY, (MINE,)) == new


def test_an_entry_that_names_it_by_fingerprint_is_renewed_too() -> None:
    entry = (
        "{fingerprint: 0123456789abcdef, seen: '1234567890123456', items: [], by: A, reason: r, expires: 2026-12-01}"
    )
    old = f"waivers:\n- {entry}\n"
    new = with_waivers(old, "waivers.yaml", ("waivers",), (MINE,))
    wanted = {key: value for key, value in SAYS.items() if key not in {"rule", "object", "component"}}
    assert yaml.safe_load(new) == {"waivers": [{"fingerprint": "0123456789abcdef", **wanted}]}


def test_many_items_stand_one_a_line() -> None:
    many = structs.replace(MINE, items=tuple(f"picklistValues[Value {number}]" for number in range(9)))
    new = with_waivers("policy: \n", "parity.yaml", POLICY, (many,))
    assert yaml.safe_load(new)["policy"]["waivers"][0]["items"] == list(many.items)
    assert max(map(len, new.splitlines())) < 80


@pytest.mark.parametrize(
    "text", ["policy: none\n", "policy:\n  waivers: none\n", "policy:\n  waivers: [ # none\n  ]\n", "- a\n"]
)
def test_a_file_without_a_place_for_it_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="Nothing was written"):
        with_waivers(text, "parity.yaml", POLICY, (MINE,))


@given(words=st.text(min_size=1).filter(str.strip), name=st.sampled_from(sorted(FILES)))
def test_whatever_a_person_types_is_read_as_it_was_typed(words: str, name: str) -> None:
    said = structs.replace(MINE, items=(words,), by=words, reason=words)
    entry = yaml.safe_load(with_waivers(FILES[name], "x", POLICY, (said,)))["policy"]["waivers"][-1]
    assert (entry["by"], entry["reason"], entry["items"]) == (words, words, [words])
