"""Which describe and ApexTrigger properties are not compared, and why. docs/what-is-compared.md is made from it.

A property that is in no list is compared, and a difference in it is reported.
"""

#: Field properties that are never drift by themselves.
FIELD_NOT_COMPARED = {
    "byteLength": "follows from `length`: three bytes a character",
    "createable": "a right of the signed-in user: readiness looks at the integration user's",
    "soapType": "follows from `type`",
    "updateable": "a right of the signed-in user: readiness looks at the integration user's",
}

#: Object properties that are never drift.
OBJECT_NOT_COMPARED = {
    "actionOverrides": "user interface only",
    "associateEntityType": "follows from the object",
    "associateParentEntity": "follows from the object",
    "createable": "a right of the signed-in user: readiness looks at the integration user's",
    "deletable": "a right of the signed-in user",
    "mergeable": "a right of the signed-in user",
    "queryable": "a right of the signed-in user: readiness looks at the integration user's",
    "retrieveable": "a right of the signed-in user",
    "undeletable": "a right of the signed-in user",
    "updateable": "a right of the signed-in user: readiness looks at the integration user's",
    "childRelationships": "other objects' lookups: outside of the six objects",
    "extendedBy": "follows from the object",
    "extendsInterfaces": "follows from the object",
    "fields": "compared one by one",
    "implementedBy": "follows from the object",
    "implementsInterfaces": "follows from the object",
    "keyPrefix": "an org gives one to each custom object; that of a standard object is the same everywhere",
    "namedLayoutInfos": "user interface only",
    "recordTypeInfos": "compared one by one, as record types",
    "sobjectDescribeOption": "tells how describe was asked",
    "supportedScopes": "list views only",
    "urls": "differ between any two orgs",
}

#: Record type properties that are never drift.
RECORD_TYPE_NOT_COMPARED = {
    "available": "a right of the signed-in user",
    "defaultRecordTypeMapping": "the signed-in user's: readiness looks at the integration user's on Campaign",
    "recordTypeId": "ids differ between any two orgs",
    "urls": "differ between any two orgs",
}

#: ApexTrigger columns that are never drift by themselves.
TRIGGER_NOT_COMPARED = {
    "IsValid": "says that something it depends on changed since it was last compiled: readiness tells it once an org",
    "LengthWithoutComments": "follows from the body, whose checksum is compared",
}

#: All of these, by what has the property.
PROPERTIES = {
    "field": FIELD_NOT_COMPARED,
    "object": OBJECT_NOT_COMPARED,
    "record type": RECORD_TYPE_NOT_COMPARED,
    "trigger": TRIGGER_NOT_COMPARED,
}

#: What else is not compared.
NOT_COMPARED_BESIDES = {
    "formula white space outside of quotes": "has no meaning",
    "triggers with status `Deleted`": "treated as absent",
    "automation that is off in the one org and absent from the other": "does nothing in either",
    "contents beyond `api.depth_calls`": "one info line with counts; [contents.md](contents.md) tells in which order",
    "Metadata `urls`, `fullName`, `description`, `locationX`, `locationY`; a flow's labels, interview label, status, "
    "version number, and how it was drawn (`BuilderType`, `CanvasMode`, `OriginBuilderType`, `isGoTo`, "
    "`processMetadataValues` of elements)": "addresses, drawing and words for readers: nothing that it does",
    "Metadata `migratedFromWorkflowRuleName`, `failedMigrationToolVersion`": "traces of the Migrate to Flow tool",
    "Metadata `businessOwnerUser`, `businessOwnerGroup`, `startingNumber` of a custom field": "people of the org, and "
    "how many records it has",
    'Metadata that is unset, `[]`, `""`, false, or a documented default (`deleteConstraint` SetNull, `environments` '
    "Default, `runInMode` DefaultMode, `encryptionScheme` None, `isActive` true, `versionSegment` 1, a logic of `and`, "
    "`errorDisplayField` Top of Page)": "all of these are one; a value that "
    "is set to false, `active` and `isActive` false count",
    "order of flow elements, of assignments to fields, of criteria that no logic numbers": "has no meaning; that of a "
    "decision's outcomes and of numbered criteria has",
    "error message of an optional lookup filter, criteria of one that is off": "nobody meets them",
    "ids of the org and of record types, My Domain hosts, user names and `.invalid` addresses inside of formulas and "
    "values": "the sandbox copy rewrites them: tokens on both sides",
    "other ids inside of formulas and values, beyond the sort of record that they are of": "differ where a component "
    "was deployed and not copied: which queue, user or template is meant cannot be known",
    "line ends": "a deployment rewrites them",
    "comments and white space of a trigger's source": "told as info where both sources were read",
    "Task, Event": "looked at for readiness only",
    "lead conversion: which lead field goes into which field of contact, account and opportunity (Setup > Lead "
    "Settings > Map Lead Fields)": "no query tells it: compare the two pages by eye before the switch",
    "Apex deeper than one level; switches in custom metadata, settings or permissions that turn automation off": "the "
    "classes that a trigger names are compared, not what these call: [contents.md](contents.md)",
    "sharing: org-wide defaults, sharing rules, role hierarchy, queues": "decides which records a user reaches, not "
    "what the schema is; see the integration user's Modify All and View All",
    "which stages or statuses a business process holds": "the process of each record type is "
    "compared by its name, and the stages and statuses of the object",
    "matching rules, and what a duplicate rule does": "no column tells it; the rules are compared by name and state",
    "workflow rules and approval processes on Marketo Measure's own objects": "their tables name a custom object by "
    "an id of the org; flows, validation rules and triggers there are compared",
    "page layouts": "Marketo Measure's fields stand on Campaign layouts in the sandbox only, as expected",
    "labels and help texts, where the two users read different languages": "a translation is no drift",
}
