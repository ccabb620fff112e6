"""Telegram, through python-telegram-bot: polling or webhook in, sending out."""
