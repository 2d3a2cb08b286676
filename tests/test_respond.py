"""The person and those around her answer by a personal link, without an account."""

import hashlib
import re
from datetime import date
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import select

from acts import interruptions, links, rounds
from database import now, today
from guard.throttle import LINKS
from models import Answer, Beneficiary, Interruption, JournalLine, PersonalLink, Round, RoundSide, Setting, Submission
from tests.link_scenes import REPLY, SECOND, arrives, asked, made
from tests.reader import reader
from tests.rounds_scene import CONTENT as SAID
from tests.rounds_scene import act, opened, sides, speaks
from tests.world import count, counts, reading, statements, writing

OFFICE_PHONE = "0148970000"


@pytest.fixture(autouse=True)
def house(app, people):
    """The association, as its settings say."""
    with writing(app) as session:
        for name, value in (("association_name", "Les Mains du Quartier"), ("office_phone", OFFICE_PHONE)):
            session.add(Setting(name=name, value=value, changed_at=now()))


def answer_of(app) -> Answer:
    with reading(app) as session:
        found = session.scalars(select(Answer)).one()
        session.expunge_all()
    return found


def link_of(app) -> PersonalLink:
    with reading(app) as session:
        found = session.scalars(select(PersonalLink).order_by(PersonalLink.id.desc())).first()
        session.expunge_all()
    return found


# --- opening ------------------------------------------------------------------------------------------------------

def test_opening_the_address_reads_and_writes_nothing_and_hides_the_token(app, people):
    _, token = asked(app, people)
    before, who, mark = counts(app), reader(app), links.token_mark(token)
    with statements(app) as read:
        for method in ("get", "head"):
            led = getattr(who.client, method)(f"/r/{token}")
            assert (led.status_code, led.location) == (303, f"/reponse?lien={mark}")
    assert read == []
    cookie = led.headers["Set-Cookie"]
    assert f"reponse-{mark}={token}" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/reponse" in cookie
    assert token not in led.get_data(as_text=True) and led.headers["Referrer-Policy"] == "same-origin"
    assert counts(app) == before


def test_a_preview_of_the_link_consumes_nothing(app, people):
    _, token = asked(app, people)
    for _ in range(5):
        arrives(app, token).get("/reponse")
    arrives(app, token).post("/reponse", REPLY)
    assert count(app, Answer) == 1


def test_reading_the_form_writes_nothing_at_all(app, people):
    _, token = asked(app, people)
    who, before = arrives(app, token), counts(app)
    page = who.get("/reponse")
    assert counts(app) == before and page.headers["Cache-Control"] == "no-store"
    assert token not in page.html


def test_only_the_hash_of_a_token_is_kept_and_it_has_128_bits_or_more(app, people):
    _, token = asked(app, people)
    assert len(token) * 6 >= 128
    assert link_of(app).token_hash == hashlib.sha256(token.encode()).hexdigest()
    with reading(app) as session:
        assert token not in str(session.execute(select(Submission.__table__)).all())


# --- the form -----------------------------------------------------------------------------------------------------

def test_it_names_the_association_and_first_names_and_says_who_reads(app, people):
    _, token = asked(app, people, several=True)
    page = arrives(app, token).get("/reponse")
    assert "Les Mains du Quartier" in page.text
    assert ("Seul le bureau de l'association lit vos réponses. Aïcha et Lucie ne les lisent pas. Aïcha et Lucie lisent "
            "seulement le merci que vous acceptez de transmettre.") in page.text
    for hidden in ("Durand", "Jeanne", "Diallo", "Moreau", "Lilas", "Claire", "0611111111", "8 h"):
        assert hidden not in page.html, hidden


