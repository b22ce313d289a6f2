#!/usr/bin/env python3
"""How often `civic check` sees a break in a system that did not change, and how often it sees one that did.

    Benchmarks/contract_alarms.py CIVIC [--seeds 200] [--resamples 20]

Makes systems of four services with messages of very different rates, optional fields, bursts of errors, lines at the start
only, numbers with and without decimals, and test runs of different lengths. One run writes the contract; further runs of the
same system are checked against it (false breaks), update it (changed lines), and are checked after one change of each kind
(power). Everything follows from the seeds: the same figures come out on every machine.
"""
import argparse, json, pathlib, random, subprocess, tempfile

LEVELS = ["debug", "info", "info", "info", "warn", "error"]
WORDS = "order payment stock parcel quote user cart price event batch lock retry cache page mail token row job queue file".split()
VERBS = "placed taken stored sent read found checked opened closed moved matched sorted".split()


class System:
    """What services of one system log: fixed by its seed."""

    def __init__(self, seed):
        r = random.Random(f"system {seed}")
        self.services = {}
        for name in ("gateway", "orders", "billing", "mailer"):
            templates, seen = [], set()
            while len(templates) < r.randint(6, 30):
                text = " ".join(r.sample(WORDS, 2) + [r.choice(VERBS)])
                if text in seen:
                    continue
                seen.add(text)
                templates.append({
                    "text": text, "level": r.choice(LEVELS), "rate": 1 / (len(templates) + 1) ** 1.3,
                    "fields": r.sample(["amount", "sku", "customer", "duration_ms", "attempt", "region"], r.randint(0, 3)),
                    "optional": r.choice([None, None, "coupon", "note"]), "number": r.random() < 0.3})
            self.services[name] = templates

    def write(self, folder, seed, records, change=None):
        r = random.Random(f"run {seed}")
        folder.mkdir(parents=True, exist_ok=True)
        t = 1764000000.0 + r.random() * 1e6
        for name, templates in self.services.items():
            lines = [self.line(r, t, name, {"text": "listening", "level": "info", "fields": [], "optional": None, "number": False}, None)]
            now, burst = t, 0
            weights = [x["rate"] for x in templates]
            while len(lines) < records:
                now += r.expovariate(20)
                x = r.choices(templates, weights)[0]
                if x["level"] == "error":  # errors come in bursts, or not at all
                    if burst == 0 and r.random() < 0.9:
                        continue
                    burst = max(burst, r.randint(0, 12)) - 1
                lines.append(self.line(r, now, name, x, change if name == "orders" else None))
            (folder / f"{name}.log").write_text("".join(lines))

    def line(self, r, now, name, x, change):
        stamp = f"{int(now)}.{int(now * 1000) % 1000:03d}"
        seconds, milli = stamp.split(".")
        import datetime
        when = datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
        level = x["level"]
        if change == "CB09" and level == "info":
            level = "debug"
        record = {"ts": f"{when}.{milli}Z", "level": level, "service": name, "msg": x["text"]}
        if change == "CB06":
            record["ts"] = f"{when}"
        if x["text"] != "listening":
            record["trace_id"] = f"{r.getrandbits(128):032x}"
        for field in x["fields"]:
            value = r.randint(1, 500) if field in ("amount", "attempt", "duration_ms") else r.choice(["a", "b", "c"]) + str(r.randint(1, 99))
            record[field] = value + 0.5 if x["number"] and field == "duration_ms" and r.random() < 0.5 else value
        if x["optional"] and r.random() < 0.3:
            record[x["optional"]] = "yes"
        if change == "CB11" and "trace_id" in record:
            record["traceId"] = record.pop("trace_id")
        if change == "CB01":
            record.pop("level", None)
        if change == "CB03":
            record["level"] = {"name": level}
        if change == "CB10" and r.random() < 0.3:
            record.pop("trace_id", None)
        return json.dumps(record) + "\n"


def main():
    a = argparse.ArgumentParser()
    a.add_argument("civic")
    a.add_argument("--seeds", type=int, default=200)
    a.add_argument("--resamples", type=int, default=20)
    a = a.parse_args()
    work = pathlib.Path(tempfile.mkdtemp(prefix="contract-alarms-"))

    def civic(*args):
        p = subprocess.run([a.civic, *map(str, args)], capture_output=True, text=True)
        return p.returncode, p.stdout, p.stderr

    broke, warned, kinds = 0, 0, {}
    power = {k: [0, 0] for k in ("CB01", "CB03", "CB06", "CB09", "CB10", "CB11")}
    for seed in range(a.seeds):
        system, r = System(seed), random.Random(f"lengths {seed}")
        contract = work / f"c{seed}.json"
        system.write(work / "base", f"{seed} base", r.choice([300, 1000, 5000]))
        code, _, err = civic("contract", "init", work / "base", "--contract", contract)
        assert code == 0, err
        system.write(work / "run", f"{seed} run", r.choice([100, 500, 3000]))
        code, out, err = civic("check", work / "run", "--contract", contract, "--format", "json")
        report = json.loads(out)
        broke += code != 0
        warned += any(c["verdict"] == "warn" for c in report["changes"])
        for c in report["changes"]:
            if c["verdict"] != "ok":
                kinds[c["id"]] = kinds.get(c["id"], 0) + 1
                print("seed", seed, c["verdict"], c["id"], c["service"], c["subject"], c["message"])
        if seed < 40:
            for kind in power:
                system.write(work / "changed", f"{seed} {kind}", 500, change=kind)
                code, out, _ = civic("check", work / "changed", "--contract", contract, "--format", "json")
                power[kind][0] += code == 1
                power[kind][1] += 1
    lines, noticed = 0, 0
    for seed in range(a.resamples):
        system = System("resample")
        contract = work / "resample.json"
        if seed == 0:
            system.write(work / "base", "resample base", 5000)
            civic("contract", "init", work / "base", "--contract", contract)
        before = contract.read_text()
        system.write(work / "run", f"resample {seed}", 5000)
        civic("contract", "update", work / "run", "--contract", contract)
        after = contract.read_text()
        lines += sum(x != y for x, y in zip(before.splitlines(), after.splitlines())) + abs(before.count("\n") - after.count("\n"))
    print(f"false breaks {broke} of {a.seeds}; runs with a warning {warned}; by kind {kinds}")
    print(f"changed lines in {a.resamples} updates with resamples: {lines}")
    for kind, (hit, n) in power.items():
        print(f"{kind}: {hit} of {n} changed systems break")


main()
