"""What is left to do after a plan, said once it is done."""


def done_words(called: int, written: int, reported: int) -> str:
    """"5 personnes prévenues, 1 passage de relais prêt à lire.": what was done, and nothing of what was not."""
    counted = [
        (called, "personne prévenue", "personnes prévenues"),
        (written, "passage de relais prêt à lire", "passages de relais prêts à lire"),
        (reported, "ligne reportée", "lignes reportées"),
    ]
    return ", ".join(f"{n} {many if n > 1 else one}" for n, one, many in counted if n) + "."
