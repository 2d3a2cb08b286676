"""Our tables as Django sees them: the columns its pages read, nothing else. Imported once its settings are made."""

from django.db import models


def house(name: str, /, **columns):
    """A model over one of our tables."""
    meta = type("Meta", (), {"managed": False, "db_table": name, "app_label": "bench"})
    return type(name.title().replace("_", ""), (models.Model,), {"Meta": meta, "__module__": __name__, **columns})


def link(to, **kwargs):
    return models.ForeignKey(to, models.DO_NOTHING, null=True, related_name="+", **kwargs)


def text(**kwargs):
    return models.TextField(default="", **kwargs)


def number():
    return models.IntegerField(null=True)


def day():
    return models.DateField(null=True)


def instant():
    return models.DateTimeField(null=True)


def yes():
    return models.BooleanField(default=False)


Sector = house("sector", name=text(), ended_at=instant())
Setting = house("setting", name=models.TextField(primary_key=True), value=text())
Caregiver = house("caregiver", first_name=text(), last_name=text())
Account = house("account", name=text(), role=text(), is_administrator=yes(), is_alert_referent=yes(),
                keys_off=yes(), caregiver=link(Caregiver), sector=link(Sector), ended_at=instant())
Session = house("session", token_hash=text(), account=link(Account), kind=text(), created_at=instant(), seen_at=instant(),
                ended_at=instant())
Beneficiary = house("beneficiary", civility=text(), first_name=text(), last_name=text(), search_name=text(),
                    district=text(), phone=text(), sector=link(Sector), referent=link(Account), last_contact_on=day(),
                    ended_on=day())
Interruption = house("interruption", beneficiary=link(Beneficiary), kind=text(), resumed_at=instant())
Pairing = house("pairing", beneficiary=link(Beneficiary), caregiver=link(Caregiver), kind=text(), state=text(),
                chosen_why=text(), starts_on=day(), ends_on=day(), introduced_on=day(), introduced_by=link(Account),
                next_milestone=text(), next_round_on=day(), created_at=instant(), end_reason=text(), ended_at=instant(),
                ended_by=link(Account))
Visit = house("visit", beneficiary=link(Beneficiary), caregiver=link(Caregiver), pairing=link(Pairing), series_id=number(),
              day=day(), start_minute=number(), minutes=number(), starts_at=instant(), ends_at=instant(), state=text(),
              note=text(), interruption=link(Interruption), state_at=instant(), given_at=instant(), version=number())
Round = house("round", pairing=link(Pairing), beneficiary=link(Beneficiary), caregiver=link(Caregiver), state=text())
RoundSide = house("round_side", round=link(Round), side=text(), state=text(), call_on=day(), closes_on=day(),
                  wants_call=yes(), wants_call_at=instant(), tries=number(), closed_at=instant(), round_open=yes())
Answer = house("answer", side=link(RoundSide), voice=text(), channel=text(), at=instant(), hours_fit=text(),
               tasks_clear=text(), respected=text(), goes_well=text(), should_change=text(), wish=text())
Mediation = house("mediation", pairing=link(Pairing), state=text())
Replacement = house("replacement", pairing=link(Pairing), state=text())
PairMeasure = house("pair_measure", beneficiary=link(Beneficiary), caregiver=link(Caregiver), kind=text(), reason=text(),
                    starts_on=day(), ends_on=day(), set_at=instant(), set_by=link(Account), lifted_at=instant())
Word = house("word", visit=link(Visit), beneficiary=link(Beneficiary), caregiver=link(Caregiver), kind=text(), words=text(),
             at=instant(), by=link(Account), read_at=instant(), reply=text(), closed_at=instant())
Submission = house("submission", key=models.TextField(primary_key=True), account=link(Account), action=text(),
                   subject=text(), result=text(), at=instant(), address=text(), sealed=yes())
JournalLine = house("journal", at=instant(), account=link(Account), action=text(), subject=text(), allowed=yes(),
                    address=text(), previous_hash=text(), line_hash=text())
ChangeCount = house("change_count", number=number())
Tick = house("tick", name=models.TextField(primary_key=True), ran_at=instant())
