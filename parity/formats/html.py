"""The report: one HTML file that asks nothing of any network and can be read in ten years."""

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from parity.formats.finding_card import cards, cleaned
from parity.formats.picture import WIDTH
from parity.formats.registry import Format
from parity.formats.report_view.matrix import fragment
from parity.formats.report_view.view import report_view
from parity.formats.spoken import sentence
from parity.languages.language import ENGLISH, LANGUAGES, Language
from parity.languages.speech import _, grouped, ngettext, spoken
from parity.rules.finding import Severity
from parity.verdict.result import Result, result_digest

#: From so many findings on, the browser lays out only what is on the screen.
_MANY = 500
_LANGUAGE = re.compile(rb'\s*<!doctype html>\s*<html lang="([a-z]{2})">')
_STYLES = ("base.css", "opening.css", "findings.css", "print.css")
_SCRIPTS = ("filter.js", "copy.js", "contents.js")


def render(result: Result) -> bytes:
    """The whole report as UTF-8 HTML, in the spoken language. The same result and language give the same bytes."""
    of_result = result_digest(result)
    style, script = _own_texts(_STYLES) + _footer(of_result), _own_texts(_SCRIPTS)
    page = _environment().get_template("report/page.html")
    return page.render(
        result=result,
        view=report_view(result),
        result_digest=of_result,
        severities=tuple(Severity),
        sides=(("production", result.snapshots.production), ("sandbox", result.snapshots.sandbox)),
        language=spoken().code,
        width=WIDTH,
        many=_MANY,
        style=style,
        script=script,
        policy=content_security_policy(style, script),
    ).encode()


def language_of(page: bytes) -> Language:
    """The language that a report says it is in; English where it says none that parity speaks."""
    said = _LANGUAGE.match(page)
    code = said[1].decode() if said else ""
    return next((one for one in LANGUAGES if one.code == code), ENGLISH)


def content_security_policy(style: str, script: str) -> str:
    """Nothing may be loaded, and nothing may run but this very style and script."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


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
    environment.filters.update(n=grouped, say=sentence, text=_, clean=cleaned)
    environment.globals.update(fragment=fragment, cards=cards)
    environment.tests["https"] = lambda text: str(text).startswith("https://")
    return environment


def _own_texts(names: tuple[str, ...]) -> Markup:
    """Files of the package, which need no escaping: nothing in them comes from an org."""
    folder = files("parity.templates").joinpath("report")
    return Markup("".join(folder.joinpath(name).read_text("utf-8") for name in names))  # noqa: S704


FORMAT = Format(name="html", title="the report, one self-contained page", render=render)
