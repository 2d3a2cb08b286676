"""À appeler: one line per person, one call for all her caregivers; and the sheet the call is taken on."""

from datetime import date

from flask import Blueprint, request
from flask_login import current_user

from database import today
from forms.said import CaregiverForm, PersonForm, TryForm
from guard.doors import allowed
from guard.journal import note_seen
from models import Beneficiary
from queries import answers, call_list
from queries.beneficiaries import sectors
from queries.due_rounds import suspended
from queries.reach import beneficiaries_seen_by
from queries.settings import settings
from rules.rounds import PERSON_VOICES, call_again_on, may_close
from views.answers import answer, found

bp = Blueprint("call_list", __name__)


def _after(text: str) -> tuple | None:
    """"2026-03-09.12": the day and the person of the last line shown."""
    day, _, id = text.partition(".")
    try:
        return date.fromisoformat(day), int(id)
    except ValueError:
        return None


@bp.get("/a-appeler")
@allowed("round.collect")
def index():
    later, mine = request.args.get("quand") == "plus-tard", request.args.get("miens") == "1"
    sector, after = request.args.get("secteur", type=int), _after(request.args.get("apres", ""))
    people = call_list.people(current_user, today(), later, sector, mine, after)
    page, more = people[:call_list.PAGE], len(people) > call_list.PAGE
    kept = {name: request.args[name] for name in ("quand", "secteur", "miens") if request.args.get(name)}
    return answer("call_list/index.html", "call_list/_list.html", people=page, later=later, sector=sector, mine=mine,
                  kept=kept, following=f"{page[-1].call_on}.{page[-1].id}" if more else None, sectors=sectors(),
                  asked=call_list.caregivers_of(current_user, [row.id for row in page]),
                  visits=call_list.to_visit(current_user, sector, mine),
                  caregivers=call_list.caregivers_to_call(current_user, sector, mine))


def sheet(id: int, chosen: int | None, form=None, trying=None) -> dict:
    """Everything the sheet of one call shows: out of reach is 404."""
    person = found(beneficiaries_seen_by(current_user).where(Beneficiary.id == id))
    rows = call_list.sheets_of(current_user, id, chosen)
    side = next((row for row in rows if row.id == chosen), rows[0] if rows else None)
    said = answers.voices_said(side.id) if side else set()
    drafts = [draft for draft in answers.drafts(side.id) if draft[0].voice not in said] if side else []
    closing = side and may_close(side.tries, side.closes_on, today(), settings().number("round_tries"))
    return {"person": person, "rows": rows, "side": side, "said": said, "draft": drafts[0] if drafts else None,
            "form": form or (side and blank(side, said, drafts)), "closing": closing, "stopped": suspended(id),
            "entourage": answers.entourage(id),
            "trying": trying or TryForm(formdata=None, call_again_on=call_again_on(today()))}


def blank(side, said: set, drafts: list):
    """The form of this side: with the last draft in it, or empty, for the voice not heard yet."""
    kind = CaregiverForm if side.side == "caregiver" else PersonForm
    if drafts:
        return kind(formdata=None, data=drafts[0][1])
    voices = ("caregiver",) if side.side == "caregiver" else PERSON_VOICES
    return kind(formdata=None, voice=next((voice for voice in voices if voice not in said), voices[0]))


@bp.get("/a-appeler/<int:id>")
@allowed("round.collect")
def show(id):
    shown = sheet(id, request.args.get("cote", type=int))
    if shown["draft"] and shown["draft"][0].by_id != current_user.id:
        note_seen("draft.read", f"round:{shown['side'].round_id}")
    return answer("call_list/show.html", **shown)
