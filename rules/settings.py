"""Every setting with its default and what it means. Deadlines are defaults of the field, never law on a screen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """default: the value until somebody changes it; kind: `text`, `int`, `dates`; words: its label in French."""

    default: str
    kind: str
    words: str


SETTINGS = {
    "association_name": Setting("Association d'aide à domicile", "text", "Nom de l'association"),
    "association_address": Setting("", "text", "Adresse de l'association"),
    "office_phone": Setting("", "text", "Téléphone du bureau"),
    "on_call_phone": Setting("", "text", "Téléphone d'astreinte"),
    "word_caregiver": Setting("intervenante", "text", "Mot pour l'intervenante"),
    "word_caregivers": Setting("intervenantes", "text", "Le même, au pluriel"),
    "word_beneficiary": Setting("bénéficiaire", "text", "Mot pour la personne aidée"),
    "word_beneficiaries": Setting("bénéficiaires", "text", "Le même, au pluriel"),
    "round_after_visits": Setting("2", "int", "Premier point\u00a0: après combien d'interventions"),
    "round_month": Setting("2", "int", "Deuxième point\u00a0: après combien de mois"),
    "round_yearly_months": Setting("12", "int", "Ensuite\u00a0: tous les combien de mois"),
    "round_answer_days": Setting("10", "int", "Jours laissés à chaque côté pour répondre"),
    "round_tries": Setting("3", "int", "Appels sans réponse avant de fermer un côté"),
    "mediation_check_days": Setting("21", "int", "Médiation\u00a0: jours avant de vérifier l'accord"),
    "phone_first_hours": Setting("24", "int", "Un changement à moins de … heures est annoncé par téléphone"),
    "code_hours": Setting("24", "int", "Codes visibles … heures avant la première intervention"),
    "series_weeks": Setting("12", "int", "Semaines d'interventions préparées à l'avance"),
    "journal_months": Setting("12", "int", "Mois de journal gardés"),
    "import_folder": Setting("", "text", "Dossier surveillé pour les imports de nuit"),
    "demo": Setting("", "text", "Base de démonstration"),
}
