extension Schemas {
    /// Of each line of `civic timeline --format jsonl`.
    public static func timeline() -> String { timelineHead + definitions + "\n" }

    /// Of `civic trace --format json`.
    public static func trace() -> String { traceHead + definitions + "\n" }

    private static let timelineHead = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "civic timeline",
          "description": "One line of the timeline; lines stand in the order in which a person is shown them.",
          "$ref": "#/$defs/entry",

        """#

    /// What stands on a timeline; `repeats` only in a trace.
    static let entryDefinition = #"""
            "entry": {
              "description": "A record, a change of state of a health endpoint, or a step of an experiment.",
              "type": "object",
              "required": [
                "time", "rawTime", "offset", "kind", "service", "level", "message", "ids", "source", "orderKnown"
              ],
              "additionalProperties": false,
              "properties": {
                "time": {"$ref": "#/$defs/time", "description": "Corrected: the written time less offset.seconds, in UTC."},
                "rawTime": {"type": "string", "description": "As it is written."},
                "offset": {
                  "description": "Seconds that the service's clock runs ahead, as far as it is known; null: nothing is.",
                  "type": ["object", "null"],
                  "required": ["seconds", "low", "high"],
                  "additionalProperties": false,
                  "properties": {
                    "seconds": {
                      "type": "number",
                      "description": "What was taken off the written time; 0 where the interval does not exclude a right clock."
                    },
                    "low": {"type": "number"},
                    "high": {"type": "number"}
                  }
                },
                "kind": {"enum": ["log", "health", "step"]},
                "service": {"type": "string", "description": "Empty for steps of an experiment."},
                "level": {"enum": ["trace", "debug", "info", "warn", "error", "fatal", "none"]},
                "message": {"type": "string", "description": "At most 4,096 characters, secrets masked."},
                "ids": {
                  "description": "As they are written.",
                  "type": "object",
                  "required": ["event", "cause", "trace"],
                  "additionalProperties": false,
                  "properties": {
                    "event": {"type": "array", "items": {"type": "string"}},
                    "cause": {"type": "array", "items": {"type": "string"}},
                    "trace": {"type": "array", "items": {"type": "string"}}
                  }
                },
                "source": {
                  "type": "object",
                  "required": ["path", "line"],
                  "additionalProperties": false,
                  "properties": {
                    "path": {"type": "string"},
                    "line": {"$ref": "#/$defs/count", "description": "From 1; 0: the whole document."}
                  }
                },
                "orderKnown": {
                  "type": "boolean",
                  "description": "False: neither the times nor a cause order it against the entry before."
                },
                "repeats": {"$ref": "#/$defs/count", "description": "How often the same was said of the event before."}
              }
            },
            "missing": {
              "description": "A service that such events or flows nearly always go on to, and that says nothing of this one.",
              "type": "object",
              "required": ["service", "from", "verdict", "usual", "of", "undecided"],
              "additionalProperties": false,
              "properties": {
                "service": {"type": "string"},
                "from": {"type": "string", "description": "Where it should have come from."},
                "verdict": {
                  "description": "lost: it never came. open: the recording ends before that can be told. unreadable: the record may be in a part that is missing or damaged. passed: later services tell of it.",
                  "enum": ["lost", "open", "unreadable", "passed"]
                },
                "usual": {"$ref": "#/$defs/count", "description": "Those of this kind that went on there …"},
                "of": {"$ref": "#/$defs/count", "description": "… of so many in the recording."},
                "undecided": {"type": "boolean", "description": "Neither lost nor passed."}
              }
            },

        """#

    private static let traceHead = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "civic trace",
          "description": "All records around one id: events as a tree of causes and effects, depth first.",
          "type": "object",
          "required": [
            "traceVersion", "query", "id", "role", "fields", "services", "records", "complete", "events", "others",
            "missing"
          ],
          "additionalProperties": false,
          "properties": {
            "traceVersion": {"const": 1},
            "query": {"type": "string", "description": "As it was typed."},
            "id": {"type": "string", "description": "As it is written in the logs."},
            "role": {"enum": ["event", "cause", "trace", "other"]},
            "fields": {
              "description": "Fields that hold the id; an empty name is text.",
              "type": "array",
              "items": {"type": "string"}
            },
            "services": {"type": "array", "items": {"type": "string"}},
            "records": {"$ref": "#/$defs/count"},
            "complete": {"type": "boolean", "description": "False: more belongs to the id than is told here."},
            "events": {
              "type": "array",
              "items": {
                "type": "object",
                "required": [
                  "id", "depth", "asked", "cause", "otherCauses", "hop", "repeatsEffect", "records", "missing"
                ],
                "additionalProperties": false,
                "properties": {
                  "id": {"type": "string"},
                  "depth": {"$ref": "#/$defs/count"},
                  "asked": {"type": "boolean", "description": "It is the id that was asked for."},
                  "cause": {"type": ["string", "null"], "description": "The event above it; null: none is known."},
                  "otherCauses": {"type": "array", "items": {"type": "string"}},
                  "hop": {
                    "description": "From the first record of the cause to the first of this one, on corrected time.",
                    "type": ["object", "null"],
                    "required": ["seconds", "low", "high"],
                    "additionalProperties": false,
                    "properties": {
                      "seconds": {"type": "number"},
                      "low": {"type": ["number", "null"], "description": "Null: the clocks are not known well enough."},
                      "high": {"type": ["number", "null"]}
                    }
                  },
                  "repeatsEffect": {
                    "type": "boolean",
                    "description": "The same service did the same for the same cause before: it was handled twice."
                  },
                  "records": {
                    "description": "Empty: the event is named as a cause, and no record is about it.",
                    "type": "array",
                    "items": {"$ref": "#/$defs/entry"}
                  },
                  "missing": {
                    "description": "Services that such events nearly always go on to, and that say nothing of this one.",
                    "type": "array",
                    "items": {"$ref": "#/$defs/missing"}
                  }
                }
              }
            },
            "others": {
              "description": "Records of the same flow that name no event of the tree.",
              "type": "array",
              "items": {"$ref": "#/$defs/entry"}
            },
            "missing": {
              "description": "Services that such flows nearly always come to, and that say nothing of this one.",
              "type": "array",
              "items": {"$ref": "#/$defs/missing"}
            }
          },

        """#
}
