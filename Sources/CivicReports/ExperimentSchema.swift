extension Schemas {
    /// Of `civic experiment --format json`.
    public static func experiment() -> String { experimentHead + definitions + "\n" }

    private static let experimentHead = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "civic experiment",
          "description": "For each fault of an experiment: who noticed it, in logs or health, how fast, and who stayed silent.",
          "type": "object",
          "required": ["experimentVersion", "experiments"],
          "additionalProperties": false,
          "properties": {
            "experimentVersion": {"const": 1},
            "records": {"$ref": "#/$defs/count", "description": "Records that were read."},
            "answers": {"$ref": "#/$defs/count", "description": "Answers of health endpoints that were read."},
            "experiments": {
              "description": "Sorted by start.",
              "type": "array",
              "items": {
                "type": "object",
                "required": ["title", "status", "deviated", "start", "end", "faults"],
                "additionalProperties": false,
                "properties": {
                  "title": {"type": "string"},
                  "path": {"type": "string"},
                  "origin": {"enum": ["journal", "plan", "list"]},
                  "status": {
                    "description": "As the journal says: completed, failed, aborted, interrupted; declared for a list, planned for a plan.",
                    "type": "string"
                  },
                  "deviated": {"type": "boolean"},
                  "dry": {"type": ["string", "null"], "description": "What was only rehearsed; null when the run was real."},
                  "start": {"$ref": "#/$defs/time"},
                  "end": {"$ref": "#/$defs/time"},
                  "steadyState": {
                    "type": "object",
                    "required": ["before", "duringMissed", "after"],
                    "additionalProperties": false,
                    "properties": {
                      "before": {"type": ["boolean", "null"]},
                      "duringMissed": {"$ref": "#/$defs/count"},
                      "after": {"type": ["boolean", "null"]}
                    }
                  },
                  "tags": {"type": "array", "items": {"type": "string"}},
                  "elsewhere": {"type": "boolean", "description": "Of another time than the logs: nothing can be said."},
                  "complete": {"type": "boolean", "description": "False: the journal was cut, damaged or lacks its method; more may have been done than is known."},
                  "remarks": {"type": "array", "items": {"type": "string"}},
                  "faults": {
                    "description": "Sorted by start; empty when nothing was injected, or when what was injected is not known.",
                    "type": "array",
                    "items": {
                      "type": "object",
                      "required": ["name", "type", "target", "start", "end", "witnesses", "silent", "recovery"],
                      "additionalProperties": false,
                      "properties": {
                        "name": {"type": "string"},
                        "type": {"type": "string"},
                        "target": {"type": "array", "items": {"type": "string"}},
                        "targetOrigin": {
                          "enum": [
                            "arguments", "url", "function", "process", "name", "tags", "title", "list", "configuration", "none"
                          ]
                        },
                        "start": {"$ref": "#/$defs/time"},
                        "end": {"$ref": "#/$defs/time", "description": "Null: nothing in the journal undid it."},
                        "endOrigin": {"type": "string"},
                        "until": {"$ref": "#/$defs/time", "description": "End of what was looked at."},
                        "noticed": {"type": "boolean"},
                        "witnesses": {
                          "description": "By first sign.",
                          "type": "array",
                          "items": {
                            "type": "object",
                            "required": ["service", "by", "first", "afterSeconds", "level", "message", "specific", "source"],
                            "additionalProperties": false,
                            "properties": {
                              "service": {"type": "string"},
                              "by": {"enum": ["log", "health"]},
                              "first": {"$ref": "#/$defs/time"},
                              "afterSeconds": {"type": "number", "description": "From the fault's start."},
                              "level": {"type": ["string", "null"], "description": "Null for health."},
                              "message": {"type": "string", "description": "Without its values; of health, the change."},
                              "others": {"type": "array", "items": {"type": "string"}},
                              "count": {"$ref": "#/$defs/count"},
                              "countBefore": {"$ref": "#/$defs/count", "description": "In as long before the fault."},
                              "specific": {
                                "type": "boolean",
                                "description": "Said at least five times as often as in as long before the fault."
                              },
                              "namesFault": {"type": "boolean"},
                              "unreachable": {"type": "boolean", "description": "Nobody answered, instead of saying so."},
                              "source": {
                                "type": "object",
                                "required": ["path", "line"],
                                "additionalProperties": false,
                                "properties": {"path": {"type": "string"}, "line": {"$ref": "#/$defs/count"}}
                              }
                            }
                          }
                        },
                        "silent": {
                          "description": "Services that were hit and said nothing, by name.",
                          "type": "array",
                          "items": {"type": "string"}
                        },
                        "silence": {
                          "type": "array",
                          "items": {
                            "type": "object",
                            "required": ["service", "gapSeconds", "starved"],
                            "additionalProperties": false,
                            "properties": {
                              "service": {"type": "string"},
                              "gapSeconds": {"type": "number", "description": "For so long it handled nothing."},
                              "starved": {"type": ["boolean", "null"], "description": "It was sent nothing meanwhile; null: not known."}
                            }
                          }
                        },
                        "pauses": {
                          "description": "Services that handled nothing for longer than usual, whether they said so or not.",
                          "type": "array",
                          "items": {
                            "type": "object",
                            "required": ["service", "seconds"],
                            "additionalProperties": false,
                            "properties": {"service": {"type": "string"}, "seconds": {"type": "number"}}
                          }
                        },
                        "clockJumps": {
                          "description": "Clocks that jumped in the time of the fault, by service: by how much, and the interval of it.",
                          "type": "array",
                          "items": {
                            "type": "object",
                            "required": ["service", "seconds", "low", "high"],
                            "additionalProperties": false,
                            "properties": {
                              "service": {"type": "string"},
                              "seconds": {"type": "number", "description": "Below 0: it was put back."},
                              "low": {"type": "number"},
                              "high": {"type": "number"}
                            }
                          }
                        },
                        "recovery": {
                          "type": "array",
                          "items": {
                            "type": "object",
                            "required": ["service", "by", "first", "afterSeconds"],
                            "additionalProperties": false,
                            "properties": {
                              "service": {"type": "string"},
                              "by": {"enum": ["log", "health"]},
                              "first": {"$ref": "#/$defs/time"},
                              "afterSeconds": {"type": "number", "description": "From the fault's end."},
                              "message": {"type": "string"},
                              "source": {
                                "type": "object",
                                "required": ["path", "line"],
                                "additionalProperties": false,
                                "properties": {"path": {"type": "string"}, "line": {"$ref": "#/$defs/count"}}
                              }
                            }
                          }
                        },
                        "dependants": {
                          "description": "Services that exchange events with what was hit, or whose health answers look at it.",
                          "type": "array",
                          "items": {"type": "string"}
                        },
                        "steady": {
                          "description": "Services that were hit and whose endpoints said the same throughout.",
                          "type": "array",
                          "items": {"type": "string"}
                        },
                        "unaffected": {"type": "array", "items": {"type": "string"}},
                        "unjudged": {
                          "description": "Services that say too little for a pause to mean something.",
                          "type": "array",
                          "items": {"type": "string"}
                        },
                        "mishaps": {
                          "description": "Events that were lost or handled twice in the time of the fault, counted one by one. By service, then kind.",
                          "type": "array",
                          "items": {
                            "type": "object",
                            "required": ["service", "kind", "count", "countBefore", "secondsBefore", "examples"],
                            "additionalProperties": false,
                            "properties": {
                              "service": {"type": "string"},
                              "kind": {"enum": ["lost", "repeated"], "description": "lost: sent there and never taken; repeated: handled there once more, and nothing says that it is a repetition."},
                              "count": {"$ref": "#/$defs/count"},
                              "countBefore": {"$ref": "#/$defs/count", "description": "In the quiet time before the fault."},
                              "secondsBefore": {"type": "number", "description": "How long that is; 0: there is none."},
                              "examples": {
                                "type": "array",
                                "items": {
                                  "type": "object",
                                  "required": ["id", "source"],
                                  "additionalProperties": false,
                                  "properties": {
                                    "id": {"type": "string"},
                                    "source": {
                                      "type": "object",
                                      "required": ["path", "line"],
                                      "additionalProperties": false,
                                      "properties": {"path": {"type": "string"}, "line": {"$ref": "#/$defs/count"}}
                                    }
                                  }
                                }
                              }
                            }
                          }
                        },
                        "blast": {
                          "description": "Services at which chains went wrong during the fault, against chains of the same kinds just before it.",
                          "type": "array",
                          "items": {
                            "type": "object",
                            "required": ["service", "exposed", "exposedBad", "control", "controlBad", "collateral"],
                            "additionalProperties": false,
                            "properties": {
                              "service": {"type": "string"},
                              "exposed": {"$ref": "#/$defs/count"},
                              "exposedBad": {"$ref": "#/$defs/count"},
                              "control": {"$ref": "#/$defs/count"},
                              "controlBad": {"$ref": "#/$defs/count"},
                              "collateral": {"description": "No chain from the fault leads there.", "type": "boolean"},
                              "missing": {"description": "Never got to the service.", "$ref": "#/$defs/count"},
                              "late": {"description": "Were done there later than twice what all but one in a hundred took before it.", "$ref": "#/$defs/count"},
                              "failed": {"description": "Met an error there.", "$ref": "#/$defs/count"},
                              "stuck": {"description": "Began there and never came to what the service says last of such chains.", "$ref": "#/$defs/count"},
                              "repeated": {"description": "The service said something of them more often than of all but one in a hundred before it.", "$ref": "#/$defs/count"},
                              "differenceLow": {"description": "Ends of the 95 % interval of the difference of the two shares.", "type": "number"},
                              "differenceHigh": {"type": "number"},
                              "beside": {"description": "Chains of the same time at the service that do not pass what was hit.", "$ref": "#/$defs/count"},
                              "besideBad": {"$ref": "#/$defs/count"}
                            }
                          }
                        },
                        "remarks": {"type": "array", "items": {"type": "string"}}
                      }
                    }
                  }
                }
              }
            },
            "problems": {"$ref": "#/$defs/problems"}
          },

        """#
}
