"""On which line of a TOML file each value stands: ``tomllib`` does not tell, and whoever mends a file needs it.

The file has been read by ``tomllib`` before, so its syntax is right and only keys, brackets and strings need to be
told apart. A place is the way to a value: ``("dimensions", 0, "name", "da")``.
"""

import re

Place = tuple[str | int, ...]

TOKEN = re.compile(
    r'''
    (?P<skip>[ \t\r]+|\#[^\n]*)
  | (?P<string>"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')
  | (?P<mark>[\[\]{},=.\n])
  | (?P<word>[^\s\[\]{},=."'#]+)
    ''',
    re.VERBOSE | re.DOTALL,
)
ENDS = ("\n", ",", "]", "}", "")


class Lines:
    """The line, from 1, of every value in a TOML text that ``tomllib`` can read.

    >>> Lines('key = "a"\\n[[themes]]\\nname = { en = "A",\\n da = "B" }').of(("themes", 0, "name", "da"))
    4
    """

    def __init__(self, source: str) -> None:
        self._tokens = _tokens(source)
        self._at = 0
        self._found: dict[Place, int] = {(): 1}
        self._tables: dict[Place, int] = {}
        self._file()

    def of(self, place: Place) -> int:
        """The line of the value, or of the nearest thing around it that is there."""
        while place not in self._found:
            place = place[:-1]
        return self._found[place]

    def _file(self) -> None:
        table: Place = ()
        while self._peek():
            if self._peek() == "\n":
                self._take()
            elif self._peek() == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Place:
        line = self._line()
        self._take()
        repeated = self._peek() == "["
        if repeated:
            self._take()
        *around, last = self._keys("]")
        place = (*self._latest(around), last)
        if repeated:
            self._take()
            self._found.setdefault(place, line)
            self._tables[place] = self._tables.get(place, -1) + 1
            place = (*place, self._tables[place])
        self._found.setdefault(place, line)
        return place

    def _latest(self, keys: list[str]) -> Place:
        place: Place = ()
        for key in keys:
            place = (*place, key)
            if place in self._tables:
                place = (*place, self._tables[place])
        return place

    def _pair(self, table: Place) -> None:
        line, place = self._line(), table
        for key in self._keys("="):
            place = (*place, key)
            self._found.setdefault(place, line)
        self._value(place)

    def _keys(self, end: str) -> list[str]:
        keys = []
        while (part := self._take()) != end:
            if part != ".":
                keys.append(part.strip("\"'"))
        return keys

    def _value(self, place: Place) -> None:
        opening = self._peek()
        if opening not in ("[", "{"):
            while self._peek() not in ENDS:
                self._take()
            return
        self._take()
        index = 0
        while self._peek() not in ("]", "}"):
            if self._peek() in (",", "\n"):
                self._take()
            elif opening == "{":
                self._pair(place)
            else:
                self._found[(*place, index)] = self._line()
                self._value((*place, index))
                index += 1
        self._take()

    def _peek(self) -> str:
        return self._tokens[self._at][0]

    def _line(self) -> int:
        return self._tokens[self._at][1]

    def _take(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1][0]


def _tokens(source: str) -> list[tuple[str, int]]:
    found, line = [], 1
    for match in TOKEN.finditer(source):
        if match.lastgroup != "skip":
            found.append((match.group(), line))
        line += match.group().count("\n")
    return [*found, ("", line)]
