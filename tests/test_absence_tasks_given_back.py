"""Ce qui reste à faire, when it does not go out at once: the session over, a colleague first, what the page never showed."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from acts import handovers, offers, telling
from models import Absence, Handover, Telling, VisitChange
from rules.telling import Said
from tests.absence_scenes import MONDAY, declare, do
from tests.factor import pass_on
from tests.people import PASSPHRASE
from tests.reader import reader
from tests.test_absence_tasks import WORDS, everything, kept, one, relay, shown, url  # noqa: F401  Rosa agreed
from tests.test_agreements import request_id  # noqa: F401  Aïcha away, Rosa free
from tests.test_telling import cannot_wait, marks, say
from tests.world import count, reading, writing


def test_her_session_is_over_and_what_comes_back_is_what_she_wrote(app, people, url, clock):  # noqa: F811
    claire, sent = reader(app, "claire"), everything(app, url)
    clock.move(minutes=40)
    page = claire.post(url, sent, 401)
    assert [text.text for text in page.select("textarea")] == [WORDS], "no number of the page is given back as her words"
    waiting = page.select("input", name="kept")[0]["value"]
    code = claire.post("/connexion", {"identifier": "claire@exemple.fr", "passphrase": PASSPHRASE, "kept": waiting}, 200)
    back = pass_on(claire, code, "claire", 200)
    assert [text.text for text in back.select("textarea")] == [WORDS]
    assert {field["value"] for field in back.select("input", name="shown")} == set(sent["shown"])


def test_nobody_knows_whose_the_form_was_and_the_page_promises_nothing(app, people, url):  # noqa: F811
    page = reader(app).post(url, everything(app, url), 401)
    assert WORDS in page.text and "Copiez votre texte" in page.text and "vous attend" not in page.text


def test_a_colleague_did_all_of_it_and_nothing_is_said_to_be_left(app, people, url):  # noqa: F811
    sent = everything(app, url)
    reader(app, "helene").post(url, dict(sent, **{f"relay_{relay(app).id}": "Hélène l'a écrit."}))
    page = reader(app, "claire").post(url, sent, 409)
    assert WORDS in page.text and "Vous n'avez plus rien à enregistrer." in page.text
    assert "puis enregistrez" not in page.text and not page.select("form", class_="tasks")


def test_what_changed_is_heard_first(app, people, url):  # noqa: F811
    sent = everything(app, url)
    do(app, people, "helene", telling.tell, people["mme_durand"], marks(app, people), Said("agrees"))
    page = reader(app, "claire").post(url, sent, 409)
    [said] = page.select("div", role="alert", class_="errors")
    assert "autofocus" in said.attrs and "Rien n'est encore enregistré." in said.text


def test_a_day_was_set_for_the_relay_meanwhile_and_her_words_say_where_to_go(app, people, url):  # noqa: F811
    sent = everything(app, url)
    with writing(app) as session:
        session.execute(update(Handover).values(mode="joint", made_on=MONDAY))
        session.execute(update(VisitChange).values(reported_at=app.config["CLOCK"](), reported_by_id=people["helene"]))
    page = reader(app, "claire").post(url, sent, 409)
    assert WORDS in page.text and "s'écrit maintenant sur sa page" in page.text and "déjà écrit" not in page.text


def test_refused_for_another_reason_it_gives_back_the_words_of_a_relay_written_meanwhile(app, people, url):  # noqa: F811
    sent = everything(app, url)
    do(app, people, "helene", handovers.write, relay(app).id, "written", MONDAY, "Hélène l'a écrit.")
    page = reader(app, "claire").post(url, dict(sent, key="court"), 422)
    assert WORDS in page.text


def test_a_relay_to_write_on_its_own_page_is_left_to_do(app, people, url):  # noqa: F811
    sent = shown(reader(app, "claire").get(url)) | {"everyone": "y", "reported": "y"}
    with writing(app) as session:
        session.execute(update(Handover).values(mode="joint", made_on=MONDAY))
    claire = reader(app, "claire")
    page = claire.follow(claire.post(url, sent))
    assert "Relais à écrire sur leur page" in page.text and "tout est fait" not in page.text


def test_a_person_of_another_absence_is_not_told_from_here(app, people, url):  # noqa: F811
    """The journal would say it of this absence."""
    other = declare(app, people, caregiver="rosa", kind="leave", starts_on=MONDAY + timedelta(days=60),
                    ends_on=MONDAY + timedelta(days=61))
    sent = {"told": shown(reader(app, "claire").get(url))["shown"]}
    page = reader(app, "claire").post(f"/absences/{other}/a-faire", sent, 409)
    assert "Une personne. Ce qui était à annoncer a changé" in page.text and "Durand" not in page.select("main")[0].text
    assert count(app, Telling) == 0


@pytest.mark.parametrize("sent", [
    {"told": "1\x00 1-2-3"}, {"told": "9" * 4000 + " 1-2-3"}, {"shown": "x", "everyone": "y"},
    {"everyone": "y"}, {"lines": ["9" * 30, "1\x00", "\u0661"], "reported": "y"}, {"relay_\u0661": WORDS},
    {"relay_" + "9" * 30: WORDS}])
def test_forged_it_changes_nothing_and_nothing_breaks(app, people, url, sent):  # noqa: F811
    page = reader(app, "claire").post(url, sent, 422)
    assert kept(app) == (0, "to_write", 0) and "\x00" not in page.html


def test_control_characters_in_a_relay_are_left_out(app, people, url):  # noqa: F811
    reader(app, "claire").post(url, {f"relay_{relay(app).id}": "Le thé\x00 avant\x07 la toilette."})
    assert relay(app).matters_now == "Le thé avant la toilette."


def test_the_lines_follow_the_hours_as_a_planning_does(app, people, url):  # noqa: F811
    page = reader(app, "claire").get(url)
    numbers = [int(id) for id in shown(page)["lines"]]
    with reading(app) as session:
        starts = dict(session.execute(select(VisitChange.id, VisitChange.starts_at)).all())
    assert numbers and [starts[id] for id in numbers] == sorted(starts[id] for id in numbers)


def test_from_another_answer_she_finds_the_way_back(app, people, url):  # noqa: F811
    claire, id = reader(app, "claire"), one(app, Absence).id
    page = claire.get(f"/prevenir/{people['mme_durand']}?absence={id}")
    assert f"/prevenir?absence={id}" in page.links and url in claire.get(f"/prevenir?absence={id}").links


def test_an_answer_taken_back_keeps_the_way_back(app, people, url):  # noqa: F811
    claire, id, person = reader(app, "claire"), one(app, Absence).id, people["mme_durand"]
    claire.post(url, everything(app, url))
    page = claire.get(f"/prevenir/{person}?absence={id}")
    [form] = [form for form in page.select("form") if "ou c'est une erreur" in form.text]
    assert "Prévenue aujourd'hui" in page.text
    assert claire.post(form["action"]).location == f"/prevenir/{person}?absence={id}"


def test_what_is_to_arrange_in_another_absence_is_not_listed_with_this_one(app, people, url):  # noqa: F811
    cannot_wait(app, people)
    say(app, people, "waits")
    other = declare(app, people, caregiver="rosa", kind="leave", starts_on=MONDAY + timedelta(days=60),
                    ends_on=MONDAY + timedelta(days=61))
    claire = reader(app, "claire")
    assert "À arranger ensemble" not in claire.get(f"/prevenir?absence={other}").text
    page = claire.get(f"/prevenir?absence={one(app, Absence).id}")
    assert "À arranger ensemble" in page.text and "Tout est à jour" not in page.text


def test_until_all_is_covered_the_page_of_the_absence_asks_for_the_plan_first(app, people, request_id):  # noqa: F811
    claire, page = reader(app, "claire"), f"/absences/{one(app, Absence).id}"
    assert [link["class"] for link in claire.get(page).select("a", href=f"{page}/a-faire")] == ["button button--quiet"]
    do(app, people, "claire", offers.called, request_id, people["rosa_caregiver"])
    assert [link["class"] for link in claire.get(page).select("a", href=f"{page}/a-faire")][0] == "button"


def test_a_visit_nobody_holds_was_hers(app, people, request_id):  # noqa: F811
    page = reader(app, "claire").get(f"/absences/{one(app, Absence).id}/a-faire")
    assert "Intervenante retirée. Était à Aïcha Diallo" in page.text


@pytest.mark.parametrize("place", ["", "/a-faire"])
def test_the_menu_says_where_she_is(app, people, url, place):  # noqa: F811
    page = reader(app, "claire").get(url.removesuffix("/a-faire") + place)
    assert "Absences" in [link.text.strip() for link in page.select("a", **{"aria-current": "page"})]
