"""Reads a list of words with counts (CSV) and prints the words, the most frequent first."""

import csv
import sys

SHORT = set("aieouy")

seen = set()
for row in csv.DictReader(sys.stdin):
    word = row["ngram"]
    is_word = word.isalpha() and word.islower() and (len(word) > 1 or word in SHORT)
    # In English books, only the pronoun is written with a capital.
    if word == "I":
        is_word, word = True, "i"
    if is_word and word not in seen:
        seen.add(word)
        print(word)
