"""Words by which names are told from other words with a capital, in the languages of the interface that use Latin script."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that may stand within a name without a capital.
WITHIN = _words("of for de del della di da do dos das du des von van der den zu la le el al bin ibn y e und et &")
# What people are, before their names.
TITLES = _words(
    "president chancellor premier minister secretary senator governor mayor king queen prince princess pope ambassador judge "
    "justice general colonel captain admiral sheikh sultan ayatollah congressman congresswoman representative commissioner "
    "spokesman spokeswoman spokesperson chairman chairwoman director ceo mr mrs ms dr prof professor sir dame lord lady "
    "präsident präsidentin bundeskanzler bundeskanzlerin kanzler kanzlerin ministerin bundespräsident ministerpräsident "
    "herr frau président présidente ministre premier-ministre chancelier m mme presidente presidenta ministro ministra "
    "canciller chanceler señor señora sr sra senhor senhora papa rey rei reina rainha roi reine"
)
# Those that may stand behind "Campaign" and its like: "to Abolish", "on the Law of the Sea".
AIMS = _words("to on against the for über gegen pour contre sobre para")
# Words with which sentences begin, and others that are capitalised for another reason.
NO_NAMES = _words(
    "a an and as at but by despite during for from he her his how however if in it its last many meanwhile more most next no not of "
    "on one only or other our several she since so some such that the their there these they this those though to two under "
    "until we what when where whether which while who why with after before both each few if earlier later today yesterday "
    "tomorrow previous recent new some three four five six seven eight nine ten officials experts critics analysts supporters "
    "according although because between against among within without over into than then thus once yet still even also just "
    "der die das ein eine einer im am zum zur nach mit bei vor für und oder aber doch wenn als auch nur noch seit wer was wie "
    "le la les un une des du de et ou mais dans en sur pour par avec après avant selon ce cette ces il elle ils elles "
    "el los las una unos del al y o pero con por para según tras desde este esta estos se su sus "
    "os as um uma do da dos das no na nos nas ao e ou mas com por para segundo após desde este esta "
    "i you mr mrs ms"
)
# First words of the names of states and regions, of which adjectives are made.
DIRECTIONS = _words(
    "north south east west northern southern eastern western central latin new saudi sri costa puerto sierra"
)
# What organizations and agreements are called.
BODIES = _words(
    "campaign treaty convention movement agreement university institute council committee commission agency ministry department court bank union organization organisation "
    "party association federation foundation company group corporation authority office bureau board parliament senate "
    "assembly congress service observatory laboratory society league alliance coalition police army navy inc ltd corp gmbh ag "
    "universität institut rat ausschuss kommission agentur ministerium gericht verband partei stiftung "
    "université conseil comité ministère agence banque universidad consejo comisión ministerio agencia banco "
    "universidade conselho comissão ministério agência"
)
# What is written in capitals and is nobody's name.
ABBREVIATED = _words(
    "UTC GMT CET CEST EST EDT PST PDT BST IST GDP CEO CFO CTO AIDS HIV DNA RNA SMS GPS USB TV PR IT AI"
)
# The most frequent words of German, where every noun has a capital.
GERMAN = _words("der die das und den dem ist im")
