from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.forms import Party
from app.domain.payment_qr import payment_text

PAYEE = Party(
    name="ООО «Вектор|Сервис»",
    inn="7707083893",
    kpp="770701001",
    bank='АО «Банк "Заря"», г. Москва',
    bik="044525225",
    account="40702810400000000001",
    corr_account="30101810400000000225",
)


def test_the_payment_names_the_payee_the_sum_in_kopecks_and_the_purpose() -> None:
    text = payment_text(PAYEE, Decimal("126500.05"), "Оплата по счёту № 7\nот 22.11.2026")
    assert text.split("|") == [
        "ST00012",
        "Name=ООО «Вектор Сервис»",
        "PersonalAcc=40702810400000000001",
        'BankName=АО «Банк "Заря"», г. Москва',
        "BIC=044525225",
        "CorrespAcc=30101810400000000225",
        "PayeeINN=7707083893",
        "KPP=770701001",
        "Sum=12650005",
        "Purpose=Оплата по счёту № 7 от 22.11.2026",
    ]


@pytest.mark.parametrize("lack", ["name", "bank", "bik", "account", "corr_account"])
def test_without_a_requisite_there_is_no_qr(lack: str) -> None:
    assert payment_text(replace(PAYEE, **{lack: ""}), Decimal(1), "Оплата") == ""


def test_an_account_of_other_characters_makes_no_qr() -> None:
    assert payment_text(replace(PAYEE, account="4070281040000000000О"), Decimal(1), "Оплата") == ""


def test_an_entrepreneur_has_no_kpp() -> None:
    assert "KPP" not in payment_text(replace(PAYEE, kpp=""), Decimal(1), "Оплата")
