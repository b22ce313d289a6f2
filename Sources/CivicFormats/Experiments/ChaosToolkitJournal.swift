import CivicModel

/// The `journal.json` that Chaos Toolkit writes at the end of a run, in each of the states that a run can end in.
enum ChaosToolkitJournal: ExperimentNotation {
    static func read(_ document: JSONDocument, path: String) -> [Experiment]? {
        let isJournal =
            document["chaoslib-version"] != nil
            || document["experiment"]?.isObject == true && (document["run"] != nil || document["steady_states"] != nil)
        guard isJournal else { return nil }
        let declared = document["experiment"] ?? .null
        var experiment = Experiment(
            title: declared["title"]?.string ?? path, origin: .journal, status: document["status"]?.string ?? "", path: path)
        experiment.deviated = document["deviated"]?.boolean ?? false
        experiment.dry = dryRun(declared["dry"])
        experiment.start = document["start"]?.instant
        experiment.end = document["end"]?.instant
        experiment.tags = declared["tags"]?.elements.compactMap(\.string) ?? []
        let states = document["steady_states"] ?? .null
        experiment.heldBefore = states["before"]?["steady_state_met"]?.boolean
        experiment.heldAfter = states["after"]?["steady_state_met"]?.boolean
        let during = states["during"]?.elements ?? []
        experiment.heldDuring = during.compactMap { $0["steady_state_met"]?.boolean }
        if experiment.status.isEmpty {
            experiment.status = "unknown"
            experiment.remarks.append("the journal does not say how the run ended")
        }

        let declarations = DeclaredActivities(declared)
        var played: [Played] = []
        for (phase, results) in [
            (ExperimentStep.Phase.before, states["before"]?["probes"]?.elements ?? []),
            (.method, document["run"]?.elements ?? []),
            (.during, during.flatMap { $0["probes"]?.elements ?? [] }),
            (.after, states["after"]?["probes"]?.elements ?? []),
            (.rollback, document["rollbacks"]?.elements ?? []),
        ] {
            played += results.compactMap { Played($0, phase: phase, declarations: declarations) }
        }
        // Equal starts stay in the order of the journal.
        played = played.enumerated().sorted {
            ($0.element.step.start, $0.offset) < ($1.element.step.start, $1.offset)
        }.map(\.element)
        experiment.steps = played.map(\.step)
        findFaults(of: &experiment, in: played, declared: declared, run: document["run"])
        return [experiment]
    }

    /// What `--dry` was given; older versions write a truth value.
    private static func dryRun(_ value: JSONDocument?) -> String? {
        switch value {
        case .string(let text) where !text.isEmpty: text
        case .boolean(true): "activities"
        default: nil
        }
    }

    // MARK: - What was played

    /// A result in the journal, as a step and as what was declared.
    private struct Played {
        var step: ExperimentStep
        var activity: ChaosToolkitActivity
        var output: JSONDocument

        init?(_ result: JSONDocument, phase: ExperimentStep.Phase, declarations: DeclaredActivities) {
            guard let start = result["start"]?.instant else { return nil }
            activity = ChaosToolkitActivity(declarations.resolve(result["activity"] ?? .null))
            output = result["output"] ?? .null
            step = ExperimentStep(name: activity.name, type: activity.type, phase: phase, start: start)
            step.end = result["end"]?.instant
            step.status = result["status"]?.string
            step.toleranceMet = result["tolerance_met"]?.boolean
            if let exception = result["exception"]?.elements.compactMap(\.string), !exception.isEmpty {
                let lines = exception.flatMap { $0.split(whereSeparator: \.isNewline) }
                let last = lines.last { line in line.contains { !$0.isWhitespace } } ?? ""
                step.output = JSONDocument.string(String(last)).summary()
            } else {
                step.output = output == .null ? "" : output.summary()
            }
        }

        /// The call came back and says that it was refused: nothing was injected.
        var wasRefused: Bool {
            guard activity.provider["type"]?.string == "http", let code = output["status"]?.integer else { return false }
            return code >= 400
        }
    }

    /// The activities of the experiment by name, for `{"ref": …}`.
    private struct DeclaredActivities {
        private var byName: [String: JSONDocument] = [:]

        init(_ experiment: JSONDocument) {
            let lists = [
                experiment["steady-state-hypothesis"]?["probes"], experiment["method"], experiment["rollbacks"],
            ]
            for activity in lists.compactMap({ $0 }).flatMap(\.elements) {
                guard let name = activity["name"]?.string, byName[name] == nil else { continue }
                byName[name] = activity
            }
        }

        func resolve(_ activity: JSONDocument) -> JSONDocument {
            guard let name = activity["ref"]?.string, let declared = byName[name] else { return activity }
            return declared
        }
    }

    // MARK: - Faults

