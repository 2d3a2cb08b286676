"""The one door to the tables, in the order of the story."""

from database import db
from tables.absences import Absence, AbsenceStep, ReturnVisit
from tables.accounts import Account, Session, SignInTry, Submission
from tables.alert_actions import AlertAction, AlertLetter
from tables.alerts import Alert, AlertDanger, AlertShare, AlertStep
from tables.beneficiaries import (
    Beneficiary,
    CarePlan,
    Contact,
    HomeAccess,
    HomeInstruction,
    Interruption,
    InterruptionCall,
    Wish,
)
from tables.calendar_feeds import CalendarFeed
from tables.caregivers import Availability, Caregiver, CaregiverSector, CaregiverSkill, LoadNote, WorkRestriction
from tables.covering import Offer, OfferVisit, ReplacementVisit
from tables.duty import DutyEntry, DutyTurn
from tables.followups import HomeRefusal, Mediation, MediationPoint, MediationVersion, Replacement
from tables.handovers import (
    Handover,
    HandoverAddendum,
    HomeSheet,
    HomeSheetAgreement,
    HomeSheetCopy,
    HomeSheetEntry,
    HomeSheetReading,
)
from tables.help_requests import HelpRequest, HelpStep
from tables.house import ChangeCount, JournalCheckpoint, JournalLine, KeyCheck, Sector, Setting, SettingChange, Tick
from tables.imports import (
    ImportedPerson,
    ImportedVisit,
    ImportFile,
    ImportGap,
    ImportLine,
    ImportMapping,
    ImportRun,
)
from tables.invitations import Invitation, PhoneDevice
from tables.links import PersonalLink, PersonalLinkSide, SheetBatch
from tables.messages import CallNote, Word
from tables.outbox import ChannelChoice, Message
from tables.pairings import Pairing, PairingStep, PairMeasure
from tables.rounds import Answer, AnswerAddendum, AnswerDraft, CallTry, Decision, Round, RoundSide
from tables.second_factor import FactorReset, FactorResetSeen, RecoveryCode, SecondFactor
from tables.telling import Telling, ToldVisit
from tables.visits import DoorReport, Series, SeriesAct, Visit, VisitChange

__all__ = [
    "db", "Account", "Session", "SignInTry", "Submission", "Invitation", "PhoneDevice", "SecondFactor", "RecoveryCode",
    "FactorReset", "FactorResetSeen", "Setting", "SettingChange", "Sector",
    "Beneficiary", "Contact", "CarePlan", "HomeInstruction", "HomeAccess", "Wish", "Interruption", "InterruptionCall",
    "Caregiver", "CaregiverSector", "CaregiverSkill", "Availability", "WorkRestriction", "LoadNote", "CalendarFeed",
    "Pairing", "PairingStep", "PairMeasure", "Series", "SeriesAct", "Visit", "VisitChange", "DoorReport",
    "Round", "RoundSide", "Answer", "AnswerAddendum", "AnswerDraft", "CallTry", "Decision",
    "SheetBatch", "PersonalLink", "PersonalLinkSide",
    "Mediation", "MediationVersion", "MediationPoint", "Replacement", "HomeRefusal", "CallNote", "Word",
    "Absence", "AbsenceStep", "ReturnVisit", "ReplacementVisit", "Offer", "OfferVisit",
    "Telling", "ToldVisit", "Message", "ChannelChoice",
    "Alert", "AlertStep", "AlertShare", "AlertDanger", "AlertAction", "AlertLetter", "HelpRequest", "HelpStep",
    "HomeSheet", "HomeSheetAgreement", "HomeSheetEntry", "HomeSheetCopy", "HomeSheetReading",
    "Handover", "HandoverAddendum",
    "DutyTurn", "DutyEntry",
    "ImportRun", "ImportFile", "ImportLine", "ImportMapping", "ImportedPerson", "ImportedVisit", "ImportGap",
    "JournalLine", "JournalCheckpoint", "ChangeCount", "Tick", "KeyCheck",
]
