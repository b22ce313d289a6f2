import CivicModel

extension Dialects {
    static let mysqlJSON = Dialect(
        "mysql-json", "MySQL 8 JSON error log",
        roles: [
            (.time, ["time", "ts"]), (.level, ["label", "prio"]), (.message, ["msg"]),
            (.errorCode, ["err_symbol", "err_code"]),
            (.logger, ["subsystem"]), (.thread, ["thread"]),
        ],
        scale: .mysql,
        samples: [
            FormatSample(
                #"{"prio":2,"err_code":10068,"subsystem":"Server","msg":"plugin is deprecated","#
                    + #""time":"2026-01-05T10:00:00.835618Z","#
                    + #""ts":1767607200835,"thread":0,"err_symbol":"ER_X","label":"Warning"}"#,
                time: "2026-01-05T10:00:00.835618Z", level: .warn, message: "plugin is deprecated")
        ]
    ) { $0.has("prio", "err_code") }
}
