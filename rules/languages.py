"""Languages met in French homes: code (ISO 639, `lsf` apart) -> words, in the order of the words.

A language is asked for one reason alone: somebody needs it to communicate. It says nothing of where anyone comes from.
"""

LANGUAGES = {
    "sq": "Albanais", "de": "Allemand", "gsw": "Alsacien", "am": "Amharique", "en": "Anglais", "ar": "Arabe",
    "hy": "Arménien", "bm": "Bambara", "eu": "Basque", "bn": "Bengali", "ber": "Berbère", "br": "Breton",
    "bg": "Bulgare", "ca": "Catalan", "zh": "Chinois", "zdj": "Comorien", "co": "Corse", "gcf": "Créole antillais",
    "gcr": "Créole guyanais", "ht": "Créole haïtien", "rcf": "Créole réunionnais", "prs": "Dari", "es": "Espagnol",
    "nl": "Flamand, néerlandais", "fr": "Français", "ka": "Géorgien", "el": "Grec", "hi": "Hindi", "hu": "Hongrois",
    "it": "Italien", "kab": "Kabyle", "km": "Khmer", "ku": "Kurde", "lsf": "Langue des signes", "lo": "Lao",
    "ln": "Lingala", "mg": "Malgache", "oc": "Occitan", "ur": "Ourdou", "ps": "Pachto", "fa": "Persan", "ff": "Peul",
    "pl": "Polonais", "pt": "Portugais", "ro": "Roumain", "ru": "Russe", "sr": "Serbe, croate", "snk": "Soninké",
    "ta": "Tamoul", "tr": "Turc", "uk": "Ukrainien", "vi": "Vietnamien", "wo": "Wolof",
}
# Offered on the forms of a new house; the direction chooses others in the settings.
OFFERED = ("fr", "lsf", "ar", "pt", "es", "it", "en", "tr", "wo", "ro", "pl", "vi")


def offered(kept: str, held=()) -> dict[str, str]:
    """What a form offers: the codes of the setting, and those somebody already has, in the order of the words."""
    wanted = {*kept.split(), *held}
    return {code: words for code, words in LANGUAGES.items() if code in wanted}
