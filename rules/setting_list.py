"""The list of the settings: each with its default, its page and what it changes. How one is read: `rules/settings.py`."""

from dataclasses import dataclass, field

from rules.languages import LANGUAGES, OFFERED
from rules.messages import DEFAULTS, SECURITY
from rules.wording import BENEFICIARY, CAREGIVER, OURS

# The pages of the settings: address -> title. The sectors have a page of their own beside these.
SECTIONS = {
    "association": "L'association",
    "mots": "Les mots",
    "points": "Les points à deux voix",
    "delais": "Les délais",
    "remplacements": "Les remplacements",
    "nouvelles": "Prendre des nouvelles",
    "langues": "Les langues",
    "messages": "Les messages",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """default: the value until somebody changes it; kind: `line`, `text`, `phone`, `email`, `port`, `int`, `choice`, `hours`,
    `codes`, or `mark`, which only the server writes; words: its label; section: its page (`SECTIONS`), none for a mark.

    hint: what it changes in the daily work. least, most: bounds of a number that keep the product sane. unit: what is
    counted. among: the values of a choice, or the codes of a list, with their words. needed: may not be empty.
    """

    default: str
    kind: str
    words: str
    section: str = ""
    hint: str = ""
    least: int = 0
    most: int = 0
    unit: str = ""
    among: dict = field(default_factory=dict)
    needed: str = ""


def _number(default: int, section: str, words: str, hint: str, bounds: tuple[int, int], unit: str) -> Setting:
    return Setting(str(default), "int", words, section, hint, *bounds, unit)


SHOWN_FROM = "La phrase est montrée à partir de ce nombre, au bureau et à elle. Ce n'est ni une note ni une limite."
SETTINGS = {
    "association_name": Setting(
        "Association d'aide à domicile", "line", "Nom de l'association", "association",
        "En haut de chaque page, sur les feuilles imprimées et sur les liens personnels.",
        needed="Indiquez le nom de l'association."),
    "association_address": Setting(
        "", "text", "Adresse de l'association", "association", "Sous le nom, sur les feuilles imprimées et dans l'aide."),
    "office_phone": Setting(
        "", "phone", "Téléphone du bureau", "association",
        "Le bouton «\u00a0Appeler le bureau\u00a0» des téléphones, les pages d'erreur, les feuilles imprimées."),
    "on_call_phone": Setting(
        "", "phone", "Téléphone d'astreinte", "association", "Donné aux intervenantes quand le bureau est fermé."),
    "work_doctor": Setting(
        "", "line", "Médecine du travail", "association", "Nom et téléphone, donnés aux intervenantes après un moment difficile."),
    "staff_representatives": Setting(
        "", "line", "Représentantes du personnel", "association",
        "Noms et téléphones, donnés aux intervenantes après un moment difficile."),
    "opening_hours": Setting(
        "", "hours", "Heures d'ouverture du bureau", "association",
        "À côté du numéro du bureau. En dehors, et les jours fériés, les téléphones donnent l'astreinte. "
        "Sans heures, rien n'est affiché."),
    "word_caregiver": Setting(
        OURS[0], "choice", "Celle qui aide à domicile", "mots", "Dans tous les titres, menus et phrases.", among=CAREGIVER),
    "word_beneficiary": Setting(
        OURS[1], "choice", "La personne qui est aidée", "mots", "Dans tous les titres, menus et phrases.",
        among=BENEFICIARY),
    "round_after_visits": _number(
        2, "points", "Premier point\u00a0: après combien d'interventions",
        "Le point s'ouvre seul quand cette intervention a eu lieu.", (1, 20), "interventions"),
    "round_month": _number(
        2, "points", "Deuxième point\u00a0: après combien de mois",
        "Compté depuis la première intervention.", (1, 12), "mois"),
    "round_yearly_months": _number(
        12, "points", "Ensuite\u00a0: tous les combien de mois",
        "Plus souvent, c'est plus d'appels chaque semaine.", (3, 36), "mois"),
    "round_answer_days": _number(
        10, "points", "Jours laissés à chaque côté pour répondre",
        "Ensuite un côté peut être fermé «\u00a0sans réponse\u00a0». Un point déjà ouvert garde son délai.", (1, 60), "jours"),
    "round_tries": _number(
        3, "points", "Appels sans réponse avant de fermer un côté", "Compté dès maintenant, aussi pour les points ouverts.",
        (1, 10), "appels"),
    "link_days": _number(
        21, "points", "Lien personnel ou feuille\u00a0: jours pour répondre",
        "Passé ce délai, le lien ne s'ouvre plus. Une feuille revenue se saisit tant que rien n'est décidé.",
        (1, 60), "jours"),
    "mediation_check_days": _number(
        21, "delais", "Médiation\u00a0: jours avant de vérifier l'accord", "La date proposée\u00a0; chacune peut la changer.",
        (1, 180), "jours"),
    "phone_first_hours": _number(
        24, "delais", "Annoncer un changement par téléphone", "Un changement plus proche que cela est dit de vive voix avant "
        "d'apparaître sur le téléphone de l'intervenante.", (1, 168), "heures"),
    "code_hours": _number(
        24, "delais", "Montrer les codes d'un domicile", "Combien de temps avant sa première intervention "
        "l'intervenante peut lire les codes.", (1, 168), "heures"),
    "call_now_hours": _number(
        3, "remplacements", "Absence\u00a0: demander d'appeler tout de suite",
        "Quand sa première intervention commence dans moins de temps que cela, son téléphone lui demande d'appeler.",
        (1, 24), "heures"),
    "offer_hours": _number(
        2, "remplacements", "Question à une intervenante\u00a0: répondre avant",
        "Compté avant la première intervention. Plus près que cela, le bureau l'appelle.", (2, 48), "heures"),
    "offer_answer_hours": _number(
        24, "remplacements", "Question à une intervenante\u00a0: temps pour répondre",
        "Passé ce temps, la question est close et les interventions restent à couvrir.", (1, 168), "heures"),
    "travel_minutes": _number(
        20, "remplacements", "Entre deux domiciles", "Un remplacement n'est pas proposé s'il laisse moins de temps.",
        (0, 120), "minutes"),
    "daily_rest_hours": _number(
        11, "remplacements", "Repos entre deux jours", "D'affilée, entre la fin d'un jour et le début du suivant.",
        (8, 16), "heures"),
    "day_most_hours": _number(
        10, "remplacements", "Travail par jour, au plus", "Les interventions d'un jour, ensemble.", (4, 12), "heures"),
    "week_most_hours": _number(
        48, "remplacements", "Travail par semaine, au plus", "Du lundi au dimanche.", (20, 60), "heures"),
    "weekly_rest_hours": _number(
        35, "remplacements", "Repos de la semaine", "D'affilée, une fois du lundi au dimanche.", (24, 72), "heures"),
    "evening_hour": _number(
        20, "remplacements", "La soirée commence à", "Une intervenante notée «\u00a0Pas de soirée\u00a0» n'est pas proposée après.",
        (17, 23), "heures"),
    "load_days": _number(
        28, "nouvelles", "Jours regardés", "Les faits sont comptés sur ces derniers jours.", (7, 84), "jours"),
    "load_row": _number(
        7, "nouvelles", "Jours de suite avec des interventions", SHOWN_FROM, (3, 30), "jours"),
    "load_weekends": _number(
        3, "nouvelles", "Week-ends travaillés", SHOWN_FROM, (1, 12), "week-ends"),
    "load_short_notice": _number(
        3, "nouvelles", "Remplacements pris, demandés moins de 7 jours avant", SHOWN_FROM, (1, 30), "remplacements"),
    "load_hours": _number(
        8, "nouvelles", "Heures au-dessus du contrat", SHOWN_FROM, (1, 100), "heures"),
    "load_transfers": _number(
        8, "nouvelles", "Interventions où un transfert à deux est noté", SHOWN_FROM, (1, 200), "interventions"),
    "load_lifting": _number(
        40, "nouvelles", "Interventions avec un lever, un coucher, une toilette ou un change", SHOWN_FROM, (1, 400),
        "interventions"),
    "accident_hours": _number(
        48, "delais", "Accident du travail\u00a0: le déclarer en", "Comptées depuis que le bureau le sait, sans les dimanches ni les "
        "jours fériés.", (1, 240), "heures"),
    "review_alerts": _number(
        2, "delais", "Proposer une visite du domicile après",
        "Un geste difficile, trop de travail ou un danger, signalés chez la même personne en douze mois.", (1, 20), "signalements"),
    "return_illness_days": _number(
        60, "delais", "Visite de reprise\u00a0: après une maladie de", "Comptée avec ses prolongations. La médecine du travail la voit "
        "à son retour.", (1, 180), "jours"),
    "return_accident_days": _number(
        30, "delais", "Visite de reprise\u00a0: après un accident du travail de", "Comptée avec ses prolongations.", (1, 180), "jours"),
    "return_days": _number(
        8, "delais", "Visite de reprise\u00a0: au plus tard après", "Compté depuis son premier jour de retour.", (1, 60), "jours"),
    "service_end_days": _number(
        30, "delais", "Fin de l'accompagnement\u00a0: préavis", "Le premier jour que la lettre peut annoncer.", (0, 180), "jours"),
    "duty_minutes": _number(
        10, "delais", "Astreinte\u00a0: appeler la suivante après",
        "Sans réponse de celle qui est appelée en premier, on appelle celle qui vient ensuite.", (2, 60), "minutes"),
    "alert_answer_hours": _number(
        24, "delais", "Nouvelles d'une intervenante\u00a0: première réponse",
        "Sans lecture d'ici là, la seconde personne à qui elles sont adressées les lit aussi.", (1, 72), "heures"),
    "alert_first_days": _number(
        15, "delais", "Après une décision, prendre de ses nouvelles", "Compté depuis la décision.", (5, 25), "jours"),
    "alert_second_days": _number(30, "delais", "Une deuxième fois", "Compté depuis la décision.", (26, 60), "jours"),
    "alert_last_days": _number(
        90, "delais", "Une dernière fois", "Compté depuis la décision. Clore avant demande de dire pourquoi.", (61, 180), "jours"),
    "alert_founded_years": _number(
        5, "delais", "Garder un suivi clos", "Compté depuis la clôture. Ensuite il est effacé, avec chaque étape.", (1, 10), "ans"),
    "alert_unfounded_months": _number(
        2, "delais", "Garder un suivi dont les faits n'ont pas été établis", "Compté depuis la clôture.", (1, 12), "mois"),
    "help_months": _number(
        12, "delais", "Garder un coup de main terminé", "Compté depuis qu'il est terminé. Ensuite il est effacé, avec chaque réponse. "
        "Un coup de main en cours reste.", (1, 36), "mois"),
    "series_weeks": _number(
        12, "delais", "Préparer les interventions à l'avance",
        "Les interventions de chaque semaine sont écrites jusque-là.", (2, 52), "semaines"),
    "journal_months": _number(
        12, "delais", "Garder le journal",
        "Les mois plus anciens sont effacés la nuit du premier du mois. Douze mois suffisent d'ordinaire.", (6, 24), "mois"),
    "languages": Setting(
        " ".join(code for code in LANGUAGES if code in OFFERED), "codes", "Langues proposées", "langues",
        "Sur la fiche d'une intervenante, et quand une personne a besoin d'une langue pour communiquer. "
        "Une langue retirée reste lisible là où elle est déjà notée.", among=LANGUAGES,
        needed="Cochez au moins une langue."),
    "message_default": Setting(
        "e-mail", "choice", "Prévenir qui n'a rien choisi", "messages", "À l'adresse ou au numéro de son compte. Avec "
        "«\u00a0rien\u00a0», le bureau l'appelle. Chacune peut choisir autre chose.", among={word: word for word in DEFAULTS}),
    "smtp_host": Setting(
        "", "line", "Serveur qui envoie les e-mails", "messages", "Par exemple smtp.exemple.fr. Sans lui, aucun e-mail ne part."),
    "smtp_port": Setting(
        "587", "port", "Port de ce serveur", "messages", "Souvent 587, ou 465 avec TLS.", least=1, most=65535),
    "smtp_security": Setting(
        "STARTTLS", "choice", "Chiffrement vers ce serveur", "messages",
        "Comme votre fournisseur le demande. Avec «\u00a0aucun\u00a0», chacun sur le réseau peut lire.",
        among={word: word for word in SECURITY}),
    "smtp_user": Setting(
        "", "line", "Identifiant sur ce serveur", "messages",
        "Le mot de passe ne s'écrit pas ici\u00a0: la personne qui s'occupe du serveur le règle."),
    "smtp_from": Setting(
        "", "email", "Adresse de l'expéditeur", "messages", "Celle que lisent les personnes qui reçoivent un e-mail."),
    # Where the server looks for the night's export: set on the server page, or by `flask setting`.
    "import_folder": Setting("", "text", "Dossier surveillé pour les imports de nuit"),
    "demo": Setting("", "mark", "Base de démonstration"),
}
