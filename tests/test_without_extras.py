"""Who has flights alone needs nothing of what reads documents."""

import subprocess
import sys

from heavylift.extras import DOCUMENTS

PROGRAM = """
import importlib, sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {absent}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Absent())
from heavylift.cli import COMMANDS
from heavylift.cli.documents import COMMANDS as OF_DOCUMENTS
from heavylift.cli.fetch import COMMANDS as FETCHES

for name in COMMANDS:
    importlib.import_module(f"heavylift.cli.{{name}}")
for group, names in (("documents", OF_DOCUMENTS), ("fetch", FETCHES)):
    for name in names:
        importlib.import_module(f"heavylift.cli.{{group}}.{{name}}")
for module in ("documents", "documents.stamped", "statements.reading",
               "statements.inputs", "claims", "dossier.build",
               "dossier.claims_entering", "fetch.language_model",
               "fetch.timestamp"):
    importlib.import_module(f"heavylift.{{module}}")
"""


def test_every_command_can_be_imported_without_what_reads_documents():
    absent = {*DOCUMENTS.modules, "lxml", "cryptography"}

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(absent=absent)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert done.returncode == 0, done.stderr
