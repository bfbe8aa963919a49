"""The report: one HTML file that asks nothing of any network and can be read in ten years."""

import base64
import hashlib
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
from parity.rules.finding import Severity
from parity.verdict.result import Result, result_digest

#: From so many findings on, the browser lays out only what is on the screen.
_MANY = 500
_STYLES = ("base.css", "opening.css", "findings.css", "print.css")
_SCRIPTS = ("filter.js", "copy.js", "contents.js")


def render(result: Result) -> bytes:
    """The whole report as UTF-8 HTML. Pure: the same result gives the same bytes."""
    of_result = result_digest(result)
    style, script = _own_texts(_STYLES) + _footer(of_result), _own_texts(_SCRIPTS)
    page = _environment().get_template("report/page.html")
    return page.render(
        result=result,
        view=report_view(result),
        result_digest=of_result,
        severities=tuple(Severity),
        sides=(("production", result.snapshots.production), ("sandbox", result.snapshots.sandbox)),
        width=WIDTH,
        many=_MANY,
        style=style,
        script=script,
        policy=content_security_policy(style, script),
    ).encode()


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
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
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
)
