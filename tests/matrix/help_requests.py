"""Hands asked for: Aïcha's, which Nadia must not read and Hélène does; Lucie's, which Nadia reads alone."""

from database import now
from models import HelpRequest, HelpStep
from tests.matrix import row


def scene(session, ids):
    made = {}
    for number, (name, reader, but) in enumerate((("aicha", "helene", "nadia"), ("lucie", "nadia", None))):
        asked = HelpRequest(id=200_000_001 + number, caregiver_id=ids[f"{name}_caregiver"], first_id=ids[reader],
                            but_id=ids.get(but), kind="money", words="Ce mois-ci.", at=now(), waits_since=now())
        session.add(asked)
        session.flush()
        session.add(HelpStep(help_request_id=asked.id, by_id=ids[name], at=now(), words="Encore un mot."))
        made[f"{name}_hand"] = asked.id
    return made


OF = dict(own={"id": "aicha_hand"}, other={"id": "lucie_hand"})

MATRIX = [
    row("GET", "help_requests.index", director=200),
    row("GET", "help_requests.show", **OF, director=200, director_other=404),
    row("POST", "help_requests.follow", **OF, director=422, director_other=404),
    row("GET", "phone_help.index", caregiver=200),
    row("GET", "phone_help.new", caregiver=200),
    row("POST", "phone_help.create", caregiver=422),
    row("GET", "phone_help.show", **OF, caregiver=200, caregiver_other=404),
    row("POST", "phone_help.add", **OF, caregiver=422, caregiver_other=404),
]
