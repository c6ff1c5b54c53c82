"""The words of dates, as people write them in the languages that are known here."""

from __future__ import annotations

#: The months by their names, long and short, without a final dot.
MONTHS: dict[str, int] = {}
for _names in (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "jänner feber maerz apr mai juno julei aug sept okt nov dez",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "janv févr mars avr mai juin juil aout sept oct nov déc",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ene feb mar abr may jun jul ago setiembre oct nov dic",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "jan fev mar abr mai jun jul ago set out nov dez",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "gen fevrier marco apr mag giu lug ago sett ott nov decembre",
):
    MONTHS.update((name, month) for month, name in enumerate(_names.split(), 1))
MONTHS["mrz"] = 3

#: What stands between the parts of a date and says nothing.
_FILLER_WORDS = "de del of the at um à a às as le il el den der am on uhr en"
FILLERS = frozenset(_FILLER_WORDS.split())
_WEEKDAY_NAMES = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun",
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so",
    "lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim",
    "lunes martes miércoles jueves viernes sábado domingo mié jue vie sáb dom",
    "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira segunda terça quarta quinta sexta",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",
)
WEEKDAYS = frozenset(" ".join(_WEEKDAY_NAMES).split())

#: Abbreviations of time zones, which are not the same everywhere, with the difference to UTC that may be meant.
ZONES = {
    "est": "-05:00", "edt": "-04:00", "cst": "-06:00", "cdt": "-05:00", "mst": "-07:00", "mdt": "-06:00",
    "pst": "-08:00", "pdt": "-07:00", "et": "-05:00 (in summer -04:00)", "pt": "-08:00 (in summer -07:00)",
    "ct": "-06:00 (in summer -05:00)", "cet": "+01:00", "cest": "+02:00", "mez": "+01:00", "mesz": "+02:00",
    "eet": "+02:00", "eest": "+03:00", "bst": "+01:00", "wet": "+00:00", "west": "+01:00", "msk": "+03:00",
    "ist": "+05:30", "jst": "+09:00", "kst": "+09:00", "sgt": "+08:00", "hkt": "+08:00", "aest": "+10:00",
    "aedt": "+11:00", "nzst": "+12:00", "nzdt": "+13:00",
}  # fmt: skip


def month_of(word: str) -> int | None:
    """The number of the month that a word names, in any of the languages that are known here."""
    return MONTHS.get(word.casefold().strip("."))


def is_calendar_word(word: str) -> bool:
    """Whether a word is the name of a month or a weekday, written in full."""
    folded = word.casefold()
    return (len(folded) > 3 and (folded in MONTHS or folded in WEEKDAYS)) or folded in ("may", "mai", "mär")
