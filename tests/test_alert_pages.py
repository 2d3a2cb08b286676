"""The office follows an alert to its end: who follows it, what comes next, the side of the home, and the year counted."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from acts import alerts as acts
from database import commit_once, now
from models import Alert, AlertStep, CallNote
from rules.alerts import first_step, may_take
from rules.duerp import LESS
from tests.browsing import OFFICE, axe_faults, come_in, served, window
from tests.reader import reader
from tests.world import reading, writing

HOME = {"heard": "several", "done_on": "2026-03-09", "heard_where": "home", "heard_with": "guardian", "facts": "Il dit avoir crié.",
        "quoted": "J'avais peur.", "supposed": "La nuit aurait été mauvaise."}


class By:
    """Who acts, as acts/ know a person."""

    def __init__(self, id):
        self.id = id


def sent(app, people, **said) -> int:
    """Aïcha's, about Mme Durand, addressed to Nadia then the direction."""
    told = {"kind": "racism", "whom": "beneficiary", "place": "home", "facts": "Elle a crié.", "wants_no_return": True, **said}
    told.setdefault("beneficiary_id", people["mme_durand"])
    with app.test_request_context():
        return int(commit_once(uuid4().hex, lambda: acts.report(By(people["aicha"]), people["aicha_caregiver"], told),
                               lambda id: f"alert:{id}"))


def walk(app, people, id, *kinds, by="nadia") -> None:
    """These steps, taken by her."""
    with writing(app):
        for kind in kinds:
            acts.step(By(people[by]), id, kind, facts="Noté.", choice="two_caregivers" if kind == "decided" else None)


def kinds(app, id) -> list[str]:
    with reading(app) as session:
        return list(session.scalars(select(AlertStep.kind).where(AlertStep.alert_id == id).order_by(AlertStep.id)))


@pytest.mark.parametrize(("state", "done", "home", "urgent", "asked", "followed", "first"), [
    ("reported", (), True, True, True, 0, "acknowledged"),
    ("acknowledged", (), True, False, False, 0, "heard"),
    # she does not want to go back: the same day, before anything else
    ("acknowledged", (), True, True, False, 0, "protected"),
    ("acknowledged", ("protected",), True, True, False, 0, "heard"),
    ("acknowledged", (), True, True, True, 0, "called"),
    ("heard", (), True, False, False, 0, "protected"),
    ("heard", ("protected",), True, False, False, 0, "home_heard"),
    ("heard", ("not_protected",), False, False, False, 0, "decided"),
    ("decided", ("protected", "home_heard"), True, True, False, 2, "followed"),
    ("decided", ("protected", "home_heard"), True, True, False, 3, "closed"),
    ("closed", (), True, True, False, 3, None),
])
def test_one_step_comes_first(state, done, home, urgent, asked, followed, first):
    assert first_step(state, done, home, urgent, asked, followed) == first


def test_a_case_is_taken_over_once_read_while_open_and_by_somebody_else():
    assert may_take("acknowledged", 3, 4) and may_take("decided", 3, 4)
    assert not may_take("reported", None, 4) and not may_take("closed", 3, 4) and not may_take("heard", 4, 4)


def test_whoever_reads_it_follows_it_until_another_reader_takes_it_over(app, people):
    id = sent(app, people)
    nadia, helene = reader(app, "nadia"), reader(app, "helene")
    assert "Personne ne suit encore" in nadia.get(f"/suivis/{id}").text
    nadia.post(f"/suivis/{id}/lecture")
    assert "Suivi par Nadia Roussel" in helene.get(f"/suivis/{id}").text
    assert "suivi par Nadia Roussel" in helene.get("/suivis").text
    helene.post(f"/suivis/{id}/suivi")
    assert "Suivi par Hélène Faure" in nadia.get(f"/suivis/{id}").text
    assert "suivi par Hélène Faure" in nadia.get("/suivis").text
    helene.post(f"/suivis/{id}/suivi", status=409)
    assert kinds(app, id) == ["acknowledged", "taken"]
    hers = reader(app, "aicha").get(f"/mes-nouvelles/{id}").text
    assert "Une autre personne suit maintenant votre message" in hers and "Hélène Faure" in hers


@pytest.mark.parametrize(("name", "status"), [("claire", 403), ("malika", 403), ("odile", 404), ("aicha", 403)])
def test_nobody_takes_over_what_she_may_not_read(app, people, name, status):
    id = sent(app, people)
    walk(app, people, id, "acknowledged")
    reader(app, name).post(f"/suivis/{id}/suivi", status=status)
    assert kinds(app, id) == ["acknowledged"]