def test_each_caregiver_stands_apart_in_an_order_a_screen_reader_can_follow(app, people):
    _, token = asked(app, people, several=True)
    page = arrives(app, token).get("/reponse")
    parts = page.select("fieldset", class_="steps-group")
    assert [part.select("legend")[0].text for part in parts] == ["Avec Aïcha", "Avec Lucie"]
    questions = [" ".join(legend.text.replace("\u00a0", " ").split()) for legend in parts[0].select("legend")]
    assert questions == ["Avec Aïcha", "Les horaires vous conviennent-ils ?",
                         "Savez-vous ce qui est à faire à chaque intervention ?",
                         "Vous sentez-vous respectée ou respecté ?", "Peut-on le lui transmettre ? (facultatif)",
                         "Et maintenant, que souhaitez-vous ?", "Aïcha est à côté de vous en ce moment ?"]
    order = [page.html.index(words) for words in ("<h1", "Seul le bureau", "Qui répond", "Avec Aïcha", "Avec Lucie",
                                                  "Envoyer mes réponses")]
    assert order == sorted(order)
    assert [heading.text for heading in page.select("h2")] == ["Avec Aïcha", "Avec Lucie", "Envoyer vos réponses"]


def test_a_caregiver_who_is_a_man_is_asked_about_by_his_first_name(app, people):
    from models import Caregiver
    _, token = asked(app, people, several=True)
    with writing(app) as session:
        session.get(Caregiver, people["aicha_caregiver"]).first_name = "Olivier"
    who = arrives(app, token)
    for page in who.get("/reponse"), who.post("/reponse", REPLY | {"c1-present": ""}, 422):
        assert all(words in page.text for words in ("Continuer avec Olivier", "Je ne réponds pas au sujet d'Olivier",
                                                    "Olivier est à côté de vous en ce moment"))
        assert not re.search(r"\belles?\b", page.text)
    assert "Olivier : dites si Olivier est à côté de vous." in page.text.replace("\u00a0", " ")


def test_two_first_names_alike_are_told_apart_by_a_number(app, people):
    from models import Caregiver
    _, token = asked(app, people, several=True)
    with writing(app) as session:
        session.get(Caregiver, people["lucie_caregiver"]).first_name = "Aïcha"
    page = arrives(app, token).get("/reponse")
    assert [part.select("legend")[0].text for part in page.select("fieldset", class_="steps-group")] == [
        "Avec Aïcha (1)", "Avec Aïcha (2)"]


def test_what_is_missing_is_said_and_nothing_typed_is_lost(app, people):
    _, token = asked(app, people)
    who = arrives(app, token)
    page = who.post("/reponse", {"c1-hours_fit": "no", "c1-goes_well": "Elle chante"}, 422)
    assert "Dites qui répond." in page.text and "Dites si vous vous sentez respectée ou respecté." in page.text
    assert page.select("textarea", name="c1-goes_well")[0].text == "Elle chante"
    assert page.select("input", name="c1-hours_fit", value="no")[0].attrs.get("checked") is not None
    assert count(app, Answer) == 0 and link_of(app).used_at is None


# --- answering ----------------------------------------------------------------------------------------------------

def test_an_answer_is_written_as_it_was_said(app, people):
    round_id, token = asked(app, people)
    thanks = arrives(app, token).post("/reponse", REPLY | {
        "c1-hours_fit": "little", "c1-goes_well": "Elle chante", "c1-may_pass_on": "yes", "c1-present": "yes"})
    assert thanks.location == "/reponse/merci"
    said = answer_of(app)
    assert (said.channel, said.voice, said.spoken_by, said.collected_by_id) == ("link", "person", "", None)
    assert (said.hours_fit, said.wish, said.goes_well, said.may_pass_on) == ("little", "go_on", "Elle chante", True)
    assert said.caregiver_present
    assert sides(app, round_id)["beneficiary"].state == "answered" and link_of(app).used_at
    page = reader(app, "claire").get(f"/points/{round_id}")
    assert "Lien personnel. L'intervenante était présente." in page.text and "Par None" not in page.text


