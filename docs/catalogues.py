"""Brings the catalogues of parity/languages/locales up to date with the texts in the code, and compiles them.

python docs/catalogues.py           collects the texts, updates each .po, compiles each .mo
python docs/catalogues.py --check   exits with 1 where one is not current
"""

import ast
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from parity.formats.answers import ANSWERS, RECORDED, UNREAD
from parity.formats.report_view.plain_words import PLAIN, PLAIN_ONLY_IN
from parity.formats.sentences import COUNTS, MARKS, PHRASES, REASONS, SENTENCES, SUBJECTS, VALUES
from parity.languages.language import ENGLISH, LANGUAGES
from parity.marketo_measure import api_budget
from parity.rules.causes.registry import all_causes
from parity.rules.drift.registry import all_rules
from parity.rules.readiness.registry import all_readiness_rules
from parity.switch.items import ITEMS

ROOT = Path(__file__).parent.parent
LOCALES = ROOT / "parity/languages/locales"
CODES = tuple(one.code for one in LANGUAGES if one is not ENGLISH)
_KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "ngettext": (1, 2), "several": (1, 2)}
_TEXTS = ("title", "message", "many", "why", "fix")
Id = str | tuple[str, str]


def texts() -> Iterator[Id]:
    """Every text that people read: first the page's, then the rules', then what other rooms write into a result."""
    for path in sorted((ROOT / "reports/templates/report").glob("*.html")):
        yield from _found(path)
    for room in ("parity/formats", "parity/cli"):
        for path in sorted((ROOT / room).rglob("*.py")):
            yield from _called(ast.parse(path.read_text()))
    for plain in (*PLAIN.values(), *PLAIN_ONLY_IN.values()):
        yield from plain
    for text in _TEXTS:
        for rule in (*all_causes(), *all_readiness_rules(), *all_rules()):
            yield getattr(rule, text, "")
    for item in ITEMS:
        yield from (item.title, item.clicks)
    yield from (
        *VALUES,
        *MARKS,
        *PHRASES,
        *ANSWERS,
        *UNREAD,
        RECORDED,
        *SUBJECTS,
        *COUNTS,
        *REASONS,
        *SENTENCES,
        api_budget.ApiBudget.__struct_defaults__[-1],
    )


def _found(path: Path) -> Iterator[Id]:
    options = {"silent": "false", "newstyle_gettext": "true", "trimmed": "true"}
    with path.open("rb") as file:
        for _line, found, _comments, _context in extract("jinja2", file, _KEYWORDS, options=options):
            yield (found[0], found[1]) if isinstance(found, tuple) else found


def _called(tree: ast.AST) -> Iterator[Id]:
    """The texts of a module, those inside of f-strings too, which Babel's own reader passes over."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in _KEYWORDS:
            continue
        said = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if _KEYWORDS[node.func.id] is not None and len(said) == 2:
            yield said[0], said[1]
        elif said:
            yield said[0]


def catalogue(code: str) -> Catalog:
    """The catalogue of a language as it should be: each text of the code, with the translation that there is."""
    old = read_po((LOCALES / f"{code}.po").open("rb"), locale=code) if (LOCALES / f"{code}.po").exists() else Catalog()
    new = Catalog(locale=code, project="parity", fuzzy=False, charset="utf-8")
    for text in texts():
        if text and text not in new:
            if (text if isinstance(text, str) else text[0]) in new:
                raise ValueError(f"{text!r} is there with and without a plural: gettext cannot keep the two apart")
            before = old.get(text)
            plural = isinstance(text, tuple)
            new.add(text, before.string if before is not None and before.pluralizable is plural else "")
    return new


def po(code: str) -> bytes:
    """The .po of a language, without the day on which it was written."""
    out = io.BytesIO()
    write_po(out, catalogue(code), omit_header=False, width=0, no_location=True)
    lines = out.getvalue().decode().splitlines(keepends=True)
    volatile = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By', "# ", "#\n")
    head, body = lines[:25], lines[25:]
    return "".join([*(one for one in head if not one.startswith(volatile)), *body]).encode()


def mo(text: bytes, code: str) -> bytes:
    """A .po compiled: what parity reads."""
    out = io.BytesIO()
    read = read_po(io.BytesIO(text), locale=code)
    # The .po names no day, so that a day alone never makes it another file; without one Babel would take today.
    read.creation_date = read.revision_date = datetime(2000, 1, 1, tzinfo=UTC)
    write_mo(out, read)
    return out.getvalue()


def main() -> int:
    """Write the catalogues, or with --check tell which are not current."""
    stale = []
    for code in CODES:
        text = po(code)
        for path, data in ((LOCALES / f"{code}.po", text), (LOCALES / f"{code}.mo", mo(text, code))):
            if not path.exists() or path.read_bytes() != data:
                stale.append(path.name)
                if "--check" not in sys.argv:
                    path.write_bytes(data)
    print(f"Not current: {', '.join(stale)}" if stale else "Every catalogue is current.")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
