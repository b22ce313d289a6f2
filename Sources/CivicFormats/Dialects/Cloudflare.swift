import CivicModel

extension Dialects {
    static let cloudflare = Dialect(
        "cloudflare", "Cloudflare HTTP requests",
        roles: [
            (.time, ["EdgeStartTimestamp"]), (.request, ["RayID"]), (.httpMethod, ["ClientRequestMethod"]),
            (.httpRoute, ["ClientRequestPath", "ClientRequestURI"]), (.httpStatus, ["EdgeResponseStatus"]),
            (.duration, ["EdgeTimeToFirstByteMs"]),
        ],
        samples: [
            FormatSample(
                #"{"ClientRequestHost":"example.com","ClientRequestMethod":"GET","EdgeStartTimestamp":"2026-01-05T10:00:00Z","#
                    + #""EdgeResponseStatus":200,"RayID":"761fde4e984e5ab2"}"#,
                time: "2026-01-05T10:00:00Z", level: .none, message: nil)
        ]
    ) { $0.has("RayID", "EdgeStartTimestamp") }
}
