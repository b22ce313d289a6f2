#!/usr/bin/env python3
"""Whether Civic tells what happened in systems that it has never seen: made with a seed, each another one, with the truth.

    Benchmarks/made_systems.py --civic .build/release/civic [--seeds 100] [--first 0] [--keep FOLDER]

Four to seven services pass events on, each to up to a few others. Every service has names of its own for event, cause and flow; says what
it publishes, what it takes, or both; names the cause of what it takes or not, or, where it publishes nothing, what it takes as a cause and no event; names flows or not; writes JSON, logfmt, plain text with the ids behind its sentences or in them. Clocks of up to two are off by 0.15 to 40
seconds. Some events are lost, at random or all in an outage, and some are taken twice. Held against the truth are
  lost        events, but for those that the end leaves open
  repeated    events taken twice
  chains      requests
  clocks      intervals that do not hold the true offset (where fewer than half of the clocks are off)
  hops        between services that never exchanged anything, and those that are missing
  order       anything that is said to be out of order, or a cause without an event: there is none
A system counts as told when all agree. With --keep, what is not is left there. The figures are kept in docs/statistics.md.
"""
import argparse, collections, json, os, random, shutil, subprocess, tempfile, uuid
from datetime import datetime, timezone

EVENT = ["event_id", "messageId", "ce_id", "eventId", "msgId", "id", "meta.id"]
CAUSE = ["causation_id", "causedBy", "ce_causationid", "in_response_to", "parent_event"]
FLOW = ["correlation_id", "trace_id", "conversationId", "journey"]
NAMES = ["api", "orders", "billing", "stock", "mail", "ledger", "search", "risk", "shipping", "zones"]
START, REQUESTS, OUTAGE = 1767607200.0, 2500, (120, 140)


