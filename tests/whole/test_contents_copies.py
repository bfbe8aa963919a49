"""An honest copy of every kind of content, with the org's ids, hosts and names rewritten: nothing is found."""

from msgspec import structs

from parity.simulator import scenario_from
from parity.simulator.identifiers import full_id, record_id
from parity.snapshot.contents import ContentKind
from parity.verdict.decide import VerdictName
from tests.simulated import NOON, collected
from tests.whole.contents_cases import Plain, flow, hot, outcome, value
from tests.whole.contents_of_fields import KEY, LOOKUP, ROLL_UP, WON, accepts, summed
from tests.whole.contents_orgs import differing, judged


def honest(side: str) -> Plain:
    """Components that hold what a sandbox copy rewrites: org id, record type id, user name, e-mail address, host."""
    in_sandbox = side == "sandbox"
    org_id = full_id("00D8F0000008NwS" if in_sandbox else "00D300000001Nwh")
    host = "acme--uat.sandbox.my.salesforce.com" if in_sandbox else "acme.my.salesforce.com"
    words = {
        "org": org_id,
        "short": org_id[:15],
        "type": record_id("012", f"{side} Lead Direct"),
        "user": f"ada@northwind.example{'.uat' if in_sandbox else ''}",
        "mail": f"ada@northwind.example{'.invalid' if in_sandbox else ''}",
        "host": host,
        # A queue that was deployed, and a record of a custom object: each org has its own id.
        "queue": record_id("00G", f"{side} queue"),
        "record": record_id("a0B" if in_sandbox else "a1C", f"{side} record"),
        # What stands in both as production has it.
        "copied": " ".join(
            ("acme.my.salesforce.com", full_id("00D300000001Nwh"), record_id("012", "production Lead Direct"))
        ),
    }
    text = " ".join(words.values())
    formula = (
        f'$Organization.Id = "{words["org"]}" || RecordTypeId = "{words["type"]}" || $User.Username = "{words["user"]}"'
    )
    items = [{"field": "Lead.Description", "operation": "equals", "value": one} for one in words.values()]
    made = flow(outcome("Yes", *(hot(word=one) for one in words.values())))
    constant = {"name": "Where", "dataType": "String", "value": value(f"https://{host}/{words['short']}")}
    line_end = "\r\n" if in_sandbox else "\n"
    told = {"name": "Told", "description": side, "text": line_end.join(("Dear all,", host, words["user"]))}
    action = {
        "name": "Mail_It",
        "actionName": "Lead.Mail",
        "actionType": "emailAlert",
        "connector": {"targetReference": "Set_It", "isGoTo": in_sandbox},
        "inputParameters": [
            {"name": "to", "value": value(words["mail"])},
            {"name": "by", "value": value(words["queue"])},
        ],
        **({"nameSegment": "Lead.Mail", "versionSegment": 1, "storeOutputAutomatically": False} if in_sandbox else {}),
    }
    start = {"filterFormula": formula, "filterLogic": "and" if in_sandbox else None}
    # An older version runs in the sandbox, where every deployment counts one up.
    metadata = {**made, "constants": [constant], "textTemplates": [told], "actionCalls": [action], "start": start}
    roll_up = summed("sum", *({**WON, "value": one} for one in words.values()))
    return {
        "automation": [
            {
                "table": "FlowDefinitionView",
                "object": "Lead",
                "name": "Honest",
                "metadata": metadata,
                "version": 9 if in_sandbox else 3,
                "active_version": 7 if in_sandbox else 3,
            },
            {"table": "ValidationRule", "object": "Lead", "name": "Honest_Rule", "formula": formula},
            {"table": "WorkflowRule", "object": "Lead", "name": "Honest_Criteria", "criteria": items},
            {"table": "WorkflowRule", "object": "Lead", "name": "Honest_Formula", "formula": formula},
            {"table": "ProcessDefinition", "object": "Lead", "name": "Honest_Approval", "steps": ["A", "B"]},
        ],
        "contents": {
            "CustomField": {
                "Account.Honest__c": roll_up,
                "Lead.Honest_Lookup__c": accepts(*({**KEY, "value": one} for one in words.values())),
                "Lead.Hidden__c": {"defaultValue": f'"{text}"', "businessOwnerUser": words["user"]},
            }
        },
        "triggers": {
            "LeadRouting": {"body": line_end.join(("trigger LeadRouting on Lead (before insert) {", "}", ""))}
        },
    }


def test_honest_copies_have_no_findings() -> None:
    both = {
        "fields": {
            "Account.Honest__c": ROLL_UP,
            "Lead.Honest_Lookup__c": "reference(Account)",
            "Lead.Hidden__c": "string(80)",
        },
        "hidden_fields": {"Lead": ["Hidden__c"]},
    }
    sides = {side: {**honest(side), "fields": {"Lead.Honest_Lookup__c": LOOKUP}} for side in ("sandbox", "production")}
    pair = collected(scenario_from("honest", {"both": both, **sides}, NOON.date()))
    hosts = ("https://acme--uat.sandbox.my.salesforce.com", "https://acme.my.salesforce.com")
    sandbox, production = (
        structs.replace(one, org=structs.replace(one.org, instance_url=host))
        for one, host in zip(pair, hosts, strict=True)
    )
    assert sandbox.contents is not None
    assert {one.kind for one in sandbox.contents.read} >= set(ContentKind) - {ContentKind.PROCESS}
    result = judged(sandbox, production)
    assert differing(result) == []
    assert result.gaps == ()
    assert result.verdict is VerdictName.GO
