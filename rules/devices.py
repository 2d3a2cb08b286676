"""A browser's own words ("Mozilla/5.0 (Linux; Android 10; K) …Chrome/131…") as a person says them: "Chrome sur Android"."""

# The first found is the one: each browser also names those it looks like.
BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Opera", "Opera"), ("SamsungBrowser", "Samsung Internet"),
            ("FxiOS", "Firefox"), ("Firefox/", "Firefox"), ("CriOS", "Chrome"), ("HeadlessChrome", "Chrome"),
            ("Chrome/", "Chrome"), ("Version/", "Safari"), ("Safari/", "Safari"))
SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "Chromebook"),
           ("Mac OS X", "Mac"), ("Macintosh", "Mac"), ("Linux", "Linux"))


def device_words(user_agent: str) -> str:
    """"Chrome sur Android"; "Appareil inconnu" when nothing is recognised."""
    browser = next((words for sign, words in BROWSERS if sign in user_agent), "")
    system = next((words for sign, words in SYSTEMS if sign in user_agent), "")
    return " sur ".join(filter(None, (browser, system))) or "Appareil inconnu"
