"""A personal link in a real browser, on a phone: with and without JavaScript, by keyboard, in both themes."""

from contextlib import contextmanager

import pytest
from sqlalchemy import select

from acts import links, rounds
from database import now
from models import Answer, PersonalLink, Round, RoundSide, Setting
from tests.browsing import PHONE, served, window
from tests.link_scenes import asked, made
from tests.looks import look
from tests.rounds_scene import act, opened
from tests.world import count, reading, writing

pytestmark = pytest.mark.browser
SHUT = "Cette page n'est plus ouverte"


@pytest.fixture(autouse=True)
def phone_of_the_office(app, people):
    with writing(app) as session:
        session.add(Setting(name="office_phone", value="0148970000", changed_at=now()))


@contextmanager
def phone(app, chromium, scripts=True):
    with served(app) as base, window(chromium, **PHONE, java_script_enabled=scripts) as page:
        yield page, base


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def scripts(request):
    return request.param


def fill(page, scripts: bool, *names: str) -> None:
    """Everything answered "Oui", question after question; each caregiver of `names` apart."""
    onward = (lambda: page.get_by_role("button", name="Suivant").click()) if scripts else (lambda: None)
    page.get_by_label("Je suis la personne aidée").check()
    onward()
    for name in names:
        part = page.get_by_role("group", name=f"Avec {name}")
        for question in ("Les horaires", "Savez-vous", "Vous sentez-vous"):
            part.get_by_role("group", name=question).get_by_label("Oui").check()
            onward()
        part.get_by_label("Ce qui va bien").fill(f"Merci {name}")
        onward()
        part.get_by_label(f"Continuer avec {name}").check()
        onward()
        part.get_by_role("group", name=f"{name} est à côté de vous").get_by_label("Non").check()
        onward()


def send(page) -> None:
    page.get_by_role("button", name="Envoyer mes réponses").click()
    page.wait_for_url("**/reponse/merci")


def test_a_link_is_answered_then_answers_no_more(app, people, chromium, scripts):
    _, token = asked(app, people, several=True)
    with phone(app, chromium, scripts) as (page, base):
        page.goto(f"{base}/r/{token}")
        assert page.url == f"{base}/reponse?lien={links.token_mark(token)}"
        fill(page, scripts, "Aïcha", "Lucie")
        send(page)
        page.reload()
        assert page.get_by_role("heading", name="Merci").is_visible()
        page.goto(f"{base}/r/{token}")
        assert page.get_by_role("heading", name=SHUT).is_visible()
        assert page.locator("main a[href='tel:0148970000']").is_visible()
    with reading(app) as session:
        assert sorted(session.scalars(select(Answer.goes_well))) == ["Merci Aïcha", "Merci Lucie"]


def test_going_back_and_sending_again_is_the_same_answer(app, people, chromium, scripts):
    _, token = asked(app, people)
    with phone(app, chromium, scripts) as (page, base):
        page.goto(f"{base}/r/{token}")
        fill(page, scripts, "Aïcha")
        send(page)
        page.go_back()
        if page.get_by_role("button", name="Envoyer mes réponses").is_visible():
            send(page)
        else:
            assert page.get_by_role("heading", name=SHUT).is_visible()
    assert count(app, Answer) == 1


def expired(app, clock):
    clock.move(days=22)


def revoked(app, clock):
    with reading(app) as session:
        link = session.scalar(select(PersonalLink.id))
    act(app, "claire", lambda by: links.revoke(by, link))


@pytest.mark.parametrize("reason", [expired, revoked], ids=lambda reason: reason.__name__)
def test_a_link_that_no_longer_opens_says_so_kindly(app, people, clock, chromium, scripts, reason):
    _, token = asked(app, people)
    reason(app, clock)
    with phone(app, chromium, scripts) as (page, base):
        page.goto(f"{base}/r/{token}")
        assert page.get_by_role("heading", name=SHUT).is_visible()


@pytest.mark.parametrize("reason", [expired, revoked], ids=lambda reason: reason.__name__)
def test_a_form_open_when_its_link_ends_is_not_taken(app, people, clock, chromium, scripts, reason):
    _, token = asked(app, people)
    with phone(app, chromium, scripts) as (page, base):
        page.goto(f"{base}/r/{token}")
        fill(page, scripts, "Aïcha")
        reason(app, clock)
        page.get_by_role("button", name="Envoyer mes réponses").click()
        page.get_by_role("heading", name=SHUT).wait_for()
        given = page.locator(".given")
        assert "Avec Aïcha" in given.inner_text() and "Merci Aïcha" in given.inner_text()
        assert not scripts or look(page) == {}
    assert count(app, Answer) == 0


def test_words_about_a_caregiver_decided_meanwhile_come_back_with_the_thanks(app, people, chromium, scripts):
    _, token = asked(app, people, several=True)
    with phone(app, chromium, scripts) as (page, base):
        page.goto(f"{base}/r/{token}")
        fill(page, scripts, "Aïcha", "Lucie")
        with reading(app) as session:
            pairing = session.scalar(select(Round.pairing_id).where(Round.caregiver_id == people["lucie_caregiver"]))
        with writing(app):
            rounds.cancel_open(None, pairing)
        page.get_by_role("button", name="Envoyer mes réponses").click()
        page.get_by_role("heading", name="Merci", exact=True).wait_for()
        assert page.get_by_role("heading", name="Vos réponses sur Lucie n'ont pas pu être gardées").is_visible()
        assert page.locator(".given .words").all_inner_texts() == ["Merci Lucie"]
        assert not scripts or look(page) == {}
    assert count(app, Answer) == 1


