"""Requests to replace a caregiver: opened, and what is done with one that can be granted."""

from flask import Blueprint, abort, request, url_for
from flask_login import current_user

from acts import calls, replacements
from database import commit_once, now, today
from forms.base import Form
from forms.replacements import (
    CalledForm,
    CancelForm,
    ChooseForm,
    DoorForm,
    GrantForm,
    HerChoiceForm,
    JudgeForm,
    ReplacementForm,
    RequesterToldForm,
)
from guard.doors import allowed
from guard.journal import note_reading
from models import Mediation, Replacement
from queries import granted_wishes, refusals, telling
from queries import replacements as asked
from queries.calls import prefill
from queries.handovers import of_request
from queries.reach import mediations_seen_by, replacements_seen_by
from queries.settings import say
from queries.successions import first_day_without
from rules.absences import held_words, still_waits
from rules.access import may_read
from rules.handovers import hands_over
from rules.replacements import (
    REASONS_OF,
    answers_the_person,
    is_answered_by_hand,
    is_kept_from,
    may_answer,
    may_grant_wish,
    reason_words,
    requester_words,
)
from rules.vocabulary import REQUESTERS
from views.answers import again, answer, done, found
from views.candidates import candidates_of
from views.pairings import live

bp = Blueprint("replacements", __name__)
FORMS = {"choose": ChooseForm, "called": CalledForm, "judge": JudgeForm, "tell": Form, "her_choice": HerChoiceForm, "door": DoorForm,
         "cancel": CancelForm, "grant": GrantForm}


@bp.get("/remplacements")
@allowed("replacement.see")
def index():
    closed = request.args.get("etat") == "closes"
    rows, further = asked.listed(current_user, closed, request.args.get("apres", type=int))
    return answer("replacements/index.html", rows=rows, further=further, closed=closed,
                  reason_of=reason_here, asker_of=asker_here)


def _mediation(pairing_id: int) -> int | None:
    """The mediation this request closes, when it comes from one."""
    id = request.args.get("mediation", type=int)
    if id is None:
        return None
    return found(mediations_seen_by(current_user).where(
        Mediation.id == id, Mediation.pairing_id == pairing_id)).id


def _origin(pairing_id: int) -> dict:
    """Where the request comes from, for every address of its form: a mediation, or a call noted."""
    return {"kept": {name: request.args[name] for name in ("mediation", "appel") if request.args.get(name)},
            "mediation_id": _mediation(pairing_id), "call": prefill(current_user, request.args.get("appel"))}


@bp.get("/relations/<int:pairing_id>/remplacement")
@allowed("replacement.run")
def new(pairing_id):
    row, asker, origin = live(pairing_id), request.args.get("par"), _origin(pairing_id)
    if asker not in REASONS_OF:
        return answer("replacements/asker.html", row=row, askers=REQUESTERS, **origin)
    known_end = first_day_without(row.Pairing.caregiver_id)
    form = ReplacementForm(asker, known_end, details=origin["call"].line if origin["call"] else "")
    return answer("replacements/new.html", row=row, asker=asker, form=form, **origin)


@bp.post("/relations/<int:pairing_id>/remplacement")
@allowed("replacement.run")
def create(pairing_id):
    row, asker, origin = live(pairing_id), request.args.get("par"), _origin(pairing_id)
    if asker not in REASONS_OF:
        abort(404)
    form = ReplacementForm(asker, first_day_without(row.Pairing.caregiver_id))
    if not form.validate():
        return again("replacements/new.html", row=row, asker=asker, form=form, **origin)
    id = commit_once(form.key.data, lambda: _open(pairing_id, form, origin), lambda id: f"replacement:{id}")
    return done(url_for("replacements.show", id=id), message="La demande est enregistrée.")


def _open(pairing_id: int, form: ReplacementForm, origin: dict) -> int:
    id = replacements.open(current_user, pairing_id, mediation_id=origin["mediation_id"], **form.request)
    if origin["call"]:
        calls.become(current_user, origin["call"].call_id, f"replacement:{id}")
    return id


