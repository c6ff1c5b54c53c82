"""Words that are true only on the day on which they are written, by language. The number is that of days from the date of the brief to
the day that is meant; None where no day is."""

from __future__ import annotations

import re
from functools import cache

Words = dict[str, int | None]

_CHINESE: Words = {"明天": 1, "后天": 2, "後天": 2, "昨天": -1, "昨日": -1, "今晚": 0, "最近": None, "近日": None}
_CHINESE |= dict.fromkeys(("即将", "即將", "下周", "下週", "上周", "上週", "本周", "本週"))

WORDS: dict[str, Words] = {
    "en": {"tomorrow": 1, "yesterday": -1, "tonight": 0}
    | dict.fromkeys(("upcoming", "recently", "last week", "next week", "last month", "next month", "this week")),
    "de": {"morgen": 1, "übermorgen": 2, "gestern": -1, "vorgestern": -2}
    | dict.fromkeys(("kürzlich", "demnächst", "neulich", "vor kurzem", "nächste Woche", "letzte Woche")),
    "es": {"mañana": 1, "ayer": -1, "anteayer": -2}
    | dict.fromkeys(("recientemente", "próximamente", "hace poco", "la próxima semana", "la semana pasada")),
    "fr": {"demain": 1, "après-demain": 2, "hier": -1, "avant-hier": -2}
    | dict.fromkeys(("récemment", "prochainement", "bientôt", "la semaine prochaine", "la semaine dernière")),
    "pt": {"amanhã": 1, "ontem": -1, "anteontem": -2}
    | dict.fromkeys(("recentemente", "em breve", "na próxima semana", "na semana passada")),
    "ar": {"غدًا": 1, "غداً": 1, "غدا": 1, "أمس": -1}
    | dict.fromkeys(("مؤخرًا", "مؤخراً", "مؤخرا", "قريبًا", "قريباً", "قريبا", "الأسبوع المقبل", "الأسبوع الماضي")),
    "zh": _CHINESE,
}
# Words that mean something else behind others: "la mañana" is the morning.
_UNLESS = {"mañana": r"(?<!\bla )(?<!\besta )(?<!\bpor )(?<!\bcada )", "hier": r"(?<!avant-)", "demain": r"(?<!après-)"}
#: What somebody said stays as it was said.
SAID = re.compile(r'"[^"\n]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|「[^」]*」|^>.*$', re.MULTILINE)


@cache
def pattern_of(language: str) -> re.Pattern[str] | None:
    """What finds the words of a language (BCP 47), None for one that has none here. German ones count only as they are written: "Morgen" is
    a time of the day."""
    kind = language.partition("-")[0].lower()
    words = sorted(WORDS.get(kind, ()), key=len, reverse=True)
    if not words:
        return None
    found = "|".join(_UNLESS.get(word, "") + re.escape(word).replace("\\ ", r"\s+") for word in words)
    return re.compile(found if kind == "zh" else rf"(?<!\w)(?:{found})(?!\w)", 0 if kind == "de" else re.IGNORECASE)


def days_to(language: str, word: str) -> int | None:
    """The days from the date of a brief to the day that a word means."""
    words = WORDS[language.partition("-")[0].lower()]
    word = " ".join(word.split())
    return words.get(word, words.get(word.lower()))
