"""Le journal: who did or read what, when, from where; reading it is itself a line."""

from flask import Blueprint, request
from flask_login import current_user

from forms.journal import JournalForm
from guard.doors import allowed
from guard.journal import note_reading
from queries import journal
from views.answers import again, answer

bp = Blueprint("journal", __name__)


@bp.get("/journal")
@allowed("journal.read")
def index():
    form = JournalForm(request.args).propose(journal.people())
    if not form.fits():
        return again("journal/index.html", form=form, rows=[], older=None, newer=None)
    note_reading("journal.read", form.subject)
    wanted = journal.listed(current_user, form.qui.data, form.quoi.data, form.subject, form.du.data, form.au.data)
    rows, older, newer = journal.page(wanted, request.args.get("avant", ""), request.args.get("apres", ""))
    return answer("journal/index.html", form=form, rows=rows, older=older, newer=newer)
