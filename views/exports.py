"""Every list as a file for a spreadsheet: the list's own question and filters, all its lines, noted before they leave."""

from collections.abc import Iterable, Iterator
from functools import partial
from tempfile import SpooledTemporaryFile

from flask import Blueprint, abort, current_app, request
from flask_login import current_user

from database import db, now, today
from forms.journal import JournalForm
from forms.visits import read_filters
from guard.doors import allowed
from guard.journal import note_reading
from models import Account, Beneficiary, Caregiver, ImportGap, Visit
from queries import accounts as signing_in
from queries import beneficiaries as helped
from queries import board as to_do
from queries import call_list as to_call
from queries import calls as noted
from queries import caregivers as helping
from queries import changes as changed
from queries import gaps as differing
from queries import imports as received
from queries import journal as written
from queries import links as handed
from queries import mediations as talks
from queries import replacements as requests
from queries import rounds as asked
from queries import visits as planned
from queries import words as sent
from queries.import_pages import decided_here
from queries.pages import in_order, whole
from rules.spreadsheet import file_name, lines
from views import beneficiaries as beneficiary_list
from views import calls as call_notes
from views import caregivers as caregiver_list
from views import changes as change_list
from views import gaps as gap_list
from views import links as link_list
from views import rounds as round_list
from views import spreadsheets as columns
from views import visits as visit_list
from views.answers import again
from views.board import Line

bp = Blueprint("exports", __name__)

# A longer file waits on the disk of the server, without a name, until it has left.
IN_MEMORY, BLOCK = 1024 * 1024, 64 * 1024
# The board is read a page at a time; nobody works through more lines than that.
BOARD_PAGES = 50


def _write(file, shown: columns.Columns, parts: Iterable[list]) -> int:
    """The whole table into this file, part after part. Returns how many lines, without the headings."""
    headings, count = [heading for heading, _ in shown], 0

    def rows():
        nonlocal count
        yield headings
        for part in parts:
            count += len(part)
            yield from ([take(row) for _, take in shown] for row in part)

    file.writelines(line.encode() for line in lines(rows()))
    return count


def send(name: str, shown: columns.Columns, parts: Iterable[list]):
    """The file is whole before a byte of it leaves: what went wrong is an error page, never half a list.

    Its journal line is written between the two: who, which list, how many lines.
    """
    file = SpooledTemporaryFile(IN_MEMORY)
    try:
        count = _write(file, shown, parts)
        note_reading("export.make", f"{name}.csv, {count} ligne{'s' if count > 1 else ''}")
    except BaseException:
        file.close()
        raise
    response = _leaving(file)
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(name, today())}"'
    return response


def _leaving(file):
    """A short file at once, a long one block after block; either way its length is known."""
    size = file.tell()
    file.seek(0)
    body = iter(partial(file.read, BLOCK), b"") if size > IN_MEMORY else file.read()
    response = current_app.response_class(body, content_type="text/csv; charset=utf-8")
    response.content_length = size
    if size > IN_MEMORY:
        response.call_on_close(file.close)
    else:
        file.close()
    return response


@bp.get("/beneficiaires.csv")
@allowed("export.make")
@allowed("beneficiary.see")
def beneficiaries():
    wanted = helped.rows_of(beneficiary_list.wanted_people())
    return send("beneficiaires", columns.beneficiaries(), whole(in_order(wanted, Beneficiary.search_name)))


@bp.get("/intervenantes.csv")
@allowed("export.make")
@allowed("caregiver.see")
def caregivers():
    wanted, sectors = in_order(helping.rows_of(caregiver_list.wanted_people()), Caregiver.search_name), {}
    return send("intervenantes", columns.caregivers(sectors), _with_sectors(wanted, sectors))


def _with_sectors(wanted, sectors: dict) -> Iterator[list]:
    """Each part of the list, the sectors of its caregivers known before it is written."""
    for part in whole(wanted):
        sectors |= helping.sectors_of_all([row.id for row in part])
        yield part


@bp.get("/interventions.csv")
@allowed("export.make")
@allowed("visit.see")
def visits():
    filters, _, _ = read_filters(request.args, now())
    wanted = planned.rows_of(visit_list.wanted_visits(filters))
    return send("interventions", columns.visits(), whole(in_order(wanted, Visit.starts_at)))


@bp.get("/points.csv")
@allowed("export.make")
@allowed("round.see")
def rounds():
    kept = round_list.STATES[round_list.state_asked()][0]
    wanted = asked.every(current_user, kept, request.args.get("secteur", type=int), request.args.get("miens") == "1")
    return send("points-a-deux-voix", columns.rounds(), whole(wanted))


