"""The personal links and sheets of one person: made, shown once, revoked."""

from flask import Blueprint, request, url_for
from flask_login import current_user

from acts import links as acts
from database import commit_once, now
from forms.links import LinkForm
from forms.said import SHORT
from guard.addresses import public_url
from guard.doors import allowed
from models import Beneficiary, PersonalLink
from queries import links
from queries.due_rounds import suspended
from queries.reach import beneficiaries_seen_by
from rules.links import OTHER_SPOKE, STATE_KINDS, STATE_WORDS, USED, state_of, told_apart
from views.answers import again, answer, done, found
from views.presses import pressed

bp = Blueprint("links", __name__)


class Line:
    """One link as a list shows it: where it stands in words, and each caregiver it asks about."""

    def __init__(self, row, abouts: list):
        self.link, self.abouts, self.made_by, self.interrupted = row.PersonalLink, abouts, row.made_by, row.interrupted
        self.name = f"{row.civility} {row.first_name} {row.last_name}"
        self.state = state_of(self.link, now(), sum(about.waits for about in abouts), row.interrupted)
        self.words, self.mark = STATE_WORDS[self.state], STATE_KINDS[self.state]
        self.said = [about for about in abouts if about.answer_id]
        # Served, and its own voice is still awaited: another spoke with it.
        self.other = OTHER_SPOKE[self.link.voice] if self.state == USED and self._is_awaited else ""

    @property
    def _is_awaited(self) -> bool:
        return not self.said and any(about.waits for about in self.abouts)

    @property
    def may_revoke(self) -> bool:
        return not self.link.used_at and not self.link.revoked_at


def lines(rows: list) -> list[Line]:
    abouts = links.abouts([row.PersonalLink.id for row in rows])
    return [Line(row, abouts[row.PersonalLink.id]) for row in rows]


def sheet_of(row, abouts: list, token: str) -> dict:
    """One sheet as it is printed, or one letter: no name but the caregivers' first names."""
    return {"link": row.PersonalLink, "names": told_apart([about.first_name for about in abouts]),
            "url": public_url(url_for("respond.arrive", token=token))}


def _page(id: int, form=None) -> dict:
    person = found(beneficiaries_seen_by(current_user).where(Beneficiary.id == id))
    waiting = [voice for voice in SHORT if links.askable([id], voice)]
    kind = "sheet" if request.args.get("comment") == "feuille" else "link"
    form = form or LinkForm(formdata=None, kind=kind, voice=(waiting or ["person"])[0])
    form.voice.choices = [choice for choice in form.voice.choices if choice.value in waiting]
    return {"person": person, "lines": lines(links.of_person(current_user, id)), "form": form, "waiting": waiting,
            "stopped": suspended(id)}


@bp.get("/beneficiaires/<int:id>/liens")
@allowed("link.make")
def index(id):
    return answer("links/index.html", **_page(id))


@bp.post("/beneficiaires/<int:id>/liens")
@allowed("link.make")
def create(id):
    form, tokens = LinkForm(), {}
    page = _page(id, form)
    if not form.validate():
        return again("links/index.html", **page)
    made = commit_once(form.key.data, lambda: _make(id, form, tokens), lambda made: f"link:{made}")
    return _shown(int(made), tokens)


def _make(id: int, form: LinkForm, tokens: dict[int, str]) -> int:
    """The token is drawn inside and kept in this request alone: the same form again finds its link, not its address."""
    made, token = acts.make(current_user, id, form.voice.data, form.kind.data)
    tokens[made] = token
    return made


def _shown(made: int, tokens: dict[int, str]):
    row = links.sheets_of(current_user, [made])[0]
    if not tokens:
        return done(url_for("links.index", id=row.PersonalLink.beneficiary_id), message=(
            "Ce lien a déjà été affiché. Il n'est gardé nulle part\u00a0: faites-en un autre s'il le faut."))
    sheet = sheet_of(row, links.abouts([made])[made], tokens[made])
    if row.PersonalLink.kind == "sheet":
        return answer("batches/sheets.html", sheets=[sheet], back=url_for("links.index", id=row.PersonalLink.beneficiary_id))
    return answer("links/made.html", row=row, **sheet)


@bp.post("/liens/<int:id>/revocation")
@allowed("link.make")
def revoke(id):
    link = found(links.links_seen_by(current_user).where(PersonalLink.id == id))
    commit_once(pressed(), lambda: acts.revoke(current_user, id), f"link:{id}")
    return done(url_for("links.index", id=link.beneficiary_id), message="Le lien est révoqué\u00a0: il n'ouvre plus rien.")