    private static func findFaults(
        of experiment: inout Experiment, in played: [Played], declared: JSONDocument, run: JSONDocument?
    ) {
        if let dry = experiment.dry, dry == "actions" || dry == "activities" {
            experiment.remarks.append("a dry run (--dry \(dry)): no action was really executed")
            return
        }
        let method = played.filter { $0.step.phase == .method && $0.step.type == "action" }
        if experiment.heldBefore == false, method.isEmpty {
            experiment.remarks.append(
                "the gate was closed: the steady state did not hold before the method, which was not played")
            return
        }
        if run == nil {
            experiment.isIncomplete = true
            let planned = (declared["method"]?.elements ?? []).map { ChaosToolkitActivity($0) }.filter { $0.type == "action" }
            let names = planned.map { "\"\($0.name)\"" }
            experiment.remarks.append(
                names.isEmpty
                    ? "the journal does not say what was played: what it did is not known"
                    : "the journal does not say what was played: whether and when \(names.joined(separator: ", ")) \(names.count == 1 ? "was" : "were") done is not known"
            )
            return
        }
        if method.isEmpty { experiment.remarks.append("the method played no action") }

        let rollbacks = played.filter { $0.step.phase == .rollback && $0.step.type == "action" }
        let wasCut = ["interrupted", "failed", "aborted"].contains(experiment.status)
        var open: [(fault: Fault, by: Played)] = []
        var closed: [Fault] = []
        func close(with mender: Played, as origin: String) -> Bool {
            var isMender = false
            var rest: [(fault: Fault, by: Played)] = []
            for entry in open {
                guard mender.step.start >= entry.fault.start,
                    mender.activity.undoes(entry.by.activity, isOnlyOpen: open.count == 1)
                else {
                    rest.append(entry)
                    continue
                }
                isMender = true
                var fault = entry.fault
                fault.end = mender.step.end ?? mender.step.start
                fault.endOrigin = "\(origin) \"\(mender.activity.name)\""
                closed.append(fault)
            }
            open = rest
            return isMender
        }
        for action in method {
            if action.step.status == "failed" {
                experiment.remarks.append("action \"\(action.activity.name)\" failed, and is not counted as a fault")
                continue
            }
            if action.wasRefused {
                experiment.remarks.append(
                    "action \"\(action.activity.name)\" was refused with HTTP \(action.output["status"]?.integer ?? 0), and is not counted as a fault"
                )
                continue
            }
            if close(with: action, as: "undone by") { continue }
            if FaultVerb.isMending(action.activity.verbs) || FaultVerb.isNeutral(action.activity.nameWords) { continue }
            open.append((fault(of: action, experiment), action))
        }
        for action in rollbacks where action.step.status != "failed" && !action.wasRefused {
            _ = close(with: action, as: "rollback")
        }
        for entry in open {
            var fault = entry.fault
            let step = entry.by.step
            if let end = step.end, entry.by.activity.isBackground || end.nanoseconds &- step.start.nanoseconds >= 1_000_000_000
            {
                (fault.end, fault.endOrigin) = (end, "its own duration")
            } else if let last = rollbacks.last {
                (fault.end, fault.endOrigin) = (last.step.end ?? last.step.start, "the end of the rollbacks")
            } else if wasCut {
                fault.endOrigin = "nothing in the journal undid it"
            } else if let end = experiment.end {
                (fault.end, fault.endOrigin) = (end, "the experiment's end")
            } else {
                fault.endOrigin = "the journal does not say what ended it"
            }
            closed.append(fault)
        }
        experiment.faults = closed.enumerated().sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }
            .map(\.element)
        let declaredRollbacks = declared["rollbacks"]?.elements.count ?? 0
        if wasCut, rollbacks.isEmpty, !experiment.faults.isEmpty {
            experiment.remarks.append(
                declaredRollbacks > 0
                    ? "the run was \(experiment.status) and its rollbacks were not played: a fault may outlive the journal"
                    : "the run was \(experiment.status) and has no rollbacks: a fault may outlive the journal")
        }
    }

    private static func fault(of played: Played, _ experiment: Experiment) -> Fault {
        var fault = Fault(name: played.activity.name, type: "action", start: played.step.start)
        fault.hints = played.activity.hints(tags: experiment.tags, title: experiment.title)
        fault.chooseTargets(
            argument: played.activity.targetArgument, residue: played.activity.nameWords.filter { !FaultVerb.isVerb($0) })
        fault.collectKeywords(address: played.activity.address)
        return fault
    }
}

extension Fault {
    /// Fills `targets`: an argument that is there to name them, else an argument that the name agrees with, else what the name
    /// says apart from its verb.
    mutating func chooseTargets(argument: String? = nil, residue: [String]) {
        if let argument {
            (targets, targetOrigin) = ([argument], "arguments")
            return
        }
        func isName(_ text: String) -> Bool {
            let words = NameWords.of(text)
            return words.contains { !FaultVerb.isVerb($0) } && text.utf8.count <= 64 && !text.contains(" ")
        }
        if !residue.isEmpty {
            (targets, targetOrigin) = ([residue.joined(separator: "-")], "name")
        }
        if let argument = hints.first(where: { $0.origin == "arguments" && isName($0.text) }) {
            let words = Set(NameWords.of(argument.text))
            // The first argument names the target where the name agrees, or says nothing of its own.
            if residue.isEmpty || !words.isDisjoint(with: residue) {
                (targets, targetOrigin) = ([argument.text], "arguments")
            }
        }
    }

    /// Fills `keywords` from the hints.
    mutating func collectKeywords(address: String?) {
        var words: [String] = []
        for hint in hints where hint.origin != "title" && hint.origin != "tags" {
            words += NameWords.of(hint.text).filter { $0.count >= 3 && !FaultVerb.isVerb($0) && $0 != "localhost" }
        }
        if let address { words.append(address.lowercased()) }
        var seen: Set<String> = []
        keywords = words.filter { seen.insert($0).inserted }
    }
}
