"""A report by itself: whether the page is as parity wrote it, and what proves that it is no forgery. Pure.

Intact: the page and the result in it name each other's digests, and both are right. Anybody can make a page that is
intact. Proven: something that a forger does not have (the ledger's key, a person's key) names this page or its result.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from msgspec import Struct

from parity import __version__
from parity.audit.approval import approval_problem, read_approval
from parity.audit.verify import LinkCheck
from parity.config.policy import Policy, Signer
from parity.errors import ParityError, ResultEdited, ResultError
from parity.formats.html import page_problem
from parity.integrity.canonical import digest
from parity.integrity.sealed_page import SealedPage
from parity.integrity.signing import key_id, public_key
from parity.ledger.head import Head
from parity.ledger.records import Entry, EntryKind
from parity.verdict.result import Result, read_result


class PageAudit(Struct, frozen=True, kw_only=True):
    """What was found about a page, in words.

    `proofs`: what proves the page or its result. `notes`: what was looked at and proves nothing. `doubts`: why the page
    may show something else than its result; a proof of the page itself outweighs them.
    """

    checks: tuple[LinkCheck, ...] = ()
    proofs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    names_the_page: bool = False

    @property
    def holds(self) -> bool:
        """Whether nothing contradicts the page."""
        return all(one.holds for one in self.checks)

    @property
    def proven(self) -> bool:
        """Whether there is a proof, and nothing against believing what the page shows."""
        return self.holds and bool(self.proofs) and (self.names_the_page or not self.doubts)


def by_itself(page: SealedPage, name: str) -> tuple[PageAudit, Result | None]:
    """The page against itself, and its result; null where that cannot be read, although the page may be intact.

    A page is never called changed merely because this version of parity would write it in another way.
    """
    if page.problem:
        return PageAudit(checks=(LinkCheck(link=name, holds=False, why=page.problem),)), None
    told = f"intact, as written by parity {page.writer} ({digest(page.whole)})"
    if page.on_the_way:
        told += f"; on the way {page.on_the_way}, which changes nothing that it shows"
    intact = LinkCheck(link=name, holds=True, why=told)
    try:
        result = read_result(page.result, "the result in the page")
    except ResultEdited as problem:
        return PageAudit(checks=(intact, LinkCheck(link="its result", holds=False, why=problem.what))), None
    except ResultError as problem:
        return PageAudit(checks=(intact,), notes=(f"its result was not looked into: {problem.what}",)), None
    told = f"{digest(page.result)}: {result.verdict.value} for {result.tenant or 'two snapshots'}, {result.judged_at}"
    checks = (intact, LinkCheck(link="its result", holds=True, why=told))
    other = page_problem(page.whole, result)
    if other is None:
        why = f"what its result says: parity {page.writer} writes the same page for it again"
        return PageAudit(checks=(*checks, LinkCheck(link="what it shows", holds=True, why=why))), result
    if page.writer != __version__:
        return PageAudit(checks=checks, notes=(f"not compared with what its result gives today: {other}",)), result
    return PageAudit(checks=checks, doubts=(other,)), result


def by_ledger(page: SealedPage, result: Result | None, entries: Sequence[Entry]) -> PageAudit:
    """What a verified ledger says: of the page's digest, of its result's, and of the head that the result has seen."""
    of_result = digest(page.result)
    named = [
        one.content
        for one in entries
        if one.content.kind is EntryKind.RESULT and one.content.body.get("digest") == of_result
    ]
    if not named:
        return PageAudit(checks=(LinkCheck(link="ledger entry", holds=False, why=f"it has no result {of_result}"),))
    itself = next((one for one in named if one.body.get("report") == digest(page.whole)), None)
    entry = itself or named[0]
    what = "this very page and its result" if itself else "its result"
    checks = [LinkCheck(link="ledger entry", holds=True, why=f"{entry.seq} names {what}")]
    if result is not None and result.ledger is not None:
        seen = result.ledger
        held = any(one.content.seq == seen.seq and one.hash == seen.hash for one in entries)
        why = f"{seen}, which the result has seen, is {'there' if held else 'gone'}"
        checks.append(LinkCheck(link="ledger head", holds=held, why=why))
    return PageAudit(
        checks=tuple(checks),
        proofs=(f"entry {entry.seq} of the ledger, of {entry.at}, names {what}",),
        notes=() if itself else ("the ledger names another page of its result, or none",),
        names_the_page=itself is not None,
    )


def entry_of_page(data: bytes, entries: Sequence[Entry]) -> int | None:
    """The entry that names a page by its digest, for pages that carry nothing themselves; null where none does."""
    of_page = digest(data)
    return next((one.content.seq for one in entries if one.content.body.get("report") == of_page), None)


def by_heads(result: Result | None, heads: Sequence[Head]) -> PageAudit:
    """What heads prove without a ledger: nobody can know an entry's hash before it is written."""
    seen = None if result is None else result.ledger
    checks, proofs, notes = [], [], []
    for head in heads:
        if seen is None:
            notes.append(f"--head {head.seq} says nothing of it: its result names no entry of a ledger")
        elif head.seq != seen.seq:
            notes.append(f"--head {head.seq} says nothing of it without the ledger: its result has seen {seen.seq}")
        elif head.hash != seen.hash:
            why = f"its result has seen another entry {seen.seq}: {seen.hash}"
            checks.append(LinkCheck(link=f"--head {head.seq}", holds=False, why=why))
        else:
            checks.append(LinkCheck(link=f"--head {head.seq}", holds=True, why="its result has seen it"))
            proofs.append(f"its result was made when entry {seen.seq}, whose head you gave, was the newest")
    return PageAudit(checks=tuple(checks), proofs=tuple(proofs), notes=tuple(notes))


