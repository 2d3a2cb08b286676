"""Mots reçus: caregivers' words, Rappelez-moi first; read, answered, closed."""

from flask import Blueprint, request, url_for
from flask_login import current_user

from acts import words
from database import commit_once
from forms.said import WordReplyForm
from guard.doors import allowed
from guard.journal import note_seen
from models import Word
from queries import words as said
from queries.beneficiaries import sectors
from queries.reach import words_seen_by
from views.answers import again, answer, done, found
from views.presses import pressed

bp = Blueprint("words", __name__)


def _after(text: str) -> tuple[int, int] | None:
    place, _, id = text.partition(".")
    return (int(place), int(id)) if place.isdecimal() and id.isdecimal() else None


@bp.get("/mots")
@allowed("word.follow")
def index():
    waiting, mine = request.args.get("etat") != "tous", request.args.get("miens") == "1"
    sector = request.args.get("secteur", type=int)
    rows = said.listed(current_user, waiting, sector, mine, _after(request.args.get("apres", "")))
    page, more = rows[:said.PAGE], len(rows) > said.PAGE
    kept = {name: request.args[name] for name in ("etat", "secteur", "miens") if request.args.get(name)}
    return answer("words/index.html", "words/_list.html", words=page, waiting=waiting, mine=mine, sector=sector,
                  kept=kept, sectors=sectors(), following=f"{page[-1].place}.{page[-1].id}" if more else None)


def _page(word: Word, form=None) -> dict:
    return {"message": word, "names": said.one(current_user, word.id), "form": form or WordReplyForm(formdata=None)}


@bp.get("/mots/<int:id>")
@allowed("word.follow")
def show(id):
    word = found(words_seen_by(current_user).where(Word.id == id))
    note_seen("word.read", f"word:{id}")
    return answer("words/show.html", **_page(word))


@bp.post("/mots/<int:id>/lecture")
@allowed("word.follow")
def read(id):
    found(words_seen_by(current_user).where(Word.id == id))
    commit_once(pressed(), lambda: words.read(current_user, id), f"word:{id}")
    return done(url_for("words.show", id=id), message="C'est noté comme lu.")


@bp.post("/mots/<int:id>/suite")
@allowed("word.follow")
def close(id):
    word = found(words_seen_by(current_user).where(Word.id == id))
    form = WordReplyForm()
    if not form.validate():
        return again("words/show.html", **_page(word, form))
    follow = words.reply if form.keep_open.data else words.close
    commit_once(form.key.data, lambda: follow(current_user, id, form.reply.data or ""), f"word:{id}")
    return done(url_for("words.index"), message="La suite est enregistrée.")
