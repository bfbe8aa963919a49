"""Whatever an org answers: no word of its own comes through, and what belonged together still does."""

import json
import re
from typing import Any
from urllib.parse import quote, unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parity.orgs.recording.cassette import Exchange, cassette_bytes
from parity.orgs.recording.scrubber import Scrubber
from parity.orgs.recording.self_check import leaks_in
from parity.orgs.recording.vocabulary import is_known_key, kept_words
from parity.snapshot.ids import full_id
from tests.recordings import held, scrubber
from tests.simulated import READ_AT

#: Words of an org, in any script, long enough not to come about by chance.
PLANTED = st.one_of(
    st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=9, max_size=24),
    st.text("äöüßéèñçøåÀÉÎÕÜ", min_size=9, max_size=16),
    st.text("привествуаяДЖЭ", min_size=9, max_size=16),
    st.text("東京都渋谷区神宮前顧客管理", min_size=9, max_size=12),
    st.text("0123456789", min_size=11, max_size=14),
).filter(lambda one: one.lower() not in kept_words() and len(set(one)) > 2)
#: What an org's people put around it.
AROUND = (
    "{}",
    "{}__c",
    "My {} label",
    "{}@mail.example.invalid",
    "https://{}.my.salesforce.com/x",
    "<b>{}</b>",
    "00D000000000001!AQ{}",
)
FURTHER = (
    "IF({}__c = '{}', 1, 2)",
    "{}__{}__c",
    "Lead.{}",
    f"/services/data/v{READ_AT}/sobjects/{{}}",
    "'; DROP {} --",
    "{}\u0000\u202e{}",
)
KEYS = (
    "label",
    "name",
    "value",
    "Body",
    "calculatedFormula",
    "Name",
    "DeveloperName",
    "type",
    "Status",
    "errorCode",
    "message",
)
MORE_KEYS = (
    "url",
    "version",
    "validFor",
    "language",
    "CreatedDate",
    "access_token",
    "Metadata",
    "referenceTo",
    "DataType",
)
HOSTILE: st.SearchStrategy[tuple[str, str]] = st.builds(
    lambda around, word: (around.replace("{}", word), word), st.sampled_from((*AROUND, *FURTHER)), PLANTED
)


def leaks(mine: Scrubber, body: bytes) -> tuple[Any, ...]:
    """What the self-check finds in a cassette with this answer."""
    held_by = Exchange(method="GET", url="/services/data", asked=None, status=200, headers={}, body=body)
    return leaks_in(cassette_bytes([held_by]), mine.texts.stand_ins.made, mine.texts.kept_names)


@st.composite
def answers(draw: st.DrawFn) -> tuple[Any, list[str]]:
    """JSON of any form with planted texts, as keys and as values, under keys of the protocol and under any other."""
    words: list[str] = []

    def planted() -> str:
        text, word = draw(HOSTILE)
        words.append(word)
        return text

    def key() -> str:
        return draw(st.sampled_from((*KEYS, *MORE_KEYS))) if draw(st.booleans()) else planted()

    def value(depth: int) -> Any:
        kind = draw(st.integers(0, 5 if depth else 2))
        if kind <= 2:
            return planted() if kind else draw(st.one_of(st.none(), st.booleans()))
        if kind == 3:
            return [value(depth - 1) for _ in range(draw(st.integers(0, 3)))]
        return {key(): value(depth - 1) for _ in range(draw(st.integers(0, 3)))}

    found = [value(2), {key(): value(2), "records": [{"attributes": {"type": planted()}, key(): value(1)}]}]
    return found, words


@settings(max_examples=60, deadline=None)
@given(answers(), st.binary(min_size=32, max_size=32))
def test_nothing_planted_comes_through_and_the_self_check_agrees(told: tuple[Any, list[str]], key: bytes) -> None:
    found, words = told
    mine = scrubber(key)
    body = mine.answer(json.dumps(found).encode())
    assert held(words, body.decode()) == []
    assert leaks(mine, body) == ()


@settings(max_examples=50, deadline=None)
@given(HOSTILE)
def test_what_was_asked_tells_nothing_either(planted: tuple[str, str]) -> None:
    text, word = planted
    mine = scrubber()
    soql = "SELECT Id FROM User WHERE Username = '{}' AND DeveloperName IN ('{}', 'b')".replace(
        "{}", text.replace("'", "\\'")
    )
    url = f"https://{quote(word)}.example/services/data/v{READ_AT}/query/?q={quote(soql)}"
    asked = json.dumps({"compositeRequest": [{"url": url, "referenceId": word, "method": word}]})
    for written in (mine.url(url), mine.request(asked) or ""):
        assert held([word], unquote(unquote(written))) == []
    assert mine.request(f"grant_type=password&password={word}") is None
    assert mine.headers({"Authorization": word, "Set-Cookie": word, "Content-Type": word, "Server": word}) == {}


@pytest.mark.parametrize(
    "key", ["access_token", "refresh_token", "id_token", "sessionId", "client_secret", "signature"]
)
def test_secrets_leave_nothing(key: str) -> None:
    assert scrubber().value({key: "5Aep861TSESvWeug"}) == {key if is_known_key(key) else scrubber().key(key): ""}


