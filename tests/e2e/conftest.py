"""A portal, the application under its supervisor, and people with browsers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from demo.stack import Stack
from tests.e2e import browser as chrome
from tests.e2e.browser import Person

SignIn = Callable[[int], Person]


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with Stack(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Ends with its module: Playwright keeps an event loop running, which clients of others stumble over."""
    if chrome.CHROMIUM is None:
        pytest.skip("нет chromium: apt-get install chromium")
    with chrome.chromium() as running:
        yield running


@pytest.fixture
def sign_in(stack: Stack, browser: Browser) -> Iterator[SignIn]:
    """`sign_in(2)`: the employee at the portal. Whatever the console complains of fails the test."""
    people: list[Person] = []

    def enter(user_id: int) -> Person:
        people.append(Person(browser, stack.portal.url, user_id, chrome.shots_folder()))
        return people[-1]

    yield enter
    complaints = [complaint for person in people for complaint in person.complaints]
    for person in people:
        person.close()
    assert not complaints
