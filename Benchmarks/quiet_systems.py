"""Systems in which nothing is wrong, though much goes on in them: made with a seed, each another one, for null_alarms.py.

Each is one of the random systems of made_systems.py without any loss or repetition, and lives through some of what real systems do all
day (`CIRCUMSTANCES`). A finding there is a false alarm, unless it states a fact.
"""
import gzip, json, os, random
from datetime import datetime, timezone
from made_systems import REQUESTS, START, System

CIRCUMSTANCES = {
    "wide": "one stage is taken up by several services",
    "join": "one service waits for two others, and acts on what comes last",
    "batches": "one service takes up what waits every half minute",
    "rare": "one request in fifty goes on to one more service",
    "refusals": "one request in fifty is refused somewhere, which is said",
    "mute": "one service logs only that it started",
    "quiet": "nobody asks for anything for twenty minutes",
    "night": "the load goes up and down tenfold",
    "cron": "every minute a hundred requests come at once",
    "tails": "one service takes long, at times a thousand times longer",
    "retries": "one service fails at one in twenty, says so, and then succeeds",
    "sampled": "one service logs one request in ten, on purpose",
    "restarts": "one service stops for three seconds, and says that it does",
    "rotation": "files are rotated, and the older ones compressed",
    "pruned": "of one service the oldest files are gone",
    "instances": "one service runs three times, each with files of its own",
    "cut": "the recording begins and ends in the midst of it",
    "clocks": "one or two clocks are off",
    "children": "one service makes several events of one",
    "hours": "the load is low, and the recording long",
}

# Findings that are true of a system, though nothing goes wrong in it.
FACTS = {
    # Some services name no flow.
    "COR-001": lambda s: bool(s.flowless) or s.has & {"rare"},
    "COR-006": lambda s: s.has & {"sampled", "pruned"},
    "COR-010": lambda s: any(s.offset.values()),
    "COR-012": lambda s: any(s.offset.values()),
    # A fault is declared, and nobody says a word of it.
    "EXP-001": lambda s: True,
}


