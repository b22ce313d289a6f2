#!/usr/bin/env python3
"""How often Civic raises an alarm where there is none: systems without losses, duplicates or faults, made with a seed.

    Benchmarks/null_alarms.py --civic .build/release/civic [--seeds 200] [--first 1] [--quiet 200] [--keep FOLDER]

Every system has five services, a few hundred chains of events, ordinary errors (2 % of all records), bursts of retries that write the same
error many times, clocks that are off by up to four seconds in one service, and polled health endpoints that say pass. A fault that never was
is declared over a stretch of the time. Counted are
  witnesses   services that `civic experiment` calls a witness of it, of all services (nominal: 5 %)
  blasts      services at which chains are said to have gone wrong because of it, of all services (nominal: 1 %, 5 % of systems)
  losses      systems with a lost, repeated or misordered event, or a finding of the COR family other than about the clock (nominal: 0)
  clocks      intervals that do not hold the true offset, of all services with an interval (nominal: 1 %)
Then every rule of the families COR, EVT, HLT and EXP is counted on the varied systems of quiet_systems.py, by the circumstances that
they live through. A finding that states a fact (`FACTS`) is counted apart: an id that is missing is missing. With --keep, the systems with an
alarm are left there. The tables that it prints are kept in docs/statistics.md.
"""
import argparse, collections, json, os, random, shutil, subprocess, sys, tempfile
from datetime import datetime, timezone
from quiet_systems import CIRCUMSTANCES, FACTS, QuietSystem

STAGES = [("gateway", "order requested"), ("orders", "order placed"), ("payments", "payment captured"),
          ("inventory", "stock reserved"), ("mailer", "mail sent")]
START = 1767607200.0


