"""What each caregiver of the demo reports, and what the office writes at each step. All invented."""

# kind, about whom, facts, quoted; sent so many days ago at that minute; the steps taken, each so many days ago with its boxes
TOLD = (
    ("painful_gesture", "nobody", "Le lit est trop bas pour la toilette. Mon dos tire à chaque fois.", "", 0, 415, ()),
    ("overload", "nobody", "Quatre remplacements cette semaine, et deux dimanches de suite.", "", 2, 1080, ()),
    ("harassment", "colleague", "Des remarques devant les autres, chaque lundi.", "Tu ne sais rien faire.", 1, 700,
     (("acknowledged", 1, {}),)),
    ("violence", "relative", "Un visiteur a levé la main, puis il est parti.", "Dehors.", 3, 600,
     (("acknowledged", 3, {}),
      ("heard", 2, {"facts": "Elle raconte la scène. Elle est restée calme et elle est sortie."}))),
    ("racism", "beneficiary", "Des cris dans l'entrée dès que je suis arrivée.", "Je ne veux pas de vous ici.", 1, 1130,
     (("acknowledged", 0, {}), ("protected", 0, {"facts": "Elle n'y retourne pas pour le moment."}))),
    ("other", "beneficiary", "Le plateau jeté par terre, puis des cris.", "Partez d'ici.", 6, 690,
     (("acknowledged", 6, {}), ("taken", 5, {}),
      ("heard", 5, {"facts": "Elle a ramassé, puis elle a attendu dans la cuisine que cela se calme."}),
      ("not_protected", 5, {"facts": "Elle ne le souhaite pas\u00a0: elle préfère y retourner avec une collègue."}),
      ("home_heard", 4, {"facts": "La personne dit avoir eu mal ce matin-là. Sa fille a tout entendu.", "quoted": "Je ne voulais pas.",
                         "supposed": "La douleur aurait joué.", "heard": "several", "heard_where": "home",
                         "heard_with": "relative", "told": "Nous avons parlé avec la personne et sa fille, à son domicile."}))),
    ("overload", "nobody", "Trop de trajets entre deux personnes, sans pause.", "", 17, 560,
     (("acknowledged", 17, {}),
      ("heard", 16, {"facts": "Elle traverse la ville quatre fois par jour et déjeune dans sa voiture."}),
      ("not_protected", 16, {"facts": "Il ne s'agit pas d'un domicile\u00a0: ce sont les horaires qui changent."}),
      ("decided", 15, {"choice": "hours", "facts": "Deux personnes du même quartier, l'une après l'autre.",
                       "told": "À partir de lundi, vos interventions du matin sont dans le même quartier."}))),
    ("unsafe_home", "nobody", "Une prise fait des étincelles dans la cuisine.", "", 130, 640,
     (("acknowledged", 130, {}), ("heard", 129, {"facts": "Elle n'a rien touché et elle a prévenu la voisine."}),
      ("not_protected", 129, {"facts": "Elle ne le souhaite pas\u00a0: la cuisine reste fermée d'ici là."}),
      ("decided", 128, {"choice": "approach", "facts": "Le propriétaire fait venir un électricien.",
                        "told": "Un électricien passe jeudi. Jusque-là, la cuisine reste fermée."}),
      ("followed", 112, {"facts": "La prise est changée. Elle est tranquille."}),
      ("followed", 97, {"facts": "Rien de nouveau."}), ("followed", 38, {"facts": "Rien de nouveau."}),
      ("closed", 30, {"choice": "settled", "quoted": "C'est réparé, merci."}))),
)
# What is done about hours: (what is wrong, what is to be done, days from today, in a few words).
HOURS = (("hours", "other_hours", -3, "Les interventions du matin dans le même quartier."),
         ("hours", "work_doctor", 9, "Elle souhaite en parler avec le médecin du travail."))
# The printed caregiver's own, which she finds on her phone.
HERS = ("painful_gesture", "nobody", "Du fauteuil au lit, seule, trois fois par jour. Mon épaule tire.", "", 24, 690,
        (("acknowledged", 24, {}), ("heard", 23, {"facts": "Elle montre le geste. Le fauteuil est plus bas que le lit."}),
         ("not_protected", 23, {"facts": "Elle veut y retourner, avec de quoi l'aider."}),
         ("decided", 22, {"choice": "approach", "facts": "Un lève-personne est loué. En attendant, deux le matin.",
                          "told": "Un lève-personne arrive vendredi. D'ici là, une collègue vient avec vous le matin."}),
         ("followed", 7, {"facts": "Elle a appris à s'en servir. L'épaule va mieux."})))
HOIST = (("no_hoist", "technical_aid", -6, "Loué à la pharmacie, livré et réglé."),
         ("transfer", "work_doctor", 6, "Pour revoir le geste avec elle."))
# Ends in a reminder of the rules, whose letter is ready.
REMINDED = ("other", "beneficiary", "On m'a demandé de nettoyer la voiture du fils. J'ai dit non, puis des cris.", "Vous êtes là pour ça.",
            14, 640,
            (("acknowledged", 14, {}), ("heard", 13, {"facts": "C'est la troisième demande de ce genre en un mois."}),
             ("not_protected", 13, {"facts": "Elle ne le souhaite pas."}),
             ("home_heard", 12, {"facts": "La personne reconnaît avoir demandé.", "quoted": "Je croyais que c'était compris.",
                                 "heard": "person", "heard_where": "home", "heard_with": "nobody",
                                 "told": "Nous avons relu ensemble ce qui est prévu à son domicile."}),
             ("decided", 12, {"choice": "rules_reminder", "facts": "Ce n'est pas dans son plan d'aide.",
                              "told": "Un rappel écrit part cette semaine. Vous pouvez dire non, et nous appeler."})))
LETTER = "Le mois dernier, il a été demandé trois fois à l'intervenante de nettoyer une voiture. Ce n'est pas prévu."
# A small accident: a line in the register.
SPLINTER = ("work_accident", "nobody", "Une écharde en portant du bois, désinfectée sur place.", "", 34, 660,
            (("acknowledged", 34, {}), ("heard", 33, {"facts": "Une écharde, retirée aussitôt. Elle a fini sa matinée."})))
REGISTER = "Chez une personne, dans la cave\u00a0: une écharde à la main droite, retirée et désinfectée sur place."
