extension Schemas {
    /// `civic schema debt`.
    public static func debt() -> String {
        #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "civic debt list --format json",
          "description": "What is accepted, in the order of the file.",
          "type": "object",
          "required": ["debtVersion", "path", "debt"],
          "additionalProperties": false,
          "properties": {
            "debtVersion": {"const": 1},
            "path": {"type": "string"},
            "debt": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["fingerprint", "rule", "service", "subject", "reason", "expired", "line"],
                "additionalProperties": false,
                "properties": {
                  "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
                  "rule": {"description": "A rule, or a kind of change of the contract.", "type": "string"},
                  "service": {"description": "Empty: it is about none.", "type": "string"},
                  "subject": {"type": "string"},
                  "reason": {"type": "string"},
                  "owner": {"type": "string"},
                  "expires": {"description": "Last day on which it is accepted.", "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
                  "since": {"description": "Month in which it was accepted.", "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"},
                  "expired": {"description": "Its day is over, and it counts again.", "type": "boolean"},
                  "line": {"type": "integer", "minimum": 0}
                }
              }
            }
          }
        }

        """#
    }
}
