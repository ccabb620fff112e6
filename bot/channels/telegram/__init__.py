"""Telegram, through python-telegram-bot: polling or webhook in, sending out."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "true")  # python-telegram-bot 22 asks for this opt-in before 23 makes it the rule
