"""What an API name tells about a component.

Custom fields end in `__c`; a contact's custom field shows on person accounts as `__pc`; the parts of a custom compound
field (a geolocation's latitude, say) end in `__s`:
https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/custom_fields.htm
"""

_CUSTOM_SUFFIXES = ("__c", "__pc", "__s")


def is_custom(name: str) -> bool:
    """Whether an API name is that of a custom field, a person account's, or a part of a custom compound field."""
    return name.casefold().endswith(_CUSTOM_SUFFIXES)


def namespace_of(name: str) -> str | None:
    """The namespace that a component's API name bears: `ns__Field__c`, `ns__Trigger`; null where it bears none."""
    bare = name
    for suffix in _CUSTOM_SUFFIXES:
        bare = bare.removesuffix(suffix)
    namespace, mark, _ = bare.partition("__")
    return namespace if mark and namespace else None
