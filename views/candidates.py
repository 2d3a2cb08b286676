"""Who could come instead, on the page of a request: the facts in words, the printed order, and who was closest."""

from collections.abc import Sequence
from datetime import datetime

from flask import request
from flask_login import current_user

from database import local, today
from models import Replacement
from queries import offers
from queries.candidates import asked_ids, proposed
from queries.settings import say
from rules.candidate_facts import ORDER_WORDS, can_be_chosen, facts, nearest
from rules.candidates import Need
from rules.hours import slot
from rules.offers import notice_class, standing
from views.display import date_words
from views.presses import press


def candidates_of(held: Replacement, at: datetime) -> dict:
    """What `replacements/_candidates.html` draws. `holds`: the request holds its visits one by one, each asked for apart;
    `count`: how many ask for somebody; `far`: ids of those that a question may still be asked about.
    """
    everyone = request.args.get("toutes") == "1"
    visits, holds = asked_ids(held, at)
    people = proposed(current_user, held, visits, at, everyone)
    asked = people[0].asked if people else ()
    far, near = offers.apart(asked, at)
    return {"candidates": [(one, [say(fact) for fact in facts(one, date_words)], can_be_chosen(one)) for one in people],
            "holds": holds, "count": len(visits), "everyone": everyone, "order": ORDER_WORDS,
            "far": {need.visit_id for need in far}, "too_near": too_near_words(near),
            "closest": nearest(people) if visits else None,
            **_questions(held, [one.person.id for one in people], at), "wishes": asked[0].wishes if asked else (),
            "notice": notice_class(asked[0].day, local(at).date()) if asked else None}


def too_near_words(needs: Sequence[Need]) -> str:
    """Which visits begin too soon for a question, and what to do: empty when there is none."""
    if not needs:
        return ""
    slots = "\u00a0; ".join(slot(need.day, need.start_minute, need.minutes, today().year) for need in needs)
    begins = "Des interventions commencent" if len(needs) > 1 else "Une intervention commence"
    return f"{begins} trop tôt pour une question\u00a0: {slots}. Là, appelez, puis notez «\u00a0Appelée\u00a0: d'accord\u00a0»."


def _questions(held: Replacement, order: list[int], at: datetime) -> dict:
    """What was asked for this request: those who would go, in the printed order, then the others."""
    rows = offers.of_request(current_user, held.id)
    place = {id: rank for rank, id in enumerate(order)}
    willing = sorted((row for row in rows if row.state == "willing"), key=lambda row: place.get(row.caregiver_id, len(order)))
    return {"willing": willing, "press": press(), "asked_visits": offers.by_question(rows, at),
            "questions": [(row, standing(row.state, row.expires_at, at)) for row in rows if row.state != "willing"],
            "was_asked": {row.caregiver_id for row in rows if standing(row.state, row.expires_at, at) != "expired"}}
