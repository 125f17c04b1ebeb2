"""What was measured, as it is printed and as it stands in the documents."""
import pathlib, re

BEGIN, END = "<!-- measured -->", "<!-- end of what was measured -->"


class Report:
    def __init__(self):
        self.parts = []

    def work(self, title, own, *rivals):
        """A piece of work: calfold's figure, and those of others that did the same by turns with it."""
        if not self.parts:
            print(f"\n{'':46} {'threads':>8} {'rows/s':>10} {'clock':>9} {'processor':>10} {'peak':>8}  calfold is faster: clock, processor")
        print(title)
        for figure in (own, *rivals):
            rate = f"{figure.rows / figure.seconds:,.0f}" if figure.rows > 1 else ""
            line = f"  {figure.name:44} {figure.threads:>8} {rate:>10} {figure.seconds:>7.2f} s {figure.processor:>8.2f} s {figure.megabytes:>5.0f} MB"
            times = "" if figure is own else "  {:5.2f} {:5.2f}".format(*own.times(figure))
            print(line + times, flush=True)
        self.parts.append(("work", title, own, rivals))

    def note(self, text):
        print(f"  {text}", flush=True)
        self.parts.append(("note", text))

    def goals(self, goals):
        """- goals: the work, the goal, what was measured, and whether it was met."""
        print(f"\n{'against the goals':78} {'goal':24} {'measured':>10}")
        for work, goal, measured, is_met in goals:
            print(f"{work:78} {goal:24} {measured:>10}  {'met' if is_met else 'NOT MET'}")
        self.parts.append(("goals", goals))

    def markdown(self, command, machine):
        lines = ["<!-- not run: it measures for long -->", "```sh", command, "```", "", *machine]
        goals = [goal for kind, *part in self.parts if kind == "goals" for goal in part[0]]
        lines += ["", "| goal | | measured | |", "|---|---|---|---|"]
        lines += [f"| {work} | {goal} | {measured} | {'met' if is_met else '**not met**'} |" for work, goal, measured, is_met in goals]
        lines += ["", "| work | threads | clock | processor | peak | calfold is faster, clock | processor |", "|---|---|---|---|---|---|---|"]
        for kind, *part in self.parts:
            if kind == "note":
                lines.append(f"| {part[0]} | | | | | | |")
            elif kind == "work":
                title, own, rivals = part
                lines.append(f"| **{title}** | | | | | | |")
                for figure in (own, *rivals):
                    times = [f"{ratio:.2f} ×" for ratio in own.times(figure)] if figure is not own else ["", ""]
                    taken = f"{figure.seconds:.2f} s | {figure.processor:.2f} s | {figure.megabytes:.0f} MB"
                    lines.append(f"| {figure.name} | {figure.threads} | {taken} | {' | '.join(times)} |")
        return "\n".join(lines)

    def write(self, path, command, machine):
        """Puts it between the marks of a document."""
        path = pathlib.Path(path)
        text = path.read_text(encoding="utf-8")
        block = f"{BEGIN}\n\n{self.markdown(command, machine)}\n\n{END}"
        changed, count = re.subn(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: block, text, flags=re.DOTALL)
        if count != 1:
            raise SystemExit(f"{path} does not have the marks between which the figures stand.")
        path.write_text(changed, encoding="utf-8")
