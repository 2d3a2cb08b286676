"""Alerts: hers, those who receive them, and Claire, whom Aïcha alone lets read; who is to be called now is the whole office's, with nothing more."""

from database import now, today
from models import Alert, AlertAction, AlertLetter, AlertShare, AlertStep
from tests.matrix import row


def scene(session, ids):
    """One of each caregiver, addressed to the referent, with a call for help, Aïcha's read by Claire; one about the
    direction, for Odile alone."""
    made = {}
    for name, person in (("aicha", "mme_durand"), ("lucie", "m_petit")):
        common = dict(caregiver_id=ids[f"{name}_caregiver"], author_id=ids[name], beneficiary_id=ids[person], kind="other",
                      reported_at=now())
        inside = Alert(id=100_000_001 + len(made), directed="referent", first_id=ids["nadia"], second_id=ids["helene"],
                       whom="nobody", needs_help=True, **common)
        outside = Alert(id=100_000_011 + len(made), directed="outside", first_id=ids["odile"], whom="direction", **common)
        session.add_all([inside, outside])
        session.flush()
        made[f"{name}_alert"], made[f"{name}_outside"] = inside.id, outside.id
        for alert in (inside, outside):
            session.add(AlertStep(alert_id=alert.id, kind="added", at=now(), by_id=ids[name], told="Encore un mot."))
        made[f"{name}_action"], made[f"{name}_letter"] = _follow_up(session, inside, ids)
    session.add(AlertShare(alert_id=made["aicha_alert"], account_id=ids["claire"], given_at=now(), given_by_id=ids["aicha"]))
    return made


def _follow_up(session, alert, ids) -> tuple[int, int]:
    """An accident to declare, a technical aid to find, a line of the register of this year; a letter after its decision."""
    common = dict(alert_id=alert.id, due_at=now(), due_on=today(), made_at=now(), made_by_id=ids["nadia"])
    aid = AlertAction(kind="technical_aid", note="Un drap de glisse.", owner_id=ids["nadia"], **common)
    session.add_all([AlertAction(kind="declare", **common), aid, AlertAction(
        kind="declare", end="minor", done_words="Dans l'entrée.", done_on=today(), done_at=now(), done_by_id=ids["nadia"], **common)])
    letter = AlertLetter(alert_id=alert.id, kind="rules_reminder", addressee="Mme Durand", facts="Des mots, mardi.", at=now(),
                         by_id=ids["helene"])
    session.add(letter)
    session.add(AlertStep(alert_id=alert.id, kind="decided", choice="rules_reminder", at=now(), by_id=ids["helene"]))
    session.flush()
    return aid.id, letter.id


def _of(name, **more):
    return dict(own={"id": f"aicha_{name}", **more}, other={"id": f"lucie_{name}", **more})


HERS = dict(caregiver=200, caregiver_other=404)
SENT = dict(caregiver=422, caregiver_other=404)
READ, FOLLOW = (dict(coordinator=200, coordinator_other=404, director=200, director_other=200, outside_recipient=404),
                dict(coordinator=403, director=303, outside_recipient=404))
OUTSIDE = dict(coordinator=404, director=404, outside_recipient=200)
OF_HER = dict(own={"id": "aicha_caregiver"}, other={"id": "lucie_caregiver"})

LETTER = dict(own={"id": "aicha_alert", "letter_id": "aicha_letter"}, other={"id": "lucie_alert", "letter_id": "lucie_letter"})

MATRIX = [
    row("GET", "alerts.index", coordinator=200, outside_recipient=200),
    row("GET", "alerts.show", **_of("alert"), **READ),
    row("GET", "alerts.show", **_of("outside"), **OUTSIDE),
    row("POST", "alerts.acknowledge", **_of("alert"), **FOLLOW),
    row("POST", "alerts.acknowledge", **_of("outside"), coordinator=403, director=404, outside_recipient=303),
    row("POST", "alerts.take_over", **_of("alert"), coordinator=403, director=409, outside_recipient=404),
    row("POST", "alerts.take_over", **_of("outside"), coordinator=403, director=404, outside_recipient=409),
    row("GET", "alerts.step", **_of("alert", kind="heard"), coordinator=403, director=404, outside_recipient=404),
    row("POST", "alerts.take", **_of("alert", kind="heard"), coordinator=403, director=422, outside_recipient=404),
    row("GET", "alert_tables.show", own={"year": 2026}, coordinator=403, director=200),
    row("GET", "alert_tables.export", own={"year": 2026}, coordinator=403, director=200, download=True),
    row("GET", "alert_calls.show", **_of("alert"), coordinator=200, caregiver=404),
    row("POST", "alert_calls.reach", **_of("alert"), coordinator=303, caregiver=404),
    row("POST", "accidents.open_one", **_of("alert"), coordinator=403, director=409, outside_recipient=404),
    row("GET", "accidents.edit", **_of("alert"), coordinator=403, director=200, outside_recipient=404),
    row("POST", "accidents.declare", **_of("alert"), coordinator=403, director=422, outside_recipient=404),
    row("GET", "accidents.register", director=200),
    row("POST", "alert_actions.do", own={"id": "aicha_alert", "action_id": "aicha_action"},
        other={"id": "lucie_alert", "action_id": "lucie_action"}, coordinator=403, director=303, outside_recipient=404),
    row("GET", "alert_safety.edit", **_of("alert"), coordinator=403, director=200, outside_recipient=404),
    row("POST", "alert_safety.update", **_of("alert"), coordinator=403, director=422, outside_recipient=404),
    row("GET", "alert_letters.new", **_of("alert", kind="rules_reminder"), director=200),
    row("POST", "alert_letters.create", **_of("alert", kind="rules_reminder"), director=422),
    row("GET", "alert_letters.show", **LETTER, director=200),
    row("GET", "alert_letters.download", **LETTER, director=200, download=True),
    row("GET", "alert_calls.new", **OF_HER, coordinator=200),
    row("POST", "alert_calls.create", **OF_HER, coordinator=422),
    row("GET", "phone_alerts.index", caregiver=200),
    row("GET", "phone_alerts.new", caregiver=200),
    row("POST", "phone_alerts.create", caregiver=422),
    row("GET", "phone_alerts.new_for_colleague", caregiver=200),
    row("POST", "phone_alerts.create_for_colleague", caregiver=422),
    row("GET", "alert_actions.new", **_of("alert"), coordinator=403, director=200, outside_recipient=404),
    row("POST", "alert_actions.create", **_of("alert"), coordinator=403, director=422, outside_recipient=404),
    row("GET", "phone_alerts.show", **_of("alert"), **HERS),
    row("POST", "phone_alerts.add", **_of("alert"), **SENT),
    row("POST", "phone_alerts.place", **_of("alert"), **SENT),
    row("POST", "phone_alerts.give_view", **_of("alert"), **SENT),
    row("POST", "phone_alerts.press", **_of("alert", kind="call_asked"), caregiver=303, caregiver_other=404),
]
