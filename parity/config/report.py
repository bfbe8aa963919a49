"""How the report is written."""

from typing import Literal

from msgspec import Struct

from parity.languages.language import Language, language_named


class ReportSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`language` is that of the report, the terminal's summary and the checklist; results and ledgers are English."""

    language: Literal["en", "ko", "ja", "de", "fr"] = "en"

    @property
    def language_spoken(self) -> Language:
        """The language itself."""
        return language_named(self.language)
