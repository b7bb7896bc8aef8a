"""The adapters are what the services ask for; mypy reads this file, the test runs it."""

from __future__ import annotations

from app.portal.client import PortalClient
from app.portal.counterparties import PortalCounterparties
from app.portal.deals import PortalDeals
from app.portal.drive import PortalDrive
from app.portal.home_twins import HomeTwins
from app.portal.invoices import PortalInvoices
from app.portal.mail import PortalMail
from app.portal.notices import PortalNotices
from app.portal.robots import PortalRobots
from app.portal.stages import Stages
from app.portal.users import PortalUsers
from app.ports.host import Counterparties, Deals, Drive, HostInvoices, Mail, Notices, People, Robots, Twins
from tests.portal.conftest import Rig


def test_each_port_has_its_adapter(rig: Rig) -> None:
    client: PortalClient = rig.client()
    stages = Stages(client)
    deals: Deals = PortalDeals(client)
    counterparties: Counterparties = PortalCounterparties(client)
    invoices: HostInvoices = PortalInvoices(client, stages, paid_field="UF_CRM_SMART_INVOICE_PAID")
    twins: Twins = HomeTwins(client, tag="abcd")
    drive: Drive = PortalDrive(client)
    mail: Mail = PortalMail(client)
    notices: Notices = PortalNotices(client)
    robots: Robots = PortalRobots(client)
    people: People = PortalUsers(client)
    assert all((people, deals, counterparties, invoices, twins, drive, mail, notices, robots))
    assert not rig.log.notes, "building the adapters asks the portal nothing"
