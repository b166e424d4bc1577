"""What a changed check says of the real forms that their expectation files do not foresee, shown as a diff.

python tests/expectations.py            shows the differences; exit status 1 where there are any
python tests/expectations.py --write    writes them into tests/data/corpus/expected

A finding that is not foreseen is allowed from then on: its code enters `may` of a form and `also` of a mutant. What
must be found and is not found any more is listed, and never written away: a person decides whether the check or the
expectation is wrong. Move a finding that must stay from `may` to `must` by hand, and say in NOTES.md why a code is in `may`.
"""

from __future__ import annotations

import copy
import difflib
import json
import sys
from typing import Any

from corpus import (
    CORPUS,
    beside_the_planted,
    checked,
    expected,
    missed,
    names,
    places,
    planted,
    unforeseen,
    workbook,
)

EXPECTED = CORPUS / "expected"


def foreseen(expectation: dict[str, Any]) -> dict[str, Any]:
    """The expectation of a workbook with what is found on its forms allowed."""
    result = copy.deepcopy(expectation)
    by_sheet = {form.sheet: form for form in checked(workbook(expectation)).forms}
    for item in result["forms"]:
        codes = {code for code, _, _ in unforeseen(by_sheet[item["sheet"]].findings, item)}
        item["may"] = sorted({*item["may"], *codes})
    return result


def foreseen_of_mutant(mutant: dict[str, Any]) -> dict[str, Any]:
    """The expectation of a mutant with what is found beside its fault allowed."""
    codes = {code for code, _ in beside_the_planted(mutant)}
    return {**mutant, "also": sorted({*mutant.get("also", []), *codes})} if codes else mutant


def lost(folder: str, name: str) -> list[str]:
    """What must be found in a workbook and is not."""
    expectation = expected(folder, name)
    forms = checked(workbook(expectation)).forms
    if folder == "mutants":
        wanted = planted(expectation)
        return [] if not wanted or wanted & places(forms[0].findings) else [f"{min(wanted)} of {name}"]
    by_sheet = {form.sheet: form.findings for form in forms}
    return [
        f"{must['code']} at {must['cell']} of {name}: {must['why']}"
        for item in expectation["forms"]
        for must in missed(by_sheet[item["sheet"]], item)
    ]


def main(*words: str) -> int:
    differences = False
    for folder in (".", "variants", "special", "mutants"):
        for name in names(folder):
            before = expected(folder, name)
            after = foreseen_of_mutant(before) if folder == "mutants" else foreseen(before)
            for line in lost(folder, name):
                differences = True
                print(f"not found any more: {line}")
            if after == before:
                continue
            differences = True
            path = EXPECTED / folder / f"{name}.json"
            old, new = path.read_text("utf-8"), json.dumps(after, ensure_ascii=False, indent=1)
            new += "\n" if old.endswith("\n") else ""
            sys.stdout.writelines(
                difflib.unified_diff(old.splitlines(True), new.splitlines(True), str(path), "now", n=2)
            )
            if "--write" in words:
                path.write_text(new, "utf-8")
    return int(differences)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
