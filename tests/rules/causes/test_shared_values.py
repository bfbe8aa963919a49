"""Record types, value sets and languages, on two small orgs."""

from typing import Any

import pytest
from msgspec import structs

from parity.compare.difference import Kind
from parity.rules.finding import Certainty, Finding, Severity
from parity.snapshot.records import Field, PicklistValue, RecordType, Role, SignedInUser, Snapshot
from tests.rules.causes.small import PRODUCTION, SANDBOX, cause_of, changed, finding, folded, item, only_in, org


def with_types(role: Role, **names: bool | None) -> Snapshot:
    base = org(role, "Lead", "Case")
    types = tuple(RecordType(developer_name=one, master=master) for one, master in names.items())
    lead = structs.replace(base.objects["Lead"], record_types=types)
    return structs.replace(base, objects={**base.objects, "Lead": lead})


def test_record_types_in_one_org_only_explain_themselves_and_the_field_that_holds_them() -> None:
    sandbox, production = with_types(SANDBOX, Two=False, One=None, Master=True), with_types(PRODUCTION, Master=True)
    types = only_in(SANDBOX, "Lead.One", "Lead.Two", "Lead.Master", kind=Kind.RECORD_TYPE)
    others = only_in(SANDBOX, "Lead.RecordTypeId", "Lead.Other__c", "Case.RecordTypeId")
    own, cause, explained = cause_of(
        (*types, *others, *only_in(PRODUCTION, "Lead.Three", kind=Kind.RECORD_TYPE)), sandbox, production
    )
    assert (own.rule, own.object, own.component) == ("cause-record-types", "Lead", "Lead")
    assert (own.sandbox, own.production) == ("One, Two", None)
    assert explained == ["Lead.One", "Lead.Two", "Lead.RecordTypeId"]
    assert cause.proof == "describe of Lead lists record types in sandbox only."
    assert folded(types, sandbox, with_types(PRODUCTION, Other=False)) == []
    assert folded(types, sandbox, org(PRODUCTION, "Case")) == []


def values(*names: str, **labels: str) -> tuple[PicklistValue, ...]:
    return tuple(PicklistValue(one, labels.get(one, one), True, False, None) for one in names)


def with_lists(role: Role, *fields: str, held: tuple[PicklistValue, ...]) -> Snapshot:
    base = org(role, *fields)
    objects = {
        name: structs.replace(one, fields=tuple(structs.replace(each, picklist_values=held) for each in one.fields))
        for name, one in base.objects.items()
    }
    return structs.replace(base, objects=objects)


def of_values(name: str, *wanted: str) -> Finding:
    items = tuple(item(f"picklistValues[{one}]", "there", None) for one in wanted)
    return finding(
        name, sandbox="x", production="y", attribute="picklistValues", rule="picklist-value-missing", items=items
    )


def listed(findings: tuple[Finding, ...], *fields: str) -> list[tuple[Finding, Any, list[str]]]:
    sandbox = with_lists(SANDBOX, *fields, held=values("Hot", "Cold"))
    return folded(findings, sandbox, with_lists(PRODUCTION, *fields, held=values("Cold")))


def test_fields_of_one_standard_value_set_are_one_cause() -> None:
    fields = ("Lead.Rating", "Account.Rating")
    ((own, cause, explained),) = listed(tuple(of_values(one, "Hot") for one in fields), *fields)
    assert (own.rule, own.component) == ("cause-value-set", "Account.Rating, Lead.Rating")
    assert (own.sandbox, own.production, cause.certainty) == ("one list", "another", Certainty.PROVEN)
    assert cause.proof == "All of them show the standard value set AccountRating, and differ in the same way."
    assert sorted(explained) == sorted(fields)


def test_custom_fields_that_differ_alike_are_likely_one_value_set() -> None:
    fields = ("Lead.A__c", "Case.B__c")
    ((own, cause, _),) = listed(tuple(of_values(one, "Hot") for one in fields), *fields)
    assert (own.component, cause.certainty) == ("Case.B__c, Lead.A__c", Certainty.LIKELY)
    assert "describe does not name the value set" in cause.proof


@pytest.mark.parametrize(
    "findings",
    [
        (of_values("Lead.A__c", "Hot"),),
        (of_values("Lead.A__c", "Hot"), of_values("Case.B__c", "Warm")),
        (of_values("Lead.Rating", "Hot"), of_values("Lead.Industry", "Hot")),
        (of_values("Lead.A__c", "Hot"), of_values("Case.Origin", "Hot")),
        (changed("Lead.A__c", length=(1, 2)), changed("Case.B__c", length=(1, 2))),
        (of_values("Lead.A__c"), of_values("Case.B__c")),
    ],
    ids=["one field", "another way", "no one set", "one is standard", "no values", "no items"],
)
def test_fields_that_need_not_share_a_list_have_no_cause(findings: tuple[Finding, ...]) -> None:
    assert listed(findings, *(f"{one.object}.{one.component}" for one in findings)) == []


