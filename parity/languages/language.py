"""The languages that parity speaks, and how each writes numbers and dates.

Numbers and dates are Unicode's CLDR, written down here and not taken from an installed copy of it: the same result must
give the same bytes, whatever version of CLDR a machine has. A test compares them with Babel's.
"""

from msgspec import Struct

from parity.errors import InputError

_NARROW_SPACE = "\u202f"
_ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Language(Struct, frozen=True, kw_only=True):
    """One language. `group` and `point` are what its numbers have for `,` and `.`; `date` may use {year}, {month}
    (the number), {name} (of the month) and {day}; `words` tells whether small counts are written out in sentences."""

    code: str
    name: str
    group: str
    point: str
    date: str
    months: tuple[str, ...] = ()
    words: bool = False


ENGLISH = Language(
    code="en", name="English", group=",", point=".", date="{day} {name} {year}", months=_ENGLISH_MONTHS, words=True
)
LANGUAGES = (
    ENGLISH,
    Language(code="ko", name="한국어", group=",", point=".", date="{year}년 {month}월 {day}일"),
    Language(code="ja", name="日本語", group=",", point=".", date="{year}年{month}月{day}日"),
    Language(
        code="de",
        name="Deutsch",
        group=".",
        point=",",
        date="{day}. {name} {year}",
        months=(
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober",
            "November",
            "Dezember",
        ),
    ),
    Language(
        code="fr",
        name="français",
        group=_NARROW_SPACE,
        point=",",
        date="{day} {name} {year}",
        months=(
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ),
    ),
)
CODES = tuple(one.code for one in LANGUAGES)


def language_named(code: str, where: str = "--lang") -> Language:
    """The language of a code such as `ko`, `KO` or `ko-KR`; raises InputError, with all that there are, for others."""
    wanted = code.strip().replace("_", "-").casefold().partition("-")[0]
    for one in LANGUAGES:
        if one.code == wanted:
            return one
    told = ", ".join(f"{one.code} ({one.name})" for one in LANGUAGES)
    raise InputError(f"parity does not speak {code!r}", where=where, fix=f"Take one of: {told}.")