@pytest.mark.parametrize(("who", "name", "voice", "kept"), [
    ("helped", "Paul", "person", "lu et écrit par Paul"), ("relative", "Anne", "relative", "Anne"),
    ("guardian", "", "guardian", "")])
def test_who_answers_is_kept_with_the_answer(app, people, who, name, voice, kept):
    _, token = asked(app, people)
    arrives(app, token).post("/reponse", REPLY | {"who": who, "name": name})
    assert (answer_of(app).voice, answer_of(app).spoken_by) == (voice, kept)


def test_several_caregivers_are_answered_apart_and_one_may_be_left_aside(app, people):
    _, token = asked(app, people, several=True)
    arrives(app, token).post("/reponse", REPLY | {"c2-skipped": "y", "c2-hours_fit": "no"})
    with reading(app) as session:
        [concerned] = session.scalars(select(Round.caregiver_id).join(RoundSide).join(Answer, Answer.side_id == RoundSide.id))
    assert concerned == people["aicha_caregiver"]


def test_both_may_be_answered_in_one_sending(app, people):
    _, token = asked(app, people, several=True)
    arrives(app, token).post("/reponse", REPLY | SECOND | {"c2-respected": "no"})
    with reading(app) as session:
        rows = session.execute(select(Round.caregiver_id, Answer.respected).join(RoundSide, RoundSide.round_id == Round.id)
                               .join(Answer, Answer.side_id == RoundSide.id)).all()
    assert dict(map(tuple, rows)) == {people["aicha_caregiver"]: "yes", people["lucie_caregiver"]: "no"}


def test_a_caregiver_forgotten_is_asked_about_in_one_line_and_a_question_names_her(app, people):
    _, token = asked(app, people, several=True)
    who = arrives(app, token)
    page = who.post("/reponse", REPLY, 422)
    [summary] = page.select("div", class_="errors")
    assert [line.text.replace("\u00a0", " ") for line in summary.select("li")] == [
        "Répondez pour Lucie, ou cochez « Je ne réponds pas au sujet de Lucie »."]
    page = who.post("/reponse", REPLY | SECOND | {"c2-wish": ""}, 422)
    assert "Lucie : choisissez ce que vous souhaitez." in page.text.replace("\u00a0", " ")


def test_nobody_is_answered_about_is_no_answer(app, people):
    _, token = asked(app, people, several=True)
    page = arrives(app, token).post("/reponse", {"who": "person", "c1-skipped": "y", "c2-skipped": "y"}, 422)
    assert "Répondez au moins pour Aïcha ou pour Lucie." in page.text
    assert link_of(app).used_at is None


def test_a_no_on_respect_comes_first_on_the_board(app, people):
    opened(app, people, "m_petit")
    round_id, token = asked(app, people)
    arrives(app, token).post("/reponse", REPLY | {"c1-respected": "no"})
    line = reader(app, "claire").get("/a-traiter").select("li", class_="line")[0]
    assert f"/points/{round_id}" in [link["href"] for link in line.select("a")]
    assert "respect" in line.text


def test_the_answer_is_journaled_under_no_account_and_without_its_words(app, people):
    _, token = asked(app, people)
    arrives(app, token).post("/reponse", REPLY | {"c1-goes_well": "Elle chante"})
    with reading(app) as session:
        line = session.scalars(select(JournalLine).order_by(JournalLine.id.desc())).first()
    assert (line.action, line.account_id, line.subject) == ("link.answer", None, f"link:{link_of(app).id}")


# --- once ---------------------------------------------------------------------------------------------------------

def test_a_second_tap_and_a_reload_show_the_same_thanks_and_write_nothing_more(app, people):
    _, token = asked(app, people)
    who = arrives(app, token)
    for _ in range(3):
        assert who.post("/reponse", REPLY, key="k" * 32).location == "/reponse/merci"
    assert who.get("/reponse/merci").html == who.get("/reponse/merci").html
    assert "Vos réponses sont arrivées." in who.get("/reponse/merci").text
    assert count(app, Answer) == 1


