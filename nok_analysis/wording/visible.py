"""Text of others inside our sentences: nothing invisible, nothing that moves a terminal."""

from __future__ import annotations

SHOWN = 80


def visible(text: str) -> str:
    r"""Return `text` with its control, direction and zero-width characters written out.

    Examples
    --------
    >>> visible("a" + chr(27) + "[31m")
    'a\\x1b[31m'
    """
    if text.isprintable():
        return text
    return "".join(_visible(letter) for letter in text)


def shown(text: str) -> str:
    """Return `text` as a message quotes it: visible, and cut to 80 characters.

    Examples
    --------
    >>> len(shown("a" * 100))
    80
    """
    safe = visible(text[: SHOWN + 1])
    return safe if len(text) <= SHOWN else safe[: SHOWN - 1] + "…"


def _visible(letter: str) -> str:
    code = ord(letter)
    if code < ord(" ") or 0x7F <= code < 0xA0:  # noqa: PLR2004 - C0, DEL and C1
        return f"\\x{code:02x}"
    if letter.isprintable() or letter == "\u00a0":
        return letter
    return f"\\u{code:04x}"
