extension Schemas {
    /// `civic schema check`.
    public static func check() -> String {
        #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "civic check --format json",
          "type": "object",
          "required": ["checkVersion", "tool", "verdict", "reasons", "changes", "notExercised", "compared", "comparable", "issues"],
          "properties": {
            "checkVersion": {"const": 1},
            "tool": {
              "type": "object",
              "required": ["name", "version", "rules"],
              "properties": {"name": {"const": "civic"}, "version": {"type": "string"}, "rules": {"type": "string"}}
            },
            "verdict": {"enum": ["ok", "break", "gate", "inconclusive"]},
            "reasons": {"$ref": "#/$defs/texts"},
            "changes": {
              "description": "Breaks first, then by service, id and subject.",
              "type": "array",
              "items": {
                "type": "object",
                "required": ["id", "verdict", "service", "subject", "before", "after", "evidence", "message", "fix"],
                "properties": {
                  "id": {"type": "string", "pattern": "^CB[0-9]{2}$"},
                  "name": {"type": "string"},
                  "verdict": {"enum": ["break", "warn", "ok"]},
                  "service": {"type": "string"},
                  "subject": {"description": "Field path, template id, service or rule; empty: the service itself.", "type": "string"},
                  "before": {"$ref": "#/$defs/fact"},
                  "after": {"$ref": "#/$defs/fact"},
                  "evidence": {
                    "description": "k of n units, and the 95 % interval of the share.",
                    "type": "object",
                    "required": ["k", "n", "low", "high"],
                    "properties": {
                      "k": {"type": "integer", "minimum": 0},
                      "n": {"type": "integer", "minimum": 0},
                      "low": {"type": "number", "minimum": 0, "maximum": 1},
                      "high": {"type": "number", "minimum": 0, "maximum": 1}
                    }
                  },
                  "message": {"type": "string"},
                  "fix": {"type": "string"},
                  "consumers": {"$ref": "#/$defs/texts"},
                  "templates": {
                    "description": "Ids of the messages that it shows in, most first, where it is about messages.",
                    "$ref": "#/$defs/texts"
                  }
                }
              }
            },
            "notExercised": {"description": "Facts that the run gave no chance to show.", "type": "integer", "minimum": 0},
            "compared": {"type": "integer", "minimum": 0},
            "comparable": {"type": "boolean"},
            "incomparable": {"$ref": "#/$defs/texts"},
            "limits": {"$ref": "#/$defs/texts"},
            "absentServices": {"$ref": "#/$defs/texts"},
            "power": {"$ref": "#/$defs/texts"},
            "patch": {"description": "A unified diff for git apply; empty: nothing changed.", "type": "string"},
            "system": {
              "type": "object",
              "required": ["score", "grade"],
              "properties": {"score": {"type": "number", "minimum": 0, "maximum": 100}, "grade": {"type": "string"}}
            },
            "issues": {
              "description": "All that the other reports are written from.",
              "type": "array",
              "items": {
                "type": "object",
                "required": ["id", "name", "origin", "severity", "state", "fails", "service", "subject", "message", "fingerprint", "anchor"],
                "properties": {
                  "id": {"type": "string"},
                  "name": {"type": "string"},
                  "origin": {"enum": ["rule", "contract", "debt", "configuration", "expectation", "gate"]},
                  "severity": {"enum": ["info", "warn", "error"]},
                  "state": {"enum": ["open", "accepted"]},
                  "fails": {"type": "boolean"},
                  "service": {"type": "string"},
                  "subject": {"type": "string"},
                  "message": {"type": "string"},
                  "fix": {"type": "string"},
                  "violations": {"type": "integer", "minimum": 0},
                  "population": {"type": "integer", "minimum": 0},
                  "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
                  "anchor": {
                    "type": "object",
                    "required": ["path", "line"],
                    "properties": {"path": {"type": "string"}, "line": {"type": "integer", "minimum": 1}}
                  },
                  "consumers": {"$ref": "#/$defs/texts"},
                  "evidence": {
                    "type": "array",
                    "items": {
                      "type": "object",
                      "required": ["path", "line", "byte", "sample"],
                      "properties": {
                        "path": {"type": "string"},
                        "line": {"type": "integer", "minimum": 0},
                        "byte": {"type": "integer", "minimum": 0},
                        "sample": {"type": "string"}
                      }
                    }
                  }
                }
              }
            }
          },
          "$defs": {
            "texts": {"type": "array", "items": {"type": "string"}},
            "fact": {
              "description": "A fact of the contract, as docs/contract.md has them; empty: there is none.",
              "type": "object",
              "properties": {"f": {"enum": ["service", "edge", "field", "gone", "id", "leak", "tpl", "ts"]}}
            }
          }
        }

        """#
    }
}
