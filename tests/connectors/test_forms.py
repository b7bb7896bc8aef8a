import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from app.connectors.forms import TypstForms
from app.domain.forms import ActForm, FormLine, InvoiceForm, Party
from app.domain.payment_qr import payment_text
from app.errors import DomainError

FOLDER = Path(__file__).parents[2] / "config" / "forms"
EXECUTOR = Party(
    name="ООО «Вектор Консалт»",
    inn="7707083893",
    kpp="770701001",
    address="127006, г. Москва, ул. Долгоруковская, д. 21",
    bank="АО «Банк Заря», г. Москва",
    bik="044525225",
    account="40702810400000000001",
    corr_account="30101810400000000225",
    director="Орлова М. С.",
)
CUSTOMER = Party(name="ООО «Северный комбинат»", inn="7812014560", kpp="781201001")
LINES = (
    FormLine("Настройка портала", "усл.", Decimal(1), Decimal("86500"), Decimal("86500")),
    FormLine("Обучение", "ч", Decimal("2.50"), Decimal("16000"), Decimal("40000")),
)
ACT = ActForm(
    number="А-0042",
    revision=3,
    issued_on=date(2026, 11, 22),
    title="Внедрение портала, этап 2",
    executor=EXECUTOR,
    customer=CUSTOMER,
    basis="Договор № 17 от 03.08.2026",
    lines=LINES,
    amount=Decimal("126500"),
    vat_rate=22,
    qr_text="PERVICHKA:ACT:A1B2C3D4E5F6:42:3:ABCDEFGHIJKLMNOP",
)
INVOICE = InvoiceForm(
    number="42",
    issued_on=date(2026, 11, 22),
    title="Внедрение портала, этап 2",
    executor=EXECUTOR,
    customer=CUSTOMER,
    basis="",
    lines=LINES,
    amount=Decimal("126500"),
    vat_rate=22,
    qr_text=payment_text(EXECUTOR, Decimal("126500"), "Оплата по счёту № 42 от 22.11.2026"),
    pay_until=date(2026, 11, 29),
)


@pytest.fixture(scope="module")
def forms() -> TypstForms:
    return TypstForms(FOLDER)


def pages(pdf: bytes) -> Iterator[str]:
    for page in pypdfium2.PdfDocument(pdf):
        yield " ".join(page.get_textpage().get_text_range().split())


def codes(pdf: bytes) -> list[list[str]]:
    shots = (page.render(scale=200 / 72).to_pil() for page in pypdfium2.PdfDocument(pdf))
    return [[code.text for code in zxingcpp.read_barcodes(shot)] for shot in shots]


def test_an_act_says_what_an_accountant_looks_for(forms: TypstForms) -> None:
    (text,) = pages(forms.print_act(ACT))
    for words in (
        "Акт № А-0042",
        "от 22 ноября 2026 г.",
        "версия 3",
        "ООО «Вектор Консалт», ИНН 7707083893, КПП 770701001",
        "Договор № 17 от 03.08.2026",
        "Внедрение портала, этап 2",
        "2,5 ч 16 000,00 40 000,00",
        "В том числе НДС 22%: 22 811,47",
        "Сто двадцать шесть тысяч пятьсот рублей 00 копеек",
        "выполнены полностью и в срок",
        "Орлова М. С.",
        "Страница 1 из 1",
    ):
        assert words in text


def test_the_code_of_an_act_can_be_read(forms: TypstForms) -> None:
    assert codes(forms.print_act(ACT)) == [[ACT.qr_text]]


def test_a_long_act_repeats_the_header_and_its_last_sheet_has_the_code_too(forms: TypstForms) -> None:
    pdf = forms.print_act(replace(ACT, lines=LINES * 30, amount=ACT.amount * 30))
    tabled = [text for text in pages(pdf) if "Обучение" in text]
    assert len(tabled) > 1
    assert all("Наименование" in text for text in tabled)
    assert codes(pdf)[0] == codes(pdf)[-1] == [ACT.qr_text]


def test_an_invoice_can_be_paid_by_its_code(forms: TypstForms) -> None:
    pdf = forms.print_invoice(INVOICE)
    (text,) = pages(pdf)
    assert "Счёт на оплату № 42 от 22 ноября 2026 г." in text
    assert "Всего к оплате: 126 500,00" in text
    assert "Оплатить до 29 ноября 2026 г." in text
    assert codes(pdf) == [[INVOICE.qr_text]]


def test_without_requisites_there_are_no_empty_labels(forms: TypstForms) -> None:
    bare = Party(name="ИП Смирнов")
    form = replace(INVOICE, executor=bare, customer=bare, qr_text="", vat_rate=None, pay_until=None)
    (text,) = pages(forms.print_invoice(form))
    assert not [label for label in ("ИНН", "КПП", "БИК", "Основание", "Оплатить до") if label in text]
    assert "Без налога (НДС): —" in text


def test_a_price_of_many_places_is_printed_in_kopecks(forms: TypstForms) -> None:
    thirds = (FormLine("Обучение", "ч", Decimal(3), Decimal("33.333333"), Decimal("99.999999")),)
    (text,) = pages(forms.print_act(replace(ACT, lines=thirds, amount=Decimal(100))))
    assert "Обучение 3 ч 33,33 100,00" in text


def test_the_same_form_gives_the_same_bytes(forms: TypstForms) -> None:
    assert forms.print_act(ACT) == TypstForms(FOLDER).print_act(ACT)
    assert forms.print_invoice(INVOICE) == forms.print_invoice(INVOICE)


def test_a_text_is_never_taken_for_markup_and_never_runs_off_the_sheet(forms: TypstForms) -> None:
    nasty = '#panic("x") $y$ *b* _i_ @ref <l> \\ // "}]} \N{RIGHT-TO-LEFT OVERRIDE}' + "Ж" * 300 + "\N{PILE OF POO}"
    pdf = forms.print_act(replace(ACT, title=nasty, lines=(), customer=Party(name=nasty), basis=nasty))
    assert '#panic("x") $y$ *b* _i_ @ref <l> \\ // "}]} Ж' in " ".join(pages(pdf))
    for page in pypdfium2.PdfDocument(pdf):
        ink = page.get_textpage()
        assert max(ink.get_charbox(i)[2] for i in range(ink.count_chars())) < page.get_width()


def test_a_template_that_does_not_compile_is_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "act.typ").write_text("#let", "utf-8")
    with pytest.raises(DomainError, match="«act» не собирается"):
        TypstForms(tmp_path).print_act(ACT)


def test_a_template_sees_the_values_as_data(tmp_path: Path) -> None:
    (tmp_path / "act.typ").write_text('#json(bytes(sys.inputs.data)).at("number")', "utf-8")
    (text,) = pages(TypstForms(tmp_path).print_act(replace(ACT, number=json.dumps("#1"))))
    assert text == '"#1"'
