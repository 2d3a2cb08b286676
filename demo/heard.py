"""Points à deux voix under way: one in every state, and what some of them led to."""

from sqlalchemy import select

from acts import answers, mediations, pairings, replacements, rounds, visits
from database import db, now
from demo.scene import Scene
from models import Mediation, Visit


def play(cast: dict[str, Scene]) -> None:
    for play_it in (_split, _family, _worrying, _ready, _under_way, _calls, _thanks, _mediation, _talks, _stopped):
        play_it(cast)
    _replacement(cast["replace"])
    _refused_ground(cast["ground"])
    _doubt(cast["doubt"])
    _answer_due(cast["answer"])


def _split(cast) -> None:
    """Opposed: she thinks all is well, the person would like another hour and somebody else."""
    scene = cast["split"]
    scene.she_says((4, 1130), goes_well="On s'entend bien, la cuisine se fait ensemble.")
    scene.person_says((1, 640), hours_fit="no", wish="change", should_change=(
        "Elle arrive quand j'ai déjà fini de déjeuner. Je préfère quelqu'un qui vienne plus tôt."))


def _family(cast) -> None:
    """Opposed within the person's own side: she wants to go on, her daughter does not."""
    scene = cast["family"]
    scene.person_says((3, 660), goes_well="Elle me fait rire.", may_pass_on=True)
    scene.person_says((2, 1085), voice="relative", spoken_by="Sa fille", wish="change", tasks_clear="no",
                      should_change="Le frigo n'est pas vérifié, je le retrouve avec des produits périmés.")
    scene.she_says((2, 1140), tasks_clear="little", wish="talk",
                   should_change="La fille et la personne ne demandent pas la même chose.")


def _worrying(cast) -> None:
    """A "Non" on safety, a "Non" on respect: read the same day, whoever says it."""
    cast["safe"].she_says((1, 1180), feels_safe="no", wish="talk", should_change=(
        "Le chien est lâché quand j'arrive, il m'a pincé le mollet mardi."))
    scene = cast["respect"]
    scene.person_says((0, 555), respected="no", wish="talk", should_change=(
        "Elle téléphone pendant le repas, devant moi."))


def _ready(cast) -> None:
    """Both sides heard or closed: a decision waits."""
    scene = cast["agree"]
    scene.she_says((6, 1150), goes_well="Tout est prêt quand j'arrive.")
    scene.person_says((2, 620), goes_well="Je l'attends avec plaisir.", may_pass_on=True)
    scene = cast["silent"]
    scene.she_says((11, 1120), too_heavy="little", should_change="Un lit plus haut aiderait pour le transfert.")
    for days, hour in ((10, 600), (8, 900), (5, 1050)):
        scene.nobody_answers((days, hour), 2)
    with scene.calendar.at(3, 700):
        rounds.close_side(scene.by, scene.person_side, "no_answer")


def _under_way(cast) -> None:
    """One side heard, the other not yet; a draft left by an interrupted call; one who prefers to be called."""
    cast["half"].person_says((1, 690), hours_fit="little", should_change="Un quart d'heure plus tard le jeudi.")
    cast["hers_first"].she_says((2, 1160), outside_plan="yes", should_change="On me demande de laver les vitres.")
    scene = cast["by_voice"]
    with scene.calendar.at(1, 1200):
        answers.prefer_call(scene.her, scene.carer_side)
    scene = cast["draft"]
    with scene.calendar.at(0, 580):
        answers.save_draft(scene.by, scene.person_side, "person", {
            "hours_fit": "yes", "tasks_clear": "yes", "goes_well": "Elle me lit le journal."})


def _calls(cast) -> None:
    """Nobody answered: to be called again today; and somebody who cannot answer by phone."""
    scene = cast["again"]
    scene.nobody_answers((2, 610), 1)
    scene.nobody_answers((1, 1020), 1, "Messagerie, rappeler le matin.")
    scene = cast["visit"]
    with scene.calendar.at(4, 650):
        rounds.close_side(scene.by, scene.person_side, "unable_by_phone")
    scene.she_says((5, 1110), goes_well="Répond mieux quand on est en face, sans la radio.")


