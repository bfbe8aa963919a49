"""The simulated orgs, asked by clients that know nothing of parity."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from msgspec import structs
from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import SalesforceExpiredSession, SalesforceMalformedRequest

from parity.simulator import RunningOrg, load_scenario, serve
from parity.simulator.tables import PAGE

#: The newest that the simulated orgs offer.
VERSION = load_scenario("identical").production.versions[-1]
_PART = {"method": "GET", "url": f"/services/data/v{VERSION}/sobjects/Lead/describe", "referenceId": "a"}
_QUERY = {**_PART, "url": f"/services/data/v{VERSION}/query/?q=x"}


@pytest.fixture(scope="module")
def org() -> Iterator[RunningOrg]:
    with serve(load_scenario("hidden-fields").sandbox, seed="simulator") as running_org:
        yield running_org


def get(org: RunningOrg, path: str, **parameters: str) -> requests.Response:
    headers = {"Authorization": f"Bearer {org.credentials.session_id}"}
    return requests.get(f"{org.url}/services/data/v{VERSION}/{path}", params=parameters, headers=headers, timeout=60)


@pytest.fixture
def client(org: RunningOrg) -> Salesforce:
    """simple-salesforce as it comes, but for the plain http of a loopback address."""
    found = Salesforce(instance_url=org.url, session_id=org.credentials.session_id, version=VERSION)
    found.base_url = f"{org.url}/services/data/v{VERSION}/"
    found.tooling_url = f"{found.base_url}tooling/"
    return found


def test_a_client_of_another_make_can_query(client: Any) -> None:
    answer = client.query("SELECT Id, Name, IsSandbox FROM Organization")
    assert answer["records"][0]["IsSandbox"] is True
    triggers = client.toolingexecute("query", params={"q": "SELECT Name FROM ApexTrigger WHERE TableEnumOrId = 'Lead'"})
    assert {row["Name"] for row in triggers["records"]} >= {"LeadRouting", "LeadScoring"}
    with pytest.raises(SalesforceMalformedRequest):
        client.query("SELECT FROM WHERE")
    with pytest.raises(SalesforceMalformedRequest):
        client.query("SELECT Nonsense__c FROM Organization")
    with pytest.raises(SalesforceMalformedRequest):
        client.query("SELECT SandboxName FROM SandboxProcess")


def test_long_answers_come_in_pages() -> None:
    rows = tuple({"Id": f"003{number:012d}AAA", "Name": f"Row {number}"} for number in range(PAGE * 2 + 1))
    pair = load_scenario("identical")
    with serve(structs.replace(pair.sandbox, tables={"Contact": rows}), seed="pages") as paged:
        seen = get(paged, "query", q="SELECT Id FROM Contact").json()
        assert (seen["totalSize"], seen["done"], len(seen["records"])) == (len(rows), False, PAGE)
        ids = [row["Id"] for row in seen["records"]]
        while not seen["done"]:
            seen = requests.get(
                f"{paged.url}{seen['nextRecordsUrl']}",
                headers={"Authorization": f"Bearer {paged.credentials.session_id}"},
                timeout=60,
            ).json()
            ids += [row["Id"] for row in seen["records"]]
        assert ids == [row["Id"] for row in rows]


def test_hidden_fields_are_simply_absent(org: RunningOrg) -> None:
    names = {field["name"] for field in get(org, "sobjects/Lead/describe").json()["fields"]}
    assert "Region__c" not in names
    assert "Sub_Region__c" in names


def test_every_request_costs_a_credit_and_says_so(org: RunningOrg) -> None:
    before = org.api_calls_remaining
    answer = get(org, "limits")
    assert org.api_calls_remaining == before - 1
    assert answer.json()["DailyApiRequests"] == {"Max": org.org.daily_max, "Remaining": before - 1}
    assert answer.headers["Sforce-Limit-Info"] == f"api-usage={org.org.daily_max - before + 1}/{org.org.daily_max}"


def test_describe_global_lists_the_objects(org: RunningOrg) -> None:
    answer = get(org, "sobjects").json()
    assert {"Lead", "Contact", "Account", "Opportunity", "Campaign", "Case"} <= {
        one["name"] for one in answer["sobjects"]
    }


def test_the_columns_of_a_query_are_told(org: RunningOrg) -> None:
    answer = get(org, "query", q="SELECT Username, Profile.Name FROM User", columns="true").json()
    assert [one["columnName"] for one in answer["columnMetadata"]] == ["Username", "Profile"]
    assert [one["columnName"] for one in answer["columnMetadata"][1]["joinColumns"]] == ["Name"]


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (
            [{"method": "GET", "url": f"/services/data/v{VERSION}/sobjects/Lead/describe", "referenceId": "a"}] * 26,
            "25",
        ),
        ([_QUERY] * 6, "5"),
        ([], "required"),
    ],
)
def test_a_composite_has_salesforces_limits(parts: list[Any], told: str, org: RunningOrg) -> None:
    answer = requests.post(
        f"{org.url}/services/data/v{VERSION}/composite",
        json={"compositeRequest": parts},
        headers={"Authorization": f"Bearer {org.credentials.session_id}"},
        timeout=60,
    )
    assert answer.status_code == 400
    assert told in answer.json()[0]["message"]


def test_a_foreign_session_is_refused(org: RunningOrg, client: Any) -> None:
    client.session_id = "00D8F0000008NwS!nobody"
    client.headers["Authorization"] = "Bearer 00D8F0000008NwS!nobody"
    with pytest.raises(SalesforceExpiredSession):
        client.query("SELECT Id FROM Organization")
    assert requests.get(f"{org.url}/services/data", timeout=60).status_code == 200


def test_who_is_signed_in_is_told_here_and_by_no_other_server(org: RunningOrg) -> None:
    """jsforce and others follow the `identity` that the list of resources names."""
    headers = {"Authorization": f"Bearer {org.credentials.session_id}"}
    listed = requests.get(f"{org.url}/services/data/v63.0", headers=headers, timeout=60).json()
    assert listed["identity"].startswith(f"{org.url}/id/00D")
    told = requests.get(f"{listed['identity']}?format=json", headers=headers, timeout=60).json()
    assert (told["username"], told["id"]) == (org.credentials.username, listed["identity"])
    other = f"{org.url}/id/00D000000000000AAA/005000000000000AAA"
    assert requests.get(other, headers=headers, timeout=60).status_code == 404


def test_a_call_of_the_metadata_api_is_told_that_there_is_none(org: RunningOrg) -> None:
    answer = requests.post(f"{org.url}/services/Soap/m/63.0", data=b"<x/>", timeout=60)
    assert answer.status_code == 500
    assert "A simulated org has no Metadata API" in answer.text
