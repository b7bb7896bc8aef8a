"""Working time («Учёт рабочего времени»): days that people begin, break and end."""
