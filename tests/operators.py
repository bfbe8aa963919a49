"""An honest operator of a guided switch: does what parity says, on a simulated tenant, and answers what it shows."""

from collections.abc import Callable

from parity.simulator.tenant import SimulatedTenant
from parity.switch.drivers import guided_texts as texts
from parity.switch.drivers.interface import Phase
from tests.tenants import TENANT

_PHASES = {
    (None, None): Phase.NOT_CONNECTED,
    ("sandbox", "connected"): Phase.SANDBOX,
    ("sandbox", "deletion in progress"): Phase.DELETING,
    ("production", "connected"): Phase.PRODUCTION,
}


def begins_as(text: str) -> str:
    """The part of a text before what is filled in."""
    return text.partition("{")[0].strip()


class HonestOperator:
    """Answers questions, and keeps them with what was shown."""

    def __init__(self, tenant: SimulatedTenant, sandbox: str, production: str) -> None:
        self.tenant, self.sandbox, self.production = tenant, sandbox, production
        self.questions: list[str] = []
        self.shown: list[str] = []
        self.opened: list[str] = []
        #: What an operator types instead, once, by the beginning of the question.
        self.instead: dict[str, list[str]] = {}
        self.after_authorize: Callable[[], None] = lambda: None

    def tell(self, text: str) -> None:
        self.shown.append(text)

    def open_page(self, url: str) -> None:
        self.opened.append(url)

    def ask(self, question: str) -> str:
        self.questions.append(question)
        for begin, answers in self.instead.items():
            if question.startswith(begin) and answers:
                return answers.pop(0)
        return self.answer(question)

    def answer(self, question: str) -> str:
        """By what the tenant shows."""
        if question.startswith(texts.IS_DELETING):
            self.tenant.act("deletion", {"org_id": self.sandbox, "business_name": TENANT}, "")
        if question.startswith(begins_as(texts.IS_AUTHORISED)):
            self.tenant.act("connection", {"environment": "production", "org_id": self.production}, "")
            self.after_authorize()
        shown = self.tenant.connection
        known = {
            "Type the org id of PRODUCTION": self.production,
            "Type the tenant's business name": TENANT,
            texts.TYPE_THE_END: shown.org_id[9:15] if shown else "",
            begins_as(texts.RIGHT_ROW): "yes",
            texts.IS_DELETING: "yes",
            begins_as(texts.IS_AUTHORISED): "yes",
        }
        for begin, answer in known.items():
            if question.startswith(begin):
                return answer
        for phase, text in texts.SHOWN.items():
            if question.startswith(begins_as(text)):
                return "yes" if self._shows(phase, question) else "no"
        raise AssertionError(f"nobody was to ask: {question}")

    def _shows(self, phase: Phase, question: str) -> bool:
        shown = self.tenant.connection
        if _PHASES[(shown.environment, shown.status) if shown else (None, None)] is not phase:
            return False
        return shown is None or shown.org_id[:15] in question
