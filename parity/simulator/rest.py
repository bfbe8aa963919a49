"""The REST and Tooling API below /services/data/vXX.X/ for one signed-in user. No state, no network."""

import copy
import re
import zlib
from collections.abc import Callable
from functools import partial
from urllib.parse import parse_qs, unquote, urlsplit

from msgspec import structs

from parity.simulator.answers import HttpAnswer, not_found, refused
from parity.simulator.checks import Asked, columns_seen
from parity.simulator.definition import version_label
from parity.simulator.records import Row, SimulatedOrg, User
from parity.simulator.rights import access_rules, has_access, seen_by, sees_object, visible
from parity.simulator.schema import DATA, TOOLING, every_column, table_name
from parity.simulator.soql import MalformedQuery, column, parse
from parity.simulator.system_describe import described_table
from parity.simulator.tables import answer_query, child_page, columns_of, page, row_url, rows_of

_DATA = re.compile(r"/services/data/v(?P<version>\d+\.\d+)(?P<rest>/.*)?")
_LIMITS = (
    "DailyAsyncApexExecutions",
    "DailyBulkApiBatches",
    "DailyStreamingApiEvents",
    "DataStorageMB",
    "FileStorageMB",
)
_MOST_PARTS, _MOST_QUERIES = 25, 5
IDENTITIES = "/id/"
_LONGEST_URI = 16_384
__all__ = ["IDENTITIES", "composite", "get", "identity_path", "seen_by", "versions"]


def versions(org: SimulatedOrg) -> HttpAnswer:
    """GET /services/data, which needs no session."""
    return HttpAnswer(
        body=[{"label": version_label(one), "url": f"/services/data/v{one}", "version": one} for one in org.versions]
    )


def get(org: SimulatedOrg, user: User, url: str, remaining: int) -> HttpAnswer:
    """A GET of anything below /services/data. `remaining` is what /limits says is left."""
    parts = urlsplit(url)
    match = _DATA.fullmatch(parts.path.rstrip("/"))
    if match is None or match["version"] not in org.versions:
        return not_found()
    if len(url) > _LONGEST_URI:
        return refused(414, "URI_TOO_LONG", "URI Too Long")
    return _resource(org, user, match["version"], (match["rest"] or "").strip("/"), parts.query, remaining)


def _resource(org: SimulatedOrg, user: User, version: str, rest: str, sent: str, remaining: int) -> HttpAnswer:  # noqa: PLR0913, PLR0917
    asked = {key: values[0] for key, values in parse_qs(sent).items()}
    tooling = rest.startswith("tooling/")
    words = rest.removeprefix("tooling/").split("/") if rest else []
    asking = Asked(org=org, user=user, api=TOOLING if tooling else DATA, version=version)
    if not words:
        return _resources(org, user, version)
    if words[0] == "limits" and not tooling:
        return _limits(org, remaining) if len(words) == 1 else _record_counts(org, asked.get("sObjects", ""))
    if words[0] in {"query", "queryAll"}:
        if asked.get("columns") == "true":
            return _columns(asked.get("q", ""))
        return _query(asking, asked.get("q"), words)
    if words[0] == "sobjects":
        return _sobjects(asking, words[1:], asked)
    return not_found()


PartAnswer = Callable[[str, Callable[[str], HttpAnswer]], tuple[HttpAnswer, str | None]]


def composite(org: SimulatedOrg, user: User, url: str, body: Row, part: PartAnswer) -> HttpAnswer:
    """POST of a composite or tooling/composite.

    `part` gets the address of a part and what answers it, and gives the answer and another reference id (a fault).
    """
    parts = body.get("compositeRequest")
    if not isinstance(parts, list) or not parts:
        return refused(400, "JSON_PARSER_ERROR", "compositeRequest is required")
    if len(parts) > _MOST_PARTS:
        return refused(400, "LIMIT_EXCEEDED", f"Maximum number of composite subrequests is {_MOST_PARTS}")
    if sum("/query" in str(one.get("url")) for one in parts) > _MOST_QUERIES:
        return refused(400, "LIMIT_EXCEEDED", f"Maximum number of query subrequests is {_MOST_QUERIES}")
    tooling = "/tooling/composite" in url
    replies = []
    for one in parts:
        target = str(one.get("url", ""))
        answer, reference_id = part(target, partial(_part, org, user, one, tooling))
        replies.append(
            {
                "body": answer.body,
                "httpHeaders": {},
                "httpStatusCode": answer.status,
                "referenceId": reference_id or one.get("referenceId"),
            }
        )
    return HttpAnswer(body={"compositeResponse": replies})


