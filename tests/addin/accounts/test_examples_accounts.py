"""Every declared identity and every code of the accounts has an example that is found."""

from __future__ import annotations

import pytest

from addin.accounts.examples import CODE_EXAMPLES, broken_identities, example_accounts
from addin.accounts.identities import declared
from addin.accounts.page import example_finding
from addin.accounts.tables_judged import judge_tables
from addin.judging.findings import catalogue

OURS = {code for code, entry in catalogue().items() if entry.scope == "accounts"}


@pytest.mark.parametrize("one_block", [False, True])
def test_the_example_is_in_order(one_block: bool) -> None:
    verdict = judge_tables(example_accounts(one_block=one_block))
    assert verdict.findings == []
    assert verdict.exact == verdict.identities > 160


def test_every_identity_is_found_where_it_is_broken() -> None:
    assert len(broken_identities()) == len(declared())


@pytest.mark.parametrize("example", CODE_EXAMPLES, ids=lambda example: example.code)
def test_an_example_finds_its_code(example: object) -> None:
    found = example_finding(example)  # type: ignore[arg-type]
    assert found.message.zh
    assert found.message.en


def test_every_code_has_an_example() -> None:
    by_identity = {entry.code for entry in declared()}
    assert by_identity | {example.code for example in CODE_EXAMPLES} == OURS
