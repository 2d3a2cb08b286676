"""Ce qui reste à faire: after a plan, the people called, the relays written and the lines reported on one form."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from acts import handovers, offers, telling
from models import Absence, Handover, HomeSheetAgreement, HomeSheetEntry, Telling, ToldVisit, Visit, VisitChange
from rules.absence_tasks import done_words
from rules.telling import Said
from tests.absence_scenes import MONDAY, do
from tests.reader import reader
from tests.test_agreements import request_id  # noqa: F401  Aïcha away, Rosa free
from tests.test_telling import cannot_wait, left, marks, say
from tests.world import count, reading, writing

WORDS = "Elle se lève vers huit heures."


@pytest.fixture
def url(app, people, request_id):  # noqa: F811
    """Rosa, who has never been there, agreed to go; Mme Durand is not told, no relay is written, no line reported."""
    do(app, people, "claire", offers.called, request_id, people["rosa_caregiver"])
    return f"/absences/{one(app, Absence).id}/a-faire"


def shown(page) -> dict:
    """What the page sends by itself."""
    fields = [(field["name"], field["value"]) for field in page.select("form", class_="tasks")[0].select("input", type="hidden")]
    return {name: [value for key, value in fields if key == name] for name in ("shown", "lines")}


def one(app, model):
    with reading(app) as session:
        found = session.scalars(select(model).order_by(model.id)).first()
        session.expunge_all()
        return found


def relay(app) -> Handover:
    return one(app, Handover)


def everything(app, url) -> dict:
    return shown(reader(app, "claire").get(url)) | {"everyone": "y", "reported": "y", f"relay_{relay(app).id}": WORDS}


def kept(app) -> tuple:
    """How many answers, whether the relay is written, how many lines are reported."""
    return count(app, Telling), relay(app).state, count(app, VisitChange, VisitChange.reported_at.is_not(None))


def test_everything_is_done_on_one_form_and_each_thing_keeps_its_author(app, people, url):
    claire = reader(app, "claire")
    page = claire.get(url)
    lines = len(shown(page)["lines"])
    assert "1 personne à prévenir" in page.text and "1 passage de relais à écrire" in page.text
    told = claire.follow(claire.post(url, everything(app, url)))
    assert done_words(1, 1, lines) in told.text
    assert "Pour cette absence, tout est fait." in told.text and left(app, people) == []
    with reading(app) as session:
        said = session.scalars(select(Telling)).one()
        assert (said.answer, said.spoken_to, said.told_by_id, said.beneficiary_id) == (
            "agrees", "person", people["claire"], people["mme_durand"])
        assert session.scalars(select(ToldVisit)).all()
        assert {line.reported_by_id for line in session.scalars(select(VisitChange).where(
            VisitChange.folded_into_id.is_(None)))} == {people["claire"]}
    written = relay(app)
    assert (written.state, written.mode, written.made_on, written.matters_now, written.written_by_id) == (
        "sent", "written", MONDAY, WORDS, people["claire"])


def test_what_is_neither_ticked_nor_written_stays_to_do(app, people, url):
    claire = reader(app, "claire")
    page = claire.follow(claire.post(url, shown(claire.get(url)) | {f"relay_{relay(app).id}": WORDS}))
    assert "Vous pouvez attendre" not in page.text
    assert "1 passage de relais prêt à lire." in page.text and kept(app) == (0, "sent", 0)
    assert "1 personne à prévenir" in page.text and "à reporter dans votre planning" in page.text
    page = claire.follow(claire.post(url, shown(page) | {"told": shown(page)["shown"]}))
    assert "1 personne prévenue." in page.text and kept(app)[2] == 0


def test_nothing_ticked_says_what_to_do(app, people, url):
    claire = reader(app, "claire")
    page = claire.post(url, shown(claire.get(url)), 422)
    assert "Cochez une case, ou écrivez un passage de relais." in page.text and kept(app) == (0, "to_write", 0)


def test_a_relay_too_long_gives_back_the_words_and_the_ticks(app, people, url):
    claire, long = reader(app, "claire"), "x" * 4001
    page = claire.post(url, everything(app, url) | {f"relay_{relay(app).id}": long}, 422)
    assert page.select("textarea", name=f"relay_{relay(app).id}")[0].text == long
    assert "checked" in page.select("input", name="told")[0].attrs and "checked" in page.select("input", name="reported")[0].attrs
    assert kept(app) == (0, "to_write", 0)


def test_a_colleague_was_first_nothing_is_kept_and_nothing_typed_is_lost(app, people, url):
    sent = everything(app, url)
    do(app, people, "helene", handovers.write, relay(app).id, "written", MONDAY, "Hélène l'a écrit.")
    do(app, people, "helene", telling.tell, people["mme_durand"], marks(app, people), Said("agrees"))
    before = kept(app)
    page = reader(app, "claire").post(url, sent, 409)
    assert "Mme Jeanne Durand. Ce qui était à annoncer a changé" in page.text
    assert "Relais chez Mme Durand. Hélène Faure a déjà écrit ce passage de relais." in page.text
    assert WORDS in page.text and "Ouvrez-le pour y ajouter une information" in page.text
    assert kept(app) == before and relay(app).matters_now == "Hélène l'a écrit."
    assert "checked" in page.select("input", name="reported")[0].attrs
    sent = shown(page) | {"reported": "y"}
    reader(app, "claire").post(url, sent)
    assert kept(app)[2] == len(sent["lines"])


def test_a_relay_called_off_meanwhile_gives_her_words_back(app, people, url):
    sent = everything(app, url)
    do(app, people, "helene", handovers.call_off, relay(app).id, "Rosa y allait avant.")
    page = reader(app, "claire").post(url, sent, 409)
    assert WORDS in page.text and "Ce relais est annulé. Voir pourquoi" in page.text and kept(app) == (0, "cancelled", 0)


def test_pressed_twice_it_counts_once(app, people, url):
    sent, key = everything(app, url), "a" * 32
    for _ in range(2):
        reader(app, "claire").post(url, sent, key=key)
    assert count(app, Telling) == 1


def test_another_hour_since_the_page_was_drawn_is_not_told(app, people, url):
    sent = everything(app, url)
    with writing(app) as session:
        session.get(Visit, people["mme_durand_visit"]).starts_at += timedelta(hours=1)
    page = reader(app, "claire").post(url, sent, 409)
    assert "checked" not in page.select("input", name="told")[0].attrs and kept(app) == (0, "to_write", 0)
    assert page.select("textarea", name=f"relay_{relay(app).id}")[0].text == WORDS


@pytest.mark.parametrize("sent", [
    {"told": "no-number 1-2-3"}, {"told": ""}, {"told": "999999999 1-2-3"}, {"relay_999999": WORDS}, {"relay_x": WORDS},
    {"lines": "-1", "reported": "y"}, {"told": "²5 1-2-3"}])
def test_what_the_page_never_showed_changes_nothing(app, people, url, sent):
    status = 409 if sent == {"told": "999999999 1-2-3"} else 422
    reader(app, "claire").post(url, sent, status)
    assert kept(app) == (0, "to_write", 0)


def test_the_relay_of_another_absence_is_not_written_from_here(app, people, url):
    other = do(app, people, "claire", handovers.open_by_hand, people["mme_durand"], None, people["rosa_caregiver"], "call", MONDAY)
    reader(app, "claire").post(url, {f"relay_{other}": WORDS}, 422)
    with reading(app) as session:
        assert session.get(Handover, int(other)).state == "to_write"


def test_on_leave_to_come_she_writes_it_herself_and_the_office_opens_it(app, people, url):
    with writing(app) as session:
        session.execute(update(Absence).values(kind="leave", starts_on=MONDAY + timedelta(days=2)))
    page = reader(app, "claire").get(url)
    assert not page.select("textarea", name=f"relay_{relay(app).id}")
    assert "Aïcha l'écrit sur sa page" in page.text and f"/relais/{relay(app).id}" in page.links


def test_a_relay_whose_day_is_set_is_written_on_its_own_page(app, people, url):
    with writing(app) as session:
        session.execute(update(Handover).values(mode="joint", made_on=MONDAY))
    page = reader(app, "claire").get(url)
    assert not page.select("textarea", name=f"relay_{relay(app).id}") and "intervention ensemble" in page.text.lower()


def test_the_home_sheet_stands_above_the_words_unless_she_refused_to_have_one(app, people, url):
    with writing(app) as session:
        session.add(HomeSheetEntry(beneficiary_id=people["mme_durand"], section="habits", words="Le thé avant la toilette.",
                                   at=app.config["CLOCK"](), by_id=people["claire"]))
    assert "Le thé avant la toilette." in reader(app, "claire").get(url).text
    with writing(app) as session:
        session.add(HomeSheetAgreement(beneficiary_id=people["mme_durand"], answer="no", said_on=MONDAY,
                                       at=app.config["CLOCK"](), by_id=people["claire"]))
    page = reader(app, "claire").get(url)
    assert "Le thé" not in page.html and "Sa fiche d'intervention est vide." in page.text


def test_she_would_rather_wait_while_an_act_cannot_and_the_page_says_so_first(app, people, url):
    cannot_wait(app, people)
    say(app, people, "waits")
    page = reader(app, "claire").get(url)
    assert "À arranger ensemble." in page.text and "à prévenir" not in page.text
    assert f"/prevenir/{people['mme_durand']}?absence={one(app, Absence).id}" in page.links
    assert "tout est fait" not in page.text


def test_the_page_of_the_absence_leads_there_and_counts(app, people, url):
    page = reader(app, "claire").get(url.removesuffix("/a-faire"))
    assert url in page.links and "1 passage de relais à écrire" in page.text and "1 personne à prévenir" in page.text


def test_nobody_agreed_yet_and_the_page_says_what_it_waits_for(app, people, request_id):  # noqa: F811
    url = f"/absences/{one(app, Absence).id}/a-faire"
    page = reader(app, "claire").get(url)
    assert "Vous pouvez attendre" in page.text, "reported now, each line would be reported twice"
    assert "attend encore quelqu'un" in page.text and "à prévenir" not in page.select("main")[0].text
    reader(app, "claire").post(url, shown(page) | {"reported": "y"})
    assert "Rien à faire ici pour l'instant." in reader(app, "claire").get(url).text


def test_an_agreement_ticked_by_mistake_is_taken_back_and_she_is_to_be_told_again(app, people, url):
    claire, person = reader(app, "claire"), people["mme_durand"]
    claire.post(url, everything(app, url))
    page = claire.get(f"/prevenir/{person}")
    [form] = [form for form in page.select("form") if "ou c'est une erreur" in form.text]
    page = claire.follow(claire.post(form["action"]))
    assert left(app, people) and "Repris aujourd'hui" in page.text and "ou c'est une erreur" not in page.text


@pytest.mark.parametrize(("counts", "words"), [
    ((5, 3, 14), "5 personnes prévenues, 3 passages de relais prêts à lire, 14 lignes reportées."),
    ((1, 1, 1), "1 personne prévenue, 1 passage de relais prêt à lire, 1 ligne reportée."),
    ((0, 2, 0), "2 passages de relais prêts à lire.")])
def test_what_was_done_is_said(counts, words):
    assert done_words(*counts) == words
