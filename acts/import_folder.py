"""The folder watched for the nightly export of the planning software."""

from database import db, now
from models import Setting


def watch(by, path: str) -> str:
    """From now on; an empty path watches nothing. Whether it can be watched is asked before (guard/import_folder.py)."""
    held = db.session.get(Setting, "import_folder") or Setting(name="import_folder")
    held.value, held.changed_at, held.changed_by_id = path, now(), by.id
    db.session.add(held)
    return path