def by_keys(
    result: Result, of_result: str, approvals: Mapping[str, bytes], lines: Sequence[str], *, named: bool
) -> PageAudit:
    """What approvals prove that were signed with the keys of `lines` (of .pub files), whatever name they give.

    An approval with another key fails where it was `named`, and counts for nothing where it was only found beside the
    page. Raises ConfigError for a line that is not an Ed25519 key.
    """
    keys = {key_id(public_key(line, "--signer")): line for line in lines}
    found = []
    for name, data in approvals.items():
        signer: tuple[Signer, ...] = ()
        stranger = None
        with suppress(ParityError):
            approval = read_approval(data, name)
            said, line = approval.statement, keys.get(approval.key_id)
            if line is not None:
                signer = (Signer(name=said.name, role=said.role, public_key=line),)
            elif said.result == of_result:
                stranger = f"says that it is {said.name}'s, with the key {approval.key_id}: no --signer has that key"
        if stranger is None:
            found.append(by_approvals(result, of_result, {name: data}, signer))
        elif named:
            found.append(PageAudit(checks=(LinkCheck(link=name, holds=False, why=stranger),)))
        else:
            found.append(PageAudit(notes=(f"{name} {stranger}, so it was not looked at",)))
    return together(found)


def by_approvals(
    result: Result, of_result: str, approvals: Mapping[str, bytes], signers: tuple[Signer, ...]
) -> PageAudit:
    """What signatures say: approvals of this result by those signers. `approvals` are files by name."""
    policy = Policy(signers=signers)
    checks, proofs, notes = [], [], []
    for name, data in approvals.items():
        try:
            approval = read_approval(data, name)
        except ParityError as problem:
            checks.append(LinkCheck(link=name, holds=False, why=problem.what))
            continue
        said = approval.statement
        if said.result != of_result:
            notes.append(f"{name} approves another result")
            continue
        trouble = approval_problem(approval, result, of_result, policy)
        checks.append(LinkCheck(link=name, holds=trouble is None, why=trouble or f"{said.name} signed its result"))
        if trouble is None:
            proofs.append(f"{said.name} ({said.role}) approved its result at {said.at} with the key {approval.key_id}")
    return PageAudit(checks=tuple(checks), proofs=tuple(proofs), notes=tuple(notes))


def together(found: Sequence[PageAudit]) -> PageAudit:
    """Several audits of a page as one."""
    return PageAudit(
        checks=tuple(one for each in found for one in each.checks),
        proofs=tuple(one for each in found for one in each.proofs),
        notes=tuple(one for each in found for one in each.notes),
        doubts=tuple(one for each in found for one in each.doubts),
        names_the_page=any(each.names_the_page for each in found),
    )
