"""docs/tampering.md: python -m tests.whole.tampering_page writes it anew."""

from tests.program import ROOT
from tests.whole.tampering_kinds import KINDS

PAGE = ROOT / "docs" / "tampering.md"


def page() -> str:
    """docs/tampering.md."""
    lines = [
        "# Ways to tamper with the evidence, and what names them",
        "",
        "Made by `python -m tests.whole.tampering_page`; a test tries every line on the bundle of a (simulated)",
        "switch and checks that this page is current.",
        "",
        "A bundle is tampered with in the ways below, and its own `verify.py` (nothing installed but Python) is run",
        "with the head that parity printed. The hand that tampers is anybody, who edits files; or lists them anew in",
        "SHA256SUMS as well; or has the ledger's key, signs that list anew, and may write the whole chain again.",
        f"All {len(KINDS)} are named, by the line that begins with FAIL:",
        "",
        "| what is changed | by a hand that | named by |",
        "|---|---|---|",
        *(f"| {one.what} | {one.hand} | {one.named} |" for one in KINDS),
        "",
        "Two things verify.py cannot know, and asks the reader for: whether the keys are those of the people named (it",
        "prints the fingerprints), and a head that was seen elsewhere (`--head`). A bundle that is forged as a whole,",
        "with keys of the forger's own for everybody, is noticed by the first alone. verify.py itself may be changed:",
        "`ssh-keygen -Y verify` of SHA256SUMS, as VERIFY.md says, trusts no program of the bundle.",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
