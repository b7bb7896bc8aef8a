"""The company («Компания»): its people, departments, and the fields that people have."""
