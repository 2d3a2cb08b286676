"""A sheet that came back: its number, then its boxes by single keys, then Enter."""

from flask import Blueprint, abort, request, url_for
from flask_login import current_user

from acts import links as acts
from database import commit_once
from forms.links import MISTYPED
from forms.respond import TypedAboutForm, TypedForm, made, parts, typed_parts
from guard.doors import allowed
from queries import links
from queries.answers import entourage
from rules.links import told_apart
from rules.numbers import read
from views.answers import again, answer, done

bp = Blueprint("entries", __name__)


@bp.get("/feuilles/saisie")
@allowed("round.collect")
def new():
    typed = request.args.get("numero", "")[:20]
    if not typed.strip():
        return answer("entries/new.html", typed="", wrong=None, length=_length())
    number = read(typed)
    row = links.by_number(current_user, number) if number else None
    if row is None:
        return again("entries/new.html", typed=typed, wrong=MISTYPED, length=_length())
    return answer("entries/show.html", **_page(row))


def _length() -> int:
    """How many digits the last number printed has: the page moves on by itself once they are all typed."""
    return len(str(links.last_number() or 1000))


def _page(row, form=None) -> dict:
    """The sheet as it was printed: its caregivers, those still to type, and what was already answered about the others."""
    link = row.PersonalLink
    abouts = links.abouts([link.id])[link.id]
    names, sides = parts(abouts, told_apart([f"{about.first_name} {about.last_name}" for about in abouts]))
    form = form or made(TypedForm, TypedAboutForm, names, formdata=None, who=link.voice)
    form.take_voices_of(link.voice)
    return {"row": row, "link": link, "abouts": abouts, "form": form, "sides": sides,
            "entourage": entourage(link.beneficiary_id),
            "newer": links.replaced_by(link) if link.revoked_at else None}


@bp.post("/feuilles/saisie/<int:number>")
@allowed("round.collect")
def create(number):
    row = links.by_number(current_user, number) or abort(404)
    page = _page(row)
    form = made(TypedForm, TypedAboutForm, {part: page["form"][part].label.text for part in page["sides"]})
    form.take_voices_of(row.PersonalLink.voice)
    if page["sides"] and not form.validate():
        return again("entries/show.html", **{**page, "form": form})
    commit_once(form.key.data, lambda: _record(row.PersonalLink.id, form, page["sides"]), f"link:{row.PersonalLink.id}")
    return done(url_for("entries.new"), message=f"La feuille n°\u00a0{number} est enregistrée{_but(page)}.")


def _but(page: dict) -> str:
    """", sauf pour Lucie Moreau…": what was typed of a caregiver whose point was answered or decided meanwhile."""
    names = {f"c{about.place}": f"{about.first_name} {about.last_name}" for about in page["abouts"]}
    late = [names[typed.part] for typed in typed_parts(request.form, TypedAboutForm)
            if typed.part in names and typed.part not in page["sides"]]
    return f", sauf pour {' et '.join(late)}\u00a0: une réponse est arrivée entre-temps, ou le point est clos" if late else ""


def _record(link_id: int, form: TypedForm, sides: dict[str, int]) -> int:
    return acts.type_sheet(current_user, link_id, form.voice, form.said(sides), form.spoken_name)