def test_twelve_sendings_at_once_make_one_answer(app, people):
    _, token = asked(app, people)
    browsers, said = [arrives(app, token) for _ in range(12)], []
    sendings = [(who, {"csrf_token": who.token(), "key": "k" * 32, **REPLY}) for who in browsers]

    def send(who, fields):
        sent = who.client.post(who.address, data=fields, headers={"Sec-Fetch-Site": "same-origin"})
        said.append((sent.status_code, sent.location))

    threads = [Thread(target=send, args=one) for one in sendings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == [(303, "/reponse/merci")] * 12
    assert count(app, Answer) == 1


def test_other_words_under_a_link_that_served_are_not_taken(app, people):
    _, token = asked(app, people)
    who = arrives(app, token)
    who.post("/reponse", REPLY, key="k" * 32)
    who.post("/reponse", REPLY | {"c1-wish": "change"}, 404, key="k" * 32)
    arrives(app, token).post("/reponse", REPLY | {"c1-wish": "change"}, 404)
    assert answer_of(app).wish == "go_on"


# --- two links in one browser ---------------------------------------------------------------------------------------

def two_links(app, people) -> tuple[str, str]:
    """A neighbour opens both on her phone: Mme Durand's and M. Petit's."""
    _, first = asked(app, people)
    opened(app, people, "m_petit")
    return first, made(app, people, "m_petit")[1]


def said_of(app) -> dict[int, str]:
    """Person -> what was kept of her answer."""
    with reading(app) as session:
        return dict(map(tuple, session.execute(
            select(Round.beneficiary_id, Answer.goes_well).join(RoundSide, RoundSide.round_id == Round.id)
            .join(Answer, Answer.side_id == RoundSide.id))))


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["the first tab first", "the last tab first"])
def test_two_links_open_in_one_browser_each_keep_their_own_answer(app, people, order):
    tokens = two_links(app, people)
    who = arrives(app, tokens[0])
    addresses = [who.address, who.opens(tokens[1])]
    sent = [who.get(address).form("/reponse")["action"] for address in addresses]
    assert sent == addresses
    for place in order:
        who.post(sent[place], REPLY | {"c1-goes_well": f"onglet {place}"})
        assert len(said_of(app)) == order.index(place) + 1
    assert said_of(app) == {people["mme_durand"]: "onglet 0", people["m_petit"]: "onglet 1"}


def test_a_tab_whose_link_the_browser_forgot_is_never_taken_for_the_other_link(app, people):
    """Three hours later the first cookie is gone, the second is there: nothing is recorded, the words are given back."""
    first, second = two_links(app, people)
    old = arrives(app, first).address
    who = arrives(app, second)
    page = who.post(old, REPLY | {"c1-called": "Aïcha", "c1-goes_well": "Elle chante"}, 404)
    assert "Avec Aïcha" in page.text and "Elle chante" in page.text and said_of(app) == {}
    who.post(old.split("?")[0] + "?lien=", REPLY, 404)
    who.post(old, REPLY, 404, headers={"Cookie": f"reponse-{links.token_mark(first)}={second}"})
    assert said_of(app) == {}


def test_what_is_to_correct_and_the_whole_page_stay_on_their_own_link(app, people):
    first, second = two_links(app, people)
    who = arrives(app, first)
    own = who.address
    who.opens(second)
    page = who.post(own, {}, 422)
    whole, = (link for link in page.links if "page=entiere" in link)
    assert page.form("/reponse")["action"] == own
    assert who.get(whole).form("/reponse")["action"] == f"{own}&page=entiere"


# --- the kind page ------------------------------------------------------------------------------------------------

def shut(app, token: str | None):
    """What a browser holding this token gets, to the byte."""
    who = arrives(app, token) if token else reader(app)
    page = who.get("/reponse", 404)
    assert "01 48 97 00 00" in page.text.replace("\u00a0", " ") and not page.select("form")
    return page.html