def _thanks(cast) -> None:
    """Both go on; the thank-you reached her, and what was decided."""
    scene = cast["thanks"]
    scene.she_says((12, 1170), goes_well="Une personne attachante, on parle beaucoup.")
    scene.person_says((11, 630), goes_well="Elle a remarqué que je mangeais moins, et elle l'a dit. Merci à elle.",
                      may_pass_on=True)
    scene.decide((10, 690), "fit", "Les deux côtés souhaitent continuer.",
                 "Tout va bien des deux côtés\u00a0: on continue. Merci de votre attention au repas.")


def _mediation(cast) -> None:
    """A few points to settle: each version apart, what was agreed, and the check due today."""
    scene = cast["mediation"]
    scene.she_says((21, 1150), outside_plan="yes", wish="talk",
                   should_change="On me demande de garder le petit-fils pendant que je cuisine.")
    scene.person_says((20, 640), tasks_clear="no", wish="talk",
                      should_change="Le ménage n'est jamais fini quand elle part.")
    scene.decide((18, 700), "mediation", "Les tâches ne sont pas comprises de la même façon.",
                 "Nous allons préciser ensemble ce qui est prévu. Votre version compte autant que l'autre.",
                 mediation={"subject": "Ce qui est à faire le mardi et le vendredi.", "owner_id": scene.by.id,
                            "check_on": scene.calendar.today})
    _agreement(scene, _mediation_of(scene))


def _agreement(scene: Scene, mediation: int) -> None:
    by, person = scene.by, scene.pair.person.name
    with scene.calendar.at(16, 615):
        mediations.add_version(by, mediation, "beneficiary", spoken_by=person, supposed="",
                               facts="Le sol de la cuisine n'a pas été fait deux vendredis de suite.",
                               quoted="«\u00a0Je n'ose pas le lui demander.\u00a0»")
    with scene.calendar.at(15, 1000):
        mediations.add_version(by, mediation, "caregiver", spoken_by=scene.her.name,
                               facts="Le petit-fils est présent le vendredi depuis la rentrée.",
                               quoted="«\u00a0Je ne peux pas surveiller un enfant et laver le sol.\u00a0»",
                               supposed="La famille penserait que c'est compris dans l'aide.")
    with scene.calendar.at(12, 940):
        mediations.agree(by, mediation, [
            (person, "Prévient le bureau quand le petit-fils est là.", scene.calendar.day(-5)),
            (scene.her.name, "Fait la cuisine d'abord, le sol ensuite.", scene.calendar.day(-5)),
            ("Le bureau", "Affiche la liste des tâches dans la cuisine.", scene.calendar.day(-8))],
            scene.calendar.today, accompanied_by="Sa fille")


def _mediation_of(scene: Scene) -> int:
    return db.session.scalar(select(Mediation.id).where(Mediation.round_id == scene.round_id))


def _talks(cast) -> None:
    """Another mediation, opened yesterday: nobody has told her version yet."""
    scene = cast["talks"]
    scene.person_says((9, 1010), hours_fit="little", wish="talk", should_change="Nous ne parlons pas du même horaire.")
    scene.she_says((7, 1125), hours_fit="no", wish="talk", should_change="Deux trajets de suite sans bus.")
    scene.decide((1, 660), "mediation", "Chacun souhaite parler des horaires.",
                 "Nous vous appelons cette semaine pour en parler, à part.",
                 mediation={"subject": "L'heure d'arrivée le matin.", "owner_id": scene.by.id,
                            "check_on": scene.calendar.day(20)})


def _stopped(cast) -> None:
    """A relation that ended while its point was open: the point is cancelled, her visits wait for somebody."""
    scene = cast["stopped"]
    with scene.calendar.at(2, 1000):
        pairings.end(scene.by, scene.pair.id, "schedule", scene.calendar.day(1))


