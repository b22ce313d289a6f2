import CivicCorrelation
import CivicModel

/// The report of `civic experiment --format json`. Experiments are sorted by start, faults as well, witnesses by first sign, all
/// other lists by service.
public struct ExperimentJSONReporter: Sendable {
    /// Grows when a reader of the version before would be wrong about the report.
    public static let version = 1

    public init() {}

    public func report(_ report: ExperimentReport) -> String {
        var json = JSONWriter(breakDepth: 7)
        json.object { json in
            json.member("experimentVersion", Self.version)
            json.member("records", report.records)
            json.member("answers", report.answers)
            json.array("experiments") { json in
                for review in report.reviews { self.review(review, report, to: &json) }
            }
            json.array("problems") { json in
                for problem in report.problems.sorted(by: InputProblem.precedes) {
                    json.object { json in
                        json.member("path", problem.path)
                        json.member("code", problem.code)
                        json.member("line", problem.line)
                        json.member("byte", problem.byte)
                        json.member("detail", problem.detail)
                    }
                }
            }
        }
        return json.text
    }

    private func review(_ review: ExperimentReview, _ report: ExperimentReport, to json: inout JSONWriter) {
        let experiment = review.experiment
        json.object { json in
            json.member("title", experiment.title)
            json.member("path", experiment.path)
            json.member("origin", experiment.origin.rawValue)
            json.member("status", experiment.status)
            json.member("deviated", experiment.deviated)
            json.optional("dry", experiment.dry)
            json.optional("start", experiment.start?.formatted(digits: 6))
            json.optional("end", experiment.end?.formatted(digits: 6))
            json.object("steadyState") { json in
                json.optional("before", experiment.heldBefore)
                json.member("duringMissed", experiment.heldDuring.count { !$0 })
                json.optional("after", experiment.heldAfter)
            }
            json.member("tags", strings: experiment.tags)
            json.member("elsewhere", review.isElsewhere)
            json.member("complete", !experiment.isIncomplete)
            json.member("remarks", strings: experiment.remarks + review.remarks)
            json.array("faults") { json in for fault in review.faults { self.fault(fault, report, to: &json) } }
        }
    }

    private func fault(_ review: FaultReview, _ report: ExperimentReport, to json: inout JSONWriter) {
        json.object { json in
            json.member("name", review.fault.name)
            json.member("type", review.fault.type)
            json.member("target", strings: review.targets)
            json.member("targetOrigin", review.targetOrigin)
            json.member("start", review.fault.start.formatted(digits: 6))
            json.optional("end", review.fault.end?.formatted(digits: 6))
            json.member("endOrigin", review.fault.endOrigin)
            json.member("until", review.until.formatted(digits: 6))
            json.member("noticed", review.isNoticed)
            json.array("witnesses") { json in for witness in review.witnesses { self.witness(witness, report, to: &json) } }
            json.member("silent", strings: review.silent.map(\.service))
            json.array("silence") { json in
                for silent in review.silent {
                    json.object { json in
                        json.member("service", silent.service)
                        json.member("gapSeconds", SpanText.seconds(silent.gap), decimals: 3)
                        json.optional("starved", silent.supply == .unknown ? nil : silent.isStarved)
                    }
                }
            }
            json.array("pauses") { json in
                for gap in review.gaps {
                    json.object { json in
                        json.member("service", gap.service)
                        json.member("seconds", SpanText.seconds(gap.nanoseconds), decimals: 3)
                    }
                }
            }
            json.array("clockJumps") { json in
                for (service, step) in review.clockJumps {
                    json.object { json in
                        json.member("service", service)
                        json.member("seconds", SpanText.seconds(step.change), decimals: 3)
                        json.member("low", SpanText.seconds(step.low), decimals: 3)
                        json.member("high", SpanText.seconds(step.high), decimals: 3)
                    }
                }
            }
            json.array("recovery") { json in
                for recovery in review.recovery {
                    json.object { json in
                        json.member("service", recovery.service)
                        json.member("by", recovery.by.rawValue)
                        json.member("first", recovery.first.formatted(digits: 3))
                        json.member("afterSeconds", SpanText.seconds(recovery.after), decimals: 3)
                        json.member("message", recovery.message)
                        self.source(recovery.place, report, to: &json)
                    }
                }
            }
            json.member("dependants", strings: review.dependants)
            json.member("steady", strings: review.steady)
            json.member("unaffected", strings: review.unaffected)
            json.member("unjudged", strings: review.unjudged)
            json.array("mishaps") { json in
                for mishap in review.mishaps { self.mishap(mishap, report, to: &json) }
            }
            json.array("blast") { json in
                for blast in review.blast {
                    json.object { json in
                        json.member("service", blast.service)
                        json.member("exposed", blast.exposed)
                        json.member("exposedBad", blast.exposedBad)
                        json.member("control", blast.control)
                        json.member("controlBad", blast.controlBad)
                        json.member("collateral", blast.isCollateral)
                        json.member("missing", blast.missing)
                        json.member("late", blast.late)
                        json.member("failed", blast.failed)
                        json.member("stuck", blast.stuck)
                        json.member("repeated", blast.repeated)
                        json.member("differenceLow", blast.low, decimals: 4)
                        json.member("differenceHigh", blast.high, decimals: 4)
                        json.member("beside", blast.beside)
                        json.member("besideBad", blast.besideBad)
                    }
                }
            }
            json.member("remarks", strings: review.remarks)
        }
    }

    private func witness(_ witness: FaultReview.Witness, _ report: ExperimentReport, to json: inout JSONWriter) {
        json.object { json in
            json.member("service", witness.service)
            json.member("by", witness.by.rawValue)
            json.member("first", witness.first.formatted(digits: 3))
            json.member("afterSeconds", SpanText.seconds(witness.after), decimals: 3)
            json.optional("level", witness.level?.name)
            json.member("message", witness.message)
            json.member("others", strings: witness.others)
            json.member("count", witness.count)
            json.member("countBefore", witness.before)
            json.member("specific", witness.isSpecific)
            json.member("namesFault", witness.namesFault)
            json.member("unreachable", witness.isUnreachable)
            self.source(witness.place, report, to: &json)
        }
    }

    private func mishap(_ mishap: FaultReview.Mishap, _ report: ExperimentReport, to json: inout JSONWriter) {
        json.object { json in
            json.member("service", mishap.service)
            json.member("kind", mishap.kind.rawValue)
            json.member("count", mishap.count)
            json.member("countBefore", mishap.before)
            json.member("secondsBefore", SpanText.seconds(mishap.beforeLength), decimals: 3)
            json.array("examples") { json in
                for example in mishap.examples {
                    json.object { json in
                        json.member("id", example.id)
                        self.source(example.place, report, to: &json)
                    }
                }
            }
        }
    }

    private func source(_ place: FaultReview.Place, _ report: ExperimentReport, to json: inout JSONWriter) {
        json.object("source") { json in
            json.member("path", report.path(place))
            json.member("line", place.line)
        }
    }
}

extension JSONWriter {
    /// Null when there is nothing to say.
    mutating func optional(_ name: String, _ value: String?) {
        key(name)
        if let value { string(value) } else { null() }
    }

    mutating func optional(_ name: String, _ value: Bool?) {
        key(name)
        if let value { boolean(value) } else { null() }
    }
}
