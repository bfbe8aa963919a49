"""What a verdict hangs on is in a recording as it was in the org, though not one name or address is."""

import json
from typing import Any

import pytest

from parity.marketo_measure.authorize import app_names, authorize_checks
from parity.orgs.contents_wanted import Wanted, in_order
from parity.orgs.metadata_rows import OneRow
from parity.orgs.recording.addresses import end_of_range
from parity.orgs.recording.cassette import Exchange, cassette_bytes
from parity.orgs.recording.self_check import leaks_in
from parity.orgs.recording.tape import Tape
from parity.orgs.recording.vocabulary import TEXT
from parity.snapshot.contents import ContentKind
from parity.snapshot.sign_in import LoginHours
from tests.marketo_measure.test_authorize import limits, production, said, sandbox
from tests.recordings import held, scrubber


def through(found: dict[str, Any]) -> dict[str, Any]:
    """An answer as a recording has it, in which the self-check finds nothing."""
    mine = scrubber()
    body = mine.answer(json.dumps(found).encode())
    one = Exchange(method="GET", url="/services/data", asked=None, status=200, headers={}, body=body)
    assert leaks_in(cassette_bytes([one]), mine.texts.stand_ins.made, mine.texts.kept_names) == ()
    told: dict[str, Any] = json.loads(body)
    return told


def profile(ranges: list[tuple[str, str]], hours: dict[str, str] | None = None) -> dict[str, Any]:
    rows = [{"startAddress": start, "endAddress": end, "description": "Zanzibar"} for start, end in ranges]
    return {
        "attributes": {"type": "Profile"},
        "Metadata": {"loginIpRanges": rows, "loginHours": hours},
    }


RANGES: list[list[tuple[str, str]]] = [
    [("10.1.2.3", "10.1.2.9")],
    [("0.0.0.0", "255.255.255.255")],
    [("1.2.3.4", "254.2.3.4")],
    [("20.186.163.0", "23.100.229.120"), ("23.100.229.121", "52.162.84.207")],
    [("20.186.163.0", "23.100.229.119"), ("23.100.229.121", "52.162.84.207")],
    [("20.186.163.1", "99.1.2.3")],
    [("20.186.163.0", "20.186.163.15"), ("23.0.0.0", "23.255.255.255"), ("52.162.84.192", "52.162.84.206")],
    [("2620:1ec:4::7", "2620:1ec:4::9")],
    [("::ffff:10.0.0.7", "::ffff:77.0.0.1")],
    [("99.0.0.1", "10.0.0.1")],
    [("no address", "77.0.0.1")],
]


@pytest.mark.parametrize("ranges", RANGES)
def test_login_ip_ranges_admit_whom_they_admitted_and_tell_no_address(ranges: list[tuple[str, str]]) -> None:
    rows = through(profile(ranges))["Metadata"]["loginIpRanges"]
    there = [(one["startAddress"], one["endAddress"]) for one in rows]
    standings = [
        said("ip-ranges", sandbox(), production(login_limits=limits(*one))).standing for one in (ranges, there)
    ]
    assert standings[0] is standings[1]
    adobes = ("20.186.163", "23.100.229.1", "52.162.84", "0.0.0.0", "255.255.255.255")
    own = [one for each in ranges for one in each if not one.startswith(adobes)]
    assert held(own, str(there)) == []


def test_two_addresses_of_one_gap_are_told_apart_by_nothing() -> None:
    starts = {end_of_range(one, is_start=True) for one in ("20.186.163.16", "21.0.0.1", "23.100.229.111")}
    assert starts == {"20.186.163.16"}
    assert end_of_range("10.0.0.", is_start=True) is None


def test_login_hours_end_as_they_ended() -> None:
    hours = {"mondayStart": "0", "mondayEnd": "1440", "tuesdayStart": "480", "tuesdayEnd": "Zanzibar"}
    told = through(profile([], hours))["Metadata"]["loginHours"]
    assert {key: told[key] for key in ("mondayStart", "mondayEnd", "tuesdayStart")} == {
        key: hours[key] for key in ("mondayStart", "mondayEnd", "tuesdayStart")
    }
    assert "zanzibar" not in str(told).casefold()
    whole = LoginHours(day="monday", start=int(told["mondayStart"]), end=int(told["mondayEnd"]))
    assert said("login-hours", sandbox(), production(login_limits=limits(hours=(whole,)))).standing == "proven"


