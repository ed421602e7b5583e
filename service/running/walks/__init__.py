"""*Uji jalan*: a diagram walked through by one person in all its roles, with a simulated clock.

Pure: no process, task, event or file of the office comes of a walk, and nothing in it binds. The
acts are the truth of a walk; everything else is made of them again.
"""