@pytest.mark.parametrize("body", [b"<html>Acme login</html>", b"\xff\xfe", b'"Acme"', b"Acme", b'{"label": "\\ud83d"}'])
def test_a_body_that_is_no_answer_is_taken_out(body: bytes) -> None:
    assert scrubber().answer(body) == b""


def test_names_of_salesforce_and_of_the_package_stay() -> None:
    row = {
        "attributes": {"type": "FieldDefinition"},
        "QualifiedApiName": "AnnualRevenue",
        "EntityDefinition": {"QualifiedApiName": "bizible2__Bizible_Person__c"},
        "DataType": "Currency(18, 0)",
        "LastModifiedDate": "2026-08-26T04:00:00.000+0000",
    }
    assert scrubber().value(row) == row
    error = [{"errorCode": "INVALID_FIELD", "message": "No such column 'TriggerOrder' on entity 'FlowDefinitionView'."}]
    assert scrubber().value(error) == error


def test_people_s_texts_keep_no_word_even_of_salesforce_s() -> None:
    label = scrubber().value({"label": "Lead Status Amount", "name": "Status"})
    assert held(["Lead", "Status", "Amount"], label["label"]) == []
    assert label["name"] == "Status"


def test_what_a_copy_of_an_org_rewrites_still_holds() -> None:
    mine = scrubber()
    text = mine.texts.scrubbed
    user, copied = (text(one, "text") for one in ("ann.lee@acme.com", "ann.lee@acme.com.UAT1"))
    assert copied == f"{user}.{text('UAT1', 'text')}"
    assert text("ann.lee@acme.com.invalid", "text") == f"{user}.invalid"
    host = mine.instance("https://acme--uat1.sandbox.my.salesforce.com")
    assert host == f"https://{text('acme', 'text')}--{text('uat1', 'text')}.sandbox.my.salesforce.com"
    formula = text('HYPERLINK("https://acme--uat1.sandbox.my.salesforce.com/" & Id, Name)', "code")
    assert host in formula
    assert formula.startswith("HYPERLINK(") is ("hyperlink" in kept_words())
    record_id = "00D8F0000008NwSUAU"
    assert text(f"Org {record_id[:15]}", "text").split()[1] == text(record_id, "name")[:15]
    assert full_id(text(record_id, "name")[:15]) == text(record_id, "name")


def test_one_name_is_one_name_everywhere() -> None:
    mine = scrubber()
    field = mine.value({"fields": [{"name": "Region__c", "calculatedFormula": "ISBLANK(Region__c)"}]})["fields"][0]
    name = field["name"]
    assert name.endswith("__c")
    assert name in field["calculatedFormula"]
    assert mine.value({"name": "Region__pc"})["name"] == name.replace("__c", "__pc")
    assert mine.value({"relationshipName": "Region__r"})["relationshipName"] == name.replace("__c", "__r")
    row = {"attributes": {"type": "CustomField"}, "DeveloperName": "Region"}
    assert mine.value(row)["DeveloperName"] == name.removesuffix("__c")
    asked = unquote(mine.url(f"/services/data/v{READ_AT}/query/?q={quote(_FIELDS)}"))
    assert f"DeveloperName IN ('{name.removesuffix('__c')}', '" in asked
    trigger = {"attributes": {"type": "ApexClass"}, "Name": "LeadRouter", "Body": "class LeadRouter { }"}
    scrubbed = mine.value(trigger)
    assert re.findall(r"\w+", scrubbed["Body"])[1] == scrubbed["Name"] != "LeadRouter"
    package = mine.value({"NamespacePrefix": "q2c", "QualifiedApiName": "q2c__Quote__c"})
    assert package["QualifiedApiName"].startswith(f"{package['NamespacePrefix']}__")


_FIELDS = "SELECT Id FROM CustomField WHERE DeveloperName IN ('Region', 'Tier') AND TableEnumOrId = 'Lead' LIMIT 2000"


def test_keep_names_keeps_custom_api_names_and_nothing_else() -> None:
    mine = scrubber(keep_names=True)
    field = {
        "name": "Region__c",
        "label": "Sales Region",
        "referenceTo": ["q2c__Quote__c"],
        "inlineHelpText": "Region__c",
    }
    found = mine.value(field)
    (target,) = found["referenceTo"]
    assert found["name"] == "Region__c"
    assert target.endswith("__Quote__c")
    assert not target.startswith("q2c"), "the namespace of a package is not kept: its list has a stand-in too"
    assert held(["sales", "region"], found["label"] + found["inlineHelpText"]) == []
    row = {"attributes": {"type": "CustomField"}, "DeveloperName": "Region"}
    assert mine.value(row)["DeveloperName"] == "Region"
    assert leaks(mine, json.dumps([found, mine.value(row)]).encode()) == ()


def test_numbers_and_flags_of_known_keys_stay_and_of_others_do_not() -> None:
    found = scrubber().value({"length": 255, "nillable": True, "Revenue_Target__c": 918273, "BodyCrc": 1551937263.0})
    assert (found["length"], found["nillable"]) == (255, True)
    others = [value for key, value in found.items() if key not in {"length", "nillable"}]
    assert not {918273, 1551937263.0} & set(others)
    assert scrubber().value({"BodyCrc": 1551937263.0}) == {"BodyCrc": found["BodyCrc"]}
