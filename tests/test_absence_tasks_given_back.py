"""Ce qui reste à faire, when it does not go out at once: the session over, a colleague first, what the page never showed."""



from tests.factor import pass_on
from tests.people import PASSPHRASE
from tests.reader import reader
from tests.test_absence_tasks import WORDS, everything, kept, one, relay, shown, url  # noqa: F401  Rosa agreed
from tests.test_agreements import request_id  # noqa: F401  Aïcha away, Rosa free


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
