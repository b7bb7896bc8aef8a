from pathlib import Path

import pytest

from app.connectors.letters import JinjaLetters
from app.errors import DomainError

FOLDER = Path(__file__).parents[2] / "config" / "letters"
VALUES = {
    "number": "А-0042",
    "issued_on": "22 ноября 2026 г.",
    "amount": "126 500,00 ₽",
    "title": "Внедрение портала, этап 2",
    "organization": "ООО «Вектор Консалт»",
    "contact": "Ирина Павловна",
    "manager": "Мария Орлова",
}


@pytest.fixture
def letters() -> JinjaLetters:
    return JinjaLetters(FOLDER)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "note").mkdir()
    for name in ("subject.txt", "text.txt", "letter.html"):
        (tmp_path / "note" / name).write_text("{{ title }}", "utf-8")
    return tmp_path


def test_the_letter_with_an_act_says_what_to_do_with_it(letters: JinjaLetters) -> None:
    letter = letters.render("act_issued", VALUES)
    assert letter.subject == "Акт № А-0042 от 22 ноября 2026 г. и счёт на оплату, ООО «Вектор Консалт»"
    for body in (letter.text, letter.html):
        for words in ("Здравствуйте, Ирина Павловна!", "126 500,00 ₽", "этап 2", "счёт на оплату",
                      "в ответ на это письмо", "Мария Орлова", "ООО «Вектор Консалт»"):  # fmt: skip
            assert words in body


def test_without_a_name_the_letter_greets_all_the_same(letters: JinjaLetters) -> None:
    letter = letters.render("act_issued", {**VALUES, "contact": "", "manager": ""})
    assert letter.text.startswith("Здравствуйте!\n\nРаботы")
    assert letter.text.endswith("С уважением,\nООО «Вектор Консалт»\n")
    assert "Здравствуйте!</p>" in letter.html


def test_the_letter_loads_nothing_from_outside(letters: JinjaLetters) -> None:
    html = letters.render("act_issued", VALUES).html
    assert not [tag for tag in ("<img", "<link", "<script", "http:", "https:", "url(") if tag in html]


def test_a_value_cannot_add_a_header_to_the_letter(letters: JinjaLetters) -> None:
    letter = letters.render("act_issued", {**VALUES, "organization": "ООО\r\nBcc: a@example.org\u2028x"})
    assert letter.subject.endswith("ООО Bcc: a@example.org x")
    assert len(letter.subject.splitlines()) == 1


def test_a_value_cannot_become_markup(letters: JinjaLetters) -> None:
    letter = letters.render("act_issued", {**VALUES, "title": "<script>1</script> {{ number }}"})
    assert "&lt;script&gt;1&lt;/script&gt; {{ number }}" in letter.html
    assert "<script>1</script> {{ number }}" in letter.text


def test_a_value_that_is_not_there_is_named(letters: JinjaLetters) -> None:
    values = {name: value for name, value in VALUES.items() if name != "amount"}
    with pytest.raises(DomainError, match=r"act_issued/text\.txt.*'amount'"):
        letters.render("act_issued", values)


@pytest.mark.parametrize(
    "template",
    ["{% if %}", "{{ title.__class__.__mro__ }}", "{{ ''.__class__.__base__.__subclasses__() }}",
     "{{ title.format.__globals__ }}"],
)  # fmt: skip
def test_a_template_that_is_broken_or_reaches_out_is_refused(own: Path, template: str) -> None:
    (own / "note" / "text.txt").write_text(template, "utf-8")
    with pytest.raises(DomainError, match=r"note/text\.txt"):
        JinjaLetters(own).render("note", {"title": "x"})


@pytest.mark.parametrize("name", ["nothing", "../note", "/etc"])
def test_a_letter_that_is_not_there_is_named(own: Path, name: str) -> None:
    with pytest.raises(DomainError, match="не заполняется"):
        JinjaLetters(own / "note").render(name, {})