def stamp(t):
    return datetime.fromtimestamp(t, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


class QuietSystem(System):
    def run(self):
        rnd = self.rnd
        self.has = {c for c in CIRCUMSTANCES if rnd.random() < 0.25}
        takers = self.services[1:]
        self.loses, self.repeats = dict.fromkeys(takers, 0), dict.fromkeys(takers, 0)
        pick = lambda name, among=takers: rnd.choice(among) if name in self.has else None
        if "clocks" not in self.has:
            self.offset = dict.fromkeys(self.services, 0.0)
        if "wide" in self.has:
            for s in self.services[2:5]:
                self.upstream[s] = self.services[1]
                if s not in self.upstream.values() and "R" not in self.says[s]:
                    self.says[s] = "PR"
            self.says[self.services[1]] = rnd.choice(["P", "PR"])
        self.batch, self.slow, self.failing = pick("batches"), pick("tails"), pick("retries")
        self.sampled, self.restarted, self.pruned = pick("sampled", self.services), pick("restarts"), pick("pruned", self.services)
        self.several, self.fertile, self.refusing = pick("instances", self.services), pick("children"), pick("refusals")
        leaves = [s for s in takers if s not in self.upstream.values()]
        self.joiner = rnd.choice(leaves) if "join" in self.has and len(self.services) > 3 else None
        self.second = rnd.choice([s for s in self.services if s not in (self.joiner, self.upstream.get(self.joiner))]) if self.joiner else None
        self.extra = self.upstream and rnd.choice(self.services[1:]) if "rare" in self.has else None
        if self.extra:
            self.logs["refunds"], self.style["refunds"] = [], "json"
            self.fields["refunds"], self.offset["refunds"] = rnd.choice(list(self.fields.values())), 0.0
        if self.several:
            self.style[self.several] = "json"
        if "mute" in self.has:
            self.style["cache"] = "json"
            self.logs["cache"], self.fields["cache"], self.offset["cache"] = [], self.fields[self.services[0]], 0.0
            for k in range(3):
                self.write("cache", START + k / 10, ["cache 2.1 starting", "listening on port 6380", "ready"][k], "", "", "")
        rate = rnd.choice([0.2, 0.5]) if "hours" in self.has else 8.0
        t, times, paused = START, [], False
        while len(times) < REQUESTS:
            wave = 0.1 + 0.9 * abs((len(times) / REQUESTS * 4) % 2 - 1) if "night" in self.has else 1
            before = t
            t += rnd.expovariate(rate * wave)
            if "cron" in self.has and int(t / 60) != int(before / 60):
                times += [int(t / 60) * 60 + rnd.random() / 5 for _ in range(100)]
            if "quiet" in self.has and not paused and len(times) > REQUESTS // 2:
                t, paused = t + 1200, True
            times.append(t)
        self.first, self.last = min(times), max(times)
        self.down = []
        if self.restarted:
            self.down = [rnd.uniform(self.first + 5, self.last - 5) for _ in range(rnd.randint(1, 3))]
            for d in self.down:
                self.write(self.restarted, d, f"{self.restarted} stopping", "", "", "")
                self.write(self.restarted, d + 3, f"{self.restarted} started", "", "", "")
        self.joined = {}
        for t in sorted(times):
            flow, event = self.new_id(), self.new_id()
            self.write(self.services[0], t, "request accepted", event, "", flow)
            self.send(self.services[0], t, event, "", flow)
        if "cut" in self.has:
            begin, end = self.first + (self.last - self.first) * 0.05, self.last - (self.last - self.first) * 0.05
            for s in self.logs:
                self.logs[s] = [x for x in self.logs[s] if begin < x[0] < end or s == "cache"]
        if self.pruned:
            begin = self.first + (self.last - self.first) * rnd.uniform(0.1, 0.6)
            self.logs[self.pruned] = [x for x in self.logs[self.pruned] if x[0] > begin]

    def write(self, service, t, message, event, cause, flow, level="info"):
        if service == self.sampled and hash_of(flow or event) % 10:
            return
        before = len(self.logs[service])
        super().write(service, t, message, event, cause, flow)
        if level != "info" and len(self.logs[service]) > before:
            at, line = self.logs[service][-1]
            for shown in ('"level": "info"', "level=info", " INFO "):
                line = line.replace(shown, shown.replace("info", level).replace("INFO", level.upper()), 1)
            self.logs[service][-1] = (at, line)

    def send(self, service, t, event, cause, flow):
        super().send(service, t, event, cause, flow)
        if service == self.second:
            self.take(self.joiner, t + 0.002 + self.rnd.expovariate(80), event, cause, flow)
        if service == self.extra and self.rnd.random() < 0.02:
            self.write("refunds", t + 0.01, "refund made", self.new_id(), event, flow)

    def take(self, service, t, event, cause, flow):
        rnd = self.rnd
        if service == self.batch:
            t = (int(t / 30) + 1) * 30 + rnd.random() / 2
        if service == self.slow:
            t += min(60, 0.05 * rnd.paretovariate(1.1))
        if service == self.restarted:
            for d in self.down:
                if d <= t < d + 3:
                    t = d + 3 + rnd.random() / 5
        if service == self.joiner:
            kept = self.joined.pop(flow, None)
            if kept is None:
                self.joined[flow] = (t, event, cause)
                return
            first, last = sorted([kept, (t, event, cause)])
            if "R" in self.says[service]:
                self.write(service, first[0], f"{service} got a message", first[1],
                           first[2] if self.names_cause[service] else "", flow)
            t, event, cause = last
        if service == self.refusing and rnd.random() < 0.02:
            if "R" in self.says[service]:
                self.write(service, t, f"{service} refused: over the limit", event, cause, flow, "warn")
            else:
                self.write(service, t, f"{service} refused: over the limit", self.new_id(), event, flow, "warn")
            return
        if service == self.failing and rnd.random() < 0.05:
            for k in range(rnd.choice([1, 1, 2, 3, 7])):
                self.write(service, t, "no answer from the bank, will try again", event, "", flow, "warn")
                t += 0.2 * 2 ** k * (1 + rnd.random() / 5)
        super().take(service, t, event, cause, flow)
        if service == self.fertile and "P" in self.says[service]:
            for k in range(2):
                self.write(service, t + 0.02 + k / 100, f"{service} item {['packed', 'noted'][k]}", self.new_id(), event, flow)

    def save(self, folder):
        for service, lines in self.logs.items():
            if not lines:
                continue
            lines = [line for _, line in sorted(lines)]
            if service == self.several:
                os.makedirs(os.path.join(folder, service))
                files = [(f"{service}/{service}-{k}.log", lines[k::3]) for k in range(3)]
                files = [(name, [x.replace("{", '{"service": "%s", "instance": "%s-%d", ' % (service, service, k), 1) for x in part])
                         for k, (name, part) in enumerate(files)]
            elif "rotation" in self.has and len(lines) > 30:
                a, b = len(lines) // 3, 2 * len(lines) // 3
                files = [(service + ".log.2.gz", lines[:a]), (service + ".log.1", lines[a:b]), (service + ".log", lines[b:])]
            else:
                files = [(service + ".log", lines)]
            for name, part in files:
                path = os.path.join(folder, name)
                with gzip.open(path, "wt") if name.endswith(".gz") else open(path, "w") as file:
                    file.writelines(part)

    def save_health(self, path):
        """Answers of good endpoints: readiness says that a service is away while it restarts, liveness never does."""
        step = max(1.0, (self.last - self.first) / 600)
        with open(path, "w") as file:
            t = self.first
            while t < self.last:
                for s in self.services:
                    away = s == self.restarted and any(d <= t < d + 3 for d in self.down)
                    for kind in ("ready", "live"):
                        status = "DOWN" if away and kind == "ready" else "UP"
                        body = {"status": status, "version": "4.2.0"}
                        if kind == "ready":
                            body["components"] = {"queue": {"status": "UP"}}
                            if away:
                                body["components"]["queue"] = {"status": "DOWN", "details": {"error": "not connected yet"}}
                        file.write(json.dumps({
                            "schema": "civic.health.snapshot/1", "time": stamp(t), "service.name": s, "civic.health.kind": kind,
                            "url.full": f"http://{s}/health/{kind}", "http.response.status_code": 503 if status == "DOWN" else 200,
                            "http.response.header": {"content-type": ["application/json"], "cache-control": ["no-store"]},
                            "http.client.request.duration": 0.002 + self.rnd.random() / 500, "http.response.body.content": body}) + "\n")
                t += step

    def save_fault(self, path):
        """A fault that never was."""
        begin = self.first + (self.last - self.first) * self.rnd.uniform(0.3, 0.6)
        with open(path, "w") as file:
            json.dump([{"name": "nothing-happened", "target": self.rnd.choice(self.services), "start": stamp(begin),
                        "end": stamp(begin + self.rnd.uniform(8, 25))}], file)


def hash_of(text):
    return sum(text.encode()) * 31 + len(text)
