"""What a cell of a file holds for a value, and what it never holds."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.fields import Kind
from app.services.export.cells import MAX_TEXT, clean_text, content, fraction, web_link


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        pytest.param("a\x00b\x08c\x1bd\x7fe\x9ff", "abcdef", id="control characters"),
        pytest.param("tab\tand\nline", "tab\tand\nline", id="tab and line break stay"),
        pytest.param("one\r\ntwo\rthree", "one\ntwo\nthree", id="every line break is one kind"),
        pytest.param("a\ud800b\udfffc", "abc", id="half of a surrogate pair"),
        pytest.param("a\ufffeb\uffffc", "abc", id="characters XML forbids"),
        pytest.param("سلام 👩‍🎤 <b>&amp;", "سلام 👩‍🎤 <b>&amp;", id="any script, emoji and markup stay"),
    ],
)
def test_text_loses_only_what_a_workbook_cannot_hold(text: str, cleaned: str) -> None:
    """What is removed is invisible to people."""
    assert clean_text(text) == cleaned


@pytest.mark.parametrize(
    ("length", "mark", "kept"),
    [(MAX_TEXT, "x", MAX_TEXT), (MAX_TEXT + 1, "x", MAX_TEXT), (20_000, "😀", 16_384)],
    ids=["just fits", "one too many", "emoji count twice in Excel"],
)
def test_text_is_cut_where_excel_stops(length: int, mark: str, kept: int) -> None:
    """Excel counts UTF-16 units, and calls a workbook with a longer text damaged."""
    cut = clean_text(mark * length)

    assert len(cut) == kept
    assert len(cut.encode("utf-16-le")) <= MAX_TEXT * 2
    assert cut.endswith("…") == (cut != mark * length)


@pytest.mark.parametrize(
    ("value", "kind", "held"),
    [
        pytest.param(None, Kind.TEXT, None, id="missing is empty"),
        pytest.param("", Kind.TEXT, None, id="no text is empty"),
        pytest.param("\x00", Kind.TEXT, None, id="nothing left after cleaning is empty"),
        pytest.param(0, Kind.COUNT, 0, id="zero is a number"),
        pytest.param(float("nan"), Kind.NUMBER, None, id="not a number is empty"),
        pytest.param(float("inf"), Kind.MONEY, None, id="infinity is empty"),
        pytest.param(True, Kind.FLAG, "Yes", id="flag"),
        pytest.param(0, Kind.FLAG, "No", id="flag as stored"),
        pytest.param(None, Kind.FLAG, None, id="a flag nobody told"),
        pytest.param(17841400000000001, Kind.TEXT, "17841400000000001", id="an id is text, digit by digit"),
        pytest.param(10**15, Kind.COUNT, "1000000000000000", id="a number Excel would round is text"),
        pytest.param("=1+1", Kind.COUNT, "=1+1", id="text in a number column"),
        pytest.param("1250.50", Kind.MONEY, 1250.5, id="a typed fee is a number"),
        pytest.param("250", Kind.MONEY, 250, id="a typed whole fee is a number"),
        pytest.param("250", Kind.TEXT, "250", id="digits in a text column are text"),
        pytest.param("2026-05-03", Kind.DATE, date(2026, 5, 3), id="date"),
        pytest.param(datetime(2026, 5, 3, 23, tzinfo=UTC), Kind.DATE, date(2026, 5, 3), id="moment"),
        pytest.param("soon", Kind.DATE, "soon", id="text in a date column"),
        pytest.param("1850-01-01", Kind.DATE, "1850-01-01", id="a day before Excel's first"),
        pytest.param(date(2026, 5, 3), Kind.TEXT, "2026-05-03", id="date in a text column"),
    ],
)
def test_a_cell_holds_what_its_column_means(value: object, kind: Kind, held: object) -> None:
    """The kind of the column decides, not how the value happens to be stored."""
    found = content(value, kind)  # type: ignore[arg-type]

    assert (found, type(found)) == (held, type(held))


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e6, max_value=1e6).map(lambda x: round(x, 4)))
def test_a_percentage_becomes_its_exact_fraction(percent: float) -> None:
    """5.02 is 0.0502 and nothing near it."""
    assert f"{fraction(percent):.8f}" == f"{percent / 100:.8f}"
    assert len(repr(fraction(5.02))) == len("0.0502")


@pytest.mark.parametrize(
    ("text", "link"),
    [
        pytest.param("https://www.instagram.com/vera/", "https://www.instagram.com/vera/", id="https"),
        pytest.param("http://example.com?a=1&b=2#c", "http://example.com?a=1&b=2#c", id="http"),
        pytest.param("HTTPS://Example.com/A", "https://Example.com/A", id="capitals"),
        pytest.param("mailto:vera@example.com", "mailto:vera@example.com", id="mail"),
        pytest.param('https://example.com/ü"<>', "https://example.com/%C3%BC%22%3C%3E", id="escaped"),
        pytest.param("https://example.com/%C3%BC", "https://example.com/%C3%BC", id="escaped once"),
        pytest.param("javascript:alert(1)", None, id="script"),
        pytest.param("file:///etc/passwd", None, id="file"),
        pytest.param("internal:About!A1", None, id="XlsxWriter's own scheme"),
        pytest.param("external:c:\\x.xlsx", None, id="another workbook"),
        pytest.param("ftp://example.com/", None, id="ftp"),
        pytest.param("https:///nowhere", None, id="no host"),
        pytest.param("https://instagrаm.com/vera", None, id="host that imitates another"),
        pytest.param("https://example.com/a b", None, id="blank inside"),
        pytest.param("https://[::1", None, id="broken address"),
        pytest.param("mailto:nobody", None, id="mail to nobody"),
        pytest.param("https://example.com/" + "a" * 2_100, None, id="longer than Excel takes"),
        pytest.param("vera.kocht", None, id="no address"),
    ],
)
def test_only_web_and_mail_addresses_become_links(text: str, link: str | None) -> None:
    """Anything else stays text: a click in a workbook must not start something."""
    assert web_link(text) == link