@pytest.mark.parametrize("press", ["lecture", "suivi"])
def test_the_part_a_press_gives_back_is_the_one_a_reload_draws(app, people, press):
    id = sent(app, people)
    if press == "suivi":
        walk(app, people, id, "acknowledged", by="nadia")
    helene = reader(app, "helene")
    part = helene.post(f"/suivis/{id}/{press}", status=200, part=True)
    assert part.select("div", id="suivi")[0].text == helene.get(f"/suivis/{id}").select("div", id="suivi")[0].text


def test_the_next_step_stands_first_with_its_day_and_turns_red_once_over(app, people, clock):
    id = sent(app, people)
    nadia = reader(app, "nadia")
    page = nadia.get(f"/suivis/{id}")
    assert "Une première réponse est due avant demain" in page.text and not page.select("section", class_="notice--urgent")
    nadia.post(f"/suivis/{id}/lecture")
    page = nadia.get(f"/suivis/{id}")
    assert page.select("a", class_="button", href=f"/suivis/{id}/etapes/protected") and "le jour même" in page.text
    clock.set(clock() + timedelta(days=1))
    assert reader(app, "nadia").get(f"/suivis/{id}").select("section", class_="notice--urgent")


def test_the_home_is_heard_by_name_and_never_by_the_caregiver(app, people):
    id = sent(app, people)
    walk(app, people, id, "acknowledged", "heard", "protected")
    nadia, url = reader(app, "nadia"), f"/suivis/{id}/etapes/home_heard"
    offered = nadia.get(url).select("select")[0].text
    assert "Nadia Roussel" in offered and "Aïcha Diallo" not in offered
    wrong = nadia.post(url, {**HOME, "heard_by_id": people["aicha"]}, status=422)
    assert "Choisissez dans la liste." in wrong.text
    assert "Dites qui a été entendu." in nadia.post(url, {**HOME, "heard": "", "heard_by_id": people["claire"]}, status=422).text
    nadia.post(url, {**HOME, "heard_by_id": people["claire"]})
    page = nadia.get(f"/suivis/{id}").text
    for words in ("Plusieurs ensemble, le 9 mars 2026, à son domicile, par Claire Martin", "Était là : le tuteur ou la tutrice",
                  "Il dit avoir crié.", "« J'avais peur. »", "La nuit aurait été mauvaise."):
        assert words in page
    hers = reader(app, "aicha").get(f"/mes-nouvelles/{id}").text
    assert "ont été entendus" in hers and "crié." in hers and "peur" not in hers and "Il dit" not in hers


def test_what_the_home_said_is_kept_encrypted(app, people):
    id = sent(app, people)
    walk(app, people, id, "acknowledged", "heard", "protected")
    reader(app, "nadia").post(f"/suivis/{id}/etapes/home_heard", {**HOME, "heard_by_id": people["nadia"]})
    with reading(app) as session:
        kept = session.connection().exec_driver_sql(
            "SELECT heard, heard_where, heard_with, facts FROM alert_step WHERE kind = 'home_heard'").one()
        assert not {"several", "home", "guardian", HOME["facts"]} & set(kept)


def test_from_her_page_the_office_writes_one_for_her(app, people):
    url = f"/intervenantes/{people['aicha_caregiver']}"
    assert f"{url}/nouvelles" in reader(app, "claire").get(url).links


def test_a_call_is_written_as_an_alert_and_says_nothing_of_it_afterwards(app, people):
    with writing(app) as session:
        call = CallNote(caller_kind="caregiver", caller="", phone="", caregiver_id=people["aicha_caregiver"], line="Elle pleure.",
                        search_line=" elle pleure", at=now(), by_id=people["claire"], due_on=date(2026, 3, 9), for_id=people["claire"])
        session.add(call)
        session.flush()
        number = call.id
    claire = reader(app, "claire")
    url = f"/intervenantes/{people['aicha_caregiver']}/nouvelles?appel={number}"
    assert url in claire.get(f"/appels/{number}").links
    page = claire.get(url)
    assert page.select("textarea", name="facts")[0].text == "Elle pleure."
    before = reader(app, "malika").get(f"/appels/{number}").text
    sent = claire.post(url, {"kind": "overload", "help_now": "no", "agreed": "y", "facts": "Elle pleure.", "answer": "yes"})
    assert "L'appel reste tel quel." in claire.follow(sent).text and sent.location == f"/appels/{number}"
    with reading(app) as session:
        id = session.scalars(select(Alert.id)).one()
        kept = session.get(CallNote, number)
        # a sentence of ours, or none, on a call that nobody settled by hand would tell what it became
        assert (kept.done_at, kept.done_words, kept.became) == (None, "", "")
    assert str(id) not in claire.get(f"/appels/{number}").html
    assert reader(app, "malika").get(f"/appels/{number}").text == before
    other = claire.get(f"/intervenantes/{people['lucie_caregiver']}/nouvelles?appel={number}")
    assert "Appel noté" not in other.text