def _part(org: SimulatedOrg, user: User, one: Row, tooling: bool, target: str) -> HttpAnswer:
    path = urlsplit(target).path
    wanted = (
        r"/services/data/v[\d.]+/tooling/(sobjects|query)" if tooling else r"/services/data/v[\d.]+/(sobjects|query)"
    )
    if one.get("method") != "GET" or not re.match(wanted, path):
        return refused(400, "INVALID_SUBREQUEST", f"{one.get('method')} {path} is not supported in a composite")
    return get(org, user, target, 0)


def _resources(org: SimulatedOrg, user: User, version: str) -> HttpAnswer:
    base = f"/services/data/v{version}"
    identity = identity_path(org, user)
    names = ("composite", "limits", "query", "queryAll", "sobjects", "tooling")
    return HttpAnswer(body={**{name: f"{base}/{name}" for name in names}, "identity": identity})


def identity_path(org: SimulatedOrg, user: User) -> str:
    """Who somebody is, below the address of the server, which puts its own in front: no client is sent elsewhere."""
    return f"{IDENTITIES}{org.organization['Id']}/{user.id}"


def _limits(org: SimulatedOrg, remaining: int) -> HttpAnswer:
    body = {name: {"Max": 100_000, "Remaining": 99_000} for name in _LIMITS}
    return HttpAnswer(body={**body, "DailyApiRequests": {"Max": org.daily_max, "Remaining": remaining}})


def _record_counts(org: SimulatedOrg, wanted: str) -> HttpAnswer:
    """Objects without records are left out: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_record_count.htm"""
    counts = org.setup["record_counts"]
    names = wanted.split(",") if wanted else counts
    return HttpAnswer(body={"sObjects": [{"count": counts[one], "name": one} for one in names if counts.get(one)]})


def _layouts(org: SimulatedOrg, describe: Row) -> HttpAnswer:
    """describe/layouts: the picklist values that each record type offers. Sections are left out."""
    narrowed = org.setup.get("choices", {})
    mappings = [
        {
            "available": info["available"],
            "defaultRecordTypeMapping": info["defaultRecordTypeMapping"],
            "developerName": info["developerName"],
            "layoutId": None,
            "master": info["master"],
            "name": info["name"],
            "picklistsForRecordType": [
                {"picklistName": field["name"], "picklistValues": _offered(field, narrowed.get(info["developerName"]))}
                for field in describe["fields"]
                if field["type"] in {"picklist", "multipicklist"}
            ],
            "recordTypeId": info["recordTypeId"],
        }
        for info in describe["recordTypeInfos"]
    ]
    return HttpAnswer(body={"layouts": [], "recordTypeMappings": mappings, "recordTypeSelectorRequired": [False]})


def _offered(field: Row, narrowed: Row | None) -> list[Row]:
    """A field's values for one record type; `narrowed` leaves some out or sets a default, by field."""
    rule = (narrowed or {}).get(field["name"], {})
    kept = [one for one in field["picklistValues"] if one["value"] not in rule.get("without", ())]
    return [{**one, "defaultValue": one["value"] == rule["default"]} if "default" in rule else one for one in kept]


def _query(asking: Asked, soql: str | None, words: list[str]) -> HttpAnswer:
    start = 0
    below: list[str] = []
    if soql is None:
        if len(words) < 2:
            return refused(400, "MALFORMED_QUERY", "SOQL query is required")
        # The locator of these orgs is the query itself, and the row and the child below it, so that no cursor is kept.
        locator, _, offset = words[1].partition("-")
        written, *below = locator.split("x")
        soql, start = zlib.decompress(bytes.fromhex(written)).decode(), int(offset)
    text = unquote(soql) if "%" in soql and " " not in soql else soql
    found = answer_query(structs.replace(asking, soql=text))
    if isinstance(found, HttpAnswer):
        return found
    query, rows = found
    if below:
        row, child = (int(one) for one in below)
        further = child_page(query, rows[row], child, _api(asking), start, f"{_locator(soql)}x{row}")
        return HttpAnswer(body=further)
    return HttpAnswer(body=page(query, rows, _api(asking), start, _locator(soql)))


