"""The kinds of bad answers, for whole answers and for parts of a composite."""

from collections.abc import Callable

from msgspec import Struct

from parity.simulator import Fault

#: `true`, `0` and the like: JSON, but no answer.
_LEVELS, _DIGITS = 10_000, 5_000
_LISTS = 2_000_000
_LONG = "9" * _DIGITS


class Kind(Struct, frozen=True, kw_only=True):
    """A kind of fault. `made` gives the faults for a request, and for another of its sort to mistake it for.

    `proves`: the answer means what it says, so findings may follow from it. `slow` ones run with short times.
    """

    name: str
    made: Callable[[str, str], list[Fault]]
    proves: bool = False
    slow: bool = False


def _one(name: str, *, proves: bool = False, slow: bool = False, **fault: object) -> Kind:
    return Kind(
        name=name,
        made=lambda match, _other: [Fault(match=match, **fault)],  # type: ignore[arg-type]
        proves=proves,
        slow=slow,
    )


#: What can become of any answer, whole or of a part.
_EITHER = (
    _one("500 for good", status=500),
    _one("500 once", status=500, times=1),
    _one("503 once", status=503, times=1),
    _one("429 for good", status=429),
    _one("403 with a code that nobody knows", status=403, error_code="SOMETHING_NEW"),
    _one("403 REQUEST_LIMIT_EXCEEDED", status=403, error_code="REQUEST_LIMIT_EXCEEDED"),
    _one("404 NOT_FOUND", status=404, error_code="NOT_FOUND", proves=True),
    _one("200 with an error in the body", status=200, body=b'[{"errorCode":"UNKNOWN_EXCEPTION","message":"?"}]'),
    _one("200 with `null`", status=200, body=b"null"),
    _one("200 with `{}`", status=200, body=b"{}"),
    _one("200 with `[]`", status=200, body=b"[]"),
    _one("half a character in every text", edit=(b'":"', b'":"\\ud83d')),
    Kind(
        name="the answer to another question",
        made=lambda match, other: [Fault(match=match, instead=other)],
    ),
)
WHOLE = (
    *_EITHER,
    _one("429, Retry-After 99999", status=429, retry_after=99_999),
    _one("503 once, Retry-After ²", status=503, retry_after="²", times=1),
    _one("503 once, Retry-After of 5,000 digits", status=503, retry_after=_LONG, times=1),
    _one("504 for good", status=504),
    _one("302 to another host", status=302, body=b"{}", headers={"Location": "https://elsewhere.example/"}),
    _one("401 without a code", status=401, body=b"{}"),
    _one("403 with a page of a proxy", status=403, body=b"<html>no\xff</html>"),
    _one("dropped for good", drop=True),
    _one("dropped once", drop=True, times=1),
    _one("cut in the middle for good", truncate=True),
    _one("cut in the middle once", truncate=True, times=1),
    _one("a byte now and then", trickle_seconds=0.05, slow=True),
    _one("200 with `true`", status=200, body=b"true"),
    _one("200 with `0`", status=200, body=b"0"),
    _one("200 with a login page", status=200, body=b"<html>Please sign in</html>"),
    _one("10,000 levels", status=200, body=b"[" * _LEVELS + b"]" * _LEVELS),
    _one("a number of 5,000 digits", status=200, body=f"[{_LONG}]".encode()),
    _one("bytes that are no UTF-8 in every text", edit=(b'":"', b'":"\xff')),
    _one("300 kB that unpack to 300 MB", packed_mb=300),
    _one("two million lists", status=200, body=b"[" + b"[]," * _LISTS + b"[]]"),
    _one(
        "api-usage of 5,000 digits",
        status=200,
        body=b"{}",
        headers={"Sforce-Limit-Info": f"api-usage={_LONG}/{_LONG}"},
    ),
)
PARTS = (
    *_EITHER,
    _one("status 0", status=0, body=b"null"),
    _one("status 0 once", status=0, body=b"null", times=1),
    _one("an unknown reference id", reference_id="Nobody"),
    _one("the reference id of another part", reference_id="Organization"),
    _one("another totalSize", edit=(b'"totalSize":', b'"totalSize":9')),
    _one("not done, and no further page", edit=(b'"done":true', b'"done":false')),
    Kind(
        name="further pages without end",
        made=lambda match, _other: [Fault(match=one, endless_pages=True) for one in (match, "/query/0r8xx")],
    ),
)
