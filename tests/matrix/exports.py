"""Every list as a file: whoever reads the list may take it with her, and nobody else."""

from tests.matrix import row
from tests.matrix.rounds import pair

OFFICE = ("board", "call_list", "beneficiaries", "caregivers", "visits", "rounds", "mediations", "replacements", "handovers",
          "changes", "calls", "words", "gaps", "imports", "batches", "continuity",
          "absences")

MATRIX = [
    *(row("GET", f"exports.{name}", coordinator=200, download=True) for name in OFFICE),
    row("GET", "exports.batch", **pair(id="_batch"), coordinator=200, download=True),
    row("GET", "exports.accounts", coordinator=403, director=200, administrator=200, download=True),
    row("GET", "exports.journal", coordinator=403, director=200, download=True),
]
