"""Digital workplaces («цифровые рабочие места»): groups of smart processes with a section of their own."""
