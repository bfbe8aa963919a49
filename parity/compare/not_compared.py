"""Which describe and ApexTrigger properties are compared, and why the others are not.

A property that stands in neither list is new to parity: it is compared, and a difference in it is reported.
"""

#: Field properties that are never drift by themselves.
FIELD_NOT_COMPARED = {
    "byteLength": "follows from length: three bytes a character",
    "createable": "a right of the signed-in user: readiness looks at the integration user's",
    "soapType": "follows from type",
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
