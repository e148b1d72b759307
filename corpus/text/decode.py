"""Decode text files: by byte order mark, by validity, or as Western European."""

import codecs

from corpus.errors import ReadError

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MOST_CONTROLS = 0.01
"""Maximum share of control characters in a text file; files with more are binary."""
SIGNATURES = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"\xd0\xcf\x11\xe0")


def decode(name: str, data: bytes) -> str:
    """Decode a file, with newlines as line ends.

    Raises:
        ReadError: The file is binary or blank.
    """
    if data.startswith(SIGNATURES):
        raise ReadError(name, "is not a text file, whatever its name says; give it its true ending")
    text = _decode(name, data)
    controls = sum(text.count(chr(code)) for code in (*range(9), 11, *range(14, 32), *range(127, 160)))
    if "\0" in text or controls > MOST_CONTROLS * len(text):
        raise ReadError(name, "is binary, not text; export it as UTF-8 text")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n\n\n").replace("\ufeff", "")
    if not text.strip():
        raise ReadError(name, "has no text, only blanks; check that it is the right file")
    return text


def _decode(name: str, data: bytes) -> str:
    """Decode with the first encoding that is valid."""
    marked = next((encoding for mark, encoding in MARKS if data.startswith(mark)), None)
    for encoding in (marked,) if marked else (*_wide(data), "utf-8", "cp1252", "latin-1"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReadError(name, f"is not valid {marked}, as its first bytes say; save it as UTF-8 text")


def _wide(data: bytes) -> tuple[str, ...]:
    """Detect UTF-16 without a byte order mark: every other byte of Latin text is zero."""
    sample = data[:4000]
    if len(sample) < 4:
        return ()
    even, odd = sample[0::2].count(0) / len(sample[0::2]), sample[1::2].count(0) / len(sample[1::2])
    if odd > 0.7 and even < 0.1:
        return ("utf-16-le",)
    return ("utf-16-be",) if even > 0.7 and odd < 0.1 else ()