def test_the_year_is_counted_for_the_direction_alone_and_only_what_she_may_read(app, people, clock):
    for _ in range(6):
        sent(app, people, kind="painful_gesture", whom="nobody", place="home", wants_no_return=False)
    for _ in range(5):
        sent(app, people, kind="overload", whom="nobody", place=None, wants_no_return=False)
    sent(app, people)
    sent(app, people, kind="unsafe_home", whom="nobody")
    sent(app, people, kind="other", whom="direction")
    helene = reader(app, "helene")
    page = helene.get("/suivis/tableau/2026")
    rows = [tuple(cell.text for cell in [*row.select("th"), *row.select("td")]) for row in page.select("tr")[1:]]
    assert ("Tout ce qui a été signalé", "Partout", "Toutes", "13") in rows
    assert ("Un geste qui fait mal", "Partout", "Toutes", "6") in rows
    assert ("Des mots ou des gestes racistes", "Partout", "Toutes", LESS) in rows
    assert "/suivis/tableau/2026" in helene.get("/suivis").links
    file = helene.get("/suivis/tableau/2026.csv").bytes.decode()
    assert "Un geste qui fait mal;Partout;Toutes;6" in file
    assert {row.select("td")[-1].text for row in helene.get("/suivis/tableau/2025").select("tr")[1:]} == {LESS}
    for year in (2019, 2027, 99999):
        helene.get(f"/suivis/tableau/{year}", 404)
    for name in ("claire", "nadia", "odile", "aicha"):
        reader(app, name).get("/suivis/tableau/2026", 403)
    assert "/suivis/tableau/2026" not in reader(app, "nadia").get("/suivis").links


@pytest.mark.browser
def test_the_office_goes_from_the_first_reading_to_the_end_with_the_keyboard(app, people, clock, chromium):
    id = sent(app, people)
    with served(app) as base, window(chromium, **OFFICE) as page:
        come_in(page, base, "nadia")
        page.goto(f"{base}/suivis")
        press(page, page.get_by_role("link", name="Ouvrir"))
        press(page, page.get_by_role("button", name="J'ai lu"))
        page.get_by_text("Suivi par Nadia Roussel").wait_for()
        assert page.url.endswith(f"/suivis/{id}") and axe_faults(page) == []
        step(page, "Poser ou confirmer une mesure", {"Faits constatés": "Elle n'y va plus."})
        step(page, "Noter ce qu'elle a dit", {"Entendue le": "2026-03-09", "Faits constatés": "Elle raconte."},
             ["Elle a été entendue seule"])
        step(page, "Noter ce que dit la personne", {"Faits constatés": "Elle regrette.", "Le": "2026-03-09"},
             ["La personne aidée", "À son domicile"])
        step(page, "Décider", {"Raison": "C'est arrivé deux fois.", "Ce que vous lui dites": "Vous n'y retournez pas."},
             ["Elle n'y retourne pas"])
        clock.set(clock() + timedelta(days=15))
        come_in_again(page, base, id)
        step(page, "Prendre de ses nouvelles", {"Des conséquences pour elle": "Elle va bien.", "Vue ou appelée le": "2026-03-24"})
        press(page, page.locator("summary", has_text="Autre chose"))
        step(page, "Clore", {"Son avis": "Ça va.", "Pourquoi avant la fin du suivi": "Elle le demande."}, ["Organisé autrement"])
        page.get_by_text("Close").first.wait_for()
    assert kinds(app, id) == ["acknowledged", "protected", "heard", "home_heard", "decided", "followed", "closed"]


def press(page, control) -> None:
    control.focus()
    page.keyboard.press("Enter")


def come_in_again(page, base, id) -> None:
    """Two weeks later she signs in anew."""
    page.context.clear_cookies()
    come_in(page, base, "nadia")
    page.goto(f"{base}/suivis/{id}")


def step(page, link: str, words: dict, ticked=()) -> None:
    """Opens the form of a step, fills it and sends it; nothing but keys. Axe has nothing to say before or after."""
    press(page, page.get_by_role("link", name=link))
    page.get_by_role("button", name="Enregistrer cette étape").wait_for()
    assert axe_faults(page) == []
    for label in ticked:
        page.get_by_label(label).first.focus()
        page.keyboard.press("Space")
    for label, typed in words.items():
        page.get_by_label(label, exact=label == "Le").first.fill(typed)
    press(page, page.get_by_role("button", name="Enregistrer cette étape"))
    page.locator("#suivi").wait_for()
    assert axe_faults(page) == []
