"""What may stay in a recording: names of the protocol and of Salesforce's own reference, and its enumerations.

names.txt, enumerations.csv and words.txt hold facts of the object reference, the Tooling and the Metadata API:
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_list.htm
"""

import re
from functools import cache
from importlib.resources import files

from parity.marketo_measure.catalogue import TRIGGER

#: The product's own namespace and names, public on AppExchange: they stay wherever they stand.
PRODUCT_WORDS = frozenset({"bizible", "bizible2", "dashboard", "marketo", "measure"})
_PRODUCT_NAME = re.compile(r"bizible2__[A-Za-z]\w{0,60}__[a-z]{1,6}", re.ASCII)
#: How custom names end, and what belongs to them: https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/custom_fields.htm
CUSTOM_SUFFIXES = frozenset(
    {"c", "r", "pc", "pr", "s", "mdt", "e", "x", "b", "kav", "gvs", "share", "history", "feed", "tag", "changeevent"}
)
#: Keys whose text people wrote: not one word of it stays.
_TEXT_KEYS = frozenset(
    {
        *("label", "labelPlural", "inlineHelpText", "description", "Description", "message", "MasterLabel"),
        *("ErrorMessage", "errorMessage", "value", "defaultValue", "developerName", "DeveloperName", "Name"),
        *("ValidationName", "ApiName", "NamespacePrefix", "namespacePrefix", "SandboxName", "InstanceName", "Username"),
        *("display_name", "nickname", "preferred_username", "email", "given_name", "family_name", "Application"),
        *("AppName", "relationshipLabel", "helpText", "text", "stringValue", "interviewLabel", "fullName", "Title"),
    }
)
#: Keys whose text is code or a path: read word by word, so that what it names stays the same everywhere.
_CODE_KEYS = frozenset(
    {
        *("calculatedFormula", "defaultValueFormula", "errorConditionFormula", "formula", "expression", "Body"),
        *("formulaExpression", "filterFormula", "valueField", "booleanFilter", "url", "nextRecordsUrl", "sub"),
        *("referenceId", "Display", "DataType", "FullName", "elementReference", "leftValueReference", "sobject"),
        *("describe", "layout", "layouts", "rowTemplate", "uiDetailTemplate", "uiEditTemplate", "uiNewRecord", "rest"),
        *("assignToReference", "conditionLogic", "filterLogic", "q", "SymbolTable"),
    }
)
#: Lists whose entries are named by people, though their key is one that names standard things elsewhere.
_NAMED_BY_PEOPLE = frozenset({"recordTypeInfos", "recordTypeMappings"})
#: Tables whose Name is an identifier that code names too.
_CODE_TABLES = frozenset({"ApexClass", "ApexTrigger"})
#: Whose MasterLabel is the name of a standard set of values, such as LeadStatus.
_STANDARD_SETS = "StandardValueSet"
_LANGUAGES = frozenset({"LanguageLocaleKey", "language", "locale", "Language", "LocaleSidKey"})
TEXT, NAME, CODE = "text", "name", "code"


@cache
def names() -> frozenset[str]:
    """Keys, columns, relationships and objects by name, as Salesforce writes them."""
    return frozenset((*_lines("names.txt"), TRIGGER))


@cache
def enumerations() -> dict[str, frozenset[str]]:
    """The values of a key that Salesforce's reference lists."""
    split = (line.split(",", 1) for line in _lines("enumerations.csv"))
    return {key: frozenset(values.split("|")) for key, values in split}


@cache
def kept_words() -> frozenset[str]:
    """Every word of the names and enumerations, in small letters."""
    told = (*names(), *_lines("words.txt"), *(value for values in enumerations().values() for value in values))
    return frozenset(word.lower() for text in told for word in re.findall(r"\w+", text)) | PRODUCT_WORDS


def is_known_key(key: str) -> bool:
    """Whether a key of an answer is the protocol's, a standard column, or one of the product's."""
    return key in names() or is_product_name(key)


def is_product_name(word: str) -> bool:
    """Whether a word is an API name of Marketo Measure's package."""
    return _PRODUCT_NAME.fullmatch(word) is not None


def is_language(key: str) -> bool:
    """Whether a key holds the code of a language or locale."""
    return key in _LANGUAGES


def kind_of(key: str, inside: str, table: str, is_error: bool) -> str:
    """How the text under a key is read: as people's text, as a name, or as code.

    `inside` is the key of the enclosing list or object; `table` is the type of the row, empty where there is none.
    """
    if (key == "Name" and table in _CODE_TABLES) or (key == "MasterLabel" and table == _STANDARD_SETS):
        return NAME
    if inside in _NAMED_BY_PEOPLE and key == "name":
        return TEXT
    if key == "message" and is_error:
        return CODE
    if key in _CODE_KEYS:
        return CODE
    return NAME if key not in _TEXT_KEYS and is_known_key(key) else TEXT


def _lines(name: str) -> tuple[str, ...]:
    text = files(__package__).joinpath(name).read_text("utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))