def used(app, people, token, clock):
    arrives(app, token).post("/reponse", REPLY)


def expired(app, people, token, clock):
    clock.move(days=21)


def revoked(app, people, token, clock):
    act(app, "claire", lambda by: links.revoke(by, link_of(app).id))


def remade(app, people, token, clock):
    made(app, people)


def decided_elsewhere(app, people, token, clock):
    with writing(app):
        rounds.cancel_open(None, people["mme_durand_pairing"])


def heard_by_phone(app, people, token, clock):
    with reading(app) as session:
        round_id = session.scalar(select(Round.id))
    speaks(app, round_id)


def in_hospital(app, people, token, clock):
    act(app, "claire", lambda by: interruptions.open(by, people["mme_durand"], None, "hospital", today(), None, None, "Sa fille", ""))


def dead(app, people, token, clock):
    act(app, "claire", lambda by: interruptions.open(by, people["mme_durand"], None, "death", today(), None, None, "Sa fille", ""))


REASONS = [used, expired, revoked, remade, decided_elsewhere, heard_by_phone, in_hospital, dead]


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.__name__)
def test_a_link_that_no_longer_opens_is_like_a_false_one_whatever_the_reason(app, people, clock, reason):
    _, token = asked(app, people)
    reason(app, people, token, clock)
    before = counts(app)
    assert shut(app, token) == shut(app, "un-faux-lien") == shut(app, None) == shut(app, "x" * 500)
    told = REPLY | {"c1-called": "Aïcha", "c1-goes_well": "Elle chante"}
    said = arrives(app, token).post("/reponse", told, 404)
    assert said.html == arrives(app, "un-faux-lien").post("/reponse", told, 404).html
    assert "Avec Aïcha" in said.text and "Elle chante" in said.text
    assert "Aïcha" not in arrives(app, token).post("/reponse", REPLY, 404).text
    after = counts(app)
    assert {table for table, n in after.items() if n != before[table]} <= {"journal"}


def test_back_from_hospital_the_link_opens_again(app, people, clock):
    _, token = asked(app, people)
    in_hospital(app, people, token, clock)
    with reading(app) as session:
        stay = session.scalar(select(Interruption.id))
    act(app, "claire", lambda by: interruptions.resume(by, stay, today()))
    arrives(app, token).get("/reponse")


def test_a_death_revokes_every_link_at_once(app, people, clock):
    _, token = asked(app, people)
    made(app, people, voice="relative")
    dead(app, people, token, clock)
    with reading(app) as session:
        assert all(session.scalars(select(PersonalLink.revoked_at)))


def test_the_end_of_the_file_revokes_them_too(app, people):
    from acts import beneficiaries
    asked(app, people)
    act(app, "helene", lambda by: beneficiaries.end(by, people["mme_durand"], 1, today(), "Déménagement"))
    assert link_of(app).revoked_at


def test_a_link_writes_only_the_sides_it_was_made_for(app, people):
    """A round opened afterwards is not on the form, and its side is refused below it too."""
    _, token = asked(app, people)
    other = sides(app, opened(app, people, "m_petit"))["beneficiary"].id
    page = arrives(app, token).get("/reponse")
    assert "Lucie" not in page.text
    with pytest.raises(PermissionError):
        act(app, "claire", lambda _: links.answer(links.Respondent(), link_of(app).id, "person",
                                                  {other: {"caregiver_present": False}}, ""))
    assert count(app, Answer) == 0 and link_of(app).used_at is None


def test_a_voice_heard_meanwhile_leaves_the_other_caregiver_to_be_answered(app, people):
    round_id, token = asked(app, people, several=True)
    speaks(app, round_id)
    page = arrives(app, token).get("/reponse")
    assert [part.select("legend")[0].text for part in page.select("fieldset", class_="steps-group")] == ["Avec Lucie"]
    arrives(app, token).post("/reponse", {"who": "person", **SECOND})
    assert count(app, Answer) == 2


