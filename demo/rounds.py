"""The points à deux voix of the year gone by, decided; and which relations are due these days."""

from datetime import date, timedelta
from random import Random
from types import SimpleNamespace

import models as m
from database import instant_at
from demo.cast import House
from demo.relations import Pair
from demo.rows import Rows
from rules.milestones import add_months
from rules.triage import attention, propose

WELL = ("Prend le temps, explique ce qui est fait.", "Toujours attentive, toujours un mot gentil.",
        "Sait comment je prends mon café.", "A remarqué que je mangeais moins et l'a dit.",
        "On chante en faisant la cuisine.", "Je l'attends avec plaisir.", "La maison est comme je l'aime.", "", "", "")
CHANGE = ("Venir un quart d'heure plus tard le lundi.", "Noter les courses sur le carnet.",
          "Prévenir quand une autre personne vient.", "Rien.", "", "", "", "", "", "")
HER_WELL = ("Les consignes sont claires, la famille est présente.", "Une personne attachante, on parle beaucoup.",
            "Tout est prêt quand j'arrive.", "", "", "")
HER_CHANGE = ("Un siège de douche aiderait.", "Trop peu de temps pour le repas et le ménage.", "", "", "", "")
TOLD = ("Merci pour votre réponse. Tout continue comme prévu.", "Nous continuons ainsi. Merci de votre régularité.",
        "La personne et vous êtes d'accord\u00a0: on continue.")
DAY = timedelta(days=1)


def remember(rows: Rows, house: House, rng: Random, pair: Pair, due_in: int | None) -> None:
    """The rounds decided within the year. `due_in`: the next one is due that many days from now (negative: ago)."""
    today = house.today
    dates = _moments(rng, pair, today, due_in)
    turn = 0
    for milestone, day in dates:
        turn += milestone == "yearly"
        key = f"yearly-{turn}" if milestone == "yearly" else milestone
        _decided(rows, house, rng, pair, milestone, key, day)
    if pair.end or not dates:
        return
    milestone, day = _next(pair, dates[-1], today)
    pair.row.update(next_milestone=milestone, next_round_on=today + due_in * DAY if due_in is not None else day)


def _moments(rng: Random, pair: Pair, today: date, due_in: int | None) -> list[tuple[str, date]]:
    """When this relation was asked about, as the settings say: nothing due is forgotten, nothing else is due now."""
    last = min(pair.end or today, today - 16 * DAY)
    if due_in is not None:
        return [("yearly", add_months(today + due_in * DAY, -12) - 8 * DAY)]
    if pair.start < today - 360 * DAY:
        day = today - rng.randint(40, 330) * DAY
        return [("yearly", day)] if day < last else []
    moments = [("second_visit", pair.start + 8 * DAY), ("month_two", add_months(pair.start, 2))]
    return [(milestone, day) for milestone, day in moments if day <= last]


def _next(pair: Pair, last: tuple[str, date], today: date) -> tuple[str, date]:
    milestone, day = last
    if milestone == "second_visit":
        return "month_two", max(add_months(pair.start, 2), today + 3 * DAY)
    return "yearly", add_months(day + 8 * DAY, 12)


def _decided(rows, house, rng, pair, milestone, key, day) -> None:
    """One round with its two sides, asked and decided within the ten days."""
    by, sides = pair.person.referent, {}
    closed = instant_at(day + rng.randint(5, 9) * DAY, rng.randint(540, 1020))
    row = rows.put(m.Round, pairing_id=pair.id, beneficiary_id=pair.person.id, caregiver_id=pair.carer.id,
                   milestone=milestone, milestone_key=key, opened_at=instant_at(day, 360), due_on=day, state="decided",
                   ready_at=closed - timedelta(hours=2), closed_at=closed)
    for side in ("beneficiary", "caregiver"):
        silent = rng.random() < 0.08
        at = instant_at(day + rng.randint(1, 4) * DAY, rng.randint(550, 1050))
        id = rows.add(m.RoundSide, round_id=row["id"], side=side, state="no_answer" if silent else "answered",
                      closes_on=day + 10 * DAY, tries=3 * silent, closed_at=at, closed_by_id=by.id, round_open=False)
        sides[side] = None if silent else _answer(rows, rng, pair, id, side, at)
        for number in range(3 * silent):
            rows.add(m.CallTry, side_id=id, at=instant_at(day + (number + 1) * DAY, 640 + 90 * number), by_id=by.id,
                     call_again_on=day + (number + 2) * DAY)
    _decision(rows, rng, pair, row, sides, closed)


def _decision(rows, rng, pair, row, sides, closed) -> None:
    """What triage said, from the same rules as today; the office decided to go on."""
    voices = [sides["beneficiary"]] if sides["beneficiary"] else []
    level, said = attention(voices, sides["caregiver"])
    row.update(attention=level, attention_words=said, attention_at=row["ready_at"] if said else None)
    proposed, why = propose(voices, sides["caregiver"])
    day = closed.date()
    agreed = "Les deux côtés souhaitent continuer." if proposed == "fit" else "Point réglé par téléphone avec chacun."
    rows.add(m.Decision, round_id=row["id"], outcome="fit", reason=agreed, told_words=rng.choice(TOLD),
             proposed=proposed, proposed_why=why, next_milestone="yearly", next_round_on=add_months(day, 12), at=closed,
             by_id=pair.person.referent.id, seen_by_caregiver_at=closed + timedelta(hours=6))


def _answer(rows, rng, pair, side_id, side, at) -> SimpleNamespace:
    hers = side == "caregiver"
    scale = ("yes",) * 8 + ("little", "unknown")
    values = {"hours_fit": rng.choice(scale), "tasks_clear": rng.choice(scale), "respected": rng.choice(scale[:9]),
              "wish": "go_on" if rng.random() < 0.93 else "talk"}
    if hers:
        values |= {"feels_safe": rng.choice(scale[:9]), "too_heavy": rng.choice(("no",) * 8 + ("little", "yes")),
                   "outside_plan": rng.choice(("no",) * 9 + ("little",))}
    goes_well = rng.choice(HER_WELL if hers else WELL)
    voice = "caregiver" if hers else "person" if rng.random() < 0.85 else "relative"
    rows.add(m.Answer, side_id=side_id, voice=voice, channel="own_phone" if hers else rng.choice(("call", "call", "visit")),
             spoken_by="" if voice != "relative" else "Sa fille", at=at, goes_well=goes_well,
             collected_by_id=pair.carer.person.id if hers else pair.person.referent.id,
             may_pass_on=bool(goes_well) and not hers and rng.random() < 0.7,
             should_change=rng.choice(HER_CHANGE if hers else CHANGE), **values)
    return SimpleNamespace(**{"feels_safe": None, "too_heavy": None, "outside_plan": None, **values}, voice=voice,
                           caregiver_present=False)
