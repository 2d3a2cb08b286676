"""A file from the planning software: received, its columns set, its duplicates decided, applied or put aside."""

import json
import re

from sqlalchemy import and_, delete, insert, or_, select, update

from database import Overtaken, change_state, db, now
from models import ImportFile, ImportLine, ImportMapping, ImportRun
from queries import import_known
from rules import import_columns
from rules.import_look import LEFT_OUT, Look, as_csv, from_csv
from rules.import_values import clean
from rules.imports import CUT_OFF_AFTER, FILE_KEPT, LINES_KEPT, NIGHT_FILE_KEPT, OTHER_SINCE, may_restart

MOVED_ON = "Cet import a changé entre-temps."
ONE_AT_A_TIME = "Un autre import est en cours. Attendez qu'il se termine, puis recommencez."
TO_CONFIRM = "Cochez pour confirmer toutes ces annulations, ou abandonnez cet import."
ERASED = "Des colonnes de ce fichier sont déjà effacées. Envoyez-le à nouveau, en disant ce qu'il contient."
TOO_OLD = "Ce fichier n'est plus gardé. Envoyez-le à nouveau."


def receive(by, source: str, file_name: str, look: Look) -> int:
    """Write down a file received, whatever it is; a refused one keeps its reason and nothing else. Returns its id."""
    run = ImportRun(
        kind=look.kind, source=source, state="refused" if look.refusal else "received", sha256=look.sha256,
        file_name=short_name(file_name), titles=as_csv(list(look.titles)), size=look.size, encoding=look.encoding,
        separator=look.separator,
        signature=look.signature, mapping=json.dumps(mapping_of(look)), reason=look.refusal[:300], rows_total=look.rows,
        made_at=now(), made_by_id=by.id)
    db.session.add(run)
    db.session.flush()
    if not look.refusal:
        db.session.execute(insert(ImportFile), [{"run_id": run.id, "content": look.packed, "sample": look.sample}])
    return run.id


def mapping_of(look: Look) -> dict[str, int]:
    """What somebody set for these very titles, else what their words say."""
    if not look.kind or look.refusal:
        return {}
    known = import_known.remembered_mapping(look.kind, look.signature)
    return known if known is not None else import_columns.guess(look.kind, look.titles)


def short_name(file_name: str) -> str:
    """The name without its folders or anything a screen could not show."""
    text = (file_name or "").encode("utf-8", "replace").decode()  # a disk may hold names that are no text
    return clean(re.split(r"[/\\]", text)[-1])[:120] or "sans nom"


def set_mapping(by, run_id: int, mapping: dict[str, int]) -> int:
    """Which column means what, kept for every file with these titles. The file is to be read again."""
    run = _waiting(run_id)
    text = json.dumps(mapping, sort_keys=True)
    change_state(ImportRun, run_id, {"state": run.state}, sentence=MOVED_ON, state="received", mapping=text, rows_done=0,
                 needs_confirmation=False, reason="", heartbeat_at=now())
    _remember(by, run.kind, run.signature, text)
    return run_id


def set_kind(by, run_id: int, kind: str) -> int:
    """It was taken for another kind of file: its columns are guessed anew, and it is read again. Raises Overtaken, as well
    when columns of no use to the other kind are erased already."""
    run = _waiting(run_id)
    sample = db.session.scalar(select(ImportFile.sample).where(ImportFile.run_id == run_id))
    if not sample or LEFT_OUT in from_csv(sample)[0]:
        raise Overtaken(ERASED)
    known = import_known.remembered_mapping(kind, run.signature)
    mapping = known if known is not None else import_columns.guess(kind, from_csv(run.titles)[0])
    db.session.execute(delete(ImportLine).where(ImportLine.run_id == run_id))
    change_state(ImportRun, run_id, {"state": run.state}, sentence=MOVED_ON, state="received", kind=kind,
                 mapping=json.dumps(mapping, sort_keys=True), rows_done=0, needs_confirmation=False, reason="",
                 heartbeat_at=now())
    return run_id


def _remember(by, kind: str, signature: str, mapping: str) -> None:
    """Every file with these titles is read this way from now on, the watched folder's as well."""
    same = (ImportMapping.kind == kind, ImportMapping.signature == signature)
    said = {"mapping": mapping, "made_at": now(), "made_by_id": by.id}
    if not db.session.execute(update(ImportMapping).where(*same).values(said)).rowcount:
        db.session.execute(insert(ImportMapping), [{"kind": kind, "signature": signature, **said}])


def _waiting(run_id: int) -> ImportRun:
    """A run nobody works at. Raises Overtaken."""
    run = db.session.get(ImportRun, run_id, populate_existing=True)
    if run.state not in ("received", "previewed", "interrupted"):
        raise Overtaken(MOVED_ON)
    return run


def choose(by, line_id: int, person_id: int) -> None:
    """A proposed duplicate: this one, or somebody else (0). May be said again until the file is applied."""
    line = db.session.get(ImportLine, line_id)
    run = _waiting(line.run_id)
    if line.outcome != "duplicate" or (person_id and str(person_id) not in line.candidates.split(",")):
        raise Overtaken(MOVED_ON)
    change_state(ImportRun, run.id, {"state": "previewed"}, sentence=MOVED_ON, state="previewed")
    db.session.execute(update(ImportLine).where(ImportLine.id == line_id).values(choice=person_id, chosen_by_id=by.id))