def test_the_relative_and_the_person_each_have_a_link_and_a_voice(app, people):
    _, token = asked(app, people)
    other = made(app, people, voice="relative")[1]
    arrives(app, token).post("/reponse", REPLY)
    arrives(app, other).post("/reponse", REPLY | {"who": "relative"})
    assert count(app, Answer, Answer.channel == "link") == 2


def test_the_caregiver_concerned_never_answers_on_her_own_device(app, people):
    _, token = asked(app, people)
    her = arrives(app, token, "aicha")
    her.get("/reponse", 404)
    her.post("/reponse", REPLY, 404)
    assert count(app, Answer) == 0
    arrives(app, token, "lucie").get("/reponse")


@pytest.mark.parametrize("voice", ["relative", "guardian"])
def test_nobody_takes_the_person_s_voice_by_another_s_link(app, people, voice):
    _, hers = asked(app, people)
    other = made(app, people, voice=voice)[1]
    who = arrives(app, other)
    offered = {box["value"] for box in who.get("/reponse").select("input", name="who")}
    assert offered == {"relative", "guardian"}
    for taken in ("person", "helped"):
        assert "Choisissez une réponse de la liste." in who.post("/reponse", REPLY | {"who": taken}, 422).text
    side = about_of(app).side_id
    with pytest.raises(PermissionError):
        act(app, "claire", lambda _: links.answer(links.Respondent(), link_of(app).id, "person",
                                                  {side: {"caregiver_present": False}}, ""))
    assert count(app, Answer) == 0
    arrives(app, hers).post("/reponse", REPLY)
    assert answer_of(app).voice == "person"


def test_a_relative_answers_with_the_person_s_link_and_she_may_still_be_given_another(app, people):
    _, token = asked(app, people)
    arrives(app, token).post("/reponse", REPLY | {"who": "relative", "name": "Anne"})
    arrives(app, token).get("/reponse", 404)
    page = reader(app, "claire").get(f"/beneficiaires/{people['mme_durand']}/liens")
    assert "Un proche ou le tuteur a répondu. Pour entendre aussi la personne, faites-lui un autre lien" in page.text
    assert "pas encore de réponse" not in page.text
    arrives(app, made(app, people)[1]).post("/reponse", REPLY)
    with reading(app) as session:
        assert set(session.scalars(select(Answer.voice))) == {"relative", "person"}


@pytest.mark.parametrize("voice", ["person", "relative", "guardian"])
def test_whoever_answers_for_the_home_is_in_touch_with_it(app, people, voice):
    """What is kept is counted from the last contact."""
    with writing(app) as session:
        session.get(Beneficiary, people["mme_durand"]).last_contact_on = date(2025, 1, 2)
    _, token = asked(app, people, voice=voice)
    arrives(app, token).post("/reponse", REPLY | {"who": voice})
    with reading(app) as session:
        assert session.get(Beneficiary, people["mme_durand"]).last_contact_on == today()


# --- what was typed -----------------------------------------------------------------------------------------------

WORDS = {"c1-called": "Aïcha", "c1-goes_well": "Elle chante", "c2-called": "Lucie", "c2-should_change": "Venir <plus> tôt"}


def lucie_decided(app, people):
    pairing = about_of(app, people["lucie_caregiver"]).pairing_id
    with writing(app):
        rounds.cancel_open(None, pairing)


def about_of(app, caregiver_id=None):
    """(side, relation) the person is asked about."""
    asked = select(RoundSide.id.label("side_id"), Round.pairing_id).join(Round).where(RoundSide.side == "beneficiary")
    with reading(app) as session:
        return session.execute(asked.where(Round.caregiver_id == caregiver_id) if caregiver_id else asked).first()