def test_fields_that_hold_other_values_share_no_list() -> None:
    fields = ("Lead.A__c", "Case.B__c")
    sandbox = with_lists(SANDBOX, *fields, held=values("Hot", "Cold"))
    lead = with_lists(SANDBOX, "Lead.A__c", held=values("Hot", "Cold", Hot="Heiß"))
    other = structs.replace(sandbox, objects={**sandbox.objects, **lead.objects})
    production = with_lists(PRODUCTION, *fields, held=values("Cold"))
    findings = tuple(of_values(one, "Hot") for one in fields)
    assert len(folded(findings, sandbox, production)) == 1
    assert folded(findings, other, production) == []


def labelled(role: Role, language: str | None, number: int) -> Snapshot:
    fields = tuple(
        Field(name=f"F{one}__c", type="string", label=f"F{one}", inline_help_text="help" if one == 0 else None)
        for one in range(number)
    )
    base = org(role, "Lead", user=SignedInUser(language=language))
    return structs.replace(base, objects={"Lead": structs.replace(base.objects["Lead"], fields=fields)})


def relabelled(number: int) -> tuple[Finding, ...]:
    return tuple(
        structs.replace(
            changed(f"Lead.F{one}__c", label=("a", "b")), rule="field-label-changed", severity=Severity.INFO
        )
        for one in range(number)
    )


@pytest.mark.parametrize(
    ("languages", "number", "spoken"),
    [
        ((None, "de"), 3, True),
        (("en_US", None), 3, True),
        ((None, None), 3, True),
        ((None, "de"), 2, False),
        (("en_US", "en_US"), 9, False),
        ((None, "de"), 0, False),
    ],
)
def test_many_other_labels_are_likely_another_language(
    languages: tuple[str | None, str | None], number: int, spoken: bool
) -> None:
    # Nine labels and one help text: three of ten are a share of 0.3.
    orgs = labelled(SANDBOX, languages[0], 9), labelled(PRODUCTION, languages[1], 9)
    findings = (*relabelled(number), changed("Lead.Other__c", length=(1, 2)))
    causes = folded(findings, *orgs)
    assert bool(causes) is spoken
    if spoken:
        own, cause, explained = causes[0]
        assert (own.rule, own.component, own.sandbox, own.production) == ("cause-language", "language", *languages)
        assert (cause.certainty, len(explained)) == (Certainty.LIKELY, number)
        assert cause.proof == "The language of at least one user is not known, and labels differ in many places."


def test_picklist_values_that_both_have_count_as_labels() -> None:
    sandbox = with_lists(SANDBOX, "Lead.A__c", held=values("Hot", "Cold", "Warm", "Old"))
    production = with_lists(PRODUCTION, "Lead.A__c", held=values("Hot", "Cold", "Warm", "New", "Newer"))
    orgs = structs.replace(sandbox, user=SignedInUser()), production
    of_labels = structs.replace(changed("Lead.A__c", x=("a", "b")), rule="picklist-label-changed")
    assert len(folded((of_labels,), *orgs)) == 1, "one of three labels"
    more = with_lists(PRODUCTION, "Lead.A__c", held=values("Hot", "Cold", "Warm", "Old"))
    assert folded((of_labels,), orgs[0], more) == [], "one of four"


def test_record_types_of_production_are_told_by_name_too() -> None:
    sandbox, production = with_types(SANDBOX, Master=True), with_types(PRODUCTION, Two=False, One=None)
    own, _, _ = cause_of(only_in(PRODUCTION, "Lead.One", kind=Kind.RECORD_TYPE), sandbox, production)
    assert (own.sandbox, own.production) == (None, "One, Two")


def test_two_fields_that_gained_other_values_in_production_share_no_list() -> None:
    fields = ("Lead.A__c", "Case.B__c")
    findings = tuple(
        structs.replace(of_values(one, "Hot"), items=(item("picklistValues[Hot]", "there", side),))
        for one, side in zip(fields, ("x", "y"), strict=True)
    )
    assert listed(findings, *fields) == []


def test_a_field_without_a_list_of_values_holds_none() -> None:
    fields = ("Lead.A__c", "Case.B__c")
    findings = tuple(of_values(one, "Hot") for one in fields)
    # Neither org tells the values of either field: their lists are alike.
    assert len(folded(findings, org(SANDBOX, *fields), org(PRODUCTION, *fields))) == 1
    assert len(folded(findings, org(SANDBOX), org(PRODUCTION, *fields))) == 1


def test_a_field_that_one_org_lacks_does_not_end_the_count_of_labels() -> None:
    sandbox, production = labelled(SANDBOX, None, 9), labelled(PRODUCTION, "de", 9)
    lead = production.objects["Lead"]
    without = structs.replace(production, objects={"Lead": structs.replace(lead, fields=lead.fields[1:])})
    # Eight labels are left: two of them are less than a share of 0.3, three are more.
    assert folded(relabelled(2), sandbox, without) == []
    assert len(folded(relabelled(3), sandbox, without)) == 1
