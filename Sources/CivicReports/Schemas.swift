/// JSON Schemas (2020-12) that the machine-readable reports validate against; `civic schema NAME` prints them.
public enum Schemas {
    /// Of `civic audit --format json`.
    public static func audit() -> String { auditHead + definitions + "\n" }

    /// Of `civic inspect --format json`.
    public static func inspect() -> String { inspectHead + definitions + "\n" }

    private static let auditHead = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "civic audit",
          "description": "The verdict on every service: its score, what lowered it, and what to fix, dearest first.",
          "type": "object",
          "required": ["reportVersion", "tool", "standard", "ledger", "system", "services", "findings"],
          "additionalProperties": false,
          "properties": {
            "reportVersion": {"const": 1},
            "tool": {
              "type": "object",
              "required": ["name", "version", "rules"],
              "additionalProperties": false,
              "properties": {
                "name": {"const": "civic"},
                "version": {"type": "string"},
                "rules": {"type": "string", "description": "Digest of the rule files that were in force."}
              }
            },
            "stamp": {"type": "string", "description": "Time of the run, with --stamp only."},
            "standard": {
              "type": "boolean",
              "description": "True for the unmodified built-in rules: only such scores compare between places."
            },
            "ledger": {"$ref": "#/$defs/ledger"},
            "system": {
              "description": "Null when no service could be scored.",
              "type": ["object", "null"],
              "required": ["score", "grade"],
              "additionalProperties": false,
              "properties": {"score": {"$ref": "#/$defs/score"}, "grade": {"$ref": "#/$defs/grade"}}
            },
            "services": {
              "description": "Sorted by name.",
              "type": "array",
              "items": {
                "type": "object",
                "required": [
                  "name", "records", "score", "low", "high", "grade", "certainty", "uncapped", "caps", "dimensions", "rules"
                ],
                "additionalProperties": false,
                "properties": {
                  "name": {"type": "string"},
                  "records": {"$ref": "#/$defs/count"},
                  "score": {"$ref": "#/$defs/scoreOrNull"},
                  "low": {"$ref": "#/$defs/scoreOrNull", "description": "Lower end of the 95 % interval."},
                  "high": {"$ref": "#/$defs/scoreOrNull", "description": "Upper end of the 95 % interval."},
                  "grade": {"$ref": "#/$defs/grade"},
                  "certainty": {
                    "description": "Half of the interval is at most 3, at most 8, or more.",
                    "enum": ["solid", "fair", "thin"]
                  },
                  "uncapped": {"$ref": "#/$defs/scoreOrNull", "description": "The score without caps."},
                  "unsuppressed": {"$ref": "#/$defs/scoreOrNull", "description": "The score without suppressions."},
                  "caps": {
                    "description": "Caps in force, lowest first.",
                    "type": "array",
                    "items": {
                      "type": "object",
                      "required": ["rule", "at"],
                      "additionalProperties": false,
                      "properties": {
                        "rule": {"type": "string"},
                        "at": {"$ref": "#/$defs/score"},
                        "violations": {"$ref": "#/$defs/count"}
                      }
                    }
                  },
                  "dimensions": {
                    "type": "array",
                    "items": {
                      "type": "object",
                      "required": ["id", "score", "assessed"],
                      "additionalProperties": false,
                      "properties": {
                        "id": {"enum": ["format", "message", "correlation", "health", "security", "volume", "experiment"]},
                        "score": {"$ref": "#/$defs/scoreOrNull"},
                        "assessed": {
                          "description": "False when nothing was supplied to judge it by; the score is null then.",
                          "type": "boolean"
                        }
                      }
                    }
                  },
                  "rules": {
                    "description": "Sorted by id.",
                    "type": "array",
                    "items": {
                      "type": "object",
                      "required": ["id", "verdict", "population", "violations", "ratio", "credit", "pointsLost"],
                      "additionalProperties": false,
                      "properties": {
                        "id": {"type": "string"},
                        "verdict": {"enum": ["pass", "fail", "provisional", "notApplicable", "suppressed"]},
                        "population": {"$ref": "#/$defs/count"},
                        "violations": {"$ref": "#/$defs/count"},
                        "suppressed": {"$ref": "#/$defs/count"},
                        "ratio": {"$ref": "#/$defs/share"},
                        "low": {"$ref": "#/$defs/share", "description": "Lower end of the 95 % interval of the ratio."},
                        "high": {"$ref": "#/$defs/share", "description": "Upper end of the 95 % interval of the ratio."},
                        "credit": {"$ref": "#/$defs/share"},
                        "pointsLost": {"$ref": "#/$defs/score"}
                      }
                    }
                  }
                }
              }
            },
            "findings": {
              "description": "Broken rules, dearest first: points lost, then severity, service, rule.",
              "type": "array",
              "items": {
                "type": "object",
                "required": [
                  "rule", "name", "service", "severity", "message", "fix", "population", "violations", "pointsLost",
                  "fingerprint", "evidence"
                ],
                "additionalProperties": false,
                "properties": {
                  "rule": {"type": "string"},
                  "name": {"type": "string"},
                  "service": {"type": "string"},
                  "severity": {"enum": ["error", "warn", "info"]},
                  "verdict": {"enum": ["fail", "provisional"]},
                  "message": {"type": "string"},
                  "fix": {"type": "string"},
                  "population": {"$ref": "#/$defs/count"},
                  "violations": {"$ref": "#/$defs/count"},
                  "pointsLost": {"$ref": "#/$defs/score"},
                  "gain": {
                    "$ref": "#/$defs/score",
                    "description": "What the capped score gains when this rule alone is kept in full."
                  },
                  "fingerprint": {
                    "description": "Stable over runs: of rule, service and subject, not of counts.",
                    "type": "string",
                    "pattern": "^[0-9a-f]{16}$"
                  },
                  "evidence": {
                    "type": "array",
                    "items": {
                      "type": "object",
                      "required": ["path", "line", "byte", "sample"],
                      "additionalProperties": false,
                      "properties": {
                        "path": {"type": "string"},
                        "line": {"$ref": "#/$defs/count", "description": "From 1 in the decompressed data; 0 for all of it."},
                        "byte": {"$ref": "#/$defs/count", "description": "Offset of the line in the decompressed data."},
                        "sample": {"type": "string", "description": "Secrets masked, bounded."}
                      }
                    }
                  }
                }
              }
            },
            "healthSeries": {
              "description": "States of every endpoint over time, by service, kind, address and instance.",
              "type": "array",
              "items": {
                "type": "object",
                "required": ["service", "kind", "url", "answers", "passing", "intervalSeconds", "states", "statesOmitted"],
                "additionalProperties": false,
                "properties": {
                  "service": {"type": "string"},
                  "kind": {"enum": ["live", "ready", "startup", "health", "deep"]},
                  "url": {"type": "string", "description": "Without user, password and values of the query."},
                  "instance": {"type": "string"},
                  "answers": {"$ref": "#/$defs/count", "description": "Questions that were recorded, answered or not."},
                  "passing": {"$ref": "#/$defs/count"},
                  "intervalSeconds": {"type": "number", "description": "Median time between two questions; 0 when unknown."},
                  "states": {
                    "description": "Runs of equal states in the order of time.",
                    "type": "array",
                    "items": {
                      "type": "object",
                      "required": ["status", "word", "first", "last", "decided", "answers"],
                      "additionalProperties": false,
                      "properties": {
                        "status": {"enum": ["pass", "warn", "fail", "unknown", "unreachable"]},
                        "word": {"type": "string", "description": "As the endpoint said it, or the error, or the HTTP status."},
                        "first": {"type": "string", "description": "When the first question of the run was asked."},
                        "last": {"type": "string", "description": "When the last question of the run was asked."},
                        "decided": {"type": "string", "description": "When the first answer of the run was there at the latest."},
                        "answers": {"$ref": "#/$defs/count"}
                      }
                    }
                  },
                  "statesOmitted": {"$ref": "#/$defs/count"}
                }
              }
            },
            "gate": {
              "description": "What the gate, expectations, suppressions and accepted debt make of it.",
              "type": "object",
              "required": ["verdict", "reasons", "accepted", "issues"],
              "additionalProperties": false,
              "properties": {
                "verdict": {"enum": ["ok", "break", "gate", "inconclusive"]},
                "reasons": {"type": "array", "items": {"type": "string"}},
                "accepted": {
                  "description": "Fingerprints of findings that stand in the file of accepted debt.",
                  "type": "array", "items": {"type": "string"}
                },
                "issues": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": [
                      "id", "name", "origin", "severity", "fails", "service", "subject", "message", "fix", "fingerprint",
                      "path", "line"
                    ],
                    "additionalProperties": false,
                    "properties": {
                      "id": {"type": "string"}, "name": {"type": "string"},
                      "origin": {"enum": ["debt", "configuration", "expectation", "gate"]},
                      "severity": {"enum": ["info", "warn", "error"]}, "fails": {"type": "boolean"},
                      "service": {"type": "string"}, "subject": {"type": "string"}, "message": {"type": "string"},
                      "fix": {"type": "string"}, "fingerprint": {"type": "string"},
                      "path": {"description": "Where the setting or the entry is.", "type": "string"},
                      "line": {"type": "integer", "minimum": 1}
                    }
                  }
                }
              }
            },
            "correlation": {
              "description": "What the ids of all records say together; absent when no record carries one.",
              "type": "object",
              "required": ["events", "chains", "lost", "censored", "duplicated", "outOfOrder", "orphans", "hops", "clocks", "roles"],
              "additionalProperties": false,
              "properties": {
                "events": {"$ref": "#/$defs/count", "description": "Distinct event ids."},
                "chains": {"$ref": "#/$defs/count", "description": "Groups of events tied by trace or by causation."},
                "lost": {
                  "$ref": "#/$defs/count",
                  "description": "Events that the next stage, known from the others of their kind, never took."
                },
                "censored": {"$ref": "#/$defs/count", "description": "Events that the end of the recording leaves undecided."},
                "duplicated": {"$ref": "#/$defs/count", "description": "Extra records of one event at one stage."},
                "retried": {"$ref": "#/$defs/count", "description": "Of the duplicated: attempts that follow others, and rounds of loops."},
                "outOfOrder": {"$ref": "#/$defs/count", "description": "Effects before their cause, on corrected time."},
                "orphans": {"$ref": "#/$defs/count", "description": "Distinct causes that no record is about."},
                "stuck": {
                  "description": "By service, then stage: events (chains, where the service names no events) that were taken and have no outcome, by the last that is said of them. None of them is among the lost ones, which nobody took.",
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["service", "stage", "type", "count", "youngestSeconds", "oldestSeconds", "deadlineSeconds", "examples"],
                    "additionalProperties": false,
                    "properties": {
                      "service": {"type": "string"},
                      "stage": {"type": "string", "description": "Template of the message; empty where there is none."},
                      "type": {"type": "string", "description": "Type of event; empty where none is named."},
                      "count": {"$ref": "#/$defs/count"},
                      "youngestSeconds": {"type": ["number", "null"], "description": "Before the end of the recording."},
                      "oldestSeconds": {"type": ["number", "null"]},
                      "deadlineSeconds": {"type": "number", "description": "What is younger than this is left open."},
                      "examples": {"$ref": "#/$defs/incidents"}
                    }
                  }
                },
                "hops": {
                  "description": "By from, then to. A quantile that too few hops show is null; Low and High hold it in 95 of 100 recordings, null: open on that side. Lost events count as slower than all others where they are more than one in a hundred.",
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["from", "to", "count", "p50Seconds", "p99Seconds"],
                    "additionalProperties": false,
                    "properties": {
                      "from": {"type": "string"},
                      "to": {"type": "string"},
                      "count": {"$ref": "#/$defs/count"},
                      "p50Seconds": {"type": ["number", "null"]},
                      "p90Seconds": {"type": ["number", "null"]},
                      "p99Seconds": {"type": ["number", "null"]},
                      "p50LowSeconds": {"type": ["number", "null"]},
                      "p50HighSeconds": {"type": ["number", "null"]},
                      "p90LowSeconds": {"type": ["number", "null"]},
                      "p90HighSeconds": {"type": ["number", "null"]},
                      "p99LowSeconds": {"type": ["number", "null"]},
                      "p99HighSeconds": {"type": ["number", "null"]},
                      "lost": {"$ref": "#/$defs/count"}
                    }
                  }
                },
                "clocks": {
                  "description": "By service. Offsets say how far its clock runs ahead; null: not identifiable.",
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["service", "class", "offsetSeconds", "low", "high"],
                    "additionalProperties": false,
                    "properties": {
                      "service": {"type": "string"},
                      "class": {"enum": ["exact", "bounded", "one-sided", "none", "contradictory"]},
                      "offsetSeconds": {"type": ["number", "null"]},
                      "low": {"type": ["number", "null"]},
                      "high": {"type": ["number", "null"]},
                      "provenLow": {"type": ["number", "null"], "description": "Without assumptions about delays."},
                      "provenHigh": {"type": ["number", "null"]},
                      "driftPpm": {"type": ["number", "null"], "description": "Parts per million that it runs too fast; null: none to be told."},
                      "offsetAt": {"type": "string", "description": "When a clock that drifts shows this, its offset is as given."},
                      "rivals": {"type": "array", "items": {"type": "string"}, "description": "Services that may be off the other way instead: nothing tells which side is."},
                      "pairs": {"$ref": "#/$defs/count", "description": "Pairs of records that it stands on."},
                      "component": {"type": "string", "description": "Services of one group can be compared."},
                      "steps": {
                        "type": "array",
                        "items": {
                          "type": "object",
                          "required": ["after", "before", "changeSeconds"],
                          "additionalProperties": false,
                          "properties": {
                            "after": {"type": "string"},
                            "before": {"type": "string"},
                            "changeSeconds": {"type": "number"},
                            "low": {"type": "number", "description": "The change is no less, seconds."},
                            "high": {"type": "number"},
                            "rivals": {"type": "array", "items": {"type": "string"}, "description": "Services that may have jumped the other way instead: nothing tells which did."}
                          }
                        }
                      },
                      "contradictions": {"type": "array", "items": {"type": "string"}}
                    }
                  }
                },
                "roles": {
                  "description": "By service, then field.",
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["service", "field", "role"],
                    "additionalProperties": false,
                    "properties": {
                      "service": {"type": "string"},
                      "field": {"type": "string"},
                      "role": {"enum": ["event", "cause", "flow", "span", "entity", "hub", "alias"]}
                    }
                  }
                },
                "checks": {
                  "description": "What the COR rules count, by service, then check; at most three examples each.",
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["service", "check", "population", "violations", "incidents"],
                    "additionalProperties": false,
                    "properties": {
                      "service": {"type": "string"},
                      "check": {"type": "string"},
                      "population": {"$ref": "#/$defs/count"},
                      "violations": {"$ref": "#/$defs/count"},
                      "incidents": {"$ref": "#/$defs/incidents"}
                    }
                  }
                },
                "hubs": {
                  "description": "Ids that too many records share to be one event.",
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["id", "records"],
                    "additionalProperties": false,
                    "properties": {"id": {"type": "string"}, "records": {"$ref": "#/$defs/count"}}
                  }
                },
                "record": {
                  "description": "What an event store holds against what the logs tell; absent when none was given.",
                  "type": "object",
                  "required": ["events", "unlogged", "unrecorded", "lost", "handledTwice", "services"],
                  "additionalProperties": false,
                  "properties": {
                    "events": {"$ref": "#/$defs/count", "description": "Events in the store."},
                    "unlogged": {"$ref": "#/$defs/count", "description": "Of these, events that no log mentions."},
                    "unrecorded": {
                      "$ref": "#/$defs/count",
                      "description": "Events in logs that the store does not hold, of kinds that it usually does."
                    },
                    "otherKinds": {
                      "$ref": "#/$defs/count",
                      "description": "Events in logs of kinds that the store does not usually hold."
                    },
                    "lost": {"$ref": "#/$defs/count", "description": "Events that the next stage never took."},
                    "handledTwice": {
                      "$ref": "#/$defs/count",
                      "description": "Events that led to two events of one kind, where that is not usual."
                    },
                    "services": {
                      "type": "array",
                      "items": {
                        "type": "object",
                        "required": ["name", "events", "unlogged", "unrecorded", "handledTwice"],
                        "additionalProperties": false,
                        "properties": {
                          "name": {"type": "string"},
                          "events": {"$ref": "#/$defs/count"},
                          "unlogged": {"$ref": "#/$defs/count"},
                          "unrecorded": {"$ref": "#/$defs/count"},
                          "handledTwice": {"$ref": "#/$defs/count"},
                          "unloggedExamples": {"$ref": "#/$defs/recordExamples"},
                          "unrecordedExamples": {"$ref": "#/$defs/recordExamples"},
                          "handledTwiceExamples": {"$ref": "#/$defs/recordExamples"}
                        }
                      }
                    }
                  }
                }
              }
            },
            "health": {
              "description": "Snapshots of health endpoints by state, sorted by service.",
              "type": "array",
              "items": {
                "type": "object",
                "required": ["service", "statuses"],
                "additionalProperties": false,
                "properties": {"service": {"type": "string"}, "statuses": {"$ref": "#/$defs/statuses"}}
              }
            }
          },

        """#

    private static let inspectHead = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "civic inspect",
          "description": "What was understood of every source.",
          "type": "object",
          "required": ["inspectVersion", "sources", "ledger"],
          "additionalProperties": false,
          "properties": {
            "inspectVersion": {"const": 1},
            "sources": {
              "description": "Sorted by path.",
              "type": "array",
              "items": {
                "type": "object",
                "required": [
                  "path", "compression", "kind", "bytes", "decompressedBytes", "lines", "records", "rejected", "blank",
                  "continuations", "formats", "structured", "firstTime", "lastTime", "timeBasis", "levels", "services", "roles",
                  "health", "problems"
                ],
                "additionalProperties": false,
                "properties": {
                  "path": {"type": "string"},
                  "compression": {"type": "string", "description": "none, gzip …"},
                  "kind": {"enum": ["logs", "health", "journal", "empty", "unknown"]},
                  "bytes": {"$ref": "#/$defs/count", "description": "As stored."},
                  "decompressedBytes": {"$ref": "#/$defs/count"},
                  "lines": {"$ref": "#/$defs/count"},
                  "records": {"$ref": "#/$defs/count"},
                  "rejected": {"$ref": "#/$defs/count"},
                  "blank": {"$ref": "#/$defs/count"},
                  "continuations": {"$ref": "#/$defs/count"},
                  "extraRecords": {"$ref": "#/$defs/count", "description": "Records beyond the first of a line."},
                  "formats": {
                    "description": "Most records first.",
                    "type": "array",
                    "items": {
                      "type": "object",
                      "required": ["id", "records"],
                      "additionalProperties": false,
                      "properties": {"id": {"type": "string"}, "records": {"$ref": "#/$defs/count"}}
                    }
                  },
                  "structured": {"type": "boolean"},
                  "firstTime": {"$ref": "#/$defs/time"},
                  "lastTime": {"$ref": "#/$defs/time"},
                  "timeBasis": {"enum": ["explicit-offset", "epoch", "assumed-zone", "assumed-year", "none"]},
                  "levels": {
                    "type": "object",
                    "additionalProperties": false,
                    "properties": {
                      "none": {"$ref": "#/$defs/count"},
                      "trace": {"$ref": "#/$defs/count"},
                      "debug": {"$ref": "#/$defs/count"},
                      "info": {"$ref": "#/$defs/count"},
                      "warn": {"$ref": "#/$defs/count"},
                      "error": {"$ref": "#/$defs/count"},
                      "fatal": {"$ref": "#/$defs/count"}
                    }
                  },
                  "services": {
                    "description": "Most records first.",
                    "type": "array",
                    "items": {
                      "type": "object",
                      "required": ["name", "records", "from"],
                      "additionalProperties": false,
                      "properties": {
                        "name": {"type": "string"},
                        "records": {"$ref": "#/$defs/count"},
                        "from": {"enum": ["field", "process", "config", "path", "none"]}
                      }
                    }
                  },
                  "roles": {
                    "description": "Fields by what they mean; most records first.",
                    "type": "object",
                    "required": ["time", "level", "message", "service", "event", "cause", "trace", "span"],
                    "properties": {
                      "time": {"type": ["string", "null"]},
                      "level": {"type": ["string", "null"]},
                      "message": {"type": ["string", "null"]},
                      "service": {"type": ["string", "null"]}
                    },
                    "additionalProperties": {"type": "array", "items": {"type": "string"}}
                  },
                  "health": {
                    "description": "What snapshots of a health endpoint say; null when the source holds none.",
                    "type": ["object", "null"],
                    "required": ["format", "snapshots", "statuses", "components"],
                    "additionalProperties": false,
                    "properties": {
                      "format": {"type": "string"},
                      "snapshots": {"$ref": "#/$defs/count"},
                      "statuses": {"$ref": "#/$defs/statuses"},
                      "components": {"$ref": "#/$defs/count"}
                    }
                  },
                  "problems": {"$ref": "#/$defs/problems"}
                }
              }
            },
            "ledger": {"$ref": "#/$defs/ledger"}
          },

        """#

    static let definitions = definitionsHead + entryDefinition + definitionsRest

    private static let definitionsHead = """
          "$defs": {

        """

    private static let definitionsRest = #"""
            "count": {
              "description": "A whole number; a string of digits beyond 2^53.",
              "type": ["integer", "string"],
              "minimum": 0,
              "pattern": "^[0-9]+$"
            },
            "incidents": {
              "description": "Examples with their addresses; an id that is only known by its hash is empty.",
              "type": "array",
              "items": {
                "type": "object",
                "required": ["id", "what", "path", "line"],
                "additionalProperties": false,
                "properties": {
                  "id": {"type": "string"},
                  "what": {"type": "string"},
                  "path": {"type": "string"},
                  "line": {"$ref": "#/$defs/count"}
                }
              }
            },
            "recordExamples": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["id", "time", "line", "byte"],
                "additionalProperties": false,
                "properties": {
                  "id": {"type": "string"},
                  "time": {"type": "string"},
                  "line": {"$ref": "#/$defs/count"},
                  "byte": {"$ref": "#/$defs/count"}
                }
              }
            },
            "share": {"type": "number", "minimum": 0, "maximum": 1},
            "score": {"type": "number", "minimum": 0, "maximum": 100},
            "scoreOrNull": {"type": ["number", "null"], "minimum": 0, "maximum": 100},
            "grade": {"type": "string", "pattern": "^((A\\+|[ABCDF])\\??|unrated)$"},
            "time": {
              "description": "RFC 3339 in UTC with the precision that was read; null when there was no time.",
              "type": ["string", "null"],
              "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$"
            },
            "statuses": {
              "type": "object",
              "required": ["pass", "warn", "fail", "unknown", "unreachable"],
              "properties": {
                "pass": {"$ref": "#/$defs/count"},
                "warn": {"$ref": "#/$defs/count"},
                "fail": {"$ref": "#/$defs/count"},
                "unknown": {"$ref": "#/$defs/count"},
                "unreachable": {"$ref": "#/$defs/count"}
              },
              "additionalProperties": {"$ref": "#/$defs/count"}
            },
            "problems": {
              "description": "Every loss with its address, sorted by path, line and byte.",
              "type": "array",
              "items": {
                "type": "object",
                "required": ["path", "code", "line", "byte", "detail"],
                "additionalProperties": false,
                "properties": {
                  "path": {"type": "string"},
                  "code": {"type": "string"},
                  "line": {"$ref": "#/$defs/count", "description": "From 1 in the decompressed data; 0 when no line is meant."},
                  "byte": {
                    "$ref": "#/$defs/count",
                    "description": "In the decompressed data where a line is named, else in the file as stored."
                  },
                  "detail": {"type": "string"}
                }
              }
            },
            "ledger": {
              "description": "Every line is a record, rejected, blank, or continues a record.",
              "type": "object",
              "required": [
                "sources", "bytes", "decompressedBytes", "lines", "records", "rejected", "blank", "continuations", "problems"
              ],
              "additionalProperties": false,
              "properties": {
                "sources": {"$ref": "#/$defs/count"},
                "bytes": {"$ref": "#/$defs/count", "description": "As stored."},
                "decompressedBytes": {"$ref": "#/$defs/count"},
                "lines": {"$ref": "#/$defs/count"},
                "records": {"$ref": "#/$defs/count"},
                "rejected": {"$ref": "#/$defs/count"},
                "blank": {"$ref": "#/$defs/count"},
                "continuations": {"$ref": "#/$defs/count"},
                "extraRecords": {"$ref": "#/$defs/count", "description": "Records beyond the first of a line."},
                "problems": {"$ref": "#/$defs/problems"}
              }
            }
          }
        }
        """#
}
