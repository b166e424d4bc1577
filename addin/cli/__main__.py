"""``python -m addin.cli``: the command jx where its script is not on the path.

python -m addin.cli check 自评表.xlsx
"""

from addin.cli.main import entry

entry()