def test_the_form_says_back_the_first_names_it_showed(app, people):
    _, token = asked(app, people, several=True)
    page = arrives(app, token).get("/reponse")
    assert [page.select("input", name=f"c{place}-called")[0]["value"] for place in (1, 2)] == ["Aïcha", "Lucie"]


def test_what_was_typed_is_given_back_when_the_link_was_revoked_meanwhile(app, people):
    _, token = asked(app, people, several=True)
    who = arrives(app, token)
    who.get("/reponse")
    act(app, "claire", lambda by: links.revoke(by, link_of(app).id))
    page = who.post("/reponse", REPLY | SECOND | WORDS | {"c2-skipped": "y"}, 404)
    assert page.h1 == "Cette page n'est plus ouverte" and "01 48 97 00 00" in page.text.replace("\u00a0", " ")
    assert "Avec Aïcha" in page.text and "Elle chante" in page.text and "Continuer avec Aïcha" in page.text
    assert "Lucie" not in page.text, "she chose not to answer about her"
    assert count(app, Answer) == 0


def test_what_was_typed_is_given_back_when_the_browser_forgot_the_link(app, people):
    """Three hours later the cookie is gone."""
    who = reader(app)
    page = who.post("/reponse", REPLY | WORDS, 404)
    assert "Elle chante" in page.text and "Venir &lt;plus&gt; tôt" in page.html
    assert count(app, JournalLine, JournalLine.action == "link.refused") == 0


def test_words_about_a_caregiver_decided_meanwhile_are_given_back_with_the_thanks(app, people):
    _, token = asked(app, people, several=True)
    who = arrives(app, token)
    lucie_decided(app, people)
    for _ in range(2):
        page = who.post("/reponse", REPLY | SECOND | WORDS, 200, key="k" * 32)
        assert page.h1 == "Merci" and "Vos réponses sur Lucie n'ont pas pu être gardées" in page.text
        assert "Venir <plus> tôt" in page.text and "Elle chante" not in page.text
    assert answer_of(app).goes_well == "Elle chante" and link_of(app).used_at


def test_a_caregiver_decided_at_that_very_moment_does_not_take_the_other_s_answer_with_her(app, people):
    """The page was read before, the words are written after: below the form, at the last instant."""
    asked(app, people, several=True)
    lucie_decided(app, people)
    said = {about_of(app, people[f"{name}_caregiver"]).side_id: {**SAID, "caregiver_present": False} for name in ("aicha", "lucie")}
    act(app, "claire", lambda _: links.answer(links.Respondent(), link_of(app).id, "person", said, ""))
    assert answer_of(app).side_id == min(said) and link_of(app).used_at


def test_words_no_longer_asked_for_are_given_back_beside_what_is_missing(app, people):
    _, token = asked(app, people, several=True)
    who = arrives(app, token)
    lucie_decided(app, people)
    page = who.post("/reponse", REPLY | SECOND | WORDS | {"c1-wish": ""}, 422)
    assert "Vos réponses sur Lucie n'ont pas pu être gardées" in page.text and "Venir <plus> tôt" in page.text
    assert page.select("textarea", name="c1-goes_well")[0].text == "Elle chante"


def test_who_left_aside_the_only_one_still_asked_about_is_told_what_to_do(app, people):
    _, token = asked(app, people, several=True)
    who = arrives(app, token)
    lucie_decided(app, people)
    page = who.post("/reponse", {"who": "person", "c1-skipped": "y", **SECOND, **WORDS}, 422)
    assert "Répondez pour Aïcha, ou fermez cette page." in page.text and "Venir <plus> tôt" in page.text


# --- the gates ----------------------------------------------------------------------------------------------------

def refused(app) -> int:
    return count(app, JournalLine, JournalLine.action == "link.refused")


