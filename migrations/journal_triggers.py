"""The triggers that keep the journal append-only, as migration 0002 makes them.

Frozen with it: a change of these words is a new migration with words of its own.
"""

LAST_HASH = """COALESCE((SELECT line_hash FROM journal ORDER BY id DESC LIMIT 1),
    (SELECT line_hash FROM journal_checkpoint ORDER BY last_id DESC LIMIT 1), '{start}')""".format(start="0" * 64)
COVERED = "EXISTS (SELECT 1 FROM journal_checkpoint WHERE last_id >= OLD.id)"
STANDS = "EXISTS (SELECT 1 FROM journal WHERE id = NEW.last_id AND line_hash = NEW.line_hash)"

# name, when, table, refused if, words. REPLACE erases without asking a delete trigger: hence the look at the id.
SQLITE = (
    ("journal_no_update", "UPDATE", "journal", "1", "the journal is append-only"),
    ("journal_no_delete", "DELETE", "journal", f"NOT {COVERED}", "the journal is append-only"),
    ("journal_follows", "INSERT", "journal",
     f"NEW.previous_hash <> {LAST_HASH} OR EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)",
     "this line does not follow the last one"),
    ("journal_checkpoint_no_update", "UPDATE", "journal_checkpoint", "1", "a checkpoint stays as it is"),
    ("journal_checkpoint_no_delete", "DELETE", "journal_checkpoint", "1", "a checkpoint stays as it is"),
    ("journal_checkpoint_stands", "INSERT", "journal_checkpoint",
     f"NOT {STANDS} OR EXISTS (SELECT 1 FROM journal_checkpoint WHERE id = NEW.id OR last_id = NEW.last_id)",
     "a checkpoint stands on a line of the journal"),
)

POSTGRES_FUNCTION = """CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF {refused} THEN
        RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    {give}
END $body$"""
POSTGRES = (
    ("journal_no_update", "UPDATE", "journal", "true", "the journal is append-only"),
    ("journal_no_delete", "DELETE", "journal", f"NOT {COVERED}", "the journal is append-only"),
    ("journal_no_truncate", "TRUNCATE", "journal", "true", "the journal is append-only"),
    ("journal_follows", "INSERT", "journal", f"NEW.previous_hash <> {LAST_HASH}",
     "this line does not follow the last one"),
    ("journal_checkpoint_no_update", "UPDATE", "journal_checkpoint", "true", "a checkpoint stays as it is"),
    ("journal_checkpoint_no_delete", "DELETE", "journal_checkpoint", "true", "a checkpoint stays as it is"),
    ("journal_checkpoint_no_truncate", "TRUNCATE", "journal_checkpoint", "true", "a checkpoint stays as it is"),
    ("journal_checkpoint_stands", "INSERT", "journal_checkpoint", f"NOT {STANDS}",
     "a checkpoint stands on a line of the journal"),
)


def statements(dialect: str):
    """The statements to run, in order, on a database that has the two tables and no trigger yet."""
    if dialect == "postgresql":
        for name, event, table, refused, words in POSTGRES:
            give = {"DELETE": "RETURN OLD;", "TRUNCATE": "RETURN NULL;"}.get(event, "RETURN NEW;")
            yield POSTGRES_FUNCTION.format(name=name, refused=refused, words=words, give=give)
            each = "STATEMENT" if event == "TRUNCATE" else "ROW"
            yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()"
        return
    for name, event, table, refused, words in SQLITE:
        yield (f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {refused} "
               f"BEGIN SELECT RAISE(ABORT, '{words}'); END")