class System:
    def __init__(self, seed):
        rnd = self.rnd = random.Random(seed)
        n = rnd.randint(4, 7)
        self.services = rnd.sample(NAMES, n)
        self.upstream = {s: self.services[rnd.randint(max(0, i - 2), i - 1)] for i, s in enumerate(self.services) if i}
        self.says = {s: rnd.choice(["PR", "P"]) for s in self.services}
        for s in self.services:
            if s not in self.upstream.values():
                self.says[s] = rnd.choice(["R", "PR"])
        self.says[self.services[0]] = "P"
        # Of a generator of its own: the systems of earlier runs stay what they were but for this.
        aside = random.Random(f"cause {seed}")
        self.only_cause = {s for s in self.services if self.says[s] == "R" and aside.random() < 0.5}
        self.names_cause = {s: rnd.random() < 0.5 for s in self.services}
        self.flowless = {s for s in self.services if rnd.random() < 0.15}
        self.fields = {s: (rnd.choice(EVENT), rnd.choice(CAUSE), rnd.choice(FLOW)) for s in self.services}
        self.offset = dict.fromkeys(self.services, 0.0)
        for s in rnd.sample(self.services, rnd.choice([0, 1, 1, 2]) if n > 4 else 1):
            self.offset[s] = rnd.choice([-1, 1]) * rnd.choice([0.15, 0.5, 3, 40])
        takers = self.services[1:]
        self.loses = {s: rnd.choice([0, 0, 0.004, "outage"]) for s in takers}
        self.repeats = {s: rnd.choice([0, 0, 0.01]) for s in takers}
        self.work = {s: (rnd.choice([0.001, 0.003, 0.01]), rnd.choice([20, 60, 200])) for s in self.services}
        self.style = {s: rnd.choice(["json", "json", "logfmt", "text", "sentence"]) for s in self.services}
        self.logs = {s: [] for s in self.services}
        self.lost, self.repeated = collections.Counter(), collections.Counter()
        self.run()

    def new_id(self):
        return str(uuid.UUID(int=self.rnd.getrandbits(128)))

    def write(self, service, t, message, event, cause, flow):
        shown = datetime.fromtimestamp(t + self.offset[service], timezone.utc)
        flow = "" if service in self.flowless else flow
        ids = [(name, value) for name, value in zip(self.fields[service], (event, cause, flow)) if value]
        line = getattr(self, self.style[service])(shown, service, message, ids)
        self.logs[service].append((t, line + "\n"))

    def json(self, shown, service, message, ids):
        record = {"ts": shown.strftime("%Y-%m-%dT%H:%M:%S.%f") + "Z", "level": "info", "msg": message}
        for name, value in ids:
            outer, _, inner = name.partition(".")
            record[outer] = {inner: value} if inner else value
        return json.dumps(record)

    def logfmt(self, shown, service, message, ids):
        stamp = shown.strftime("%Y-%m-%dT%H:%M:%S.%f") + "Z"
        return " ".join([f'ts={stamp} level=info msg="{message}"'] + [f"{name}={value}" for name, value in ids])

    def text(self, shown, service, message, ids):
        stamp = shown.strftime("%Y-%m-%dT%H:%M:%S,%f")[:-3] + "Z"
        return f"{stamp} INFO  [worker-{len(message) % 4}] {service}.Handler - {message} " + " ".join(f"{n}={v}" for n, v in ids)

    def sentence(self, shown, service, message, ids):
        stamp = shown.strftime("%Y-%m-%d %H:%M:%S.%f") + "+00:00"
        return f"{stamp} INFO {service}: {message} (" + ", ".join(f"{n} {v}" for n, v in ids) + ")"

    def take(self, service, t, event, cause, flow):
        rnd = self.rnd
        if "R" in self.says[service]:
            if service in self.only_cause:
                event, cause = "", event
            elif not self.names_cause[service]:
                cause = ""
            self.write(service, t, f"{service} got a message", event, cause, flow)
            if rnd.random() < self.repeats[service]:
                self.repeated[service] += 1
                self.write(service, t + 0.2 + rnd.random(), f"{service} got a message", event, cause, flow)
        if self.says[service] == "R":
            return
        least, rate = self.work[service]
        t += least + rnd.expovariate(rate)
        new = self.new_id()
        self.write(service, t, f"{service} done", new, event, flow)
        self.send(service, t, new, event, flow)

    def send(self, service, t, event, cause, flow):
        for to in self.services:
            if self.upstream.get(to) != service:
                continue
            share = self.loses[to]
            is_lost = START + OUTAGE[0] < t < START + OUTAGE[1] if share == "outage" else self.rnd.random() < share
            if is_lost:
                self.lost[to] += 1
            else:
                self.take(to, t + 0.002 + self.rnd.expovariate(80), event, cause, flow)

    def run(self):
        t, root = START, self.services[0]
        for _ in range(REQUESTS):
            t += self.rnd.expovariate(8)
            flow, event = self.new_id(), self.new_id()
            self.write(root, t, "request accepted", event, "", flow)
            self.send(root, t, event, "", flow)

    def save(self, folder):
        for service, lines in self.logs.items():
            with open(os.path.join(folder, service + ".log"), "w") as file:
                file.writelines(line for _, line in sorted(lines))

    def differences(self, found):
        """What Civic says otherwise, one sentence each."""
        if not found:
            yield "correlation is missing"
            return
        lost, repeated = sum(self.lost.values()), sum(self.repeated.values())
        if not found["lost"] <= lost <= found["lost"] + found["censored"]:
            yield f"lost {found['lost']} and {found['censored']} open, truth {dict(self.lost)}"
        if found["duplicated"] != repeated:
            yield f"repeated {found['duplicated']}, truth {dict(self.repeated)}"
        if found["chains"] != REQUESTS:
            yield f"chains {found['chains']}, truth {REQUESTS}"
        if found["outOfOrder"] or found["orphans"]:
            yield f"{found['outOfOrder']} out of order, {found['orphans']} causes without an event, truth 0"
        if sum(1 for o in self.offset.values() if o) * 2 < len(self.services):
            for clock in found["clocks"]:
                truth = self.offset.get(clock["service"], 0)
                low, high = clock.get("low"), clock.get("high")
                if low is not None and low - 0.001 > truth or high is not None and high + 0.001 < truth:
                    yield f"clock of {clock['service']} {low} to {high}, truth {truth}"
        hops = {(h["from"], h["to"]) for h in found["hops"]}
        truth = {(a, b) for b, a in self.upstream.items()}
        if hops != truth:
            yield f"hops too many {sorted(hops - truth)}, missing {sorted(truth - hops)}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--civic", required=True)
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--keep")
    options = parser.parse_args()
    kinds, told = collections.Counter(), 0
    for seed in range(options.first, options.first + options.seeds):
        system = System(seed)
        with tempfile.TemporaryDirectory() as folder:
            system.save(folder)
            run = subprocess.run([options.civic, "audit", folder, "--format", "json"], capture_output=True, text=True)
            wrong = list(system.differences(json.loads(run.stdout).get("correlation")))
            told += not wrong
            for text in wrong:
                print(f"{seed}: {text}")
            kinds.update({text.split()[0] for text in wrong})
            if wrong and options.keep:
                shutil.copytree(folder, os.path.join(options.keep, f"seed-{seed}"), dirs_exist_ok=True)
    print(f"told {told} of {options.seeds} systems; otherwise: {dict(sorted(kinds.items())) or 'nothing'}")


if __name__ == "__main__":
    main()
