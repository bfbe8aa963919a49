"""Follows the further pages of a query's answer, and those of the child rows below each row.

Child rows of a relationship query have pages of their own, which are shorter: real orgs returned 199 and 499 rows, then
`done: false` and a nextRecordsUrl.
https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_query_more_results.htm
"""

from collections.abc import Callable
from typing import Any

from parity.config.address import is_below_data
from parity.orgs.question import Answer, unusable

#: A page holds up to 2,000 rows: no question of ours has that many.
_MOST_PAGES = 100


class NoPage(Exception):
    """What no Salesforce org answers; the text says what."""


def all_pages(answer: Answer, fetch: Callable[[str], Answer]) -> Answer:
    """The answer to a query with all its rows, and with all rows below each; `fetch` asks for a path.

    An unusable answer where they cannot be had. Raises NoPage.
    """
    followed: set[str] = set()
    whole = _whole(answer, fetch, followed)
    for row, name, below in _cut_off(whole):
        found = _whole(Answer(200, below), fetch, followed)
        if not found.is_good:
            return found
        row[name] = found.body
    return whole


def _cut_off(answer: Answer) -> list[tuple[dict[str, Any], str, dict[str, Any]]]:
    """The child rows that have further pages: the row that they are below, their name in it, and the first page."""
    rows = answer.records if answer.is_good else []
    return [
        (row, name, below)
        for row in rows
        if isinstance(row, dict)
        for name, below in row.items()
        if isinstance(below, dict) and below.get("nextRecordsUrl")
    ]


def _whole(answer: Answer, fetch: Callable[[str], Answer], followed: set[str]) -> Answer:
    body = answer.body
    while isinstance(body, dict) and body.get("nextRecordsUrl"):
        path, rows, total = body["nextRecordsUrl"], _rows(body), body.get("totalSize")
        if not is_below_data(path) or path in followed:
            raise NoPage(f"a further page of a query lies at {str(path)[:80]!r}")
        if type(total) is not int or len(rows) >= total or len(followed) >= _MOST_PAGES:
            return unusable(f"there is a further page after {len(rows)} of {total} records")
        followed.add(path)
        page = fetch(path)
        if not page.is_good or not isinstance(page.body, dict):
            return unusable(f"a further page could not be read ({page.error})")
        more = _rows(page.body)
        if not more:
            raise NoPage("a further page of a query is empty")
        if page.body.get("totalSize") != total:
            return unusable(f"a further page is of {page.body.get('totalSize')} records, not of {total}")
        body = {**page.body, "records": [*rows, *more]}
    return answer if body is answer.body else Answer(200, body)


def _rows(body: dict[str, Any]) -> list[Any]:
    rows = body.get("records")
    return rows if isinstance(rows, list) else []
