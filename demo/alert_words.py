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
    ("racism", "beneficiary", "Elle a crié dans l'entrée quand je suis arrivée.", "Je ne veux pas de vous ici.", 1, 1130,
     (("acknowledged", 0, {}), ("protected", 0, {"facts": "Elle n'y retourne pas pour le moment."}))),
    ("other", "beneficiary", "Il a jeté son plateau par terre et il a crié.", "Partez d'ici.", 6, 690,
     (("acknowledged", 6, {}), ("taken", 5, {}),
      ("heard", 5, {"facts": "Elle a ramassé, puis elle a attendu dans la cuisine qu'il se calme."}),
      ("not_protected", 5, {"facts": "Elle ne le souhaite pas\u00a0: elle préfère y retourner avec une collègue."}),
      ("home_heard", 4, {"facts": "Il dit avoir eu mal ce matin-là. Sa fille a tout entendu.", "quoted": "Je ne voulais pas.",
                         "supposed": "La douleur aurait joué.", "heard": "several", "heard_where": "home",
                         "heard_with": "relative", "told": "Nous avons parlé avec lui et sa fille, chez lui."}))),
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