@pytest.mark.parametrize(
    "name", ["BizibleOAuth", "Marketo_Measure_2", "Marketo Measure Insights", "Zanzibar bizible", "Zanzibar Sync"]
)
@pytest.mark.parametrize(
    "row", [("OauthToken", "AppName"), ("LoginHistory", "Application"), ("ConnectedApplication", "Name")]
)
def test_an_app_of_marketo_measure_s_is_one_still(name: str, row: tuple[str, str]) -> None:
    table, key = row
    told = through({"records": [{"attributes": {"type": table}, key: name}]})["records"][0][key]
    assert bool(app_names(sandbox(app_tokens=(told,)))) is bool(app_names(sandbox(app_tokens=(name,))))
    assert held(["oauth", "zanzibar", "_2", "sync"], told) == []


def test_a_licence_that_salesforce_names_keeps_its_name_and_another_does_not() -> None:
    def licence(key: str, name: str) -> dict[str, Any]:
        row = {"attributes": {"type": "UserLicense"}, "LicenseDefinitionKey": key, "Name": name}
        found: dict[str, Any] = through({"records": [row]})["records"][0]
        return found

    known = licence("PID_CHATTER", "Salesforce Integration")
    assert (known["LicenseDefinitionKey"], known["Name"]) == ("PID_CHATTER", "Salesforce Integration")
    own = licence("Zanzibar_Licence", "Zanzibar Licence")
    assert held(["zanzibar"], str(own)) == []
    assert authorize_checks(sandbox(), production())[1].standing == "proven"


def test_of_a_header_stays_what_the_protocol_says() -> None:
    told = scrubber().headers(
        {
            "Sforce-Limit-Info": "api-usage=18/5000; per-app-api-usage=17/250(appName=Zanzibar)",
            "Content-Type": "application/json;charset=UTF-8; boundary=Zanzibar",
            "Retry-After": "7 Zanzibar",
            "Location": "https://zanzibar.example",
        }
    )
    assert told == {
        "Sforce-Limit-Info": "api-usage=18/5000",
        "Content-Type": "application/json;charset=UTF-8",
        "Retry-After": "7",
    }
    assert scrubber().headers({"Content-Type": "text/zanzibar"}) == {}


@pytest.mark.parametrize("body", [b'{"a":' * 900 + b"1" + b"}" * 900, b'{"Own__c": 1e999}', b'{"length": -1e999}'])
def test_a_body_beyond_all_measure_is_taken_out_and_ends_no_run(body: bytes) -> None:
    assert scrubber().answer(body) == b""


def test_a_key_that_only_looks_like_a_permission_is_a_name() -> None:
    told = through({"PermissionsZanzibar": {"Max": 1}, "PermissionsViewAllData": True})
    assert held(["zanzibar"], str(told)) == []
    assert told["PermissionsViewAllData"] is True


def test_a_key_that_people_wrote_is_a_text() -> None:
    mine = scrubber()
    (told,) = json.loads(mine.answer(b'{"Zanzibar Lead Sync": {"Max": 0}}'))
    assert told == mine.texts.scrubbed("Zanzibar Lead Sync", TEXT) != "Zanzibar Lead Sync"
    assert "Zanzibar" not in told


def test_the_beginning_of_a_name_is_found_though_its_stand_in_is_another() -> None:
    url = "/services/data/v68.0/query/?q=SELECT Username FROM User WHERE Username LIKE '{}%25' LIMIT 200"
    there = Exchange(method="GET", url=url.format("qwx"), asked=None, status=200, headers={}, body=b"{}")
    assert Tape([there]).answer("GET", url.format("abc"), None) == there
    assert Tape([there]).answer("GET", url.format("abc").replace("LIKE", "IN"), None) is None


def test_rows_with_a_claim_go_first_among_those_in_the_same_place() -> None:
    def rule(name: str, object_name: str, kind: ContentKind = ContentKind.VALIDATION_RULE) -> Wanted:
        return Wanted(kind=kind, object=object_name, name=name, row=OneRow(table="ValidationRule", id=name))

    wanted = [rule("c", "Lead"), rule("b", "Lead"), rule("a", "Lead"), rule("z", "Campaign"), rule("y", "Case")]
    assert [one.name for one in in_order(wanted, lambda _id: False)] == ["z", "a", "b", "c", "y"]
    assert [one.name for one in in_order(wanted, {"c", "y"}.__contains__)] == ["z", "c", "a", "b", "y"]
