import CivicFormats
import CivicModel
import Testing

@testable import CivicCorrelation

struct TargetMatchTests {
    private let services = ["barrier", "ledger", "lot-api", "tariff"]

    /// Targets of the one action of a journal.
    private func targets(name: String, provider: String, endpoints: [(url: String, service: String)] = []) -> [String] {
        let journal = #"""
            {"chaoslib-version": "1.44.0", "experiment": {"title": "A day", "method": []}, "start": "2026-01-05T10:00:00+00:00",
             "end": "2026-01-05T10:00:30+00:00", "status": "completed", "steady_states": {},
             "run": [{"activity": {"type": "action", "name": "\#(name)", "provider": \#(provider)}, "status": "succeeded",
               "output": null, "start": "2026-01-05T10:00:01+00:00", "end": "2026-01-05T10:00:02+00:00"}], "rollbacks": []}
            """#
        let experiments = ExperimentReader.read(Array(journal.utf8), path: "journal.json").experiments
        guard let fault = experiments.first?.faults.first else { return ["no fault"] }
        return TargetMatch(services: services, pins: [:], endpoints: endpoints).services(of: fault).names
    }

    @Test func `a service is found by the address that its health endpoint has`() {
        let endpoints = [("http://localhost:8102/healthz", "tariff"), ("http://127.0.0.1:8103/q/health", "ledger")]
        func put(_ url: String) -> [String] {
            targets(name: "slow-down", provider: #"{"type": "http", "method": "PUT", "url": "\#(url)"}"#, endpoints: endpoints)
        }
        #expect(put("http://127.0.0.1:8102/chaos/delay") == ["tariff"])
        #expect(put("http://user:pass@[::1]:8103/") == ["ledger"])
        #expect(put("http://127.0.0.1:8109/chaos/delay") == [])
        let command = #"{"type": "process", "path": "curl", "arguments": "-X PUT http://127.0.0.1:8102/chaos?ms=900"}"#
        #expect(targets(name: "slow-down", provider: command, endpoints: endpoints) == ["tariff"])
    }

    @Test func `an address that several share names nobody, and a name outweighs an address`() {
        let shared = [("http://127.0.0.1:80/a/health", "tariff"), ("http://127.0.0.1/b/health", "ledger")]
        #expect(targets(name: "x", provider: #"{"type": "http", "url": "http://127.0.0.1/chaos"}"#, endpoints: shared) == [])
        let proxy = [("http://127.0.0.1:8474/health", "tariff")]
        let toxic = #"{"type": "http", "method": "POST", "url": "http://127.0.0.1:8474/proxies/ledger/toxics"}"#
        #expect(targets(name: "x", provider: toxic, endpoints: proxy) == ["ledger"])
    }

    @Test func `where a target lives is none of its names`() {
        func command(_ arguments: String) -> [String] {
            targets(name: "x", provider: #"{"type": "process", "path": "kubectl", "arguments": "\#(arguments)"}"#)
        }
        #expect(command("delete pod barrier-v2-6c9f7d5b8-x2x4q -n lot") == ["barrier"])
        #expect(command("delete pod barrier-v2-6c9f7d5b8-x2x4q --namespace=lot") == ["barrier"])
        #expect(command("delete pod lot-api-0") == ["lot-api"])
        let python = #"{"type": "python", "func": "terminate_pods", "arguments": {"ns": "lot", "name_pattern": "barrier-.*"}}"#
        #expect(targets(name: "x", provider: python) == ["barrier"])
        let http = #"{"type": "http", "url": "http://ledger.lot.svc.cluster.local:8080/admin"}"#
        #expect(targets(name: "x", provider: http) == ["ledger"])
    }
}
