"""The language of conversations: Update, Context, Dialogue, Routes, Dispatcher, and what is needed from above."""
