"""The phrases in `strings:` of `briefgen.yml` → values, and what is wrong with each."""

from __future__ import annotations

from briefgen.config import PhraseConfig
from briefgen.strings import ENGLISH, FORMS, OWN, placeholders, plain_forms, spoken
from briefgen.strings.locales import plural_forms
from briefgen.strings.phrase import Phrase
from briefgen.text.fields import Fields
from briefgen.text.keys import nearest
from briefgen.text.yaml_reader import Node, Table, Text
from briefgen.text.yaml_scan import key_name

_KEYS = {key_name(key): key for key in ENGLISH}
_HINT = f"docs/phrases.md has all keys; let that of a phrase of your own begin with {OWN}"


def read_strings(fields: Fields, node: Node, language: str) -> tuple[PhraseConfig, ...]:
    """The phrases of a site in `language`, by key; without those that cannot be used."""
    if not isinstance(node, Table):
        fields.table(node, "strings", {}, "Write below `strings:` lines such as `  sources: Where we got it from`")
        return ()
    found: dict[str, PhraseConfig] = {}
    for written, value in node.pairs:
        key = _key(fields, written)
        if key in found:
            fields.tell("key-conflict", written, f"strings: “{key}” is there twice", "Keep one of the two")
        elif key:
            forms = _forms(fields, f"strings.{key}", key, value, language)
            if forms:
                found[key] = PhraseConfig(key, tuple(sorted(forms.items())))
    return tuple(found[key] for key in sorted(found))


def tell_untranslated(fields: Fields, node: Node, language: str, own: tuple[PhraseConfig, ...]) -> None:
    """Tell that the interface is in English on a site in a language that has no phrases, unless the site brings all."""
    if not spoken(language) and ENGLISH.keys() - {phrase.key for phrase in own}:
        message = f"language: the words of the interface are not there in “{language}”, and are in English"
        fields.tell("language-untranslated", node, message, "Give them in `strings:`; docs/phrases.md has them all")


def _key(fields: Fields, written: Text) -> str:
    """The key that somebody wrote; empty for one that there is not."""
    if written.text.startswith(OWN) and len(written.text) > len(OWN):
        return written.text
    key = _KEYS.get(key_name(written.text), "")
    if not key:
        fields.unknown(written, "strings: ", ENGLISH, _HINT)
    elif key != written.text:
        fields.tell("key-repaired", written, f"“{written.text}” was read as `{key}`", f"Write `{key}:`")
    return key


def _forms(fields: Fields, name: str, key: str, node: Node, language: str) -> dict[str, str]:
    """The plural forms of a phrase; empty if one of them cannot be used."""
    english = ENGLISH.get(key)
    if not isinstance(node, Table):
        text = _text(fields, name, node)
        return {"other": text} if text and _fits(fields, name, node, text, english) else {}
    if isinstance(english, str):
        fields.wrong("config-value", node, f"{name}: this phrase has no plural forms", f"Write `{key}: …` on one line")
        return {}
    known = sorted(plural_forms(language), key=FORMS.index)
    forms: dict[str, str] = {}
    for form, value in node.pairs:
        if form.text not in known:
            close = nearest(form.text, known)
            hint = f"Did you mean `{close}`?" if close else f"The forms are {', '.join(known)}"
            told = f"{name}: there is no plural form “{form.text}” in “{language}”"
            fields.wrong("config-value", form, told, hint)
            return {}
        text = _text(fields, f"{name}.{form.text}", value)
        if text:
            if not _fits(fields, f"{name}.{form.text}", value, text, english):
                return {}
            forms[form.text] = text
    if "other" not in forms:
        fields.wrong("config-value", node, f"{name}: the form `other` is missing", "It is for all numbers without one")
        return {}
    return forms


def _text(fields: Fields, name: str, node: Node) -> str:
    """A phrase on one line. White space round it stays if it is in quotes, as in ", "."""
    found = fields.line(node, name)
    if found is None:
        return ""
    if isinstance(node, Text) and node.quoted:
        before = " " if node.text[:1].isspace() else ""
        return before + found.text + (" " if node.text[-1:].isspace() else "")
    return found.text


def _fits(fields: Fields, name: str, node: Node, text: str, english: Phrase | None) -> bool:
    """Whether what is filled in is what the page has to fill in. A phrase of the site's own may have anything."""
    try:
        names = placeholders(text)
    except ValueError:
        fields.wrong(
            "config-value", node, f"{name}: a brace is not part of a name such as {{n}}", "Write {{ for a brace"
        )
        return False
    if english is None:
        return True
    wanted = {part for form in plain_forms(english).values() for part in placeholders(form)}
    listed = ", ".join(f"{{{part}}}" for part in sorted(wanted))
    for part in sorted(names - wanted):
        hint = f"What is filled in is {listed}" if wanted else "Leave it out"
        fields.wrong("config-value", node, f"{name}: nothing is filled in for {{{part}}}", hint)
        return False
    for part in sorted(wanted - names - {"n"}):
        fields.wrong("config-value", node, f"{name}: {{{part}}} is missing", f"Write it where {part} belongs")
        return False
    return True
