import CivicModel
import Testing

@testable import CivicFormats

/// Journals as Chaos Toolkit writes them, made small.
struct ExperimentReaderTests {
    /// One activity that was played.
    private func result(
        _ name: String, _ second: Double, lasting: Double = 0.01, type: String = "action", status: String? = "succeeded",
        provider: String = #"{"type": "python", "module": "m", "func": "f"}"#, background: Bool = false, output: String = "null"
    ) -> String {
        func time(_ second: Double) -> String {
            let text = Instant(nanoseconds: Int64((1_767_607_200 + second) * 1e6) * 1000).formatted(digits: 6)
            return text.dropLast() + "+00:00"
        }
        return #"""
            {"activity": {"type": "\#(type)", "name": "\#(name)", "provider": \#(provider)\#(background ? ", \"background\": true" : "")},
             "output": \#(output), "start": "\#(time(second))"\#(status.map { ", \"status\": \"\($0)\"" } ?? ""), "end": "\#(time(second + lasting))"}
            """#
    }

    private func journal(
        run: [String], rollbacks: [String] = [], status: String = "completed", dry: String = "null", before: String = "true",
        after: String = #"{"steady_state_met": true, "probes": []}"#, declaredRollbacks: String = "[]", deviated: Bool = false
    ) -> String {
        #"""
        {"chaoslib-version": "1.44.0", "experiment": {"title": "T", "tags": ["one"], "method": [], "rollbacks": \#(declaredRollbacks),
         "dry": \#(dry)}, "start": "2026-01-05T09:59:59+00:00", "end": "2026-01-05T10:05:00.000001+00:00", "status": "\#(status)",
         "deviated": \#(deviated), "steady_states": {"before": {"steady_state_met": \#(before), "probes": []}, "after": \#(after),
         "during": []}, "run": [\#(run.joined(separator: ","))], "rollbacks": [\#(rollbacks.joined(separator: ","))]}
        """#
    }

    private func read(_ text: String) -> ExperimentReader.Reading {
        ExperimentReader.read(Array(text.utf8), path: "journal.json")
    }

    private func faults(_ text: String) -> [String] {
        read(text).experiments.flatMap(\.faults).map { fault in
            func seconds(_ instant: Instant?) -> String {
                instant.map { "\(($0.nanoseconds - 1_767_607_200_000_000_000) / 1_000_000_000)" } ?? "open"
            }
            return "\(fault.name) \(seconds(fault.start))..\(seconds(fault.end)) \(fault.endOrigin)"
        }
    }

    @Test func `an action lasts until a later one undoes it`() {
        #expect(
            faults(journal(run: [result("stop-redis", 10), result("look", 12, type: "probe"), result("start-redis", 20)]))
                == ["stop-redis 10..20 undone by \"start-redis\""])
    }

    @Test func `pairs are told by verb and target`() {
        let run = [
            result("freeze-a", 1), result("kill-b", 2), result("thaw-a", 5), result("start-b", 9),
            result("add-latency", 10, provider: #"{"type": "http", "url": "http://h:1/proxies/p/toxics", "method": "POST"}"#),
            result(
                "remove-latency", 14, provider: #"{"type": "http", "url": "http://h:1/proxies/p/toxics/t", "method": "DELETE"}"#
            ),
            result("scale-down-web", 20), result("scale-up-web", 25), result("block-db", 30), result("unblock-db", 33),
        ]
        #expect(
            faults(journal(run: run)) == [
                "freeze-a 1..5 undone by \"thaw-a\"", "kill-b 2..9 undone by \"start-b\"",
                "add-latency 10..14 undone by \"remove-latency\"", "scale-down-web 20..25 undone by \"scale-up-web\"",
                "block-db 30..33 undone by \"unblock-db\"",
            ])
    }

    @Test func `one name in two arguments is no pair`() {
        func provider(_ function: String, _ service: String) -> String {
            #"{"type": "python", "module": "m", "func": "\#(function)", "arguments": {"service": "\#(service)"}}"#
        }
        let run = [
            result("one", 1, provider: provider("freeze_process", "a")),
            result("two", 2, provider: provider("freeze_process", "b")),
            result("three", 6, provider: provider("thaw_process", "b")),
        ]
        let rollbacks = [result("four", 9, provider: provider("thaw_process", "a"))]
        #expect(
            faults(journal(run: run, rollbacks: rollbacks)) == [
                "one 1..9 rollback \"four\"", "two 2..6 undone by \"three\"",
            ])
    }

    @Test func `what lasts by itself ends by itself`() {
        #expect(
            faults(journal(run: [result("flood-queue", 1, lasting: 10, background: true)]))
                == ["flood-queue 1..11 its own duration"])
        #expect(faults(journal(run: [result("kill-a", 1)])) == ["kill-a 1..300 the experiment's end"])
    }

    @Test func `an interrupted run leaves its fault open and says so`() {
        let reading = read(
            journal(run: [result("freeze-a", 1)], status: "interrupted", declaredRollbacks: #"[{"name": "thaw-a"}]"#))
        let experiment = reading.experiments.first
        #expect(experiment?.faults.first?.end == nil)
        #expect(experiment?.remarks.contains { $0.contains("rollbacks were not played") } == true)
    }

    @Test func `a closed gate, a dry run and a method without actions inject nothing`() {
        #expect(faults(journal(run: [], before: "false", after: "null")) == [])
        let gate = read(journal(run: [], rollbacks: [result("start-a", 1)], before: "false", after: "null")).experiments.first
        #expect(gate?.remarks.contains { $0.contains("gate") } == true)
        #expect(faults(journal(run: [result("kill-a", 1)], dry: #""actions""#)) == [])
        #expect(faults(journal(run: [result("kill-a", 1)], dry: #""pause""#)).count == 1)
        #expect(faults(journal(run: [result("look", 1, type: "probe")])) == [])
    }

    @Test func `failed and refused actions are no faults`() {
        let refused = result(
            "add-toxic", 2, provider: #"{"type": "http", "url": "http://h/x", "method": "POST"}"#, output: #"{"status": 404}"#)
        let reading = read(journal(run: [result("kill-a", 1, status: "failed"), refused]))
        #expect(reading.experiments.first?.faults.isEmpty == true)
        #expect(reading.experiments.first?.remarks.count { $0.contains("not counted") } == 2)
    }

    @Test func `an activity in which the run was aborted has no status`() {
        let run = [result("freeze-a", 1), result("stats", 5, type: "probe", status: nil)]
        let experiment = read(journal(run: run, rollbacks: [result("thaw-a", 6)], status: "aborted", after: "null")).experiments
            .first
        #expect(experiment?.steps.first { $0.name == "stats" }?.status == nil)
        #expect(experiment?.faults.first?.endOrigin == "rollback \"thaw-a\"")
    }

    @Test func `who accepts again undoes that it refused`() {
        #expect(
            faults(journal(run: [result("refuse-mail", 1), result("accept-mail", 5)]))
                == ["refuse-mail 1..5 undone by \"accept-mail\""])
    }

    @Test func `starting what was not stopped is no fault, restarting it is`() {
        #expect(faults(journal(run: [result("start-load", 1), result("make-sure-a-runs", 2)])) == [])
        #expect(faults(journal(run: [result("restart-a", 1, lasting: 2)])) == ["restart-a 1..3 its own duration"])
    }

    @Test func `targets come from arguments, else from the name`() {
        let byArgument = result(
            "kill-it", 1,
            provider: #"{"type": "python", "module": "m", "func": "kill", "arguments": {"signal": "KILL", "service": "pay"}}"#)
        let fault = read(journal(run: [byArgument, result("stop-mail-relay", 2)])).experiments.first?.faults
        #expect(fault?.first?.targets == ["pay"])
        #expect(fault?.first?.targetOrigin == "arguments")
        #expect(fault?.last?.targets == ["mail-relay"])
        #expect(fault?.last?.targetOrigin == "name")
    }

    @Test(arguments: [
        ("docker", "network disconnect net worker-1", "network connect net worker-1"),
        ("docker", "compose stop worker", "compose start worker"),
        ("iptables", "-A INPUT -s worker -j DROP", "-D INPUT -s worker -j DROP"),
        ("kubectl", "-n lab scale deployment/worker --replicas=0", "-n lab scale deployment/worker --replicas=2"),
        ("ssh", "node3 sudo systemctl stop worker", "node3 sudo systemctl start worker"),
        ("tc", "qdisc add dev veth-worker root netem delay 800ms", "qdisc del dev veth-worker root"),
    ])
    func `a command that undoes another one ends its fault, however the two are called`(_ pair: (String, String, String)) {
        func command(_ arguments: String) -> String {
            #"{"type": "process", "path": "\#(pair.0)", "arguments": "\#(arguments)"}"#
        }
        let run = [
            result("first-half", 1, provider: command(pair.1)), result("second-half", 31, provider: command(pair.2)),
        ]
        #expect(faults(journal(run: run)) == [#"first-half 1..31 undone by "second-half""#])
    }

    @Test func `a command on something else undoes nothing`() {
        func command(_ arguments: String) -> String { #"{"type": "process", "path": "docker", "arguments": "\#(arguments)"}"# }
        let run = [
            result("worker-out", 1, provider: command("stop worker")),
            result("mailer-in", 31, provider: command("start mailer")),
        ]
        #expect(faults(journal(run: run)).first?.contains("mailer-in") == false)
    }

    @Test func `a journal that is cut says where, and what is whole counts`() {
        let whole = journal(run: [result("freeze-a", 1), result("thaw-a", 5)])
        let bytes = Array(whole.utf8)
        for end in stride(from: 0, to: bytes.count - 1, by: 7) {
            let reading = ExperimentReader.read(Array(bytes[..<end]), path: "j")
            #expect(reading.problems.contains { $0.code == "journal-cut" && $0.byte <= end })
        }
        let cut = whole.firstRange(of: "thaw-a").map { String(whole[..<$0.lowerBound]) } ?? ""
        let names = read(cut).experiments.first?.faults.map(\.name)
        #expect(names == ["freeze-a"])
    }

    @Test(arguments: ["", "hello", "[]", "{}", "[1, 2]", #"{"run": 5}"#, #"{"chaoslib-version": 1}"#, "null"])
    func `garbage is no experiment with a fault and nothing that traps`(_ text: String) {
        #expect(faults(text) == [])
    }

    @Test func `changed bytes never trap`() {
        let seed = Array(journal(run: [result("freeze-a", 1), result("thaw-a", 5)]).utf8)
        var state: UInt64 = 7
        func next() -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(truncatingIfNeeded: state >> 33)
        }
        for _ in 0..<1500 {
            var bytes = seed
            for _ in 0...(next() % 6) { bytes[next() % bytes.count] = UInt8(truncatingIfNeeded: next()) }
            _ = ExperimentReader.read(bytes, path: "j")
        }
    }

    @Test(arguments: [
        #"[{"name": "cut the db", "target": "db", "start": "2026-01-05T10:00:01Z", "end": "2026-01-05T10:00:09Z"}]"#,
        "{\"name\": \"cut the db\", \"target\": [\"db\"], \"start\": \"2026-01-05T10:00:01Z\", \"end\": \"2026-01-05T10:00:09Z\"}\n",
        "{\"target\": \"x\", \"start\": \"2026-01-05T10:00:00Z\"}\n{\"name\": \"cut the db\", \"target\": \"db\", \"start\": \"2026-01-05T10:00:01Z\", \"end\": \"2026-01-05T10:00:09Z\"}\n",
        #"{"title": "day", "faults": [{"name": "cut the db", "target": "db", "start": 1767607201, "end": 1767607209}]}"#,
    ])
    func `a list by hand is an experiment`(_ text: String) {
        let experiment = read(text).experiments.first
        #expect(experiment?.origin == .list)
        #expect(faults(text).last == "cut the db 1..9 the list")
        #expect(experiment?.faults.last?.targets == ["db"])
    }

    @Test func `an experiment file alone says nothing of when`() {
        let experiment = read(#"{"title": "T", "method": [{"type": "action", "name": "kill-a", "provider": {}}]}"#).experiments
            .first
        #expect(experiment?.origin == .plan)
        #expect(experiment?.faults.isEmpty == true)
    }

    @Test func `a chaos object of Chaos Mesh has a window for each target`() {
        let text = #"""
            {"kind": "NetworkChaos", "metadata": {"name": "slow-cart"}, "status": {"experiment": {"desiredPhase": "Stop",
             "containerRecords": [{"id": "shop/cart-5d8f/cart", "phase": "Not Injected", "events": [
              {"operation": "Apply", "timestamp": "2026-01-05T10:00:10Z", "type": "Succeeded"},
              {"operation": "Recover", "timestamp": "2026-01-05T10:00:40Z", "type": "Succeeded"}]}]}}}
            """#
        #expect(faults(text) == ["slow-cart 10..40 recovered"])
        #expect(read(text).experiments.first?.faults.first?.targets == ["cart"])
    }

    @Test func `a log of FIS has a window for each action`() {
        let text = #"""
            {"id": "EXP1", "log_type": "experiment-start", "event_timestamp": "2026-01-05T10:00:00Z", "version": "2", "details": {}}
            {"id": "EXP1", "log_type": "action-start", "event_timestamp": "2026-01-05T10:00:10Z", "version": "2", "details": {"action_name": "stop-web", "action_id": "aws:ecs:stop-task", "action_start_time": "2026-01-05T10:00:10Z", "action_targets": {"Tasks": "web"}}}
            {"id": "EXP1", "log_type": "action-end", "event_timestamp": "2026-01-05T10:00:40Z", "version": "2", "details": {"action_name": "stop-web", "action_id": "aws:ecs:stop-task", "action_end_time": "2026-01-05T10:00:40Z", "action_state": {"status": "completed"}}}
            {"id": "EXP1", "log_type": "experiment-end", "event_timestamp": "2026-01-05T10:00:50Z", "version": "2", "details": {"experiment_state": {"status": "completed"}}}
            """#
        #expect(faults(text) == ["stop-web 10..40 its own duration"])
    }

    @Test func `a result of Litmus has a verdict and no times`() {
        let experiment = read(
            #"{"kind": "ChaosResult", "metadata": {"name": "r"}, "spec": {"experiment": "pod-delete"}, "status": {"experimentStatus": {"phase": "Completed", "verdict": "Fail"}}}"#
        ).experiments.first
        #expect(experiment?.deviated == true)
        #expect(experiment?.faults.isEmpty == true)
    }

    @Test func `words of a name are split at every kind of seam`() {
        #expect(
            NameWords.of("stop_mail-relay.events stopMailRelay2 42") == [
                "stop", "mail", "relay", "events", "stop", "mail", "relay2",
            ])
    }
}
