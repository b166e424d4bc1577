"""What `jx check` says of folders of workbooks, kept and compared byte for byte: for changes that must change nothing.

python tests/same_findings.py keep BEFORE FOLDER...       writes the JSON of every folder below BEFORE
python tests/same_findings.py compare BEFORE FOLDER...    says what differs now; exit status 1 where anything does
"""

from __future__ import annotations

import difflib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def said(folder: Path) -> str:
    """The JSON of a folder, the language fixed; the command's own status is no failure."""
    words = [sys.executable, "-m", "addin.cli.main", "check", ".", "--format", "json", "--lang", "zh"]
    environment = {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PATH": ""}
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode())
    return done.stdout.decode()


def main(action: str, before: str, *folders: str) -> int:
    differing = 0
    for number, folder in enumerate(folders):
        kept = Path(before) / f"{number}.json"
        now = said(Path(folder))
        if action == "keep":
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(now, "utf-8")
            continue
        then = kept.read_text("utf-8")
        differing += then != now
        sys.stdout.writelines(
            difflib.unified_diff(then.splitlines(True), now.splitlines(True), str(kept), folder, n=2)
        )
    print(f"{len(folders)} folders, {differing} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
