"""The Tekken tokenizer: text to pieces, pieces to tokens, and the compiled vocabulary that makes both quick to start."""
