"""What libyaml complains of, in plain words."""

from __future__ import annotations

_QUOTE_IT = "Put the whole value in quotes: `key: '…'`"
#: Words of libyaml or PyYAML; what to say instead; the hint; whether the place is where the construct began.
COMPLAINTS = (
    ("mapping values are not allowed", "There is one colon too many here, or the line is indented wrongly", _QUOTE_IT, False),
    ("unexpected end of stream", "The quotation mark here is never closed", "Write the same mark at the end", True),
    ("unexpected document indicator", "The quotation mark here is never closed", "Write the same mark at the end", True),
    ("unknown escape character", "A backslash has a meaning of its own between double quotes", "Use single quotes: '…'", False),
    ("did not find expected hexdecimal", "A backslash has a meaning of its own between double quotes", "Use single quotes: '…'", False),
    ("flow sequence", "The list that begins here is not right: a comma or the closing ] is missing", "Write [one, two], or one item a line with “- ” before it", True),
    ("flow mapping", "What begins here with { is not right: a comma or the closing } is missing", _QUOTE_IT, True),
    ("flow node", "Something is missing between these brackets", _QUOTE_IT, True),
    ("could not find expected ':'", "This line has no “key:”", "Write `key: value`, or indent the line if it belongs to the one above", True),
    ("cannot start any token", "{char} cannot stand here", "Use spaces for indentation, and quotes round a value that begins with a sign", False),
    ("block collection", "This line does not fit in with the list above", "Indent it as the lines above are", False),
    ("block mapping", "This line does not fit in with those above", "Indent it as the lines above are", False),
    ("block sequence entries are not allowed", "A list cannot begin here", "Begin the list on a new line, with “- ” before each item", False),
    ("alias", "* begins a YAML reference", _QUOTE_IT, False),
    ("anchor", "& begins a YAML reference", _QUOTE_IT, False),
    ("tag", "! begins a YAML tag", _QUOTE_IT, False),
    ("directive", "% at the beginning of a line has a meaning in YAML", _QUOTE_IT, False),
    ("document start", "Something stands where a new key should begin", "Write `key: value`", False),
    ("block scalar", "The text after | or > is not indented rightly", "Indent all its lines by the same number of spaces", False),
    ("", "This line cannot be read as `key: value`", _QUOTE_IT, False),
)  # fmt: skip
