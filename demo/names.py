"""Names, streets and numbers of an invented town. Names follow how families mix in France; nobody's place does.

The same lists serve the persons helped, the caregivers, the office and those around them. Nothing else about a
person of the demo is drawn from her name.
"""

from collections import Counter
from random import Random

# first names of the elder (women, men), of the younger (women, men), family names that go with them.
# Longer lists are drawn more often; one name in six is put together across two lists, as in life.
FAMILIES = (
    ("Jeanne Simone Denise Yvette Paulette Colette Huguette Ginette Monique Jacqueline Odette Marcelle Suzanne Arlette",
     "Marcel Robert Henri Roger Raymond Lucien Georges Maurice Gilbert Bernard Fernand Gaston",
     "Sylvie Céline Aurélie Sandrine Émilie Julie Delphine Virginie Laure Camille Élodie Mathilde",
     "Nicolas Julien Thomas Vincent Olivier Damien",
     "Moreau Lambert Girard Bonnet Fontaine Chevalier Garnier Faure Blanchard Perrin Renaud Morel Caron Lemaire "
     "Charpentier Besson Gaillard Tessier Aubert Vidal Mercier Rousset Delorme Pasquier Roussel Marchand Prévost "
     "Guérin Barbier Carpentier Leclerc Maillard Poulain Ménard Collin Royer Hubert Bouvier Fleury Maury Chauvin "
     "Lebrun Jacquet Vasseur"),
    ("Anne-Marie Maryvonne Soizic Germaine Yvonne Armelle", "Yves Hervé Corentin Jean-Yves",
     "Nolwenn Gwenaëlle Maëlle Rozenn", "Erwan Ronan", "Le_Goff Kervella Le_Bihan Guillou Tanguy Quéméner Le_Roux"),
    ("Maïté Graziella Josette Pierrette Lucette", "Beñat Ange Toussaint Firmin",
     "Amaia Lætitia Marie-Ange", "Peio Jean-Baptiste", "Etcheverry Iriart Colonna Santoni Cazenave Lacoste"),
    ("Marthe Liesel Thérèse Irène", "Alphonse Edmond Albert", "Carine Nathalie Estelle", "Loïc Frédéric",
     "Schmitt Muller Weiss Klein Hoffmann Kessler"),
    ("Maria_da_Luz Fernanda Lourdes Graça", "Joaquim Manuel António", "Sónia Patrícia Cristina Vanessa", "Nuno Rui",
     "Carvalho Ferreira Da_Silva Pereira Teixeira Marques"),
    ("Carmen Dolores Pilar Rosario", "José Francisco Ramón", "Inès Marina Éva", "David Pablo",
     "Garcia Martinez Fernandez Navarro Ortega"),
    ("Giuseppina Assunta Rosa Lina", "Aldo Bruno Salvatore", "Sandra Paola Chiara", "Fabio Enzo",
     "Rossi Marchetti Ricci Bruni Ferrero"),
    ("Halina Wanda Stanislawa Lidia", "Stanislas Casimir Joseph", "Agnieszka Monika Valérie", "Pavel Adrien",
     "Kowalski Nowak Wojcik Mazur"),
    ("Fatma Zohra Khadija Yamina Messaouda Aïcha", "Mohamed Ahmed Brahim Slimane Abdelkader",
     "Samira Nadia Leïla Malika Yasmine Soraya", "Karim Mehdi Farid",
     "Benali Haddad Belkacem Saadi Mansouri Bouzid Cherif Meziane"),
    ("Aminata Coumba Oumou Adama", "Mamadou Ibrahima Ousmane", "Fatou Mariam Awa Rokhaya", "Moussa Cheikh",
     "Diallo Traoré Ndiaye Camara Diop Konaté Sow"),
    ("Marie-Noëlle Eugénie Célestine Philomène", "Hyacinthe Ferdinand Achille", "Prisca Mireille Solange Grâce",
     "Christian Patrice", "Mbemba Koffi Nguema Mukendi Adjovi Bakary"),
    ("Gisèle Man-Rose Euphrasie Léone", "Gustave Victorin Aimé", "Jocelyne Murielle Ketty Jessica", "Jimmy Steeve",
     "Jean-Louis Céleste Bellance Marie-Sainte Lubin Pierre-Louis"),
    ("Thi_Hoa Marie-Thanh Thi_Lan", "Van_Minh Jean-Bao", "Linh Mai Kim", "Antoine Duc", "Nguyen Pham Tran Dang"),
    ("Araxie Siranouche Hripsimé", "Vartan Garabed", "Anouche Karine Talin", "Aram Raffi",
     "Hagopian Manoukian Sarkissian"),
    ("Emine Hatice Zeynep", "Mehmet Hasan", "Elif Sevgi Derya", "Cem Baris", "Yildiz Kaya Demir Aydin"),
    ("Razafindra Lalao Voahangy", "Rakoto Solofo", "Hanta Miora Fanja", "Tahina Hery",
     "Rakotomalala Andriamanana Ramiandrisoa"),
    ("Saraswati Nirmala Devi", "Ganesh Ravi", "Priya Shanti Kavitha", "Arun Suresh", "Canagy Moutoussamy Vingadassamy"),
    ("Vera Ludmila Galina", "Dimitri Nicolaï", "Irina Oksana Alina Raluca", "Andreï Mihai",
     "Popescu Ionescu Kovalenko Petrov"),
)
_SPLIT = tuple(tuple([word.replace("_", " ") for word in part.split()] for part in family) for family in FAMILIES)
_WEIGHTS = [len(family[4]) for family in _SPLIT]
ELDER_WOMAN, ELDER_MAN, WOMAN, MAN, FAMILY_NAME = range(5)

