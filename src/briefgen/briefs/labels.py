"""The headings that name the three sections, in many languages, and what makes two spellings of one the same."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import msgspec

from briefgen.briefs.model import SectionKind
from briefgen.config import SectionsConfig
from briefgen.text.languages import is_traditional, prefixes

_H, _I, _N = SectionKind.HAPPENING, SectionKind.IMPORTANT, SectionKind.NEXT

#: By language and section; the first of each is the standard label that the site prints.
KNOWN: dict[str, dict[SectionKind, str]] = {
    "en": {
        _H: "What’s Happening | What’s happening now | What is happening | What is happening now | What happened | What has happened"
        " | What just happened | Here’s what happened | Here’s what’s happening | What’s going on | What is going on | What’s new"
        " | What is new | The news | Driving the news | The latest",
        _I: "Why It’s Important | Why it is important | Why is it important | Why this is important | Why is this important"
        " | Why that’s important | Why it matters | Why this matters | Why that matters | Why does it matter | Why does this matter"
        " | Why it’s significant | Why it is significant | Why we care | Why you should care | Why should you care | The significance"
        " | What’s at stake | What is at stake | The stakes",
        _N: "What’s Next | What is next | What’s coming | What’s coming next | What’s to come | What comes next | What to watch"
        " | What to watch for | What to watch next | What we’re watching | What happens next | What happens now | What will happen next"
        " | What’s ahead | What lies ahead | Looking ahead | Next steps | The next steps | The road ahead | What to expect"
        " | What to expect next | What now | Up next",
    },
    "es": {
        _H: "Qué está pasando | Qué pasa | Qué pasó | Qué ha pasado | Qué ocurre | Qué ocurrió | Qué ha ocurrido | Qué sucede"
        " | Qué sucedió | Qué está ocurriendo | Qué está sucediendo | Lo que está pasando | Lo que pasó | La noticia",
        _I: "Por qué es importante | Por qué importa | Por qué importa esto | Por qué esto importa | Por qué esto es importante"
        " | Por qué es relevante | La importancia",
        _N: "Qué sigue | Qué viene | Qué viene ahora | Qué viene después | Lo que viene | Lo que sigue | Qué pasará ahora"
        " | Qué pasa ahora | Qué ocurrirá ahora | Qué sucederá ahora | Y ahora qué | Qué esperar | Próximos pasos | Los próximos pasos",
    },
    "fr": {
        _H: "Ce qui se passe | Que se passe-t-il | Qu’est-ce qui se passe | Ce qui s’est passé | Ce qu’il s’est passé"
        " | Que s’est-il passé | Les faits | L’actualité",
        _I: "Pourquoi c’est important | Pourquoi est-ce important | Pourquoi cela compte | Pourquoi ça compte | Pourquoi cela importe"
        " | Pourquoi c’est essentiel | L’enjeu | Les enjeux",
        _N: "Et maintenant | Et après | Et ensuite | La suite | Ce qui vient ensuite | Ce qui va suivre | Ce qui nous attend"
        " | Que va-t-il se passer | Que va-t-il se passer ensuite | Prochaines étapes | Les prochaines étapes | À suivre",
    },
    "de": {
        _H: "Was passiert | Was gerade passiert | Was ist passiert | Was passiert ist | Was ist geschehen | Was geschehen ist"
        " | Was geschieht | Was ist los | Worum es geht | Worum geht es | Darum geht es | Das ist passiert | Die Nachricht",
        _I: "Warum es wichtig ist | Warum ist es wichtig | Warum das wichtig ist | Warum ist das wichtig | Warum dies wichtig ist"
        " | Darum ist es wichtig | Darum ist das wichtig | Weshalb es wichtig ist | Warum es darauf ankommt | Die Bedeutung",
        _N: "Wie es weitergeht | Wie geht es weiter | Wie geht’s weiter | So geht es weiter | So geht’s weiter | Was kommt als Nächstes"
        " | Was als Nächstes kommt | Was als Nächstes passiert | Was passiert als Nächstes | Was jetzt kommt | Was nun | Ausblick"
        " | Nächste Schritte | Die nächsten Schritte",
    },
    "pt": {
        _H: "O que está acontecendo | O que está a acontecer | O que aconteceu | O que acontece | O que se passa | O que se passou"
        " | O que houve | A notícia",
        _I: "Por que é importante | Por que isso é importante | Por que isto é importante | Por que importa | Por que isso importa"
        " | Por que isto importa | Porque é importante | Porque importa | Porque é que é importante | Porque é que importa"
        " | Por que isso é relevante",
        _N: "O que vem a seguir | O que vem depois | O que vem agora | O que vem por aí | O que se segue | O que acontece agora"
        " | O que acontece a seguir | O que esperar | E agora | Próximos passos | Os próximos passos",
    },
    "it": {
        _H: "Cosa sta succedendo | Che cosa sta succedendo | Cosa succede | Cosa è successo | Che cosa è successo | La notizia | I fatti",
        _I: "Perché è importante | Perché conta | Perché importa",
        _N: "Cosa succede ora | Cosa succede adesso | Che cosa succede ora | Cosa succederà ora | E adesso | E ora | Cosa aspettarsi"
        " | Prossimi passi | I prossimi passi",
    },
    "nl": {
        _H: "Wat er gebeurt | Wat gebeurt er | Wat is er aan de hand | Wat er aan de hand is | Wat is er gebeurd | Wat er gebeurd is"
        " | Het nieuws",
        _I: "Waarom het belangrijk is | Waarom is het belangrijk | Waarom dit belangrijk is | Waarom is dit belangrijk"
        " | Waarom het ertoe doet | Waarom dit ertoe doet",
        _N: "Hoe het verder gaat | Hoe gaat het verder | Hoe nu verder | Wat volgt | Wat nu | Wat gebeurt er nu | Volgende stappen"
        " | De volgende stappen",
    },
    "ru": {
        _H: "Что происходит | Что произошло | Что случилось",
        _I: "Почему это важно | Почему это имеет значение",
        _N: "Что дальше | Что будет дальше | Чего ждать | Чего ожидать | Следующие шаги",
    },
    "zh": {
        _H: "发生了什么 | 发生了什么事 | 正在发生什么 | 发生什么事 | 最新动态 | 最新消息 | 事件经过",
        _I: "为什么重要 | 为何重要 | 为什么这很重要 | 为什么这件事很重要 | 为何这很重要 | 重要性",
        _N: "接下来 | 接下来会怎样 | 接下来会发生什么 | 接下来怎么办 | 下一步 | 下一步是什么 | 后续 | 后续发展 | 未来展望 | 展望",
    },
    "zh-hant": {
        _H: "發生了什麼 | 發生了什麼事 | 正在發生什麼 | 發生什麼事 | 最新動態 | 事件經過",
        _I: "為什麼重要 | 為何重要 | 為什麼這很重要 | 為什麼這件事很重要 | 為何這很重要",
        _N: "接下來 | 接下來會怎樣 | 接下來會如何 | 接下來會發生什麼 | 下一步是什麼 | 後續 | 後續發展 | 未來展望",
    },
    "ja": {
        _H: "何が起きているのか | 何が起きているか | 何が起きたのか | 何が起きたか | 何が起こっているのか",
        _I: "なぜ重要なのか | なぜ重要か | 重要な理由",
        _N: "今後の展開 | 今後の見通し | 今後の予定 | 次に何が起きるのか | 次に何が起きるか | 次に何が起こるのか",
    },
    "ar": {
        _H: "ماذا يحدث | ماذا حدث | ما الذي يحدث | ما الذي حدث | ماذا جرى | ماذا يجري | ما الجديد | الخبر",
        _I: "لماذا هذا مهم | لماذا يهم | لماذا يهم ذلك | لماذا هو مهم | لماذا يعد هذا مهما | ما أهمية ذلك | الأهمية",
        _N: "ماذا بعد | ما التالي | ما القادم | ما الخطوة التالية | الخطوات التالية | ماذا سيحدث بعد ذلك | ما الذي سيحدث بعد ذلك",
    },
}  # fmt: skip

#: These mean *What's Happening* only in a brief that has no better heading for it.
WEAK = (
    "TL;DR | In brief | In short | Summary | At a glance | The gist | The short version"
    " | En resumen | En breve | En síntesis | Resumen | En bref | En résumé | Résumé | L’essentiel"
    " | Kurz gesagt | Kurz und knapp | In Kürze | Das Wichtigste in Kürze | Auf einen Blick | Zusammenfassung"
    " | Em resumo | Em suma | Resumo | In breve | In sintesi | Riassunto | In het kort | Kort samengevat | Samenvatting"
    " | Кратко | Коротко | Вкратце | 摘要 | 简而言之 | 簡而言之 | 概要 | 要約 | باختصار | ملخص | الملخص | الخلاصة"
)

#: Labels that name a section only when nothing follows them: "The news from Paris" is a heading like any other.
_ALONE = (
    "The news | The latest | The stakes | What now | La noticia | Les faits | L’enjeu | Les enjeux | La suite | À suivre | Ausblick"
    " | Die Nachricht | Die Bedeutung | A notícia | E agora | E ora | E adesso | La notizia | I fatti | Het nieuws | Wat nu | Was nun"
    " | L’actualité | La importancia | Et après | Et ensuite | Et maintenant | الخبر | الأهمية"
)

_APOSTROPHES = "'’‘ʼ′`´＇;\u0640"  # and the semicolon of "TL;DR", and the Arabic tatweel
_DROPPED = dict.fromkeys(map(ord, _APOSTROPHES))
_ASCII_WORDS = {**{n: " " for n in range(128) if not chr(n).isalnum()}, **{n: None for n in _DROPPED if n < 128}}


class Label(msgspec.Struct, frozen=True):
    """What a heading's text means. `text` is how the label is usually written; `suffix` what the heading says beyond it
    ("for exporters"). A `weak` label means its section only if no other heading does."""

    kind: SectionKind
    text: str
    suffix: str = ""
    weak: bool = False


class Labels:
    """All labels of a site: those known and those of its `sections:`. Immutable once made."""

    def __init__(self, sections: SectionsConfig) -> None:
        self._by_key: dict[str, Label] = {}
        for spelling in _listed(WEAK):
            self._add(Label(_H, spelling, weak=True))
        for kinds in KNOWN.values():
            for kind, spellings in kinds.items():
                for spelling in _listed(spellings):
                    self._add(Label(kind, spelling))
        for kind in SectionKind:
            own = getattr(sections, kind.value)
            for spelling in (own.label, *own.aliases):
                self._add(Label(kind, spelling))
        alone = {label_key(spelling) for spelling in _listed(_ALONE)}
        self._with_suffix = {k: v for k, v in self._by_key.items() if not v.weak and k not in alone}
        self._openings = frozenset(key.partition(" ")[0] for key in self._by_key)
        self.longest = max(len(label.text) for label in self._by_key.values())
        self.opens = lru_cache(maxsize=4096)(self._opens)

    def _add(self, label: Label) -> None:
        key = label_key(label.text)
        if key:
            self._by_key[key] = label

    def _opens(self, word: str) -> bool:
        """Whether a heading may begin with this word, whatever its case, accents and punctuation, or is numbered by it."""
        key = label_key(word)
        return key.partition(" ")[0] in self._openings or is_number(key)

    def exact(self, text: str) -> Label | None:
        """The label that a text is, numbering, emoji and punctuation aside."""
        return self._by_key.get(label_key(text))

    def with_suffix(self, text: str, longest: int = 8) -> Label | None:
        """The longest label with which a text of words begins; up to `longest` more words are its suffix."""
        words = text.replace("：", "： ").split()
        for size in range(min(len(words), 12), 0, -1):
            label = self._with_suffix.get(label_key(" ".join(words[:size])))
            if label:
                suffix = " ".join(words[size:]).strip("-–—:：?!.,;¿¡ ")
                return msgspec.structs.replace(label, suffix=suffix) if 0 < len(suffix.split()) <= longest else None
        return None

    def spellings(self, kind: SectionKind) -> dict[str, str]:
        """Every strong label of a section, by its key."""
        return {key: label.text for key, label in self._by_key.items() if label.kind is kind and not label.weak}


@lru_cache(maxsize=16)
def labels_of(sections: SectionsConfig) -> Labels:
    """The labels of a site with these settings."""
    return Labels(sections)


@lru_cache(maxsize=8192)
def label_key(text: str) -> str:
    """What spellings of one label have in common: its words, without case, accents, apostrophes, other signs, emoji,
    leading numbers and a parenthesis at the end ("3. Why it matters (70–90 words)" → "why it matters")."""
    text = _without_parenthesis(text.strip())
    if text.isascii():
        words = text.lower().translate(_ASCII_WORDS).split()
    else:
        folded = unicodedata.normalize("NFKD", text.translate(_DROPPED)).casefold().translate(_DROPPED)
        folded = "".join(c for c in folded if not unicodedata.combining(c) and c not in "\u200d\ufe0f\u20e3")
        words = "".join(c if c.isalnum() else " " for c in folded).split()
    return " ".join(words[1:] if len(words) > 1 and is_number(words[0]) else words)


def is_number(word: str) -> bool:
    """Whether a key is a number that headings are numbered with."""
    return (word.isdigit() and len(word) <= 2) or word in ("i", "ii", "iii", "iv", "一", "二", "三", "四")


def _without_parenthesis(text: str) -> str:
    end = text.rstrip(" .:?!*_：？！。")
    if not end.endswith((")", "）", "]")):
        return text
    start = max(end.rfind("("), end.rfind("（"), end.rfind("["))
    return text[:start] if start > 0 else text


def standard_label(kind: SectionKind, language: str) -> str:
    """What the site prints above a section in a language (BCP 47 tag, any case); English where none is known."""
    *_, base = prefixes(language)
    if is_traditional(language):
        base = "zh-hant"
    return KNOWN.get(base, KNOWN["en"])[kind].partition(" | ")[0]


def _listed(spellings: str) -> tuple[str, ...]:
    return tuple(spelling.strip() for spelling in spellings.split("|"))
