"""``python -m addin.cli``: the command jx where its script is not on the path."""

from addin.cli.main import entry

entry()
