"""What opens an account: how long, which codes, which passphrases, said by which device."""

from datetime import UTC, datetime, timedelta

import pytest

from guard.addresses import is_only_here
from guard.passphrases import breached
from rules.accounts import closing_fault
from rules.codes import MOST_WRONG, code_fault, is_locked
from rules.devices import device_words
from rules.invitations import LIFE, is_open, needs_one, opens_with
from rules.passphrases import plain, weakness
from rules.sessions import CODE_AGAIN, IDLE, PHONE, is_alive
from rules.vocabulary import ROLES

AT = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.mark.parametrize("code", ["000000", "111111", "999999", "123456", "654321", "234567", "890123", "321098", "567890",
                                  "121212", "123123", "112112", "123321", "112211", "112233", "147258", "159753", "102030",
                                  "776677"])
def test_a_code_anybody_would_try_first_is_refused(code):
    assert "trop facile" in code_fault(code)


@pytest.mark.parametrize("code", ["482915", "739164", "200387", "010190", "900001", "135790"])
def test_another_code_is_kept(code):
    assert code_fault(code) == ""


@pytest.mark.parametrize("code", ["", "12345", "1234567", "48291a", "48291 ", "４８２９１５", "-48291", "48.915"])
def test_a_code_is_six_digits(code):
    assert code_fault(code) == "Choisissez 6 chiffres."


@pytest.mark.parametrize("tries, marked, locked", [(0, False, False), (4, False, False), (5, False, True), (0, True, True)])
def test_a_phone_is_locked_once_its_tries_are_used_up(tries, marked, locked):
    assert is_locked(tries, marked) is locked and MOST_WRONG == 5


@pytest.mark.parametrize("role", list(ROLES))
def test_only_a_caregiver_comes_in_by_a_code(role):
    assert opens_with(role) == ("code" if role == "caregiver" else "passphrase")
    assert needs_one("caregiver", role) is (role != "caregiver")
    assert needs_one(role, role) is False


@pytest.mark.parametrize("used, revoked, after, opens", [
    (False, False, timedelta(0), True), (False, False, LIFE - SECOND, True), (False, False, LIFE, False),
    (True, False, HOUR, False), (False, True, HOUR, False)])
def test_an_invitation_opens_once_within_its_week(used, revoked, after, opens):
    assert is_open(used, revoked, AT + LIFE, AT + after) is opens and LIFE == timedelta(days=7)


@pytest.mark.parametrize("kind, role, on_phone, age, idle, alive", [
    ("office", "director", False, HOUR, IDLE - SECOND, True), ("office", "director", False, HOUR, IDLE, False),
    ("office", "director", False, 10 * HOUR, SECOND, False),
    ("personal_phone", "caregiver", False, PHONE - SECOND, PHONE - SECOND, True),
    ("personal_phone", "caregiver", False, PHONE, SECOND, False),
    ("personal_phone", "caregiver", True, HOUR, CODE_AGAIN - SECOND, True),
    ("personal_phone", "caregiver", True, 13 * HOUR, CODE_AGAIN, False),
    ("personal_phone", "caregiver", True, PHONE, SECOND, False),
    ("personal_phone", "coordinator", False, HOUR, IDLE, False)])
def test_how_long_a_session_lives(kind, role, on_phone, age, idle, alive):
    assert is_alive(kind, role, on_phone, AT - age, AT - idle, AT) is alive


@pytest.mark.parametrize("by, role, closes", [
    ((1, "director"), "director", True), ((1, "director"), "caregiver", True), ((1, "none"), "caregiver", True),
    ((1, "none"), "coordinator", True), ((1, "none"), "director", False), ((2, "none"), "director", True)])
def test_who_closes_all_that_is_open_of_somebody(by, role, closes):
    assert (closing_fault(*by, 2, role) is None) is closes


@pytest.mark.parametrize("said, words", [
    ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
     "Chrome sur Android"),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 "
     "Edg/131.0.0.0", "Edge sur Windows"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 "
     "Safari/604.1", "Safari sur iPhone"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
     "Safari sur Mac"),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox sur Linux"),
    ("Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-A146P) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 "
     "Chrome/121.0.0.0 Mobile Safari/537.36", "Samsung Internet sur Android"),
    ("", "Appareil inconnu"), ("curl/8.5.0", "Appareil inconnu")])
def test_a_device_is_said_in_plain_words_even_cut_at_what_is_kept(said, words):
    assert device_words(said) == device_words(said[:120]) == words


@pytest.mark.parametrize("chosen, own, said", [
    ("un jardin sous la pluie", (), ""), ("Œuf à la coque, 3 minutes", (), ""), ("皇帝の新しい服と三匹の熊さん", (), ""),
    ("onze lettre", (), "12 signes"), ("x y" * 67, (), "au plus 200"), ("Mot de passe 2026", (), "trop courante"),
    ("Azerty Azerty 12", (), "trop courante"), ("Leave me alone", (), "trop courante"), ("leavemealone75", (), "trop courante"),
    ("ababababababab", (), "trop courante"), ("Claire sous la pluie", ("Claire Martin",), "votre nom"),
    ("la pluie des trois rives", ("Les Trois Rives",), "votre nom"), ("lespluiesdudimanche", ("Les Trois Rives",), "")])
def test_which_passphrases_are_refused_and_why(chosen, own, said):
    found = weakness(chosen, own, breached())
    assert said in found and bool(said) is bool(found)


def test_the_list_of_breached_passphrases_is_written_as_it_is_compared():
    known = breached()
    assert len(known) == 43_914
    assert {plain(word) for word in known} == known and min(map(len, known)) >= 8


@pytest.mark.parametrize("url, here", [
    ("http://localhost:8000/x", True), ("http://127.0.0.1:8000/x", True), ("http://[::1]:8000/x", True),
    ("http://192.168.1.20:8000/x", False), ("https://intranet.exemple.fr/x", False)])
def test_an_address_no_phone_reaches_is_known(url, here):
    assert is_only_here(url) is here