def _replacement(scene: Scene) -> None:
    """Her own request, always granted: to be organised."""
    scene.she_says((9, 1180), hours_fit="no", wish="change", should_change="Mes horaires changent avec la crèche.")
    scene.person_says((8, 625), goes_well="Elle va me manquer.", may_pass_on=True)
    scene.decide((2, 640), "replacement", "Ses horaires ne lui permettent plus de venir le matin.",
                 "Votre demande est acceptée\u00a0: nous cherchons une collègue pour la suite.",
                 replacement={"requested_by": "caregiver", "reason": "misfit_caregiver", "discriminatory": None,
                              "direction_facts": ""})


def _refused_ground(scene: Scene) -> None:
    """A request that cannot be granted. She is told by voice before anything else is written."""
    scene.she_says((6, 1135), respected="little", wish="talk", should_change="On ne me répond pas quand je dis bonjour.")
    scene.person_says((4, 980), voice="relative", spoken_by="Son fils", wish="change", should_change=(
        "«\u00a0On ne la comprend pas. On préférerait quelqu'un d'ici.\u00a0»"))
    scene.decide((0, 570), "replacement", "Le fils l'a redit au téléphone\u00a0: «\u00a0quelqu'un d'ici\u00a0».", "",
                 replacement={"requested_by": "beneficiary", "reason": "misfit_beneficiary", "discriminatory": "yes",
                              "direction_facts": "Aucun fait reproché au travail, le plan d'aide est suivi."})


def _doubt(scene: Scene) -> None:
    """The office cannot tell: the direction examines it."""
    scene.she_says((8, 1105), wish="go_on")
    scene.person_says((5, 950), wish="change", should_change="«\u00a0Elle fait mal le ménage.\u00a0»",
                      hours_fit="unknown", tasks_clear="unknown")
    scene.decide((1, 1010), "replacement", "Le motif a changé d'un appel à l'autre.", "",
                 replacement={"requested_by": "beneficiary", "reason": "misfit_beneficiary", "discriminatory": "doubt",
                              "direction_facts": ("Premier appel\u00a0: «\u00a0une autre que celle-là\u00a0». "
                                                  "Second\u00a0: le ménage.")})


def _answer_due(scene: Scene) -> None:
    """Another one that cannot be granted: she was told, she chose to stay, the family waits for its answer."""
    with scene.calendar.at(2, 645):
        asked = replacements.open(scene.by, scene.pair.id, "beneficiary", "misfit_beneficiary",
                                  "La nièce demande «\u00a0une personne de chez nous\u00a0».", "yes")
    with scene.calendar.at(1, 1045):
        replacements.tell_caregiver(scene.by, asked)
        replacements.choose_for_herself(scene.by, asked, "stay")
    _door_shut(scene)


def _door_shut(scene: Scene) -> None:
    """Meanwhile the home refuses her next visit: the direction decides the same day, nobody is sent instead."""
    with scene.calendar.at(0, 540):
        visit = db.session.scalars(select(Visit).where(
            Visit.pairing_id == scene.pair.id, Visit.state == "planned", Visit.starts_at > now())
            .order_by(Visit.starts_at, Visit.id).limit(1)).one()
        visits.settle(scene.by, visit.id, visit.version, "refused_by_person", "La nièce a téléphoné\u00a0: pas elle.")


def play_newcomers(scenes: list[Scene]) -> None:
    """The first point of those who came lately: decided, heard on one side, or to be called again, in turn."""
    for number, scene in enumerate(scenes):
        if number % 3 == 0:
            scene.she_says((3, 1100), goes_well="Bien accueillie dès le premier jour.")
            scene.person_says((2, 685), goes_well="Tout s'est mis en place simplement.", may_pass_on=True)
            scene.decide((1, 700), "fit", "Chacun est content des premières interventions.",
                         "Les premières interventions se passent bien des deux côtés. On continue.")
        elif number % 3 == 1:
            scene.she_says((2, 1090), tasks_clear="little", should_change="Où sont rangés les produits\u00a0?")
            scene.nobody_answers((1, 630), 2, "Pas de réponse, rappeler demain.")
        else:
            scene.nobody_answers((1, 1030), 1)
