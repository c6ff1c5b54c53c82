"""What a phrase of the interface is."""

from __future__ import annotations

from collections.abc import Mapping

#: A phrase, or its plural forms by CLDR category ("one", "other", …). `{n}` is the number, other names are given.
Phrase = str | Mapping[str, str]