def test_one_question_at_a_time_and_one_caregiver_set_aside(app, people, chromium):
    _, token = asked(app, people, several=True)
    with phone(app, chromium) as (page, base):
        page.goto(f"{base}/r/{token}")
        assert page.get_by_text("Étape 1 sur 14").is_visible() and not page.get_by_text("Avec Aïcha", exact=True).is_visible()
        page.get_by_label("Je suis un proche").check()
        page.get_by_role("button", name="Suivant").click()
        page.get_by_role("group", name="Avec Aïcha").get_by_label("Je ne réponds pas au sujet d'Aïcha").check()
        page.get_by_role("button", name="Suivant").click()
        assert page.get_by_text("Avec Lucie", exact=True).is_visible() and page.get_by_text("Étape 8 sur 14").is_visible()
        page.go_back()
        assert page.get_by_text("Avec Aïcha", exact=True).is_visible()


def test_what_is_missing_is_said_before_leaving_the_question(app, people, chromium):
    _, token = asked(app, people)
    with phone(app, chromium) as (page, base):
        page.goto(f"{base}/r/{token}")
        page.get_by_role("button", name="Suivant").click()
        assert page.get_by_text("Étape 1 sur 8").is_visible()


def test_everything_on_one_page_is_one_press_away(app, people, chromium):
    _, token = asked(app, people)
    with phone(app, chromium) as (page, base):
        page.goto(f"{base}/r/{token}")
        page.get_by_role("link", name="Tout voir sur une seule page").click()
        page.wait_for_url("**page=entiere")
        fill(page, False, "Aïcha")
        send(page)
    assert count(app, Answer) == 1


def test_letters_are_large_and_targets_fit_a_thumb(app, people, chromium):
    _, token = asked(app, people, several=True)
    with phone(app, chromium) as (page, base):
        page.goto(f"{base}/r/{token}")
        page.get_by_role("link", name="Tout voir sur une seule page").click()
        page.wait_for_url("**page=entiere")
        assert page.evaluate("""() => [...document.querySelectorAll("main *, footer *")].filter((el) => el.textContent.trim()
            && parseFloat(getComputedStyle(el).fontSize) < 20).length""") == 0
        assert page.evaluate("""() => [...document.querySelectorAll("main .choice, main .input, main button, footer a")]
            .filter((el) => el.getBoundingClientRect().height < 48).length""") == 0


def test_the_pages_are_legible_by_everybody(app, people, chromium):
    _, token = asked(app, people, several=True)
    with phone(app, chromium) as (page, base):
        whole = f"/reponse?lien={links.token_mark(token)}&page=entiere"
        for address in (f"/r/{token}", whole, "/reponse/merci", "/r/faux"):
            page.goto(base + address)
            assert look(page) == {}, address
        page.goto(base + whole)
        page.get_by_role("button", name="Envoyer mes réponses").click()
        page.get_by_role("heading", name="Des réponses sont à revoir").wait_for()
        assert look(page) == {}


def test_without_scripts_everything_is_already_on_one_page_and_no_link_offers_it(app, people, chromium):
    _, token = asked(app, people)
    with phone(app, chromium, scripts=False) as (page, base):
        page.goto(f"{base}/r/{token}")
        assert page.get_by_label("Je suis la personne aidée").is_visible()
        assert not page.get_by_text("Tout voir sur une seule page").is_visible()


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["the first tab first", "the last tab first"])
def test_two_tabs_of_one_browser_answer_for_two_persons(app, people, chromium, scripts, order):
    _, first = asked(app, people)
    opened(app, people, "m_petit")
    tokens = first, made(app, people, "m_petit")[1]
    with phone(app, chromium, scripts) as (page, base):
        tabs = page, page.context.new_page()
        for tab, token, name in zip(tabs, tokens, ("Aïcha", "Lucie"), strict=True):
            tab.bring_to_front()
            tab.goto(f"{base}/r/{token}")
            fill(tab, scripts, name)
        for place in order:
            tabs[place].bring_to_front()
            send(tabs[place])
    with reading(app) as session:
        kept = dict(map(tuple, session.execute(select(Round.beneficiary_id, Answer.goes_well).join(
            RoundSide, RoundSide.round_id == Round.id).join(Answer, Answer.side_id == RoundSide.id))))
    assert kept == {people["mme_durand"]: "Merci Aïcha", people["m_petit"]: "Merci Lucie"}


def test_a_screen_reader_meets_the_questions_in_order(app, people, chromium):
    _, token = asked(app, people, several=True)
    with phone(app, chromium, scripts=False) as (page, base):
        page.goto(f"{base}/r/{token}")
        heard = page.locator("main").aria_snapshot()
    marks = ['heading "Votre avis"', "Seul le bureau", 'group "Qui répond ?"', 'group "Avec Aïcha"', "Les horaires",
             "Et maintenant", 'group "Avec Lucie"', 'button "Envoyer mes réponses"']
    places = [heard.replace("\u00a0", " ").find(mark) for mark in marks]
    assert -1 not in places and places == sorted(places), heard


@pytest.mark.parametrize("lacking", ["HTMLFormElement.prototype.requestSubmit", "AbortSignal.timeout"])
def test_a_phone_of_ten_years_ago_sends_its_answers_too(app, people, chromium, lacking):
    """What such a browser does not know yet is taken away before the page runs."""
    _, token = asked(app, people)
    with phone(app, chromium) as (page, base):
        page.add_init_script(f"delete {lacking}")
        page.goto(f"{base}/r/{token}")
        fill(page, True, "Aïcha")
        send(page)
    assert count(app, Answer) == 1
