"""The words of the guide."""

#: In the order in which they are done.
STEPS = ("company", "people", "pipeline", "records", "first_record")
#: What an administrator says of a step; whether the others are done is seen from what is there.
SKIPPED = "skipped"
DONE = "done"