STREETS = ("des Tanneurs", "du Vieux-Pont", "de la Fontaine", "des Lavandières", "du Four-à-Chaux", "des Mûriers",
           "de l'Ancienne-Poste", "des Trois-Ormes", "du Lavoir", "des Jardins", "de la Corderie", "du Petit-Bois",
           "des Potiers", "de la Sablière", "du Gué", "des Glycines", "de la Forge", "du Chemin-Vert", "des Meuniers",
           "de la Verrerie", "du Clos-Marchand", "des Noyers", "de la Passerelle", "du Puits-Salé")
KINDS = ("rue", "rue", "rue", "avenue", "allée", "chemin", "impasse")
SECTORS = {
    "Les Coteaux": ("Les Vignes-Hautes", "La Tuilerie", "Le Moulin-Neuf", "Bel-Orme"),
    "Le Centre": ("La Halle", "Saint-Rémi", "La Gare", "Les Remparts"),
    "Les Rives": ("Le Vieux-Port", "Les Saules", "Le Bac", "L'Île-aux-Moines"),
}
TOWN = "Rochebelle-sur-Vive"


class Namer:
    """Draws full names: none twice, and no family name much more often than another, as long as there are enough."""

    def __init__(self, rng: Random, taken=()):
        self.rng, self.taken = rng, set(taken)
        self.families = Counter(name[1] for name in taken)

    def draw(self, which: int) -> tuple[str, str]:
        """(first name, family name); `which` is ELDER_WOMAN, ELDER_MAN, WOMAN or MAN."""
        for _ in range(40):
            one, other = self.rng.choices(_SPLIT, weights=_WEIGHTS, k=2)
            mixed = self.rng.random() < 1 / 6
            name = self.rng.choice(one[which]), self.rng.choice((other if mixed else one)[FAMILY_NAME])
            if name not in self.taken and self.families[name[1]] <= len(self.taken) // 60:
                break
        self.taken.add(name)
        self.families[name[1]] += 1
        return name


def address(rng: Random) -> str:
    number = f"{rng.randint(1, 84)}{rng.choice(('', '', '', '', ' bis'))}"
    floor = rng.choice(("", "", "", ", 1er étage", ", 2e étage", ", rez-de-chaussée", ", bâtiment B"))
    return f"{number} {rng.choice(KINDS)} {rng.choice(STREETS)}{floor}, {TOWN}"


def land_line(number: int) -> str:
    """01 99 00 xx xx: a range the regulator keeps for fiction; it rings nowhere."""
    return f"019900{number % 10000:04}"


def mobile(number: int) -> str:
    """06 39 98 xx xx: the same for mobile phones."""
    return f"063998{number % 10000:04}"
