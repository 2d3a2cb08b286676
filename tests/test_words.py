"""Un mot au bureau, read at the office: Rappelez-moi first; a reply she reads; closed once."""

from acts import words
from models import JournalLine, Word
from tests.reader import reader
from tests.rounds_scene import act
from tests.world import count, reading, statements


def send(app, kind="to_know", said="", **about) -> int:
    return act(app, "aicha", lambda by: words.send(by, kind, said, **about))


def word(app, id) -> Word:
    with reading(app) as session:
        return session.get(Word, id)


def test_an_empty_list_says_where_words_come_from(app):
    assert "Aucun mot n'attend le bureau." in reader(app, "claire").get("/mots").text


def test_who_asks_to_be_called_comes_first_and_what_is_fine_waits_for_nobody(app, people):
    send(app, "to_know", "La boîte aux lettres est pleine")
    send(app, "call_me", visit_id=people["mme_durand_past_visit"])
    send(app, "fine", "Rien de spécial")
    claire = reader(app, "claire")
    lines = [line.text for line in claire.get("/mots").select("li", class_="line")]
    assert len(lines) == 2
    assert lines[0].startswith("Rappelez-moi Aïcha Diallo, à propos de Mme Durand")
    assert "Rien de spécial" in claire.get("/mots", etat="tous").text


def test_filters_of_the_list(app, people):
    send(app, "call_me", beneficiary_id=people["mme_durand"])
    claire = reader(app, "claire")
    assert "Aïcha" in claire.get("/mots", secteur=people["sector_nord"], miens="1").text
    assert "Aucun mot avec ce filtre." in claire.get("/mots", secteur=people["sector_sud"]).text


def test_a_word_is_read_answered_and_closed(app, people):
    id = send(app, "call_me", "C'est au sujet de mardi", visit_id=people["mme_durand_past_visit"])
    claire = reader(app, "claire")
    page = claire.get(f"/mots/{id}")
    assert "« C'est au sujet de mardi »" in page.text and "tel:0611111111" in page.links
    claire.post(f"/mots/{id}/lecture")
    assert word(app, id).read_by_id == people["claire"]
    assert "Écrivez une réponse, ou décochez." in claire.post(f"/mots/{id}/suite", {"keep_open": "y"}, 422).text
    claire.post(f"/mots/{id}/suite", {"reply": "Je vous appelle à midi.", "keep_open": "y"})
    assert "Je vous appelle à midi." in reader(app, "aicha").get("/mes-mots").text
    assert word(app, id).closed_at is None
    claire.post(f"/mots/{id}/suite", {"reply": "C'est réglé."})
    assert word(app, id).reply == "Je vous appelle à midi.\nC'est réglé."
    assert word(app, id).closed_at is not None


def test_the_second_to_close_learns_who_did_and_keeps_her_text(app, people):
    id = send(app)
    reader(app, "claire").post(f"/mots/{id}/suite", {})
    late = reader(app, "malika").post(f"/mots/{id}/suite", {"reply": "Je passe vous voir demain."}, 409)
    assert "Claire Martin a déjà clos ce mot" in late.text and "Je passe vous voir demain." in late.text
    again = reader(app, "malika").post(f"/mots/{id}/lecture", status=409)
    assert "Claire Martin a déjà clos ce mot" in again.text


def test_words_are_the_offices_to_follow(app, people):
    id = send(app, said="CANARI")
    for who in ("aicha", "lucie", "odile", "sam"):
        assert "CANARI" not in reader(app, who).get(f"/mots/{id}", 403).text
    assert "CANARI" not in reader(app, "lucie").get("/mes-mots").text
    reader(app, "claire").get("/mots/999", 404)


def test_the_list_costs_the_same_however_many_words_and_pages_on(app, people):
    claire = reader(app, "claire")
    send(app)
    with statements(app) as few:
        claire.get("/mots")
    for number in range(29):
        send(app, "call_me" if number % 2 else "to_know", f"mot {number}")
    with statements(app) as many:
        page = claire.get("/mots")
    assert len(many) <= len(few) <= 5
    [following] = [link for link in page.links if "apres=" in link]
    seen = [line.attrs["id"] for line in page.select("li", class_="line")]
    rest = [line.attrs["id"] for line in claire.get(following).select("li", class_="line")]
    assert len(seen) + len(rest) == 30 == len({*seen, *rest})
    assert count(app, Word) == 30


def test_who_reads_a_word_is_in_the_journal_each_person_once_in_five_minutes(app, people, clock):
    id = send(app, "to_know", "La boîte aux lettres est pleine")
    claire, malika = reader(app, "claire"), reader(app, "malika")
    for person in (claire, claire, malika):
        person.get(f"/mots/{id}")
    read = (JournalLine.action == "word.read", JournalLine.subject == f"word:{id}")
    assert count(app, JournalLine, *read) == 2
    clock.move(minutes=6)
    claire.get(f"/mots/{id}")
    assert count(app, JournalLine, *read, JournalLine.account_id == people["claire"]) == 2
