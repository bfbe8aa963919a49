"""Cases of the rules on fields, picklists and objects."""

from tests.rules.drift.edits import (
    NOTE,
    REGION,
    WEIGHT,
    Case,
    drops,
    drops_value,
    field,
    hides,
    in_both,
    in_production,
    in_sandbox,
    sandbox_then_production,
    sets,
    sets_object,
    sets_value,
)

BAND, PARTNER, PACKAGE = "Lead.Score_Band__c", "Lead.Partner_Account__c", "Lead.bizible2__Account__c"

CASES_OF_FIELDS: dict[str, Case] = {
    "field-missing-in-sandbox": Case(in_sandbox(drops(NOTE)), in_both(drops(NOTE))),
    "field-only-in-sandbox": Case(in_production(drops(NOTE)), in_production(drops("Lead.Jigsaw"))),
    "standard-field-only-in-sandbox": Case(in_production(drops("Lead.Jigsaw")), in_sandbox(drops("Lead.Jigsaw"))),
    "field-not-visible": Case(in_sandbox(drops(NOTE, defined=True)), in_sandbox(drops(NOTE))),
    "field-missing-or-not-visible": Case(in_sandbox(drops(NOTE, defined=None)), in_sandbox(drops(NOTE, defined=True))),
    "field-type-changed": Case(in_sandbox(sets(NOTE, type="email")), in_sandbox(sets(NOTE, soapType="tns:ID"))),
    "field-narrower-in-production": Case(in_sandbox(sets(NOTE, length=200)), in_production(sets(NOTE, length=200))),
    "field-wider-in-production": Case(in_production(sets(NOTE, length=200)), in_sandbox(sets(NOTE, length=200))),
    "field-required-in-production": Case(
        in_production(sets(NOTE, nillable=False)), in_sandbox(sets(NOTE, nillable=False))
    ),
    "field-required-in-sandbox-only": Case(
        in_sandbox(sets(NOTE, nillable=False)), in_production(sets(NOTE, nillable=False))
    ),
    "field-unique-in-production": Case(in_production(sets(NOTE, unique=True)), in_sandbox(sets(NOTE, unique=True))),
    "field-unique-in-sandbox-only": Case(in_sandbox(sets(NOTE, unique=True)), in_production(sets(NOTE, unique=True))),
    "field-external-id-changed": Case(in_sandbox(sets(NOTE, externalId=True)), in_both(sets(NOTE, externalId=True))),
    "field-formula-changed": Case(
        in_sandbox(sets(BAND, calculatedFormula='"High"')),
        lambda sandbox, _production: sets(BAND, calculatedFormula=f"\n {field(sandbox, BAND)['calculatedFormula']} \t")(
            sandbox
        ),
    ),
    "field-reference-changed": Case(
        in_sandbox(sets(PARTNER, referenceTo=["Contact"])), in_both(sets(PARTNER, referenceTo=["Contact"]))
    ),
    "field-default-changed": Case(
        in_sandbox(sets(NOTE, defaultValueFormula='"x"')), in_both(sets(NOTE, defaultValueFormula='"x"'))
    ),
    "field-encryption-changed": Case(in_sandbox(sets(NOTE, encrypted=True)), in_both(sets(NOTE, encrypted=True))),
    "field-label-changed": Case(
        in_sandbox(sets(NOTE, label="Another")),
        lambda sandbox, _production: (sets(NOTE, label="Anmerkung")(sandbox), sandbox["user"].update(language="de")),
    ),
    "field-help-text-changed": Case(
        in_sandbox(sets(NOTE, inlineHelpText="Help")), in_both(sets(NOTE, inlineHelpText="Help"))
    ),
    "field-name-case-changed": Case(
        in_sandbox(sets(NOTE, name="campaign_note__c")), in_both(sets(NOTE, name="campaign_note__c"))
    ),
    "hidden-field-changed": Case(
        sandbox_then_production(hides(NOTE, "Text(80)"), hides(NOTE, "Text(40)")), in_both(hides(NOTE, "Text(80)"))
    ),
    "field-rounded-in-production": Case(
        in_production(sets(WEIGHT, precision=11, scale=2)), in_production(sets(WEIGHT, precision=12, scale=4))
    ),
    "field-derived-property-changed": Case(
        in_sandbox(sets(NOTE, sortable=False)), in_sandbox(sets(NOTE, sortable=False, type="int"))
    ),
    "field-property-changed": Case(in_sandbox(sets(NOTE, nameField=True)), in_sandbox(sets(NOTE, byteLength=7))),
    "object-label-changed": Case(
        in_sandbox(sets_object("Lead", label="Prospect")), in_both(sets_object("Lead", label="Prospect"))
    ),
    "object-property-changed": Case(
        in_sandbox(sets_object("Lead", feedEnabled=False)), in_sandbox(sets_object("Lead", urls={"x": "y"}))
    ),
    "picklist-value-missing-in-sandbox": Case(
        in_sandbox(drops_value("Lead.Rating", "Hot")), in_production(drops_value("Lead.Rating", "Hot"))
    ),
    "picklist-value-only-in-sandbox": Case(
        in_production(drops_value("Lead.Rating", "Hot")), in_sandbox(drops_value("Lead.Rating", "Hot"))
    ),
    "picklist-value-inactive-in-sandbox": Case(
        in_sandbox(sets_value("Lead.Rating", "Hot", active=False)),
        in_production(sets_value("Lead.Rating", "Hot", active=False)),
    ),
    "picklist-value-inactive-in-production": Case(
        in_production(sets_value("Lead.Rating", "Hot", active=False)),
        in_sandbox(sets_value("Lead.Rating", "Hot", active=False)),
    ),
    "picklist-default-changed": Case(
        in_sandbox(sets_value("Lead.Rating", "Hot", defaultValue=True)),
        in_both(sets_value("Lead.Rating", "Hot", defaultValue=True)),
    ),
    "picklist-label-changed": Case(
        in_sandbox(sets_value("Lead.Rating", "Hot", label="Very hot")),
        lambda sandbox, _production: field(sandbox, "Lead.Rating")["picklistValues"].reverse(),
    ),
    "picklist-dependency-changed": Case(
        in_sandbox(sets_value("Lead.Sub_Region__c", "Oslo", validFor=["South"])),
        sandbox_then_production(
            sets_value("Lead.Sub_Region__c", "Bergen", validFor=["North", "West"]),
            sets_value("Lead.Sub_Region__c", "Bergen", validFor=["West", "North"]),
        ),
    ),
    "picklist-restricted-in-production": Case(
        in_sandbox(sets(REGION, restrictedPicklist=False)), in_production(sets(REGION, restrictedPicklist=False))
    ),
    "picklist-restricted-in-sandbox-only": Case(
        in_production(sets(REGION, restrictedPicklist=False)), in_sandbox(sets(REGION, restrictedPicklist=False))
    ),
    "picklist-length-changed": Case(in_sandbox(sets(REGION, length=40)), in_sandbox(sets(NOTE, length=40))),
}
