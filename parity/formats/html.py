"""The report: one HTML file that loads nothing from any network and can still be read in ten years."""

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from parity import __version__
from parity.errors import ResultError
from parity.formats.finding_card import cards, cleaned
from parity.formats.picture import WIDTH
from parity.formats.registry import Format
from parity.formats.report_view.matrix import fragment
from parity.formats.report_view.view import report_view
from parity.formats.spoken import said, sentence
from parity.integrity.canonical import digest
from parity.integrity.file_kind import FileKind, kind_of
from parity.integrity.sealed_page import opened, seal
from parity.languages.language import ENGLISH, LANGUAGES, Language
from parity.languages.speech import _, grouped, ngettext, speaking, spoken
from parity.rules.finding import Severity
from parity.verdict.result import Result, result_bytes, result_digest

#: From so many findings on, the browser lays out only what is on the screen.
_MANY = 500
#: So many findings are printed for a signature: some twenty pages. Each takes 4 kB of a PDF, and nobody signs 500.
_MOST_ON_PAPER = 300
#: Not before the `c` of `__c`.
_JOINT = re.compile(r"(?<=_)(?=[^_]{3})")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LANGUAGE = re.compile(rb'\s*<!doctype html>\s*<html lang="([a-z]{2})">')
_STYLES = ("base.css", "opening.css", "findings.css", "print.css")
_SCRIPTS = ("filter.js", "copy.js", "contents.js")


def render(result: Result) -> bytes:
    """The whole report as UTF-8 HTML in the spoken language, with the result inside, which is English.

    The same result and language give the same bytes.
    """
    data = result_bytes(result)
    return seal(page_of(result, of_result=digest(data)), data)


def page_of(result: Result, *, paper: bool = False, appendix: bool = False, of_result: str = "") -> bytes:
    """The report without the result inside; `of_result` is its digest, where it is known already.

    `paper`: to be printed, so no script; the findings under a cause, and those beyond the worst 300, are counted, and
    printed where an `appendix` is wanted.
    """
    of_result = of_result or result_digest(result)
    style, script = _own_texts(_STYLES) + _footer(of_result), _own_texts(() if paper else _SCRIPTS)
    page = _environment().get_template("report/page.html")
    return page.render(
        result=result,
        view=report_view(result, _MOST_ON_PAPER if paper and not appendix else None),
        result_digest=of_result,
        severities=tuple(Severity),
        sides=(("production", result.snapshots.production), ("sandbox", result.snapshots.sandbox)),
        language=spoken().code,
        width=WIDTH,
        many=_MANY,
        style=style,
        script=script,
        policy=content_security_policy(style, script),
        writer=__version__,
        paper=paper,
        appendix=appendix,
    ).encode()


def language_of(page: bytes) -> Language:
    """The language that a report says it is in; English where it says none that parity speaks."""
    said = _LANGUAGE.match(page)
    code = said[1].decode() if said else ""
    return next((one for one in LANGUAGES if one.code == code), ENGLISH)


def page_problem(data: bytes, result: Result) -> str | None:
    """Why a page is not what this parity writes for that result, in words; null where it is.

    Who edits a page on purpose can make it intact again, so what it shows is compared too. How the result is packed is
    not: that is for zlib to choose.
    """
    try:
        page = opened(data, "")
    except ResultError as problem:
        return problem.what
    if page.problem:
        return page.problem
    if page.writer != __version__:
        return f"the page is of parity {page.writer}, this is {__version__}"
    if page.result != result_bytes(result):
        return f"the page is of another result, {digest(page.result)}"
    with speaking(language_of(page.outside)):
        same = page.outside == page_of(result)
    if not same:
        return "the page is intact, but not the one that this parity writes for its result"
    return None


def content_security_policy(style: str, script: str) -> str:
    """Nothing may be loaded, and nothing may run but this very style and script, where there is one."""
    runs = f"'{_hash(script)}'" if script else "'none'"
    return f"default-src 'none'; style-src '{_hash(style)}'; script-src {runs}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _footer(of_result: str) -> Markup:
    """The foot of every printed page: the digest of the result, which is hexadecimal, and the page's number."""
    digest = f'@bottom-left {{ content: "result {of_result}"; font-size: 7pt; }}'
    number = '@bottom-right { content: counter(page) " / " counter(pages); font-size: 7pt; }'
    return Markup(f"@page {{ {digest} {number} }}\n")  # noqa: S704


def _finalized(value: Any) -> Any:
    """What the page prints: org data cut and with its control characters written out; autoescape does the rest."""
    return cleaned(value) if type(value) is str else value


def _breaking(text: str, capitals: bool = False) -> Markup:
    """Org data that may go on in a new line inside of an API name: after `_`, in a narrow cell before a capital too."""
    told = _JOINT.sub("<wbr>", str(escape(cleaned(text))))
    return Markup(_CAPITAL.sub("<wbr>", told) if capitals else told)  # noqa: S704


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("parity.templates", ""),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]
    # Variables of a translated text pass no finalize: what comes from a result is cleaned by hand there.
    environment.filters.update(n=grouped, say=sentence, value=said, text=_, clean=cleaned, breaking=_breaking)
    environment.globals.update(fragment=fragment, cards=cards)
    environment.tests["https"] = lambda text: str(text).startswith("https://")
    return environment


def _own_texts(names: tuple[str, ...]) -> Markup:
    """Files of the package, which need no escaping: nothing in them comes from an org."""
    folder = files("parity.templates").joinpath("report")
    return Markup("".join(folder.joinpath(name).read_text("utf-8") for name in names))  # noqa: S704


FORMAT = Format(
    name="html",
    title="the report, one self-contained page",
    file="report.html",
    about=(
        "For the people who decide, and for whoever reads in years what was decided on: it asks nothing of any "
        "network and prints the digests of what it rests on. `parity check` always writes it."
    ),
    render=render,
    is_own=lambda data: kind_of(data) is FileKind.REPORT,
    speaks=True,
)
