"""Feuilles: printed for several persons at once, then who has answered, by which way, and who has not."""

from flask import Blueprint, abort, request, url_for
from flask_login import current_user

from acts import links as acts
from database import commit_once, db
from forms.links import BatchForm
from guard.doors import allowed
from queries import links
from queries.beneficiaries import sectors
from views.answers import again, answer, done
from views.links import lines, sheet_of

bp = Blueprint("batches", __name__)


@bp.get("/feuilles")
@allowed("link.make")
def index():
    rows = links.batches(current_user, request.args.get("apres", type=int))
    page, more = rows[:links.PAGE], len(rows) > links.PAGE
    return answer("batches/index.html", batches=page, following=page[-1].id if more else None)


def _page(form=None) -> dict:
    """Whom to print for. Who already holds a link is not ticked: a new one would make the other useless."""
    sector, again_for = request.args.get("secteur", type=int), request.args.get("lot", type=int)
    people, away = links.to_print(current_user, sector)
    before = links.batch_people(current_user, again_for) if again_for else set()
    ticked = [row.id for row in people if (row.id in before if again_for else row.made_at is None)]
    form = form or BatchForm(formdata=None, people=ticked)
    form.people.choices = [(row.id, row.id) for row in people]
    return {"people": people, "away": away, "form": form, "sector": sector, "sectors": sectors(), "lot": again_for}


@bp.get("/feuilles/nouvelles")
@allowed("link.make")
def new():
    return answer("batches/new.html", **_page())


@bp.post("/feuilles/nouvelles")
@allowed("link.make")
def create():
    form, tokens = BatchForm(), {}
    page = _page(form)
    if not form.validate():
        return again("batches/new.html", **page)
    seen = {row.id for row in page["people"]}
    chosen = [id for id in form.people.data if id in seen]
    made = commit_once(form.key.data, lambda: _make(chosen, page["sector"], tokens), lambda made: f"batch:{made}")
    return _shown(int(made), tokens)


def _make(people: list[int], sector: int | None, tokens: dict[int, str]) -> int:
    made, drawn = acts.make_batch(current_user, people, sector)
    tokens |= drawn
    return made


def _shown(made: int, tokens: dict[int, str]):
    """The sheets, once. Sent again, the form only finds its batch: the addresses are kept nowhere."""
    back = url_for("batches.show", id=made)
    if not tokens:
        return done(back, message="Ces feuilles ont déjà été affichées. Imprimez à nouveau celles qui manquent.")
    rows = links.of_batch(current_user, made)
    abouts = links.abouts([row.PersonalLink.id for row in rows])
    sheets = [sheet_of(row, abouts[row.PersonalLink.id], tokens[row.PersonalLink.beneficiary_id]) for row in rows]
    return answer("batches/sheets.html", sheets=sheets, back=back)


@bp.get("/feuilles/<int:id>")
@allowed("link.make")
def show(id):
    batch = db.session.execute(links.batch(current_user, id)).first() or abort(404)
    shown = lines(links.of_batch(current_user, id))
    waiting = [line for line in shown if not line.said and any(about.waits for about in line.abouts)]
    return answer("batches/show.html", batch=batch, lines=shown, waiting=waiting,
                  answered=[line for line in shown if line.said],
                  over=[line for line in shown if not line.said and line not in waiting])
