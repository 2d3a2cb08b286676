"""Mon agenda: a caregiver makes and closes the private address her own calendar reads; the office may close it too."""

import secrets

from flask import Blueprint, current_app, url_for
from flask_login import current_user

from acts import calendar_feeds as acts
from database import commit_once, now
from guard.addresses import public_url
from guard.doors import allowed
from guard.journal import note_stray
from guard.sessions import token_hash
from models import CalendarFeed
from queries import calendar_feeds as feeds
from queries.caregivers import seen_without_gender
from queries.reach import feeds_seen_by
from rules.calendar_feed import calendar
from views.answers import answer, done, found
from views.presses import press, pressed

bp = Blueprint("calendar_feeds", __name__)

NOWHERE = "Cette adresse d'agenda ne mène à rien. Une nouvelle se fait sur le téléphone, page « Mon agenda ».\n"


def _page(**shown):
    return answer("phone/calendar.html", feed=feeds.live_of(current_user, current_user.caregiver_id), press=press(),
                  **shown)


@bp.get("/mon-agenda")
@allowed("phone.calendar")
def show():
    return _page(url=None, again=False)


@bp.post("/mon-agenda")
@allowed("phone.calendar")
def create():
    """The address leaves on this one page and is kept nowhere; a form sent again says it was already shown."""
    token, ran = secrets.token_urlsafe(24), []
    commit_once(pressed(), lambda: ran.append(True) or acts.make(
        current_user, current_user.caregiver_id, token_hash(token)), lambda id: f"feed:{id}")
    url = public_url(url_for("calendar_feeds.read", token=token)) if ran else None
    return _page(url=url, again=not ran)


@bp.post("/mon-agenda/<int:id>/fin")
@allowed("phone.calendar")
def end(id):
    found(feeds_seen_by(current_user).where(CalendarFeed.id == id))
    commit_once(pressed(), lambda: acts.revoke(current_user, id), f"feed:{id}")
    return done(url_for("calendar_feeds.show"), message="L'adresse est fermée. Votre agenda ne la lit plus.")


@bp.post("/intervenantes/<int:id>/agenda/<int:feed_id>/fin")
@allowed("calendar.revoke")
def close(id, feed_id):
    found(seen_without_gender(current_user, id))
    found(feeds_seen_by(current_user).where(CalendarFeed.id == feed_id, CalendarFeed.caregiver_id == id))
    commit_once(pressed(), lambda: acts.revoke(current_user, feed_id), f"caregiver:{id}")
    return done(url_for("caregivers.show", id=id), message="L'adresse d'agenda est fermée.")


@bp.get("/agenda/<token>.ics")
def read(token):
    """For a calendar, which signs in nowhere: whoever has the address reads it."""
    caregiver_id = feeds.caregiver_of(token_hash(token))
    if caregiver_id is None:
        if not feeds.was_made(token_hash(token)):
            note_stray("calendar.refused")
        return NOWHERE, 404, {"Content-Type": "text/plain; charset=utf-8"}
    entries = feeds.entries(caregiver_id, now(), current_app.config["SECRET_KEY"].encode())
    return calendar(entries, now()), 200, {"Content-Type": "text/calendar; charset=utf-8",
                                           "Content-Disposition": 'inline; filename="agenda.ics"'}