def stamp(t):
    return datetime.fromtimestamp(t, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f") + "Z"


def line(t, service, level, message, **ids):
    return t, json.dumps({"timestamp": stamp(t), "level": level, "service": service, "message": message, **ids}) + "\n"


def make(folder, seed):
    rnd = random.Random(seed)
    hexid = lambda: "%032x" % rnd.getrandbits(128)
    logs = {s: [] for s, _ in STAGES}
    wrong, offset = rnd.choice(STAGES)[0], rnd.uniform(-4, 4)
    shown = lambda t, s: t + (offset if s == wrong else 0)
    length = rnd.uniform(120, 360)
    t = START
    while t < START + length:
        t += rnd.expovariate(2.0)
        trace, cause, at = hexid(), "", t
        for service, message in STAGES:
            at += 0.001 + rnd.expovariate(50)
            event = hexid()
            logs[service].append(line(shown(at, service), service, "info", message, trace_id=trace, event_id=event, causation_id=cause))
            cause = event
            if rnd.random() < 0.02:
                logs[service].append(line(shown(at + 0.001, service), service, "error", "card declined by the issuer", trace_id=trace))
    for service, _ in STAGES:                      # bursts: one trouble, many lines
        for _ in range(rnd.randrange(4)):
            at = START + rnd.uniform(0, length)
            for k in range(rnd.randrange(3, 25)):
                logs[service].append(line(shown(at + k * 0.2, service), service, "warn", "upstream is slow, retrying"))
    os.makedirs(f"{folder}/logs")
    for service, lines in logs.items():
        with open(f"{folder}/logs/{service}.log", "w") as f: f.writelines(text for _, text in sorted(lines))
    with open(f"{folder}/health.jsonl", "w") as f:
        k = 0
        while k < length:
            for service, _ in STAGES:
                f.write(json.dumps({"schema": "civic.health.snapshot/1", "time": stamp(START + k), "service.name": service,
                                    "civic.health.kind": "ready", "url.full": f"http://{service}/ready", "http.response.status_code": 200,
                                    "http.client.request.duration": 0.003, "http.response.body.content": {"status": "UP"}}) + "\n")
            k += 1
    begin = START + rnd.uniform(0.3, 0.6) * length
    with open(f"{folder}/fault.json", "w") as f:
        json.dump([{"name": "nothing-happened", "target": rnd.choice(STAGES)[0], "start": stamp(begin), "end": stamp(begin + rnd.uniform(8, 25))}], f)
    return {wrong: offset}


def run(civic, *args):
    result = subprocess.run([civic, *args, "--format", "json"], capture_output=True)
    if result.returncode not in (0, 1): sys.exit(f"civic {args[0]} left with {result.returncode}: {result.stderr.decode()[-300:]}")
    return json.loads(result.stdout)


def quiet(civic, first, seeds, keep):
    """Counts the systems of each kind of alarm, and prints them with the circumstances that most of them share."""
    alarms, facts, lives = collections.defaultdict(list), collections.Counter(), collections.Counter()
    for seed in range(first, first + seeds):
        system = QuietSystem(seed)
        lives.update(system.has)
        with tempfile.TemporaryDirectory() as folder:
            os.makedirs(f"{folder}/logs")
            system.save(f"{folder}/logs")
            system.save_health(f"{folder}/health.jsonl")
            system.save_fault(f"{folder}/fault.json")
            audit = run(civic, "audit", f"{folder}/logs", f"{folder}/health.jsonl", f"{folder}/fault.json")
            c = audit["correlation"]
            found = {f["rule"] for f in audit["findings"] if f["rule"][:3] in ("COR", "EVT", "HLT", "EXP")}
            found |= {what for what, n in (("lost", c["lost"]), ("repeated", c["duplicated"] - c["retried"]), ("misordered", c["outOfOrder"])) if n}
            for clock in c["clocks"]:
                truth = system.offset.get(clock["service"], 0)
                if clock["low"] is not None and clock["low"] - 0.001 > truth or clock["high"] is not None and clock["high"] + 0.001 < truth:
                    found.add("clock")
            report = run(civic, "experiment", f"{folder}/fault.json", f"{folder}/logs", f"{folder}/health.jsonl")
            faults = [fault for e in report["experiments"] for fault in e["faults"]]
            found |= {"witness" for fault in faults if fault["witnesses"]} | {"reached" for fault in faults if fault["blast"]}
            true = {rule for rule in found if rule in FACTS and FACTS[rule](system)}
            facts.update(true)
            for rule in found - true: alarms[rule].append((seed, system.has))
            if found - true and keep:
                print(seed, sorted(found - true), sorted(system.has))
                shutil.copytree(folder, os.path.join(keep, f"seed-{seed}"), dirs_exist_ok=True)
    print(f"| what | systems | of | share | circumstances that most of them share | as a fact |")
    print(f"|---|---|---|---|---|---|")
    for rule in sorted(set(alarms) | set(facts)):
        count = collections.Counter(c for _, has in alarms[rule] for c in has)
        shared = sorted(count, key=lambda c: (-count[c] / lives[c], c))[:3]
        print(f"| {rule} | {len(alarms[rule])} | {seeds} | {100 * len(alarms[rule]) / seeds:.1f} % | "
              + ", ".join(f"{c} {count[c]}/{lives[c]}" for c in shared) + f" | {facts[rule]} |")
    print("systems by circumstance:", ", ".join(f"{c} {lives[c]}" for c in CIRCUMSTANCES))


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--civic", required=True)
    options.add_argument("--seeds", type=int, default=200)
    options.add_argument("--first", type=int, default=1)
    options.add_argument("--quiet", type=int, default=200, help="systems of quiet_systems.py")
    options.add_argument("--keep")
    o = options.parse_args()
    witnesses = blasts = blasted = chances = noisy = missed = intervals = 0
    rules = {}
    for seed in range(o.first, o.first + o.seeds):
        with tempfile.TemporaryDirectory() as folder:
            offsets = make(folder, seed)
            report = run(o.civic, "experiment", f"{folder}/fault.json", f"{folder}/logs", f"{folder}/health.jsonl")
            found = {w["service"] for e in report["experiments"] for f in e["faults"] for w in f["witnesses"]}
            witnesses += len(found)
            reached = {b["service"] for e in report["experiments"] for f in e["faults"] for b in f["blast"]}
            blasts += len(reached)
            blasted += bool(reached)
            chances += len(STAGES)
            audit = run(o.civic, "audit", f"{folder}/logs")
            c = audit["correlation"]
            cor = [f["rule"] for f in audit["findings"] if f["rule"].startswith("COR")]
            for rule in cor: rules[rule] = rules.get(rule, 0) + 1
            noisy += bool(c["lost"] or c["duplicated"] or c["outOfOrder"])
            for clock in c["clocks"]:
                if clock["low"] is None: continue
                intervals += 1
                truth = offsets.get(clock["service"], 0)
                missed += not clock["low"] - 1e-6 <= truth <= clock["high"] + 1e-6
    if o.seeds: table(o, witnesses, blasts, blasted, chances, noisy, missed, intervals, rules)
    if o.quiet: quiet(o.civic, o.first, o.quiet, o.keep)


def table(o, witnesses, blasts, blasted, chances, noisy, missed, intervals, rules):
    print(f"| what | alarms | of | share | nominal |")
    print(f"|---|---|---|---|---|")
    print(f"| service called a witness of a fault that never was | {witnesses} | {chances} | {100 * witnesses / chances:.1f} % | 5 % |")
    print(f"| service said to be reached by it | {blasts} | {chances} | {100 * blasts / chances:.1f} % | 1 % |")
    print(f"| system with a service said to be reached | {blasted} | {o.seeds} | {100 * blasted / o.seeds:.1f} % | 5 % |")
    print(f"| system with a lost, repeated or misordered event | {noisy} | {o.seeds} | {100 * noisy / o.seeds:.1f} % | 0 % |")
    print(f"| clock whose interval misses its offset | {missed} | {intervals} | {100 * missed / max(1, intervals):.1f} % | 1 % |")
    print("findings of the COR family:", ", ".join(f"{k} {v}" for k, v in sorted(rules.items())) or "none")


if __name__ == "__main__":
    main()