def _locator(soql: str) -> str:
    return zlib.compress(soql.encode(), level=9).hex()


def _api(asking: Asked) -> str:
    """The path above query/ and sobjects/."""
    return f"/services/data/v{asking.version}/{'tooling/' if asking.api == TOOLING else ''}"


def _columns(soql: str) -> HttpAnswer:
    """What ?columns=true tells of a query: the sf CLI asks it before it prints a table."""
    try:
        query = parse(soql)
    except MalformedQuery as problem:
        return refused(400, "MALFORMED_QUERY", str(problem))
    return HttpAnswer(body={"columnMetadata": columns_of(query), "entityName": query.table, "groupBy": False})


def _sobjects(asking: Asked, words: list[str], asked: dict[str, str]) -> HttpAnswer:
    if not words:
        shown = [_brief(_described(asking, name)) for name in _tables_seen(asking)]
        return HttpAnswer(body={"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": shown})
    if len(words) == 2 and words[1] != "describe":
        return _record(asking, words[0], words[1], asked)
    name = {one.lower(): one for one in _tables_seen(asking)}.get(words[0].lower())
    if name is None:
        return not_found()
    described = _described(asking, name)
    if len(words) == 3 and words[1:] == ["describe", "layouts"]:
        return _layouts(asking.org, described)
    if len(words) == 2:
        return HttpAnswer(body=described)
    return HttpAnswer(body={"objectDescribe": _brief(described), "recentItems": []})


def _tables_seen(asking: Asked) -> list[str]:
    """The objects and tables of this API that the user may describe."""
    objects = [one for one in asking.org.describes if asking.api == DATA and sees_object(asking.org, asking.user, one)]
    tables = [
        one
        for one in every_column()[asking.api]
        if has_access(asking.org, asking.user, one) or access_rules()[one].shows_own_rows
    ]
    return sorted({one for one in objects + tables if table_name(asking.org, one, asking.api)})


def _described(asking: Asked, name: str) -> Row:
    if name in asking.org.describes:
        return _addressed(visible(asking.org, asking.user, name), asking.version)
    return _addressed(described_table(name, columns_seen(asking, name)), asking.version)


def _addressed(describe: Row, version: str) -> Row:
    base = f"/services/data/v{version}/sobjects/{describe['name']}"
    infos = copy.deepcopy(describe["recordTypeInfos"])
    for info in infos:
        info["urls"] = {"layout": f"{base}/describe/layouts/{info['recordTypeId']}"}
    urls = {"sobject": base, "describe": f"{base}/describe", "layouts": f"{base}/describe/layouts"}
    return {**describe, "recordTypeInfos": infos, "urls": {**urls, "rowTemplate": f"{base}/{{ID}}"}}


def _brief(describe: Row) -> Row:
    return {key: value for key, value in describe.items() if not isinstance(value, list) or key == "urls"}


def _record(asking: Asked, table: str, record_id: str, asked: dict[str, str]) -> HttpAnswer:
    """A row read. It is no query, so that Metadata may be read of as many rows as there are reads."""
    name = table_name(asking.org, table, asking.api)
    rows = None if name is None else rows_of(asking, name)
    ids = {record_id, record_id[:15]}
    row = next((one for one in rows or () if one.get("DurableId") in ids or str(one.get("Id"))[:15] in ids), None)
    if name is None or row is None:
        return not_found()
    known = columns_seen(asking, name)
    wanted = [one for one in asked.get("fields", "").split(",") if one]
    unknown = [one for one in wanted if "." not in one and one.lower() not in known]
    if unknown:
        return refused(400, "INVALID_FIELD", f"No such column '{unknown[0]}' on sobject of type {name}")
    columns = wanted or [one.name for one in known.values() if not one.is_only_a_relation]
    return HttpAnswer(
        body={
            "attributes": {"type": name, "url": row_url(_api(asking), name, row)},
            **{one: column(row, one) for one in columns},
        }
    )
