"""What a result says in English, in other languages: by the templates of the rules, with the finding's own values."""

from collections.abc import Callable
from string import Formatter

import pytest
from msgspec import structs

from parity.compare.difference import Kind
from parity.config.policy import Policy
from parity.formats.spoken import fix_of, has_message, message_of, said, sentence
from parity.languages.language import ENGLISH, LANGUAGES, Language, language_named
from parity.languages.speech import has, speaking
from parity.rules.causes.registry import all_causes
from parity.rules.drift.registry import all_rules
from parity.rules.finding import Finding
from parity.rules.readiness.registry import all_readiness_rules
from parity.simulator import scenario_names
from parity.snapshot.records import Snapshot
from parity.verdict.judge import judge
from parity.verdict.result import Result
from tests.simulated import NOON

OTHERS = [one for one in LANGUAGES if one is not ENGLISH]
KOREAN = language_named("ko")
Snapshots = Callable[[str], tuple[Snapshot, Snapshot]]
#: Values that look like other parts of a sentence.
HOSTILE = "a {component}; and 3 more (with it: b) is off in the sandbox: %s\n"


@pytest.fixture
def drifted(snapshots: Snapshots) -> Result:
    return judge(*snapshots("drifted"), Policy(), tenant="Tests", judged_at=NOON)


@pytest.mark.parametrize("scenario", [one for one in scenario_names() if one != "large"])
def test_no_text_of_a_scenario_falls_back_to_english(scenario: str, snapshots: Snapshots) -> None:
    result = judge(*snapshots(scenario), Policy(), tenant="Tests", judged_at=NOON)
    for language in OTHERS:
        with speaking(language):
            left = [one.message for one in result.findings if not has_message(one)]
            left += [one.fix for one in result.findings if fix_of(one) == one.fix]
            told = [*result.reasons, *(one.proof for one in result.causes), *(one.reason for one in result.gaps)]
            left += [one for one in (*told, *(one.fix for one in result.gaps)) if sentence(one) == one]
            left += [one for rule in result.rules.values() for one in (rule.title, rule.why) if not has(one)]
        assert left == [], language.code


@pytest.mark.parametrize("rule", [*all_rules(), *all_readiness_rules(), *all_causes()], ids=lambda one: one.id)
def test_the_sentence_of_each_rule_is_found_with_its_values(rule: object, drifted: Result) -> None:
    """Each template, filled with a value of its own for each place: all of them are there in the translation."""
    for template in {rule.message, getattr(rule, "many", "") or rule.message}:  # type: ignore[attr-defined]
        places = {name for _text, name, _spec, _conversion in Formatter().parse(template) if name}
        values = {name: f"<{name}>" for name in places} | ({"number": "7"} if "number" in places else {})
        finding = structs.replace(
            drifted.findings[0],
            rule=rule.id,  # type: ignore[attr-defined]
            message=template.format(**values),
            object=values.get("object", "Lead"),
            component=values.get("component", "Field__c"),
        )
        with speaking(KOREAN):
            told = message_of(finding)
        assert told != finding.message
        assert all(value in told for value in values.values())


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
def test_org_data_that_looks_like_a_sentence_stays_whole(language: Language, drifted: Result) -> None:
    rule = next(one for one in all_rules() if one.id == "field-label-changed")
    values = {"object": HOSTILE, "component": "off", "sandbox": HOSTILE, "production": "{0} nothing"}
    finding = structs.replace(
        drifted.findings[0],
        rule=rule.id,
        kind=Kind.FIELD,
        object=values["object"],
        component=values["component"],
        message=rule.message.format(**values),
        items=(),
    )
    with speaking(language):
        told = message_of(finding)
    assert told != finding.message
    assert told.count(HOSTILE) == 2
    assert ".off" in told, "a component that has the name of a value is not translated"
    assert "{0} nothing" in told


def test_several_in_one_message_are_each_translated(drifted: Result) -> None:
    several = next(one for one in drifted.findings if "; " in one.message and one.kind is Kind.FIELD)
    with speaking(language_named("de")):
        told = message_of(several)
    assert told.count("; ") == several.message.count("; ")
    assert "sandbox" not in told.replace("Sandbox", "")


def test_a_message_of_another_version_stays_english(drifted: Result) -> None:
    other = structs.replace(drifted.findings[0], message="Once it was worded otherwise.", rule="field-label-changed")
    with speaking(KOREAN):
        assert message_of(other) == "Once it was worded otherwise."
        assert not has_message(other)
    unknown = structs.replace(other, rule="no-such-rule")
    with speaking(KOREAN):
        assert message_of(unknown) == "Once it was worded otherwise."


def test_english_is_what_the_result_says(drifted: Result) -> None:
    def texts(one: Finding) -> tuple[str, str]:
        return message_of(one), fix_of(one)

    assert [texts(one) for one in drifted.findings] == [(one.message, one.fix) for one in drifted.findings]
    assert said("nothing") == "nothing"


def test_values_that_parity_wrote_are_translated() -> None:
    with speaking(language_named("de")):
        assert said("nothing") == "nichts"
        assert said("1 finding") == "1 Befund"
        assert said("1,350 findings") == "1.350 Befunde"
        assert said("A__c, B__c and 3 more") == "A__c, B__c und 3 weitere"
        assert said("Region__c") == "Region__c"
        assert said("string(18), unique, external id") == "string(18), eindeutig, externe ID"
        assert said("Active, on update") == "Active, bei Aktualisierung"
        assert said("string(18), new, unique") == "string(18), new, unique"
