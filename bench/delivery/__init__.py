"""Delivery chaos («Хаос доставки»): a portal that loses, doubles and delays what it posts, on a virtual clock."""