def page_of_request(id: int, **forms) -> dict:
    """Everything the page of a request shows. The words kept for the direction are journaled, and read by her alone."""
    row = asked.shown(replacements_seen_by(current_user), id)
    if row is None:
        abort(404)
    held = row.Replacement
    reads = may_read("direction_facts", frozenset({current_user.role}))
    if reads and (held.direction_facts or held.judged_words):
        note_reading("replacement.facts", f"replacement:{id}")
    return {"row": row, "held": held, "reads": reads, "hours": asked.hours_of(held, now()), "lines": (lines := _lines(id)),
            "telling": _telling(id) if lines else None, "sayable": _sayable(held, lines), "relays": of_request(current_user, id),
            "hands_over": hands_over(held.reason), "reason_of": reason_here, "asker_of": asker_here,
            "by_hand": is_answered_by_hand(held.absence_id),
            **_wish(held), "protection": reads and held.minutes_before is not None,
            "hides_asker": (hidden := is_kept_from(held.reason, current_user.role)), "unread": held.read_at is None and not hidden,
            **{name: forms.get(name) or form(formdata=None) for name, form in FORMS.items()},
            "told": forms.get("told") or told_form(held, formdata=None),
            **(_choice(row) if held.state == "open" else {}), **(_doors(held) if held.state == "not_grantable" else {})}


def told_form(held: Replacement, **kwargs) -> RequesterToldForm:
    return RequesterToldForm(answers_the_person(held.requested_by, held.reason, current_user.role), **kwargs)


def _telling(id: int) -> dict:
    """For a request that holds visits: what is still to be told to the person, and what she answered."""
    return {"to_tell": telling.lines(current_user, (), request_id=id), "said": telling.said(current_user, request_id=id)}


def _lines(id: int) -> list[tuple]:
    """(visit held, where it stands in words, whether it asks for somebody)."""
    at, said = now(), []
    for line in asked.held(id):
        comes = f"{line.comes_first} {line.comes_last}" if line.comes_last else None
        said.append((line, say(held_words(line.state, line.visit_state, comes, line.ends_at, at, line.elsewhere)),
                     still_waits(line.visit_state, comes, line.ends_at, at, line.elsewhere)))
    return said


def _sayable(held: Replacement, lines: list) -> bool:
    """Whether who asked is still to be answered, and may be."""
    decided = held.new_pairing_id is not None or any(line.state != "open" for line, *_ in lines)
    return held.requester_told_at is None and may_answer(held.state, decided, held.caregiver_choice)


def _wish(held: Replacement) -> dict:
    """For a wish for intimate care that may be read: whether it can be granted now, and whether her file says it already.

    One that waits for the direction, or that cannot be granted, is no wish.
    """
    may = held.state in ("open", "done") and may_grant_wish(held.reason, "open", held.discriminatory, held.judged_at is not None)
    return {"wish": may, "grantable": may and granted_wishes.grantable(held),
            "wish_noted": may and granted_wishes.noted(held.beneficiary_id, held.wished)}


def _doors(held: Replacement) -> dict:
    """For a request that cannot be granted: the visits the home refused, and what the direction said of them."""
    return {"refused": refusals.undecided(held.id, today()), "decided": refusals.decided(held.id)}


def reason_here(reason: str) -> str:
    """The reason as the person reading may read it."""
    return say(reason_words(reason, current_user.role))


def asker_here(request) -> str:
    """Who asked, as the person reading may read it."""
    return say(requester_words(request.requested_by, request.reason, current_user.role))


def _choice(row) -> dict:
    """For a request to organise: the visits it is about, and who could take them, with facts in words."""
    request, at = row.Replacement, now()
    return {"visits": asked.concerned(request.id, at), **candidates_of(request, at)}


@bp.get("/remplacements/<int:id>")
@allowed("replacement.see")
def show(id):
    return answer("replacements/show.html", **page_of_request(id))


@bp.post("/remplacements/<int:id>/choix")
@allowed("replacement.run")
def choose(id):
    held, form = found(replacements_seen_by(current_user).where(Replacement.id == id)), ChooseForm()
    page = page_of_request(id, choose=form)
    form.caregiver_id.choices = [(one.person.id, one.person.name) for one, _, can in page.get("candidates", ())
                                 if can and not page["holds"]]
    if not form.validate():
        return again("replacements/show.html", erreurs=form.errors, **page)
    commit_once(form.key.data, lambda: replacements.choose(
        current_user, held.id, form.caregiver_id.data, form.chosen_why.data, form.known_pairing,
        form.relay.data and current_user.may("handover.run")), f"replacement:{id}")
    return done(url_for("replacements.show", id=id), message="C'est fait. Il reste à répondre à qui demandait.")