def test_false_links_are_counted_by_address_and_said_kindly(app, people, clock):
    for n in range(LINKS):
        arrives(app, f"faux-{n}").get("/reponse", 404)
    assert refused(app) == LINKS
    who = arrives(app, "faux")
    for page in (who.get("/reponse", 429), who.post("/reponse", REPLY, 429)):
        assert "Attendez 30 minutes" in page.text and "Quelqu'un vous écoute." in page.text
    assert refused(app) == LINKS
    clock.move(minutes=31)
    who.get("/reponse", 404)


def test_a_neighbour_s_tries_never_close_the_link_of_somebody_behind_the_same_address(app, people):
    _, token = asked(app, people)
    other = made(app, people, voice="relative")[1]
    arrives(app, other).post("/reponse", REPLY | {"who": "relative"})
    for n in range(LINKS):
        arrives(app, f"faux-{n}").get("/reponse", 404)
    arrives(app, "faux").get("/reponse", 429)
    assert arrives(app, other).get("/reponse", 404).h1 == "Cette page n'est plus ouverte"
    arrives(app, token).post("/reponse", REPLY)
    assert count(app, Answer) == 2


def test_a_link_opened_again_and_again_after_it_served_holds_nobody_back_and_fills_no_journal(app, people, clock):
    _, token = asked(app, people)
    arrives(app, token).post("/reponse", REPLY)
    for _ in range(LINKS + 2):
        arrives(app, token).get("/reponse", 404)
        arrives(app, "tronqué").get("/reponse", 404)
    assert refused(app) == 2
    with reading(app) as session:
        assert f"link:{link_of(app).id}" in set(session.scalars(select(JournalLine.subject)))
    clock.move(minutes=6)
    arrives(app, token).get("/reponse", 404)
    assert refused(app) == 3


def test_a_missing_cookie_is_no_try(app, people):
    who = reader(app)
    for _ in range(LINKS + 2):
        who.get("/reponse", 404)
    assert count(app, JournalLine, JournalLine.action == "link.refused") == 0


def test_a_form_from_another_site_is_turned_away(app, people):
    _, token = asked(app, people)
    who = arrives(app, token)
    who.post("/reponse", REPLY, 403, headers={"Sec-Fetch-Site": "cross-site"})
    who.post("/reponse", REPLY, 403, headers={"Origin": "https://ailleurs.example"})
    assert count(app, Answer) == 0


def test_without_its_token_the_form_comes_back_whole_and_without_cookies_the_kind_page(app, people):
    _, token = asked(app, people)
    who = arrives(app, token)
    again = who.client.post(who.address, data={**REPLY, "key": "k" * 32, "c1-goes_well": "Elle chante"},
                            headers={"Sec-Fetch-Site": "same-origin"})
    assert again.status_code == 400 and "Elle chante" in again.get_data(as_text=True)
    assert "Vos réponses sont encore là." in again.get_data(as_text=True)
    bare = reader(app).client.post("/reponse", data=REPLY, headers={"Sec-Fetch-Site": "same-origin"})
    assert bare.status_code == 404 and count(app, Answer) == 0


def test_over_https_the_cookie_travels_only_there(app, people):
    _, token = asked(app, people)
    kept = app.config["HTTPS"], app.config["SESSION_COOKIE_SECURE"]
    app.config["HTTPS"] = app.config["SESSION_COOKIE_SECURE"] = True
    try:
        cookie = reader(app).client.get(f"/r/{token}").headers["Set-Cookie"]
    finally:
        app.config["HTTPS"], app.config["SESSION_COOKIE_SECURE"] = kept
    assert cookie.startswith("__Secure-reponse-") and "Secure" in cookie.split("; ")


def test_the_style_of_these_pages_is_read_by_browsers_of_ten_years_ago():
    css = (Path(__file__).resolve().parent.parent / "static/css/reponse.css").read_text(encoding="utf-8")
    rules = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    for new in ("@layer", "var(", "--", "grid", ":has", ":is(", ":where", "clamp(", "min(", "max(", "gap", "inset", "aspect-ratio"):
        assert new not in rules.replace("button--", "").replace("notice--", "").replace("field--", ""), new
