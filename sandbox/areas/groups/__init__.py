"""Workgroups and projects («Группы и проекты»): who is in them, and what they may there."""