@bp.get("/mediations.csv")
@allowed("export.make")
@allowed("mediation.see")
def mediations():
    wanted = talks.every(current_user, request.args.get("etat") == "closes")
    return send("mediations", columns.mediations(), whole(wanted))


@bp.get("/remplacements.csv")
@allowed("export.make")
@allowed("replacement.see")
def replacements():
    wanted = requests.every(current_user, request.args.get("etat") == "closes")
    return send("remplacements", columns.replacements(), whole(wanted))


@bp.get("/planning-a-reporter.csv")
@allowed("export.make")
@allowed("planning.report")
def changes():
    wanted, order, newest = change_list.wanted_changes()
    return send("planning-a-reporter", columns.changes(), whole(in_order(changed.rows_of(wanted), order, newest)))


@bp.get("/appels.csv")
@allowed("export.make")
@allowed("call.note")
def calls():
    view, typed = call_notes.asked()
    wanted = noted.rows_of(noted.listed(current_user, view, typed))
    return send("appels", columns.calls(), whole(in_order(wanted, noted.order(view), view == "tous")))


@bp.get("/mots.csv")
@allowed("export.make")
@allowed("word.follow")
def words():
    wanted = sent.every(current_user, request.args.get("etat") != "tous", request.args.get("secteur", type=int),
                        request.args.get("miens") == "1")
    return send("mots", columns.messages(), whole(wanted))


@bp.get("/a-appeler.csv")
@allowed("export.make")
@allowed("round.collect")
def call_list():
    later, mine = request.args.get("quand") == "plus-tard", request.args.get("miens") == "1"
    return send("a-appeler", columns.call_list(), _to_call(later, request.args.get("secteur", type=int), mine))


def _to_call(later: bool, sector: int | None, mine: bool) -> Iterator[list]:
    """The three lists of the page, one after the other; the two last stand on its first view alone."""
    for people in whole(to_call.every(current_user, today(), later, sector, mine)):
        yield columns.people_to_call(people, to_call.caregivers_of(current_user, [row.id for row in people]))
    if not later:
        yield columns.homes_to_visit(to_call.to_visit(current_user, sector, mine, None))
        yield columns.caregivers_to_call(to_call.caregivers_to_call(current_user, sector, mine, None))


@bp.get("/a-traiter.csv")
@allowed("export.make")
@allowed("board.see")
def board():
    return send("a-traiter", columns.board(), _board(request.args.get("secteur", type=int),
                                                     request.args.get("miens") == "1"))


def _board(sector: int | None, mine: bool) -> Iterator[list]:
    for page in range(1, BOARD_PAGES + 1):
        found, more = to_do.lines(to_do.Wanted(current_user, sector, mine, page))
        yield [Line(row) for row in found]
        if not more:
            return


@bp.get("/ecarts.csv")
@allowed("export.make")
@allowed("planning.gap")
def gaps():
    (wanted, decided), here = gap_list.wanted_gaps(), {}
    return send("ecarts", columns.gaps(here), _with_decisions(
        in_order(differing.rows_of(wanted), ImportGap.id, decided), here))


def _with_decisions(wanted, here: dict) -> Iterator[list]:
    """Each part of the list, what was last decided here of its visits known before it is written."""
    for part in whole(wanted):
        here |= decided_here(part)
        yield part


@bp.get("/imports.csv")
@allowed("export.make")
@allowed("planning.import")
def imports():
    return send("imports", columns.imports(), whole(received.runs_listed(current_user)))


@bp.get("/feuilles.csv")
@allowed("export.make")
@allowed("link.make")
def batches():
    return send("feuilles", columns.batches(), whole(handed.every_batch(current_user)))


@bp.get("/feuilles/<int:id>.csv")
@allowed("export.make")
@allowed("link.make")
def batch(id):
    db.session.execute(handed.batch(current_user, id)).first() or abort(404)
    sheets = link_list.lines(handed.of_batch(current_user, id))
    return send(f"feuilles-lot-{id}", columns.batch(), [[(sheet, about) for sheet in sheets for about in sheet.abouts]])


@bp.get("/comptes.csv")
@allowed("export.make")
@allowed("account.manage")
def accounts():
    wanted = signing_in.listed(current_user, request.args.get("fermes") == "1")
    return send("comptes", columns.accounts(), whole(in_order(wanted, Account.name)))


@bp.get("/journal.csv")
@allowed("export.make")
@allowed("journal.read")
def journal():
    form = JournalForm(request.args).propose(written.people())
    if not form.fits():
        return again("journal/index.html", form=form, rows=[], older=None, newer=None)
    wanted = written.listed(current_user, form.qui.data, form.quoi.data, form.subject, form.du.data, form.au.data)
    return send("journal", columns.journal(), whole(written.every(wanted)))
