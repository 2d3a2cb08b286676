"""Twenty-five phones answer at once while two coordinators attribute and call: no visit is lost, none is given twice."""

import threading

from sqlalchemy import func, select

from acts import offers
from database import now
from models import (
    Account,
    Offer,
    OfferVisit,
    Pairing,
    ReplacementVisit,
    Visit,
    VisitChange,
)
from tests.absence_scenes import a_week, do
from tests.candidate_scenes import caregiver
from tests.offer_scenes import open_visits, rosa_is_free
from tests.reader import reader
from tests.world import reading, writing

PHONES = 25


def _phones(app, people) -> list[str]:
    """Twenty-five caregivers of the sector, each with her phone."""
    names = []
    for number in range(PHONES):
        name = f"phone{number}"
        people[f"{name}_caregiver"] = caregiver(app, people, f"Rose{number}", f"Aubry{number}")
        with writing(app) as session:
            account = Account(name=f"Rose{number} Aubry", role="caregiver", email=f"{name}@exemple.fr", created_at=now(),
                              passphrase_hash="-", caregiver_id=people[f"{name}_caregiver"], is_administrator=False,
                              is_alert_referent=False)
            session.add(account)
            session.flush()
            people[name] = account.id
        names.append(name)
    return names


def _at_once(deeds) -> list:
    """Every deed in a thread of its own, let go together."""
    gate, faults = threading.Barrier(len(deeds)), []

    def run(deed):
        gate.wait()
        try:
            deed()
        except Exception as fault:  # said by the test, not swallowed
            faults.append(fault)
    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def _posting(person, token, url, data):
    """What a phone, or a coordinator, sends: seen here is only that it is no fault of the server."""
    client = person.client

    def post():
        status = client.post(url, data={"csrf_token": token, "key": f"{abs(hash((url, person.name))):032x}"[:32], **data}).status_code
        assert status in (303, 404, 409, 422), f"{url}: {status}"
    return post


def test_twenty_five_phones_answer_while_two_coordinators_attribute(app, people):
    a_week(app, people, (10, 11, 12, 13, 17, 18, 19, 20))
    request_id = rosa_is_free(app, people)
    visits, names = open_visits(app, request_id), _phones(app, people)
    asked = {name: int(do(app, people, "claire", offers.ask, request_id, people[f"{name}_caregiver"], visits,
                          "several" if number % 2 else "direct")) for number, name in enumerate(names)}
    with writing(app) as session:
        for name in names[1:10:2]:
            session.get(Offer, asked[name]).state = "willing"
        for line in session.scalars(select(OfferVisit).where(OfferVisit.offer_id.in_([asked[name] for name in names[1:10:2]]))):
            line.answer = "yes"
    deeds = []
    for number, name in enumerate(names):
        phone, some = reader(app, name), visits[number % 5::3] or visits
        deeds.append(_posting(phone, phone.token(), f"/mes-remplacements/{asked[name]}/reponse",
                              {"said": "yes", "visits": [str(id) for id in some]}))
    for name, offered in (("claire", names[1:6:2]), ("malika", names[5:10:2])):
        her = reader(app, name)
        token = her.token()
        press = [_posting(her, token, f"/questions/{asked[one]}/attribution", {}) for one in offered]
        press.append(_posting(her, token, f"/remplacements/{request_id}/appelee", {"caregiver_id": people["rosa_caregiver"]}))
        deeds.append(lambda press=press: [one() for one in press])
    assert not _at_once(deeds)
    with reading(app) as session:
        lines = session.execute(select(ReplacementVisit.state, Visit.caregiver_id, Visit.pairing_id).join(
            Visit, Visit.id == ReplacementVisit.visit_id).where(ReplacementVisit.replacement_id == request_id)).all()
        assert len(lines) == len(visits), "none is lost"
        assert {(state, bool(her), bool(pairing)) for state, her, pairing in lines} <= {("covered", True, True), ("open", False, False)}
        assert all(session.scalar(select(Pairing.caregiver_id).where(Pairing.id == pairing)) == her
                   for _, her, pairing in lines if pairing)
        given = session.execute(select(VisitChange.visit_id, func.count()).where(
            VisitChange.kind == "reassigned", VisitChange.visit_id.in_(visits)).group_by(VisitChange.visit_id)).all()
        assert all(n == 1 for _, n in given), "none is given twice"
        assert len(given) == sum(state == "covered" for state, *_ in lines)
        agreed = session.scalars(select(OfferVisit.visit_id).join(Offer, Offer.id == OfferVisit.offer_id).where(
            Offer.state.in_(("agreed", "partly")), OfferVisit.answer == "yes", Offer.kind == "direct")).all()
        assert len(agreed) == len(set(agreed))
        assert {state for state, *_ in lines} == {"covered"}, "the last call takes what is left"
