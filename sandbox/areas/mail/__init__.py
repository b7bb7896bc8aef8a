"""Mailboxes that people have connected («почта»): mail/mailbox/. Letters themselves are not here."""