def begin(by, run_id: int, confirm_many: bool = False) -> int:
    """Somebody who saw its preview says yes: the file goes in, and its columns are right. Raises Overtaken.

    `heartbeat_at` of a preview is when its reading began.
    """
    run = db.session.get(ImportRun, run_id, populate_existing=True)
    if run.state != "previewed":
        raise Overtaken(MOVED_ON)
    if not _kept(run_id):
        raise Overtaken(TOO_OLD)
    if run.needs_confirmation and not confirm_many:
        raise Overtaken(TO_CONFIRM)
    _alone(run_id)
    # whether another file went in since this preview is known now alone: the work looks at what it changes
    since = OTHER_SINCE if import_known.applied_since(run.kind, run.heartbeat_at or run.made_at) else ""
    change_state(ImportRun, run_id, {"state": run.state}, sentence=MOVED_ON, state="applying", rows_done=0, reason=since,
                 heartbeat_at=now(), applied_by_id=by.id, confirmed=confirm_many)
    if import_known.remembered_mapping(run.kind, run.signature) != json.loads(run.mapping):
        _remember(by, run.kind, run.signature, run.mapping)
    return run_id


def begin_unattended(run_id: int, confirm_many: bool = False) -> int:
    """The same for the command and the watched folder, which show no preview."""
    _alone(run_id)
    change_state(ImportRun, run_id, {"state": "received"}, sentence=MOVED_ON, state="applying", rows_done=0,
                 heartbeat_at=now(), confirmed=confirm_many)
    return run_id


def _alone(run_id: int) -> None:
    if import_known.another_at_work(run_id, now() - CUT_OFF_AFTER):
        raise Overtaken(ONE_AT_A_TIME)


def _kept(run_id: int) -> bool:
    return bool(db.session.scalar(select(ImportFile.id).where(ImportFile.run_id == run_id)))


def restart(by, run_id: int) -> int:
    """Work cut off in the middle starts again, by the reading: what it would do now is shown again."""
    run = db.session.get(ImportRun, run_id, populate_existing=True)
    if not may_restart(run.state, run.heartbeat_at, now()):
        raise Overtaken(MOVED_ON)
    if not _kept(run_id):
        raise Overtaken(TOO_OLD)
    change_state(ImportRun, run_id, {"state": run.state, "heartbeat_at": run.heartbeat_at}, sentence=MOVED_ON,
                 state="received", rows_done=0, heartbeat_at=now(), reason="")
    return run_id


def abandon(by, run_id: int) -> int:
    """The file is put aside and erased; nothing of it went in."""
    run = _waiting(run_id)
    change_state(ImportRun, run_id, {"state": run.state}, sentence=MOVED_ON, state="abandoned", seen_at=now(),
                 seen_by_id=by.id)
    drop_file(run_id)
    return run_id


def refuse(run_id: int, reason: str) -> int:
    """Nobody is there to help it in: what was missing is said, and the file erased."""
    change_state(ImportRun, run_id, {"state": {"received", "reading", "applying"}}, state="refused", reason=reason[:300])
    drop_file(run_id)
    return run_id


def see(by, run_id: int) -> int:
    """What was refused has been read: it leaves the board."""
    change_state(ImportRun, run_id, {"seen_at": None}, sentence="Une collègue l'a déjà noté comme vu.", seen_at=now(),
                 seen_by_id=by.id)
    return run_id


def drop_file(run_id: int) -> None:
    db.session.execute(delete(ImportFile).where(ImportFile.run_id == run_id))


def tidy(by, at) -> int:
    """Files kept longer than a day, or three when they came by themselves, are erased and their runs put aside; work cut
    off is said so, lines and names of files of more than a month go. Returns how many of them; run by the clock."""
    late = or_(and_(ImportRun.source == "screen", ImportRun.made_at < at - FILE_KEPT),
               ImportRun.made_at < at - NIGHT_FILE_KEPT)
    old = select(ImportFile.run_id).join(ImportRun, ImportRun.id == ImportFile.run_id).where(
        late, ImportRun.state.not_in(("reading", "applying")))
    gone = list(db.session.scalars(old.order_by(ImportFile.run_id)))
    db.session.execute(update(ImportRun).where(ImportRun.id.in_(gone), ImportRun.state.in_(
        ("received", "previewed", "interrupted"))).values(state="abandoned"))
    db.session.execute(delete(ImportFile).where(ImportFile.run_id.in_(gone)))
    cut = db.session.execute(update(ImportRun).where(
        ImportRun.state.in_(("reading", "applying")),
        or_(ImportRun.heartbeat_at.is_(None), ImportRun.heartbeat_at < at - CUT_OFF_AFTER)).values(state="interrupted"))
    lines = db.session.execute(delete(ImportLine).where(ImportLine.run_id.in_(
        select(ImportRun.id).where(ImportRun.made_at < at - LINES_KEPT))).execution_options(synchronize_session=False))
    names = db.session.execute(update(ImportRun).where(
        ImportRun.made_at < at - LINES_KEPT, ImportRun.file_name.is_not(None)).values(file_name=None, titles=None))
    return len(gone) + cut.rowcount + lines.rowcount + names.rowcount
