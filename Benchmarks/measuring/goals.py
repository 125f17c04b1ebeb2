"""What was set out to be reached, held against what was measured."""


class Goals:
    def __init__(self):
        self.all = []

    def at_least(self, work, bound, measured, unit=" ×"):
        self.add(work, f"at least {bound}{unit}", f"{measured:.2f}{unit}", measured >= bound)

    def at_most(self, work, bound, measured, unit=" ×"):
        self.add(work, f"at most {bound}{unit}", f"{measured:.2f}{unit}", measured <= bound)

    def below(self, work, bound, measured, unit):
        self.add(work, f"under {bound} {unit}", f"{measured:.0f} {unit}", measured < bound)

    def add(self, work, goal, measured, is_met):
        self.all.append((work, goal, measured, is_met))
